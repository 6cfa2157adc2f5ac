"""What the first page needs, read beside the start of the server and while the browser loads."""

from __future__ import annotations

import inspect
import os
import threading
from contextlib import suppress


def ahead(started: threading.Event) -> None:
    """Open the study, then load what the first page would load while a person waits. Errors are
    told by the page that meets them.

    ``started`` is set when Streamlit is imported: two threads that import it at once could meet
    halves of its modules.
    """
    import pandas as pd

    from app.explorer.state.study.desk import open_ahead

    if study := os.environ.get("FANGTAN_STUDY"):
        open_ahead(study)
    started.wait()
    with suppress(Exception):
        import pyarrow  # type: ignore[import-untyped]
        from PIL import Image

        from app.explorer.pages import PAGES
        from corpus.catalogue import message

        PAGES[0].load()
        message("explorer.title", "zh")
        Image.preinit()  # for the icon of the page
        pyarrow.Table.from_pandas(pd.DataFrame({"a": ["访谈"]}))
        import streamlit.emojis  # noqa: F401  # a large pattern, compiled for the first Chinese label of a choice

        inspect.stack()  # Streamlit asks once how it was started, and looks up all modules for it
