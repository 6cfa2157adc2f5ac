"""Words that stand out: frequency, in how many interviews, TF-IDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

WORD, FREQUENCY, INTERVIEWS, TFIDF = "word", "frequency", "interviews", "tfidf"


def keywords(interviews: Sequence[Mapping[str, int]], top: int = 200) -> pd.DataFrame:
    """The ``top`` words by frequency over interviews (word -> count each).

    ``tfidf`` is the mean over interviews of scikit-learn's TF-IDF (smoothed idf, L2 norm per
    interview): high for words that are frequent in few interviews. Empty input gives an empty
    table.
    """
    vocabulary = {word: place for place, word in enumerate(sorted(set().union(*interviews)))}
    edges = np.concatenate([[0], np.cumsum([len(counts) for counts in interviews])]).astype(
        np.int64
    )
    columns = np.fromiter(
        (vocabulary[word] for counts in interviews for word in counts), np.int64, edges[-1]
    )
    data = np.fromiter(
        (number for counts in interviews for number in counts.values()), np.float64, edges[-1]
    )
    total = np.bincount(columns, data, len(vocabulary)).astype(np.int64)
    spread = np.bincount(columns, minlength=len(vocabulary))
    words = list(vocabulary)
    chosen = np.argsort(-total, kind="stable")[
        :top
    ]  # of those equally frequent the first in the order of characters
    table = pd.DataFrame(
        {
            WORD: [words[place] for place in chosen],
            FREQUENCY: total[chosen],
            INTERVIEWS: spread[chosen],
        }
    )
    if not len(chosen):
        return table.assign(**{TFIDF: []})
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfTransformer

    counted = csr_matrix((data, columns, edges), shape=(len(interviews), len(vocabulary)))
    counted.sort_indices()  # so that sums do not depend on the order of words in an interview
    weights = TfidfTransformer().fit_transform(counted)
    mean = np.asarray(weights.mean(axis=0)).ravel()
    table[TFIDF] = mean[chosen]
    return table
