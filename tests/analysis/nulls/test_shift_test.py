"""The exact test against shifting by hand, and its promises."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from talks import written

from analysis.nulls import shift_test as nulls
from analysis.nulls.shift_test import (
    LEAST_INTERVIEWS,
    circular_shift,
    refusal,
    shift_test,
)
from analysis.nulls.stratified import mantel_haenszel
from analysis.units import Incidence, InterviewUnits

KEYS = [("b", "X"), ("b", "Y")]
rows = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=5)


def stacked(study: list[list[tuple[bool, bool]]]) -> Incidence:
    interviews = []
    for place, units in enumerate(study):
        pairs = [
            (row, KEYS[column])
            for row, unit in enumerate(units)
            for column in (0, 1)
            if unit[column]
        ]
        interviews.append(
            (
                str(place),
                InterviewUnits(
                    tuple((row, row + 1) for row in range(len(units))),
                    tuple(row for row, _ in pairs),
                    tuple(key for _, key in pairs),
                ),
            )
        )
    return Incidence.stack("turn", KEYS, interviews)


def between_codes(units: list[tuple[bool, bool]]) -> list[tuple[bool, bool]]:
    """From the first unit with a code to the last."""
    held = [row for row, unit in enumerate(units) if any(unit)]
    return units[held[0] : held[-1] + 1] if held else []


def by_hand(study: list[list[tuple[bool, bool]]]) -> tuple[float, float]:
    """Every combination of shifts over all interviews, counted one by one; what lies before the
    first and behind the last code is left out.
    """
    seen = sum(x and y for units in study for x, y in units if len(units) > 1)
    study = [coded for units in study if len(units) > 1 and (coded := between_codes(units))]
    more = less = total = 0
    for shifts in product(*(range(len(units)) for units in study)):
        count = sum(
            units[place][0] and units[(place + shift) % len(units)][1]
            for units, shift in zip(study, shifts, strict=True)
            for place in range(len(units))
        )
        more, less, total = more + (count >= seen), less + (count <= seen), total + 1
    return more / total, less / total


@settings(max_examples=60, deadline=None)
@given(
    st.lists(rows.filter(lambda units: len(units) > 1), min_size=5, max_size=5),
    st.lists(rows.filter(lambda units: len(units) == 1), max_size=2),
)
def test_equals_every_shift_counted_one_by_one(
    long: list[list[tuple[bool, bool]]], short: list[list[tuple[bool, bool]]]
) -> None:
    study = long + short
    more, less = exact(stacked(study), [(0, 1)])
    assert (more[0], less[0]) == pytest.approx(by_hand(study))


def exact(
    study: Incidence, pairs: list[tuple[int, int]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Without regard to a drift, which few units can show by chance."""
    tested = shift_test(study, pairs, position=False)
    return tested.more, tested.less


def one_by_one(study: Incidence, one: int, two: int) -> tuple[float, float]:
    """Every shift of every interview written out, the distributions convolved one after another."""
    total, seen = np.ones(1), 0
    for place in range(len(study.sources)):
        low, high = study.edges[place : place + 2]
        held = np.flatnonzero(study.matrix[low:high].toarray().any(axis=1))
        if high - low < 2 or not len(held):
            continue
        low, high = low + held[0], low + held[-1] + 1
        first, second = (
            study.matrix[low:high, [column]].toarray().ravel() for column in (one, two)
        )
        at = np.arange(high - low)
        shifted = second[(at[:, None] + at) % len(at)]  # a row for every shift
        counts = shifted @ first
        seen += int(counts[0])
        total = np.convolve(total, np.bincount(counts) / len(counts))
    return float(total[seen:].sum()), float(total[: seen + 1].sum())


@pytest.mark.parametrize(
    ("interviews", "units", "often", "held"),
    [
        (6, 9, 0.3, 1 << 18),
        (70, 12, 0.05, 1 << 18),
        (70, 30, 0.2, 1 << 18),
        (140, 200, 0.3, 1 << 18),
        (40, 200, 0.4, 1),
    ],
)
def test_many_interviews_and_pairs_as_one_by_one(
    interviews: int, units: int, often: float, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rare and frequent codes, short and long sums, an interview of one unit among them; many
    interviews wait, or none.
    """
    monkeypatch.setattr("analysis.nulls.shifts._HELD", held)
    chance = np.random.default_rng(interviews + units)
    keys = [("b", str(number)) for number in range(24)]
    made = []
    for place in range(interviews):
        size = 1 if place == 3 else int(chance.integers(units // 2, units + 1))
        rows, columns = np.nonzero(
            chance.random((size, len(keys))) < often * chance.random(len(keys)) ** 2
        )
        made.append(
            (
                str(place),
                InterviewUnits(
                    tuple((row, row + 1) for row in range(size)),
                    tuple(map(int, rows)),
                    tuple(keys[column] for column in columns),
                ),
            )
        )
    study = Incidence.stack("turn", keys, made)
    pairs = list(combinations(range(len(keys)), 2))
    more, less = exact(study, pairs)
    for place in chance.choice(len(pairs), 25, replace=False):
        assert (more[place], less[place]) == pytest.approx(
            one_by_one(study, *pairs[place]), rel=1e-9
        )


def test_pairs_tested_in_one_go_or_in_several_are_tested_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Codes that drift along all interviews alike and codes that do not, so that some
    distributions are moved.
    """
    chance = np.random.default_rng(8)
    keys = [("b", str(number)) for number in range(9)]
    early = np.linspace(0.9, 0.0, 30)[:, None] ** np.array([0.5] * 5 + [8.0] * 4)
    made = []
    for place in range(12):
        rows, columns = np.nonzero(chance.random(early.shape) < np.where(early < 0.1, 0.1, early))
        spans = tuple((row, row + 1) for row in range(len(early)))
        coded = tuple(keys[column] for column in columns)
        made.append((str(place), InterviewUnits(spans, tuple(map(int, rows)), coded)))
    study = Incidence.stack("turn", keys, made)
    pairs = list(combinations(range(len(keys)), 2))
    at_once = shift_test(study, pairs)
    unmoved = shift_test(study, pairs, position=False)
    assert 3 < (at_once.more != unmoved.more).sum() < len(pairs)
    monkeypatch.setattr(nulls, "_SUMMED", 200)
    monkeypatch.setattr(nulls, "_MOVED", 2)
    # how near the common course is reckoned hangs on the codes that are reckoned together
    for position, expected, near in ((True, at_once, 1e-5), (False, unmoved, 1e-12)):
        found = shift_test(study, pairs, position=position)
        for part, wanted in zip(found, expected, strict=True):
            assert part == pytest.approx(wanted, rel=near)


def test_too_little_data_is_refused() -> None:
    unit = [(True, True), (False, False)]
    assert np.isnan(circular_shift(stacked([unit] * 4), [(0, 1)])[0]).all()
    assert not np.isnan(circular_shift(stacked([unit] * 5), [(0, 1)])[0]).any()
    assert np.isnan(circular_shift(stacked([[(True, True)]] * 30), [(0, 1)])[0]).all()


def test_the_reason_of_a_refusal_is_told() -> None:
    unit = [(True, True), (False, False)]
    assert refusal(stacked([unit] * 4)) == "few" and refusal(stacked([unit] * 5)) == ""
    assert (
        refusal(stacked([[(True, True)]] * 30)) == "one_unit"
        and refusal(stacked([[(True, True)]] * 30 + [unit])) == "few"
    )
    assert refusal(stacked([])) == "few"


def test_codes_that_avoid_one_another_are_found_by_the_lower_side() -> None:
    turns = [(place % 2 == 0, place % 2 == 1) for place in range(10)]  # opens and ends coded
    more, less = exact(stacked([turns] * 6), [(0, 1)])
    assert less[0] == pytest.approx(0.5**6) and more[0] == 1


def test_runs_of_codes_are_no_structure() -> None:
    """Two codes in independent runs: few false alarms, where the hypergeometric test has many."""
    from analysis.association import hypergeometric

    chance = np.random.default_rng(3)

    def run(length: int) -> list[bool]:
        made: list[bool] = []
        while len(made) < length:
            made += [bool(chance.random() < 0.3)] * int(chance.integers(1, 9))
        return made[:length]

    shift, independent = [], []
    for _ in range(150):
        study = [list(zip(run(40), run(40), strict=True)) for _ in range(8)]
        made = stacked(study)
        shift.append(circular_shift(made, [(0, 1)])[0][0])
        joint = (made.matrix.T @ made.matrix).toarray()
        independent.append(
            float(hypergeometric(joint[0, 1], joint[0, 0], joint[1, 1], made.matrix.shape[0]))
        )
    assert np.mean(np.array(shift) < 0.05) < 0.10 < np.mean(np.array(independent) < 0.05)


FIVE = [["XY", "X", "", "Y", "XY"], ["X", "", "", "Y"], ["Y", "XY", ""], ["", "X"], ["XY", "", "X"]]


def test_which_code_is_turned_and_the_order_of_pairs_make_no_difference() -> None:
    study = written(FIVE)
    pairs = [(0, 1), (1, 0), (0, 2), (1, 2)]
    more, less = exact(study, pairs)
    assert more[0] == pytest.approx(more[1]) and less[0] == pytest.approx(less[1])
    turned = exact(study, pairs[::-1])
    assert turned[0][::-1] == pytest.approx(more) and turned[1][::-1] == pytest.approx(less)
    assert one_by_one(study, 0, 1) == pytest.approx((more[0], less[0]))


def test_codes_that_never_or_always_occur_cannot_surprise() -> None:
    always = written([["XY", "XY", "X"]] * 6)
    more, less = circular_shift(always, [(0, 1), (0, 2), (1, 2)])
    assert more.tolist() == pytest.approx([1, 1, 1]) and less.tolist() == pytest.approx([1, 1, 1])


def test_both_tails_hold_the_observed_count() -> None:
    study = written(FIVE)
    more, less = circular_shift(study, [(0, 1)])
    assert 0 < more[0] <= 1 and 0 < less[0] <= 1 and more[0] + less[0] > 1


def test_without_a_pair_nothing_is_tested() -> None:
    more, less = circular_shift(written(FIVE), [])
    assert more.shape == less.shape == (0,)
    ratio, p = mantel_haenszel(written(FIVE), [])
    assert ratio.shape == p.shape == (0,)


def test_interviews_that_can_be_shifted_are_counted_not_their_units() -> None:
    long = [["X", "Y"] * 50] * (LEAST_INTERVIEWS - 1)
    assert not nulls.testable(written(long)) and nulls.testable(written([*long, ["X", "Y"]]))
    assert not nulls.testable(written([*long, ["XY"]])) and not nulls.testable(written([*long, []]))
