"""What a page says of itself beside its contents: refusals where something was asked for, and
notices that outlive a run of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from app.explorer.widgets.markdown import plain
from corpus.catalogue import Language
from corpus.problem import FangtanError


def error_box(sentence: str) -> None:
    """Why something was not done, where it was asked for."""
    st.error(plain(sentence))


@contextmanager
def errors_shown(lang: Language) -> Iterator[None]:
    """What cannot be done inside is said in an error box; the rest of the page is drawn."""
    try:
        yield
    except FangtanError as error:
        error_box(error.text(lang))


def notice(text: str, icon: str = ":material/info:") -> None:
    """A word that is seen also when the page is drawn anew at once."""
    st.session_state.setdefault("notices", []).append((text, icon))


def show_notices() -> None:
    """Show what ``notice`` was told."""
    for text, icon in st.session_state.pop("notices", []):
        st.toast(plain(text), icon=icon, duration="long")
