"""Words that stand out: frequency, in how many interviews, TF-IDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

WORD, FREQUENCY, INTERVIEWS, TFIDF = "word", "frequency", "interviews", "tfidf"


def keywords(interviews: Sequence[Mapping[str, int]], top: int = 200) -> pd.DataFrame:
    """The ``top`` words by frequency over interviews (word -> count each).

    ``tfidf`` is the mean over interviews of TF-IDF as scikit-learn's ``TfidfTransformer`` counts it
    (smoothed idf ln((1 + n) / (1 + df)) + 1, L2 norm per interview): high for words that are
    frequent in few interviews. Empty input gives an empty table.
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
    idf = np.log((1 + len(interviews)) / (1 + spread)) + 1
    rows = np.repeat(np.arange(len(interviews)), np.diff(edges))
    # so that sums do not depend on the order of words in an interview
    order = np.lexsort((columns, rows))
    rows, columns, weights = rows[order], columns[order], (data * idf[columns])[order]
    norm = np.sqrt(np.bincount(rows, weights**2, len(interviews)))
    mean = np.bincount(columns, weights / norm[rows], len(vocabulary)) / len(interviews)
    table[TFIDF] = mean[chosen]
    return table
