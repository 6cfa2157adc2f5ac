"""Which units hold a coding: by definition, for one interview and for many at once."""

from __future__ import annotations

import numpy as np
import pytest
from builders import transcript
from hypothesis import given, settings
from hypothesis import strategies as st
from talks import BOOK, KEYS, counted, interview, written

from analysis.coders.rules import RuleCoder
from analysis.cooccurrence import cooccurrence
from analysis.nulls.shift_test import shift_test
from analysis.units import (
    BACK,
    UNITS,
    Incidence,
    InterviewUnits,
    Key,
    Layout,
    Stack,
    UnitKind,
    interview_units,
    joint_counts,
    members,
    nobody_asks,
    outline,
)
from corpus.coding import Coding
from corpus.span import Span
from corpus.transcript import Transcript

TEXT = (
    "问：一？\n答：接口断了。标准也乱。说不好！\n问：二？\n答：没有。\n答：就这些。真的。\n"
    "问：三？\n问：还有？\n答：接口和标准。"
)
every = pytest.mark.parametrize("kind", UNITS)
Drawn = list[tuple[int, int, int]]


def coding(made: Transcript, turn: int, start: int, end: int, code: str = "X") -> Coding:
    return Coding(
        Span(start, end), made.text[start:end], code, "test", "neutral", "甲", turn, "accepted"
    )


def laid(made: Transcript, drawn: Drawn) -> list[tuple[Coding, int, int]]:
    """Codings from a sentence to a sentence of the same turn, and these two sentences."""
    found = []
    for turn_number, one, two in drawn:
        turn = made.turns[turn_number % len(made.turns)]
        sentences = made.sentences[turn.index]
        first, last = sorted((one % len(sentences), two % len(sentences)))
        found.append(
            (
                coding(made, turn.index, sentences[first].start, sentences[last].end),
                first,
                last,
            )
        )
    return found


def by_definition(made: Transcript, kind: UnitKind, one: Coding, first: int, last: int) -> set[int]:
    answers = [turn for turn in made.turns if turn.role != "interviewer"]
    numbers = [turn.index for turn in answers]
    if one.turn not in numbers:
        return set()
    if kind == "turn" or (kind == "exchange" and len(answers) == len(made.turns)):
        return {numbers.index(one.turn)}
    if kind == "interview":
        return {0}
    if kind == "exchange":
        bounds, unit_of, unit, answered = False, {}, -1, False
        for turn in made.turns:
            bounds = turn.role == "interviewer"
            unit += not bounds and not answered
            answered = not bounds
            unit_of[turn.index] = unit
        return {unit_of[one.turn]}
    sentences = [(turn, n) for turn in numbers for n in range(len(made.sentences[turn]))]
    held = {sentences.index((one.turn, n)) for n in range(first, last + 1)}
    if kind == "window":
        held = {unit + back for unit in held for back in range(BACK)}
    return {unit for unit in held if unit < len(sentences)}


MINUTES = "答：标准不一。接口不通。\n答：接口还行。\n答：考核呢，再议。\n答：好。"
"""A talk in which nobody asks."""
drawn_codings = st.lists(st.tuples(*[st.integers(0, 9)] * 3), max_size=6)


@every
@settings(max_examples=60, deadline=None)
@given(text=st.sampled_from([TEXT, MINUTES]), drawn=drawn_codings)
def test_a_coding_counts_where_the_definition_says(kind: UnitKind, text: str, drawn: Drawn) -> None:
    made = transcript(text)
    codings = laid(made, drawn)
    _, pairs = members(made, [one for one, _, _ in codings], kind)
    expected = [
        (unit, one)
        for one, first, last in codings
        for unit in sorted(by_definition(made, kind, one, first, last))
    ]
    assert pairs == expected


@every
@settings(max_examples=40, deadline=None)
@given(
    study=st.lists(
        st.tuples(
            st.sampled_from([TEXT, MINUTES, "答：好。行。", "问：在吗？", "答：一。\n问：二？"]),
            drawn_codings,
        ),
        max_size=5,
    )
)
def test_many_interviews_at_once_are_one_after_another(
    kind: UnitKind, study: list[tuple[str, Drawn]]
) -> None:
    interviews = [
        (made, laid(made, drawn))
        for made, drawn in ((transcript(text), drawn) for text, drawn in study)
    ]
    outlines = [outline(made, kind) for made, _ in interviews]
    layout = Layout(
        kind,
        [np.array([start for start, _ in own.spans], dtype=np.int64) for own in outlines],
        [np.array(own.unit_of_turn, dtype=np.int32) for own in outlines],
        [np.array(own.ends, dtype=np.int64) for own in outlines],
        [np.array(own.shifts, dtype=np.int64) for own in outlines],
    )
    rows = [
        (number, one.turn, one.span.start, one.span.end)
        for number, (_, codings) in enumerate(interviews)
        for one, _, _ in codings
    ]
    units, codings_held = layout.holding(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)
    expected, first_unit, first_coding = [], 0, 0
    for own, (made, laid_here) in zip(outlines, interviews, strict=True):
        for row, (one, _, _) in enumerate(laid_here):
            expected += [
                (first_unit + unit, first_coding + row) for unit, _ in members(made, [one], kind)[1]
            ]
        first_unit, first_coding = first_unit + len(own.spans), first_coding + len(laid_here)
    assert list(zip(units.tolist(), codings_held.tolist(), strict=True)) == expected


@every
def test_rejected_codings_and_turns_out_of_range_count_nowhere(kind: UnitKind) -> None:
    made = transcript(TEXT)
    first = made.turns[1].span
    good = coding(made, 1, first.start, first.start + 2)
    lost = [good._replace(status="rejected"), good._replace(turn=-1), good._replace(turn=99)]
    assert members(made, lost, kind)[1] == []
    assert {one for _, one in members(made, [*lost, good], kind)[1]} == {good}


def test_a_code_counts_once_a_unit_whatever_its_polarities() -> None:
    made = transcript(TEXT)
    start = made.turns[1].span.start
    twice = [
        coding(made, 1, start, start + 2),
        coding(made, 1, start + 1, start + 4)._replace(polarity="lacking"),
    ]
    assert interview_units(made, twice, "turn").rows == (0,)


def test_roles_decide_what_is_a_unit() -> None:
    made = transcript(TEXT)
    assert len(outline(made, "turn", ("interviewer",)).spans) == 4
    assert len(outline(made, "turn", ("interviewer", "interviewee", "other")).spans) == 8
    assert not outline(made, "turn", ()).spans


def test_a_stack_leaves_out_other_codes_and_keeps_empty_interviews() -> None:
    keys = [("b", "X"), ("b", "Y")]
    stack = Stack("turn", keys)
    stack.add(
        "一", InterviewUnits(((0, 2), (3, 5)), (0, 0, 1), (("b", "X"), ("c", "X"), ("b", "Y")))
    )
    stack.add("空", InterviewUnits((), (), ()))
    stack.add("二", InterviewUnits(((0, 4),), (0, 0), (("b", "X"), ("b", "Y"))))
    found = stack.incidence()
    assert found.matrix.toarray().tolist() == [[1, 0], [0, 1], [1, 1]]
    assert found.sources == ("一", "空", "二") and found.edges.tolist() == [0, 2, 2, 3]
    assert found.interview.tolist() == [0, 0, 2] and found.spans.tolist() == [
        [0, 2],
        [3, 5],
        [0, 4],
    ]
    assert joint_counts(found.matrix).toarray().tolist() == [[2, 1], [1, 2]]


def test_a_pair_told_twice_counts_once() -> None:
    found = Incidence.of_pairs(
        "turn",
        [("b", "X")],
        ["一"],
        np.zeros(2, dtype=np.int32),
        np.array([[0, 1], [2, 3]]),
        np.array([1, 1, 1]),
        np.array([0, 0, 0]),
    )
    assert found.matrix.toarray().tolist() == [[0], [1]]


def test_nothing_stacked_is_an_empty_matrix() -> None:
    found = Incidence.stack("turn", [("b", "X")], [])
    assert found.matrix.shape == (0, 1) and found.spans.shape == (0, 2)
    assert found.edges.tolist() == [0]


TALK = (
    "问：一？\n答：接口断了。标准也乱。\n答：考核呢，说不好。\n问：二？\n答：标准乱。\n问："
    "三？\n问：再问？\n答：接口和标准。"
)


def pairs_counted(kind: UnitKind) -> tuple[int, dict[tuple[str, str], int]]:
    made = transcript(TALK)
    units = interview_units(made, RuleCoder(BOOK).code(made), kind)
    table = cooccurrence(Incidence.stack(kind, KEYS, [("t", units)])).table
    return len(units.spans), {
        (row["code_a"], row["code_b"]): row["c"] for row in table.to_dict("records")
    }


def test_units_by_hand() -> None:
    assert pairs_counted("sentence") == (5, {("X", "Y"): 1})
    assert pairs_counted("turn") == (4, {("X", "Y"): 2})
    assert pairs_counted("exchange") == (3, {("X", "Y"): 2, ("X", "Z"): 1, ("Y", "Z"): 1})
    assert pairs_counted("window") == (5, {("X", "Y"): 4, ("X", "Z"): 3, ("Y", "Z"): 3})
    assert pairs_counted("interview") == (1, {("X", "Y"): 1, ("X", "Z"): 1, ("Y", "Z"): 1})


def test_an_exchange_where_nobody_asks_is_a_turn_by_hand() -> None:
    made = transcript(MINUTES)
    assert nobody_asks(turn.role for turn in made.turns)
    assert not nobody_asks(turn.role for turn in transcript(TALK).turns)
    assert outline(made, "exchange") == outline(made, "turn")
    spans, unit_of_turn, _, _ = outline(made, "exchange")
    assert [made.text[start:end] for start, end in spans] == [
        "标准不一。接口不通。",
        "接口还行。",
        "考核呢，再议。",
        "好。",
    ]
    assert unit_of_turn == [0, 1, 2, 3]
    units = interview_units(made, RuleCoder(BOOK).code(made), "exchange")
    assert sorted(zip(units.rows, (code for _, code in units.keys), strict=True)) == [
        (0, "X"),
        (0, "Y"),
        (1, "X"),
        (2, "Z"),
    ]


@pytest.mark.parametrize("place", [0, 2, 4])
def test_one_question_anywhere_makes_exchanges(place: int) -> None:
    """Someone asks once: before all, in the middle, after all."""
    lines = ["答：标准不一。", "答：接口不通。", "答：考核。", "答：好。"]
    made = transcript("\n".join([*lines[:place], "问：还有吗？", *lines[place:]]))
    assert len(outline(made, "exchange").spans) == (1 if place in (0, 4) else 2)


def test_nobody_asks_is_said_of_the_talk_not_of_the_roles_counted() -> None:
    made = transcript(TALK)
    assert len(outline(made, "exchange", ("interviewee",)).spans) == 3
    assert outline(made, "exchange", ("other",))[:2] == ([], [-1] * len(made.turns))
    assert nobody_asks([]) and outline(transcript("问：一？"), "exchange")[:2] == ([], [-1])


def test_an_unknown_unit_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="unit must be one of"):
        interview_units(transcript(TALK), [], "paragraph")  # type: ignore[arg-type]


GROUPS: dict[Key, Key] = {("test", "Z"): ("test", "甲"), ("test", "X"): ("test", "乙")} | {
    ("test", "Y"): ("test", "甲")
}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(
            st.lists(
                st.sampled_from(["接口断了。", "标准乱，接口断。", "考核。", "好。"]), max_size=3
            ),
            min_size=2,
            max_size=6,
        ),
        min_size=5,
        max_size=7,
    ),
    st.sampled_from(UNITS[:4]),
)
def test_merged_codes_are_as_if_they_had_been_coded_so(
    study: list[list[list[str]]], kind: UnitKind
) -> None:
    """By a second route: every coding is given its group's code before anything is counted."""
    coded = [interview(answers, str(number)) for number, answers in enumerate(study)]
    renamed = [
        (
            made,
            [
                one._replace(code=GROUPS[one.codebook, one.code][1])
                for one in codings
                if (one.codebook, one.code) in GROUPS
            ],
        )
        for made, codings in coded
    ]
    merged = counted(coded, kind).merged(GROUPS)
    groups = list(dict.fromkeys(GROUPS.values()))
    by_hand = Incidence.stack(
        kind,
        groups,
        ((made.source, interview_units(made, codings, kind)) for made, codings in renamed),
    )
    assert merged.codes == tuple(groups) and (merged.matrix != by_hand.matrix).nnz == 0
    assert merged.course is not None and by_hand.course is not None
    for one, two in zip(merged.course, by_hand.course, strict=True):
        assert one.tolist() == two.tolist()
    for one, two in zip(shift_test(merged, [(0, 1)]), shift_test(by_hand, [(0, 1)]), strict=True):
        assert np.array_equal(one, two, equal_nan=True)


def test_codes_without_a_group_are_left_out_and_a_unit_holds_a_group_once() -> None:
    merged = written([["XY", "Z", "X", "", "YZ"]] * 2).merged(
        {("k", "X"): ("k", "T"), ("k", "Y"): ("k", "T")}
    )
    assert merged.codes == (("k", "T"),)
    assert merged.matrix.toarray().ravel().tolist() == [1, 0, 1, 0, 1] * 2
    assert merged.course is None and len(merged.spans) == 10
