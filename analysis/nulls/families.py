"""Many hypotheses at once: q values by Benjamini–Hochberg, over those that can be significant at
all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


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


def attainable_family(least: NDArray[np.float64], alpha: float = 0.05) -> NDArray[np.bool_]:
    """Which of some hypotheses can be significant at all when they are corrected for one another:
    those whose smallest possible p is at most ``alpha`` / K, K the smallest number that is not
    exceeded by their number (Tarone 1990; for false discovery rates Gilbert 2005).
    """
    ordered = np.sort(least)
    k = np.arange(1, len(ordered) + 1)
    within = np.searchsorted(ordered, alpha / k, "right")
    enough = np.flatnonzero(within <= k)
    return least <= alpha / k[enough[0]] if len(enough) else np.zeros(0, dtype=np.bool_)


def over_family(
    p: NDArray[np.float64], least: NDArray[np.float64]
) -> tuple[NDArray[np.float64], int]:
    """q values by Benjamini–Hochberg over the hypotheses that can be significant at all (1 for the
    others), and how many these are. ``least``: the smallest value that each p could have taken.
    """
    inside = attainable_family(least)
    q = np.ones(len(p))
    q[inside] = benjamini_hochberg(p[inside])
    return q, int(inside.sum())


def sure(q: ArrayLike, drift: ArrayLike) -> NDArray[np.bool_]:
    """By pair: q < .05, and not both of it drift along the interviews, which would make q an
    approximation. Not where q is NaN.
    """
    held: NDArray[np.bool_] = (np.asarray(q, dtype=np.float64) < 0.05) & ~np.asarray(
        drift, dtype=np.bool_
    )
    return held
