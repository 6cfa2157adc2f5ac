"""Where a stretch of an older text stands in a newer one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any, Final

from corpus.span import Span

_CLAUSE: Final = re.compile(r"[^，。；？！、\s]*[，。；？！、\s]*")
_AT_ONCE: Final = 250_000
"""Two stretches whose lengths multiply to no more than this are compared character by character."""


class Alignment:
    """Carries spans from ``old`` to ``new``. A span is carried only where its very text stands at
    the place that the alignment tells, or where its text stands exactly once in either text;
    otherwise it is for a person to place.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    @cached_property
    def _blocks(self) -> list[tuple[int, int, int]]:
        """Equal stretches (start in old, start in new, length): lines first, then clauses of lines
        that differ, then characters of clauses that differ.
        """
        return list(_equal(self.old, self.new, 0, 0, "lines"))

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _, _ in self._blocks]

    def carry(self, span: Span) -> Span | None:
        """The same words in the newer text, or None."""
        quote = span.of(self.old)
        aligned = self._aligned(span.start)
        if aligned is not None and self.new[aligned : aligned + len(span)] == quote:
            return Span(aligned, aligned + len(span))
        first = self.new.find(quote)
        if (
            first >= 0
            and self.new.find(quote, first + 1) < 0
            and self.old.find(quote, self.old.find(quote) + 1) < 0
        ):
            return Span(first, first + len(span))
        return None

    def carry_evidence(self, evidence: Any, shift: int) -> Any:
        """The evidence of a machine coding that moved by ``shift``: it lies inside the coded words;
        a cue in a neighbouring sentence is carried by itself.
        """
        if not evidence:
            return evidence
        made = {**evidence, "start": evidence["start"] + shift, "end": evidence["end"] + shift}
        if evidence["cue_start"] is not None:
            cue = self.carry(Span(evidence["cue_start"], evidence["cue_end"]))
            made["cue_start"], made["cue_end"] = (
                (cue.start, cue.end) if cue is not None else (None, None)
            )
        return made

    def _aligned(self, position: int) -> int | None:
        place = bisect_right(self._starts, position) - 1
        if place < 0:
            return None
        start, there, length = self._blocks[place]
        return there + position - start if position < start + length else None


def common(old: str, new: str, length: int = 8) -> float:
    """The share of the stretches of ``length`` characters of the shorter text that stand in the
    other one too, 0 to 1 (1 for texts shorter than that).
    """
    one, two = (
        {text[place : place + length] for place in range(len(text) - length + 1)}
        for text in (old, new)
    )
    least = min(len(one), len(two))
    return len(one & two) / least if least else 1.0


def _equal(one: str, two: str, at: int, there: int, by: str) -> Iterator[tuple[int, int, int]]:
    if by == "characters":
        if len(one) * len(two) <= _AT_ONCE:
            for block in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks():
                if block.size:
                    yield at + block.a, there + block.b, block.size
        return
    old, new = _cut(one, by), _cut(two, by)
    old_at, new_at = _starts_of(old), _starts_of(new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield at + old_at[i1], there + new_at[j1], old_at[i2] - old_at[i1]
        elif tag == "replace":
            yield from _equal(
                one[old_at[i1] : old_at[i2]],
                two[new_at[j1] : new_at[j2]],
                at + old_at[i1],
                there + new_at[j1],
                "clauses" if by == "lines" else "characters",
            )


def _cut(text: str, by: str) -> list[str]:
    return (
        text.splitlines(keepends=True)
        if by == "lines"
        else [part for part in _CLAUSE.findall(text) if part]
    )


def _starts_of(pieces: Sequence[str]) -> list[int]:
    found = [0]
    for piece in pieces:
        found.append(found[-1] + len(piece))
    return found
