"""Rich text, with Chinese as \\'xx (cp936) or \\uN."""

from __future__ import annotations

from typing import Any

from corpus.document import Document
from corpus.problem import Unreadable
from corpus.readers.lines import lines_of
from corpus.readers.source import Reader, Source


def read(source: Source) -> list[Document]:
    """One document. Raises Unreadable for damage."""
    from striprtf.striprtf import rtf_to_text

    convert: Any = rtf_to_text

    if len(source.data) > 32 * 1024 * 1024:
        raise Unreadable("read.too_large", limit=32)
    try:
        text = convert(
            source.data.decode("latin-1"), encoding=source.encoding or "gb18030", errors="replace"
        )
    except (ValueError, IndexError, KeyError, LookupError, UnicodeError, TypeError) as error:
        raise Unreadable("read.damaged", kind="rtf") from error
    text = text.encode("utf-16-le", "surrogatepass").decode(
        "utf-16-le", "replace"
    )  # Word writes an emoji as two halves
    return [Document(lines_of(text), "rtf")]


def sniff(head: bytes) -> bool:
    return head.lstrip().startswith(b"{\\rtf")


READER = Reader("rtf", (".rtf",), read, sniff, binary=True)
