"""Association over interviews as strata: the odds ratio of Mantel and Haenszel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.nulls.shift_test import testable
from analysis.units import Incidence


def mantel_haenszel(
    incidence: Incidence, pairs: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Common odds ratio over interviews and its two-sided p, one 2 x 2 table per interview: (odds
    ratio, p) per pair.

    Cochran–Mantel–Haenszel with continuity correction (Mantel & Haenszel 1959), as R's
    ``mantelhaen.test``. It takes account of interviews in which both codes are frequent, but takes
    the units of an interview for independent: runs of a code still make it too sure (the shift test
    does not). NaN when ``testable`` is false or no interview holds both kinds of both codes.
    """
    from analysis.resampling import per_interview

    ratio, p = np.full(len(pairs), np.nan), np.full(len(pairs), np.nan)
    if not pairs or not testable(incidence):
        return ratio, p
    joint, single, units = per_interview(incidence, pairs)
    for place, (one, two) in enumerate(pairs):
        ratio[place], p[place] = stratified(joint[:, place], single[:, one], single[:, two], units)
    return ratio, p


def stratified(c: ArrayLike, a: ArrayLike, b: ArrayLike, n: ArrayLike) -> tuple[float, float]:
    """Mantel–Haenszel over strata: joint counts, margins and totals per stratum -> (odds ratio,
    p).
    """
    from scipy.special import chdtrc  # scipy.stats takes long to import

    keep = np.asarray(n, dtype=np.float64) > 1
    c, a, b, n = (np.asarray(value, dtype=np.float64)[keep] for value in (c, a, b, n))
    top, bottom = float((c * (n - a - b + c) / n).sum()), float(((a - c) * (b - c) / n).sum())
    variance = float((a * b * (n - a) * (n - b) / (n**2 * (n - 1))).sum())
    if variance == 0:
        return float("nan"), float("nan")
    distance = abs(float((c - a * b / n).sum()))
    statistic = max(0.0, distance - 0.5) ** 2 / variance
    return (top / bottom if bottom else float("inf")), float(chdtrc(1, statistic))
