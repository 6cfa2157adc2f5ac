"""Word: paragraphs and tables in order; tracked insertions taken, deletions left out; text boxes,
soft breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from corpus.document import Document, Line
from corpus.readers import archive
from corpus.readers.source import Reader, Source
from corpus.readers.tabular import Table, assemble

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIP: Final = frozenset(
    f"{_W}{name}"
    for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "footnoteReference")
)
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read(source: Source) -> list[Document]:
    """One document. Raises Unreadable for what is not a Word document."""
    archive.total(source.data)
    root = archive.xml(archive.part(source.data, "word/document.xml"))
    body = root.find(f"{_W}body")
    blocks: list[Line | Table] = []
    number = 0
    for block in _blocks(body if body is not None else root):
        if block.tag == f"{_W}tbl":
            rows = []
            for row in block.iter(f"{_W}tr"):
                if _within_table(row, block):
                    rows.append(
                        [_cell(cell) for cell in row.iter(f"{_W}tc") if _row_of(cell) is row]
                    )
            blocks.append(Table(rows, number + 1))
            number += len(rows)
        else:
            for text in _paragraph(block):
                number += 1
                blocks.append(Line(text, number))
    return assemble(blocks, "docx")


def _blocks(node: Any) -> Iterator[Any]:
    for child in node:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in _SKIP:
            continue
        elif isinstance(child.tag, str):
            yield from _blocks(child)


def _within_table(row: Any, table: Any) -> bool:
    parent = row.getparent()
    while parent is not None and parent.tag != f"{_W}tbl":
        parent = parent.getparent()
    return parent is table


def _row_of(cell: Any) -> Any:
    parent = cell.getparent()
    while parent is not None and parent.tag != f"{_W}tr":
        parent = parent.getparent()
    return parent


def _cell(cell: Any) -> str:
    return "\n".join(
        text for paragraph in cell.iter(f"{_W}p") for text in _paragraph(paragraph) if text.strip()
    )


def _paragraph(paragraph: Any) -> list[str]:
    """The text of a paragraph, and of text boxes anchored in it as paragraphs of their own."""
    own: list[str] = []
    boxes: list[str] = []

    def walk(node: Any) -> None:
        for child in node:
            tag = child.tag
            if tag in _SKIP or tag == _FALLBACK or not isinstance(tag, str):
                continue
            if tag == f"{_W}t":
                own.append(child.text or "")
            elif tag in (f"{_W}br", f"{_W}cr"):
                own.append("\n")
            elif tag == f"{_W}tab":
                own.append("\t")
            elif tag == f"{_W}noBreakHyphen":
                own.append("-")
            elif tag == f"{_W}txbxContent":
                for inner in _blocks(child):
                    if inner.tag == f"{_W}p":
                        boxes.extend(_paragraph(inner))
                    else:
                        boxes.extend(_cell(cell) for cell in inner.iter(f"{_W}tc"))
            else:
                walk(child)

    walk(paragraph)
    return ["".join(own), *(box for box in boxes if box.strip())]


READER = Reader(
    "docx",
    (".docx", ".docm"),
    read,
    holds=lambda parts: "word/document.xml" in parts,
    binary=True,
)
