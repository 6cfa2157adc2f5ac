"""What operations on codings, memos, reviews and views do, told case by case."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from studies import (
    adopt,
    begin,
    code_id,
    coding,
    lay,
    sound,
    suggest,
    take,
    transcript_id,
)

from corpus.coding import FUNCTIONS, Function, Status
from corpus.project import CoderInfo, Filter, Project, Refused
from corpus.project import operations as op
from corpus.project.applying import POLARITIES
from corpus.project.checking import state_of
from corpus.span import Span

Begun = tuple[Project, CoderInfo, CoderInfo]


def test_a_machines_suggestion_is_decided_never_removed(project: Project) -> None:
    li, wang = begin(project, "李", "王")
    suggest(
        project,
        ("接口也打不通", "P2", "lacking"),
        ("没有统一标准", "P1", "lacking"),
        ("建议统一标准", "C1", "demanded"),
    )
    one, two, three = (found.id for found in project.codings())
    project.apply(op.RemoveCoding(one), coder=li)
    project.apply(op.SetPolarity(two, "neutral"), coder=li)
    project.apply(op.Decide(three, "accepted"), coder=wang)
    assert [
        (found.status, found.decider)
        for found in (coding(project, entity) for entity in (one, two, three))
    ] == [("rejected", li.id), ("accepted", li.id), ("accepted", wang.id)]
    project.apply(op.Decide(three, "suggested"), coder=wang)
    assert coding(project, three).decider is None
    sound(project)


def test_splitting_and_merging_keep_the_words_and_the_memos(project: Project) -> None:
    (li,) = begin(project, "李")
    entity = lay(project, li, "没有统一标准，接口也打不通")
    cut = op.SplitCoding(entity, coding(project, entity).span.start + 7)
    project.apply(cut, coder=li)
    assert (coding(project, entity).quote, coding(project, cut.id).quote) == (
        "没有统一标准，",
        "接口也打不通",
    )
    project.apply(op.WriteMemo("coding", cut.id, "后半句"), coder=li)
    project.apply(op.MergeCodings((entity, cut.id)), coder=li)
    assert [found.quote for found in project.codings()] == ["没有统一标准，接口也打不通"]
    assert project.memos("coding")[0].target == entity
    sound(project)


def _state(study: Project, table: str, entity: str) -> dict[str, Any] | None:
    return state_of(study).get((table, entity))


@pytest.mark.parametrize("cut", range(1, 7))
def test_two_halves_are_the_words_and_put_together_the_coding(begun: Begun, cut: int) -> None:
    """At every position inside; undo and redo give both back to the byte."""
    study, li, _ = begun
    entity = lay(study, li, "没有统一标准，")
    before = state_of(study)
    start = coding(study, entity).span.start
    made = op.SplitCoding(entity, start + cut)
    study.apply(made, coder=li)
    first, second = coding(study, entity), coding(study, made.id)
    assert first.quote + second.quote == "没有统一标准，" and len(first.quote) == cut
    assert first.span.end == second.span.start
    assert (first.code, first.polarity, first.hash) == (second.code, second.polarity, second.hash)
    after = state_of(study)
    study.undo(li)
    assert state_of(study) == before
    study.redo(li)
    assert state_of(study) == after
    study.apply(op.MergeCodings((entity, made.id)), coder=li)
    assert state_of(study) == before
    sound(study)


@pytest.mark.parametrize("offset", [-3, 0, 7, 8, 999])
def test_a_cut_at_an_end_or_beside_is_refused(begun: Begun, offset: int) -> None:
    study, li, _ = begun
    entity = lay(study, li, "没有统一标准，")
    with pytest.raises(Refused) as refused:
        study.apply(op.SplitCoding(entity, coding(study, entity).span.start + offset), coder=li)
    assert refused.value.key == "project.bad_cut"


def test_the_evidence_of_a_machine_goes_to_the_half_that_it_lies_in(begun: Begun) -> None:
    study, li, _ = begun
    suggest(study, ("没有统一标准", "P1", "lacking"))
    (whole,) = study.codings()
    assert whole.evidence is not None
    made = op.SplitCoding(whole.id, whole.span.start + 2)
    study.apply(made, coder=li)
    first, second = coding(study, whole.id), coding(study, made.id)
    assert first.evidence == whole.evidence and second.evidence is None
    assert {one.status for one in (first, second)} == {"accepted"}
    assert {one.decider for one in (first, second)} == {li.id}
    sound(study)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_codings_are_one_over_all_whatever_their_order(
    begun: Begun, order: tuple[int, ...]
) -> None:
    study, li, _ = begun
    words = ("没有统一标准", "接口也打不通", "系统各管各的")
    entities = [lay(study, li, part) for part in words]
    spans = [coding(study, entity).span for entity in entities]
    chosen = tuple(entities[index] for index in order)
    study.apply(op.MergeCodings((*chosen, chosen[0])), coder=li)
    (left,) = study.codings()
    assert left.id == chosen[0] and left.span == Span(spans[0].start, spans[2].end)
    assert left.quote == left.span.of(study.transcript(left.transcript).text)
    sound(study)


def test_codings_that_are_unlike_are_not_put_together(begun: Begun) -> None:
    study, li, _ = begun
    one = lay(study, li, "没有统一标准")
    others = (
        lay(study, li, "接口也打不通", "P2"),
        lay(study, li, "数据不共享", name="访谈/二.txt"),
        suggest(study, ("建议统一标准", "P1", "lacking"))
        and study.codings(Filter(statuses=("suggested",)))[0].id,
    )
    for other in others:
        with pytest.raises(Refused) as refused:
            study.apply(op.MergeCodings((one, other)), coder=li)
        assert refused.value.key == "project.merge_unlike"
    for alone in ((), (one,), (one, one)):
        with pytest.raises(Refused) as refused:
            study.apply(op.MergeCodings(alone), coder=li)
        assert refused.value.key == "project.merge_two"


def test_a_coding_that_waits_is_placed_first_and_only_then_cut(begun: Begun) -> None:
    study, li, _ = begun
    entity, other = lay(study, li, "大家都盼着"), lay(study, li, "没有统一标准")
    text = study.transcript(transcript_id(study)).text.replace("大家都盼着", "人人都在等")
    take(study, text)
    assert not coding(study, entity).placed
    start = study.transcript(transcript_id(study)).text.index("人人")
    for made in (op.SplitCoding(entity, start + 1), op.MergeCodings((other, entity))):
        with pytest.raises(Refused) as refused:
            study.apply(made, coder=li)
        assert refused.value.key == "project.to_place" and "大家都盼着" in str(refused.value)
    moved = op.ResizeCoding(entity, Span(start, start + 5), "人人都在等", 1)
    with pytest.raises(Refused) as refused:
        study.apply(moved, coder=li)
    assert refused.value.key == "project.revision_moved"
    study.apply(replace(moved, revision=2), coder=li)
    assert coding(study, entity).placed and coding(study, entity).quote == "人人都在等"
    study.apply(op.SplitCoding(entity, start + 1), coder=li)
    sound(study)


def test_signs_outside_the_basic_plane_count_once(study: Project) -> None:
    li = study.coder("李")
    adopt(study, li)
    take(study, "问：𠮷野在哪？\n答：𠀀𠀁與𠮷野，都沒有標準。")
    for words in ("𠀀", "𠀁與𠮷", "標準"):
        entity = lay(study, li, words)
        assert coding(study, entity).quote == words
        assert len(coding(study, entity).span) == len(words)
    sound(study)


@pytest.mark.parametrize("polarity", sorted(POLARITIES))
def test_each_polarity_is_kept_and_given_back(begun: Begun, polarity: str) -> None:
    study, li, _ = begun
    entity = lay(study, li, "没有统一标准", polarity="lacking")
    before = _state(study, "codings", entity)
    study.apply(op.SetPolarity(entity, polarity), coder=li)
    assert coding(study, entity).polarity == polarity
    if polarity != "lacking":
        study.undo(li)
    assert _state(study, "codings", entity) == before


@pytest.mark.parametrize("function", [None, *FUNCTIONS])
def test_each_function_is_kept_and_given_back(begun: Begun, function: Function | None) -> None:
    study, li, _ = begun
    entity = lay(study, li, "没有统一标准")
    assert coding(study, entity).function is None
    study.apply(op.SetFunction(entity, "status"), coder=li)
    study.apply(op.SetFunction(entity, function), coder=li)
    assert coding(study, entity).function == function
    if function != "status":
        study.undo(li)
    assert coding(study, entity).function == "status"
    study.undo(li)
    assert coding(study, entity).function is None
    sound(study)


def test_a_suggestion_whose_function_is_set_is_accepted(begun: Begun) -> None:
    study, li, _ = begun
    suggest(study, ("接口也打不通", "P2", "lacking"))
    (open_one,) = study.codings()
    study.apply(op.SetFunction(open_one.id, "cause"), coder=li)
    now = coding(study, open_one.id)
    assert (now.function, now.status, now.decider) == ("cause", "accepted", li.id)


DECISIONS = [
    ("accepted", None, None),
    ("rejected", None, None),
    ("accepted", "P1", None),
    ("accepted", None, "neutral"),
    ("rejected", "C1", "changed"),
    ("suggested", None, "unsure"),
]


@pytest.mark.parametrize(("status", "key", "polarity"), DECISIONS)
def test_a_decision_with_another_code_or_polarity(
    begun: Begun, status: Status, key: str | None, polarity: str | None
) -> None:
    study, li, _ = begun
    suggest(study, ("接口也打不通", "P2", "lacking"))
    (open_one,) = study.codings()
    code = code_id(study, key) if key else None
    study.apply(op.Decide(open_one.id, status, code, polarity), coder=li)
    decided = coding(study, open_one.id)
    assert decided.status == status
    assert decided.code == (code or open_one.code)
    assert decided.polarity == (polarity or "lacking")
    assert decided.decider == (None if status == "suggested" else li.id)
    assert decided.evidence is not None and open_one.evidence is not None
    assert decided.evidence.span == open_one.evidence.span and decided.quote == open_one.quote
    study.undo(li)
    assert coding(study, open_one.id) == open_one


def test_a_memo_on_words_goes_to_other_words_of_its_transcript_only(begun: Begun) -> None:
    study, li, _ = begun
    entity, other = transcript_id(study), transcript_id(study, "访谈/二.txt")
    text = study.transcript(entity).text
    start = text.index("接口")
    memo = op.WriteMemo("span", entity, "想法", Span(start, start + 2), "接口")
    study.apply(memo, coder=li)
    study.apply(replace(memo, span=Span(start, start + 3), quote="接口也", text="改了"), coder=li)
    (moved,) = study.memos("span")
    assert (moved.text, moved.quote, moved.span) == ("改了", "接口也", Span(start, start + 3))
    study.apply(replace(memo, target=other, text="仍在原处"), coder=li)
    (stays,) = study.memos("span")
    assert (stays.text, stays.target, stays.quote) == ("仍在原处", entity, "接口也")
    study.apply(replace(memo, text=" \n"), coder=li)
    assert study.memos() == []
    study.undo(li)
    assert study.memos() == [stays]
    sound(study)


@pytest.mark.parametrize(
    ("verdict", "text", "key"),
    [
        ("comment", "看看", None),
        ("accept", "", None),
        ("dispute", "不对", None),
        ("adjudicate", "按乙的", None),
        ("comment", " ", "project.empty_review"),
        ("dispute", "", "project.empty_review"),
        ("adjudicate", "", "project.empty_review"),
        ("praise", "好", "project.unknown_verdict"),
    ],
)
def test_a_verdict_needs_its_reason_unless_it_agrees(
    begun: Begun, verdict: op.Verdict, text: str, key: str | None
) -> None:
    study, li, _ = begun
    made = op.WriteReview("code", code_id(study, "P1"), verdict, text)
    if key is None:
        study.apply(made, coder=li)
        assert [(one.verdict, one.text, one.settled) for one in study.reviews()] == [
            (verdict, text, False)
        ]
        return
    with pytest.raises(Refused) as refused:
        study.apply(made, coder=li)
    assert refused.value.key == key and study.reviews() == []


@pytest.mark.parametrize("shape", ["{P1}", "{P1}|{P1}", "{P1}|{P2}|{C1}", "", "|"])
def test_a_pair_is_two_codes(begun: Begun, shape: str) -> None:
    study, li, _ = begun
    target = shape.format(**{key: code_id(study, key) for key in ("P1", "P2", "C1")})
    with pytest.raises(Refused) as refused:
        study.apply(op.WriteReview("pair", target, "accept"), coder=li)
    assert refused.value.key == "project.bad_pair"
    pair = f"{code_id(study, 'P1')}|{code_id(study, 'P2')}"
    study.apply(op.WriteReview("pair", pair, "accept"), coder=li)
    assert study.reviews("pair", pair)


def test_a_review_is_settled_by_anyone_and_opened_again(begun: Begun) -> None:
    study, li, wang = begun
    made = op.WriteReview("code", code_id(study, "P1"), "dispute", "太宽")
    study.apply(made, coder=li)
    study.apply(op.SettleReview(made.id), coder=wang)
    assert study.reviews(settled=True)
    study.apply(op.SettleReview(made.id, False), coder=li)
    assert study.reviews(settled=False)
    study.apply(op.SettleReview(made.id), coder=wang)
    study.apply(replace(made, text="再说一次"), coder=li)
    assert [one.settled for one in study.reviews()] == [False]
