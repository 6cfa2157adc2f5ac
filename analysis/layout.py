"""Where the units of interviews lie, and which of them hold a coding, in numbers only.

``Layout.holding`` is the one rule for which units hold a coding: for the codings of an interview at
hand as for all codings of a study in columns (``analysis.columns``). ``Course`` tells where units
and codes lie along the talk, for what is finer than a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.integer]
Number = TypeVar("Number", bound=np.generic)
UnitKind = Literal["sentence", "turn", "exchange", "window", "interview"]
UNITS: Final[tuple[UnitKind, ...]] = ("sentence", "turn", "exchange", "window", "interview")
BACK: Final = 4
"""A window is a sentence with the three before it in the same interview (ENA's window.size.back
counts the line itself).
"""
BY_SENTENCE: Final[frozenset[UnitKind]] = frozenset({"sentence", "window"})
"""Kinds whose units are sentences; units of the others are made of whole turns."""
_FAR: Final = np.int64(1 << 34)
"""More than any offset in a text: so far apart the texts lie when all are searched as one."""


class Outline(NamedTuple):
    """Where the units of one interview lie: their spans in text order, and the unit of each turn
    (for sentences and windows that of its first sentence; −1 for a turn that is not counted).

    ``ends``: where each unit ends along the counted speech (characters of what is counted, one turn
    or sentence behind the other); ``shifts``: what is added to an offset in a turn to get there
    (for sentences and windows nothing: their spans tell).
    """

    spans: Sequence[tuple[int, int]]
    unit_of_turn: Sequence[int]
    ends: Sequence[int]
    shifts: Sequence[int]

    def place(self, kind: UnitKind, unit: int, turn: int, offset: int) -> int:
        """Where an offset in a turn lies along the counted speech, within its unit (for a window:
        within its sentence).
        """
        begin = self.ends[unit - 1] if unit else 0
        if kind in BY_SENTENCE:
            place = begin + offset - self.spans[unit][0]
        else:
            place = offset + self.shifts[turn]
        return min(max(place, begin), self.ends[unit] - 1)


class Layout:
    """The units of one kind in some interviews, one interview after another, as numbers only."""

    def __init__(
        self,
        kind: UnitKind,
        starts: Sequence[NDArray[np.int64]],
        unit_of_turn: Sequence[NDArray[np.int32]],
        ends: Sequence[NDArray[np.int64]],
        shifts: Sequence[NDArray[np.int64]],
    ) -> None:
        """For each interview where its units start, and what else ``Outline`` has of it."""
        self.kind = kind
        self._turns = np.array([len(units) for units in unit_of_turn], dtype=np.int64)
        self._first_turn = first_of_each(self._turns)
        self._first_unit = first_of_each(np.array([len(own) for own in starts], dtype=np.int64))
        self._unit_of_turn = _joined(unit_of_turn, np.dtype(np.int32))
        self._starts = _joined(
            [index * _FAR + own for index, own in enumerate(starts)], np.dtype(np.int64)
        )
        self._shifts = _joined(shifts, np.dtype(np.int64))
        self.high = _joined(ends, np.dtype(np.int64))
        """By unit: where it ends along the counted speech of its interview."""
        self._piece = pieces(self.high, self._first_unit)
        self.low = lows(kind, self._piece, self._first_unit)
        """By unit: where it begins along the counted speech."""

    def holding(
        self, interview: Integers, turn: Integers, start: Integers, end: Integers
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which units hold each coding: pairs (unit, coding), in the order of the codings and,
        within one, of the text.

        Codings are given by the index of their interview and of their turn, and by their span.
        Turns, exchanges and interviews hold the codings of their turns; a sentence holds what
        overlaps it, a window also what overlaps one of the ``BACK`` - 1 sentences before it. No
        unit holds a coding in a turn that is not counted.
        """
        coding, first, last = self._touched(interview, turn, start, end)
        if self.kind == "window":
            owner = interview[coding].astype(np.int64)
            last = np.minimum(last + BACK - 1, self._first_unit[owner + 1] - 1)
        return _spread(first, last, coding)

    def places(
        self, interview: Integers, turn: Integers, start: Integers, end: Integers
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where each coding begins along the counted speech of its interview, anew in each sentence
        that it overlaps where units are made of sentences: pairs (place, coding), as ``holding``.
        """
        touched = self._touched(interview, turn, start, end)
        unit, coding = _spread(touched[1], touched[2], touched[0])
        if self.kind in BY_SENTENCE:
            begin = interview[coding].astype(np.int64) * _FAR + start[coding]
            place = self._piece[unit] + np.maximum(begin - self._starts[unit], 0)
        else:
            turns = self._first_turn[interview[coding]] + turn[coding]
            place = start[coding] + self._shifts[turns]
        return np.clip(place, self._piece[unit], self.high[unit] - 1), coding

    def _touched(
        self, interview: Integers, turn: Integers, start: Integers, end: Integers
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Codings in turns that are counted, and the first and the last unit that each overlaps."""
        coding = np.flatnonzero((turn >= 0) & (turn < self._turns[interview]))
        unit = self._unit_of_turn[self._first_turn[interview[coding]] + turn[coding]]
        coding, unit = coding[unit >= 0], unit[unit >= 0]
        owner = interview[coding].astype(np.int64)
        low = self._first_unit[owner]
        if self.kind not in BY_SENTENCE:
            return coding, low + unit, low + unit
        begin, stop = owner * _FAR + start[coding], owner * _FAR + end[coding]
        first = np.maximum(low, np.searchsorted(self._starts, begin, "right") - 1)
        last = np.maximum(first, np.searchsorted(self._starts, stop - 1, "right") - 1)
        return coding, first, last


def pieces(high: NDArray[np.int64], first_unit: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where what is new in each unit begins: where the one before it in its interview ends."""
    begins = np.zeros_like(high)
    begins[1:] = high[:-1]
    begins[first_unit[:-1][np.diff(first_unit) > 0]] = 0
    return begins


def lows(
    kind: UnitKind, piece: NDArray[np.int64], first_unit: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where units begin along the counted speech: ``piece`` gives where what is new in each begins,
    ``first_unit`` where those of each interview begin. A window reaches back over three sentences.
    """
    if kind != "window":
        return piece
    first = np.repeat(first_unit[:-1], np.diff(first_unit))
    return piece[np.maximum(first, np.arange(len(piece)) - BACK + 1)]


def _spread(
    first: NDArray[np.int64], last: NDArray[np.int64], coding: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs (unit, coding) for every unit from the first to the last of each coding."""
    many = last - first + 1
    step = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return np.repeat(first, many) + step, np.repeat(coding, many)


def units_at(
    low: Integers, high: Integers, place: Integers
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which units hold each place: pairs (unit, index of the place). ``low`` and ``high`` (without
    it), by unit, ascend.
    """
    first = np.searchsorted(high, place, "right")
    last = np.searchsorted(low, place, "right") - 1
    return _spread(first, last, np.arange(len(place)))


def first_of_each(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of some groups begins, and where the last one ends."""
    edges = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=edges[1:])
    return edges


def _joined(parts: Sequence[NDArray[Number]], dtype: np.dtype[Number]) -> NDArray[Number]:
    """Arrays one after another; an empty one for none."""
    return np.concatenate(parts) if parts else np.zeros(0, dtype=dtype)


class Course(NamedTuple):
    """Where units and codes lie along the counted speech of their interview, in characters.

    By unit ``low`` and ``high`` (without it); by occurrence of a code ``interview`` (sorted),
    ``code`` (a column) and ``place`` where it begins.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    interview: NDArray[np.int64]
    code: NDArray[np.int64]
    place: NDArray[np.int64]

    @classmethod
    def of_occurrences(
        cls, low: Integers, high: Integers, interview: Integers, code: Integers, place: Integers
    ) -> Course:
        """From occurrences in any order; one that is told twice counts once."""
        order = np.lexsort((place, code, interview))
        rows = np.stack([interview[order], code[order], place[order]]).astype(np.int64)
        new = np.ones(rows.shape[1], dtype=np.bool_)
        new[1:] = (rows[:, 1:] != rows[:, :-1]).any(axis=0)
        return cls(low.astype(np.int64), high.astype(np.int64), *rows[:, new])
