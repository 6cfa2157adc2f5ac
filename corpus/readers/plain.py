"""Plain text and Markdown."""

from __future__ import annotations

import re
from typing import Final

from corpus.document import Document, Line
from corpus.problem import Problem, Unreadable
from corpus.readers.encoding import decode
from corpus.readers.source import Reader, Source

LIMIT: Final = 32 * 1024 * 1024
LINES: Final = 500_000


def read(source: Source) -> list[Document]:
    """One document; a line of the file is a line."""
    if len(source.data) > LIMIT:
        raise Unreadable("read.too_large", limit=LIMIT // 1024 // 1024)
    decoded = decode(source.data, source.encoding)
    problems = []
    if decoded.bad:
        problems.append(Problem(source.name, "read.bad_bytes", decoded.bad[0], "warning", {"lines": "、".join(map(str, decoded.bad))}))
    if "\x00" in decoded.text:
        problems.append(Problem(source.name, "read.nul", decoded.text[: decoded.text.index("\x00")].count("\n") + 1, "warning"))
    markdown = source.name.lower().endswith((".md", ".markdown"))
    lines = lines_of(decoded.text, markdown)
    return [Document(lines, "md" if markdown else "txt", problems=tuple(problems), encoding=decoded.encoding)]


def lines_of(text: str, markdown: bool = False) -> tuple[Line, ...]:
    """Text to numbered lines; in Markdown, ``#`` lines are headings; form feeds part pages. Raises Unreadable for more than ``LINES``."""
    pieces = re.split(r"(\r\n|[\r\n\x0c\u2028\u2029])", text, maxsplit=LINES)
    if len(pieces) > 2 * LINES:
        raise Unreadable("read.too_many_lines", limit=LINES)
    page = 1 if "\x0c" in text else 0
    lines = []
    for number, piece in enumerate(pieces[::2], 1):
        lines.append(Line(piece, number, "heading" if markdown and re.match(r"#{1,6}\s", piece) else "text", page=page))
        if page and pieces[2 * number - 1 : 2 * number] == ["\x0c"]:
            page += 1
    return tuple(lines)


READER = Reader("text", (".txt", ".md", ".markdown", ".text", ".log"), read, lambda head: False)
