"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from corpus.document import Document, Line
from corpus.problem import Problem, Unreadable
from corpus.readers.encoding import decode
from corpus.readers.source import Reader, Source
from corpus.tabular import Table, assemble, find_header

LIMIT: Final = 32 * 1024 * 1024
LINES: Final = 500_000
_BREAK: Final = re.compile(r"(\r\n|[\r\n\x0c\u2028\u2029])")


def read(source: Source) -> list[Document]:
    """One document; a line of the file is a line, unless its columns are parted by tabs and named
    in a header.
    """
    if len(source.data) > LIMIT:
        raise Unreadable("read.too_large", limit=LIMIT // 1024 // 1024)
    decoded = decode(source.data, source.encoding)
    problems = []
    if decoded.bad:
        problems.append(
            Problem(
                source.name,
                "read.bad_bytes",
                decoded.bad[0],
                "warning",
                {"lines": "、".join(map(str, decoded.bad))},
            )
        )
    if "\x00" in decoded.text:
        problems.append(
            Problem(
                source.name,
                "read.nul",
                decoded.text[: decoded.text.index("\x00")].count("\n") + 1,
                "warning",
            )
        )
    markdown = source.name.lower().endswith((".md", ".markdown"))
    lines = lines_of(decoded.text, markdown)
    table = None if markdown else _table(lines)
    if table is not None:
        return [
            replace(made, problems=(*problems, *made.problems), encoding=decoded.encoding)
            for made in assemble([table], "txt")
        ]
    return [
        Document(
            lines, "md" if markdown else "txt", problems=tuple(problems), encoding=decoded.encoding
        )
    ]


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


def _table(lines: Sequence[Line]) -> Table | None:
    """The lines as a table of turns: columns parted by tabs in every line from a header that names
    who speaks and what is said.
    """
    filled = [line for line in lines if line.text.strip()]
    if len(filled) < 2 or not any("\t" in line.text for line in filled[:5]):
        return None
    header = find_header([line.text.split("\t") for line in filled[:5]])
    if header is None or not (
        {"speaker", "text"} <= header[1].keys() or {"question", "answer"} <= header[1].keys()
    ):
        return None
    if any("\t" not in line.text for line in filled[header[0] :]):
        return None
    return Table(
        [line.text.split("\t") for line in lines[filled[0].number - 1 :]], filled[0].number
    )


READER = Reader("text", (".txt", ".md", ".markdown", ".text", ".log"), read, lambda head: False)
