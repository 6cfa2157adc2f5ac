"""Where codes stand along the talk, finer than the units that are counted; and how often two codes
would meet in a unit if one of them were turned along the talk.

A null that turns units takes a long answer for as likely to hold a code as a short one. Here the
places where a code begins are turned along the counted speech of an interview, around its end, and
units are formed anew from where they come to stand, so that a long unit is hit as often as it is
long. What lies before the first and behind the last coded place takes no part: an opening without
codes is no place where a code could have stood.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.layout import Course
from analysis.nulls.tally import WORD, Bits, Tally, packed
from analysis.units import Incidence

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

TURNS: Final = 256
"""In a talk of more characters so many shifts are counted, evenly spaced; otherwise every one. They
are a group, as all are, so that the test is as exact with them.
"""
_CELLS: Final = 1 << 19
"""So many answers, a byte each, are held at once before they are packed as bits."""


class Talk(NamedTuple):
    """One interview, from its first coded place to its last. ``low``, ``high`` (by unit): the
    characters of each unit, from ``low`` up to and without ``high``; units stand in order and
    windows overlap. ``code``, ``place`` (by occurrence): which code begins where. ``length``: in
    characters.
    """

    low: Integers
    high: Integers
    code: Integers
    place: Integers
    length: int


def course_of(incidence: Incidence) -> Course:
    """Where units and codes lie; where that is not known, units are as long as their spans, one
    behind the other, and a code stands in the middle of its unit.
    """
    if incidence.course is not None:
        return incidence.course
    sizes = np.maximum(incidence.spans[:, 1] - incidence.spans[:, 0], 1)
    end = np.cumsum(sizes)
    edges = incidence.edges
    before = np.concatenate([[0], end])[edges[:-1]]
    high = end - before[incidence.interview]
    low = high - sizes
    cells = incidence.matrix.tocoo()
    unit = cells.row.astype(np.int64)
    return Course.of_occurrences(
        low,
        high,
        incidence.interview[unit],
        cells.col.astype(np.int64),
        low[unit] + sizes[unit] // 2,
    )


def talks(incidence: Incidence, codes: Integers) -> Iterator[Talk]:
    """The interviews of at least two units in which one of some codes occurs; ``Talk.code`` counts
    by the place in ``codes``. The talk is cut to where these codes stand.
    """
    course = course_of(incidence)
    number = np.full(len(incidence.codes), -1, dtype=np.int64)
    number[codes] = np.arange(len(codes))
    renumbered = number[course.code]
    taken = np.flatnonzero(renumbered >= 0)
    owner, code, place = course.interview[taken], renumbered[taken], course.place[taken]
    bounds = np.searchsorted(owner, np.arange(len(incidence.sources) + 1))
    edges = incidence.edges
    for index in np.flatnonzero((np.diff(edges) >= 2) & (np.diff(bounds) > 0)).tolist():
        own = slice(bounds[index], bounds[index + 1])
        units = slice(edges[index], edges[index + 1])
        first, last = int(place[own].min()), int(place[own].max()) + 1
        low = np.clip(course.low[units], first, last) - first
        high = np.clip(course.high[units], first, last) - first
        inside = high > low
        yield Talk(low[inside], high[inside], code[own], place[own] - first, last - first)


class Turned:
    """The codes (0 … ``codes`` - 1) of one talk, each turned along it; only those that ``wanted``
    are (a boolean by code) can be asked for.
    """

    def __init__(self, talk: Talk, wanted: NDArray[np.bool_]) -> None:
        self._length = talk.length
        self.shifts = min(talk.length, TURNS)
        taken = wanted[talk.code]
        self._place = talk.place[taken]
        self._present, self._row = np.unique(talk.code[taken], return_inverse=True)
        self._row_of = np.full(len(wanted), -1, dtype=np.int64)
        self._row_of[self._present] = np.arange(len(self._present))
        # of the units that hold a character, the first and the last
        first = np.cumsum(np.bincount(talk.high, minlength=talk.length + 1)[: talk.length])
        last = np.cumsum(np.bincount(talk.low, minlength=talk.length)[: talk.length]) - 1
        steps = range(int((last - first).max(initial=0)) + 1)
        # units that hold a character: as many tables as units may overlap; the last is for none
        none = len(talk.low)
        holding = [np.where(first + step <= last, first + step, none) for step in steps]
        holds = np.zeros((len(self._present), none + 1), dtype=np.bool_)
        for table in holding:
            holds[self._row, table[self._place]] = True
        # where no code stands nothing can be met
        occupied = np.flatnonzero(holds[:, :none].any(axis=0))
        column = np.full(none + 1, len(occupied), dtype=np.int32)
        column[occupied] = np.arange(len(occupied))
        self._columns = len(occupied)
        self._holding = [np.tile(column.take(table), 2) for table in holding]
        self._holds = holds[:, occupied]

    def meeting(self, first: Integers, second: Integers) -> NDArray[np.intp]:
        """Indices of the pairs (``first``, ``second``: codes) both codes of which occur."""
        return np.flatnonzero((self._row_of[first] >= 0) & (self._row_of[second] >= 0))

    def observed(self, first: Integers, second: Integers) -> Integers:
        """In how many units the codes of pairs that occur stand together as they are."""
        both = self._holds[self._row_of[first]] & self._holds[self._row_of[second]]
        joint: Integers = both.sum(axis=1, dtype=np.int64)
        return joint

    def shares(self, first: Integers, second: Integers) -> Floats:
        """Share of shifts with each joint count, for pairs of codes that occur: an array pairs x
        counts (0, 1, 2 …). Either code is turned against the other and the units, each half of the
        time, so that their order does not matter.
        """
        one, two = self._row_of[first], self._row_of[second]
        counts = self._shifts_by_count(np.concatenate([one, two]), np.concatenate([two, one]))
        shares: Floats = (counts[: len(one)] + counts[len(one) :]) / (2 * self.shifts)
        return shares

    def _shifts_by_count(self, still: Integers, turned: Integers) -> NDArray[np.int32]:
        """The number of shifts with each joint count (pairs x counts) when the code ``turned`` is
        turned: how many of the units that hold the code ``still`` then hold it too.
        """
        holder, unit = np.nonzero(self._holds)
        often = np.bincount(holder, minlength=len(self._holds))
        # the more units hold the code ``still``, the earlier stands the pair: those for which there
        # is one unit more are always the first
        order = np.argsort(-often[still], kind="stable")
        still, turned = still[order], turned[order]
        begin = (np.cumsum(often) - often)[still]
        code = turned * (self._columns + 1)
        held = self._held_under_shifts()
        tally = Tally(len(order), held.shape[1])
        most = int(often[still].max(initial=0))
        for nth, pairs in enumerate(np.searchsorted(-often[still], -np.arange(most)).tolist()):
            cell = unit.take(begin[:pairs] + nth)
            cell += code[:pairs]
            tally.add(held.take(cell, axis=0))
        counts = tally.shifts_by_count()
        counts[:, 0] -= held.shape[1] * WORD - self.shifts  # bits that stand for no shift
        position = np.empty_like(order)
        position[order] = np.arange(len(order))
        return counts.take(position, axis=0)

    def _held_under_shifts(self) -> Bits:
        """(Codes x (occupied units, and one for none)) x shifts, as bits: whether the unit holds
        the code turned so far.
        """
        codes, width = len(self._present), -(-self.shifts // WORD) * WORD
        size = (self._columns + 1) * width  # answers of a code
        tables, place = self._hit_under_shifts(width)
        by_code = np.argsort(self._row, kind="stable")
        row, place = self._row[by_code], place[by_code]
        step = min(max(1, _CELLS // size), codes)
        answers = np.zeros(step * size, dtype=np.uint8)
        held = []
        for low in range(0, codes, step):
            begin, end = np.searchsorted(row, [low, low + step])
            under = (row[begin:end, None] - low) * size
            answers.fill(0)
            for table in tables:
                answers[table.take(place[begin:end], axis=0) + under] = 1
            held.append(packed(answers.reshape(-1, width)))
        return np.concatenate(held)[: codes * (self._columns + 1)]

    def _hit_under_shifts(self, width: int) -> tuple[list[NDArray[np.int32]], Integers]:
        """By place (one, where several codes begin) and shift: which unit is hit, as unit x
        ``width`` + shift, in as many tables as units may overlap. And by occurrence: its place.
        """
        places, number = np.unique(self._place, return_inverse=True)
        shift = np.arange(self.shifts)
        turned = places[:, None] + shift * self._length // self.shifts
        tables = [holding.take(turned) for holding in self._holding]
        for table in tables:
            table *= width
            table += shift.astype(np.int32)
        return tables, number
