"""Turning codes along the talk, against every shift written out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talks import convolved, counted, every_turn, interview

from analysis.nulls.courses import TURNS, Turned, talks
from analysis.nulls.shift_test import circular_shift, shift_test
from analysis.units import UNITS, Course, Incidence, UnitKind, joint_counts

Said = tuple[list[int], list[tuple[int, int]]]
"""The lengths of the units of an interview; (code, place) of what is coded."""


@st.composite
def said(draw: st.DrawFn) -> Said:
    sizes = draw(st.lists(st.integers(1, 9), min_size=1, max_size=5))
    where = st.tuples(st.integers(0, 2), st.integers(0, sum(sizes) - 1))
    return sizes, draw(st.lists(where, max_size=6))


def laid(study: list[Said]) -> Incidence:
    """As places along the talk; a code stands in the unit that its place lies in."""
    low: list[int] = []
    high: list[int] = []
    owner: list[int] = []
    code: list[int] = []
    place: list[int] = []
    unit: list[int] = []
    for number, (sizes, coded) in enumerate(study):
        first, ends = len(low), np.cumsum(sizes).tolist()
        low += [0, *ends[:-1]]
        high += ends
        for key, at in coded:
            owner.append(number)
            code.append(key)
            place.append(at)
            unit.append(first + next(row for row, end in enumerate(ends) if at < end))
    interview_of_unit = np.repeat(np.arange(len(study)), [len(sizes) for sizes, _ in study])
    return Incidence.of_pairs(
        "turn",
        [("b", name) for name in "XYZ"],
        [str(number) for number in range(len(study))],
        interview_of_unit.astype(np.int32),
        np.array([low, high]).T.reshape(-1, 2),
        np.array(unit, dtype=np.int64),
        np.array(code, dtype=np.int64),
        Course.of_occurrences(
            *(np.array(column, dtype=np.int64) for column in (low, high, owner, code, place))
        ),
    )


@settings(max_examples=80, deadline=None)
@given(st.lists(said().filter(lambda one: len(one[0]) > 1), min_size=5, max_size=6), said())
def test_uneven_units_as_every_shift_written_out(long: list[Said], any_one: Said) -> None:
    """Interviews of one unit and without codes among them."""
    study = [*long, any_one, ([4], [(0, 1), (1, 2)]), ([3, 2], [])]
    made = laid(study)
    tested = shift_test(made, [(0, 1), (1, 2)], position=False)
    for row, (one, two) in enumerate([(0, 1), (1, 2)]):
        counts, observed = [], 0
        for sizes, coded in study:
            if len(sizes) < 2 or not coded:
                continue
            ends = np.cumsum(sizes).tolist()
            units = list(zip([0, *ends[:-1]], ends, strict=True))
            first, second = ([at for key, at in coded if key == code] for code in (one, two))
            turned = every_turn(units, first, second, [at for _, at in coded])
            observed += turned[0]
            counts.append(turned)
        assert (tested.more[row], tested.less[row]) == pytest.approx(convolved(counts, observed))


@pytest.mark.parametrize("unit", UNITS)
def test_as_they_are_codes_meet_where_the_incidence_says(unit: UnitKind) -> None:
    answers = [
        ["接口不通，标准不一。", "考核没有。"],
        ["标准呢？", "好。", "接口。"],
        ["考核、接口。"],
    ]
    study = counted([interview(answers * times, str(times)) for times in (1, 2, 3)], unit)
    pairs = np.array([(0, 1), (0, 2), (1, 2)]).T
    joint = np.zeros(3, dtype=np.int64)
    for talk in talks(study, np.arange(3)):
        joint += Turned(talk, np.ones(3, dtype=np.bool_)).observed(*pairs)
    varying = np.diff(study.edges)[study.interview] >= 2
    expected = joint_counts(study.matrix[np.flatnonzero(varying)]).toarray()[tuple(pairs)]
    assert joint.tolist() == expected.tolist()


def test_a_long_answer_is_no_association() -> None:
    """Two codes that stand where they like, in units of very different length: as many false
    alarms as allowed, where units taken for equal cry wolf.
    """
    chance = np.random.default_rng(5)
    even, uneven = [], []
    for _ in range(60):
        study = []
        for _ in range(8):
            sizes = np.maximum(1, np.exp(chance.normal(3, 1, 30))).astype(int).tolist()
            places = chance.integers(0, sum(sizes), 16).tolist()
            study.append((sizes, [(number % 2, at) for number, at in enumerate(places)]))
        made = laid(study)
        flat = replace(made, spans=made.spans * 0, course=None)
        uneven.append(circular_shift(made, [(0, 1)])[0][0])
        even.append(circular_shift(flat, [(0, 1)])[0][0])
    assert np.mean(np.array(uneven) < 0.05) <= 0.1 < np.mean(np.array(even) < 0.05)


def test_a_long_talk_is_turned_by_evenly_spaced_shifts() -> None:
    made = laid([([400, 300, 500], [(0, 0), (1, 450), (0, 800), (1, 1100)])] * 5)
    (talk, *_) = talks(made, np.arange(3))
    turned = Turned(talk, np.ones(3, dtype=np.bool_))
    assert turned.shifts == TURNS
    shares = turned.shares(np.array([0]), np.array([1]))
    assert shares.sum() == pytest.approx(1)
    counts = every_turn([(0, 400), (400, 700), (700, 1200)], [0, 800], [450, 1100], [0, 1100])
    every = np.bincount(counts, minlength=shares.shape[1]) / len(counts)
    assert shares[0] == pytest.approx(every[: shares.shape[1]], abs=0.02)


def test_where_places_are_not_known_a_code_stands_in_the_middle_of_its_unit() -> None:
    known = laid([([3, 5], [(0, 1), (1, 5)])] * 5)
    bare = replace(known, course=None)
    assert circular_shift(bare, [(0, 1)])[0] == pytest.approx(circular_shift(known, [(0, 1)])[0])
