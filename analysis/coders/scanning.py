"""Finding the words of codebooks in a shadow text: one pass of one automaton for all of them.

Each codebook keeps its own leftmost-longest words (Aho-Corasick), so that 统一标准 inside
没有统一标准 credits the longer one. Of a ``near`` rule only the part that speech holds least often
is in the automaton; the others are looked for around it. Words of ``near`` rules and ``unless``
phrases take nothing from indicators (a phrase cancels those of its own code), but a word inside a
longer indicator or phrase is not that of a ``near`` rule.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from analysis.coders.expectation import expected_count, spoken_text
from analysis.coders.triggers import longest, needs
from analysis.linear import linear
from codebooks.codebook import Code, Codebook, IndicatorClass, Near, Pattern
from codebooks.regional import variants
from corpus.normalise import Characters
from corpus.normalise import shadow as shadow_of

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

BREAKS: Final = Characters(",。?!;\n\x00")
"""No ``near`` rule reaches over one of these (the last stands for a transcription mark)."""


_LINE: Final = re.compile("[^\n]+")

Value = TypeVar("Value")
_Entry = tuple[int, IndicatorClass, str]
"""Code, class, "indicator" or "weak"."""


class Hit(NamedTuple):
    """A rule that fired: ``code`` indexes ``Scanner.codes``; offsets are of the shadow text."""

    start: int
    end: int
    code: int
    kind: IndicatorClass
    rule: str  # indicator, weak, near, pattern
    gapped: bool = False
    """Parts stand apart, and none of them negates: a negator within is the speaker's."""


@dataclass(slots=True)
class _Word:
    """What one string stands for in one codebook."""

    entries: list[_Entry] = field(default_factory=list)
    unless: list[int] = field(default_factory=list)  # codes


@dataclass(frozen=True, slots=True)
class _Near:
    code: int
    kind: IndicatorClass
    within: int
    parts: tuple[str, ...]
    others: tuple[str, ...]
    """The parts that the automaton does not hold, the rarest first."""
    reach: int
    """No part of a hit lies farther from the part that the automaton holds."""
    gapped: bool

    def hits(self, shadow: str, low: int, high: int, taken: Sequence[tuple[int, int]]) -> list[Hit]:
        """All parts in the clause ``[low, high)``, the whole not longer than the words plus
        ``within`` characters between them.

        ``taken``: the longest words and ``unless`` phrases of the codebook, in text order.
        """
        words: list[tuple[int, int, int]] = []
        for part, expression in enumerate(self.parts):
            before = len(words)
            words += [
                (match.start(), match.end(), part)
                for match in compiled(expression).finditer(shadow, low, high)
            ]
            if len(words) == before:
                return []
        words.sort()
        if taken:
            words = [word for word in words if not _inside(word[0], word[1], taken)]
        count = len(self.parts)
        found: list[Hit] = []
        last = -1
        for index, (start, end, part) in enumerate(words):
            if start < last:
                continue
            have, stop, letters = {part}, end, end - start
            for begin, finish, other in words[index + 1 :]:
                if begin - stop > self.within:
                    break
                if other not in have and begin >= stop:
                    have.add(other)
                    letters += finish - begin
                    stop = finish
                    if len(have) == count:
                        break
            if len(have) == count and stop - start - letters <= self.within:
                found.append(Hit(start, stop, self.code, self.kind, "near", self.gapped))
                last = stop
        return found


@dataclass(frozen=True, slots=True)
class _Pattern:
    """``strings``: every match holds one of them, the automaton finds them; empty when it need not.
    ``others``: every match holds one of each. No match is longer than ``longest``.
    """

    code: int
    kind: IndicatorClass
    pattern: str
    strings: frozenset[str]
    others: tuple[str, ...]
    longest: int
    gapped: bool


def _inside(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a stretch lies inside a longer one of ``taken``."""
    index = bisect_right(taken, start, key=_first) - 1
    if index < 0:
        return False
    low, high = taken[index]
    return end <= high and end - start < high - low


_first: Final = itemgetter(0)
_start: Final = itemgetter(1)


class Scanner:
    """The rules of one or several codebooks, ready for use. Raises what re2 raises for a pattern
    that it refuses.
    """

    def __init__(self, codebooks: Sequence[Codebook]) -> None:
        self.codes: tuple[Code, ...] = tuple(
            code for book in codebooks for code, _, _ in book.walk()
        )
        self.book_of: tuple[int, ...] = tuple(
            index for index, book in enumerate(codebooks) for _ in book.walk()
        )
        self.company: dict[int, str] = {}
        """Code -> an expression for the words that make its weak indicators count."""
        self._near: list[_Near] = []
        self._patterns: list[_Pattern] = []
        table: dict[str, dict[int, _Word]] = {}
        anchors: dict[str, list[int]] = {}
        first = 0
        for index, book in enumerate(codebooks):
            first = self._fill(book, index, first, table, anchors)
        opens, self._anywhere = self._pattern_strings()
        self._strings = strings = tuple(dict.fromkeys([*table, *anchors, *opens]))
        self._words = [
            tuple(
                (book, tuple(word.entries), tuple(word.unless))
                for book, word in table.get(string, {}).items()
            )
            for string in strings
        ]
        self._anchors = [tuple(anchors.get(string, ())) for string in strings]
        self._gates = [
            (
                _gate([self._near[index] for index in anchored]),
                max((self._near[index].reach for index in anchored), default=0),
            )
            for anchored in self._anchors
        ]
        self._opens = [tuple(opens.get(string, ())) for string in strings]
        self._books = len(codebooks)
        self._automaton = _automaton(self._strings)

    def __getstate__(self) -> dict[str, object]:
        """Goes to another process without the automaton, which is built faster than the rest is
        prepared.
        """
        return {name: value for name, value in vars(self).items() if name != "_automaton"}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._automaton = _automaton(self._strings)

    def _fill(
        self,
        book: Codebook,
        index: int,
        first: int,
        table: dict[str, dict[int, _Word]],
        anchors: dict[str, list[int]],
    ) -> int:
        """Take in the rules of the codebook with this index, whose first code has the number
        ``first``; the number of the code after its last.
        """
        forms = _Forms(book)
        expected = partial(expected_count, spoken=spoken_text(book))
        number = first
        for number, (code, _, _) in enumerate(book.walk(), first):
            for rule, words in (("indicator", code.indicators), ("weak", code.weak)):
                for form, kind in forms.each(words.items(code.kind)):
                    entries = table.setdefault(form, {}).setdefault(index, _Word()).entries
                    if not any(entry[0] == number for entry in entries):
                        entries.append((number, kind, rule))
            for form in forms.of(code.unless):
                table.setdefault(form, {}).setdefault(index, _Word()).unless.append(number)
            company = forms.of(code.company)
            if company:
                self.company[number] = _any_of(company)
            for near in code.near:
                rarest, compiled_near = _near_rule(number, code, near, forms, expected)
                for form in rarest:
                    anchors.setdefault(form, []).append(len(self._near))
                self._near.append(compiled_near)
            self._patterns.extend(
                _pattern_rule(number, code, pattern, expected) for pattern in code.patterns
            )
        return number + 1

    def _pattern_strings(self) -> tuple[dict[str, list[int]], tuple[int, ...]]:
        """String -> the patterns no match of which is without one of their strings; and the
        patterns that need no string in particular.
        """
        opens: dict[str, list[int]] = {}
        anywhere = []
        for index, pattern in enumerate(self._patterns):
            for string in pattern.strings:
                opens.setdefault(string, []).append(index)
            if not pattern.strings:
                anywhere.append(index)
        return opens, tuple(anywhere)

    def find(self, shadow: str) -> tuple[list[Hit], dict[int, list[tuple[int, int]]]]:
        """Hits in text order, and where ``unless`` phrases of a code stand."""
        hits: list[Hit] = []
        unless: dict[int, list[tuple[int, int]]] = {}
        words, anchors, opens = self._words, self._anchors, self._opens
        add, new = hits.append, tuple.__new__  # what NamedTuple does, in half the time
        matches = self._automaton.find_matches_as_indexes(shadow, overlapping=True)
        near = [match for match in matches if anchors[match[0]]]
        seen = [match for match in matches if words[match[0]]]
        seen.reverse()  # they come by their ends: now of those with one start the longest is first
        seen.sort(key=_start)
        free = [0] * self._books
        taken: list[list[tuple[int, int]]] = [[] for _ in free]
        for number, start, end in seen:
            for book, entries, phrases in words[number]:
                if start >= free[book]:
                    counting: Sequence[_Entry] = entries
                    if unless:
                        counting = [
                            entry
                            for entry in entries
                            if entry[0] not in unless or unless[entry[0]][-1][1] < end
                        ]  # the others are cancelled
                    if counting:
                        free[book] = end
                    in_book = taken[book]
                    if not in_book or in_book[-1][1] < end:
                        in_book.append((start, end))
                    for code, kind, rule in counting:
                        add(new(Hit, (start, end, code, kind, rule, False)))
                    for code in phrases:
                        unless.setdefault(code, []).append((start, end))
        if near:
            self._add_near(hits, near, shadow, taken)
        if self._patterns:
            self._add_patterns(hits, [match for match in matches if opens[match[0]]], shadow)
        hits.sort()
        return hits, unless

    def _add_patterns(
        self, hits: list[Hit], matches: Sequence[tuple[int, int, int]], shadow: str
    ) -> None:
        """Add the hits of patterns, line by line; a pattern is tried on the lines that hold one of
        its strings, found at (number, start, end), and the others within reach.
        """
        patterns, opens = self._patterns, self._opens
        first, last = 0, -1
        tried: set[tuple[int, int]] = set()
        for number, start, end in matches:
            if not first <= start < last:
                first, last = shadow.rfind("\n", 0, start) + 1, shadow.find("\n", start)
                last = len(shadow) if last < 0 else last
            for index in opens[number]:
                if (index, first) in tried:
                    continue
                rule = patterns[index]
                if _stand(
                    rule.others,
                    shadow,
                    max(first, end - rule.longest),
                    min(last, start + rule.longest),
                ):
                    tried.add((index, first))
                    _match(hits, rule, shadow, first, last)
        if self._anywhere:
            for line in _LINE.finditer(shadow):
                for index in self._anywhere:
                    _match(hits, patterns[index], shadow, *line.span())

    def _add_near(
        self,
        hits: list[Hit],
        near: Sequence[tuple[int, int, int]],
        shadow: str,
        taken: Sequence[Sequence[tuple[int, int]]],
    ) -> None:
        """Add the hits of ``near`` rules one part of which was found at (number, start, end)."""
        rules, anchors, gates = self._near, self._anchors, self._gates
        breaks = [-1, *BREAKS.places(shadow), len(shadow)]
        clause, first, last = 0, 0, 0
        tried: set[tuple[int, int]] = set()
        for number, start, end in near:
            gate, reach = gates[number]
            if not first <= start < last:
                clause = bisect_right(breaks, start)
                first, last = breaks[clause - 1] + 1, breaks[clause]
            low, high = start - reach, end + reach
            if (
                compiled(gate).search(
                    shadow, low if low > first else first, high if high < last else last
                )
                is None
            ):
                continue
            for index in anchors[number]:
                if (index, clause) in tried:
                    continue
                rule = rules[index]
                if _stand(
                    rule.others, shadow, max(first, start - rule.reach), min(last, end + rule.reach)
                ):
                    tried.add((index, clause))
                    hits.extend(rule.hits(shadow, first, last, taken[self.book_of[rule.code]]))


def _stand(others: Sequence[str], shadow: str, low: int, high: int) -> bool:
    """Whether all that a rule needs beside what the automaton found stands in ``[low, high)``."""
    for other in others:  # noqa: SIM110  # a generator takes twice as long, and this is asked of every pattern that may stand
        if compiled(other).search(shadow, low, high) is None:
            return False
    return True


def _match(hits: list[Hit], rule: _Pattern, shadow: str, start: int, end: int) -> None:
    """Add the hits of one pattern in the line ``[start, end)``."""
    line = shadow[start:end]
    hits.extend(
        Hit(
            start + match.start(), start + match.end(), rule.code, rule.kind, "pattern", rule.gapped
        )
        for match in _linear(rule.pattern).finditer(line)
        if match.end() > match.start()
    )


def _automaton(strings: Sequence[str]) -> AhoCorasick:
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(
        strings or ("\uffff",), implementation=ahocorasick_rs.Implementation.ContiguousNFA
    )


class _Forms:
    """The forms in which the words of a codebook are looked for: in the shadow's writing, and by
    other regions' words.
    """

    def __init__(self, book: Codebook) -> None:
        words = dict.fromkeys(
            word
            for code, _, _ in book.walk()
            for word in (
                *(
                    word
                    for part in (code.indicators, code.weak)
                    for word, _ in part.items(code.kind)
                ),
                *code.unless,
                *code.company,
                *(word for near in code.near for part in near.words for word in part.split("|")),
            )
            if word.strip() and "\n" not in word  # no speech goes on over a line break
        )
        self._shadow = (
            dict(zip(words, shadow_of("\n".join(words)).split("\n"), strict=True)) if words else {}
        )
        self._wider = variants(
            tuple(dict.fromkeys(self._shadow.values())),
            {shadow_of(key): tuple(map(shadow_of, forms)) for key, forms in book.regional.items()},
        )

    def each(self, words: Iterable[tuple[str, Value]]) -> list[tuple[str, Value]]:
        """Every form once with the value of its word; what is written out goes before what a region
        would say.
        """
        found: dict[str, Value] = {}
        written = [(self._shadow[word], value) for word, value in words if word in self._shadow]
        for form, value in written:
            found.setdefault(form, value)
        for form, value in written:
            for wider in self._wider.get(form, ()):
                found.setdefault(wider, value)
        return list(found.items())

    def of(self, words: Iterable[str]) -> list[str]:
        """Every form of the words once."""
        return [form for form, _ in self.each((word, None) for word in words)]


def _near_rule(
    number: int, code: Code, near: Near, forms: _Forms, expected: Callable[[str], float]
) -> tuple[list[str], _Near]:
    """A near rule of the code with this number, and the forms of its rarest part: the automaton
    holds only these, because most texts hold none of them.
    """

    def frequency(words: list[str]) -> float:
        return sum(map(expected, words))

    parts = [forms.of(part.split("|")) for part in near.words]
    rarest = min(parts, key=frequency)
    others = sorted((words for words in parts if words is not rarest), key=frequency)
    return list(dict.fromkeys(rarest)), _Near(
        code=number,
        kind=near.kind or code.kind,
        within=near.within,
        parts=tuple(map(_any_of, parts)),
        others=tuple(map(_any_of, others)),
        reach=near.within + sum(max(map(len, words), default=0) for words in parts),
        gapped=not any(_negates(word) for words in parts for word in words),
    )


def _pattern_rule(
    number: int, code: Code, pattern: Pattern, expected: Callable[[str], float]
) -> _Pattern:
    """A pattern of the code with this number. Raises what re2 raises for one that it refuses."""
    _linear(pattern.pattern)
    strings, *rest = needs(pattern.pattern, expected) or [frozenset()]
    return _Pattern(
        code=number,
        kind=pattern.kind or code.kind,
        pattern=pattern.pattern,
        strings=strings,
        others=tuple(map(_any_of, rest)),
        longest=longest(pattern.pattern),
        gapped=not _negates(shadow_of(pattern.pattern)),
    )


def _any_of(words: Iterable[str]) -> str:
    """An expression for any of the words, the longest first."""
    return (
        "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or "(?!)"
    )


def _gate(rules: Sequence[_Near]) -> str:
    """Without a match of this no rule of one anchor can fire."""
    return "|".join(dict.fromkeys(rule.others[0] for rule in rules)) or "(?!)"


compiled: Final = lru_cache(1 << 14)(re.compile)
"""Expressions when first used: most rules of a codebook never come near to firing. Many share their
words, and re keeps 512.
"""


_linear: Final = lru_cache(1 << 12)(linear)


def _negates(words: str) -> bool:
    return any(char in words for char in "没不未无难别缺非")
