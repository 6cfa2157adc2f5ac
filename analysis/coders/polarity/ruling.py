"""A polarity that the rules told, with what stands around it: what is learned from corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from analysis.coders.polarity.clauses import MARKS
from codebooks.codebook import Code, Codebook, IndicatorClass
from corpus.coding import POLARITIES, Coding, Evidence, Function, Polarity
from corpus.normalise import shadow as shadow_of

REASON: Final = "polarity.learned"
"""The reason of a polarity that was learned; its note tells what the rules had said."""
AROUND: Final = 6
"""So many characters on either side of the indicator, and of the cue, are looked at."""
NEAR: Final = 4
FAR: Final = 12
"""A cue within so many characters of the indicator is near, beyond the second number far."""


class Ruling(NamedTuple):
    """What the rules told of an indicator, and why.

    ``sentence`` is shadow text; ``start`` and ``end`` of the indicator and of the cue count from
    its start (cue: -1 where none stands in it). ``code`` is codebook and id, ``kind`` the class of
    the indicator, ``function`` what the sentence is said as.
    """

    polarity: Polarity
    reason: str
    sentence: str
    start: int
    end: int
    cue: str
    cue_start: int
    cue_end: int
    code: str
    kind: IndicatorClass
    function: Function | None


class Overruled(NamedTuple):
    """What the rules had said where a learned polarity stands, and the probability of the
    latter.
    """

    reason: str
    polarity: Polarity
    probability: float

    @property
    def note(self) -> str:
        """As it stands in the evidence: ``polarity.negation lacking 0.81``."""
        return f"{self.reason} {self.polarity} {self.probability:.2f}"


def overruled(evidence: Evidence) -> Overruled | None:
    """What the rules had said, None where the polarity is theirs."""
    parts = evidence.note.split(" ")
    if evidence.reason != REASON or len(parts) != 3 or parts[1] not in POLARITIES:
        return None
    return Overruled(parts[0], parts[1], float(parts[2]))


class Kinds:
    """The classes of the indicators of codebooks."""

    def __init__(self, codebooks: Iterable[Codebook]) -> None:
        self._codes = {
            (book.id, code.id): (code, _words(code))
            for book in codebooks
            for code, _, _ in book.walk()
        }

    def of(self, coding: Coding) -> IndicatorClass:
        """The class of the indicator that stands in the evidence of a coding; ``concept`` where the
        codebooks do not know the code.
        """
        code, words = self._codes.get((coding.codebook, coding.code), (None, {}))
        seen = coding.evidence
        if code is None or seen is None:
            return "concept"
        if seen.rule in ("near", "pattern"):
            rules = code.near if seen.rule == "near" else code.patterns
            kinds = {rule.kind or code.kind for rule in rules}
            return kinds.pop() if len(kinds) == 1 else code.kind
        return words.get(shadow_of(seen.indicator), code.kind)


def _words(code: Code) -> Mapping[str, IndicatorClass]:
    return {
        shadow_of(word): kind
        for words in (code.weak, code.indicators)
        for word, kind in words.items(code.kind)
    }


def ruling_of(coding: Coding, kinds: Kinds) -> Ruling | None:
    """What the rules told in a coding of a machine, also where a learned polarity stands in their
    place; None without evidence, and where the indicator is not in the quotation.
    """
    seen = coding.evidence
    if seen is None:
        return None
    start = seen.span.start - coding.span.start
    if coding.quote[start : start + len(seen.span)] != seen.indicator or start < 0:
        return None
    before = overruled(seen)
    cue_start = cue_end = -1
    if seen.cue_span is not None and seen.cue_span in coding.span:
        cue_start = seen.cue_span.start - coding.span.start
        cue_end = cue_start + len(seen.cue_span)
    return Ruling(
        before.polarity if before else coding.polarity,
        before.reason if before else seen.reason,
        shadow_of(coding.quote),
        start,
        start + len(seen.span),
        shadow_of(seen.cue),
        cue_start,
        cue_end,
        f"{coding.codebook}:{coding.code}",
        kinds.of(coding),
        coding.function,
    )


def features(ruling: Ruling) -> dict[str, float]:
    """What is true of a ruling, by name, with its weight: what the rules told weighs one each; the
    words around the indicator are together a vector of length one, those around the cue another, so
    that many characters do not outvote a rule.
    """
    weights = dict.fromkeys(_of_rule(ruling), 1.0)
    for names in (set(_of_words(ruling)), set(_of_cue(ruling))):
        weights |= dict.fromkeys(sorted(names), len(names) ** -0.5)
    return weights


def _of_rule(ruling: Ruling) -> Iterator[str]:
    polarity, reason = ruling.polarity, ruling.reason
    yield f"told {polarity}"
    yield f"reason {reason}"
    yield f"reason {reason} {polarity}"
    yield f"kind {ruling.kind}"
    yield f"kind {ruling.kind} {polarity}"
    yield f"function {ruling.function}"
    yield f"code {ruling.code}"


def _of_words(ruling: Ruling) -> Iterator[str]:
    sentence, start, end = ruling.sentence, ruling.start, ruling.end
    yield f"indicator {sentence[start:end]}"
    yield from _ngrams("in", sentence[start:end])
    yield from _ngrams("before", sentence[max(0, start - AROUND) : start])
    yield from _ngrams("after", sentence[end : end + AROUND])
    yield f"edge {sentence[max(0, start - 1) : start]}|{sentence[end : end + 1]}"


def _of_cue(ruling: Ruling) -> Iterator[str]:
    if ruling.cue_start < 0:
        yield f"cue elsewhere {bool(ruling.cue)}"
        return
    yield f"cue {ruling.cue}"
    yield f"cue {ruling.cue} {ruling.polarity}"
    sentence, start, end = ruling.sentence, ruling.cue_start, ruling.cue_end
    yield from _ngrams("cue before", sentence[max(0, start - AROUND) : start])
    yield from _ngrams("cue after", sentence[end : end + AROUND])
    before = start < ruling.start
    low, high = (end, ruling.start) if before else (ruling.end, start)
    apart = max(0, high - low)
    reach = "near" if apart <= NEAR else "middle" if apart <= FAR else "far"
    same = MARKS.search(sentence, low, max(low, high)) is None
    yield f"cue {'before' if before else 'after'} {reach} {'same' if same else 'other'} clause"


def _ngrams(name: str, text: str) -> Iterator[str]:
    for index, sign in enumerate(text):
        yield f"{name} {sign}"
        if index:
            yield f"{name} {text[index - 1 : index + 1]}"
