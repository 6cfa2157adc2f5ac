"""检索: words in context, codes combined, and coding many places after a look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from app.explorer.state.coding.page_data import SIGNS
from app.explorer.state.search import MOST, RELATIONS, Condition, Query, search
from app.explorer.widgets.address import goto, nothing_yet, select
from app.explorer.widgets.filters import choice, options
from app.explorer.widgets.notices import errors_shown, notice
from app.explorer.widgets.session import Session
from app.exporters.csv import csv_bytes
from corpus.coding import POLARITIES
from corpus.project.operations import AddCoding, RemoveView, SaveView

SHOWN = 500


def render(session: Session) -> None:
    say, facts = session.say, session.facts
    if not facts.infos:
        nothing_yet(session, "search_page.empty")
        return
    _saved(session)
    query = _query(session)
    if not query.text and not query.conditions:
        st.info(say("search_page.help"), icon=":material/search:")
        return
    with errors_shown(session.lang):
        hits, total = session.desk.result(
            ("search", query), lambda: search(session.desk, facts, query)
        )
        st.caption(
            say(
                "search_page.found",
                count=f"{total:,}",
                interviews=len({hit.transcript for hit in hits}),
            )
            + (say("search_page.cut", most=MOST) if total > MOST else "")
        )
        if not hits:
            st.info(say("search_page.none"))
            return
        _table(session, hits, query)


def _query(session: Session) -> Query:
    """What is searched for, as it stands in the fields."""
    say = session.say
    one, two, three, four = st.columns([6, 2, 2, 2], vertical_alignment="bottom")
    text = one.text_input(
        say("search_page.text"),
        key="search_text",
        placeholder=say("search_page.example"),
        bind="query-params",
    )
    pattern = two.checkbox(
        say("search_page.pattern"),
        key="search_pattern",
        bind="query-params",
        help=say("search_page.pattern_help"),
    )
    asked = three.checkbox(
        say("search_page.interviewer"), key="search_interviewer", bind="query-params"
    )
    with four:
        chosen = choice(session, "search")
    return Query(text.strip(), pattern, _conditions(session), asked, chosen)


def _conditions(session: Session) -> tuple[Condition[str], ...]:
    """Up to two codes that a hit must stand with, near or apart from."""
    say, facts = session.say, session.facts
    names = {code.id: f"{code.key} {code.title(session.lang)}" for code in facts.codes}
    conditions = []
    columns = st.columns([2, 4, 2, 4])
    for row in range(2):
        left, right = columns[2 * row : 2 * row + 2]
        relation = select(
            left,
            say("search_page.relation"),
            RELATIONS,
            show=lambda name: say(f"search_page.{name}"),
            key=f"search_relation_{row}",
            label_visibility="collapsed",
        )
        code = select(
            right,
            say("themes.label"),
            [None, *names],
            show=lambda name: say("search_page.no_code") if name is None else names[name],
            key=f"search_code_{row}",
            label_visibility="collapsed",
        )
        if code is not None:
            conditions.append(Condition(relation, code))
    return tuple(conditions)


COLUMNS: Final = ("left", "match", "right", "interview", "speaker", "codes")
"""Of the table of hits, on the page and in its file."""


def _cells(session: Session, hit: Any) -> list[str]:
    """A hit as a row of ``COLUMNS``."""
    label = session.facts.label(hit.transcript)
    return [hit.left, hit.match, hit.right, label, hit.speaker, "、".join(hit.codes)]


def _table(session: Session, hits: list[Any], query: Query) -> None:
    say = session.say
    shown = hits[:SHOWN]
    frame = pd.DataFrame([_cells(session, hit) for hit in shown], columns=list(COLUMNS))
    heads = {name: say(f"search_page.column_{name}") for name in frame.columns}
    picked: Any = st.dataframe(
        frame.rename(columns=heads),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key="search_table",
        height=430,
        column_config={
            heads["left"]: st.column_config.TextColumn(width=290, alignment="right"),
            heads["match"]: st.column_config.TextColumn(width=76),
            heads["right"]: st.column_config.TextColumn(width=290),
            heads["interview"]: st.column_config.TextColumn(width=90),
            heads["speaker"]: st.column_config.TextColumn(width=76),
            heads["codes"]: st.column_config.TextColumn(width=110),
        },
        alt=say("page.concordance"),
    )
    rows = [row for row in picked["selection"]["rows"] if row < len(shown)]
    left, right = st.columns([3, 7], vertical_alignment="bottom")
    if left.button(say("search_page.open"), disabled=len(rows) != 1, key="search_open"):
        goto(
            "coding",
            t=shown[rows[0]].transcript,
            start=shown[rows[0]].span.start,
            end=shown[rows[0]].span.end,
        )
    right.download_button(
        say("search_page.download"),
        lambda: _csv(session, hits),
        file_name="kwic.csv",
        mime="text/csv",
        on_click="ignore",
        key="search_download",
    )
    if not session.reviewer:
        _bulk(session, [shown[row] for row in rows])


def _csv(session: Session, hits: list[Any]) -> bytes:
    """All hits, headed as the table on the page is."""
    headings = [session.say(f"search_page.column_{name}") for name in COLUMNS]
    return csv_bytes([headings, *(_cells(session, hit) for hit in hits)])


def _bulk(session: Session, hits: list[Any]) -> None:
    say, facts = session.say, session.facts
    with st.container(border=True):
        names = {code.id: f"{code.key} {code.title(session.lang)}" for code in facts.codes}
        one, two, three, four = st.columns([5, 2, 2, 3], vertical_alignment="bottom")
        code = one.selectbox(
            say("search_page.code_as"), list(names), format_func=names.__getitem__, key="bulk_code"
        )
        polarity = two.selectbox(
            say("filter.polarities"),
            list(POLARITIES),
            index=list(POLARITIES).index("neutral"),
            format_func=lambda name: f"{SIGNS[name]} {say(f'polarity.{name}')}",
            key="bulk_polarity",
        )
        extent = three.selectbox(
            say("search_page.extent"),
            ("sentence", "match"),
            format_func=lambda name: say(f"search_page.extent_{name}"),
            key="bulk_extent",
        )
        if four.button(
            say("search_page.code_rows", count=len(hits)),
            type="primary",
            disabled=not hits,
            key="bulk_go",
            width="stretch",
        ):
            count, refusals = 0, []
            for hit in hits:
                span = hit.sentence if extent == "sentence" else hit.span
                quote = span.of(session.desk.transcript(hit.transcript).text)
                revision = facts.infos[hit.transcript].revision
                coded, refusal = session.edit.attempt(
                    AddCoding(hit.transcript, span, quote, code, polarity, revision)
                )
                count += coded
                refusals += [refusal] if refusal else []
            notice(say("search_page.coded", count=count), ":material/check:")
            for sentence in dict.fromkeys(refusals[:5]):
                notice(sentence, ":material/block:")
            st.rerun()


def _load(session: Session, state: Mapping[str, Any]) -> None:
    """Put a saved query with its filter in place of the present one; a code, coder or value that is
    gone is left out.
    """
    st.session_state.update(
        search_text=str(state.get("search_text", "")),
        search_pattern=bool(state.get("search_pattern")),
        search_interviewer=bool(state.get("search_interviewer")),
    )
    known = {code.id for code in session.facts.codes}
    for row in range(2):
        for part, allowed, default in (
            ("relation", set(RELATIONS), RELATIONS[0]),
            ("code", known, ""),
        ):
            name = f"search_{part}_{row}"
            if name in st.query_params:
                del st.query_params[name]
            st.session_state[name] = state[name] if state.get(name) in allowed else default
    for name, values in options(session, "search").items():
        if name in st.query_params:
            del st.query_params[name]
        kept = state.get(name)
        st.session_state[name] = (
            [value for value in kept if value in values] if isinstance(kept, list) else []
        )


def _saved(session: Session) -> None:
    """Queries kept under a name."""
    say, project = session.say, session.desk.project
    views = project.views("concordance")
    with st.expander(say("search_page.saved", count=len(views)), icon=":material/bookmark:"):
        for view in views:
            left, middle, right = st.columns([6, 1, 1])
            left.text(view.name)
            if middle.button(say("search_page.load"), key=f"load_{view.id}"):
                _load(session, view.state)
                st.rerun()
            if right.button(
                say("search_page.forget"),
                key=f"forget_{view.id}",
                disabled=session.coder is None or session.reviewer,
            ) and session.edit.apply(RemoveView(view.id)):
                st.rerun()
        left, right = st.columns([6, 2], vertical_alignment="bottom")
        name = left.text_input(say("search_page.save_as"), key="save_name", max_chars=80)
        if right.button(
            say("search_page.save"),
            key="save_query",
            disabled=not name.strip() or session.reviewer,
        ):
            keys = (
                "search_text",
                "search_pattern",
                "search_interviewer",
                *(f"search_{part}_{row}" for part in ("relation", "code") for row in range(2)),
                *options(session, "search"),
            )
            state = {
                key: st.session_state[key]
                for key in keys
                if st.session_state.get(key) not in (None, "", False, [])
            }
            if session.edit.apply(SaveView(name, "concordance", state)):
                st.rerun()
