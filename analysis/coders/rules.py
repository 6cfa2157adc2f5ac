"""The rule coder: codebook rules over shadow text, explainable hit by hit.

What the scanner finds (``scanning.py``) is weighed by sentence: weak indicators need company,
``unless`` phrases cancel, longer hits of a code take in shorter ones; then polarity
(``polarity/``) and the discourse function decide.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from analysis.coders.functions import REASONS, Functions, Setting, why_asked
from analysis.coders.polarity.clauses import Clauses
from analysis.coders.polarity.decide import decide, read
from analysis.coders.polarity.mention import Decision
from analysis.coders.scanning import Hit, Scanner, compiled
from codebooks.codebook import Code, Codebook, IndicatorClass
from corpus.coding import Coding, Evidence, Function, Polarity
from corpus.normalise import shadow as shadow_of
from corpus.span import Span
from corpus.transcript import Role, Transcript

UNLESS_REACH: Final = 120
"""An ``unless`` phrase is looked for so many characters around a hit (and never beyond the
clause).
"""

ROLES: Final[frozenset[Role]] = frozenset(("interviewee", "other"))
"""Whose speech is coded unless asked otherwise."""

NAME: Final = "rules"
"""The coder's name in codings."""


class Reading:
    """The sentences of one transcript as coders read them: those of the speakers to be coded, in
    text order.
    """

    def __init__(self, transcript: Transcript, roles: frozenset[Role]) -> None:
        self.roles = roles
        self.shadow = transcript.shadow
        self._transcript = transcript
        self._why: dict[int, bool] = {}
        self.spans: list[Span] = []
        self.turns: list[int] = []
        for turn, sentences in zip(transcript.turns, transcript.sentences, strict=True):
            if turn.role in roles:
                self.spans.extend(sentences)
                self.turns.extend([turn.index] * len(sentences))
        self.starts = [span.start for span in self.spans]

    @property
    def stretches(self) -> list[tuple[int, Span]]:
        """Each sentence with the index of its turn."""
        return list(zip(self.turns, self.spans, strict=True))

    def beside(self, place: int) -> tuple[str, str]:
        """The sentences before and after one in its turn ("" at the edges of the turn)."""
        turn = self.turns[place]
        before = (
            self.spans[place - 1].of(self.shadow) if place and self.turns[place - 1] == turn else ""
        )
        after = (
            self.spans[place + 1].of(self.shadow)
            if place + 1 < len(self.spans) and self.turns[place + 1] == turn
            else ""
        )
        return before, after

    def asked_why(self, place: int) -> bool:
        """Whether a sentence is among the first of an answer to a question for reasons."""
        turn = self.turns[place]
        if place >= REASONS and self.turns[place - REASONS] == turn:
            return False
        known = self._why.get(turn)
        if known is None:
            known = self._why[turn] = why_asked(self._transcript, turn) is not None
        return known


class RuleCoder:
    """Codes transcripts by the rules of codebooks. Built once, used for many transcripts; one pass
    serves several codebooks.

    ``roles``: whose turns are coded (interviewer turns are context and are left alone by default).
    Raises ValueError without a codebook.
    """

    def __init__(self, *codebooks: Codebook, roles: Iterable[Role] = ROLES) -> None:
        if not codebooks:
            raise ValueError("codebooks must hold at least one codebook, got none")
        self.codebooks = codebooks
        self.roles = frozenset(roles)
        self._scanner = Scanner(codebooks)
        self.codes: tuple[Code, ...] = self._scanner.codes
        self._company = self._scanner.company
        self._functions = [Functions(book.markers) for book in codebooks]

    def code(self, transcript: Transcript) -> list[Coding]:
        """Codings of one transcript: at most one per sentence, code and polarity, in text order
        within each codebook.
        """
        return self.code_all([transcript])[0]

    def code_all(self, transcripts: Sequence[Transcript]) -> list[list[Coding]]:
        """``code`` for each, step by step over all of them: a step finds its tables in the
        processor's cache, so that many short texts cost half.
        """
        for transcript in transcripts:
            transcript.shadow  # noqa: B018
        readings = [Reading(transcript, self.roles) for transcript in transcripts]
        found = [
            self._scanner.find(reading.shadow) if reading.spans else ([], {})
            for reading in readings
        ]
        return [self._coded(*given) for given in zip(transcripts, readings, found, strict=True)]

    def _coded(
        self,
        transcript: Transcript,
        reading: Reading,
        scanned: tuple[list[Hit], dict[int, list[tuple[int, int]]]],
    ) -> list[Coding]:
        shadow, spans, starts = reading.shadow, reading.spans, reading.starts
        hits, unless = scanned
        found: list[list[Coding]] = [[] for _ in self.codebooks]
        at, last = 0, len(hits)
        while at < last:
            start = hits[at].start
            place = bisect_right(starts, start) - 1
            sentence = spans[place]
            end = sentence.end
            if place < 0 or start >= end:  # between the sentences, or said by somebody else
                at += 1
                continue
            low = at
            at += 1
            while at < last and hits[at].start < end:
                at += 1
            codes = self._weighed(hits[low:at], sentence, unless, shadow)
            if codes:
                self._decide(found, transcript, reading, place, codes)
        return [coding for own in found for coding in own]

    def hits(self, text: str) -> list[Hit]:
        """Every rule that fires in ``text`` (raw), weak ones too, before company, function and
        polarity are weighed.
        """
        return self._scanner.find(shadow_of(text))[0]

    def _weighed(
        self, hits: list[Hit], sentence: Span, unless: dict[int, list[tuple[int, int]]], shadow: str
    ) -> list[tuple[int, list[Hit]]]:
        """The codes of a sentence with the hits that carry them: not cancelled, weak ones only in
        company.
        """
        by_code: dict[int, list[Hit]] = {}
        end = sentence.end
        for hit in hits:
            if hit.end <= end:
                number = hit.code
                if number in by_code:
                    by_code[number].append(hit)
                else:
                    by_code[number] = [hit]
        kept = []
        for number, own in by_code.items():
            if number in unless:
                phrases = unless[number]
                own = [hit for hit in own if not _cancelled(hit, phrases, shadow)]
                if not own:
                    continue
            if len(own) == 1:
                if own[0].rule != "weak" or _accompanied(
                    self._company.get(number), own, sentence, shadow
                ):
                    kept.append((number, own))
                continue
            own = _outer(own)
            strong = [hit for hit in own if hit.rule != "weak"]
            if strong:
                kept.append((number, strong))
            elif len({shadow[hit.start : hit.end] for hit in own}) >= 2 or _accompanied(
                self._company.get(number), own, sentence, shadow
            ):
                kept.append((number, own))
        return kept

    def _decide(
        self,
        found: list[list[Coding]],
        transcript: Transcript,
        reading: Reading,
        place: int,
        codes: list[tuple[int, list[Hit]]],
    ) -> None:
        """Add the codings of a sentence to those of its codebook."""
        sentence, turn = reading.spans[place], reading.turns[place]
        clauses = read(reading.shadow, sentence.start, sentence.end)
        known: dict[tuple[int, int, IndicatorClass, Polarity | None, bool], Decision] = {}
        for number, own in codes:
            code, book = self.codes[number], self._scanner.book_of[number]
            default = code.default
            decided = []
            for hit in own:
                key = (hit.start, hit.end, hit.kind, default, hit.gapped)
                made = known.get(key)
                if made is None:
                    made = known[key] = decide(clauses, *key)
                decided.append((hit, made))
            functions = self._functions[book]
            if code.function is not None:
                before, after = reading.beside(place)
                text = clauses.text
                decided = [
                    (hit, made)
                    for hit, made in decided
                    if functions.fits(code.function, made.polarity, text, before, after)
                ]
            for hit, made in decided if len(decided) == 1 else _distinct(decided):
                function = code.function or _told(functions, reading, place, clauses, hit, made)
                found[book].append(
                    _coding(
                        transcript, sentence, self.codebooks[book], code, hit, made, turn, function
                    )
                )


def _told(
    functions: Functions, reading: Reading, place: int, clauses: Clauses, hit: Hit, made: Decision
) -> Function | None:
    """What a hit in sentence number ``place`` is said as."""
    first = clauses.start
    return functions.tell(
        made.polarity,
        made.cue_start >= 0,
        Setting(
            clauses.text,
            hit.start - first,
            hit.end - first,
            *reading.beside(place),
            reading.asked_why(place),
        ),
    )


def _coding(
    transcript: Transcript,
    sentence: Span,
    book: Codebook,
    code: Code,
    hit: Hit,
    made: Decision,
    turn: int,
    function: Function | None = None,
) -> Coding:
    text = transcript.text
    cue = Span(made.cue_start, made.cue_end) if made.cue_start >= 0 else None
    evidence = _new(
        Evidence,
        (
            hit.rule,
            text[hit.start : hit.end],
            Span(hit.start, hit.end),
            cue.of(text) if cue else "",
            cue,
            made.reason,
            book.hash,
            None,
            (),
            "",
            "",
        ),
    )
    coding: Coding = _new(
        Coding,
        (
            sentence,
            text[sentence.start : sentence.end],
            code.id,
            book.id,
            made.polarity,
            NAME,
            turn,
            "suggested",
            evidence,
            function,
        ),
    )
    return coding


_new: Final[Any] = tuple.__new__
"""What NamedTuple does, in half the time."""


def _cancelled(hit: Hit, phrases: list[tuple[int, int]], shadow: str) -> bool:
    """Whether a phrase of its code's ``unless`` stands in the same clause as the hit."""
    for start, end in phrases[max(0, bisect_left(phrases, (hit.start - UNLESS_REACH, 0))) :]:
        if start > hit.end + UNLESS_REACH:
            break
        low, high = min(hit.end, end), max(hit.start, start)
        if low >= high or not any(mark in shadow[low:high] for mark in ",。?!;\n"):
            return True
    return False


def _accompanied(company: str | None, own: list[Hit], sentence: Span, shadow: str) -> bool:
    """Whether a company word of the code stands in the sentence, beside its own hits."""
    if company is None:
        return False
    words, at = compiled(company), sentence.start
    if words.search(shadow, at, sentence.end) is None:
        return False
    for hit in own:
        if words.search(shadow, at, hit.start):
            return True
        at = hit.end
    return words.search(shadow, at, sentence.end) is not None


def _outer(hits: list[Hit]) -> list[Hit]:
    """Hits of one code that lie inside no longer hit of it."""
    if len(hits) == 1:
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if (
            kept
            and hit.end <= kept[-1].end
            and (hit.start, hit.end) != (kept[-1].start, kept[-1].end)
        ):
            continue
        if kept and (hit.start, hit.end) == (kept[-1].start, kept[-1].end):
            continue
        kept.append(hit)
    return kept


_RANK: Final[dict[Polarity, int]] = {
    "changed": 0,
    "demanded": 1,
    "lacking": 2,
    "present": 3,
    "unsure": 4,
    "neutral": 5,
}


def _distinct(decided: list[tuple[Hit, Decision]]) -> list[tuple[Hit, Decision]]:
    """One coding per polarity. A change takes in the lacking and the present that it is made of; a
    mere mention gives way.
    """
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
def coder_for(*codebooks: Codebook) -> RuleCoder:
    """One coder per process for the codebooks together."""
    return _given.pop(codebooks, None) or RuleCoder(*codebooks)


def keep(coder: RuleCoder) -> None:
    """Have ``coder_for`` give this one for its codebooks: one that another process built is read in
    a tenth of the time that building takes.
    """
    _given[coder.codebooks] = coder
    coder_for(*coder.codebooks)


_given: Final[dict[tuple[Codebook, ...], RuleCoder]] = {}
