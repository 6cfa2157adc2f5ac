"""审阅: a queue of codings to look at, and every comment and dispute with its state."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd
import streamlit as st

from app.explorer.widgets import card_actions
from app.explorer.widgets.address import goto, nothing_yet, segments, several
from app.explorer.widgets.filters import choice, to_filter
from app.explorer.widgets.row_picker import MODES, by_any_cell
from app.explorer.widgets.session import Session
from corpus.project.operations import SettleReview
from corpus.project.records import ReviewInfo

PAGE: Final = 15
VIEWS: Final = ("queue", "opinions")
NOTHING_TO_DO: Final = ("accept", "adjudicate")
"""Verdicts that nobody needs to deal with."""


def render(session: Session) -> None:
    say = session.say
    card_actions.do(session, "review_cards")
    if session.reviewer and session.edit.person() is None:
        return
    view = segments(
        st, say("review.view"), VIEWS, show=lambda name: say(f"review.{name}"), key="review_view"
    )
    if view == "queue":
        _queue(session)
    else:
        _opinions(session)


def _queue(session: Session) -> None:
    """Codings that this reader has not yet judged, a page at a time; the address can be shared."""
    say, facts, project = session.say, session.facts, session.desk.project
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
        ("unread", "disputed", "every"),
        show=lambda name: say(f"review.{name}"),
        key="review_which",
    )
    with three:
        chosen = choice(session, "review")
    everything = project.reviews("coding")
    disputed = {
        review.target for review in everything if review.verdict == "dispute" and not review.settled
    }
    wanted = to_filter(session, chosen, tuple(codes))
    if which == "unread" and session.coder is not None:
        wanted = replace(wanted, unseen_by=session.coder.id)
    total = project.count(wanted).get((), 0)
    if which == "every":
        page = _page("review_page", total)
        found = [
            quotation.coding
            for quotation in project.quotations(wanted, limit=PAGE, offset=(page - 1) * PAGE)
        ]
        left = total
    elif which == "disputed":
        found = [
            stored
            for target in sorted(disputed)
            if (stored := project.coding(target)) is not None and stored.placed
        ]
        left, total = len(found), len(found)
        page = _page("review_page", left)
        found = found[(page - 1) * PAGE : page * PAGE]
    else:
        left = total
        found = [quotation.coding for quotation in project.quotations(wanted, limit=PAGE)]
    four.caption(say("review.left", count=f"{left:,}"))
    if not found and not facts.infos:
        nothing_yet(session, "coding_page.empty")
    elif not found:
        st.success(say("review.nothing"), icon=":material/done_all:")
    if not found:
        return
    order = {
        place: number
        for number, place in reversed(
            [*enumerate((coding.transcript, coding.span) for coding in found)]
        )
    }
    found.sort(key=lambda coding: order[coding.transcript, coding.span])
    card_actions.show_cards(session, found, "review_cards", label="page.review")
    if which != "unread" and total > PAGE:
        st.pagination(-(-total // PAGE), key="review_page")


def _page(key: str, total: int) -> int:
    pages = max(1, -(-total // PAGE))
    page = int(st.session_state.get(key, 1))
    return page if 1 <= page <= pages else 1


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
    found = [
        review
        for review in project.reviews()
        if state == "every"
        or (review.settled or review.verdict in NOTHING_TO_DO) == (state == "done")
    ]
    if not found:
        st.info(say("review.no_opinions"))
        return
    frame = pd.DataFrame([_row(session, review) for review in reversed(found)])
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
    if not rows or rows[0] >= len(found):
        st.caption(say("review.choose"))
        return
    review = found[::-1][rows[0]]
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


def _row(session: Session, review: ReviewInfo) -> dict[str, Any]:
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
    told = datetime.fromisoformat(at)
    offset = st.context.timezone_offset
    return f"{told - timedelta(minutes=offset or 0):%Y-%m-%d %H:%M}"


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
