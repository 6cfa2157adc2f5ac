"""The strings without which a pattern cannot match: one pass over a text that saves most searches.

Of every branch of a pattern strings are kept of which any match of the branch must hold one. A text
with none of them holds no match; a text with one may hold one.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:  # where the types of the two stand
    import sre_constants as _op
    import sre_parse as _parse
else:
    from re import _constants as _op
    from re import _parser as _parse

_COMMON: Final = (
    ",，的是。我一个有这不们在会来要就以了人到可也说上部那没他?？"
    "你时分后能么用大都开做为去者所里下跟家得看问实还样对过些出法因话如面关发好提多年"
    "事公很点现其方或但果作前天理子之给什经成定像讲回比想当机题道接业主本放候边意"
)
"""Frequent characters of spoken Chinese, the most frequent first (their frequency falls about as
one over the rank).
"""


_LIMIT: Final = 400
"""Alternatives that are written out at most."""


def triggers(pattern: str) -> frozenset[str] | None:
    """One string at least of every match of ``pattern``; None when there are matches that need none
    in particular.
    """
    return min(_choices(_items(_parse.parse(pattern))), key=_cost, default=None)


def needs(pattern: str, expected: Callable[[str], float]) -> list[frozenset[str]]:
    """Sets of strings, of each of which every match of a pattern written for RE2 holds one; the
    rarest first.

    ``expected`` tells how often a string is to be expected. Empty where matches need none in
    particular, or where Python reads the pattern in another way or not at all.
    """
    parsed = _parsed(pattern)
    try:
        return (
            []
            if parsed is None
            else sorted(_choices(_items(parsed)), key=lambda strings: sum(map(expected, strings)))
        )
    except (OverflowError, RecursionError):
        return []


def longest(pattern: str) -> int:
    """No match of a pattern written for RE2 is longer (``sys.maxsize``: nothing can be said)."""
    parsed = _parsed(pattern)
    try:
        return sys.maxsize if parsed is None else min(int(parsed.getwidth()[1]), sys.maxsize)
    except (OverflowError, RecursionError):
        return sys.maxsize


@lru_cache(maxsize=16)
def _parsed(pattern: str) -> _parse.SubPattern | None:
    """A pattern written for RE2 as Python reads it; None where it reads it in another way or not at
    all.
    """
    if _ONLY_RE2.search(pattern):
        return None
    try:
        return _parse.parse(pattern)
    except (re.error, OverflowError, RecursionError):
        return None


_ONLY_RE2: Final = re.compile(r"\\[^.?*+()\[\]|^$nrt-]|\(\?[^:]|\[\[:|\[[^\]]*&&")
"""Escapes of letters, flags and named groups, classes by name: what the two read alike is the
rest.
"""


@dataclass(frozen=True, slots=True)
class _Signs:
    """One of some characters."""

    signs: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Group:
    """``items`` one after another."""

    items: Sequence[_Item]


@dataclass(frozen=True, slots=True)
class _Repeat:
    """``items`` at least and at most so many times."""

    least: int
    most: int
    items: Sequence[_Item]


@dataclass(frozen=True, slots=True)
class _Branch:
    """One of the branches."""

    branches: Sequence[Sequence[_Item]]


_Item: TypeAlias = "_Signs | _Group | _Repeat | _Branch | None"
"""A part of a pattern; None for one of which nothing is said here."""


def _items(parsed: _parse.SubPattern) -> list[_Item]:
    """What Python's parser read, of which each value has another shape, as parts with types."""
    return [_item(kind, value) for kind, value in parsed.data]


def _item(kind: object, value: Any) -> _Item:
    if kind is _op.LITERAL:
        return _Signs(frozenset(chr(value)))
    if kind is _op.IN and all(member is _op.LITERAL for member, _ in value):
        return _Signs(frozenset(chr(code) for _, code in value))
    if kind is _op.SUBPATTERN:
        return _Group(_items(value[-1]))
    if kind in (_op.MAX_REPEAT, _op.MIN_REPEAT):
        return _Repeat(value[0], value[1], _items(value[2]))
    if kind is _op.BRANCH:
        return _Branch([_items(branch) for branch in value[1]])
    return None


def _choices(items: Iterable[_Item]) -> list[frozenset[str]]:
    """Sets of strings, of each of which a match of the whole sequence holds one."""
    choices: list[frozenset[str]] = []
    run = frozenset([""])
    for item in items:
        exact = _exact(item)
        if exact is not None and len(run) * len(exact) <= _LIMIT:
            run = frozenset(start + end for start in run for end in exact)
            continue
        choices.append(run)
        run = frozenset([""]) if exact is None else exact
        choices.extend(_choices_within(item) if exact is None else ())
    return [choice for choice in (*choices, run) if "" not in choice]


def _exact(item: _Item) -> frozenset[str] | None:
    """All that an item can match, where that is a list of strings."""
    match item:
        case _Signs(signs):
            return signs
        case _Group(items):
            return _all_exact(items)
        case _Repeat(0, 1, items):
            once = _all_exact(items)
            return None if once is None else once | {""}
        case _Branch(branches):
            strings: set[str] = set()
            for branch in branches:
                exact = _all_exact(branch)
                if exact is None:
                    return None
                strings |= exact
            return frozenset(strings)
    return None


def _all_exact(items: Iterable[_Item]) -> frozenset[str] | None:
    """All that a sequence of items can match, where that is a list of strings."""
    run = frozenset([""])
    for item in items:
        exact = _exact(item)
        if exact is None or len(run) * len(exact) > _LIMIT:
            return None
        run = frozenset(start + end for start in run for end in exact)
    return run


def _choices_within(item: _Item) -> list[frozenset[str]]:
    """Sets of strings, of each of which a match of one item holds one."""
    match item:
        case _Group(items):
            return _choices(items)
        case _Repeat(least, _, items) if least > 0:
            return _choices(items)
        case _Branch(branches):
            choices = [_choices(branch) for branch in branches]
            if all(choices):
                return [frozenset().union(*(min(each, key=_cost) for each in choices))]
    return []


def _cost(strings: frozenset[str]) -> float:
    """How often one of the strings is to be expected."""
    return sum(
        math.prod(
            1 / (2 + place) if (place := _COMMON.find(char)) >= 0 else 0.002 for char in string
        )
        for string in strings
    )


class Triggers:
    """Tells which of several patterns may match in a text. ``bit`` gives the bit of a pattern."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        import ahocorasick_rs

        self.bit = {pattern: 1 << place for place, pattern in enumerate(patterns)}
        self._always = 0
        of: dict[str, int] = {}
        for pattern, bit in self.bit.items():
            strings = triggers(pattern.pattern)
            if strings is None:
                self._always |= bit
            for string in strings or ():
                of[string] = of.get(string, 0) | bit
        self._bits = tuple(of.values())
        self._automaton = ahocorasick_rs.AhoCorasick(
            tuple(of) or ("\uffff",), implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def read(self, text: str) -> int:
        """The bits of the patterns that may match in ``text``."""
        found, bits = self._always, self._bits
        for place, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            found |= bits[place]
        return found
