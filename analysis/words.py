"""Words as codes: which content words stand in each unit, for word co-occurrence by the same machinery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from analysis.units import Incidence, InterviewUnits, UnitKind, interview_units
from corpus.segmentation import Segmenter, content_words
from corpus.transcript import Role, Transcript

WORDS: Final = "words"
"""The codebook name that words bear in keys."""


def word_incidence(transcripts: Iterable[Transcript], unit: UnitKind, segmenter: Segmenter, *, least: int = 3, top: int = 500, roles: Collection[Role] = ("interviewee", "other")) -> Incidence:
    """Units x content words. Kept are the ``top`` words by units among those in at least ``least`` units; stop words and fillers are left out.

    Only speech of ``roles`` is segmented, also inside an exchange. Raises ValueError for least < 1 or top < 1.
    """
    if least < 1 or top < 1:
        raise ValueError(f"least and top must be at least 1, got {least}, {top}")
    held: list[tuple[str, tuple[tuple[int, int], ...], list[frozenset[str]]]] = []
    frequency: Counter[str] = Counter()
    for transcript in transcripts:
        spans = interview_units(transcript, (), unit, roles).spans
        spoken = [turn.span for turn in transcript.turns if turn.role in roles]
        sets = []
        at = 0
        for start, end in spans:
            while at < len(spoken) and spoken[at].end <= start:
                at += 1
            said = []
            for place in range(at, len(spoken)):
                if spoken[place].start >= end:
                    break
                said.append(transcript.text[max(start, spoken[place].start) : min(end, spoken[place].end)])
            own = frozenset(content_words(segmenter.words("\n".join(said))))
            frequency.update(own)
            sets.append(own)
        held.append((transcript.source, spans, sets))
    kept = [word for word, count in sorted(frequency.items(), key=lambda item: (-item[1], item[0])) if count >= least][:top]
    known = frozenset(kept)
    interviews = []
    for source, spans, sets in held:
        pairs = [(place, word) for place, own in enumerate(sets) for word in sorted(own & known)]
        interviews.append((source, InterviewUnits(spans, tuple(place for place, _ in pairs), tuple((WORDS, word) for _, word in pairs))))
    return Incidence.stack(unit, [(WORDS, word) for word in kept], interviews)
