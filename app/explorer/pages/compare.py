"""对照: two coders over one text, where they differ, and what was decided with which reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from analysis.disagreement import KINDS, Disagreement, disagreements
from analysis.disagreement import lanes as lanes_of
from app.explorer.components.lanes import LaneRow, lanes, picked
from app.explorer.state.coding.page_data import SIGNS
from app.explorer.state.coding.quotations import chip, coder_name
from app.explorer.state.coding.tree import colours
from app.explorer.widgets import card_actions
from app.explorer.widgets.address import goto, nothing_yet, pills, select
from app.explorer.widgets.notices import notice
from app.explorer.widgets.session import Session
from corpus.project import Filter
from corpus.project.operations import AddCoding, WriteReview
from corpus.project.records import ReviewInfo, StoredCoding
from corpus.span import Span
from corpus.transcript import Transcript

CARDS: Final = "compare_cards"
WIDTHS: Final = {
    "kind": 74,
    "code": 56,
    "name": 96,
    "first": 30,
    "second": 30,
    "decided": 30,
    "size": 38,
}
"""Of the columns of the table of differences, in pixels; the quotation takes the rest."""
Difference = Disagreement[StoredCoding]
CHOSEN: Final = "d"
"""What the address calls the difference looked at, by the id of a coding in it."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two coders (ids) over one transcript."""

    coders: tuple[str, str]
    entity: str


def render(session: Session) -> None:
    """Draw the page."""
    say, facts = session.say, session.facts
    card_actions.do(session, CARDS)
    coded = session.desk.project.count(Filter(), "coder", "transcript")
    if not facts.infos:
        nothing_yet(session, "coding_page.empty")
        return
    active = {coder for coder, _ in coded}
    coders = sorted(
        (coder for coder in facts.coders if coder in active),
        key=lambda coder: facts.coders[coder].kind != "person",
    )
    if len(coders) < 2:
        _how_to_split(session)
        return
    pair = _pair(session, coders, coded)
    transcript, stored = session.desk.interview(pair.entity)
    codings = [[coding for coding in stored if coding.coder == coder] for coder in pair.coders]
    differences = disagreements(*codings)
    rows = _rows(session, pair, transcript, codings)
    same = sum(row.agreed and any(row.lanes) for row in rows)
    sentences = sum(any(row.lanes) for row in rows)
    st.caption(say("compare.summary", found=len(differences), same=same, coded=sentences))
    _follow_click(differences, rows)
    left, right = st.columns([7, 5], gap="medium")
    with right:
        st.markdown(f"**{say('compare.list')}**")
        difference = _list(session, differences, "_".join((pair.entity, *pair.coders)))
    with left:
        names = [coder_name(facts, coder, session.lang) for coder in pair.coders]
        lanes(
            [say("compare.text"), *names],
            rows,
            focus=difference.span.start if difference else None,
            differs=say("compare.differs"),
            key="compare_lanes",
        )
    with right:
        if difference is not None:
            _decide(session, transcript, difference, pair)
        elif differences:
            st.info(say("compare.choose"), icon=":material/touch_app:")
        st.caption(say("compare.coefficients"))


def _how_to_split(session: Session) -> None:
    """There is nobody to compare with: how somebody else gets a copy."""
    st.info(session.say("compare.few"), icon=":material/group_add:")
    study = session.desk.project.path or "STUDY"
    st.code(
        f"fangtan project split {study} --coder 第二编码者 -o 第二编码者.fangtan", language=None
    )


def _pair(session: Session, coders: Sequence[str], coded: Container[tuple[str, str]]) -> _Pair:
    """The row of choices: two coders, and a transcript that both have coded (where there is none,
    one of them); ``coded`` holds (coder, transcript).
    """
    say, facts = session.say, session.facts
    one, two, three = st.columns(3)
    first = select(
        one,
        say("compare.first"),
        coders,
        show=lambda coder: coder_name(facts, coder, session.lang),
        key="compare_first",
    )
    second = select(
        two,
        say("compare.second"),
        [coder for coder in coders if coder != first],
        show=lambda coder: coder_name(facts, coder, session.lang),
        key="compare_second",
    )
    by_both = [
        entity for entity in facts.infos if (first, entity) in coded and (second, entity) in coded
    ]
    by_either = [
        entity for entity in facts.infos if (first, entity) in coded or (second, entity) in coded
    ]
    entity = select(
        three,
        say("coding_page.transcript"),
        by_both or by_either,
        show=facts.label,
        key="compare_transcript",
        name="t",
    )
    return _Pair((first, second), entity)


def _name(difference: Difference) -> str:
    """A difference by one of its codings; no coding stands in two."""
    return (difference.first or difference.second)[0].id


def _follow_click(differences: Sequence[Difference], rows: list[LaneRow]) -> None:
    """A sentence that was clicked since the last run chooses its difference, in the list and in the
    address.
    """
    click = picked("compare_lanes")
    if click is None or click == st.session_state.get("compare_click"):
        return
    st.session_state["compare_click"] = click
    row = next((row for row in rows if row.start == click[0]), None)
    near = next(
        (
            difference
            for difference in differences
            if row is not None
            and difference.span & Span(row.start, row.start + max(len(row.text), 1))
        ),
        None,
    )
    if near is not None:
        if (
            st.session_state.get("compare_kinds")
            and near.kind not in st.session_state["compare_kinds"]
        ):
            st.session_state["compare_kinds"] = []
            del st.query_params["compare_kinds"]
        st.query_params[CHOSEN] = _name(near)
        st.session_state["compare_visit"] = st.session_state.get("compare_visit", 0) + 1


def _rows(
    session: Session,
    pair: _Pair,
    transcript: Transcript,
    codings: Sequence[Sequence[StoredCoding]],
) -> list[LaneRow]:
    """The sentences side by side, in the reader's words; kept as long as nothing changes."""
    desk, facts, lang = session.desk, session.facts, session.lang
    sentences = desk.result(
        ("lanes", pair.entity, *pair.coders), lambda: lanes_of(transcript, codings)
    )

    def in_words() -> list[LaneRow]:
        colour = colours(facts)
        return [
            LaneRow(
                lane.span.start,
                lane.span.of(transcript.text),
                tuple(
                    tuple(chip(facts, colour, coding, lang) for coding in of_coder)
                    for of_coder in lane.codings
                ),
                lane.agreed,
            )
            for lane in sentences
        ]

    return desk.result(("lanes in words", pair.entity, *pair.coders, lang), in_words)


def _list(session: Session, differences: Sequence[Difference], of: str) -> Difference | None:
    """The differences of the kinds chosen; the one that is looked at stands in the address. ``of``
    names whose differences they are.
    """
    say = session.say
    if not differences:
        st.success(say("compare.none"))
        return None
    number_of = Counter(difference.kind for difference in differences)
    kinds = pills(
        st,
        say("compare.kinds"),
        KINDS,
        show=lambda kind: f"{say(f'compare.{kind}')} {number_of[kind]}",
        key="compare_kinds",
    )
    listed = [difference for difference in differences if not kinds or difference.kind in kinds]
    asked = st.query_params.get(CHOSEN, "")
    default = next(
        (
            index
            for index, difference in enumerate(listed)
            if asked in {coding.id for coding in (*difference.first, *difference.second)}
        ),
        None,
    )
    if asked and default is None:
        st.caption(say("compare.gone"))
    visit = st.session_state.get("compare_visit", 0)
    with st.container(key="compare_list"):
        row = _table(session, listed, default, f"compare_rows_{visit}_{of}_{'_'.join(kinds)}")
    chosen = listed[row] if row is not None and row < len(listed) else None
    if chosen is not None and default != row:
        st.query_params[CHOSEN] = _name(chosen)
    elif chosen is None and default is not None:
        del st.query_params[CHOSEN]
    return chosen


def _table(
    session: Session, listed: Sequence[Difference], default: int | None, key: str
) -> int | None:
    """Differences as a table; the index of the row picked, at first of ``default``."""
    say, facts = session.say, session.facts
    reviews = session.desk.reviews()
    frame = pd.DataFrame(
        [
            {
                "kind": say(f"compare.{difference.kind}"),
                "code": facts.all_codes[difference.code].key,
                "name": facts.all_codes[difference.code].title(session.lang),
                "first": _short(difference.first),
                "second": _short(difference.second),
                "decided": "✓" if _adjudicated(difference, reviews) else "",
                "size": difference.size,
                "quote": (difference.first or difference.second)[0].quote[:40],
            }
            for difference in listed
        ],
        columns=[*WIDTHS, "quote"],
    )
    event: Any = st.dataframe(
        frame.rename(columns={name: say(f"compare.column_{name}") for name in frame.columns}),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        height=300,
        selection_default={"selection": {"rows": [default]}} if default is not None else None,
        column_config={
            say(f"compare.column_{name}"): st.column_config.Column(width=width)
            for name, width in WIDTHS.items()
        },
        alt=say("compare.list"),
    )
    rows: list[int] = event["selection"]["rows"]
    return rows[0] if rows else None


def _adjudicated(difference: Difference, reviews: Mapping[str, Sequence[ReviewInfo]]) -> bool:
    return any(
        review.verdict == "adjudicate"
        for coding in (*difference.first, *difference.second)
        for review in reviews.get(coding.id, ())
    )


def _short(codings: tuple[StoredCoding, ...]) -> str:
    return " ".join(SIGNS[one.polarity] for one in codings) or "—"


def _decide(session: Session, transcript: Transcript, difference: Difference, pair: _Pair) -> None:
    """What was decided on one difference, by whom, with which reason."""
    say, facts, project = session.say, session.facts, session.desk.project
    colour = colours(facts)
    with st.container(border=True):
        st.text(difference.span.of(transcript.text))
        for coder, codings in zip(pair.coders, (difference.first, difference.second), strict=True):
            chips = [chip(facts, colour, coding, session.lang) for coding in codings]
            st.text(
                f"{coder_name(facts, coder, session.lang)}："
                + (
                    "、".join(f"{one.sign} {one.key} {one.name}（{one.polarity}）" for one in chips)
                    or say("compare.not_coded")
                )
            )
        both = [*difference.first, *difference.second]
        for review in (review for one in both for review in project.reviews("coding", one.id)):
            st.text(
                f"{say('verdict.' + review.verdict)}　{facts.coders[review.coder].name}："
                f"{review.text}"
            )
        if st.button(say("deed.open"), key="compare_open", icon=":material/open_in_new:"):
            goto("coding", t=pair.entity, start=difference.span.start, end=difference.span.end)
        if not session.reviewer:
            _adjudicate(session, difference, pair)
    if session.reviewer:
        card_actions.show_cards(session, both, CARDS)


def _adjudicate(session: Session, difference: Difference, pair: _Pair) -> None:
    """A form for what was decided and why; it becomes a review of every coding concerned."""
    coders = pair.coders
    say, facts = session.say, session.facts
    number = st.session_state.setdefault("verdict_number", 0)
    with st.form("adjudicate", border=False):
        options = ["first", "second", "neither"]
        verdict = st.radio(
            say("compare.verdict"),
            options,
            format_func=lambda name: (
                say("compare.neither")
                if name == "neither"
                else session.mark(
                    "compare.as", coder=coder_name(facts, coders[options.index(name)], session.lang)
                )
            ),
            horizontal=True,
            key=f"verdict_{number}",
        )
        reason = st.text_input(say("compare.reason"), key=f"verdict_reason_{number}")
        also = st.checkbox(say("compare.also_code"), key=f"verdict_code_{number}")
        asked = st.form_submit_button(say("compare.record"), type="primary")
    if not asked:
        return
    if not reason.strip():
        st.error(say("compare.need_reason"))
        return
    label = (
        say("compare.neither")
        if verdict == "neither"
        else say(
            "compare.as", coder=coder_name(facts, coders[options.index(verdict)], session.lang)
        )
    )
    codings = (
        difference.first if verdict == "first" else difference.second if verdict == "second" else ()
    )
    if session.edit.apply(
        *(
            WriteReview("coding", coding.id, "adjudicate", f"{label}：{reason.strip()}")
            for coding in (*difference.first, *difference.second)
        ),
        *(
            AddCoding.again(coding)
            for coding in (codings if also else ())
            if session.coder is None or coding.coder != session.coder.id
        ),
    ):
        st.session_state["verdict_number"] = number + 1
        notice(say("compare.recorded"), ":material/check:")
        st.rerun()
