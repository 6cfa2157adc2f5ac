"""共现网络: which codes stand together, more than chance or not; each view is a file and a line in
``views.VIEWS``.
"""

from app.explorer.pages.network.page import render

__all__ = ["render"]
