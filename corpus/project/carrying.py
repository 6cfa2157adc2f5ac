"""Where a stretch of an older text stands in a newer one."""

from __future__ import annotations

from bisect import bisect_right
from difflib import SequenceMatcher
from functools import cached_property

from corpus.span import Span


class Alignment:
    """Carries spans from ``old`` to ``new``. A span is carried only where its very text stands at the place that the alignment tells,
    or where its text stands exactly once in the newer text; otherwise it is for a person to place."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    @cached_property
    def _blocks(self) -> list[tuple[int, int, int]]:
        """Equal stretches (start in old, start in new, length), found line by line, then within the lines that differ."""
        old_lines, new_lines = self.old.splitlines(keepends=True), self.new.splitlines(keepends=True)
        old_at, new_at = _starts(old_lines), _starts(new_lines)
        found: list[tuple[int, int, int]] = []
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_opcodes():
            if tag == "equal":
                found.append((old_at[i1], new_at[j1], old_at[i2] - old_at[i1]))
            elif tag == "replace":
                one, two = self.old[old_at[i1] : old_at[i2]], self.new[new_at[j1] : new_at[j2]]
                if len(one) * len(two) <= 4_000_000:
                    inner = SequenceMatcher(None, one, two, autojunk=False)
                    found += [(old_at[i1] + block.a, new_at[j1] + block.b, block.size) for block in inner.get_matching_blocks() if block.size]
        return found

    def carry(self, span: Span) -> Span | None:
        """The same words in the newer text, or None."""
        quote = span.of(self.old)
        aligned = self._aligned(span.start)
        if aligned is not None and self.new[aligned : aligned + len(span)] == quote:
            return Span(aligned, aligned + len(span))
        first = self.new.find(quote)
        if first >= 0 and self.new.find(quote, first + 1) < 0:
            return Span(first, first + len(span))
        return None

    def _aligned(self, position: int) -> int | None:
        place = bisect_right([start for start, _, _ in self._blocks], position) - 1
        if place < 0:
            return None
        start, there, length = self._blocks[place]
        return there + position - start if position < start + length else None


def _starts(lines: list[str]) -> list[int]:
    found = [0]
    for line in lines:
        found.append(found[-1] + len(line))
    return found
