"""Which codes stand together, how often, in how many interviews; and the very units behind each number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.association import MEASURES
from analysis.nulls import benjamini_hochberg, circular_shift
from analysis.units import Incidence, Key

CODEBOOK, CODE_A, CODE_B, C, A, B, N, INTERVIEWS, UNEQUAL = "codebook", "code_a", "code_b", "c", "a", "b", "n", "interviews", "unequal"
P_MORE, P_LESS, Q = "p_more", "p_less", "q"
SHOWN: Final = ("jaccard", "lift", "npmi", "ochiai", "phi")
"""Measures that stand in the table beside the counts."""


@dataclass(frozen=True)
class Cooccurrence:
    """``table``: a row per pair of codes of one codebook that meet at least once: codebook, code_a, code_b, c, a, b, n,
    interviews (in how many the pair meets), measures, unequal (one code is used more than five times the other), and the
    circular-shift test: p_more, p_less, q (Benjamini–Hochberg over all pairs of codes that occur in the codebook); NaN
    where there is too little data.
    ``joint`` and ``spread`` are the whole symmetric matrices (codes x codes) of c and of interviews; the diagonal of
    ``joint`` holds the occurrences of each code."""

    incidence: Incidence
    table: pd.DataFrame
    joint: Any
    spread: Any

    def units(self, first: Key, second: Key) -> list[tuple[str, int, int]]:
        """Exactly the units counted for a pair: (source, start, end); their number equals c. Raises ValueError for an unknown code."""
        seen = self.incidence
        for key in (first, second):
            if key not in seen.codes:
                raise ValueError(f"code must be one of the codes counted, got {key!r}")
        one, two = seen.codes.index(first), seen.codes.index(second)
        both = seen.matrix[:, [one]].multiply(seen.matrix[:, [two]]).nonzero()[0]
        return [(seen.sources[seen.interview[unit]], int(seen.spans[unit, 0]), int(seen.spans[unit, 1])) for unit in both]


def cooccurrence(incidence: Incidence) -> Cooccurrence:
    """Count pairs of codes over units (sparse product B'B); pairs are those within one codebook.

    Codes of different codebooks often share indicators, so that their meeting would say nothing.
    """
    matrix = incidence.matrix
    joint = np.asarray((matrix.T @ matrix).todense(), dtype=np.int64)
    spread = _spread(incidence)
    total = matrix.shape[0]
    books = np.array([book for book, _ in incidence.codes], dtype=object)
    one, two = np.nonzero(np.triu(joint, 1))
    same = books[one] == books[two] if len(one) else np.zeros(0, dtype=bool)
    one, two = one[same], two[same]
    occurrences = np.diag(joint)
    c, a, b = joint[one, two], occurrences[one], occurrences[two]
    names = np.array([code for _, code in incidence.codes], dtype=object)
    table = pd.DataFrame({CODEBOOK: books[one], CODE_A: names[one], CODE_B: names[two], C: c, A: a, B: b, N: total, INTERVIEWS: spread[one, two]})
    for name in SHOWN:
        table[name] = MEASURES[name].function(c, a, b, total)
    table[UNEQUAL] = (np.maximum(a, b) > 5 * np.minimum(a, b)) if len(c) else np.zeros(0, dtype=bool)
    more, less = circular_shift(incidence, list(zip(one.tolist(), two.tolist(), strict=True)))
    table[P_MORE], table[P_LESS], table[Q] = more, less, np.full(len(c), np.nan)
    for book in sorted(set(books)):
        occurring = int((occurrences[books == book] > 0).sum())
        own = (table[CODEBOOK] == book).to_numpy()
        table.loc[own, Q] = benjamini_hochberg(more[own], occurring * (occurring - 1) // 2)
    order: Any = np.lexsort((two, one, -c, -table["jaccard"].to_numpy())) if len(c) else []
    return Cooccurrence(incidence, table.iloc[order].reset_index(drop=True), joint, spread)


def _spread(incidence: Incidence) -> Any:
    """In how many interviews each pair meets in a unit (codes x codes)."""
    size = len(incidence.codes)
    spread = np.zeros((size, size), dtype=np.int64)
    first, column = incidence.matrix.indptr.astype(np.int64), incidence.matrix.indices.astype(np.int64)
    have = np.diff(first)
    for low, high in _blocks(incidence.interview, have):
        unit = np.repeat(np.arange(low, high), have[low:high])  # of each cell
        times = have[unit]
        left = np.repeat(np.arange(first[low], first[high]), times)  # each cell beside every cell of its unit
        right = np.repeat(first[unit], times) + np.arange(len(left)) - np.repeat(np.cumsum(times) - times, times)
        owner = np.repeat(incidence.interview[unit].astype(np.int64), times)
        met = np.unique((owner * size + column[left]) * size + column[right])
        spread += np.bincount(met % (size * size), minlength=size * size).reshape(size, size)
    return spread


BLOCK: Final = 2_000_000
"""Pairs of cells looked at together (bounds memory)."""


def _blocks(interview: Any, have: Any) -> Iterator[tuple[int, int]]:
    """Ranges of units that hold whole interviews and about ``BLOCK`` pairs of cells."""
    edges = np.flatnonzero(np.diff(interview, prepend=-1, append=-1)) if len(interview) else np.zeros(1, dtype=np.int64)
    pairs = np.concatenate([[0], np.cumsum(have**2)])[edges]
    low = 0
    for place in range(1, len(edges)):
        if place == len(edges) - 1 or pairs[place + 1] - pairs[low] > BLOCK:
            yield int(edges[low]), int(edges[place])
            low = place
