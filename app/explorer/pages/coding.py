"""编码: read a transcript, code it, decide on suggestions. The work is in the component; this page
is its door to the project.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.explorer.components.coding import Received, mount, received
from app.explorer.components.shared import answers
from app.explorer.state.coding.page import default_digits, page
from app.explorer.state.coding.quotations import coder_name
from app.explorer.widgets import tour
from app.explorer.widgets.address import nothing_yet
from app.explorer.widgets.notices import notice
from app.explorer.widgets.session import Session, boot
from corpus.project import Filter
from corpus.project.operations import ResizeCoding
from corpus.span import Span

KEY = "coding"

ABOVE = 8.0
"""What stands above the component, in rem; the rest of the window is its."""


def render(session: Session) -> None:
    """Draw the page."""
    facts = session.facts
    if not facts.infos:
        nothing_yet(session, "coding_page.empty")
        return
    came = received(KEY)
    session.edit.person()
    entity, focus, linked = _where(session)
    placing = _placing(session, came, entity)
    extra = 2.6 * bool(facts.synthetic) + 7.5 * placing + 4.75 * tour.tour_stands(session, KEY)
    st.html(
        f"<style>.stApp{{--fangtan-height:calc(100dvh - {ABOVE + extra}rem)}} "
        f".stMainBlockContainer{{padding-bottom:.4rem}}</style>"
    )
    books, coders = _head(session, entity)
    if came.digits is not None:
        st.session_state["digits"] = came.digits
    digits = st.session_state.get("digits") or _first_digits(session, books)
    mount(
        page(
            session.desk,
            facts,
            entity,
            coder=session.coder,
            role=session.role,
            answers=answers(),
            digits=digits,
            focus=focus,
            lang=session.lang,
            coders=coders,
            books=books,
            boot=boot(),
            placing=placing,
            focus_coding=linked,
        ),
        KEY,
    )


def _head(session: Session, entity: str) -> tuple[list[str], list[str]]:
    """The row above the text: which transcript, its neighbours, and the codebooks and coders to be
    shown (none: all), which are returned.
    """
    say, facts = session.say, session.facts
    one, two, three, four = st.columns([5, 3, 3, 2], vertical_alignment="bottom")
    ids = list(facts.infos)
    one.selectbox(
        say("coding_page.transcript"),
        ids,
        index=ids.index(entity),
        format_func=lambda name: (
            f"{facts.label(name)}　{'、'.join(facts.value(name, 'department'))}"
        ),
        key=f"coding_pick_{entity}",
        label_visibility="collapsed",
        on_change=lambda: _turn_to(st.session_state[f"coding_pick_{entity}"]),
    )
    books = two.multiselect(
        say("themes.book"),
        [book.id for book in facts.books],
        format_func={book.id: book.name.text(session.lang) for book in facts.books}.__getitem__,
        key="coding_books",
        placeholder=say("coding_page.all_books"),
        label_visibility="collapsed",
    )
    coders = three.multiselect(
        say("filter.coders"),
        list(facts.coders),
        format_func=lambda name: coder_name(facts, name, session.lang),
        key="coding_coders",
        placeholder=say("coding_page.all_coders"),
        label_visibility="collapsed",
    )
    with four.container(horizontal=True, horizontal_alignment="right"):
        _neighbours(session, ids, ids.index(entity))
    return books, coders


def _neighbours(session: Session, ids: Sequence[str], index: int) -> None:
    """Buttons that turn to the transcript before and the one after."""
    for step, icon, name in (
        (-1, ":material/chevron_left:", "previous"),
        (1, ":material/chevron_right:", "next"),
    ):
        neighbour = ids[index + step] if 0 <= index + step < len(ids) else None
        st.button(
            "",
            icon=icon,
            key=f"coding_{name}",
            disabled=neighbour is None,
            help=session.say(f"coding_page.{name}"),
            on_click=_turn_to,
            args=(neighbour,),
        )


def store_outbox(session: Session) -> bool:
    """Do what the coding page still asks for, on whatever page the reader is now. Returns whether
    the project changed.
    """
    sent = received(KEY)
    return bool(sent.operations) and session.edit.apply_outbox(
        sent.client, sent.operations, answers()
    )


def _placing(session: Session, came: Received, entity: str) -> bool:
    """The bar that gives a coding which lost its words a new place: select, press the button."""
    say, wanted = session.say, st.query_params.get("place", "")
    stored = session.desk.project.coding(wanted) if wanted and not session.reviewer else None
    if stored is None or stored.transcript != entity:
        return False
    code = session.facts.all_codes[stored.code]
    text = session.desk.interview(entity)[0].text
    chosen = (
        came.place.chosen if came.place is not None and came.place.transcript == entity else None
    )
    if chosen is not None and chosen.end > len(text):
        chosen = None
    with st.container(border=True):
        st.text(
            say("coding_page.placing", code=f"{code.key} {code.title(session.lang)}") + stored.quote
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            go = st.button(
                say("coding_page.placing_go"),
                key="place_go",
                type="primary",
                icon=":material/where_to_vote:",
            )
            later = st.button(say("coding_page.placing_cancel"), key="place_later")
            if chosen is not None:
                st.text(say("coding_page.placing_chosen") + chosen.of(text)[:80])
            else:
                st.caption(say("coding_page.placing_help"))
    if later:
        del st.query_params["place"]
        st.rerun()
    if go and chosen is None:
        notice(say("coding_page.placing_none"), ":material/block:")
    elif go and chosen is not None:
        revision = session.facts.infos[entity].revision
        if session.edit.apply(ResizeCoding(stored.id, chosen, chosen.of(text), revision)):
            notice(say("coding_page.placed"), ":material/check:")
            st.query_params.from_dict({"t": entity, "c": stored.id})
            st.rerun()
    return True


def _turn_to(entity: str) -> None:
    """Another transcript, before the page is run: one run draws it."""
    st.query_params.from_dict({"t": entity})


def _first_digits(session: Session, books: list[str]) -> dict[str, str]:
    """Chosen once for a session, by how often codes were used then: a digit must not change its
    meaning under one's hands.
    """
    kept: dict[tuple[str, ...], dict[str, str]] = st.session_state.setdefault("first_digits", {})
    if not kept.get(tuple(books)):
        kept[tuple(books)] = default_digits(
            session.facts,
            {
                code: number
                for (code,), number in session.desk.project.count(Filter(), "code").items()
            },
            books,
        )
    present = {code.id for code in session.facts.codes}
    return {digit: code for digit, code in kept[tuple(books)].items() if code in present}


def _where(session: Session) -> tuple[str, Span | None, str | None]:
    """The transcript that the address names (else the one read last, else the first), the stretch
    to go to and the coding meant.
    """
    facts, params = session.facts, st.query_params
    entity = params.get("t") or st.session_state.get("coding_last") or next(iter(facts.infos))
    focus, linked = None, None
    wanted = params.get("c")
    if wanted:
        stored = session.desk.project.coding(wanted)
        if stored is not None and stored.placed:
            entity, focus, linked = stored.transcript, stored.span, stored.id
        else:
            st.warning(session.say("coding_page.gone"))
    elif (
        params.get("start", "").isdigit()
        and params.get("end", "").isdigit()
        and int(params["start"]) < int(params["end"])
    ):
        focus = Span(int(params["start"]), int(params["end"]))
    if entity not in facts.infos:
        entity = next(iter(facts.infos))
    st.session_state["coding_last"] = entity
    if params.get("t") != entity:
        params["t"] = entity
    return entity, focus, linked
