"""The characters without which a pattern cannot match: a cheap test that saves most searches.

Of every branch of a pattern one character is kept that any match of the branch must hold. A text with none of them
holds no match; a text with one may hold one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as _op  # type: ignore[attr-defined]
from re import _parser as _parse  # type: ignore[attr-defined]
from typing import Any, Final

_COMMON: Final = ",，的是。我一个有这不们在会来要就以了人到可也说上部那没他?？你时分后能么用大都开做为去者所里下跟家得看问实还样对过些出法因话如面关发好提多年事公很点现其方或但果作前天理子之给什经成定像讲回比想当机题道接业主本放候边意"
"""Frequent characters of spoken Chinese, the most frequent first (their frequency falls about as one over the rank)."""


def triggers(pattern: str) -> frozenset[str] | None:
    """One character at least of every match of ``pattern``; None when there are matches that need none in particular."""
    return min(_choices(_parse.parse(pattern)), key=_cost, default=None)


def _choices(items: Any) -> list[frozenset[str]]:
    """Sets of characters, of each of which a match of the whole sequence holds one."""
    return [chars for kind, value in items for chars in _of(kind, value)]


def _of(kind: Any, value: Any) -> list[frozenset[str]]:
    if kind is _op.LITERAL:
        return [frozenset(chr(value))]
    if kind is _op.IN and all(one is _op.LITERAL for one, _ in value):
        return [frozenset(chr(code) for _, code in value)]
    if kind is _op.SUBPATTERN:
        return _choices(value[-1])
    if kind in (_op.MAX_REPEAT, _op.MIN_REPEAT) and value[0] > 0:
        return _choices(value[2])
    if kind is _op.BRANCH:
        branches = [_choices(branch) for branch in value[1]]
        return [_union(branches)] if all(branches) else []
    return []


def _union(branches: Sequence[Sequence[frozenset[str]]]) -> frozenset[str]:
    """A choice from every branch, those first that leave none, so that few and rare characters serve all."""
    found: frozenset[str] = frozenset()
    for choices in sorted(branches, key=lambda choices: (len(choices), min(map(_cost, choices)))):
        found |= min(choices, key=lambda chars: _cost(frozenset(chars) - found))
    return found


def _cost(chars: frozenset[str]) -> float:
    return sum(1 / (2 + place) if (place := _COMMON.find(char)) >= 0 else 0.002 for char in chars)


class Triggers:
    """Tells which of several patterns may match in a text. ``bit`` gives the bit of a pattern."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self.bit = {pattern: 1 << place for place, pattern in enumerate(patterns)}
        self._always = 0
        self._of: dict[str, int] = {}
        for pattern, bit in self.bit.items():
            chars = triggers(pattern.pattern)
            if chars is None:
                self._always |= bit
            for char in chars or ():
                self._of[char] = self._of.get(char, 0) | bit
        self._chars = frozenset(self._of)

    def read(self, text: str) -> int:
        """The bits of the patterns that may match in ``text``."""
        found, of = self._always, self._of
        for char in self._chars.intersection(text):
            found |= of[char]
        return found
