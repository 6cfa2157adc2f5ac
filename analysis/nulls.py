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
    often = np.asarray(incidence.matrix.sum(axis=0)).ravel()
    order = np.argsort(np.minimum(often[first], often[second]), kind="stable")  # a joint count is never larger: distributions as long as one another stand together
    parts = [order[start : start + _CHUNK] for start in range(0, len(order), _CHUNK)]
    sums = [_Sum(len(part)) for part in parts]
    for low, high in itertools.pairwise(edges):
        if high - low < 2:
            continue
        dense = incidence.matrix[low:high].toarray().astype(float)
        present = dense.any(axis=0)
        both = present[first] & present[second]
        if not both.any():
            continue
        turned = np.fft.rfft(dense, axis=0)
        for part, total in zip(parts, sums, strict=True):
            rows = np.flatnonzero(both[part])
            if not len(rows):
                continue
            own = part[rows]
            counts = np.rint(np.fft.irfft(np.conj(turned[:, first[own]]) * turned[:, second[own]], n=high - low, axis=0)).astype(np.int64)
            observed[own] += counts[0]
            bins = int(counts.max()) + 1
            shares = np.bincount((counts + np.arange(len(own)) * bins).ravel(), minlength=len(own) * bins).reshape(len(own), bins) / (high - low)
            total.add(rows, shares)
    for part, total in zip(parts, sums, strict=True):
        distribution = total.result()
        at = (observed - fixed)[part, None]
        place = np.arange(distribution.shape[1])
        more[part] = np.minimum(1.0, (distribution * (place >= at)).sum(axis=1))
        less[part] = np.minimum(1.0, (distribution * (place <= at)).sum(axis=1))
    return more, less


class _Sum:
    """Distributions of sums of independent counts, one for each of some pairs (rows: pairs, columns: 0, 1, 2 …), taken in one interview after another.

    As many interviews are convolved with as many (as in a binary counter), so that most convolutions are short and all pairs are done at once.
    """

    def __init__(self, pairs: int) -> None:
        self._pairs = pairs
        self._held: list[tuple[int, Any]] = []  # (interviews in it, distributions), the largest first

    def add(self, rows: Any, shares: Any) -> None:
        """One interview: the shares of counts for the pairs ``rows``; the others stay as they are."""
        one = np.zeros((self._pairs, shares.shape[1]))
        one[:, 0] = 1.0
        one[rows] = shares
        self._held.append((1, one))
        while len(self._held) > 1 and self._held[-1][0] == self._held[-2][0]:
            self._join()

    def _join(self) -> None:
        (one, first), (two, second) = self._held.pop(), self._held.pop()
        self._held.append((one + two, _convolved(first, second)))

    def result(self) -> Any:
        """The distributions; without any interview the sum is 0 for certain."""
        while len(self._held) > 1:
            self._join()
        return self._held[0][1] if self._held else np.ones((self._pairs, 1))


def _convolved(one: Any, two: Any) -> Any:
    """Row by row; columns that hold nothing at the end are left out."""
    short, long = (one, two) if one.shape[1] <= two.shape[1] else (two, one)
    width = long.shape[1]
    if short.shape[1] < _WIDE:  # all rows at once, shift by shift
        made = np.zeros((len(long), width + short.shape[1] - 1))
        for shift in range(short.shape[1]):
            made[:, shift : shift + width] += long * short[:, shift : shift + 1]
    else:
        made = np.stack([np.convolve(left, right) for left, right in zip(long, short, strict=True)])
    kept = np.flatnonzero(made.any(axis=0))
    return made[:, : int(kept[-1]) + 1] if len(kept) else made[:, :1]


_WIDE: Final = 16
"""From so many columns on a call for each row costs less than a pass over all rows for each column."""


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
