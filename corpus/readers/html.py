"""Web pages: block elements are lines, tables are read as tables, scripts and styles are left
out.
"""

from __future__ import annotations

import re
import warnings
from typing import Any, Final

from corpus.document import Document, Line
from corpus.problem import Unreadable
from corpus.readers.encoding import decode
from corpus.readers.source import Reader, Source
from corpus.readers.tabular import Table, assemble

_BLOCK: Final = frozenset(
    [
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "dt",
        "dd",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "ul",
        "ol",
        "dl",
        "main",
        "body",
        "pre",
    ]
)
_OUT: Final = frozenset(
    ["script", "style", "head", "template", "noscript", "iframe", "svg", "nav", "button"]
)


def read(source: Source) -> list[Document]:
    """One document. Raises Unreadable when it cannot be decoded."""
    from bs4 import BeautifulSoup

    if len(source.data) > 32 * 1024 * 1024:
        raise Unreadable("read.too_large", limit=32)
    told = re.search(rb"charset=[\"']?([\w-]+)", source.data[:2048])
    name = source.encoding or (told[1].decode("ascii") if told else None)
    if name and name.lower() in ("gb2312", "gbk"):
        name = "gb18030"
    try:
        decoded = decode(source.data, name)
    except Unreadable:
        if source.encoding:
            raise
        decoded = decode(source.data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            soup = BeautifulSoup(decoded.text, "lxml")
        except (RecursionError, ValueError) as error:
            raise Unreadable("read.damaged", kind="html") from error
    blocks: list[Line | Table] = []
    pending: list[str] = []

    def flush() -> None:
        text = re.sub(r"[ \t\r\f\v]*\n[ \t]*", "\n", "".join(pending)).strip()
        pending.clear()
        if text:
            blocks.append(Line(text, len(blocks) + 1))

    def walk(node: Any) -> None:
        for child in node.children:
            tag = getattr(child, "name", None)
            if tag is None:
                if type(child).__name__ == "NavigableString":
                    pending.append(re.sub(r"\s+", " ", str(child)))
            elif tag in _OUT:
                continue
            elif tag == "br":
                pending.append("\n")
            elif tag == "table" and not child.find("table"):
                flush()
                rows = [
                    [cell.get_text("\n", strip=True) for cell in row.find_all(["td", "th"])]
                    for row in child.find_all("tr")
                ]
                blocks.append(Table(rows, len(blocks) + 1))
            elif tag in _BLOCK:
                flush()
                walk(child)
                flush()
            else:
                walk(child)

    try:
        walk(soup)
    except RecursionError as error:
        raise Unreadable("read.damaged", kind="html") from error
    flush()
    return [
        Document(
            document.lines,
            "html",
            document.metadata,
            document.part,
            document.problems,
            decoded.encoding,
        )
        for document in assemble(blocks, "html")
    ]


def sniff(head: bytes) -> bool:
    return bool(
        re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)", head[:300], re.IGNORECASE)
    )


READER = Reader("html", (".html", ".htm", ".xhtml"), read, sniff)
