"""Readers: one file per family of formats, listed in ``READERS``.

A reader takes a ``Source`` (name and bytes) and returns the interviews in it as ``Document`` values. What it
cannot take it says by ``Unreadable`` (a message key with the remedy); nothing else may leave it for bad input.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.document import Document


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: ``name`` as given by the user (for messages), its bytes, and the options that bear on reading."""

    name: str
    data: bytes
    encoding: str | None = None  # told by the user; overrules detection


@dataclass(frozen=True, slots=True)
class Reader:
    """``suffixes`` in lower case with the dot; ``sniff`` recognises content whatever the name says."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Source], list[Document]]
    sniff: Callable[[bytes], bool]
