"""编码: read a transcript, code it, decide on suggestions. The work is in the component; this page is its door to the project."""

from __future__ import annotations

import streamlit as st

from app.browse import coder_name
from app.components.coding import mount, received
from app.session import Session
from app.working import Answers, apply_outbox, default_digits, page
from corpus.project import Filter
from corpus.span import Span

KEY = "coding"


def render(session: Session) -> None:
    say, facts, project = session.say, session.facts, session.desk.project
    if not facts.infos:
        st.info(say("coding_page.empty"), icon=":material/upload_file:")
        return
    answers: Answers = st.session_state.setdefault("coding_answers", Answers())
    told = received(KEY)
    if session.coder is None:
        session.person()
    elif told.operations and apply_outbox(project, session.coder, session.role, told.client, told.operations, answers, session.lang):
        facts = session.desk.facts()
    entity, focus = _where(session)
    one, two, three, four = st.columns([5, 3, 3, 2], vertical_alignment="bottom")
    ids = list(facts.infos)
    one.selectbox(
        say("coding_page.transcript"), ids, index=ids.index(entity), format_func=lambda name: f"{facts.label(name)}　{'、'.join(facts.value(name, 'department'))}", key=f"coding_pick_{entity}", label_visibility="collapsed",
        on_change=lambda: _turn_to(st.session_state[f"coding_pick_{entity}"]),
    )
    books = two.multiselect(say("themes.book"), [book.id for book in facts.books], format_func={book.id: book.name.text(session.lang) for book in facts.books}.__getitem__, key="coding_books", placeholder=say("coding_page.all_books"), label_visibility="collapsed")
    coders = three.multiselect(say("filter.coders"), list(facts.coders), format_func=lambda name: coder_name(facts, name, session.lang), key="coding_coders", placeholder=say("coding_page.all_coders"), label_visibility="collapsed")
    place = ids.index(entity)
    with four.container(horizontal=True, horizontal_alignment="right"):
        for step, icon, name in ((-1, ":material/chevron_left:", "previous"), (1, ":material/chevron_right:", "next")):
            other = ids[place + step] if 0 <= place + step < len(ids) else None
            st.button("", icon=icon, key=f"coding_{name}", disabled=other is None, help=say(f"coding_page.{name}"), on_click=_turn_to, args=(other,))
    if told.digits is not None:
        st.session_state["digits"] = told.digits
    digits = st.session_state.get("digits") or _first_digits(session, books)
    mount(page(session.desk, facts, entity, coder=session.coder, role=session.role, answers=answers, digits=digits, focus=focus, lang=session.lang, coders=coders, books=books), KEY)


def _turn_to(entity: str) -> None:
    """Another transcript, before the page is run: one run draws it."""
    st.query_params.from_dict({"t": entity})


def _first_digits(session: Session, books: list[str]) -> dict[str, str]:
    """Chosen once for a session, by how often codes were used then: a digit must not change its meaning under one's hands."""
    kept: dict[tuple[str, ...], dict[str, str]] = st.session_state.setdefault("first_digits", {})
    if not kept.get(tuple(books)):
        kept[tuple(books)] = default_digits(session.facts, {code: number for (code,), number in session.desk.project.count(Filter(), "code").items()}, books)
    present = {code.id for code in session.facts.codes}
    return {digit: code for digit, code in kept[tuple(books)].items() if code in present}


def _where(session: Session) -> tuple[str, Span | None]:
    """The transcript that the address names (else the one read last, else the first), and the stretch to go to."""
    facts, params = session.facts, st.query_params
    entity = params.get("t") or st.session_state.get("coding_last") or next(iter(facts.infos))
    focus = None
    wanted = params.get("c")
    if wanted:
        stored = session.desk.project.coding(wanted)
        if stored is not None and stored.placed:
            entity, focus = stored.transcript, stored.span
        else:
            st.warning(session.say("coding_page.gone"))
    elif params.get("start", "").isdigit() and params.get("end", "").isdigit() and int(params["start"]) < int(params["end"]):
        focus = Span(int(params["start"]), int(params["end"]))
    if entity not in facts.infos:
        entity = next(iter(facts.infos))
    st.session_state["coding_last"] = entity
    if params.get("t") != entity:
        params["t"] = entity
    return entity, focus
