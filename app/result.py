"""What an analysis hands to the faces: named tables, pictures, files, and the sentences that must
stand beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

Picture = tuple[bytes, bytes]
"""(PNG, SVG)."""


class Pictures(MutableMapping[str, Picture]):
    """Pictures by name; one that is given as a function is drawn when it is first looked at."""

    def __init__(self) -> None:
        self._made: dict[str, Picture | Callable[[], Picture]] = {}

    def __setitem__(self, name: str, picture: Picture | Callable[[], Picture]) -> None:
        self._made[name] = picture

    def __getitem__(self, name: str) -> Picture:
        picture = self._made[name]
        if callable(picture):
            picture = self._made[name] = picture()
        return picture

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


@dataclass(slots=True)
class Result:
    """``tables``: name -> frame with plain column keys (headed in the reader's language when shown
    or written); the first is the main one. ``pictures``: name -> (PNG, SVG), drawn when looked at;
    ``files``: name -> bytes (graph formats); ``notes``: sentences, already in the reader's
    language; ``facts``: single numbers for ``--json``.
    """

    name: str
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    pictures: Pictures = field(default_factory=Pictures)
    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    brief: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Table -> the columns shown on the screen, where not all have room."""
