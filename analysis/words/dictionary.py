"""The segmenter of a study: which words it keeps whole."""

from __future__ import annotations

from functools import lru_cache

from codebooks.codebook import Codebook
from codebooks.regional import variants
from corpus.normalise import shadow
from corpus.segmentation import Engine, Segmenter


@lru_cache(maxsize=4)
def segmenter_for(
    books: tuple[Codebook, ...], user_words: tuple[str, ...] = (), engine: Engine = "rjieba"
) -> Segmenter:
    """A segmenter that keeps whole: the indicators of two to four letters of the codebooks, with
    their regional forms (数据, 资料), and ``user_words``. All may be in any script.

    The words of a run and those of an analysis are alike because both come from here. Raises
    ValueError for an unknown engine.
    """
    words: set[str] = set(user_words)
    for book in books:
        indicators = {
            shadow(word)
            for code, _, _ in book.walk()
            for word, _ in code.indicators.items(code.kind)
            if 2 <= len(word) <= 4 and word.isalpha()
        }
        regional = {shadow(key): tuple(map(shadow, own)) for key, own in book.regional.items()}
        forms = variants(tuple(sorted(indicators)), regional)
        words |= indicators
        words.update(form for others in forms.values() for form in others if form.isalpha())
    return Segmenter(engine, tuple(sorted(words)))
