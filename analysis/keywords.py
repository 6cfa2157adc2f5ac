"""Words that stand out: frequency, in how many interviews, TF-IDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

WORD, FREQUENCY, INTERVIEWS, TFIDF = "word", "frequency", "interviews", "tfidf"


def keywords(interviews: Sequence[Mapping[str, int]], top: int = 200) -> pd.DataFrame:
    """The ``top`` words by frequency over interviews (word -> count each).

    ``tfidf`` is the mean over interviews of scikit-learn's TF-IDF (smoothed idf, L2 norm per interview): high for words
    that are frequent in few interviews. Empty input gives an empty table.
    """
    total: dict[str, int] = {}
    spread: dict[str, int] = {}
    for counts in interviews:
        for word, number in counts.items():
            total[word] = total.get(word, 0) + number
            spread[word] = spread.get(word, 0) + 1
    chosen = sorted(total, key=lambda word: (-total[word], word))[:top]
    table = pd.DataFrame({WORD: chosen, FREQUENCY: [total[word] for word in chosen], INTERVIEWS: [spread[word] for word in chosen]})
    if not chosen:
        return table.assign(**{TFIDF: []})
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfTransformer

    vocabulary = {word: place for place, word in enumerate(sorted(total))}
    data, columns, edges = [], [], [0]
    for counts in interviews:
        for word in sorted(counts):
            columns.append(vocabulary[word])
            data.append(counts[word])
        edges.append(len(columns))
    weights = TfidfTransformer().fit_transform(csr_matrix((data, columns, edges), shape=(len(interviews), len(vocabulary)), dtype=np.float64))
    mean = np.asarray(weights.mean(axis=0)).ravel()
    table[TFIDF] = [float(mean[vocabulary[word]]) for word in chosen]
    return table
