"""Web pages: block elements are lines, tables are read as tables, scripts and styles are left
out.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from corpus.document import Document, Line
from corpus.problem import Unreadable
from corpus.readers.encoding import Decoded, decode
from corpus.readers.source import Reader, Source
from corpus.readers.tabular import Table, assemble

if TYPE_CHECKING:
    from bs4.element import Tag

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


LIMIT: Final = 32 * 1024 * 1024


def read(source: Source) -> list[Document]:
    """One document. Raises Unreadable when it cannot be decoded, or nests too deep."""
    from bs4 import BeautifulSoup

    if len(source.data) > LIMIT:
        raise Unreadable("read.too_large", limit=LIMIT // 1024 // 1024)
    decoded = _decoded(source)
    page = _Page()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            soup = BeautifulSoup(decoded.text, "lxml")
        except (RecursionError, ValueError) as error:
            raise Unreadable("read.damaged", kind="html") from error
    try:
        page.walk(soup)
    except RecursionError as error:
        raise Unreadable("read.damaged", kind="html") from error
    page.flush()
    return [
        replace(document, encoding=decoded.encoding) for document in assemble(page.blocks, "html")
    ]


def _decoded(source: Source) -> Decoded:
    """By the user's word, else by the page's own where that fits, else by its characters."""
    if source.encoding:
        return decode(source.data, _wide_name(source.encoding))
    charset = re.search(rb"charset=[\"']?([\w-]+)", source.data[:2048])
    if charset:
        try:
            return decode(source.data, _wide_name(charset[1].decode("ascii")))
        except Unreadable:
            pass  # pages often name an encoding that they are not written in
    return decode(source.data)


def _wide_name(encoding: str) -> str:
    """GB 18030 for its subsets: pages that name them hold characters beyond."""
    return "gb18030" if encoding.lower() in ("gb2312", "gbk") else encoding


class _Page:
    """Collects the lines and tables of a page in order."""

    def __init__(self) -> None:
        self.blocks: list[Line | Table] = []
        self._pending: list[str] = []

    def flush(self) -> None:
        """Ends the line that is being collected."""
        text = re.sub(r"[ \t\r\f\v]*\n[ \t]*", "\n", "".join(self._pending)).strip()
        self._pending.clear()
        if text:
            self.blocks.append(Line(text, len(self.blocks) + 1))

    def walk(self, node: Tag) -> None:
        """Everything inside an element."""
        from bs4.element import NavigableString, Tag

        for child in node.children:
            if not isinstance(child, Tag):
                if type(child) is NavigableString:  # comments and the like are classes below it
                    self._pending.append(re.sub(r"\s+", " ", str(child)))
            elif child.name in _OUT:
                continue
            elif child.name == "br":
                self._pending.append("\n")
            elif child.name == "table" and not child.find("table"):
                self.flush()
                self.blocks.append(Table(_rows(child), len(self.blocks) + 1))
            elif child.name in _BLOCK:
                self.flush()
                self.walk(child)
                self.flush()
            else:
                self.walk(child)


def _rows(table: Tag) -> list[list[str]]:
    return [
        [cell.get_text("\n", strip=True) for cell in row.find_all(["td", "th"])]
        for row in table.find_all("tr")
    ]


def sniff(head: bytes) -> bool:
    return bool(
        re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)", head[:300], re.IGNORECASE)
    )


READER = Reader("html", (".html", ".htm", ".xhtml"), read, sniff)
