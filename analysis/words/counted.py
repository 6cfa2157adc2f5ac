"""The words that count: every word statistic stands on these two functions, so that all of them
agree.

A word is counted as it stands in the shadow text (``corpus.normalise.shadow``): simplified, of
normal width, in small letters, marks of transcription left out. So the same talk in Traditional
and in Simplified characters gives the same words as often.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain
from typing import NamedTuple

from analysis.units import ANSWERING
from corpus.segmentation import Segmenter, content_words, is_content
from corpus.transcript import Role, Transcript


class CountedWord(NamedTuple):
    """A content word where it is said: the index of its turn in ``transcript.turns``, its offsets
    in the text (code points, end exclusive), and the word as it is counted.
    """

    turn: int
    start: int
    end: int
    word: str


def counted_words(
    transcript: Transcript, segmenter: Segmenter, roles: Collection[Role] = ANSWERING
) -> list[CountedWord]:
    """Every content word said by ``roles``, in the order of the text, none inside another.

    ``word`` is ``transcript.shadow[start:end]``; ``transcript.text[start:end]`` is what was
    written.
    """
    counted = []
    for turn, start, words in _segmented(transcript, segmenter, roles):
        for word in words:
            end = start + len(word)
            if is_content(word):
                counted.append(CountedWord(turn, start, end, word))
            start = end
    return counted


def word_counts(
    transcript: Transcript, segmenter: Segmenter, roles: Collection[Role] = ANSWERING
) -> dict[str, int]:
    """Word -> how often it is among ``counted_words``, in the order of the first of each; in half
    of the time, since no offset is made.
    """
    return content_words(
        chain.from_iterable(words for _, _, words in _segmented(transcript, segmenter, roles))
    )


def all_words(
    transcript: Transcript, segmenter: Segmenter, roles: Collection[Role] = ANSWERING
) -> list[list[str]]:
    """The words of each turn of ``roles``, stop words and punctuation too, for statistics of what
    stands side by side.
    """
    return [words for _, _, words in _segmented(transcript, segmenter, roles)]


def _segmented(
    transcript: Transcript, segmenter: Segmenter, roles: Collection[Role]
) -> Iterator[tuple[int, int, list[str]]]:
    """(index of the turn, where its speech starts, its words) of the turns of ``roles``: turn by
    turn, because no word goes on from one to the next.
    """
    shadow = transcript.shadow
    for turn in transcript.turns:
        if turn.role in roles:
            yield (
                turn.index,
                turn.span.start,
                segmenter.words(shadow[turn.span.start : turn.span.end]),
            )
