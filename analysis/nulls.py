"""Is a co-occurrence more than chance? The exact circular-shift test within interviews.

Under the null the codes of an interview keep their frequency and their runs, but one code's
sequence of units is turned against the other's by a random number of places. The joint count under
every shift is counted, and the distributions are convolved over interviews (``shifts.py``), so that
no random draw is made. What is assumed: units of an interview stand in order, and its end may
follow its beginning. What is not removed: association that the common interview guide causes (codes
that the same question calls up).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.shifts import Sums, interviews
from analysis.units import Incidence, Matrix, joint_counts

LEAST_INTERVIEWS: Final = 5
"""With fewer interviews of at least two units the test is refused (NaN): too little data."""

_BAND: Final = 2048
"""So many pairs are tested in one go over the interviews."""
_LEAST: Final = 64
"""At least so many pairs are summed up together, more where their sums have no more than so many
values in all.
"""
_VALUES: Final = 16_384


def refusal(incidence: Incidence) -> str:
    """Why no test is made: "one_unit" (no interview has two units, so that nothing can be shifted),
    "few" (fewer than five have), "" (it is made).
    """
    sizes = (
        np.bincount(incidence.interview, minlength=len(incidence.sources))
        if len(incidence.interview)
        else np.zeros(0)
    )
    fit = int((sizes >= 2).sum())
    if fit >= LEAST_INTERVIEWS:
        return ""
    return "one_unit" if fit == 0 and len(sizes) >= LEAST_INTERVIEWS else "few"


def testable(incidence: Incidence) -> bool:
    """Whether there are enough interviews with at least two units."""
    return not refusal(incidence)


def circular_shift(
    incidence: Incidence, pairs: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One-sided p values (more than chance, less than chance) of pairs of columns; two float
    arrays.

    p_more = P(joint count >= observed), p_less = P(joint count <= observed). NaN for all when
    ``testable`` is false.
    """
    more, less = np.full(len(pairs), np.nan), np.full(len(pairs), np.nan)
    if not pairs or not testable(incidence):
        return more, less
    edges = incidence.edges
    varying = np.repeat(
        np.diff(edges) >= 2, np.diff(edges)
    )  # in an interview of one unit the joint count cannot vary
    first, second = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    several = incidence.matrix[np.flatnonzero(varying)]
    observed = np.asarray(joint_counts(several)[first, second]).ravel().astype(np.int64)
    order = np.argsort(
        observed, kind="stable"
    )  # so that pairs whose sums are asked up to the same height stand together
    for start in range(0, len(order), _BAND):
        own = order[start : start + _BAND]
        more[own], less[own] = _tails(
            incidence.matrix, edges, first[own], second[own], observed[own]
        )
    return more, less


def _tails(
    matrix: Matrix,
    edges: NDArray[np.int64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    observed: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """P(sum >= observed) and P(sum <= observed) of pairs of codes, the rarest joint count first."""
    codes, local = np.unique(np.concatenate([first, second]), return_inverse=True)
    first, second = local[: len(first)], local[len(first) :]
    cuts = _groups(observed)
    groups = [
        (low, high, Sums(high - low, int(observed[high - 1])))
        for low, high in itertools.pairwise(cuts)
    ]
    for interview in interviews(matrix[:, codes], edges):
        rows = interview.meeting(first, second)
        shares = interview.shares(first[rows], second[rows])
        for (low, _, total), (begin, end) in zip(
            groups, itertools.pairwise(np.searchsorted(rows, cuts)), strict=True
        ):
            total.add(rows[begin:end] - low, shares[begin:end])
    more, less = np.empty(len(observed)), np.empty(len(observed))
    for low, high, total in groups:
        distribution = total.result()
        at, place = observed[low:high, None], np.arange(distribution.shape[1])
        more[low:high] = np.minimum(1.0, (distribution * (place >= at)).sum(axis=1))
        less[low:high] = np.minimum(1.0, (distribution * (place <= at)).sum(axis=1))
    return more, less


def _groups(observed: NDArray[np.int64]) -> list[int]:
    """Where groups of pairs end that are summed up together: the smaller the sums that are asked
    for, the more pairs.
    """
    cuts, end = [0], _LEAST
    while end < len(observed):
        if (end + _LEAST - cuts[-1]) * (
            int(observed[min(end + _LEAST, len(observed)) - 1]) + 2
        ) > _VALUES:
            cuts.append(end)
        end += _LEAST
    return [*cuts, len(observed)]


def benjamini_hochberg(p: ArrayLike, family: int | None = None) -> NDArray[np.float64]:
    """q values, Benjamini & Hochberg 1995. ``family``: the number of hypotheses, when some with p =
    1 are not listed.

    NaN stays NaN and does not count. Raises ValueError when ``family`` is smaller than the p values
    given.
    """
    values = np.asarray(p, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(values))
    total = len(known) if family is None else family
    if total < len(known):
        raise ValueError(f"family must be at least {len(known)}, got {total}")
    q = np.full(values.shape, np.nan)
    if len(known):
        order = known[np.argsort(values[known], kind="stable")]
        scaled = values[order] * total / np.arange(1, len(order) + 1)
        q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


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
    from scipy.stats import chi2

    keep = np.asarray(n, dtype=np.float64) > 1
    c, a, b, n = (np.asarray(value, dtype=np.float64)[keep] for value in (c, a, b, n))
    top, bottom = float((c * (n - a - b + c) / n).sum()), float(((a - c) * (b - c) / n).sum())
    variance = float((a * b * (n - a) * (n - b) / (n**2 * (n - 1))).sum())
    if variance == 0:
        return float("nan"), float("nan")
    distance = abs(float((c - a * b / n).sum()))
    statistic = max(0.0, distance - 0.5) ** 2 / variance
    return (top / bottom if bottom else float("inf")), float(chi2.sf(statistic, 1))
