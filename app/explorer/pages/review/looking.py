"""待看: sentences that the coder that learns puts up, answered one by one with yes or no, and what
it knows of each code by then.
"""

from __future__ import annotations

import os
from typing import Any, Final, get_args

import streamlit as st

from app.explorer.components.cards import cards
from app.explorer.pages.review import worth
from app.explorer.state.coding.cards import Card, Chip, Deck, Said
from app.explorer.state.coding.page import weighed
from app.explorer.state.coding.page_data import SIGNS
from app.explorer.state.coding.quotations import cite, marks_of
from app.explorer.state.coding.tree import colours, definition
from app.explorer.state.looking import Round
from app.explorer.state.processes import Work
from app.explorer.widgets.address import goto, nothing_yet, several
from app.explorer.widgets.long_work import under_way
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.notices import errors_shown, notice
from app.explorer.widgets.session import STUDY, Session
from app.study.machines.looking import Waiting
from corpus.catalogue import Language, message
from corpus.coding import Polarity
from corpus.project import Filter
from corpus.project.operations import AnswerSuggestion

ROUND: Final = "looking_round"
"""Where the session keeps the round."""
LEFT: Final = "looking_left"
"""Where the session keeps that the text was opened from here: who comes back comes back to here."""
ASKED: Final = 160
"""Characters of a question shown before the first sentence of its answer."""


def render(session: Session) -> None:
    """Draw the view."""
    facts = session.facts
    if not facts.infos or not facts.books:
        nothing_yet(session, "looking_page.empty")
        return
    round_: Round | None = st.session_state.get(ROUND)
    _head(session, round_)
    if round_ is None:
        st.info(session.say("looking_page.what"), icon=":material/school:")
        return
    with errors_shown(session.lang):
        round_.follow(lambda waiting: _answered(session, waiting))
        round_.take()
    if round_.waiting:
        _ask(session, round_)
    elif round_.stopped:
        st.info(session.say("looking_page.stopped"), icon=":material/info:")
    elif round_.work is not None:
        under_way(round_.work, session.lang, "looking_batch", _progress)
    elif round_.ended:
        st.success(session.say("looking.nothing"), icon=":material/done_all:")
    worth.table(session, round_.told)


def _head(session: Session, round_: Round | None) -> None:
    """Which codes are asked about, and the button that makes a batch."""
    say, facts = session.say, session.facts
    themes = {code.parent for code in facts.codes}
    choice, button = st.columns([8, 2], vertical_alignment="bottom")
    codes = several(
        choice,
        say("looking_page.codes"),
        [code.id for code in facts.codes if code.id not in themes],
        show=lambda entity: (
            f"{facts.all_codes[entity].key} {facts.all_codes[entity].title(session.lang)}"
        ),
        key="looking_codes",
        placeholder=say("looking_page.codes_begun"),
        help=say("looking_page.codes_help"),
    )
    if button.button(
        say("looking_page.begin" if round_ is None else "looking_page.more"),
        key="looking_begin",
        type="primary" if round_ is None else "secondary",
        help=None if round_ is None else say("looking_page.more_help"),
        width="stretch",
    ):
        keys = tuple(facts.key(entity) for entity in codes)
        st.session_state[ROUND] = Round(os.environ[STUDY], keys, round_)
        st.rerun()


def _progress(work: Work[Any], lang: Language) -> str:
    """How far a batch is."""
    step = "choosing" if work.read[0] else "learning"
    return message(f"looking_page.{step}", lang, seconds=work.seconds)


def _answered(session: Session, waiting: Waiting) -> bool:
    """Whether a sentence has an answer, or cannot be asked about any more."""
    if waiting.transcript not in session.facts.infos:
        return True
    of_code = Filter(
        (waiting.transcript,), codes=(waiting.code,), statuses=("accepted", "rejected")
    )
    return any(
        coding.span == waiting.coding.span for coding in session.desk.project.codings(of_code)
    )


def _ask(session: Session, round_: Round) -> None:
    """The sentence asked about, with all that helps to answer, and the answers."""
    say, waiting = session.say, round_.waiting[0]
    code = session.facts.all_codes[waiting.code]
    with st.container(border=True, key="looking_box"):
        head, left = st.columns([8, 2], vertical_alignment="center")
        name = f"{code.key} {code.title(session.lang)}"
        head.markdown(f"**{session.mark('looking_page.question', code=name)}**")
        left.caption(say("looking_page.left", count=len(round_.waiting)), text_alignment="right")
        defined = definition(session.facts.books, code)
        if defined is not None:
            meaning = defined.definition.text(session.lang)
            st.caption(session.mark("looking_page.definition", definition=meaning))
        if question := _question(session, waiting):
            st.caption(plain(question))
        cards(Deck([_card(session, waiting)], label=say("review.looking")), "looking_card")
        _answers(session, round_, waiting)


def _question(session: Session, waiting: Waiting) -> str:
    """The end of what was said before the turn, where the sentence begins its turn."""
    turn = waiting.coding.turn
    if waiting.before or turn < 1:
        return ""
    transcript = session.desk.transcript(waiting.transcript)
    asked = transcript.turns[turn - 1]
    words = asked.span.of(transcript.text).strip()
    return f"{asked.speaker}：{'…' if len(words) > ASKED else ''}{words[-ASKED:]}"


def _card(session: Session, waiting: Waiting) -> Card:
    facts, lang, coding = session.facts, session.lang, waiting.coding
    code, seen = facts.all_codes[waiting.code], coding.evidence
    score, *like = weighed(seen, lang) if seen is not None else [""]
    return Card(
        "looking",
        coding.quote,
        cite(facts, session.desk.transcript(waiting.transcript), waiting.transcript, coding, lang),
        (
            Chip(
                code.key,
                code.title(lang),
                SIGNS[coding.polarity],
                session.say(f"polarity.{coding.polarity}"),
                colours(facts)[code.id],
            ),
        ),
        waiting.before,
        waiting.after,
        marks_of(coding),
        "suggested",
        session.say(f"way.{waiting.way}"),
        score,
        tuple(Said("comment", "", sentence, "") for sentence in like),
    )


def _answers(session: Session, round_: Round, waiting: Waiting) -> None:
    """The buttons below a sentence. Their keys change with every sentence: a key that is pressed
    twice must not answer about a sentence that was not seen yet.
    """
    say, number = session.say, round_.steps
    polarity = None if session.reviewer else _polarity(session, waiting, number)
    pressed: dict[str, bool] = {}
    with st.container(horizontal=True, vertical_alignment="center"):
        if not session.reviewer:
            for answer, key in (("yes", "y"), ("no", "n")):
                pressed[answer] = st.button(
                    say(f"looking_page.{answer}"),
                    key=f"looking_{answer}_{number}",
                    type="primary",
                    shortcut=key,
                )
        pressed["skip"] = st.button(
            say("looking_page.skip"), key=f"looking_skip_{number}", shortcut="s"
        )
        if not session.reviewer:
            undo = session.edit.standing()[0]
            pressed["undo"] = st.button(
                say("looking_page.undo"),
                key=f"looking_undo_{number}",
                shortcut="u",
                disabled=undo is None or undo.kind != AnswerSuggestion.kind,
            )
        pressed["open"] = st.button(
            say("deed.open"), key=f"looking_open_{number}", icon=":material/open_in_new:"
        )
    if session.reviewer:
        st.caption(say("looking_page.reviewer"))
    if pressed["open"]:
        span = waiting.coding.span
        st.session_state[LEFT] = True
        goto("coding", t=waiting.transcript, start=span.start, end=span.end)
    if pressed["skip"]:
        round_.skip()
        st.rerun()
    if pressed.get("undo"):
        session.edit.turn_back("undo")
        st.rerun()
    for answer in ("yes", "no"):
        if pressed.get(answer):
            _store(session, round_, waiting, answer == "yes", polarity)


def _polarity(session: Session, waiting: Waiting, number: int) -> Polarity | None:
    """With which polarity a yes is stored."""
    row = st.container(horizontal=True, vertical_alignment="center")
    row.caption(session.say("looking_page.polarity"), width="content")
    chosen: Polarity | None = row.segmented_control(
        session.say("looking_page.polarity"),
        get_args(Polarity),
        default=waiting.coding.polarity,
        required=True,
        format_func=lambda name: f"{SIGNS[name]} {session.say(f'polarity.{name}')}",
        key=f"looking_polarity_{number}",
        label_visibility="collapsed",
    )
    return chosen


def _store(
    session: Session, round_: Round, waiting: Waiting, yes: bool, polarity: Polarity | None
) -> None:
    """Store an answer. A refusal is said, and the next sentence comes."""
    if not session.edit.named():
        return
    operation = waiting.answer(session.edit.learner(), yes, polarity)
    _, refusal = session.edit.attempt(operation)
    if refusal:
        notice(refusal, ":material/block:")
        round_.skip()
    else:
        round_.answer()
    st.rerun()
