"""New terms: words that stand together more than chance, as candidates for the user dictionary. A
person confirms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

PHRASE, SCORE, FREQUENCY = "phrase", "npmi", "frequency"
_JOIN = "\u2060"  # gensim's delimiter must not be empty


def phrases(
    sentences: Iterable[Sequence[str]], *, least: int = 5, threshold: float = 0.5, top: int = 200
) -> pd.DataFrame:
    """Adjacent word pairs with NPMI >= ``threshold`` that occur at least ``least`` times (gensim
    Phrases; Bouma 2009).

    Only pairs of Chinese words of two to eight characters together, without stop words and
    quantities. Sorted by frequency.
    """
    import re

    from gensim.models.phrases import Phrases

    from corpus.quantities import is_quantity
    from corpus.segmentation import stop_words

    kept = [list(words) for words in sentences]
    model = Phrases(kept, min_count=least, threshold=threshold, scoring="npmi", delimiter=_JOIN)
    stops = stop_words()
    rows = []
    for pair, score in model.find_phrases(kept).items():
        parts = pair.split(_JOIN)
        whole = "".join(parts)
        if (
            re.fullmatch(r"[\u4e00-\u9fff]{2,8}", whole)
            and not any(part in stops or is_quantity(part) for part in parts)
            and max(map(len, parts)) > 1
        ):
            rows.append((whole, float(score), int(model.vocab.get(pair, 0))))
    rows.sort(key=lambda row: (-row[2], row[0]))
    return pd.DataFrame(rows[:top], columns=[PHRASE, SCORE, FREQUENCY])
