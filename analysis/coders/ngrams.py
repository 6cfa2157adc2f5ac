"""Texts as weighted n-grams of characters, and the stretch of a text whose pairs weigh most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from corpus.normalise import shadow as shadow_of
from corpus.span import Span

if TYPE_CHECKING:  # takes longer to load than a run of the rules
    from sklearn.feature_extraction.text import HashingVectorizer

Floats = NDArray[np.float64]


@cache
def counter(shortest: int) -> HashingVectorizer:
    """Counts n-grams of ``shortest`` to two characters by hash: one that no code and no talk has
    known weighs too, as the rarest.
    """
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer="char",
        lowercase=False,
        ngram_range=(shortest, 2),
        norm=None,
        alternate_sign=False,
    )


class Space:
    """Documents and sentences as weighted n-grams. ``documents``: a text for each code; ``talk``:
    by which, with the documents, it is known what is common.
    """

    def __init__(self, documents: Sequence[str], talk: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfTransformer

        counted = counter(1).transform([*documents, *talk])
        self._weights = TfidfTransformer(sublinear_tf=True).fit(counted)
        self._codes = csr_array(self._weights.transform(counted[: len(documents)]))
        self._sentences: dict[tuple[str, ...], csr_array] = {}

    def weighed(self, texts: Sequence[str]) -> csr_array:
        """The texts as rows of weighted n-grams of length one."""
        if not texts:
            return csr_array((0, self._codes.shape[1]))
        return csr_array(self._weights.transform(counter(1).transform(texts)))

    def near(self, rows: csr_array) -> Floats:
        """Cosine of each row with each document."""
        cosines: Floats = (rows @ self._codes.T).toarray()
        return cosines

    def of_sentences(self, sentences: tuple[str, ...]) -> csr_array:
        """The sentences of a code as rows; weighed once."""
        if sentences not in self._sentences:
            self._sentences[sentences] = self.weighed([shadow_of(one) for one in sentences])
        return self._sentences[sentences]


def narrow(rows: csr_array) -> tuple[NDArray[np.intp], csr_array]:
    """The n-grams that rows hold, and the rows over these alone."""
    columns, places = np.unique(rows.indices, return_inverse=True)
    shape = (rows.shape[0], len(columns))
    return columns.astype(np.intp), csr_array((rows.data, places, rows.indptr), shape=shape)


def pairs_of(text: str) -> list[str]:
    """The pairs of neighbouring characters, one for each character but the last."""
    return [text[start : start + 2] for start in range(len(text) - 1)]


def heaviest(text: str, weights: Floats) -> Span:
    """The stretch of a text whose pairs of characters weigh most (``weights``: one a pair, none
    below 0): neighbours that both weigh are one stretch. All of the text where nothing weighs.
    """
    weight = np.zeros(len(text))
    if len(text) > 1:
        weight[:-1] += weights
        weight[1:] += weights
    return max(_stretches(weight), default=(0.0, Span(0, len(text))), key=lambda one: one[0])[1]


def _stretches(weight: Floats) -> Iterator[tuple[float, Span]]:
    """(sum, stretch) of neighbours that weigh anything."""
    start = 0
    for end in range(len(weight) + 1):
        if end == len(weight) or not weight[end]:
            if end > start:
                yield float(weight[start:end].sum()), Span(start, end)
            start = end + 1
