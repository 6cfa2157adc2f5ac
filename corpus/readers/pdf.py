"""PDF with a text layer."""

from __future__ import annotations

import io
import logging
import re
import warnings
from typing import Final

from corpus.document import Document, Line
from corpus.problem import Unreadable
from corpus.readers.source import Reader, Source

_GAP: Final = re.compile(
    r"(?<!^[A-Z])(?<!^[A-Z]\d)(?<!^[A-Z]\d\d)"
    r"(?:(?<=[\u2e80-\u9fff\uf900-\ufaff\u3001-\u303f\uff01-\uff5e…]) (?=[A-Za-z0-9\uff01-\uff5e…])"
    r"|(?<=[A-Za-z0-9…]) (?=[\u2e80-\u9fff\uf900-\ufaff\u3001-\u303f\uff01-\uff5e…]))"
)
"""The gap that a layout leaves between Chinese and Latin, which nobody typed (not after a code that
opens a line: P3 我们).
"""

DRAWN: Final = 16 * 1024 * 1024
"""What the pages may draw, unpacked: a page of text takes some tens of kilobytes, and a megabyte
some seconds.
"""


def read(source: Source) -> list[Document]:
    """One document; lines as laid out, with their pages; furniture and broken lines are left for
    ``corpus.turns.pages``. Raises Unreadable for a scan, a password, damage.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            reader = PdfReader(io.BytesIO(source.data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise Unreadable("read.password")
            drawn = 0
            for page in reader.pages:
                contents = page.get_contents()
                drawn += len(contents.get_data()) if contents is not None else 0
                if drawn > DRAWN:
                    raise Unreadable("read.bomb", limit=DRAWN // 1024 // 1024)
                pages.append(page.extract_text() or "")
        except Unreadable:
            raise
        except (
            PyPdfError,
            ValueError,
            KeyError,
            IndexError,
            TypeError,
            AttributeError,
            OSError,
            RecursionError,
            AssertionError,
            NotImplementedError,
            ImportError,
        ) as error:
            raise Unreadable("read.damaged", kind="pdf") from error
    told = sum(len(text.strip()) for text in pages)
    if told < 10 * max(1, len(pages)) and told < 200:
        raise Unreadable("read.scan")
    laid = [
        (_GAP.sub("", line), page)
        for page, text in enumerate(pages, 1)
        for line in text.split("\n")
    ]
    return [
        Document(
            tuple(Line(line, number, page=page) for number, (line, page) in enumerate(laid, 1)),
            "pdf",
        )
    ]


def sniff(head: bytes) -> bool:
    return head[:1024].lstrip().startswith(b"%PDF")


READER = Reader("pdf", (".pdf",), read, sniff, binary=True)
