"""Interviews that the tests of analyses share: coded by rules or by hand, and units written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from builders import codebook, transcript

from analysis.coders.rules import RuleCoder
from analysis.units import Incidence, InterviewUnits, UnitKind, interview_units
from codebooks.codebook import Codebook
from corpus.coding import Coding, Polarity, Status
from corpus.transcript import Transcript

BOOK = codebook(
    "  - {id: X, name: x, definition: d, indicators: [接口]}\n"
    "  - {id: Y, name: y, definition: d, indicators: [标准]}\n"
    "  - {id: Z, name: z, definition: d, indicators: [考核]}"
)
KEYS = [("test", code) for code in "XYZ"]
Coded = tuple[Transcript, list[Coding]]


def talk(answers: Sequence[Sequence[str]], name: str = "t", **metadata: object) -> Transcript:
    """A question for every answer; an answer is a list of sentences."""
    made = transcript(
        "\n".join(
            f"问：第{number}问？\n答：{''.join(answer)}" for number, answer in enumerate(answers)
        )
    )
    return replace(made, source=name, metadata={**made.metadata, **metadata})


def interview(
    answers: Sequence[Sequence[str]],
    name: str = "t",
    book: Codebook = BOOK,
    **metadata: object,
) -> Coded:
    """The same with the codings that the rules of a codebook lay."""
    made = talk(answers, name, **metadata)
    return made, RuleCoder(book).code(made)


def lay(
    made: Transcript,
    words: str,
    code: str,
    polarity: Polarity = "lacking",
    *,
    book: str = "test",
    status: Status = "accepted",
) -> Coding:
    """A coding of the first place where an interviewee says these words."""
    for turn in made.turns:
        if turn.role != "interviewer" and (at := turn.span.of(made.text).find(words)) >= 0:
            start = turn.span.start + at
            span = type(turn.span)(start, start + len(words))
            return Coding(span, words, code, book, polarity, "甲", turn.index, status)
    raise AssertionError(f"nobody says {words}")


def panel(*answers: str, name: str = "t") -> Coded:
    """甲 and 乙 are codes of one frame, 子 and 丑 of the other, laid by hand on themselves."""
    codes = {"甲": ("test", "X"), "乙": ("test", "Y"), "子": ("other", "O"), "丑": ("other", "U")}
    made = talk([[answer] for answer in answers], name)
    codings = []
    for turn in made.turns:
        if turn.role != "interviewer":
            for at in range(turn.span.start, turn.span.end):
                sign = made.text[at]
                if sign in codes:
                    book, code = codes[sign]
                    first = lay(made, sign, code, book=book)
                    span = type(first.span)(at, at + 1)
                    codings.append(first._replace(span=span, turn=turn.index))
    return made, codings


def counted(study: Sequence[Coded], unit: UnitKind) -> Incidence:
    """The incidence of ``KEYS`` in coded interviews."""
    return Incidence.stack(
        unit,
        KEYS,
        ((made.source, interview_units(made, codings, unit)) for made, codings in study),
    )


def written(interviews: Sequence[Sequence[str]], codes: str = "XYZ", book: str = "k") -> Incidence:
    """Every interview a list of units, every unit a string of the codes in it."""
    stacked = []
    for number, units in enumerate(interviews):
        cells = [(row, (book, code)) for row, unit in enumerate(units) for code in sorted(unit)]
        stacked.append(
            (
                str(number),
                InterviewUnits(
                    tuple((row, row + 1) for row in range(len(units))),
                    tuple(row for row, _ in cells),
                    tuple(key for _, key in cells),
                ),
            )
        )
    return Incidence.stack("turn", [(book, code) for code in codes], stacked)


def every_turn(
    units: Sequence[tuple[int, int]],
    one: Sequence[int],
    two: Sequence[int],
    coded: Sequence[int],
) -> list[int]:
    """The joint counts of two codes (places along the talk) when either is turned by every number
    of characters, around what lies between the first and the last place of ``coded``.
    """
    first, length = min(coded), max(coded) + 1 - min(coded)

    def held(places: Sequence[int]) -> set[int]:
        return {
            number
            for number, (low, high) in enumerate(units)
            if any(low <= place < high for place in places)
        }

    counts = []
    for still, turned in ((one, two), (two, one)):
        for shift in range(length):
            moved = [(place - first + shift) % length + first for place in turned]
            counts.append(len(held(still) & held(moved)))
    return counts


def convolved(interviews: Sequence[Sequence[int]], observed: int) -> tuple[float, float]:
    """P(sum >= observed) and P(sum <= observed), each interview drawing one of its counts."""
    total = np.ones(1)
    for counts in interviews:
        total = np.convolve(total, np.bincount(counts) / len(counts))
    return float(total[observed:].sum()), float(total[: observed + 1].sum())
