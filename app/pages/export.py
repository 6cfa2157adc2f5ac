"""导出: every table and picture of the command line, the same numbers; the data themselves; a backup."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import orjson
import streamlit as st

from app.analyses import others
from app.analyses.cooccur import cooccur
from app.analyses.ena import ena
from app.analyses.network import network
from app.exporters.bundle import bundle
from app.filters import attribute_name, choice
from app.result import Result
from app.session import Session, nothing_yet, told
from app.study import names_of
from corpus.project.backup import backup
from corpus.project.cases import case_rows, xlsx_bytes

ANALYSES: Final[dict[str, Callable[..., Result]]] = {
    "cooccur": lambda study, lang, book, by: cooccur(study, lang, codebook=book, units=True),
    "network": lambda study, lang, book, by: network(study, lang, codebook=book),
    "ena": lambda study, lang, book, by: ena(study, lang, codebook=book),
    "chains": lambda study, lang, book, by: others.chains(study, lang),
    "mentions": lambda study, lang, book, by: others.mentions(study, lang),
    "crosswalk": lambda study, lang, book, by: others.crosswalk_of(study, lang, "information_ecology", "collaborative_governance"),
    "crosstab": lambda study, lang, book, by: others.attribute_table(study, lang, by, codebook=book),
    "saturation": lambda study, lang, book, by: others.saturation(study, lang, codebook=book),
}


def render(session: Session) -> None:
    say, facts = session.say, session.facts
    if not facts.infos:
        nothing_yet(session, "network_page.empty")
        return
    one, two, three = st.columns([4, 4, 2], vertical_alignment="bottom")
    book = one.selectbox(say("themes.book"), [book.id for book in facts.books], format_func={book.id: book.name.text(session.lang) for book in facts.books}.__getitem__, key="export_book")
    attributes = [name for name, values in facts.attribute_values().items() if len(values) > 1]
    by = two.selectbox(say("export.by"), attributes, format_func=lambda name: attribute_name(session, name), key="export_by") if attributes else None
    with three:
        chosen = choice(session, "export")
    st.subheader(say("export.analyses"), anchor=False)
    for name, work in ANALYSES.items():
        left, right = st.columns([7, 3], vertical_alignment="center")
        left.markdown(f"**{say(f'analysis.{name}')}**  \n{say(f'export.about_{name}')}")
        if right.button(say("export.make"), key=f"make_{name}", width="stretch", disabled=name == "crosstab" and by is None):
            with told(session), st.spinner(say("network_page.counting"), show_time=True):
                st.session_state[f"made_{name}"] = (facts.revision, _zip(session, work, book, by, chosen))
        made = st.session_state.get(f"made_{name}")
        if made and made[0] == facts.revision:
            right.download_button(say("export.download"), made[1], file_name=f"{name}.zip", mime="application/zip", key=f"get_{name}", on_click="ignore", width="stretch", type="primary")
    st.subheader(say("export.data"), anchor=False)
    a, b, c, d = st.columns(4)
    a.download_button(say("export.quotations"), lambda: _quotations(session, chosen), file_name="quotations.xlsx", on_click="ignore", key="get_quotations", width="stretch")
    b.download_button(say("export.lines"), lambda: _lines(session, chosen), file_name="jsonl.zip", mime="application/zip", on_click="ignore", key="get_lines", width="stretch")
    c.download_button(say("export.cases"), lambda: xlsx_bytes(case_rows(session.desk.project)), file_name="cases.xlsx", on_click="ignore", key="get_cases", width="stretch")
    d.download_button(say("export.backup"), lambda: _backup(session), file_name="study.backup.fangtan", on_click="ignore", key="get_backup", width="stretch")
    st.caption(say("export.note"))


def _zip(session: Session, work: Callable[..., Result], book: str, by: str | None, chosen: Any) -> bytes:
    study = session.desk.study(chosen)
    return bundle(work(study, session.lang, book, by), session.lang, names_of(study.books, session.lang))


def _quotations(session: Session, chosen: Any) -> bytes:
    """All codings as a table, every row with its place."""
    say, facts, study = session.say, session.facts, session.desk.study(chosen)
    names = names_of(study.books, session.lang)
    machines = {coder.name for coder in facts.coders.values() if coder.kind == "machine"}
    rows = [[say(f"export.column_{name}") for name in ("id", "source", "code", "name", "polarity", "coder", "status", "start", "end", "quote")]]
    for transcript, codings in study.interviews:
        rows += [
            [str(transcript.metadata.get("id", "")), transcript.source, one.code, names.get((one.codebook, one.code), ""), say(f"polarity.{one.polarity}"), say("coder.rules") if one.coder in machines else one.coder, say(f"status.{one.status}"), str(one.span.start), str(one.span.end), one.quote]
            for one in codings
        ]
    return xlsx_bytes(rows) if facts else b""


def _lines(session: Session, chosen: Any) -> bytes:
    """transcripts.jsonl and codings.jsonl, as ``fangtan run`` writes them."""
    stream = io.BytesIO()
    study = session.desk.study(chosen)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("transcripts.jsonl", b"".join(orjson.dumps(transcript.as_record()) + b"\n" for transcript, _ in study.interviews))
        archive.writestr("codings.jsonl", b"".join(orjson.dumps(one.as_record(transcript.source)) + b"\n" for transcript, codings in study.interviews for one in codings))
    return stream.getvalue()


def _backup(session: Session) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return backup(session.desk.project.store, Path(folder) / "study.fangtan").read_bytes()
