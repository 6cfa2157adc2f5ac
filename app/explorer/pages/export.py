"""导出: every table and picture of the command line, the same numbers; the data themselves; a
backup.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
import streamlit as st

from app.analyses.every import OF_A_STUDY, Analysis, analysis
from app.explorer.state.study.choice import Choice
from app.explorer.widgets.address import nothing_yet
from app.explorer.widgets.filters import attribute_name, choice
from app.explorer.widgets.long_work import analysed
from app.explorer.widgets.notices import errors_shown
from app.explorer.widgets.session import Session
from app.exporters.bundle import bundle
from app.exporters.cases import cases_xlsx
from app.exporters.quotations import quotations_xlsx
from app.result import Result
from app.study.study import Study, names_of


def render(session: Session) -> None:
    """Draw the page."""
    say, facts = session.say, session.facts
    if not facts.infos:
        nothing_yet(session, "network_page.empty")
        return
    one, two, three = st.columns([4, 4, 2], vertical_alignment="bottom")
    book = one.selectbox(
        say("themes.book"),
        [book.id for book in facts.books],
        format_func={book.id: book.name.text(session.lang) for book in facts.books}.__getitem__,
        key="export_book",
    )
    attributes = [name for name, values in facts.attribute_values().items() if len(values) > 1]
    by = (
        two.selectbox(
            say("export.by"),
            attributes,
            format_func=lambda name: attribute_name(session, name),
            key="export_by",
        )
        if attributes
        else None
    )
    with three:
        chosen = choice(session, "export")
    st.subheader(say("export.analyses"), anchor=False)
    for member in OF_A_STUDY:
        _offer(session, member, book, by, chosen)
    st.subheader(say("export.data"), anchor=False)
    _data(session, chosen)
    st.caption(say("export.note"))


def _data(session: Session, chosen: Choice) -> None:
    """Buttons that take the data themselves away; each file is made when it is asked for."""
    desk, lang = session.desk, session.lang
    files: tuple[tuple[str, str, str | None, Callable[[], bytes]], ...] = (
        ("quotations", "quotations.xlsx", None, lambda: quotations_xlsx(desk.study(chosen), lang)),
        ("lines", "jsonl.zip", "application/zip", lambda: _lines(desk.study(chosen))),
        ("cases", "cases.xlsx", None, lambda: cases_xlsx(desk.project, lang)),
        ("backup", "study.backup.fangtan", None, desk.backup),
    )
    for column, (name, file_name, mime, make) in zip(st.columns(len(files)), files, strict=True):
        column.download_button(
            session.say(f"export.{name}"),
            make,
            file_name=file_name,
            mime=mime,
            on_click="ignore",
            key=f"get_{name}",
            width="stretch",
        )


def _offer(
    session: Session, member: Analysis[Any], book: str, by: str | None, chosen: Choice
) -> None:
    """An analysis: what it tells, a button that makes it, and what was made, to be taken away."""
    say, name = session.say, member.name
    left, right = st.columns([7, 3], vertical_alignment="center")
    left.markdown(f"**{say(f'analysis.{name}')}**  \n{say(f'export.about_{name}')}")
    asked = (session.facts.revision, book, by, chosen)
    if right.button(
        say("export.make"),
        key=f"make_{name}",
        width="stretch",
        disabled=member.needs == "attribute" and by is None,
    ):
        st.session_state[f"asked_{name}"] = asked
    if st.session_state.get(f"asked_{name}") != asked:
        return
    result: Result | None = None
    with left, errors_shown(session.lang):
        result = analysed(
            session,
            f"export_{name}",
            ("export", name, book, by, chosen),
            chosen,
            "exchange",
            partial(analysis, name=name, book=book, by=by),
        )
    if result is not None:
        files = partial(bundle, result, session.lang, names_of(session.facts.books, session.lang))
        right.download_button(
            say("export.download"),
            files,
            file_name=f"{name}.zip",
            mime="application/zip",
            key=f"get_{name}",
            on_click="ignore",
            width="stretch",
            type="primary",
        )


def _lines(study: Study) -> bytes:
    """transcripts.jsonl and codings.jsonl, as ``fangtan run`` writes them, in a ZIP file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "transcripts.jsonl",
            b"".join(
                orjson.dumps(transcript.as_record()) + b"\n" for transcript, _ in study.interviews
            ),
        )
        archive.writestr(
            "codings.jsonl",
            b"".join(
                orjson.dumps(coding.as_record(transcript.source)) + b"\n"
                for transcript, codings in study.interviews
                for coding in codings
            ),
        )
    return stream.getvalue()
