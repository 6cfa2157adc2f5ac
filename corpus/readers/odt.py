"""OpenDocument text: paragraphs and tables in order; tracked deletions left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from corpus.document import Document, Line
from corpus.readers import archive
from corpus.readers.source import Reader, Source
from corpus.readers.tabular import Table, assemble

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def read(source: Source) -> list[Document]:
    """One document. Raises Unreadable for damage or a password."""
    archive.total(source.data)
    parts = archive.names(source.data)
    if "META-INF/manifest.xml" in parts and b"encryption-data" in archive.part(
        source.data, "META-INF/manifest.xml"
    ):
        from corpus.problem import Unreadable

        raise Unreadable("read.password")
    root = archive.xml(archive.part(source.data, "content.xml"))
    body = root.find(f".//{_OFFICE}text")
    blocks: list[Line | Table] = []
    number = 0
    for block in _blocks(body if body is not None else root):
        if block.tag == f"{_TABLE}table":
            rows = [
                [
                    "\n".join(_text(paragraph) for paragraph in cell.iter(f"{_TEXT}p"))
                    for cell in row
                    if cell.tag == f"{_TABLE}table-cell"
                    for _ in range(_times(cell.get(f"{_TABLE}number-columns-repeated"), 20))
                ]
                for row in block.iter(f"{_TABLE}table-row")
            ]
            blocks.append(Table(rows, number + 1))
            number += len(rows)
        else:
            number += 1
            blocks.append(Line(_text(block), number))
    return assemble(blocks, "odt")


def _blocks(node: Any) -> Iterator[Any]:
    for child in node:
        if child.tag == f"{_TEXT}tracked-changes":
            continue
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h", f"{_TABLE}table"):
            yield child
        elif isinstance(child.tag, str):
            yield from _blocks(child)


def _text(node: Any) -> str:
    found = [node.text or ""]
    for child in node:
        if child.tag == f"{_TEXT}s":
            found.append(" " * _times(child.get(f"{_TEXT}c"), 200))
        elif child.tag == f"{_TEXT}tab":
            found.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            found.append("\n")
        elif child.tag in (f"{_TEXT}note", f"{_OFFICE}annotation"):
            pass
        elif isinstance(child.tag, str):
            found.append(_text(child))
        found.append(child.tail or "")
    return "".join(found)


def _times(told: str | None, most: int) -> int:
    """A repeat count of the format, within bounds; 1 where it is none."""
    return min(int(told[:9]), most) if told and told.isascii() and told.isdigit() else 1


READER = Reader(
    "odt",
    (".odt",),
    read,
    holds=lambda parts: "content.xml" in parts and "mimetype" in parts,
    binary=True,
)
