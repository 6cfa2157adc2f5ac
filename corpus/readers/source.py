"""What a reader gets and what it is."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from corpus.document import Document


@dataclass(frozen=True, slots=True)
class Source:
    """``name`` as given by the user (for messages), the bytes, and an encoding that the user gave
    (None: it is found out).
    """

    name: str
    data: bytes
    encoding: str | None = None


def _never(content: object) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Reader:
    """A family of formats.

    ``name`` is what messages call it, ``suffixes`` stand in lower case with the dot. ``read`` gives
    the interviews of a source and raises nothing but Unreadable. Content that is unmistakable is
    recognised whatever the name of the file says: ``sniff`` gets its first 4,096 bytes, ``holds``
    the names of the parts of a zip container. ``binary``: content that neither recognises is not of
    this family, but damaged, or text under a wrong suffix.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Source], list[Document]]
    sniff: Callable[[bytes], bool] = _never
    holds: Callable[[Collection[str]], bool] = _never
    binary: bool = False
