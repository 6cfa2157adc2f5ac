"""对照: two coders over one text, where they differ, and what was decided with which reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from analysis.disagreement import KINDS, Disagreement, Lane, disagreements
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
from corpus.project.records import StoredCoding
from corpus.span import Span

CARDS: Final = "compare_cards"
CHOSEN: Final = "d"
"""What the address calls the difference looked at, by the id of a coding in it."""


def render(session: Session) -> None:
    say, facts, project = session.say, session.facts, session.desk.project
    card_actions.do(session, CARDS)
    counted = project.count(Filter(), "coder", "transcript")
    active = [coder for coder in facts.coders if any(one == coder for one, _ in counted)]
    if not facts.infos:
        nothing_yet(session, "coding_page.empty")
        return
    if len(active) < 2:
        st.info(say("compare.few"), icon=":material/group_add:")
        st.code(
            (
                f"fangtan project split {project.path or 'STUDY'} --coder 第二编码者 -o "
                f"第二编码者.fangtan"
            ),
            language=None,
        )
        return
    people = [coder for coder in active if facts.coders[coder].kind == "person"]
    order = [*people, *(coder for coder in active if coder not in people)]
    one, two, three = st.columns(3)
    first = select(
        one,
        say("compare.first"),
        order,
        show=lambda coder: coder_name(facts, coder, session.lang),
        key="compare_first",
    )
    others = [coder for coder in order if coder != first]
    second = select(
        two,
        say("compare.second"),
        others,
        show=lambda coder: coder_name(facts, coder, session.lang),
        key="compare_second",
    )
    both = [
        entity
        for entity in facts.infos
        if (first, entity) in counted and (second, entity) in counted
    ] or [
        entity
        for entity in facts.infos
        if (first, entity) in counted or (second, entity) in counted
    ]
    entity = select(
        three,
        say("coding_page.transcript"),
        both,
        show=facts.label,
        key="compare_transcript",
        name="t",
    )
    transcript, stored = session.desk.interview(entity)
    own = [[coding for coding in stored if coding.coder == coder] for coder in (first, second)]
    found = disagreements(*own)
    sentences = session.desk.result(
        ("lanes", entity, first, second), lambda: lanes_of(transcript, own)
    )
    rows = session.desk.result(
        ("lanes in words", entity, first, second, session.lang),
        lambda: _rows(session, transcript, sentences),
    )
    same = sum(row.agreed and any(row.lanes) for row in rows)
    coded = sum(any(row.lanes) for row in rows)
    st.caption(say("compare.summary", found=len(found), same=same, coded=coded))
    _follow_click(found, rows)
    left, right = st.columns([7, 5], gap="medium")
    with right:
        st.markdown(f"**{say('compare.list')}**")
        place = _list(session, found, f"{entity}_{first}_{second}")
    with left:
        heads = [
            say("compare.text"),
            coder_name(facts, first, session.lang),
            coder_name(facts, second, session.lang),
        ]
        lanes(
            heads,
            rows,
            focus=place.span.start if place else None,
            differs=say("compare.differs"),
            key="compare_lanes",
        )
    with right:
        if place is not None:
            _decide(session, entity, transcript, place, (first, second))
        elif found:
            st.info(say("compare.choose"), icon=":material/touch_app:")
        st.caption(say("compare.coefficients"))


def _name(one: Disagreement[StoredCoding]) -> str:
    """A difference by one of its codings; no coding stands in two."""
    return (one.first or one.second)[0].id


def _follow_click(found: list[Disagreement[StoredCoding]], rows: list[LaneRow]) -> None:
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
            one
            for one in found
            if row is not None and one.span & Span(row.start, row.start + max(len(row.text), 1))
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
    session: Session, transcript: Any, sentences: Sequence[Lane[StoredCoding]]
) -> list[LaneRow]:
    facts, colour = session.facts, colours(session.facts)
    return [
        LaneRow(
            lane.span.start,
            lane.span.of(transcript.text),
            tuple(
                tuple(chip(facts, colour, one, session.lang) for one in codings)
                for codings in lane.codings
            ),
            lane.agreed,
        )
        for lane in sentences
    ]


def _list(
    session: Session, found: list[Disagreement[StoredCoding]], of: str
) -> Disagreement[StoredCoding] | None:
    """The differences of the kinds chosen; the one that is looked at stands in the address."""
    say, facts = session.say, session.facts
    if not found:
        st.success(say("compare.none"))
        return None
    kinds = pills(
        st,
        say("compare.kinds"),
        KINDS,
        show=lambda kind: f"{say(f'compare.{kind}')} {sum(one.kind == kind for one in found)}",
        key="compare_kinds",
    )
    shown = [one for one in found if not kinds or one.kind in kinds]
    wanted = st.query_params.get(CHOSEN, "")
    default = next(
        (
            place
            for place, one in enumerate(shown)
            if wanted in {coding.id for coding in (*one.first, *one.second)}
        ),
        None,
    )
    if wanted and default is None:
        st.caption(say("compare.gone"))
    reviews = session.desk.reviews()
    frame = pd.DataFrame(
        [
            {
                "kind": say(f"compare.{one.kind}"),
                "code": facts.all_codes[one.code].key,
                "name": facts.all_codes[one.code].title(session.lang),
                "first": _short(one.first),
                "second": _short(one.second),
                "decided": "✓"
                if any(
                    review.verdict == "adjudicate"
                    for coding in (*one.first, *one.second)
                    for review in reviews.get(coding.id, ())
                )
                else "",
                "size": one.size,
                "quote": (one.first or one.second)[0].quote[:40],
            }
            for one in shown
        ],
        columns=["kind", "code", "name", "first", "second", "decided", "size", "quote"],
    )
    widths = {
        "kind": 74,
        "code": 56,
        "name": 96,
        "first": 30,
        "second": 30,
        "decided": 30,
        "size": 38,
    }
    with st.container(key="compare_list"):
        picked_: Any = st.dataframe(
            frame.rename(columns={name: say(f"compare.column_{name}") for name in frame.columns}),
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            key=f"compare_rows_{st.session_state.get('compare_visit', 0)}_{of}_{'_'.join(kinds)}",
            height=300,
            selection_default={"selection": {"rows": [default]}} if default is not None else None,
            column_config={
                say(f"compare.column_{name}"): st.column_config.Column(width=width)
                for name, width in widths.items()
            },
            alt=say("compare.list"),
        )
    rows = picked_["selection"]["rows"]
    chosen = shown[rows[0]] if rows and rows[0] < len(shown) else None
    if chosen is not None and default != rows[0]:
        st.query_params[CHOSEN] = _name(chosen)
    elif chosen is None and default is not None:
        del st.query_params[CHOSEN]
    return chosen


def _short(codings: tuple[StoredCoding, ...]) -> str:
    return " ".join(SIGNS[one.polarity] for one in codings) or "—"


def _decide(
    session: Session,
    entity: str,
    transcript: Any,
    place: Disagreement[StoredCoding],
    coders: tuple[str, str],
) -> None:
    """What was decided on one difference, by whom, with which reason."""
    say, facts, project = session.say, session.facts, session.desk.project
    colour = colours(facts)
    with st.container(border=True):
        st.text(place.span.of(transcript.text))
        for coder, codings in zip(coders, (place.first, place.second), strict=True):
            told_ = [chip(facts, colour, one, session.lang) for one in codings]
            st.text(
                f"{coder_name(facts, coder, session.lang)}："
                + (
                    "、".join(f"{one.sign} {one.key} {one.name}（{one.polarity}）" for one in told_)
                    or say("compare.not_coded")
                )
            )
        both = [*place.first, *place.second]
        for review in (review for one in both for review in project.reviews("coding", one.id)):
            st.text(
                f"{say('verdict.' + review.verdict)}　{facts.coders[review.coder].name}："
                f"{review.text}"
            )
        if st.button(say("deed.open"), key="compare_open", icon=":material/open_in_new:"):
            goto("coding", t=entity, start=place.span.start, end=place.span.end)
        if not session.reviewer:
            _adjudicate(session, entity, place, coders)
    if session.reviewer:
        card_actions.show_cards(session, both, CARDS)


def _adjudicate(
    session: Session, entity: str, place: Disagreement[StoredCoding], coders: tuple[str, str]
) -> None:
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
    codings = place.first if verdict == "first" else place.second if verdict == "second" else ()
    if session.edit.apply(
        *(
            WriteReview("coding", coding.id, "adjudicate", f"{label}：{reason.strip()}")
            for coding in (*place.first, *place.second)
        ),
        *(
            AddCoding(entity, coding.span, coding.quote, coding.code, coding.polarity)
            for coding in (codings if also else ())
            if session.coder is None or coding.coder != session.coder.id
        ),
    ):
        st.session_state["verdict_number"] = number + 1
        notice(say("compare.recorded"), ":material/check:")
        st.rerun()
