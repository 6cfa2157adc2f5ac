"""What a learner sees of a sentence: its n-grams of characters, how near it and the nearest of its
clauses are to each code of the codebook, and what the rules find in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.coders.ngrams import Floats, Space

SHORT: Final = 4
"""A clause of fewer letters and digits is not looked at by itself."""
SPREAD: Final = 3.0
"""Nearness is cut at so many standard deviations."""
_CLAUSE: Final = re.compile(r"[^，,；;：:。！？!?\n]+")


@dataclass(frozen=True, slots=True)
class Features:
    """``grams``: texts x n-grams, rows of length one. ``near``, ``clause``: texts x codes, cosine
    of the text and of its nearest clause with the document of the code. ``ruled``: texts x codes,
    1 where the rules find the code.
    """

    grams: csr_array
    near: Floats
    clause: Floats
    ruled: Floats

    def of(self, rows: NDArray[np.intp]) -> Features:
        """Those of some rows."""
        return Features(self.grams[rows], self.near[rows], self.clause[rows], self.ruled[rows])


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and spread of nearness over the talk of a study, code by code: a code whose words
    everybody uses does not win everywhere.
    """

    near: tuple[Floats, Floats]
    clause: tuple[Floats, Floats]

    @classmethod
    def over(cls, features: Features) -> Scale:
        """By the talk of a study."""
        return cls(_moments(features.near), _moments(features.clause))

    def dense(self, features: Features, code: int) -> Floats:
        """Texts x 3: nearness of text and clause in standard deviations, and the rules."""
        told = [
            np.clip((values[:, code] - mean[code]) / spread[code], -SPREAD, SPREAD)
            for values, (mean, spread) in (
                (features.near, self.near),
                (features.clause, self.clause),
            )
        ]
        return np.column_stack([*told, features.ruled[:, code]])


def features_of(
    space: Space, texts: Sequence[str], ruled: Iterable[Sequence[int]], codes: int
) -> Features:
    """``texts``: shadow texts of sentences; ``ruled``: for each the numbers of the codes that the
    rules find; ``codes``: how many there are.
    """
    grams = space.weighed(texts)
    near = space.near(grams)
    owner, clauses = [], []
    for row, text in enumerate(texts):
        parts = [part for part in _CLAUSE.findall(text) if sum(map(str.isalnum, part)) >= SHORT]
        if len(parts) > 1:
            owner += [row] * len(parts)
            clauses += parts
    best = near.copy()
    if clauses:
        np.maximum.at(best, np.array(owner), space.near(space.weighed(clauses)))
    found = np.zeros((len(texts), codes))
    for row, numbers in enumerate(ruled):
        found[row, list(numbers)] = 1
    return Features(grams, near, best, found)


def _moments(values: Floats) -> tuple[Floats, Floats]:
    if not len(values):
        return np.zeros(values.shape[1]), np.ones(values.shape[1])
    return values.mean(axis=0), np.maximum(values.std(axis=0), 1e-6)
