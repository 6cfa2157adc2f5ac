"""审阅: a queue of codings to look at, every comment and dispute with its state, and sentences for
the coder that learns to ask about; each of the three views is one of ``page.VIEWS``.
"""

from app.explorer.pages.review.page import NOTHING_TO_DO, render

__all__ = ["NOTHING_TO_DO", "render"]
