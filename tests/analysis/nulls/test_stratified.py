from __future__ import annotations

import numpy as np
import pytest
from talks import written

from analysis.nulls.stratified import mantel_haenszel, stratified


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
