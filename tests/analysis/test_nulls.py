"""The exact test against shifting by hand, and its promises."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from talks import written

from analysis import nulls
from analysis.nulls import (
    LEAST_INTERVIEWS,
    benjamini_hochberg,
    circular_shift,
    mantel_haenszel,
    refusal,
    shift_test,
    stratified,
)
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
    monkeypatch.setattr("analysis.shifts._HELD", held)
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


def test_q_values_against_scipy_and_with_a_larger_family() -> None:
    from scipy.stats import false_discovery_control

    p = np.array([0.001, 0.2, 0.03, 0.04, 0.9])
    assert benjamini_hochberg(p) == pytest.approx(false_discovery_control(p))
    assert benjamini_hochberg(p, 8)[:5] == pytest.approx(
        false_discovery_control(np.append(p, [1, 1, 1]))[:5]
    )
    assert np.isnan(benjamini_hochberg([np.nan, 0.5])[0])
    with pytest.raises(ValueError, match="family must be at least 5"):
        benjamini_hochberg(p, 3)


def test_mantel_haenszel_equals_r_on_the_berkeley_admissions() -> None:
    """R: mantelhaen.test(UCBAdmissions) gives X-squared 1.5246 (1.4269 with continuity correction),
    odds ratio 0.9046968, p = 0.2323.
    """
    tables = [
        (512, 313, 89, 19),
        (353, 207, 17, 8),
        (120, 205, 202, 391),
        (138, 279, 131, 244),
        (53, 138, 94, 299),
        (22, 351, 24, 317),
    ]  # men in, men out, women in, women out
    c = np.array([men_in for men_in, _, _, _ in tables])
    a = np.array([men_in + men_out for men_in, men_out, _, _ in tables])
    b = np.array([men_in + women_in for men_in, _, women_in, _ in tables])
    n = np.array([sum(table) for table in tables])
    ratio, p = stratified(c, a, b, n)
    assert ratio == pytest.approx(0.9046968, abs=1e-6)
    assert p == pytest.approx(0.2323, abs=5e-4)


def test_mantel_haenszel_of_codes() -> None:
    ratio, p = mantel_haenszel(written([["XY", "XY", "", ""]] * 6), [(0, 1), (0, 2)])
    assert ratio[0] == float("inf") and p[0] < 0.001
    assert np.isnan(p[1])
    assert np.isnan(mantel_haenszel(written([["XY", ""]] * 3), [(0, 1)])[1]).all()


def test_one_stratum_by_the_formula() -> None:
    """Mantel & Haenszel 1959: (|c - ab/n| - 1/2)^2 over the hypergeometric variance."""
    from scipy.stats import chi2, hypergeom

    ratio, p = stratified([6], [10], [8], [40])
    assert ratio == pytest.approx(6 * 28 / (4 * 2))
    model = hypergeom(40, 10, 8)
    assert p == pytest.approx(chi2.sf((abs(6 - model.mean()) - 0.5) ** 2 / model.var(), 1))


def test_a_stratum_of_one_unit_or_without_both_kinds_adds_nothing() -> None:
    alone = stratified([6, 3], [10, 7], [8, 5], [40, 30])
    beside = stratified([6, 1, 3, 0], [10, 1, 7, 0], [8, 1, 5, 9], [40, 1, 30, 9])
    assert alone == pytest.approx(beside)
    assert np.isnan(stratified([2], [2], [3], [3])).all()


def test_the_continuity_correction_takes_no_more_than_there_is() -> None:
    _, p = stratified([1], [2], [2], [4])
    assert p == 1.0, "exactly as expected"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 20))
def test_q_values_are_scipys_whatever_the_order_and_with_hypotheses_not_listed(
    values: list[float], more: int
) -> None:
    from scipy.stats import false_discovery_control

    q = benjamini_hochberg(values, len(values) + more)
    reference = false_discovery_control(np.append(values, np.ones(more)))[: len(values)]
    assert q == pytest.approx(reference)
    turned = benjamini_hochberg(values[::-1], len(values) + more)
    assert turned[::-1] == pytest.approx(q)


def test_q_values_of_nothing_and_of_what_was_not_tested() -> None:
    assert benjamini_hochberg([]).shape == (0,)
    assert np.isnan(benjamini_hochberg([np.nan, np.nan])).all()
    holed = benjamini_hochberg([np.nan, 0.01, np.nan, 0.04])
    assert holed[[1, 3]] == pytest.approx(benjamini_hochberg([0.01, 0.04]))


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
