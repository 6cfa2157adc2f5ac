"""What a reader does on a card, done in the project: open, accept, reject, comment, dispute,
settle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from app.explorer.components.cards import cards, wished
from app.explorer.components.shared import answers, received
from app.explorer.state.coding.browser_operations import Asked, Malformed, Undo
from app.explorer.state.coding.cards import Action, Card, Deck
from app.explorer.state.coding.quotations import cards_of
from app.explorer.widgets.address import goto
from app.explorer.widgets.notices import notice
from app.explorer.widgets.session import Session
from corpus.project import StoredCoding
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
    disputes = {coding.id: _disputes(reviews, coding.id) for coding in stored}
    return [
        replace(
            card,
            actions=(every if coding.coder in machine else plain)
            + (settle if disputes[coding.id] else ()),
            disputes=tuple(review.id for review in disputes[coding.id]),
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


def do(session: Session, key: str) -> None:
    """Everything that was done on the cards under ``key`` since the last run. Refusals are said;
    without a name all goes on waiting in the browser, and the name is asked for.
    """
    waiting = received(key)
    operations = waiting.new(answers())
    named = session.coder is not None
    changed = named and _store(session, waiting.client, operations)
    coding = wished(key)
    stored = session.desk.project.coding(coding) if coding is not None else None
    if stored is not None:
        goto("coding", t=stored.transcript, c=stored.id)
    if changed:
        st.rerun()
    if operations and not named:
        session.edit.wait_for_name()


def _store(session: Session, client: str, operations: Sequence[Asked | Malformed]) -> bool:
    """Do what was asked for on cards; whether the study changed."""
    changed, held = False, answers()
    for operation in operations:
        if isinstance(operation, Undo):  # what is taken back is said, as everywhere beside the text
            changed = session.edit.turn_back("undo", client, operation.seq) or changed
            held.ack[client] = operation.seq
        else:
            changed = session.edit.apply_outbox(client, [operation], held) or changed
    seqs = {operation.seq for operation in operations}
    refusals = [one for one in held.refused if one.client == client and one.seq in seqs]
    for refusal in refusals:
        notice(refusal.message, ":material/block:")
        held.refused.remove(refusal)  # said here: the coding page need not say it again
    return changed


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
    cards(Deck(drawn, (), session.say(label), words, session.desk.project.id), key)


def current_page(key: str, total: int, size: int) -> int:
    """Which page of ``total`` things, ``size`` on each, is looked at under ``key``, from 1; the
    first when there are fewer pages by now.
    """
    page = int(st.session_state.get(key, 1))
    return page if 1 <= page <= max(1, -(-total // size)) else 1


def page_switch(key: str, total: int, size: int) -> None:
    """What turns the pages of ``current_page``; nothing where there is one page."""
    if total > size:
        st.pagination(-(-total // size), key=key)
