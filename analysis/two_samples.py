"""Two groups of values compared as users of rENA report them: Welch's t with Cohen's d, and the
Mann-Whitney U with the rank-biserial correlation.

Every value is taken to be independent of the others, and the values not to have been chosen so that
the groups differ: whether that holds, only the caller can know.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
DECIMALS: Final = 10
"""Values that agree so far are tied: what lies beyond is rounding error."""
MOST_EXACT: Final = 50
"""Sizes from which on the p of U comes from the normal approximation, as in R's wilcox.test."""


@dataclass(frozen=True, slots=True)
class TwoSamples:
    """Pairs are those of the first and the second group. ``deviations``: n - 1 in the denominator.

    t, df, p_t: Welch's test (1947), two-sided; NaN where neither group varies. d: Cohen's d, the
    difference of the means over the pooled standard deviation (rENA gives its size without the
    sign). u: how often a value of the first group is above one of the second, ties by half; p_u:
    two-sided, exact for fewer than 50 values in each group without ties, else by the normal
    approximation with corrections for ties and continuity. rank_biserial: 2u / (n1 n2) - 1 (Wendt
    1972), from -1 to 1. All signs are positive where the first group is higher.
    """

    sizes: tuple[int, int]
    means: tuple[float, float]
    deviations: tuple[float, float]
    medians: tuple[float, float]
    t: float
    df: float
    p_t: float
    d: float
    u: float
    p_u: float
    rank_biserial: float


def two_samples(first: ArrayLike, second: ArrayLike) -> TwoSamples:
    """Two groups of finite values. Raises ValueError for fewer than two in a group."""
    from scipy.stats import t as student

    groups = (np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64))
    sizes = (len(groups[0]), len(groups[1]))
    if min(sizes) < 2:
        raise ValueError(f"each group must hold at least two values, got {sizes[0]} and {sizes[1]}")
    means = (float(groups[0].mean()), float(groups[1].mean()))
    deviations = (_deviation(groups[0]), _deviation(groups[1]))
    gap = means[0] - means[1]
    errors = [deviation**2 / size for deviation, size in zip(deviations, sizes, strict=True)]
    t = df = p_t = d = math.nan
    if sum(errors) > 0:
        t = gap / math.sqrt(sum(errors))
        parts = [error**2 / (size - 1) for error, size in zip(errors, sizes, strict=True)]
        df = sum(errors) ** 2 / sum(parts)
        p_t = 2 * float(student.sf(abs(t), df))
        squares = [
            (size - 1) * deviation**2 for size, deviation in zip(sizes, deviations, strict=True)
        ]
        d = gap / math.sqrt(sum(squares) / (sum(sizes) - 2))
    u, p_u = _mann_whitney(*groups)
    return TwoSamples(
        sizes=sizes,
        means=means,
        deviations=deviations,
        medians=(float(np.median(groups[0])), float(np.median(groups[1]))),
        t=t,
        df=df,
        p_t=p_t,
        d=d,
        u=u,
        p_u=p_u,
        rank_biserial=2 * u / (sizes[0] * sizes[1]) - 1,
    )


def _deviation(values: Floats) -> float:
    """Standard deviation; 0 for values that differ by rounding error alone."""
    rounded = np.round(values - values[0], DECIMALS)
    return float(values.std(ddof=1)) if rounded.any() else 0.0


def _mann_whitney(first: Floats, second: Floats) -> tuple[float, float]:
    """U of the first group and its two-sided p; NaN for p where all values are tied."""
    from scipy.stats import mannwhitneyu

    ranked = np.round(np.concatenate([first, second]), DECIMALS)
    distinct = len(np.unique(ranked))
    if distinct == 1:
        return len(first) * len(second) / 2, math.nan
    small = max(len(first), len(second)) < MOST_EXACT
    answer = mannwhitneyu(
        ranked[: len(first)],
        ranked[len(first) :],
        method="exact" if small and distinct == len(ranked) else "asymptotic",
    )
    return float(answer.statistic), float(answer.pvalue)
