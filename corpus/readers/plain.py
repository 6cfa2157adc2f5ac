"""Plain text and Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from corpus.document import Document, Line
from corpus.problem import Problem, Unreadable
from corpus.readers.encoding import bad_bytes, decode
from corpus.readers.lines import lines_of
from corpus.readers.source import Reader, Source
from corpus.readers.tabular import Table, assemble, find_header

LIMIT: Final = 32 * 1024 * 1024


def read(source: Source) -> list[Document]:
    """One document; a line of the file is a line, unless its columns are parted by tabs and named
    in a header.
    """
    if len(source.data) > LIMIT:
        raise Unreadable("read.too_large", limit=LIMIT // 1024 // 1024)
    decoded = decode(source.data, source.encoding)
    problems = bad_bytes(source, decoded)
    if "\x00" in decoded.text:
        line = decoded.text[: decoded.text.index("\x00")].count("\n") + 1
        problems.append(Problem(source.name, "read.nul", line, "warning"))
    markdown = source.name.lower().endswith((".md", ".markdown"))
    lines = lines_of(decoded.text, markdown)
    table = None if markdown else _table(lines)
    if table is not None:
        return [
            replace(document, problems=tuple(problems), encoding=decoded.encoding)
            for document in assemble([table], "txt")
        ]
    return [
        Document(
            lines, "md" if markdown else "txt", problems=tuple(problems), encoding=decoded.encoding
        )
    ]


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


READER = Reader("text", (".txt", ".md", ".markdown", ".text", ".log"), read)
