"""PDF with a text layer."""

from __future__ import annotations

import io
import logging
import warnings

from corpus.document import Document, Line
from corpus.problem import Unreadable
from corpus.readers.source import Reader, Source


def read(source: Source) -> list[Document]:
    """One document; lines as laid out, page furniture left in for the normaliser. Raises Unreadable for a scan, a password, damage."""
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
            for page in reader.pages:
                pages.append(page.extract_text() or "")
        except Unreadable:
            raise
        except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RecursionError, AssertionError, NotImplementedError, ImportError) as error:
            raise Unreadable("read.damaged", kind="pdf") from error
    text = "\n".join(pages)
    if len(text.strip()) < 10 * max(1, len(pages)) and len(text.strip()) < 200:
        raise Unreadable("read.scan")
    return [Document(tuple(Line(line, number) for number, line in enumerate(text.split("\n"), 1)), "pdf")]


READER = Reader("pdf", (".pdf",), read, lambda head: head[:1024].lstrip().startswith(b"%PDF"))
