"""What a reader does on a card, done in the project: open, accept, reject, comment, dispute,
settle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from app.explorer.components.cards import acted, cards, done
from app.explorer.state.cards import Act, Action, Card, Deck
from app.explorer.state.quotations import cards_of
from app.explorer.widgets.address import goto
from app.explorer.widgets.notices import notice
from app.explorer.widgets.session import Session
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
    changed = waiting = False
    for act in acts:
        if act.action == "open":
            where = act
            done(key, act)
            continue
        if act.action == "undo" and session.coder is not None:
            changed = session.edit.turn_back("undo", act.client, act.seq) or changed
            done(key, act)
            continue
        operations = _operations(session, act)
        if operations and session.coder is None:  # the act stays with the browser until then
            waiting = True
            break
        for asked in operations:
            count, refusal = (
                session.edit.attempt(asked)  # several may come of one act
                if isinstance(asked, SettleReview)
                else session.edit.attempt(asked, client=act.client, seq=act.seq)
            )
            changed = changed or bool(count)
            if refusal:
                notice(refusal, ":material/block:")
        done(key, act)
    if where is not None:
        stored = session.desk.project.coding(where.card)
        if stored is not None:
            goto("coding", t=stored.transcript, c=where.card)
    if changed:
        st.rerun()
    if waiting:
        session.edit.wait_for_name()


def _operations(session: Session, act: Act) -> list[Operation]:
    """What an act asks of the project; nothing for what is not known."""
    if act.action == "settle":
        return [SettleReview(review.id) for review in _disputes(session.desk.reviews(), act.card)]
    asked = operation(act)
    return [] if asked is None else [asked]


def joined(made: Sequence[Card], stored: Sequence[StoredCoding]) -> list[Card]:
    """Cards of the very same words, one after the other, drawn as one: the words once, then who
    coded them how.
    """
    places = [(coding.transcript, coding.span) for coding in stored]
    return [
        replace(card, same=number > 0 and places[number - 1] == places[number])
        for number, card in enumerate(made)
    ]


def show_cards(
    session: Session,
    stored: Sequence[StoredCoding],
    key: str,
    *,
    label: str = "themes.quotations",
    hit: str = "",
    prefix: Mapping[str, str] | None = None,
) -> None:
    """Codings as cards with their buttons, in the order given; what is done on them comes to
    ``do`` under the same ``key``.

    ``label`` is the message that names the list, ``hit`` words to be marked where no evidence marks
    anything, ``prefix`` what stands before the citation, by coding.
    """
    reviews = session.desk.reviews()
    drawn = cards_of(session.desk, session.facts, stored, session.lang, reviews, hit=hit)
    drawn = buttons(session, joined(drawn, stored), stored)
    if prefix:
        drawn = [replace(card, cite=f"{prefix.get(card.id, '')}　{card.cite}") for card in drawn]
    words = {name: session.say(f"deed.{name}") for name in ("copied", "cancel")}
    cards(Deck(drawn, (), session.say(label), words), key)
