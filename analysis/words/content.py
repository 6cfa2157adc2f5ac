"""Words as codes: which content words stand in each unit, for word co-occurrence by the same
machinery.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from analysis.units import (
    ANSWERING,
    BACK,
    Incidence,
    InterviewUnits,
    UnitKind,
    outline,
)
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
    held: list[tuple[str, UnitWords]] = []
    frequency: Counter[str] = Counter()
    for transcript in transcripts:
        units = words_of_units(transcript, unit, segmenter, roles)
        for own in units.words:
            frequency.update(own)
        held.append((transcript.source, units))
    kept = [
        word
        for word, count in sorted(frequency.items(), key=lambda item: (-item[1], item[0]))
        if count >= least
    ][:top]
    known = frozenset(kept)
    interviews = []
    for source, units in held:
        pairs = [(row, word) for row, own in enumerate(units.words) for word in sorted(own & known)]
        said = [(place, word) for place, word in units.places if word in known]
        interviews.append(
            (
                source,
                InterviewUnits(
                    units.spans,
                    tuple(row for row, _ in pairs),
                    tuple((WORDS, word) for _, word in pairs),
                    units.ends,
                    tuple(place for place, _ in said),
                    tuple((WORDS, word) for _, word in said),
                ),
            )
        )
    return Incidence.stack(unit, [(WORDS, word) for word in kept], interviews)


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Per unit of one interview: its span, where the speech counted in it begins (before the span
    only for a window), its content words, and where it ends along the counted speech. ``places``:
    where each content word begins along it (see ``analysis.layout.Course``).
    """

    spans: tuple[tuple[int, int], ...]
    begins: tuple[int, ...]
    words: tuple[frozenset[str], ...]
    ends: tuple[int, ...]
    places: tuple[tuple[int, str], ...]


def words_of_units(
    transcript: Transcript,
    unit: UnitKind,
    segmenter: Segmenter,
    roles: Collection[Role] = ANSWERING,
) -> UnitWords:
    """The content words said in each unit (a word over the edge of two sentences in that where it
    begins); a window is a sentence with the three before it, as for codes.
    """
    laid = outline(transcript, unit, roles)
    starts = [start for start, _ in laid.spans]
    words: list[set[str]] = [set() for _ in starts]
    places = []
    for counted in counted_words(transcript, segmenter, roles):
        row = bisect_right(starts, counted.start) - 1
        words[row].add(counted.word)
        places.append((laid.place(unit, row, counted.turn, counted.start), counted.word))
    first = [
        max(0, index - BACK + 1) if unit == "window" else index for index in range(len(starts))
    ]
    return UnitWords(
        tuple(laid.spans),
        tuple(starts[index] for index in first),
        tuple(frozenset().union(*words[low : index + 1]) for index, low in enumerate(first)),
        tuple(laid.ends),
        tuple(places),
    )
