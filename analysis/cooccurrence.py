"""Which codes stand together, how often, in how many interviews; and the very units behind each
number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.association import MEASURES, Floats
from analysis.nulls.families import benjamini_hochberg, over_family
from analysis.nulls.shift_test import ShiftTest, shift_test, testable
from analysis.units import Incidence, Key, Matrix, joint_counts

Counts = NDArray[np.int64]

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
P_MORE, P_LESS, Q, DRIFT, FAMILY = "p_more", "p_less", "q", "drift", "family"
SHOWN: Final = ("jaccard", "lift", "npmi", "ochiai", "phi")
"""Measures that stand in the table beside the counts."""


SPARSE: Final = 2000
"""From so many columns on the matrix of joint counts stays sparse."""
_DENSE: Final = 500
_ALL: Final = 5000
"""Up to so many pairs of a codebook all are tested, so that its family is known."""
_BLOCK: Final = 1_000_000


class AllPairs(NamedTuple):
    """Every pair of codes of one codebook that occur, also those that never meet: ``first`` and
    ``second`` (columns, ``first`` stands before ``second``) and their test.
    """

    first: Counts
    second: Counts
    test: ShiftTest


@dataclass(frozen=True)
class Cooccurrence:
    """``table``: a row per pair of codes of one codebook that meet at least once: codebook, code_a,
    code_b, c, a, b, n, interviews (in how many the pair meets), measures, unequal (one code is used
    more than five times the other), and the circular-shift test: p_more, p_less, q
    (Benjamini–Hochberg over the family: the pairs of codes of the codebook that could be
    significant at all), NaN where there is too little data or the pair was not tested; drift (both
    codes drift along the interviews, so that p takes account of their common course) and family
    (its size; 0 without test). ``joint`` is the whole symmetric matrix (codes x codes)
    of c, its diagonal the occurrences of each code; a SciPy CSR matrix from ``SPARSE`` codes on.
    ``tested``: by codebook the test of all pairs of codes that occur, where they were tested.
    """

    incidence: Incidence
    table: pd.DataFrame
    joint: Counts | Matrix
    tested: Mapping[str, AllPairs] = field(default_factory=dict)

    def units(self, first: Key, second: Key) -> list[tuple[str, int, int]]:
        """Exactly the units counted for a pair: (source, start, end); their number equals c. Raises
        ValueError for an unknown code.
        """
        counted = self.incidence
        for key in (first, second):
            if key not in counted.codes:
                raise ValueError(f"code must be one of the codes counted, got {key!r}")
        columns = (counted.codes.index(first), counted.codes.index(second))
        has_first, has_second = (counted.matrix[:, [column]] for column in columns)
        both = has_first.multiply(has_second).nonzero()[0]
        return [
            (counted.sources[interview], start, end)
            for interview, (start, end) in zip(
                counted.interview[both].tolist(), counted.spans[both].tolist(), strict=True
            )
        ]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of columns (``first`` stands before ``second``) and in how many units each meets."""

    first: Counts
    second: Counts
    c: Counts

    def __len__(self) -> int:
        return len(self.c)

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> _Pairs:
        """Some of the pairs, in the order asked for."""
        return _Pairs(self.first[rows], self.second[rows], self.c[rows])


def cooccurrence(
    incidence: Incidence,
    *,
    least: int = 1,
    limit: int | None = None,
    weight: str = "jaccard",
    test: bool = True,
    every: bool = False,
) -> Cooccurrence:
    """Count pairs of codes over units (sparse product B'B); pairs are those within one codebook.

    Codes of different codebooks often share indicators, so that their meeting would say nothing.
    For words: ``least`` leaves out pairs that meet less often, ``limit`` keeps the heaviest pairs
    by ``weight`` (the family of the test stays all pairs that could be). Without ``test`` p and q
    are NaN; with ``every`` all pairs of codes that occur are tested, however many, and ``tested``
    holds them.
    """
    product = joint_counts(incidence.matrix)
    sparse = len(incidence.codes) >= SPARSE
    occurrences: Counts = product.diagonal()
    pairs = _meeting(incidence, product, least)
    if limit is not None and len(pairs) > limit:
        pairs = _heaviest(pairs, occurrences, incidence.matrix.shape[0], limit, weight)
    pairs = pairs.take(np.lexsort((pairs.second, pairs.first)))
    table = _counted(incidence, pairs, occurrences)
    tested = _add_test(table, incidence, pairs, occurrences, test, every)
    jaccard: Floats = table["jaccard"].to_numpy()
    order = np.lexsort((pairs.second, pairs.first, -pairs.c, -jaccard))
    return Cooccurrence(
        incidence,
        table.iloc[order].reset_index(drop=True),
        product if sparse else np.asarray(product.todense(), dtype=np.int64),
        tested,
    )


def _meeting(incidence: Incidence, product: Matrix, least: int) -> _Pairs:
    """Pairs of one codebook that stand together in at least ``least`` units."""
    number = {book: index for index, (book, _) in enumerate(incidence.codes)}
    owner = np.array([number[book] for book, _ in incidence.codes], dtype=np.int64)
    cells = product.tocoo()
    upper = (cells.row < cells.col) & (cells.data >= least)
    pairs = _Pairs(
        cells.row[upper].astype(np.int64),
        cells.col[upper].astype(np.int64),
        cells.data[upper].astype(np.int64),
    )
    return pairs.take(owner[pairs.first] == owner[pairs.second])


def _heaviest(pairs: _Pairs, occurrences: Counts, total: int, limit: int, weight: str) -> _Pairs:
    """The ``limit`` heaviest pairs by a measure; of those as heavy the more frequent, then the
    first in the order of codes.
    """
    value = MEASURES[weight].function(
        pairs.c, occurrences[pairs.first], occurrences[pairs.second], total
    )
    border = len(value) - limit
    near = np.flatnonzero(
        value >= np.partition(value, border)[border]
    )  # ties at the border stay in, so that the order decides
    order = np.lexsort((pairs.second[near], pairs.first[near], -pairs.c[near], -value[near]))
    return pairs.take(near[order[:limit]])


def _counted(incidence: Incidence, pairs: _Pairs, occurrences: Counts) -> pd.DataFrame:
    """The table with counts and measures, a row per pair."""
    books = np.array([book for book, _ in incidence.codes], dtype=np.object_)
    names = np.array([code for _, code in incidence.codes], dtype=np.object_)
    total = incidence.matrix.shape[0]
    a, b = occurrences[pairs.first], occurrences[pairs.second]
    table = pd.DataFrame(
        {
            CODEBOOK: books[pairs.first],
            CODE_A: names[pairs.first],
            CODE_B: names[pairs.second],
            C: pairs.c,
            A: a,
            B: b,
            N: total,
            INTERVIEWS: _interviews(incidence, pairs),
        }
    )
    for name in SHOWN:
        table[name] = MEASURES[name].function(pairs.c, a, b, total)
    table[UNEQUAL] = np.maximum(a, b) > 5 * np.minimum(a, b)
    return table


def _add_test(
    table: pd.DataFrame,
    incidence: Incidence,
    pairs: _Pairs,
    occurrences: Counts,
    test: bool,
    every: bool,
) -> dict[str, AllPairs]:
    """The columns of the circular-shift test; gives back the test of all pairs by codebook, where
    all were tested.
    """
    count = len(pairs)
    more, less, q = (np.full(count, np.nan) for _ in range(3))
    drift, family = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.int64)
    all_pairs: dict[str, AllPairs] = {}
    if test and (count or every) and testable(incidence):
        owners = np.array([book for book, _ in incidence.codes], dtype=np.object_)
        owner_of_pair = table[CODEBOOK].to_numpy()
        for book in sorted(set((owners if every else owner_of_pair).tolist())):
            rows = np.flatnonzero(owner_of_pair == book)
            listed = pairs.take(rows)
            occurring = np.flatnonzero((owners == book) & (occurrences > 0))
            possible = len(occurring) * (len(occurring) - 1) // 2
            if every or possible <= _ALL:
                all_pairs[book] = _all_pairs(incidence, occurring)
            tested, q[rows], family[rows] = _of_book(
                incidence, listed, all_pairs.get(book), possible
            )
            more[rows], less[rows], drift[rows] = tested.more, tested.less, tested.drift
    table[P_MORE], table[P_LESS], table[Q] = more, less, q
    table[DRIFT], table[FAMILY] = drift, family
    return all_pairs


def _all_pairs(incidence: Incidence, occurring: NDArray[np.intp]) -> AllPairs:
    """The test of every pair of some columns (ascending)."""
    first, second = np.triu_indices(len(occurring), 1)
    columns = occurring.astype(np.int64)
    pairs = list(zip(columns[first].tolist(), columns[second].tolist(), strict=True))
    return AllPairs(columns[first], columns[second], shift_test(incidence, pairs))


def _of_book(
    incidence: Incidence, listed: _Pairs, all_pairs: AllPairs | None, possible: int
) -> tuple[ShiftTest, NDArray[np.float64], int]:
    """The test of the pairs listed of one codebook, their q values, and the size of their family.
    Where all pairs of codes that occur (``possible``) are too many, none is left out of the family.
    """
    if all_pairs is None:
        tested = shift_test(
            incidence, list(zip(listed.first.tolist(), listed.second.tolist(), strict=True))
        )
        return tested, benjamini_hochberg(tested.more, possible), possible
    at = {
        pair: index
        for index, pair in enumerate(
            zip(all_pairs.first.tolist(), all_pairs.second.tolist(), strict=True)
        )
    }
    rows = np.array(
        [at[pair] for pair in zip(listed.first.tolist(), listed.second.tolist(), strict=True)],
        dtype=np.int64,
    )
    tested = all_pairs.test.take(rows)
    if possible > _ALL:
        return tested, benjamini_hochberg(tested.more, possible), possible
    q, family = over_family(all_pairs.test.more, all_pairs.test.least)
    return tested, q[rows], family


def _interviews(incidence: Incidence, pairs: _Pairs) -> Counts:
    """In how many interviews each pair meets in a unit; the first codes of ``pairs`` are sorted."""
    if int(np.bincount(incidence.interview, minlength=1).max()) <= 1:  # a unit each
        return pairs.c
    if len(incidence.codes) <= _DENSE and len(pairs) > len(incidence.codes):
        return _interviews_of_all(incidence)[pairs.first, pairs.second]
    columns = incidence.matrix.tocsc()
    has_first = np.zeros(incidence.matrix.shape[0], dtype=np.bool_)
    count = np.zeros(len(pairs), dtype=np.int64)
    last = -1
    for index, (first, second) in enumerate(
        zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
    ):
        if first != last:
            has_first[:] = False
            has_first[columns.indices[columns.indptr[first] : columns.indptr[first + 1]]] = True
            last = first
        units = columns.indices[columns.indptr[second] : columns.indptr[second + 1]]
        count[index] = len(np.unique(incidence.interview[units[has_first[units]]]))
    return count


def _interviews_of_all(incidence: Incidence) -> Counts:
    """The same for all pairs at once (codes x codes): each unit's pairs are marked in the table of
    its interview, and the tables added up.
    """
    size, starts, columns = len(incidence.codes), incidence.matrix.indptr, incidence.matrix.indices
    edges = incidence.edges
    width = np.diff(starts).astype(np.int64)
    pairs = np.concatenate([[0], np.cumsum(width * width)]).astype(np.int64)
    count = np.zeros(size * size, dtype=np.int64)
    most = max(1, _BLOCK // (size * size))
    low = 0
    while low < len(incidence.sources):
        within = int(np.searchsorted(pairs[edges], pairs[edges[low]] + _BLOCK, side="right")) - 1
        high = min(max(low + 1, within), low + most)
        units = np.arange(edges[low], edges[high])
        unit = np.repeat(units, width[units] * width[units])
        position = np.arange(len(unit)) - (pairs[unit] - pairs[edges[low]])
        first = columns[starts[unit] + position // width[unit]]
        second = columns[starts[unit] + position % width[unit]]
        interview = incidence.interview[unit].astype(np.int64) - low
        met = np.zeros((high - low) * size * size, dtype=np.bool_)
        met[(interview * size + first) * size + second] = True
        count += met.reshape(high - low, size * size).sum(axis=0)
        low = high
    return count.reshape(size, size)
