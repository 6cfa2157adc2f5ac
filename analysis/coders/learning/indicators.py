"""Words that could become indicators of a code, by what people said of the sentences they stand in.

A word is offered where the sentences with it that somebody answered for belong to the code in at
least three of four cases, in several interviews, and surely more often than answered sentences do
on the whole. What it would do to the whole study is for a
preview to show (``analysis.coders.preview``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Final

from analysis.coders.learning.answers import Answers, CodeKey, Talk
from corpus.segmentation import Segmenter, is_content

LONGEST: Final = 8
"""Words, and pairs of neighbouring words, of two to so many characters."""
LEAST: Final = 3
"""In at least so many sentences of the code, of ``INTERVIEWS`` interviews."""
INTERVIEWS: Final = 2
RIGHT: Final = 0.75
"""The least share of the code among the answered sentences with the word."""
MOST: Final = 12
"""At most so many are offered."""
Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class Indicator:
    """A word with the answered sentences it stands in: ``yes`` of the code, ``no`` not of it (read
    ones included); ``low``: lower bound of the share of yes at 95 % (Wilson 1927). ``talk``: in how
    many sentences of the study it stands, ``fresh``: of these, neither answered nor found by rule.
    """

    word: str
    yes: int
    no: int
    interviews: int
    low: float
    talk: int
    fresh: int


def indicators_of(
    talk: Talk,
    answers: Answers,
    key: CodeKey,
    known: Collection[str],
    segmenter: Segmenter,
) -> list[Indicator]:
    """The words offered for a code, best first: by how surely they are right, then by how much they
    find. ``known``: its indicators, in simplified characters; words that hold one are left out.
    """
    said = answers.of(key)
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, one in said.items():
        if one.yes:
            for word in _words(talk.texts[row], segmenter):
                rows[word].append(row)
    interviews = talk.interviews
    rate = sum(one.yes for one in said.values()) / max(len(said), 1)
    offered = []
    for word, found in rows.items():
        places = {int(interviews[row]) for row in found}
        if len(found) < LEAST or len(places) < INTERVIEWS or any(one in word for one in known):
            continue
        no = sum(not one.yes and word in talk.texts[row] for row, one in said.items())
        if len(found) < RIGHT * (len(found) + no):
            continue
        within = [row for row, text in enumerate(talk.texts) if word in text]
        fresh = sum(row not in said and key not in talk.ruled[row] for row in within)
        low = _wilson(len(found), len(found) + no)
        if low <= rate:
            continue
        offered.append(Indicator(word, len(found), no, len(places), low, len(within), fresh))
    offered.sort(key=lambda one: (-one.low, -one.fresh, one.word))
    return _apart(offered)[:MOST]


def _words(text: str, segmenter: Segmenter) -> list[str]:
    """The words of a sentence and its pairs of neighbouring words, each once."""
    words = segmenter.words(text)
    pairs = [one + other for one, other in pairwise(words) if is_content(one) and is_content(other)]
    return [
        word
        for word in dict.fromkeys([*words, *pairs])
        if len(word) <= LONGEST
        and is_content(word)
        and all("\u4e00" <= letter <= "\u9fff" for letter in word)
    ]


def _apart(offered: Sequence[Indicator]) -> list[Indicator]:
    """Without those that stand in the very sentences of a better one that they hold, or are held
    by.
    """
    kept: list[Indicator] = []
    for one in offered:
        same = (
            other
            for other in kept
            if (one.word in other.word or other.word in one.word) and one.talk == other.talk
        )
        if next(same, None) is None:
            kept.append(one)
    return kept


def _wilson(yes: int, count: int) -> float:
    share = yes / count
    middle = share + Z * Z / (2 * count)
    spread = Z * sqrt(share * (1 - share) / count + Z * Z / (4 * count * count))
    return (middle - spread) / (1 + Z * Z / count)
