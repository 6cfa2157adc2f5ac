"""Two groups of interviews: their networks, the difference, and whether interviews dealt at random
would differ as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.association import MEASURES
from analysis.nulls import benjamini_hochberg
from analysis.resampling import per_interview
from analysis.units import Incidence, joint_counts

LEAST: Final = 4
"""Interviews in each group below which no test is made: with 4 and 4 there are 70 ways to deal
them, p cannot fall below .014.
"""


@dataclass(frozen=True)
class Contrast:
    """``table``: a row per pair of one codebook that meets in either group: codebook, code_a,
    code_b, c_1, c_2, weight_1, weight_2, difference (1 minus 2), p, q. ``p``: of the whole
    difference (sum of absolute differences). NaN where a group is too small.
    """

    table: pd.DataFrame
    p: float
    interviews: tuple[int, int]
    tested: bool


def contrast(
    incidence: Incidence,
    groups: Sequence[int],
    *,
    measure: str = "jaccard",
    draws: int = 4999,
    seed: int = 0,
) -> Contrast:
    """Compare interviews of group 1 with those of group 2 (0: neither); ``groups`` in the order of
    ``incidence.sources``.

    Labels are permuted over interviews, not units; p = (1 + draws at least as far) / (1 + draws),
    two-sided; q by Benjamini–Hochberg over the pairs of a codebook. Raises ValueError for an
    unknown measure, lengths that differ or an empty group.
    """
    labels = np.asarray(groups)
    if measure not in MEASURES:
        raise ValueError(f"measure must be one of {tuple(MEASURES)}, got {measure!r}")
    if len(labels) != len(incidence.sources):
        raise ValueError(
            f"groups must have an entry for each of {len(incidence.sources)} interviews, got "
            f"{len(labels)}"
        )
    if not (labels == 1).any() or not (labels == 2).any():
        raise ValueError("groups must hold interviews of both group 1 and group 2")
    joint = joint_counts(incidence.matrix).tocoo()
    pairs = sorted(
        {
            (int(one), int(two))
            for one, two in zip(joint.row, joint.col, strict=True)
            if one < two and incidence.codes[one][0] == incidence.codes[two][0]
        }
    )
    counts = per_interview(incidence, pairs)
    chosen = np.flatnonzero(labels > 0)
    first = (labels[chosen] == 1).astype(np.int64)
    size = (int(first.sum()), len(first) - int(first.sum()))
    ends = tuple(np.array([pair[side] for pair in pairs], dtype=int) for side in (0, 1))

    def weights(member: Any) -> Any:
        """member: draws x chosen interviews, 0/1 -> draws x pairs."""
        c, occurrences, total = (member @ part[chosen] for part in counts)
        with np.errstate(invalid="ignore", divide="ignore"):
            value = MEASURES[measure].function(
                c, occurrences[:, ends[0]], occurrences[:, ends[1]], np.asarray(total)[:, None]
            )
        return np.nan_to_num(value, nan=0.0, neginf=0.0, posinf=0.0)

    one, two = weights(first[None, :])[0], weights(1 - first[None, :])[0]
    difference = one - two
    tested = min(size) >= LEAST and bool(pairs)
    p, whole = np.full(len(pairs), np.nan), float("nan")
    if tested:
        chance = np.random.default_rng(seed)
        far, farther = np.zeros(len(pairs)), 0
        for start in range(0, draws, 500):
            dealt = np.array([chance.permutation(first) for _ in range(min(500, draws - start))])
            other = weights(dealt) - weights(1 - dealt)
            far += (np.abs(other) >= np.abs(difference) - 1e-12).sum(axis=0)
            farther += int((np.abs(other).sum(axis=1) >= np.abs(difference).sum() - 1e-12).sum())
        p, whole = (1 + far) / (1 + draws), (1 + farther) / (1 + draws)
    books = [incidence.codes[pair[0]][0] for pair in pairs]
    table = pd.DataFrame(
        {
            "codebook": books,
            "code_a": [incidence.codes[pair[0]][1] for pair in pairs],
            "code_b": [incidence.codes[pair[1]][1] for pair in pairs],
            "c_1": first @ counts[0][chosen],
            "c_2": (1 - first) @ counts[0][chosen],
            "weight_1": one,
            "weight_2": two,
            "difference": difference,
            "p": p,
        }
    )
    table["q"] = np.nan
    for book in sorted(set(books)):
        own = (table["codebook"] == book).to_numpy()
        table.loc[own, "q"] = benjamini_hochberg(p[own])
    order: Any = (
        np.lexsort((table["code_b"], table["code_a"], -np.abs(difference))) if pairs else []
    )
    return Contrast(table.iloc[order].reset_index(drop=True), whole, size, tested)
