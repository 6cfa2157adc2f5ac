"""Text as lines with their numbers."""

from __future__ import annotations

import re
from typing import Final

from corpus.document import Line
from corpus.problem import Unreadable


def lines_of(text: str, markdown: bool = False) -> tuple[Line, ...]:
    """Text to numbered lines; in Markdown, ``#`` lines are headings; form feeds part pages. Raises
    Unreadable for more than ``LINES``.
    """
    ends: list[str] = []
    if "\x0c" in text or "\u2028" in text or "\u2029" in text:
        pieces = _BREAK.split(text, maxsplit=LINES)
        pieces, ends = pieces[::2], pieces[1::2]
    else:
        pieces = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", LINES)
    if len(pieces) > LINES:
        raise Unreadable("read.too_many_lines", limit=LINES)
    page = 1 if "\x0c" in text else 0
    lines = []
    for number, piece in enumerate(pieces, 1):
        lines.append(
            Line(
                piece,
                number,
                "heading" if markdown and re.match(r"#{1,6}\s", piece) else "text",
                page=page,
            )
        )
        if page and ends[number - 1 : number] == ["\x0c"]:
            page += 1
    return tuple(lines)


_BREAK: Final = re.compile(r"(\r\n|[\r\n\x0c\u2028\u2029])")


LINES: Final = 500_000
