"""Bootstrap and case dropping: by hand, by drawing one by one, by what must hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from talks import written

from analysis.resampling import bootstrap, case_dropping, per_interview


def test_counts_by_interview_by_hand() -> None:
    joint, single, units = per_interview(written([["XY", "X", ""], ["Y", "XYZ"]]), [(0, 1), (1, 2)])
    assert joint.tolist() == [[1, 0], [1, 1]]
    assert single.tolist() == [[2, 1, 0], [1, 2, 1]]
    assert units.tolist() == [3, 2]


def test_interval_holds_the_value_and_is_a_point_where_interviews_are_alike() -> None:
    same = written([["XY", "X", "Y"]] * 8)
    low, high = bootstrap(same, [(0, 1)], draws=500)
    assert low[0] == high[0] == pytest.approx(1 / 3)
    mixed = written([["XY", "XY"], ["X", "Y"], ["XY", "X"], ["Y", "Y"], ["XY", ""], ["X", "XY"]])
    low, high = bootstrap(mixed, [(0, 1)], draws=2000)
    assert low[0] < 5 / 10 < high[0] and high[0] <= 1


def test_interval_equals_drawing_interviews_one_by_one() -> None:
    """The same random numbers, the slow way: stack the drawn interviews and count."""
    given = [["XY", "X"], ["Y"], ["XY", "XY", "Z"], ["X", "Y"], ["XYZ"]]
    low, high = bootstrap(written(given), [(0, 1)], draws=300, seed=5)
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
    assert np.isnan(bootstrap(written([["XY"]] * 4), [(0, 1)])[0]).all()
    table, cs = case_dropping(4, lambda kept: pd.Series([1.0]))
    assert table.empty and cs != cs
    with pytest.raises(ValueError, match="measure"):
        bootstrap(written([["XY"]]), [(0, 1)], "nearness")


def test_case_dropping_tells_firm_from_flimsy() -> None:
    firm, cs = case_dropping(20, lambda kept: pd.Series({"a": 1.0, "b": 2.0, "c": 3.0}))
    assert cs == 0.7 and (firm["mean"] == 1).all()
    chance = np.random.default_rng(1)
    noise = chance.random((20, 8))
    _, flimsy = case_dropping(
        20, lambda kept: pd.Series(noise[kept].mean(axis=0) - 0.5 * noise[kept[:1]][0])
    )
    assert flimsy < 0.5
