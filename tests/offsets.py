"""The oracle of the browser tests: code points (all spans of ours) and UTF-16 units (what a browser
counts), and the way between them.

The page does the same in ``app/explorer/components/coding/text.js``; both are held to each other.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offsets:
    """The two counts over one text. ``astral`` holds the code-point offsets of characters that take
    two UTF-16 units.
    """

    length: int
    astral: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Offsets:
        """The table for ``text``; empty, and so without cost, for text of the basic plane."""
        if not text or max(text) <= "\uffff":
            return cls(len(text), ())
        return cls(len(text), tuple(place for place, char in enumerate(text) if char > "\uffff"))

    @property
    def units(self) -> int:
        """The length of the text in UTF-16 units."""
        return self.length + len(self.astral)

    def to_utf16(self, point: int) -> int:
        """UTF-16 offset of the code-point offset ``point`` (0 <= point <= length). Raises
        ValueError outside.
        """
        if not 0 <= point <= self.length:
            raise ValueError(f"point must be within 0..{self.length}, got {point}")
        return point + bisect_left(self.astral, point)

    def to_points(self, unit: int) -> int:
        """Code-point offset of the UTF-16 offset ``unit`` (0 <= unit <= units); one that falls
        between the two halves of a character counts as before it. Raises ValueError outside.
        """
        if not 0 <= unit <= self.units:
            raise ValueError(f"unit must be within 0..{self.units}, got {unit}")
        low, high = 0, len(self.astral)
        while low < high:
            middle = (low + high) // 2
            if self.astral[middle] + middle + 1 < unit:
                low = middle + 1
            else:
                high = middle
        if low < len(self.astral) and self.astral[low] + low + 1 == unit:
            return self.astral[low]
        return unit - low


def to_utf16(text: str, point: int) -> int:
    """``Offsets.of(text).to_utf16(point)``, for a single question."""
    return Offsets.of(text).to_utf16(point)


def to_points(text: str, unit: int) -> int:
    """``Offsets.of(text).to_points(unit)``, for a single question."""
    return Offsets.of(text).to_points(unit)
