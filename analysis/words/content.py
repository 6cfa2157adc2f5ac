"""Words as codes: which content words stand in each unit, for word co-occurrence by the same
machinery.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from analysis.units import BACK, Incidence, InterviewUnits, UnitKind, interview_units
from corpus.segmentation import Segmenter, is_content
from corpus.transcript import Role, Transcript

WORDS: Final = "words"
"""The codebook name that words bear in keys."""


def word_incidence(
    transcripts: Iterable[Transcript],
    unit: UnitKind,
    segmenter: Segmenter,
    *,
    least: int = 3,
    top: int = 500,
    roles: Collection[Role] = ("interviewee", "other"),
) -> Incidence:
    """Units x content words. Kept are the ``top`` words by units among those in at least ``least``
    units; stop words and fillers are left out.

    Only speech of ``roles`` is segmented, also inside an exchange. Raises ValueError for least < 1
    or top < 1.
    """
    if least < 1 or top < 1:
        raise ValueError(f"least and top must be at least 1, got {least}, {top}")
    held: list[tuple[str, tuple[tuple[int, int], ...], list[frozenset[str]]]] = []
    frequency: Counter[str] = Counter()
    for transcript in transcripts:
        units = words_of_units(transcript, unit, segmenter, roles)
        for own in units.words:
            frequency.update(own)
        held.append((transcript.source, units.spans, list(units.words)))
    kept = [
        word
        for word, count in sorted(frequency.items(), key=lambda item: (-item[1], item[0]))
        if count >= least
    ][:top]
    known = frozenset(kept)
    interviews = []
    for source, spans, sets in held:
        pairs = [(place, word) for place, own in enumerate(sets) for word in sorted(own & known)]
        interviews.append(
            (
                source,
                InterviewUnits(
                    spans,
                    tuple(place for place, _ in pairs),
                    tuple((WORDS, word) for _, word in pairs),
                ),
            )
        )
    return Incidence.stack(unit, [(WORDS, word) for word in kept], interviews)


def _content(transcript: Transcript, start: int, end: int, segmenter: Segmenter) -> set[str]:
    """Content words of a stretch as written; cut and sifted in the shadow text, because dictionary
    and stop words are in simplified characters.
    """
    found = set()
    for span in segmenter.spans(transcript.shadow[start:end], start):
        if is_content(transcript.shadow[span.start : span.end]):
            found.add(span.of(transcript.text))
    return found


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Per unit of one interview: its span, where the speech counted in it begins (before the span
    only for a window), and its content words.
    """

    spans: tuple[tuple[int, int], ...]
    begins: tuple[int, ...]
    words: tuple[frozenset[str], ...]


def words_of_units(
    transcript: Transcript,
    unit: UnitKind,
    segmenter: Segmenter,
    roles: Collection[Role] = ("interviewee", "other"),
) -> UnitWords:
    """The content words said in each unit; a window is a sentence with the three before it, as for
    codes.
    """
    spans = interview_units(transcript, (), unit, roles).spans
    spoken = [turn for turn in transcript.turns if turn.role in roles]
    sets = []
    at = 0
    for start, end in spans:
        while at < len(spoken) and spoken[at].span.end <= start:
            at += 1
        own: set[str] = set()
        for turn in spoken[at:]:
            if turn.span.start >= end:
                break
            own |= _content(
                transcript, max(start, turn.span.start), min(end, turn.span.end), segmenter
            )
        sets.append(frozenset(own))
    first = [max(0, place - BACK + 1) if unit == "window" else place for place in range(len(spans))]
    return UnitWords(
        spans,
        tuple(spans[place][0] for place in first),
        tuple(frozenset().union(*sets[low : place + 1]) for place, low in enumerate(first)),
    )
