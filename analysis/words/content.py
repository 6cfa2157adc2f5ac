"""Words as codes: which content words stand in each unit, for word co-occurrence by the same
machinery.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from analysis.units import ANSWERING, BACK, Incidence, InterviewUnits, UnitKind, interview_units
from analysis.words.counted import counted_words
from corpus.segmentation import Segmenter
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
    roles: Collection[Role] = ANSWERING,
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
    roles: Collection[Role] = ANSWERING,
) -> UnitWords:
    """The content words said in each unit (a word over the edge of two sentences in that where it
    begins); a window is a sentence with the three before it, as for codes.
    """
    spans = interview_units(transcript, (), unit, roles).spans
    starts = [start for start, _ in spans]
    words: list[set[str]] = [set() for _ in spans]
    for counted in counted_words(transcript, segmenter, roles):
        words[bisect_right(starts, counted.start) - 1].add(counted.word)
    first = [max(0, index - BACK + 1) if unit == "window" else index for index in range(len(spans))]
    return UnitWords(
        spans,
        tuple(starts[index] for index in first),
        tuple(frozenset().union(*words[low : index + 1]) for index, low in enumerate(first)),
    )
