"""Bootstrap, case dropping, group contrast, Mantel–Haenszel: by hand, by an outside figure, by what
must hold.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis.contrast import contrast
from analysis.nulls import mantel_haenszel, stratified
from analysis.resampling import bootstrap, case_dropping, per_interview
from analysis.units import Incidence, InterviewUnits

KEYS = [("k", "X"), ("k", "Y"), ("k", "Z")]


def study(interviews: list[list[str]]) -> Incidence:
    """Each interview is a list of units, each unit a string of the codes in it."""
    made = []
    for place, units in enumerate(interviews):
        cells = [(row, ("k", code)) for row, unit in enumerate(units) for code in sorted(unit)]
        made.append(
            (
                str(place),
                InterviewUnits(
                    tuple((row, row + 1) for row in range(len(units))),
                    tuple(row for row, _ in cells),
                    tuple(key for _, key in cells),
                ),
            )
        )
    return Incidence.stack("turn", KEYS, made)


def test_counts_by_interview_by_hand() -> None:
    joint, single, units = per_interview(study([["XY", "X", ""], ["Y", "XYZ"]]), [(0, 1), (1, 2)])
    assert joint.tolist() == [[1, 0], [1, 1]]
    assert single.tolist() == [[2, 1, 0], [1, 2, 1]]
    assert units.tolist() == [3, 2]


def test_interval_holds_the_value_and_is_a_point_where_interviews_are_alike() -> None:
    same = study([["XY", "X", "Y"]] * 8)
    low, high = bootstrap(same, [(0, 1)], draws=500)
    assert low[0] == high[0] == pytest.approx(1 / 3)
    mixed = study([["XY", "XY"], ["X", "Y"], ["XY", "X"], ["Y", "Y"], ["XY", ""], ["X", "XY"]])
    low, high = bootstrap(mixed, [(0, 1)], draws=2000)
    assert low[0] < 5 / 10 < high[0] and high[0] <= 1


def test_interval_equals_drawing_interviews_one_by_one() -> None:
    """The same random numbers, the slow way: stack the drawn interviews and count."""
    given = [["XY", "X"], ["Y"], ["XY", "XY", "Z"], ["X", "Y"], ["XYZ"]]
    low, high = bootstrap(study(given), [(0, 1)], draws=300, seed=5)
    drawn = np.random.default_rng(5).multinomial(5, np.full(5, 0.2), size=300)
    values = []
    for weights in drawn:
        units = [
            unit
            for interview, weight in zip(given, weights, strict=True)
            for _ in range(weight)
            for unit in interview
        ]
        a, b, c = (sum(set(code) <= set(unit) for unit in units) for code in ("X", "Y", "XY"))
        values.append(c / (a + b - c) if a + b - c else float("nan"))
    assert [low[0], high[0]] == pytest.approx(np.nanquantile(values, [0.025, 0.975]).tolist())


def test_few_interviews_are_refused() -> None:
    assert np.isnan(bootstrap(study([["XY"]] * 4), [(0, 1)])[0]).all()
    table, cs = case_dropping(4, lambda kept: pd.Series([1.0]))
    assert table.empty and cs != cs
    with pytest.raises(ValueError, match="measure"):
        bootstrap(study([["XY"]]), [(0, 1)], "nearness")


def test_case_dropping_tells_firm_from_flimsy() -> None:
    firm, cs = case_dropping(20, lambda kept: pd.Series({"a": 1.0, "b": 2.0, "c": 3.0}))
    assert cs == 0.7 and (firm["mean"] == 1).all()
    chance = np.random.default_rng(1)
    noise = chance.random((20, 8))
    _, flimsy = case_dropping(
        20, lambda kept: pd.Series(noise[kept].mean(axis=0) - 0.5 * noise[kept[:1]][0])
    )
    assert flimsy < 0.5


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
    ratio, p = mantel_haenszel(study([["XY", "XY", "", ""]] * 6), [(0, 1), (0, 2)])
    assert ratio[0] == float("inf") and p[0] < 0.001
    assert np.isnan(p[1])
    assert np.isnan(mantel_haenszel(study([["XY", ""]] * 3), [(0, 1)])[1]).all()


def test_contrast_equals_every_way_to_deal_the_interviews() -> None:
    given = [
        ["XY"],
        ["XY", "X"],
        ["XY"],
        ["XY", "Y"],
        ["X", "Y"],
        ["X"],
        ["Y", "X"],
        ["X", "Y", "XY"],
    ]
    labels = [1, 1, 1, 1, 2, 2, 2, 2]
    found = contrast(study(given), labels, draws=20_000)
    row = found.table.iloc[0]

    def weight(members: tuple[int, ...]) -> float:
        units = [unit for place in members for unit in given[place]]
        a, b, c = (sum(set(code) <= set(unit) for unit in units) for code in ("X", "Y", "XY"))
        return c / (a + b - c)

    seen = weight((0, 1, 2, 3)) - weight((4, 5, 6, 7))
    assert row["difference"] == pytest.approx(seen)
    ways = [
        weight(one) - weight(tuple(sorted(set(range(8)) - set(one))))
        for one in itertools.combinations(range(8), 4)
    ]
    exact = sum(abs(way) >= abs(seen) - 1e-12 for way in ways) / len(ways)
    assert row["p"] == pytest.approx(exact, abs=0.01) and found.p == pytest.approx(exact, abs=0.01)


def test_groups_too_small_or_wrong_are_refused() -> None:
    incidence = study([["XY"]] * 6)
    small = contrast(incidence, [1, 1, 1, 2, 2, 2])
    assert not small.tested and small.p != small.p and small.table["q"].isna().all()
    with pytest.raises(ValueError, match="both group"):
        contrast(incidence, [1] * 6)
    with pytest.raises(ValueError, match="an entry for each"):
        contrast(incidence, [1, 2])


def test_groups_dealt_at_random_are_seldom_called_different() -> None:
    chance = np.random.default_rng(4)
    false = 0
    for _ in range(60):
        interviews = [
            ["".join(code for code in "XYZ" if chance.random() < 0.4) for _ in range(6)]
            for _ in range(12)
        ]
        false += contrast(study(interviews), [1] * 6 + [2] * 6, draws=199).p <= 0.05
    assert false <= 8  # 60 x .05 = 3 expected; 9 or more has a chance of .003
