"""对照: two coders over one text, where they differ, and what was decided with which reason."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from app.browse import chip, coder_name, colours
from app.comparing import KINDS, Disagreement, disagreements
from app.comparing import lanes as lanes_of
from app.components.coding.data import SIGNS
from app.components.lanes import LaneRow, lanes
from app.links import select
from app.session import Session, goto, nothing_yet, told
from corpus.project import Filter
from corpus.project.operations import AddCoding, WriteReview
from corpus.project.records import StoredCoding


def render(session: Session) -> None:
    say, facts, project = session.say, session.facts, session.desk.project
    counted = project.count(Filter(), "coder", "transcript")
    active = [coder for coder in facts.coders if any(one == coder for one, _ in counted)]
    if not facts.infos:
        nothing_yet(session, "coding_page.empty")
        return
    if len(active) < 2:
        st.info(say("compare.few"), icon=":material/group_add:")
        st.code(f"fangtan project split {project.path or 'STUDY'} --coder 第二编码者 -o 第二编码者.fangtan", language=None)
        return
    people = [coder for coder in active if facts.coders[coder].kind == "person"]
    order = [*people, *(coder for coder in active if coder not in people)]
    one, two, three = st.columns(3)
    first = select(one, say("compare.first"), order, show=lambda coder: coder_name(facts, coder, session.lang), key="compare_first")
    others = [coder for coder in order if coder != first]
    second = select(two, say("compare.second"), others, show=lambda coder: coder_name(facts, coder, session.lang), key="compare_second")
    both = [entity for entity in facts.infos if (first, entity) in counted and (second, entity) in counted] or [entity for entity in facts.infos if (first, entity) in counted or (second, entity) in counted]
    entity = select(three, say("coding_page.transcript"), both, show=facts.label, key="compare_transcript", name="t")
    transcript, stored = session.desk.interview(entity)
    own = [[coding for coding in stored if coding.coder == coder] for coder in (first, second)]
    found = disagreements(*own)
    rows = session.desk.result(("lanes", entity, first, second, session.lang), lambda: _rows(session, transcript, own))
    same = sum(row.agreed and any(row.lanes) for row in rows)
    coded = sum(any(row.lanes) for row in rows)
    st.caption(say("compare.summary", found=len(found), same=same, coded=coded))
    left, right = st.columns([7, 5], gap="medium")
    with right:
        st.markdown(f"**{say('compare.list')}**")
        picked = _list(session, found)
        place = found[picked] if picked is not None else None
    with left:
        heads = [say("compare.text"), coder_name(facts, first, session.lang), coder_name(facts, second, session.lang)]
        clicked = lanes(heads, rows, focus=place.span.start if place else None, differs=say("compare.differs"), key="compare_lanes")
        if clicked is not None and place is None:
            near = [one_ for one_ in found if any(row.start == clicked and row.start <= one_.span.start < row.start + max(len(row.text), 1) for row in rows)]
            place = near[0] if near else None
    with right:
        if place is not None:
            _decide(session, entity, transcript, place, (first, second))
        elif found:
            st.info(say("compare.choose"), icon=":material/touch_app:")
        st.caption(say("compare.coefficients"))


def _rows(session: Session, transcript: Any, own: list[list[StoredCoding]]) -> list[LaneRow]:
    facts, colour = session.facts, colours(session.facts)
    return [
        LaneRow(lane.span.start, lane.span.of(transcript.text), tuple(tuple(chip(facts, colour, one, session.lang) for one in codings) for codings in lane.codings), lane.agreed)
        for lane in lanes_of(transcript, own)
    ]


def _list(session: Session, found: list[Disagreement]) -> int | None:
    say, facts = session.say, session.facts
    if not found:
        st.success(say("compare.none"))
        return None
    kinds = st.pills(say("compare.kinds"), KINDS, selection_mode="multi", format_func=lambda kind: f"{say(f'compare.{kind}')} {sum(one.kind == kind for one in found)}", key="compare_kinds", label_visibility="collapsed")
    places = [place for place, one in enumerate(found) if not kinds or one.kind in kinds]
    frame = pd.DataFrame(
        [
            {
                "kind": say(f"compare.{one.kind}"), "code": facts.all_codes[one.code].key, "name": facts.all_codes[one.code].title(session.lang), "first": _short(one.first), "second": _short(one.second), "size": one.size,
                "quote": (one.first or one.second)[0].quote[:40],
            }
            for one in (found[place] for place in places)
        ]
    )
    picked: Any = st.dataframe(frame.rename(columns={name: say(f"compare.column_{name}") for name in frame.columns}), hide_index=True, on_select="rerun", selection_mode="single-row", key="compare_list", height=300, column_config={say("compare.column_name"): st.column_config.TextColumn(width=110)} | {say(f"compare.column_{name}"): st.column_config.Column(width=44) for name in ("first", "second", "size")}, alt=say("compare.list"))
    rows = picked["selection"]["rows"]
    return places[rows[0]] if rows and rows[0] < len(places) else None


def _short(codings: tuple[StoredCoding, ...]) -> str:
    return " ".join(SIGNS[one.polarity] for one in codings) or "—"


def _decide(session: Session, entity: str, transcript: Any, place: Disagreement, coders: tuple[str, str]) -> None:
    """What was decided on one difference, by whom, with which reason."""
    say, facts, project = session.say, session.facts, session.desk.project
    colour = colours(facts)
    with st.container(border=True):
        st.text(place.span.of(transcript.text))
        for coder, codings in zip(coders, (place.first, place.second), strict=True):
            told_ = [chip(facts, colour, one, session.lang) for one in codings]
            st.text(f"{coder_name(facts, coder, session.lang)}：" + ("、".join(f"{one.sign} {one.key} {one.name}（{one.polarity}）" for one in told_) or say("compare.not_coded")))
        targets = [one.id for one in (*place.first, *place.second)]
        for review in (review for target in targets for review in project.reviews("coding", target)):
            st.text(f"{say('verdict.' + review.verdict)}　{facts.coders[review.coder].name}：{review.text}")
        if st.button(say("deed.open"), key="compare_open", icon=":material/open_in_new:"):
            goto("coding", t=entity, start=place.span.start, end=place.span.end)
        if session.reviewer:
            return
        with st.form("adjudicate", clear_on_submit=True, border=False):
            options = ["first", "second", "neither"]
            verdict = st.radio(say("compare.verdict"), options, format_func=lambda name: say("compare.neither") if name == "neither" else session.mark("compare.as", coder=coder_name(facts, coders[options.index(name)], session.lang)), horizontal=True, key="verdict")
            reason = st.text_input(say("compare.reason"), key="verdict_reason")
            also = st.checkbox(say("compare.also_code"), key="verdict_code")
            if st.form_submit_button(say("compare.record"), type="primary") and session.coder is not None:
                with told(session):
                    label = say("compare.neither") if verdict == "neither" else say("compare.as", coder=coder_name(facts, coders[options.index(verdict)], session.lang))
                    for target in targets:
                        project.apply(WriteReview("coding", target, "adjudicate", f"{label}：{reason}"), coder=session.coder)
                    kept = place.first if verdict == "first" else place.second if verdict == "second" else ()
                    for one in kept if also else ():
                        if one.coder != session.coder.id:
                            project.apply(AddCoding(entity, one.span, one.quote, one.code, one.polarity), coder=session.coder)
                    st.rerun()
