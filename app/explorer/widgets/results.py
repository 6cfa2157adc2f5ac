"""How a result of an analysis stands on a page: notes, tables, pictures, and a download of all of
it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from app.explorer.widgets.markdown import plain
from app.explorer.widgets.row_picker import MODES, by_any_cell
from app.explorer.widgets.session import Session
from app.exporters.bundle import bundle
from app.exporters.results import headed, sentences, worded
from app.result import Result, Words
from app.study.study import names_of


def notes(session: Session, result: Result) -> None:
    """The sentences that must stand beside the numbers."""
    for sentence in sentences(result, session.lang):
        st.caption(plain(sentence))


def table(
    session: Session,
    frame: pd.DataFrame,
    key: str,
    *,
    columns: Sequence[str] = (),
    select: bool = False,
    height: int | None = None,
    widths: Sequence[int] = (),
) -> int | None:
    """A table headed in the reader's language; with ``select`` the row that is picked. ``widths``
    are those of the first columns, in pixels.
    """
    part = frame[[column for column in columns if column in frame]] if columns else frame
    shown = headed(part, session.lang, names_of(session.facts.books, session.lang))
    if not select:
        st.dataframe(shown, hide_index=True, key=key, height=height or "auto")
        return None
    config = {
        str(name): st.column_config.Column(width=width)
        for name, width in zip(shown.columns, widths, strict=False)
    }
    picked = st.dataframe(
        shown,
        hide_index=True,
        key=key,
        height=height or "auto",
        on_select=by_any_cell(key),
        selection_mode=MODES,
        column_config=config,
    )
    rows: list[int] = picked["selection"]["rows"]
    return rows[0] if rows and rows[0] < len(frame) else None


def tables(session: Session, result: Result) -> dict[str, pd.DataFrame]:
    """The tables of a result with their values in the reader's words, for ``table``."""
    return worded(result, session.lang)


def picture(session: Session, result: Result, name: str, alt: str) -> None:
    """A picture of a result, drawn for the reader's language when it is first looked at in it."""
    png, _ = result.pictures.draw(name, session.lang)
    st.image(png, width="stretch", alt=alt)


def whole(session: Session, result: Result, key: str) -> None:
    """All of a result, for those that need no drilling down."""
    for name in result.pictures:
        picture(session, result, name, session.say(f"analysis.{result.name}"))
        st.caption(plain(name)) if len(result.pictures) > 1 else None
    for name, frame in tables(session, result).items():
        st.markdown(f"**{session.say(f'table.{name}')}**")
        table(
            session,
            frame,
            f"{key}_{name}",
            columns=result.brief.get(name, ()),
            height=380 if len(frame) > 10 else None,
        )
    notes(session, result)
    download(session, result, key)


def download(
    session: Session, result: Result, key: str, more: Callable[[], Sequence[Words]] = tuple
) -> None:
    """The files that the command line writes, made when they are asked for; ``more``: notes that
    stand in them beside those of the result, found then.
    """
    names = names_of(session.facts.books, session.lang)
    st.download_button(
        session.say("showing.download"),
        lambda: bundle(replace(result, notes=[*result.notes, *more()]), session.lang, names),
        file_name=f"{result.name}.zip",
        mime="application/zip",
        key=f"{key}_download",
        on_click="ignore",
        icon=":material/download:",
    )


def shades(frame: pd.DataFrame) -> pd.DataFrame:
    """A style for each cell: the higher the value, the deeper the blue, carried by light and dark
    alike; none for what is missing or not above zero.
    """
    most = frame.max(axis=None)
    return frame.map(
        lambda value: (
            f"background-color: rgba(47, 116, 192, {0.06 + 0.54 * value / most:.2f})"
            if value == value and value > 0
            else ""
        )
    )
