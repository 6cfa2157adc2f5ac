"""Joining two codings of an interview by hand: a problem and its cause or measure, chosen in a
table; and what is joined already.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from app.analyses.chains import function_in_words, step_in_words
from app.explorer.pages.network.selection import Selection
from app.explorer.state.coding.linking import Reading, drawn_between, functions_of, readings
from app.explorer.state.coding.quotations import coder_name
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.notices import notice
from app.explorer.widgets.session import Session
from corpus.project.operations import LinkCodings, UnlinkCodings
from corpus.project.records import StoredCoding

LONGEST: Final = 40
"""Characters of a quotation in a choice or in a line of a link."""


def join_codings(session: Session, selection: Selection, sources: Sequence[str]) -> None:
    """The links of one interview, and for a coder a table of its codings in which two are chosen
    to be joined. ``sources``: the interviews to choose from.
    """
    say, facts = session.say, session.facts
    entities = [
        facts.of_source[source]
        for source in sorted(dict.fromkeys(sources))
        if source in facts.of_source
    ]
    if not entities:
        return
    with st.expander(say("chains_page.joining"), icon=":material/link:", key="chain_joining"):
        entity = st.selectbox(
            say("chains_page.interview"),
            entities,
            format_func=facts.label,
            key="chain_interview",
        )
        codings = [
            coding
            for coding in session.desk.interview(entity)[1]
            if coding.status != "rejected" and facts.keys[coding.code][0] == selection.book.id
        ]
        _drawn(session, entity, codings)
        if not session.reviewer:
            offered = [coding for coding in codings if selection.choice.takes(coding)]
            _choose_two(session, selection, entity, offered)


def _drawn(session: Session, entity: str, codings: Sequence[StoredCoding]) -> None:
    """What is joined in this interview; one's own links with a button that takes them away."""
    say, lang = session.say, session.lang
    between = drawn_between(session.desk.links().get(entity, ()), codings)
    if not between:
        st.caption(say("chains_page.no_links"))
    for link, first, second in between:
        words, button = st.columns([5, 2], vertical_alignment="center")
        with words:
            st.text(_in_words(session, Reading(link.step, first, second)))
            st.caption(plain(coder_name(session.facts, link.coder, lang)))
        mine = session.coder is not None and link.coder == session.coder.id
        if (
            mine
            and not session.reviewer
            and button.button(
                say("chains_page.unlink"), key=f"chain_unlink_{link.id}", icon=":material/link_off:"
            )
            and session.edit.apply(UnlinkCodings(link.id))
        ):
            notice(say("chains_page.unlinked"), ":material/check:")
            st.rerun()


def _choose_two(
    session: Session, selection: Selection, entity: str, codings: Sequence[StoredCoding]
) -> None:
    """A table of codings in which two rows are chosen, what the link says, and the button."""
    say = session.say
    functions = functions_of(codings, selection.book, session.facts.keys)
    number = st.session_state.setdefault("chain_link_number", 0)
    st.caption(say("chains_page.choose_two"))
    event: Any = st.dataframe(
        pd.DataFrame(
            [
                (
                    function_in_words(function, session.lang) if function else "",
                    session.facts.all_codes[coding.code].title(session.lang),
                    coding.quote,
                )
                for coding in codings
                for function in [functions[coding.id]]
            ],
            columns=[say(f"column.{name}") for name in ("part", "code", "quote")],
        ),
        hide_index=True,
        height=260,
        key=f"chain_two_{entity}_{number}",
        on_select="rerun",
        selection_mode="multi-row",
    )
    rows = [row for row in event["selection"]["rows"] if row < len(codings)]
    if len(rows) != 2:
        st.button(say("chains_page.link"), key="chain_link", disabled=True, icon=":material/link:")
        return
    options = readings(codings[rows[0]], codings[rows[1]], functions)
    place = st.selectbox(
        say("chains_page.says"),
        range(len(options)),
        format_func=lambda place: _in_words(session, options[place]),
        key=f"chain_says_{entity}_{'_'.join(map(str, sorted(rows)))}_{number}",
    )
    step, first, second = options[place]
    if st.button(
        say("chains_page.link"), key="chain_link", type="primary", icon=":material/link:"
    ) and session.edit.apply(LinkCodings(first.id, second.id, step)):
        st.session_state["chain_link_number"] = number + 1
        notice(say("chains_page.linked"), ":material/check:")
        st.rerun()


def _in_words(session: Session, reading: Reading) -> str:
    return session.say(
        "chains_page.reading",
        step=step_in_words(reading.step, session.lang),
        first=_short(reading.first.quote),
        second=_short(reading.second.quote),
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
