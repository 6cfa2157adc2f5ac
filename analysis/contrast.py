"""Two groups of interviews: their networks, the difference, and whether interviews dealt at random
would differ as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.association import MEASURES, Floats
from analysis.nulls.families import benjamini_hochberg
from analysis.resampling import per_interview
from analysis.units import Incidence, joint_counts

LEAST: Final = 4
"""Interviews in each group below which no test is made: with 4 and 4 there are 70 ways to deal
them, p cannot fall below .014.
"""
_TOGETHER: Final = 500
"""So many draws are weighed at once."""


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
    labels = np.asarray(groups, dtype=np.int64)
    _check(incidence, labels, measure)
    compared = np.flatnonzero(labels > 0)
    first = (labels[compared] == 1).astype(np.int64)
    sizes = (int(first.sum()), len(first) - int(first.sum()))
    counts = _Counts(incidence, compared, measure)
    tested = min(sizes) >= LEAST and bool(counts.pairs)
    p, p_of_all = np.full(len(counts.pairs), np.nan), float("nan")
    if tested:
        p, p_of_all = _permuted(counts, first, draws, seed)
    return Contrast(_table(incidence, counts, first, p), p_of_all, sizes, tested)


def _check(incidence: Incidence, labels: NDArray[np.int64], measure: str) -> None:
    """Raises ValueError for what ``contrast`` cannot compare."""
    if measure not in MEASURES:
        raise ValueError(f"measure must be one of {tuple(MEASURES)}, got {measure!r}")
    if len(labels) != len(incidence.sources):
        raise ValueError(
            f"groups must have an entry for each of {len(incidence.sources)} interviews, got "
            f"{len(labels)}"
        )
    if not (labels == 1).any() or not (labels == 2).any():
        raise ValueError("groups must hold interviews of both group 1 and group 2")


class _Counts:
    """The counts of the interviews compared, from which the weights of any group of them follow.

    ``pairs``: pairs of columns of one codebook that meet anywhere; ``joint``: interviews x pairs.
    """

    def __init__(self, incidence: Incidence, compared: NDArray[np.intp], measure: str) -> None:
        cells = joint_counts(incidence.matrix).tocoo()
        self.pairs = sorted(
            (first, second)
            for first, second in zip(cells.row.tolist(), cells.col.tolist(), strict=True)
            if first < second and incidence.codes[first][0] == incidence.codes[second][0]
        )
        joint, occurrences, units = per_interview(incidence, self.pairs)
        self.joint = joint[compared]
        self._occurrences, self._units = occurrences[compared], units[compared]
        self._first = np.array([pair[0] for pair in self.pairs], dtype=np.int64)
        self._second = np.array([pair[1] for pair in self.pairs], dtype=np.int64)
        self._function = MEASURES[measure].function

    def weights(self, members: NDArray[np.int64]) -> Floats:
        """The weight of each pair in each of some groups (``members``: groups x interviews, 0/1):
        groups x pairs; 0 where the measure is not defined.
        """
        occurrences: NDArray[np.int64] = members @ self._occurrences
        units: NDArray[np.int64] = members @ self._units
        with np.errstate(invalid="ignore", divide="ignore"):
            value = self._function(
                members @ self.joint,
                occurrences[:, self._first],
                occurrences[:, self._second],
                units[:, None],
            )
        return np.nan_to_num(value, nan=0.0, neginf=0.0, posinf=0.0)

    def difference(self, members: NDArray[np.int64]) -> Floats:
        """The weights of each group minus those of all others."""
        return self.weights(members) - self.weights(1 - members)


def _permuted(
    counts: _Counts, first: NDArray[np.int64], draws: int, seed: int
) -> tuple[Floats, float]:
    """p of each pair, and of the sum of all differences, when the interviews of group 1
    (``first``: 0/1) are dealt at random.
    """
    chance = np.random.default_rng(seed)
    distance = np.abs(counts.difference(first[None, :])[0])
    total = float(distance.sum())
    far, farther = np.zeros(len(counts.pairs)), 0
    for start in range(0, draws, _TOGETHER):
        size = min(_TOGETHER, draws - start)
        dealt = np.array([chance.permutation(first) for _ in range(size)], dtype=np.int64)
        distances = np.abs(counts.difference(dealt))
        far += (distances >= distance - 1e-12).sum(axis=0)
        farther += int((distances.sum(axis=1) >= total - 1e-12).sum())
    return (1 + far) / (1 + draws), (1 + farther) / (1 + draws)


def _table(
    incidence: Incidence, counts: _Counts, first: NDArray[np.int64], p: Floats
) -> pd.DataFrame:
    """A row per pair with its p and q, the largest difference first."""
    weight_1, weight_2 = (counts.weights(member[None, :])[0] for member in (first, 1 - first))
    difference = weight_1 - weight_2
    books = [incidence.codes[pair[0]][0] for pair in counts.pairs]
    code_a = [incidence.codes[pair[0]][1] for pair in counts.pairs]
    code_b = [incidence.codes[pair[1]][1] for pair in counts.pairs]
    q = np.full(len(books), np.nan)
    for book in sorted(set(books)):
        rows = [row for row, owner in enumerate(books) if owner == book]
        q[rows] = benjamini_hochberg(p[rows])
    table = pd.DataFrame(
        {
            "codebook": books,
            "code_a": code_a,
            "code_b": code_b,
            "c_1": first @ counts.joint,
            "c_2": (1 - first) @ counts.joint,
            "weight_1": weight_1,
            "weight_2": weight_2,
            "difference": difference,
            "p": p,
            "q": q,
        }
    )
    far: list[float] = np.abs(difference).tolist()
    order = sorted(range(len(books)), key=lambda row: (-far[row], code_a[row], code_b[row]))
    return table.iloc[order].reset_index(drop=True)
