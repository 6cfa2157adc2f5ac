"""A text without labels: one long line of speech, as a row of a table or an answer to an open
question holds it.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.document import Document
from corpus.normalise import clean
from corpus.turns import shapes

LEAST: Final = 80
"""Shorter lines may be titles or fields."""

_SIGN: Final = re.compile("[:：﹕︰∶꞉|｜#*_>【】\n]")
"""Without one of these a long line holds no label, no field and no heading."""


def statement(document: Document) -> str | None:
    """The text of a document that is one line in which nothing but speech can stand; None for every
    other document.
    """
    if len(document.lines) != 1:
        return None
    line = document.lines[0]
    if line.kind != "text" or line.speaker or line.role or line.continues:
        return None
    text = clean(line.text).rstrip()
    if _SIGN.search(text) or len("".join(text.split())) < LEAST or shapes.find(text) is not None:
        return None
    return text
