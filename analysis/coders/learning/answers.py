"""What people have said of the sentences of a study, code by code: yes where a person coded or
accepted, no where a person rejected, or went through the text and left it uncoded.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from analysis.coders.rules import Reading, RuleCoder
from corpus.coding import Coding
from corpus.span import Span
from corpus.transcript import Transcript

CodeKey = tuple[str, str]
"""(codebook, code)."""
Way = Literal["probable", "doubtful", "strange", "random"]
"""Why a sentence was put up to be looked at."""
WAYS: Final[tuple[Way, ...]] = get_args(Way)
MARK: Final = "looked."
"""Before the way in ``Evidence.rule`` of what was answered in the queue."""

BESIDE: Final = 2
"""A person who codes a sentence has read so many before and after it."""
GAP: Final = 12
"""Between two codings of a person with no more sentences between them, all was read."""
READ: Final = 0.5
"""What a sentence that was read and left uncoded weighs beside one that was decided on."""


class Row(NamedTuple):
    """A sentence of a study: the index of its interview, its turn, its place in the text."""

    interview: int
    turn: int
    span: Span


@dataclass(frozen=True, slots=True)
class Talk:
    """The sentences of all interviews, one interview after another, in text order.

    ``names``: one for each interview; ``texts``: the shadow text of each row; ``ruled``: the codes
    that the rules find in each.
    """

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    texts: tuple[str, ...]
    ruled: tuple[tuple[CodeKey, ...], ...]

    @property
    def interviews(self) -> NDArray[np.intp]:
        """The interview of each row."""
        return np.array([row.interview for row in self.rows], dtype=np.intp)


def talk_of(transcripts: Iterable[Transcript], rules: RuleCoder) -> Talk:
    """The sentences of the speakers to be coded, in the order of the transcripts."""
    names: list[str] = []
    rows: list[Row] = []
    texts: list[str] = []
    ruled: list[tuple[CodeKey, ...]] = []
    for interview, transcript in enumerate(transcripts):
        names.append(transcript.source)
        stretches = Reading(transcript, rules.roles).stretches
        rows += (Row(interview, turn, span) for turn, span in stretches)
        texts += (span.of(transcript.shadow) for _, span in stretches)
        ruled += ruled_of(rules.code(transcript), [span for _, span in stretches])
    return Talk(tuple(names), tuple(rows), tuple(texts), tuple(ruled))


def ruled_of(codings: Iterable[Coding], spans: Sequence[Span]) -> list[tuple[CodeKey, ...]]:
    """For each sentence (in text order) the codes that codings of the rules lay in it."""
    found: list[dict[CodeKey, None]] = [{} for _ in spans]
    for coding in codings:
        for row in rows_of(spans, coding.span):
            found[row][coding.codebook, coding.code] = None
    return [tuple(keys) for keys in found]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a row for a code. ``way``: why it was put up (None: not from the queue).
    ``suggested``: a machine had suggested the code here, and a person decided on it.
    """

    yes: bool
    weight: float = 1.0
    way: Way | None = None
    suggested: bool = False

    @property
    def chosen(self) -> bool:
        """Whether a machine chose the sentence for its likeness to the code, so that it tells
        nothing of how frequent the code is.
        """
        return self.suggested if self.way is None else self.way != "random"


@dataclass(slots=True)
class Answers:
    """Code -> row -> answer."""

    by_code: dict[CodeKey, dict[int, Answer]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, key: CodeKey) -> Mapping[int, Answer]:
        """The answers about one code, by row."""
        return self.by_code.get(key, {})

    def count(self, key: CodeKey, yes: bool) -> int:
        """How many sentences were decided with yes or no; those only read are not counted."""
        answers = self.of(key)
        return sum(answers[row].yes == yes for row in self.decided(key))

    def decided(self, key: CodeKey) -> list[int]:
        """The rows that were decided on, not only read."""
        return [row for row, one in self.of(key).items() if one.weight == 1]


def answers_of(
    talk: Talk,
    codings: Sequence[Sequence[Coding]],
    machines: Collection[str],
    keys: Iterable[CodeKey],
) -> Answers:
    """``codings``: those of each interview of ``talk``; ``machines``: names of coders that are no
    people. Where people differ about a sentence there is no answer.
    """
    wanted = set(keys)
    found = Answers()
    first = 0
    for interview in range(len(talk.names)):
        last = bisect_right(talk.rows, interview, lo=first, key=lambda row: row.interview)
        spans = [row.span for row in talk.rows[first:last]]
        for key, row, answer in _of_interview(spans, codings[interview], machines):
            if key in wanted:
                found.by_code[key][first + row] = answer
        first = last
    return found


def rows_of(spans: Sequence[Span], span: Span) -> list[int]:
    """The sentences that a coding is about: at least half of the sentence or of the coding lies in
    the other. ``spans``: in text order, none over another.
    """
    place = bisect_right(spans, span.start, key=lambda one: one.end)
    found = []
    while place < len(spans) and spans[place].start < span.end:
        one = spans[place]
        shared = min(one.end, span.end) - max(one.start, span.start)
        if 0 < 2 * shared >= min(one.end - one.start, span.end - span.start):
            found.append(place)
        place += 1
    return found


def way_of(coding: Coding) -> Way | None:
    """Why a coding that was answered in the queue had been put up."""
    rule = coding.evidence.rule if coding.evidence else ""
    return next((way for way in WAYS if rule == MARK + way), None)


def _of_interview(
    spans: Sequence[Span], codings: Sequence[Coding], machines: Collection[str]
) -> Iterator[tuple[CodeKey, int, Answer]]:
    said: defaultdict[tuple[CodeKey, int], dict[bool, Answer]] = defaultdict(dict)
    own: defaultdict[str, list[tuple[CodeKey, int]]] = defaultdict(list)
    for coding in codings:
        machine = coding.coder in machines
        if machine and coding.status == "suggested":
            continue
        key, yes = (coding.codebook, coding.code), coding.status != "rejected"
        for row in rows_of(spans, coding.span):
            way = way_of(coding) if machine else None
            said[key, row][yes] = Answer(yes, way=way, suggested=machine and way is None)
            if not machine and yes:
                own[coding.coder].append((key, row))
    for (key, row), both in said.items():
        if len(both) == 1:
            yield key, row, next(iter(both.values()))
    for marks in own.values():
        read = sorted(_read([row for _, row in marks], len(spans)))
        for key in dict.fromkeys(key for key, _ in marks):
            for row in read:
                if (key, row) not in said:
                    yield key, row, Answer(False, READ)


def _read(coded: Sequence[int], count: int) -> set[int]:
    """The sentences that a person who coded these has read."""
    order = sorted(set(coded))
    found: set[int] = set()
    for row in order:
        found.update(range(max(0, row - BESIDE), min(count, row + BESIDE + 1)))
    for row, following in pairwise(order):
        if following - row <= GAP + 1:
            found.update(range(row, following))
    return found


def row_at(talk: Talk, interview: int, span: Span) -> int | None:
    """The row of a sentence, None where no sentence of the interview has these ends."""
    place = bisect_left(talk.rows, (interview, span), key=lambda row: (row.interview, row.span))
    if place == len(talk.rows):
        return None
    row = talk.rows[place]
    return place if (row.interview, row.span) == (interview, span) else None
