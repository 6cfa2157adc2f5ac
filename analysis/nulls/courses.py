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
from scipy.sparse import csr_array

from analysis.layout import Course
from analysis.units import Incidence

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

TURNS: Final = 256
"""In a talk of more characters so many shifts are counted, evenly spaced; otherwise every one. They
are a group, as all are, so that the test is as exact with them.
"""
_CELLS: Final = 1 << 22
"""So many counts are made at once."""


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
        character = np.arange(talk.length)
        first = np.searchsorted(talk.high, character, "right")
        last = np.searchsorted(talk.low, character, "right") - 1
        steps = range(int((last - first).max(initial=0)) + 1)
        # units that hold a character: as many tables as units may overlap; the last is for none
        none = len(talk.low)
        holding = [np.where(first + step <= last, first + step, none) for step in steps]
        holds = np.zeros((len(self._present), none + 1), dtype=np.bool_)
        for table in holding:
            holds[self._row, table[self._place]] = True
        # where no code stands nothing can be met
        occupied = np.flatnonzero(holds[:, :none].any(axis=0))
        column = np.full(none + 1, len(occupied), dtype=np.int64)
        column[occupied] = np.arange(len(occupied))
        self._columns = len(occupied)
        self._holding = [np.tile(column[table], 2) for table in holding]
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
        codes, width = len(self._present), int(self._holds.sum(axis=1).max(initial=0)) + 1
        counts = np.empty((codes, codes, width))  # of the one against the other, which is turned
        step = max(1, _CELLS // (self.shifts * max(self._columns + 1, codes)))
        still = csr_array(self._holds.astype(np.uint8 if width <= 256 else np.int32))
        for low in range(0, codes, step):
            high = min(low + step, codes)
            joint = still @ self._held_under_shifts(low, high).astype(still.dtype, copy=False)
            cells = joint.reshape(codes * (high - low), self.shifts)
            most = int(cells.max(initial=0)) + 1
            under = np.arange(0, len(cells) * most, most)[:, None] + cells
            counts[:, low:high, :most] = np.bincount(
                under.ravel(), minlength=len(cells) * most
            ).reshape(codes, high - low, most)
            counts[:, low:high, most:] = 0
        one, two = self._row_of[first], self._row_of[second]
        shares: Floats = (counts[one, two] + counts[two, one]) / (2 * self.shifts)
        return shares

    def _held_under_shifts(self, low: int, high: int) -> NDArray[np.uint8]:
        """Occupied units x (codes ``low`` to ``high`` x shifts): 1 where the unit holds the code
        turned so far.
        """
        taken = np.flatnonzero((self._row >= low) & (self._row < high))
        shift = np.arange(self.shifts)
        place = self._place[taken, None] + shift * self._length // self.shifts
        width = (high - low) * self.shifts
        under = (self._row[taken, None] - low) * self.shifts + shift
        held = np.zeros((self._columns + 1) * width, dtype=np.uint8)
        for table in self._holding:
            cell = (table * width)[place]
            cell += under
            held[cell.ravel()] = 1
        return held.reshape(self._columns + 1, width)[:-1]
