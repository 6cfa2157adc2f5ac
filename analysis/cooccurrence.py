"""Which codes stand together, how often, in how many interviews; and the very units behind each
number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.association import MEASURES
from analysis.nulls import benjamini_hochberg, circular_shift
from analysis.units import Incidence, Key, joint_counts

CODEBOOK, CODE_A, CODE_B, C, A, B, N, INTERVIEWS, UNEQUAL = (
    "codebook",
    "code_a",
    "code_b",
    "c",
    "a",
    "b",
    "n",
    "interviews",
    "unequal",
)
P_MORE, P_LESS, Q = "p_more", "p_less", "q"
SHOWN: Final = ("jaccard", "lift", "npmi", "ochiai", "phi")
"""Measures that stand in the table beside the counts."""


SPARSE: Final = 2000
"""From so many columns on the matrix of joint counts stays sparse."""
_DENSE: Final = 500
_BLOCK: Final = 1_000_000


@dataclass(frozen=True)
class Cooccurrence:
    """``table``: a row per pair of codes of one codebook that meet at least once: codebook, code_a,
    code_b, c, a, b, n, interviews (in how many the pair meets), measures, unequal (one code is used
    more than five times the other), and the circular-shift test: p_more, p_less, q
    (Benjamini–Hochberg over all pairs of codes that occur in the codebook); NaN where there is too
    little data or the pair was not tested. ``joint`` is the whole symmetric matrix (codes x codes)
    of c, its diagonal the occurrences of each code; a SciPy CSR matrix from ``SPARSE`` codes on.
    """

    incidence: Incidence
    table: pd.DataFrame
    joint: Any

    def units(self, first: Key, second: Key) -> list[tuple[str, int, int]]:
        """Exactly the units counted for a pair: (source, start, end); their number equals c. Raises
        ValueError for an unknown code.
        """
        seen = self.incidence
        for key in (first, second):
            if key not in seen.codes:
                raise ValueError(f"code must be one of the codes counted, got {key!r}")
        one, two = seen.codes.index(first), seen.codes.index(second)
        both = seen.matrix[:, [one]].multiply(seen.matrix[:, [two]]).nonzero()[0]
        return [
            (seen.sources[seen.interview[unit]], int(seen.spans[unit, 0]), int(seen.spans[unit, 1]))
            for unit in both
        ]


def cooccurrence(
    incidence: Incidence,
    *,
    least: int = 1,
    limit: int | None = None,
    weight: str = "jaccard",
    test: bool = True,
) -> Cooccurrence:
    """Count pairs of codes over units (sparse product B'B); pairs are those within one codebook.

    Codes of different codebooks often share indicators, so that their meeting would say nothing.
    For words: ``least`` leaves out pairs that meet less often, ``limit`` keeps the heaviest pairs
    by ``weight`` (the family of the test stays all pairs that could be). Without ``test`` p and q
    are NaN.
    """
    matrix = incidence.matrix
    product = joint_counts(matrix)
    joint = (
        product if len(incidence.codes) >= SPARSE else np.asarray(product.todense(), dtype=np.int64)
    )
    occurrences = product.diagonal()
    total = matrix.shape[0]
    books = np.array([book for book, _ in incidence.codes], dtype=object)
    cells = product.tocoo()
    upper = (cells.row < cells.col) & (cells.data >= least)
    one, two, c = (
        cells.row[upper].astype(np.int64),
        cells.col[upper].astype(np.int64),
        cells.data[upper].astype(np.int64),
    )
    same = books[one] == books[two] if len(one) else np.zeros(0, dtype=bool)
    one, two, c = one[same], two[same], c[same]
    if limit is not None and len(one) > limit:
        value = MEASURES[weight].function(c, occurrences[one], occurrences[two], total)
        near = np.flatnonzero(
            value >= np.partition(value, len(value) - limit)[len(value) - limit]
        )  # ties at the border stay in, so that the order decides
        heaviest = near[np.lexsort((two[near], one[near], -c[near], -value[near]))[:limit]]
        one, two, c = one[heaviest], two[heaviest], c[heaviest]
    first = np.lexsort((two, one))
    one, two, c = one[first], two[first], c[first]
    a, b = occurrences[one], occurrences[two]
    names = np.array([code for _, code in incidence.codes], dtype=object)
    table = pd.DataFrame(
        {
            CODEBOOK: books[one],
            CODE_A: names[one],
            CODE_B: names[two],
            C: c,
            A: a,
            B: b,
            N: total,
            INTERVIEWS: _spread(incidence, one, two, c),
        }
    )
    for name in SHOWN:
        table[name] = MEASURES[name].function(c, a, b, total)
    table[UNEQUAL] = (
        (np.maximum(a, b) > 5 * np.minimum(a, b)) if len(c) else np.zeros(0, dtype=bool)
    )
    more, less = (
        circular_shift(incidence, list(zip(one.tolist(), two.tolist(), strict=True)))
        if test
        else (np.full(len(c), np.nan), np.full(len(c), np.nan))
    )
    table[P_MORE], table[P_LESS], table[Q] = more, less, np.full(len(c), np.nan)
    for book in sorted(set(books)):
        occurring = int((occurrences[books == book] > 0).sum())
        own = (table[CODEBOOK] == book).to_numpy()
        table.loc[own, Q] = benjamini_hochberg(more[own], occurring * (occurring - 1) // 2)
    order: Any = np.lexsort((two, one, -c, -table["jaccard"].to_numpy())) if len(c) else []
    return Cooccurrence(incidence, table.iloc[order].reset_index(drop=True), joint)


def _spread(incidence: Incidence, one: Any, two: Any, c: Any) -> Any:
    """In how many interviews each pair meets in a unit. ``one`` is sorted; ``c``: in how many
    units.
    """
    if np.bincount(incidence.interview, minlength=1).max() <= 1:  # a unit each
        return c
    if len(incidence.codes) <= _DENSE and len(one) > len(incidence.codes):
        return _spread_all(incidence)[one, two]
    columns = incidence.matrix.tocsc()
    here = np.zeros(incidence.matrix.shape[0], dtype=bool)
    found = np.zeros(len(one), dtype=np.int64)
    last = -1
    for place, (first, second) in enumerate(zip(one.tolist(), two.tolist(), strict=True)):
        if first != last:
            here[:] = False
            here[columns.indices[columns.indptr[first] : columns.indptr[first + 1]]] = True
            last = first
        other = columns.indices[columns.indptr[second] : columns.indptr[second + 1]]
        found[place] = len(np.unique(incidence.interview[other[here[other]]]))
    return found


def _spread_all(incidence: Incidence) -> Any:
    """The same for all pairs at once (codes x codes): each unit's pairs are marked in the table of
    its interview, and the tables added up.
    """
    size, starts, columns = len(incidence.codes), incidence.matrix.indptr, incidence.matrix.indices
    edges = incidence.edges
    width = np.diff(starts).astype(np.int64)
    pairs = np.concatenate([[0], np.cumsum(width * width)])
    found = np.zeros(size * size, dtype=np.int64)
    most = max(1, _BLOCK // (size * size))
    low = 0
    while low < len(incidence.sources):
        high = min(
            max(
                low + 1,
                int(np.searchsorted(pairs[edges], pairs[edges[low]] + _BLOCK, side="right")) - 1,
            ),
            low + most,
        )
        units = np.arange(edges[low], edges[high])
        unit = np.repeat(units, width[units] * width[units])
        place = np.arange(len(unit)) - (pairs[unit] - pairs[edges[low]])
        one, two = (
            columns[starts[unit] + place // width[unit]],
            columns[starts[unit] + place % width[unit]],
        )
        met = np.zeros((high - low) * size * size, dtype=bool)
        met[((incidence.interview[unit].astype(np.int64) - low) * size + one) * size + two] = True
        found += met.reshape(high - low, size * size).sum(axis=0)
        low = high
    return found.reshape(size, size)
