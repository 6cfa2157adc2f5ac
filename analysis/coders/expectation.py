"""How often a word is to be expected in talk, so that rules start from their rarest part."""

from __future__ import annotations

from typing import Final

from codebooks.codebook import Codebook
from corpus.normalise import shadow as shadow_of


def spoken_text(book: Codebook) -> str:
    """Chinese as it is spoken on the subject of the codebook: its examples and definitions."""
    return shadow_of(
        "\n".join(
            text
            for code, _, _ in book.walk()
            for text in (*(example.text for example in code.examples), code.definition.zh)
        )
    )


_ELSE: Final = {1: 8.0, 2: 0.5, 3: 0.1}


def expected_count(word: str, spoken: str) -> float:
    """How often a word is to be expected: as often as in ``spoken``, and some more for what is not
    said there. Bears on speed only.
    """
    return spoken.count(word) + _ELSE.get(len(word), 0.02)
