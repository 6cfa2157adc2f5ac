"""Groups of codes of one frame against those of another: where they meet, and whether what rests
on different words meets more often than by chance.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.association import lift
from analysis.layout import Course
from analysis.nulls.families import over_family, sure
from analysis.nulls.shift_test import shift_test, testable
from analysis.units import (
    ANSWERING,
    CodedUnits,
    Incidence,
    InterviewUnits,
    Key,
    Matrix,
    Stack,
    UnitKind,
    coded_units,
    joint_counts,
)
from corpus.coding import Coding
from corpus.transcript import Role, Transcript


@dataclass(frozen=True)
class Crosswalk:
    """``table``: a row per pair of groups. row, column; c (units with both), a, b, n, expected_c,
    lift: all codings. own_a, own_b (units in which a group rests on words that the other does not
    rest on), distinct (units with both of these: what is tested), lift_distinct (of these three
    counts), p_more, q, drift (both sides drift along the interviews, so that p is an
    approximation). ``rows`` and ``columns``: the groups in order. ``family``: over how many pairs q
    is corrected.
    """

    table: pd.DataFrame
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    family: int

    @property
    def drifting(self) -> int:
        """In how many pairs both sides drift along the interviews."""
        return int(self.table["drift"].sum()) if len(self.table) else 0

    @property
    def sure(self) -> NDArray[np.bool_]:
        """By pair: q < .05, and not both sides drift."""
        if not len(self.table):
            return np.zeros(0, dtype=np.bool_)
        return sure(self.table["q"], self.table["drift"])


class _Words(NamedTuple):
    """Where the words lie that called up a coding (half-open; the coding itself, where no words are
    known), and the group of one side that it belongs to.
    """

    side: str
    group: str
    start: int
    end: int

    @property
    def key(self) -> Key:
        """The column of the group."""
        return self.side, self.group


class _Shared(NamedTuple):
    """Where every coding of a group lies on words of a group of the other side: a unit (counted
    over all interviews) or a place along the talk of an interview.
    """

    interview: int
    position: int
    key: Key
    other: str


def crosswalk(
    interviews: Sequence[tuple[Transcript, Collection[Coding]]],
    rows: Mapping[Key, str],
    columns: Mapping[Key, str],
    unit: UnitKind = "exchange",
    roles: Collection[Role] = ANSWERING,
) -> Crosswalk:
    """How groups of one frame meet groups of another (信息生态 × 协同治理) in units.

    ``rows`` and ``columns``: code -> its group (a lens, or themes). Codebooks share words: where
    the same words called up both codes, their meeting says nothing. So for each pair of groups the
    codings whose words overlap those of a coding of the other group are left out, on both sides;
    what is left is counted (own_a, own_b, distinct) and tested (circular shift within interviews,
    one-sided; q by Benjamini–Hochberg over the pairs that can be significant at all; NaN where
    there is too little data).

    Why on both sides, and not units in which some words differ, against shifts of all codings: a
    word that calls up both groups and is said twice in an answer would meet itself "on different
    words"; and where one group has nothing but words of the other, its meetings would tell how
    that other group runs. Left out on both sides, a pair that rests on shared words alone has
    distinct = 0 and p = 1 for certain, and the rest is two sequences like any other two codes.
    """
    left, right = tuple(dict.fromkeys(rows.values())), tuple(dict.fromkeys(columns.values()))
    keys: list[Key] = [("row", name) for name in left] + [("column", name) for name in right]
    stack = Stack(unit, keys)
    shared_units: list[_Shared] = []
    shared_places: list[_Shared] = []
    total = 0
    for number, (transcript, codings) in enumerate(interviews):
        coded = coded_units(transcript, codings, unit, roles)
        by_unit, by_place = _shared(coded, rows, columns)
        cells = sorted((position, key) for key, position in by_unit)
        stack.add(
            transcript.source,
            InterviewUnits(
                coded.spans,
                tuple(position for position, _ in cells),
                tuple(key for _, key in cells),
                coded.ends,
                tuple(place for _, place in by_place),
                tuple(key for key, _ in by_place),
            ),
        )
        shared_units.extend(_listed(number, total, by_unit))
        shared_places.extend(_listed(number, 0, by_place))
        total += len(coded.spans)
    incidence, column = _with_own(stack.incidence(), shared_units, shared_places)
    return _crossed(incidence, column, left, right)


_Cells = dict[tuple[Key, int], set[str]]
"""Group and unit (or place along the talk) -> groups of the other side on whose words all of its
codings there lie.
"""


def _shared(
    coded: CodedUnits, rows: Mapping[Key, str], columns: Mapping[Key, str]
) -> tuple[_Cells, _Cells]:
    """The groups of an interview by unit and by place."""
    frames = (("row", rows), ("column", columns))

    def words(coding: Coding) -> Iterable[_Words]:
        span = coding.evidence.span if coding.evidence else coding.span
        for side, groups in frames:
            group = groups.get((coding.codebook, coding.code))
            if group is not None:
                yield _Words(side, group, span.start, span.end)

    overlapped = _overlapped({own for _, coding in coded.units for own in words(coding)})
    cells: tuple[_Cells, _Cells] = ({}, {})
    for found, positions in zip(cells, (coded.units, coded.places), strict=True):
        for position, coding in positions:
            for own in words(coding):
                cell, others = (own.key, position), overlapped[own]
                found[cell] = found.get(cell, others) & others
    return cells


def _overlapped(words: Iterable[_Words]) -> dict[_Words, set[str]]:
    """Words -> the groups of the other side whose words overlap them."""
    others: dict[_Words, set[str]] = {}
    reaching: list[_Words] = []
    for own in sorted(words, key=lambda own: own.start):
        others[own] = set()
        reaching = [earlier for earlier in reaching if earlier.end > own.start]
        for earlier in reaching:
            if earlier.side != own.side:
                others[own].add(earlier.group)
                others[earlier].add(own.group)
        reaching.append(own)
    return others


def _listed(interview: int, before: int, cells: _Cells) -> Iterable[_Shared]:
    """Cells with what they share; ``before``: what is added to their position."""
    return (
        _Shared(interview, before + position, key, other)
        for (key, position), others in cells.items()
        for other in others
    )


def _with_own(
    incidence: Incidence, units: Sequence[_Shared], places: Sequence[_Shared]
) -> tuple[Incidence, dict[tuple[Key, str], int]]:
    """A column more for each group and group of the other side that share words: where the first
    rests on words of its own. (group, other group) -> its column.

    The groups themselves stay, so that a talk begins and ends where any coding of either frame
    stands.
    """
    from scipy.sparse import csr_matrix, hstack

    number = {key: column for column, key in enumerate(incidence.codes)}
    pairs = sorted({(shared.key, shared.other) for shared in (*units, *places)})
    more = {pair: column for column, pair in enumerate(pairs)}
    without = csr_matrix(
        (
            np.ones(len(units), dtype=np.int64),
            (
                [shared.position for shared in units],
                [more[shared.key, shared.other] for shared in units],
            ),
        ),
        shape=(incidence.matrix.shape[0], len(pairs)),
    )
    groups = [number[key] for key, _ in pairs]
    matrix: Matrix = csr_matrix(
        hstack([incidence.matrix, incidence.matrix[:, groups] - without], dtype=np.int64)
    )
    matrix.eliminate_zeros()
    own = replace(
        incidence,
        codes=(*incidence.codes, *((side, f"{name} − {other}") for (side, name), other in pairs)),
        matrix=matrix,
        course=_own_course(incidence, groups, [(more[p.key, p.other], p) for p in places]),
    )
    first = len(number)
    return own, {pair: first + column for pair, column in more.items()}


def _own_course(
    incidence: Incidence, groups: Sequence[int], places: Iterable[tuple[int, _Shared]]
) -> Course | None:
    """Where all lies, with the columns that ``_with_own`` adds: of ``groups``, without what is
    shared at ``places``.
    """
    course = incidence.course
    if course is None:
        return None
    shared: list[set[tuple[int, int]]] = [set() for _ in groups]
    for column, place in places:
        shared[column].add((place.interview, place.position))
    interview, code, place_of = [course.interview], [course.code], [course.place]
    for column, group in enumerate(groups):
        of_group = np.flatnonzero(course.code == group)
        begins = zip(
            course.interview[of_group].tolist(), course.place[of_group].tolist(), strict=True
        )
        kept = of_group[[begin not in shared[column] for begin in begins]]
        interview.append(course.interview[kept])
        code.append(np.full(len(kept), len(incidence.codes) + column))
        place_of.append(course.place[kept])
    return Course.of_occurrences(
        course.low,
        course.high,
        np.concatenate(interview),
        np.concatenate(code),
        np.concatenate(place_of),
    )


def _crossed(
    incidence: Incidence,
    column: Mapping[tuple[Key, str], int],
    left: Sequence[str],
    right: Sequence[str],
) -> Crosswalk:
    """The table. ``incidence`` has a column for each group, and those that ``column`` tells where a
    group shares words with another.
    """
    if not left or not right:
        return Crosswalk(pd.DataFrame(), tuple(left), tuple(right), 0)
    joint = joint_counts(incidence.matrix).toarray()
    pairs = list(itertools.product(left, right))
    first = np.repeat(np.arange(len(left)), len(right))
    second = len(left) + np.tile(np.arange(len(right)), len(left))
    own = [
        (
            column.get((("row", row), other), int(one)),
            column.get((("column", other), row), int(two)),
        )
        for (row, other), one, two in zip(pairs, first, second, strict=True)
    ]
    own_first, own_second = np.array(own, dtype=np.int64).T
    c, a, b = joint[first, second], joint[first, first], joint[second, second]
    distinct = joint[own_first, own_second]
    own_a, own_b = joint[own_first, own_first], joint[own_second, own_second]
    total = incidence.matrix.shape[0]
    n = np.full(len(pairs), total)
    tested = shift_test(incidence, own)
    q, family = np.full(len(pairs), np.nan), 0
    if testable(incidence):
        q, family = over_family(tested.more, tested.least)
    table = pd.DataFrame(
        {
            "row": [row for row, _ in pairs],
            "column": [other for _, other in pairs],
            "c": c,
            "distinct": distinct,
            "a": a,
            "b": b,
            "n": n,
            "expected_c": a * b / total if total else np.full(len(pairs), np.nan),
            "lift": lift(c, a, b, n),
            "own_a": own_a,
            "own_b": own_b,
            "lift_distinct": lift(distinct, own_a, own_b, n),
            "p_more": tested.more,
            "q": q,
            "drift": tested.drift,
        }
    )
    return Crosswalk(table, tuple(left), tuple(right), family)
