"""Which strength of association could the shift test have seen in this study?

Association is planted in the study's own material, and the test is asked whether it sees it. Two
codes of usual frequency are drawn, and what association they have is broken: the occurrences of the
second are turned along each talk by chance, as the null turns them. Then the second code does in a
share ``s`` of the units what the first does: it stands where the first stands, and nowhere else in
these units (as in ``benchmarks/calibration_talks.py``, there by place). Interviews, units and the
first code stay as they are; the second keeps its frequency where both are equally frequent. The
share of plantings that the test finds is its power at ``s``.

It tells of associations that might be there, in a study of this size. It is not the "observed
power" of an association that was seen, which says nothing that its p does not say (Hoenig & Heisey
2001).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.layout import Course, units_at
from analysis.nulls.courses import course_of
from analysis.nulls.shift_test import shift_test, testable
from analysis.units import Incidence

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

STRENGTHS: Final = (0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
"""Strengths that are planted, from the weakest on."""
ENOUGH: Final = 0.8
"""An association would have been seen if so many of its plantings are found."""
PLANTINGS: Final = 60
"""Plantings of a strength; the standard error of a share of .8 is .05 then."""
FIRST: Final = 20
"""After so many it is left at that where the share is far from .8 already."""
CLEAR: Final = 10
"""Of the first plantings at most so many found (which has a chance of .003 where the power is .8),
or all of them (.01).
"""
MOST_INTERVIEWS: Final = 100
"""Of more interviews so many are taken, evenly spaced."""
_TOGETHER: Final = 10
"""Plantings that are tested at once."""
_SEED: Final = 20100801


def needed(significant: int, family: int, level: float = 0.05) -> float:
    """The p below which one more pair has q < ``level`` (Benjamini–Hochberg) for certain, in a
    family of ``family`` pairs of which ``significant`` others have it.
    """
    return level * min(1.0, (significant + 1) / max(family, 1))


class Found(NamedTuple):
    """How many of the ``plantings`` of a strength were found."""

    strength: float
    plantings: int
    found: int

    @property
    def share(self) -> float:
        """The share that was found, the estimate of the power."""
        return self.found / self.plantings


@dataclass(frozen=True, slots=True)
class Power:
    """``steps``: strengths from the weakest on up to the first of which ``ENOUGH`` are found, or to
    the last. The codes planted stand in ``least`` to ``most`` units each; in ``interviews`` of the
    study, all of its codes together in ``held`` (a unit counts once for each code in it).
    """

    interviews: int
    held: int
    least: int
    most: int
    steps: tuple[Found, ...]

    @property
    def seen(self) -> Found | None:
        """The weakest association that would have been seen; None if none of ``STRENGTHS``."""
        last = self.steps[-1]
        return last if last.share >= ENOUGH else None


def power(incidence: Incidence, book: str, p: float) -> Power | None:
    """The power of the test between codes of one codebook whose frequency lies between the median
    and the upper quartile of those that occur; a pair is found if its p is below ``p``
    (``needed``). The same for the same incidence: the seed is fixed.

    None where the test is refused (``shift_test.refusal``), or fewer than two codes occur. Raises
    ValueError for a ``p`` outside 0..1.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"p must lie within 0..1, got {p!r}")
    material = _material(incidence, book) if testable(incidence) else None
    if material is None:
        return None
    chance = np.random.default_rng(_SEED)
    drawn = [material.drawn(chance) for _ in range(PLANTINGS)]
    steps: list[Found] = []
    for strength in STRENGTHS:
        found = int((material.tested(drawn[:FIRST], strength) < p).sum())
        count = FIRST
        if CLEAR < found < FIRST:
            found += int((material.tested(drawn[FIRST:], strength) < p).sum())
            count = PLANTINGS
        steps.append(Found(strength, count, found))
        if steps[-1].share >= ENOUGH:
            break
    often = material.often[material.typical]
    return Power(
        len(np.unique(material.incidence.interview)),
        int(material.often.sum()),
        int(often.min()),
        int(often.max()),
        tuple(steps),
    )


class _Occurrences(NamedTuple):
    """Where something stands: interview and place of each of its occurrences."""

    interview: Integers
    place: Integers


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Two codes, the ``second`` turned already; for each occurrence of either a number from 0 to 1,
    the same within a unit, from which strength on it is copied (of the first) or dropped (of the
    second).
    """

    first: int
    second: _Occurrences
    copied: Floats
    dropped: Floats


@dataclass(frozen=True, slots=True)
class _Material:
    """Codes (columns of ``incidence``) of one codebook in interviews of at least two units.
    ``begin``, ``length`` (by interview): where the talk is cut, ``ends`` the first and the last
    place of that. ``often`` (by column): in how many units the code stands; ``typical``: the
    columns that are planted, ``of_code`` where they stand.
    """

    incidence: Incidence
    course: Course
    of_code: dict[int, _Occurrences]
    begin: Integers
    length: Integers
    often: Integers
    typical: Integers
    ends: _Occurrences

    def drawn(self, chance: np.random.Generator) -> _Drawn:
        """Two codes by chance, and what chance does to them."""
        first, second = chance.choice(self.typical, 2, replace=False).tolist()
        interview, place = self.of_code[second]
        turn = (chance.random(len(self.length)) * self.length).astype(np.int64)[interview]
        begin, length = self.begin[interview], self.length[interview]
        turned = _Occurrences(interview, begin + (place - begin + turn) % length)
        of_unit = chance.random(len(self.incidence.interview))
        return _Drawn(
            first,
            turned,
            of_unit[self._first_unit(self.of_code[first])],
            of_unit[self._first_unit(turned)],
        )

    def _first_unit(self, those: _Occurrences) -> Integers:
        """By occurrence: the first unit that holds it."""
        _, high, place = self._in_a_row(those)
        return np.searchsorted(high, place, "right")

    def _in_a_row(self, those: _Occurrences) -> tuple[Integers, Integers, Integers]:
        """Where units begin, where they end, and where occurrences stand, with all talks one behind
        the other.
        """
        far = int(self.course.high.max()) + 1
        talk = self.incidence.interview.astype(np.int64) * far
        return talk + self.course.low, talk + self.course.high, those.interview * far + those.place

    def tested(self, plantings: list[_Drawn], strength: float) -> Floats:
        """p of each pair with the association planted."""
        p = [
            self._tested(plantings[start : start + _TOGETHER], strength)
            for start in range(0, len(plantings), _TOGETHER)
        ]
        return np.concatenate(p)

    def _tested(self, plantings: list[_Drawn], strength: float) -> Floats:
        firsts = list(dict.fromkeys(planting.first for planting in plantings))
        # the ends of the talks are a code too, so that they are cut as in the study
        columns = [self.ends, *(self.of_code[first] for first in firsts)]
        pairs = []
        for planting in plantings:
            pairs.append((1 + firsts.index(planting.first), len(columns)))
            columns.append(self._planted(planting, strength))
        return shift_test(self._incidence(columns), pairs).more

    def _planted(self, planting: _Drawn, strength: float) -> _Occurrences:
        """The second code, with the association."""
        first, second = self.of_code[planting.first], planting.second
        copied, own = planting.copied < strength, planting.dropped >= strength
        return _Occurrences(
            np.concatenate([first.interview[copied], second.interview[own]]),
            np.concatenate([first.place[copied], second.place[own]]),
        )

    def _incidence(self, columns: list[_Occurrences]) -> Incidence:
        """The units of the study with other codes."""
        low, high = self.course.low, self.course.high
        code = np.repeat(np.arange(len(columns)), [len(column.place) for column in columns])
        every = _Occurrences(*(np.concatenate(side) for side in zip(*columns, strict=True)))
        unit, of_occurrence = units_at(*self._in_a_row(every))
        return Incidence.of_pairs(
            self.incidence.kind,
            [("", str(number)) for number in range(len(columns))],
            self.incidence.sources,
            self.incidence.interview,
            self.incidence.spans,
            unit,
            code[of_occurrence],
            Course.of_occurrences(low, high, every.interview, code, every.place),
        )


def _material(study: Incidence, book: str) -> _Material | None:
    """What is planted in; None if fewer than two codes occur."""
    several = np.flatnonzero(np.diff(study.edges) >= 2)
    if len(several) > MOST_INTERVIEWS:
        taken = np.linspace(0, len(several) - 1, MOST_INTERVIEWS).round().astype(np.int64)
        several = several[taken]
    incidence = study.of_interviews(several)
    course = course_of(incidence)
    own = np.array([owner == book for owner, _ in incidence.codes])
    rows = own[course.code]
    interview, code, place = course.interview[rows], course.code[rows], course.place[rows]
    often = np.asarray(incidence.matrix.sum(axis=0), dtype=np.int64).ravel() * own
    occurring = np.unique(code)
    if len(occurring) < 2:
        return None
    talk, at = np.unique(interview, return_index=True)
    begin = np.zeros(len(incidence.sources), dtype=np.int64)
    end = begin.copy()
    begin[talk], end[talk] = np.minimum.reduceat(place, at), np.maximum.reduceat(place, at)
    usual = np.quantile(often[occurring], 0.5, method="lower")
    frequent = np.quantile(often[occurring], 0.75, method="higher")
    within = (often[occurring] >= usual) & (often[occurring] <= frequent)
    return _Material(
        incidence,
        course,
        {
            column: _Occurrences(interview[code == column], place[code == column])
            for column in occurring[within].tolist()
        },
        begin,
        end - begin + 1,
        often,
        occurring[within],
        _Occurrences(np.repeat(talk, 2), np.stack([begin[talk], end[talk]], axis=1).ravel()),
    )
