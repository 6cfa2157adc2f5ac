"""The two sides of interviews that keyness compares: content words, or two of them side by side,
counted by the stretch in which they stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from analysis.units import ANSWERING
from analysis.words.counted import CountedWord, counted_words
from corpus.segmentation import Segmenter
from corpus.transcript import Role, Transcript

LONGEST = 8
"""Characters of a phrase, as for the candidates of a dictionary (``analysis.words.phrases``)."""


def terms(
    transcript: Transcript,
    segmenter: Segmenter,
    *,
    phrases: bool = False,
    roles: Collection[Role] = ANSWERING,
) -> list[CountedWord]:
    """The content words of ``roles`` in the order of the text; with ``phrases``, instead, each two
    that stand side by side in a turn with nothing between, eight characters at most together.
    """
    words = counted_words(transcript, segmenter, roles)
    if not phrases:
        return words
    return [
        CountedWord(first.turn, first.start, second.end, first.word + second.word)
        for first, second in pairwise(words)
        if first.turn == second.turn
        and first.end == second.start
        and second.end - first.start <= LONGEST
    ]


def counts(words: Iterable[CountedWord]) -> dict[str, int]:
    """Word -> how often it is among ``words``."""
    return dict(Counter(word.word for word in words))


def parted(
    words: Iterable[CountedWord], stretches: Iterable[tuple[int, int]]
) -> tuple[dict[str, int], dict[str, int]]:
    """Counts of the words that lie inside ``stretches`` ((start, end) in the text, which may
    overlap), and of all others, also those over an edge.
    """
    joined = _joined(stretches)
    starts = [start for start, _ in joined]
    inside, outside = Counter[str](), Counter[str]()
    for word in words:
        index = bisect_right(starts, word.start) - 1
        within = index >= 0 and word.end <= joined[index][1]
        (inside if within else outside)[word.word] += 1
    return dict(inside), dict(outside)


def _joined(stretches: Iterable[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """The same characters as stretches that do not overlap, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
