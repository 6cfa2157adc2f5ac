"""Is a co-occurrence more than chance? The exact circular-shift test within interviews.

Under the null the codes of an interview keep their frequency and their runs, but one code's sequence of units is
turned against the other's by a random number of places. Per interview and pair, the circular cross-correlation (by
FFT) gives the joint count under every shift; the distributions are convolved over interviews, so that no random
draw is made. What is assumed: units of an interview stand in order, and its end may follow its beginning. What is
not removed: association that the common interview guide causes (codes that the same question calls up).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from analysis.units import Incidence

LEAST_INTERVIEWS: Final = 5
"""With fewer interviews of at least two units the test is refused (NaN): too little data."""

_CHUNK: Final = 256


def refusal(incidence: Incidence) -> str:
    """Why no test is made: "one_unit" (no interview has two units, so that nothing can be shifted), "few" (fewer than five have), "" (it is made)."""
    sizes = np.bincount(incidence.interview, minlength=len(incidence.sources)) if len(incidence.interview) else np.zeros(0)
    fit = int((sizes >= 2).sum())
    if fit >= LEAST_INTERVIEWS:
        return ""
    return "one_unit" if fit == 0 and len(sizes) >= LEAST_INTERVIEWS else "few"


def testable(incidence: Incidence) -> bool:
    """Whether there are enough interviews with at least two units."""
    return not refusal(incidence)


def circular_shift(incidence: Incidence, pairs: Sequence[tuple[int, int]]) -> tuple[Any, Any]:
    """One-sided p values (more than chance, less than chance) of pairs of columns; two float arrays.

    p_more = P(joint count >= observed), p_less = P(joint count <= observed). NaN for all when ``testable`` is false.
    """
    more, less = np.full(len(pairs), np.nan), np.full(len(pairs), np.nan)
    if not pairs or not testable(incidence):
        return more, less
    edges = np.searchsorted(incidence.interview, np.arange(len(incidence.sources) + 1))
    sizes = np.diff(edges)
    fixed = np.zeros(len(pairs), dtype=np.int64)  # one-unit interviews: the joint count cannot vary
    first, second = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    single = np.isin(incidence.interview, np.flatnonzero(sizes == 1))
    if single.any():
        part = incidence.matrix[np.flatnonzero(single)]
        fixed = np.asarray((part.T @ part)[first, second]).ravel().astype(np.int64)
    observed = fixed.copy()
    spread: list[Any] = [np.ones(1) for _ in pairs]
    for low, high in itertools.pairwise(edges):
        if high - low < 2:
            continue
        dense = incidence.matrix[low:high].toarray().astype(float)
        present = dense.any(axis=0)
        here = np.flatnonzero(present[first] & present[second])
        if not len(here):
            continue
        turned = np.fft.rfft(dense, axis=0)
        for start in range(0, len(here), _CHUNK):
            own = here[start : start + _CHUNK]
            counts = np.rint(np.fft.irfft(np.conj(turned[:, first[own]]) * turned[:, second[own]], n=high - low, axis=0)).astype(np.int64)
            observed[own] += counts[0]
            most = counts.max(axis=0)
            bins = int(most.max()) + 1
            shares = np.bincount((counts + np.arange(len(own)) * bins).ravel(), minlength=len(own) * bins).reshape(len(own), bins) / (high - low)
            for place, (pair, top) in enumerate(zip(own.tolist(), most.tolist(), strict=True)):
                spread[pair] = np.convolve(spread[pair], shares[place, : top + 1])
    for pair, distribution in enumerate(spread):
        at = observed[pair] - fixed[pair]
        more[pair] = min(1.0, float(distribution[at:].sum()))
        less[pair] = min(1.0, float(distribution[: at + 1].sum()))
    return more, less


def benjamini_hochberg(p: Any, family: int | None = None) -> Any:
    """q values, Benjamini & Hochberg 1995. ``family``: the number of hypotheses, when some with p = 1 are not listed.

    NaN stays NaN and does not count. Raises ValueError when ``family`` is smaller than the p values given.
    """
    values = np.asarray(p, float)
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


def mantel_haenszel(incidence: Incidence, pairs: Sequence[tuple[int, int]]) -> tuple[Any, Any]:
    """Common odds ratio over interviews and its two-sided p, one 2 x 2 table per interview: (odds ratio, p) per pair.

    Cochran–Mantel–Haenszel with continuity correction (Mantel & Haenszel 1959), as R's ``mantelhaen.test``. It takes account of interviews in
    which both codes are frequent, but takes the units of an interview for independent: runs of a code still make it too sure (the shift test does
    not). NaN when ``testable`` is false or no interview holds both kinds of both codes.
    """
    from analysis.resampling import per_interview

    ratio, p = np.full(len(pairs), np.nan), np.full(len(pairs), np.nan)
    if not pairs or not testable(incidence):
        return ratio, p
    joint, single, units = per_interview(incidence, pairs)
    for place, (one, two) in enumerate(pairs):
        ratio[place], p[place] = stratified(joint[:, place], single[:, one], single[:, two], units)
    return ratio, p


def stratified(c: Any, a: Any, b: Any, n: Any) -> tuple[float, float]:
    """Mantel–Haenszel over strata: joint counts, margins and totals per stratum -> (odds ratio, p)."""
    from scipy.stats import chi2

    keep = np.asarray(n) > 1
    c, a, b, n = (np.asarray(value, float)[keep] for value in (c, a, b, n))
    top, bottom = float((c * (n - a - b + c) / n).sum()), float(((a - c) * (b - c) / n).sum())
    variance = float((a * b * (n - a) * (n - b) / (n**2 * (n - 1))).sum())
    if variance == 0:
        return float("nan"), float("nan")
    distance = abs(float((c - a * b / n).sum()))
    statistic = max(0.0, distance - 0.5) ** 2 / variance
    return (top / bottom if bottom else float("inf")), float(chi2.sf(statistic, 1))
