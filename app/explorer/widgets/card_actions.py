"""What a reader does on a card, done in the project: open, accept, reject, comment, dispute,
settle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from app.explorer.components.cards import acted, done
from app.explorer.state import undo_label as undoing
from app.explorer.state.cards import Act, Action, Card
from app.explorer.widgets.session import Session, goto, notice
from corpus.problem import FangtanError
from corpus.project import StoredCoding
from corpus.project.operations import Decide, Operation, SettleReview, WriteReview
from corpus.project.records import ReviewInfo


def actions(session: Session, *, deciding: bool = True) -> list[Action]:
    """The buttons of a card for this role."""
    say = session.say
    found = [
        Action("open", say("deed.open"), say("deed.open_title")),
        Action("copy", say("deed.copy"), say("deed.copy_title")),
        Action("link", say("deed.link"), say("deed.link_title")),
    ]
    if deciding and not session.reviewer:
        found += [
            Action("accept", say("deed.accept"), say("deed.accept_title")),
            Action("reject", say("deed.reject"), say("deed.reject_title")),
        ]
    if session.reviewer:
        found.append(Action("agree", say("deed.agree"), say("deed.agree_title")))
    return [
        *found,
        Action("comment", say("deed.comment"), say("deed.comment_title"), say("deed.comment_note")),
        Action("dispute", say("deed.dispute"), say("deed.dispute_title"), say("deed.dispute_note")),
    ]


def buttons(session: Session, made: Sequence[Card], stored: Sequence[StoredCoding]) -> list[Card]:
    """Cards with the buttons that fit each: only a machine's suggestion can be accepted or
    rejected, only an open dispute settled, and not by a reviewer.
    """
    machine = {coder.id for coder in session.facts.coders.values() if coder.kind == "machine"}
    every, plain = tuple(actions(session)), tuple(actions(session, deciding=False))
    settle = (
        ()
        if session.reviewer
        else (Action("settle", session.say("review.settle"), session.say("deed.settle_title")),)
    )
    reviews = session.desk.reviews() if settle else {}
    disputed = {coding.id for coding in stored if _disputes(reviews, coding.id)}
    return [
        replace(
            card,
            actions=(every if coding.coder in machine else plain)
            + (settle if coding.id in disputed else ()),
        )
        for card, coding in zip(made, stored, strict=True)
    ]


def _disputes(reviews: Mapping[str, Sequence[ReviewInfo]], coding: str) -> list[ReviewInfo]:
    """The open disputes of a coding."""
    return [
        review
        for review in reviews.get(coding, ())
        if review.verdict == "dispute" and not review.settled
    ]


def operation(act: Act) -> Operation | None:
    """What an act on the card of a coding asks of the project (None: nothing, or nothing known)."""
    if act.action in ("accept", "reject"):
        return Decide(act.card, "accepted" if act.action == "accept" else "rejected")
    if act.action in ("comment", "dispute", "agree"):
        return WriteReview(
            "coding",
            act.card,
            "accept" if act.action == "agree" else act.action,  # type: ignore[arg-type]
            act.text,
            act.uuid,
        )
    return None


def do(session: Session, key: str) -> None:
    """Everything that was done on the cards under ``key`` since the last run. Refusals are said."""
    acts = acted(key)
    if not acts:
        return
    where: Act | None = None
    changed = False
    for act in acts:
        if act.action == "open":
            where = act
            done(key, act)
            continue
        if act.action == "undo" and session.coder is not None:
            changed = _undo(session, act) or changed
            done(key, act)
            continue
        wanted, settling = operation(act), act.action == "settle" and not session.reviewer
        if not settling and (
            wanted is None or (session.reviewer and not isinstance(wanted, WriteReview))
        ):
            done(key, act)
            continue
        if session.coder is None:
            st.session_state["want_name"] = True
            break
        try:
            for review in _disputes(session.desk.reviews(), act.card) if settling else ():
                session.desk.project.apply(SettleReview(review.id), coder=session.coder)
            if wanted is not None:
                session.desk.project.apply(
                    wanted, coder=session.coder, client=act.client, seq=act.seq
                )
            changed = True
        except FangtanError as error:
            notice(error.text(session.lang), ":material/block:")
        done(key, act)
    if where is not None:
        stored = session.desk.project.coding(where.card)
        if stored is not None:
            goto("coding", t=stored.transcript, c=where.card)
    if changed:
        st.rerun()


def _undo(session: Session, act: Act) -> bool:
    coder, project = session.coder, session.desk.project
    if coder is None:
        return False
    event = project.standing(coder)[0]
    if session.reviewer and (event is None or event.kind != WriteReview.kind):
        notice(session.say("working.reviewer"), ":material/block:")
        return False
    try:
        project.undo(coder, client=act.client, seq=act.seq)
    except FangtanError as error:
        notice(error.text(session.lang), ":material/block:")
        return False
    notice(
        session.say(
            "undo.done_undo", what=undoing.told(event, session.facts, session.lang) if event else ""
        ),
        ":material/undo:",
    )
    return True


def joined(made: Sequence[Card], stored: Sequence[StoredCoding]) -> list[Card]:
    """Cards of the very same words, one after the other, drawn as one: the words once, then who
    coded them how.
    """
    places = [(coding.transcript, coding.span) for coding in stored]
    return [
        replace(card, same=number > 0 and places[number - 1] == places[number])
        for number, card in enumerate(made)
    ]


def texts(session: Session) -> dict[str, str]:
    """Words that the cards need."""
    return {name: session.say(f"deed.{name}") for name in ("copied", "cancel")}


def ensure_name(session: Session) -> None:
    """Ask for the coder's name where a deed waits for it."""
    if session.coder is None and st.session_state.get("want_name"):
        session.person()


__all__: Sequence[str] = ("actions", "buttons", "do", "ensure_name", "joined", "operation", "texts")
