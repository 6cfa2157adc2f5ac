"""审阅: the choice of the view, a queue of codings to look at, and every comment and dispute with
its state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal, get_args

import pandas as pd
import streamlit as st

from app.explorer.pages.review import looking
from app.explorer.widgets import card_actions
from app.explorer.widgets.address import goto, nothing_yet, segments, several
from app.explorer.widgets.filters import choice, to_filter
from app.explorer.widgets.row_picker import MODES, by_any_cell
from app.explorer.widgets.session import Session
from corpus.project import Filter
from corpus.project.operations import SettleReview
from corpus.project.records import ReviewInfo, StoredCoding
from corpus.span import Span

PAGE: Final = 15
VIEWS: Final = ("queue", "opinions", "looking")
Which = Literal["unread", "disputed", "every"]
NOTHING_TO_DO: Final = ("accept", "adjudicate")
"""Verdicts that nobody needs to deal with."""


def render(session: Session) -> None:
    """Draw the page."""
    say = session.say
    card_actions.do(session, "review_cards")
    if session.reviewer and session.edit.person() is None:
        return
    if st.session_state.pop(looking.LEFT, False) and "review_view" not in st.query_params:
        st.query_params["review_view"] = "looking"
    view = segments(
        st, say("review.view"), VIEWS, show=lambda name: say(f"review.{name}"), key="review_view"
    )
    if view == "queue":
        _queue(session)
    elif view == "opinions":
        _opinions(session)
    else:
        looking.render(session)


def _queue(session: Session) -> None:
    """Codings that this reader has not yet judged, a page at a time; the address can be shared."""
    say, facts = session.say, session.facts
    one, two, three, four = st.columns([4, 4, 2, 2], vertical_alignment="bottom")
    codes = several(
        one,
        say("themes.label"),
        [code.id for code in facts.codes],
        show=lambda entity: (
            f"{facts.all_codes[entity].key} {facts.all_codes[entity].title(session.lang)}"
        ),
        key="review_codes",
        placeholder=say("review.codes"),
        label_visibility="collapsed",
    )
    which = segments(
        two,
        say("review.which"),
        get_args(Which),
        show=lambda name: say(f"review.{name}"),
        key="review_which",
    )
    with three:
        chosen = choice(session, "review")
    codings, total = _codings(session, which, to_filter(session, chosen, tuple(codes)))
    four.caption(say("review.left", count=f"{total:,}"))
    if not codings:
        if facts.infos:
            st.success(say("review.nothing"), icon=":material/done_all:")
        else:
            nothing_yet(session, "coding_page.empty")
        return
    card_actions.show_cards(session, _side_by_side(codings), "review_cards", label="page.review")
    if which != "unread":
        card_actions.page_switch("review_page", total, PAGE)


def _codings(session: Session, which: Which, filter_: Filter) -> tuple[Sequence[StoredCoding], int]:
    """The codings on the page of the queue that is looked at, and how many there are in all. Of
    disputed ones the filter does not tell anything.
    """
    project = session.desk.project
    if which == "disputed":
        targets = {
            review.target
            for review in project.reviews("coding")
            if review.verdict == "dispute" and not review.settled
        }
        codings = [
            coding
            for target in sorted(targets)
            if (coding := project.coding(target)) is not None and coding.placed
        ]
        page = card_actions.current_page("review_page", len(codings), PAGE)
        return codings[(page - 1) * PAGE : page * PAGE], len(codings)
    if which == "unread" and session.coder is not None:
        filter_ = replace(filter_, unseen_by=session.coder.id)
    total = project.count(filter_).get((), 0)
    # What is judged leaves the queue of unread ones: its head is always the next page.
    page = 1 if which == "unread" else card_actions.current_page("review_page", total, PAGE)
    quotations = project.quotations(filter_, limit=PAGE, offset=(page - 1) * PAGE)
    return [quotation.coding for quotation in quotations], total


def _side_by_side(codings: Sequence[StoredCoding]) -> list[StoredCoding]:
    """Codings of the same words one after the other, at the place of the first of them."""
    first: dict[tuple[str, Span], int] = {}
    for index, coding in enumerate(codings):
        first.setdefault((coding.transcript, coding.span), index)
    return sorted(codings, key=lambda coding: first[coding.transcript, coding.span])


def _opinions(session: Session) -> None:
    """Every review with its state; a coder settles what is dealt with."""
    say, facts, project = session.say, session.facts, session.desk.project
    state = segments(
        st,
        say("review.state"),
        ("open", "done", "every"),
        show=lambda name: say(f"review.state_{name}"),
        key="review_state",
    )
    reviews = [
        review
        for review in project.reviews()
        if state == "every"
        or (review.settled or review.verdict in NOTHING_TO_DO) == (state == "done")
    ]
    if not reviews:
        st.info(say("review.no_opinions"))
        return
    frame = pd.DataFrame([_row(session, review) for review in reversed(reviews)])
    picked: Any = st.dataframe(
        frame.rename(columns={name: say(f"review.column_{name}") for name in frame.columns}),
        hide_index=True,
        on_select=by_any_cell("opinions"),
        selection_mode=MODES,
        key="opinions",
        height=min(35 * (len(frame) + 1) + 3, 420),
        alt=say("review.opinions"),
    )
    rows = picked["selection"]["rows"]
    if not rows or rows[0] >= len(reviews):
        st.caption(say("review.choose"))
        return
    review = reviews[::-1][rows[0]]
    with st.container(border=True):
        st.text(
            f"{say('verdict.' + review.verdict)}　{facts.coders[review.coder].name}　"
            f"{_clock(review.at)}\n{review.text}"
        )
        with st.container(horizontal=True):
            go = st.button(say("deed.open"), key="opinion_open", icon=":material/open_in_new:")
            settle = not session.reviewer and st.button(
                say("review.reopen" if review.settled else "review.settle"),
                key="opinion_settle",
                icon=":material/check:",
            )
        if go:
            _open(session, review)
        if settle and session.edit.apply(SettleReview(review.id, not review.settled)):
            st.rerun()
        if review.about == "coding" and (stored := project.coding(review.target)) is not None:
            card_actions.show_cards(session, [stored], "review_cards", label="page.review")


def _row(session: Session, review: ReviewInfo) -> dict[str, str]:
    say, facts = session.say, session.facts
    what = ""
    if review.about == "coding":
        stored = session.desk.project.coding(review.target)
        what = (
            f"{facts.all_codes[stored.code].key} {stored.quote[:30]}"
            if stored
            else say("review.gone")
        )
    elif review.about in ("code", "pair"):
        what = " × ".join(
            facts.all_codes[part].key
            for part in review.target.split("|")
            if part in facts.all_codes
        )
    return {
        "verdict": say(f"verdict.{review.verdict}"),
        "coder": facts.coders[review.coder].name,
        "what": what,
        "text": review.text,
        "at": _clock(review.at),
        "settled": "✓" if review.settled else "",
    }


def _clock(at: str) -> str:
    """A moment (ISO 8601, UTC) by the clock of the reader's browser."""
    moment = datetime.fromisoformat(at)
    offset = st.context.timezone_offset
    return f"{moment - timedelta(minutes=offset or 0):%Y-%m-%d %H:%M}"


def _open(session: Session, review: ReviewInfo) -> None:
    facts = session.facts
    if (
        review.about == "coding"
        and (stored := session.desk.project.coding(review.target)) is not None
    ):
        goto("coding", t=stored.transcript, c=stored.id)
    elif review.about == "code" and review.target in facts.all_codes:
        goto("themes", code=review.target)
    elif review.about == "pair":
        one, two = (facts.all_codes[part] for part in review.target.split("|")[:2])
        goto("network", book=one.family, a=one.key, b=two.key)
