"""The rule coder: codebook rules over shadow text, explainable hit by hit.

Leftmost-longest matching of all indicators at once (Aho-Corasick), so that 统一标准 inside 没有统一标准 credits the
longer one; ``near`` rules within a clause; google-re2 patterns; weak indicators that need company; ``unless``
phrases; discourse functions; polarity by ``analysis.coders.polarity``.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from analysis.coders.functions import Functions
from analysis.coders.polarity import Clauses, Decision, decide
from codebooks.codebook import Code, Codebook, IndicatorClass, Polarity
from codebooks.regional import variants
from corpus.coding import Coding, Evidence
from corpus.normalise import shadow as shadow_of
from corpus.span import Span
from corpus.transcript import Role, Transcript

UNLESS_REACH: Final = 120
"""An ``unless`` phrase is looked for so many characters around a hit (and never beyond the clause)."""

ROLES: Final[frozenset[Role]] = frozenset(("interviewee", "other"))
"""Whose speech is coded unless asked otherwise."""

_BREAK: Final = re.compile("[,。?!;\n\x00]")
"""No ``near`` rule reaches over one of these (the last stands for a transcription mark)."""

NAME: Final = "rules"
"""The coder's name in codings."""


def _breaks(shadow: str) -> list[int]:
    """Where clauses end, and a place after all of them."""
    return [*(match.start() for match in _BREAK.finditer(shadow)), sys.maxsize]


_END: Final = (0, sys.maxsize, sys.maxsize)
"""After the last word of all, so that the last clause is closed like the others."""


class Hit(NamedTuple):
    """A rule that fired: ``code`` indexes ``RuleCoder.codes``; offsets are of the shadow text."""

    code: int
    start: int
    end: int
    kind: IndicatorClass
    rule: str  # indicator, weak, near, pattern


class Reading:
    """The sentences of one transcript as coders read them: those of the speakers to be coded, in text order."""

    def __init__(self, transcript: Transcript, roles: frozenset[Role]) -> None:
        self.roles = roles
        self.shadow = transcript.shadow
        self.spans: list[Span] = []
        self.turns: list[int] = []
        for turn, sentences in zip(transcript.turns, transcript.sentences, strict=True):
            if turn.role in roles:
                self.spans.extend(sentences)
                self.turns.extend([turn.index] * len(sentences))
        self.starts = [span.start for span in self.spans]
        self.breaks = _breaks(self.shadow)
        self._clauses: dict[int, Clauses] = {}

    def clauses(self, place: int) -> Clauses:
        """The clauses of a sentence, by its place in ``spans``."""
        known = self._clauses.get(place)
        if known is None:
            span = self.spans[place]
            known = self._clauses[place] = Clauses.of(self.shadow, span.start, span.end)
        return known

    def beside(self, place: int) -> tuple[str, str]:
        """The sentences before and after one in its turn ("" at the edges of the turn)."""
        turn = self.turns[place]
        before = self.spans[place - 1].of(self.shadow) if place and self.turns[place - 1] == turn else ""
        after = self.spans[place + 1].of(self.shadow) if place + 1 < len(self.spans) and self.turns[place + 1] == turn else ""
        return before, after


@dataclass(slots=True)
class _Word:
    """What one string of the automaton stands for."""

    entries: list[tuple[int, IndicatorClass, str]]  # code, class, "indicator" or "weak"
    near: list[tuple[int, int]]  # near rule, part
    unless: list[int]  # codes
    company: list[int]  # codes
    plain: bool = True
    """It stands for nothing but parts of ``near`` rules."""


class RuleCoder:
    """Codes transcripts by the rules of one codebook. Built once, used for many transcripts.

    ``roles``: whose turns are coded (interviewer turns are context and are left alone by default).
    """

    def __init__(self, codebook: Codebook, roles: Iterable[Role] = ROLES) -> None:
        import ahocorasick_rs

        self.codebook = codebook
        self.roles = frozenset(roles)
        self.codes: tuple[Code, ...] = tuple(code for code, _, _ in codebook.walk())
        self._functions = Functions(codebook.markers)
        self._near: list[tuple[int, int, int, IndicatorClass]] = []  # code, parts, within, class
        self._patterns: list[tuple[int, Any, IndicatorClass]] = []
        table: dict[str, _Word] = {}
        self._fill(table)
        self._words = list(table.values())
        self.strings = tuple(table)
        self._automaton = ahocorasick_rs.AhoCorasick(self.strings or ["\uffff"], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        self._any_pattern = self._pattern_set()
        rules = len(self._near)
        self._parts = [sum({1 << (rule + rules if part else rule) for rule, part in word.near}) for word in self._words]
        """Near rules as bits: of which a word is the first part, and then of which it is another."""

    def _fill(self, table: dict[str, _Word]) -> None:
        own: list[tuple[str, str, int, Any]] = []
        for place, code in enumerate(self.codes):
            own.extend((word, "strong", place, kind) for word, kind in code.indicators.items(code.kind))
            own.extend((word, "weak", place, kind) for word, kind in code.weak.items(code.kind))
            own.extend((word, "unless", place, None) for word in code.unless)
            own.extend((word, "company", place, None) for word in code.company)
            for rule in code.near:
                number = len(self._near)
                self._near.append((place, len(rule.words), rule.within, rule.kind or code.kind))
                for part, choice in enumerate(rule.words):
                    own.extend((word, "near", number, part) for word in choice.split("|"))
            for pattern in code.patterns:
                import re2

                self._patterns.append((place, re2.compile(pattern.pattern), pattern.kind or code.kind))
        words = tuple(dict.fromkeys(shadow_of(word) for word, *_ in own if word.strip()))
        wider = variants(words, {shadow_of(key): tuple(map(shadow_of, forms)) for key, forms in self.codebook.regional.items()})
        exact: set[tuple[str, str, int]] = {(shadow_of(word), use, place) for word, use, place, _ in own}
        for word, use, place, detail in own:
            key = shadow_of(word)
            if not key.strip():
                continue
            for form in (key, *wider.get(key, ())):
                if form != key and (form, use, place) in exact:
                    continue
                entry = table.setdefault(form, _Word([], [], [], []))
                if use == "near":
                    entry.near.append((place, detail))
                    continue
                entry.plain = False
                if use in ("strong", "weak"):
                    if not any(code == place for code, _, _ in entry.entries):
                        entry.entries.append((place, detail, "indicator" if use == "strong" else "weak"))
                elif use == "unless":
                    entry.unless.append(place)
                else:
                    entry.company.append(place)

    def _pattern_set(self) -> Any:
        if not self._patterns:
            return None
        import re2

        known = re2.Set.SearchSet()
        for _, pattern, _ in self._patterns:
            known.Add(pattern.pattern)
        known.Compile()
        return known

    def code(self, transcript: Transcript, reading: Reading | None = None) -> list[Coding]:
        """Codings of one transcript: at most one per sentence, code and polarity, in text order.

        ``reading``: hand the same one to the coders of several codebooks, so that each sentence is taken apart once.
        Raises ValueError when it was made for other roles.
        """
        reading = reading or Reading(transcript, self.roles)
        if reading.roles != self.roles:
            raise ValueError(f"reading must be made for the roles {sorted(self.roles)}, got {sorted(reading.roles)}")
        shadow, spans, starts = reading.shadow, reading.spans, reading.starts
        if not spans:
            return []
        hits, company, unless = self._find(shadow, reading.breaks)
        hits.sort(key=_place)
        found: list[Coding] = []
        at, last = 0, len(hits)
        while at < last:
            first = hits[at]
            place = bisect_right(starts, first.start) - 1
            sentence = spans[place]
            end = sentence.end
            if place < 0 or first.start >= end:  # between the sentences, or said by somebody else
                at += 1
                continue
            low = at
            at += 1
            while at < last and hits[at].start < end:
                at += 1
            if at - low == 1 and first.rule == "weak" and not _accompanied(company.get(first.code), sentence):
                continue
            codes = self._weighed([hit for hit in hits[low:at] if hit.end <= end], sentence, company, unless, shadow)
            if codes:
                found.extend(self._decided(transcript, reading, place, codes))
        return found

    def hits(self, text: str) -> list[Hit]:
        """Every rule that fires in ``text`` (raw), weak ones too, before company, function and polarity are weighed."""
        shadow = shadow_of(text)
        return self._find(shadow, _breaks(shadow))[0]

    def _find(self, shadow: str, breaks: Sequence[int]) -> tuple[list[Hit], dict[int, list[int]], dict[int, list[tuple[int, int]]]]:
        """Hits; where company of a code that was hit stands; where an ``unless`` phrase of it stands."""
        hits: list[Hit] = []
        company: dict[int, list[int]] = {}
        unless: dict[int, list[tuple[int, int]]] = {}
        near: list[tuple[int, int, int]] = []
        aside: list[tuple[int, int, int]] = []
        words = self._words
        for match in self._automaton.find_matches_as_indexes(shadow):
            word = words[match[0]]
            if word.near:
                near.append(match)
            if word.plain:
                continue
            _, start, end = match
            for code, kind, rule in word.entries:
                hits.append(Hit(code, start, end, kind, rule))
            if word.company or word.unless:
                aside.append(match)
        if near:
            self._add_near(hits, near, breaks)
        if self._any_pattern is not None:
            for number in self._any_pattern.Match(shadow) or ():
                code, pattern, kind = self._patterns[number]
                hits.extend(Hit(code, match.start(), match.end(), kind, "pattern") for match in pattern.finditer(shadow) if match.end() > match.start())
        fired = {hit.code for hit in hits}
        for number, start, end in aside if hits else ():
            for code in fired.intersection(words[number].company):
                company.setdefault(code, []).append(start)
            for code in fired.intersection(words[number].unless):
                unless.setdefault(code, []).append((start, end))
        return hits, company, unless

    def _add_near(self, hits: list[Hit], near: Sequence[tuple[int, int, int]], breaks: Sequence[int]) -> None:
        """Add the hits of ``near`` rules among their words (number, start, end), which stand in text order."""
        parts, rules = self._parts, len(self._near)
        first, seen = 0, 0  # the first word of a clause, and the parts that stand in it
        at, until = 0, 0  # the next break, and where the clause ends
        for place, (number, start, _) in enumerate((*near, _END)):
            if start < until:
                seen |= parts[number]
                continue
            likely = seen & seen >> rules if place - first > 1 else 0
            while likely:
                lowest = likely & -likely
                likely ^= lowest
                hits.extend(self._near_hits(lowest.bit_length() - 1, near[first:place]))
            first, seen = place, parts[number]
            while until <= start < sys.maxsize:
                until = breaks[at]
                at += 1

    def _near_hits(self, rule: int, clause: Sequence[tuple[int, int, int]]) -> list[Hit]:
        """All parts in one clause, the whole not longer than the words plus ``within`` characters between them."""
        code, count, within, kind = self._near[rule]
        seen = [(part, start, end) for number, start, end in clause for owner, part in self._words[number].near if owner == rule]
        if len({part for part, _, _ in seen}) < count:
            return []
        found = []
        last = -1
        for place, (part, start, end) in enumerate(seen):
            if start < last:
                continue
            have, stop, letters = {part}, end, end - start
            for other, begin, finish in seen[place + 1 :]:
                if begin - stop > within:
                    break
                if other not in have and begin >= stop:
                    have.add(other)
                    letters += finish - begin
                    stop = finish
                    if len(have) == count:
                        break
            if len(have) == count and stop - start - letters <= within:
                found.append(Hit(code, start, stop, kind, "near"))
                last = stop
        return found

    def _weighed(self, hits: list[Hit], sentence: Span, company: dict[int, list[int]], unless: dict[int, list[tuple[int, int]]], shadow: str) -> list[tuple[int, list[Hit]]]:
        """The codes of a sentence with the hits that carry them: not cancelled, weak ones only in company."""
        by_code: dict[int, list[Hit]] = {}
        for hit in hits:
            by_code.setdefault(hit.code, []).append(hit)
        kept = []
        for number, own in by_code.items():
            if number in unless:
                phrases = unless[number]
                own = [hit for hit in own if not _cancelled(hit, phrases, shadow)]
                if not own:
                    continue
            if len(own) == 1:
                if own[0].rule != "weak" or _accompanied(company.get(number), sentence):
                    kept.append((number, own))
                continue
            own = _outer(own)
            strong = [hit for hit in own if hit.rule != "weak"]
            if strong:
                kept.append((number, strong))
            elif len({shadow[hit.start : hit.end] for hit in own}) >= 2 or _accompanied(company.get(number), sentence):
                kept.append((number, own))
        return kept

    def _decided(self, transcript: Transcript, reading: Reading, place: int, codes: list[tuple[int, list[Hit]]]) -> list[Coding]:
        found: list[Coding] = []
        sentence, turn, clauses = reading.spans[place], reading.turns[place], reading.clauses(place)
        for number, own in codes:
            code = self.codes[number]
            default = code.default
            decided = [(hit, decide(clauses, hit.start, hit.end, hit.kind, default)) for hit in own]
            if code.function is not None:
                before, after = reading.beside(place)
                text = clauses.text
                decided = [(hit, made) for hit, made in decided if self._functions.fits(code.function, made.polarity, text, before, after)]
            for hit, made in decided if len(decided) == 1 else _distinct(decided):
                found.append(self._coding(transcript, sentence, code, hit, made, turn))
        return found

    def _coding(self, transcript: Transcript, sentence: Span, code: Code, hit: Hit, made: Decision, turn: int) -> Coding:
        text = transcript.text
        cue = Span(made.cue_start, made.cue_end) if made.cue_start >= 0 else None
        evidence = Evidence(hit.rule, text[hit.start : hit.end], Span(hit.start, hit.end), cue.of(text) if cue else "", cue, made.reason, self.codebook.hash)
        return Coding(sentence, text[sentence.start : sentence.end], code.id, self.codebook.id, made.polarity, NAME, turn, "suggested", evidence)


def _place(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _cancelled(hit: Hit, phrases: list[tuple[int, int]], shadow: str) -> bool:
    """Whether a phrase of its code's ``unless`` stands in the same clause as the hit."""
    for start, end in phrases[max(0, bisect_left(phrases, (hit.start - UNLESS_REACH, 0))) :]:
        if start > hit.end + UNLESS_REACH:
            break
        low, high = min(hit.end, end), max(hit.start, start)
        if low >= high or not any(mark in shadow[low:high] for mark in ",。?!;\n"):
            return True
    return False


def _accompanied(places: list[int] | None, sentence: Span) -> bool:
    """Whether a company word of the code stands in the sentence."""
    if not places:
        return False
    first = bisect_left(places, sentence.start)
    return first < len(places) and places[first] < sentence.end


def _outer(hits: list[Hit]) -> list[Hit]:
    """Hits of one code that lie inside no longer hit of it."""
    if len(hits) == 1:
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if kept and hit.end <= kept[-1].end and (hit.start, hit.end) != (kept[-1].start, kept[-1].end):
            continue
        if kept and (hit.start, hit.end) == (kept[-1].start, kept[-1].end):
            continue
        kept.append(hit)
    return kept


_RANK: Final[dict[Polarity, int]] = {"changed": 0, "demanded": 1, "lacking": 2, "present": 3, "unsure": 4, "neutral": 5}


def _distinct(decided: list[tuple[Hit, Decision]]) -> list[tuple[Hit, Decision]]:
    """One coding per polarity. A change takes in the lacking and the present that it is made of; a mere mention gives way."""
    first: dict[Polarity, tuple[Hit, Decision]] = {}
    for hit, made in decided:
        known = first.get(made.polarity)
        if known is None or (known[1].cue_start < 0 <= made.cue_start):
            first[made.polarity] = (hit, made)
    if "changed" in first:
        first.pop("lacking", None)
        first.pop("present", None)
    if len(first) > 1:
        first.pop("neutral", None)
    if len(first) > 1 and "unsure" in first:
        first.pop("unsure")
    return sorted(first.values(), key=lambda pair: (pair[0].start, _RANK[pair[1].polarity]))


@lru_cache(maxsize=16)
def coder_for(codebook: Codebook, roles: frozenset[Role] = ROLES) -> RuleCoder:
    """One coder per codebook and process (its automaton cannot be pickled)."""
    return RuleCoder(codebook, roles)



