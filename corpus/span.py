"""A stretch of text: half-open, counted in Unicode code points of the normalised text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """``[start, end)`` in code points. Falsy when empty; ordered by start, then end.

    Raises ValueError when ``start`` is negative or lies after ``end``.
    """

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        if not 0 <= start <= end:
            raise ValueError(f"span needs 0 <= start <= end, got start={start}, end={end}")
        _set_start(self, start)
        _set_end(self, end)

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return self.end > self.start

    def __and__(self, other: Span) -> Span:
        """The common stretch; an empty span at the later start when there is none."""
        start = max(self.start, other.start)
        return Span(start, max(start, min(self.end, other.end)))

    def __or__(self, other: Span) -> Span:
        """The shortest span that covers both (an empty span adds nothing)."""
        if not self:
            return other
        if not other:
            return self
        return Span(min(self.start, other.start), max(self.end, other.end))

    def __contains__(self, item: int | Span) -> bool:
        """A position lies inside; a span lies wholly inside."""
        if isinstance(item, Span):
            return self.start <= item.start and item.end <= self.end
        return self.start <= item < self.end

    def of(self, text: str) -> str:
        """The characters of ``text`` that the span covers."""
        return text[self.start : self.end]


_set_start: Final = Span.__dict__["start"].__set__
_set_end: Final = Span.__dict__["end"].__set__
"""A text has thousands of spans: this sets a frozen field in half the time."""
