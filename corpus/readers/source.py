"""What a reader gets and what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.document import Document


@dataclass(frozen=True, slots=True)
class Source:
    """``name`` as given by the user (for messages), the bytes, and an encoding that the user
    told.
    """

    name: str
    data: bytes
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """``suffixes`` in lower case with the dot; ``sniff`` recognises unmistakable content whatever
    the name says.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Source], list[Document]]
    sniff: Callable[[bytes], bool]
