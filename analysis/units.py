"""What counts as together: sentence, turn, exchange, window, interview. Interviews -> unit x code
incidence.

Which units hold a coding is said by ``analysis.layout``.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.layout import (
    BACK as BACK,
)
from analysis.layout import (
    BY_SENTENCE as BY_SENTENCE,
)
from analysis.layout import (
    UNITS as UNITS,
)
from analysis.layout import (
    Course as Course,
)
from analysis.layout import (
    Integers,
    first_of_each,
    lows,
    pieces,
)
from analysis.layout import (
    Layout as Layout,
)
from analysis.layout import (
    Outline as Outline,
)
from analysis.layout import (
    UnitKind as UnitKind,
)
from corpus.coding import Coding
from corpus.span import Span
from corpus.transcript import Role, Transcript, Turn

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Matrix: TypeAlias = "csr_matrix[np.int64]"
ANSWERING: Final[tuple[Role, ...]] = ("interviewee", "other")
"""Roles whose speech is counted unless another is asked for."""

Key = tuple[str, str]
"""A code across codebooks: (codebook id, code id)."""


@dataclass(frozen=True, slots=True)
class InterviewUnits:
    """The units of one interview: spans of the text, and which codes stand in each (pairs of unit
    and code, sorted). Where they lie along the counted speech (see ``Course``): ``ends`` by unit,
    ``places`` and ``placed`` by occurrence of a code; empty where that is not known.
    """

    spans: tuple[tuple[int, int], ...]
    rows: tuple[int, ...]
    keys: tuple[Key, ...]
    ends: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    placed: tuple[Key, ...] = ()


class Units(Protocol):
    """What is counted of one interview: as ``InterviewUnits``, in whatever holds it."""

    @property
    def spans(self) -> Sequence[tuple[int, int]]: ...

    @property
    def rows(self) -> Sequence[int]: ...

    @property
    def keys(self) -> Sequence[Key]: ...
    @property
    def ends(self) -> Sequence[int]: ...
    @property
    def places(self) -> Sequence[int]: ...
    @property
    def placed(self) -> Sequence[Key]: ...


class Spoken(Protocol):
    """As much of a transcript as units look at; ``sentences`` by the index of a turn (looked at for
    sentences and windows only).
    """

    @property
    def turns(self) -> Sequence[Turn]: ...

    @property
    def sentences(self) -> Sequence[Sequence[Span]]: ...


def interview_units(
    transcript: Transcript,
    codings: Iterable[Coding],
    kind: UnitKind,
    roles: Collection[Role] = ANSWERING,
) -> InterviewUnits:
    """The units of ``kind`` in one interview and the codes in each.

    Only speech of ``roles`` makes a unit; interviewer turns bound exchanges. An exchange is a
    question with all that answers it, up to the next question; in a talk without an interviewer
    it is a turn (see ``nobody_asks``). Rejected codings do not count. A code counts once per unit.
    Raises ValueError for an unknown kind.
    """
    held = coded_units(transcript, codings, kind, roles)
    ordered = sorted({(unit, (coding.codebook, coding.code)) for unit, coding in held.units})
    starts = sorted({((coding.codebook, coding.code), place) for place, coding in held.places})
    return InterviewUnits(
        held.spans,
        tuple(unit for unit, _ in ordered),
        tuple(key for _, key in ordered),
        held.ends,
        tuple(place for _, place in starts),
        tuple(key for key, _ in starts),
    )


class CodedUnits(NamedTuple):
    """The units of one interview: ``spans`` of the text, and where each ends along the counted
    speech (``ends``). The codings that count, each with the number of every unit that holds it
    (``units``), and with every place where it begins along the counted speech (``places``; see
    ``Course``).
    """

    spans: tuple[tuple[int, int], ...]
    ends: tuple[int, ...]
    units: list[tuple[int, Coding]]
    places: list[tuple[int, Coding]]


def coded_units(
    transcript: Transcript,
    codings: Iterable[Coding],
    kind: UnitKind,
    roles: Collection[Role] = ANSWERING,
) -> CodedUnits:
    """The units of one interview with their codings, as ``interview_units`` counts them. Raises
    ValueError for an unknown kind.
    """
    found = outline(transcript, kind, roles)
    counted = [coding for coding in codings if coding.status != "rejected"]
    return CodedUnits(
        tuple(found.spans),
        tuple(found.ends),
        _held(found, counted, kind),
        _placed(found, counted, kind),
    )


def members(
    transcript: Transcript,
    codings: Iterable[Coding],
    kind: UnitKind,
    roles: Collection[Role] = ANSWERING,
) -> tuple[tuple[tuple[int, int], ...], list[tuple[int, Coding]]]:
    """The unit spans of one interview, and each coding with the number of every unit that it counts
    in (as ``interview_units`` counts it). Raises ValueError for an unknown kind.
    """
    found = outline(transcript, kind, roles)
    counted = [coding for coding in codings if coding.status != "rejected"]
    return tuple(found.spans), _held(found, counted, kind)


def _held(found: Outline, codings: Sequence[Coding], kind: UnitKind) -> list[tuple[int, Coding]]:
    """As ``Layout.holding``, for one interview."""
    if not codings or not found.spans:
        return []
    # a run asks this of every text: no arrays where they are not needed
    if kind not in BY_SENTENCE:
        return list(_in_turns(found, codings))
    units, rows = _layout(found, kind).holding(*_numbers(codings))
    return [(unit, codings[row]) for unit, row in zip(units.tolist(), rows.tolist(), strict=True)]


def _placed(found: Outline, codings: Sequence[Coding], kind: UnitKind) -> list[tuple[int, Coding]]:
    """As ``Layout.places``, for one interview."""
    if not codings or not found.spans:
        return []
    if kind not in BY_SENTENCE:
        return [
            (found.place(kind, unit, coding.turn, coding.span.start), coding)
            for unit, coding in _in_turns(found, codings)
        ]
    places, rows = _layout(found, kind).places(*_numbers(codings))
    return [
        (place, codings[row]) for place, row in zip(places.tolist(), rows.tolist(), strict=True)
    ]


def _in_turns(found: Outline, codings: Iterable[Coding]) -> Iterator[tuple[int, Coding]]:
    """Codings in turns that are counted, with the unit of their turn."""
    turns = len(found.unit_of_turn)
    for coding in codings:
        unit = found.unit_of_turn[coding.turn] if 0 <= coding.turn < turns else -1
        if unit >= 0:
            yield unit, coding


def _layout(found: Outline, kind: UnitKind) -> Layout:
    return Layout(
        kind,
        [np.array([start for start, _ in found.spans], dtype=np.int64)],
        [np.array(found.unit_of_turn, dtype=np.int32)],
        [np.array(found.ends, dtype=np.int64)],
        [np.array(found.shifts, dtype=np.int64)],
    )


def _numbers(codings: Sequence[Coding]) -> tuple[Integers, Integers, Integers, Integers]:
    """The codings of one interview as ``Layout`` takes them."""
    return (
        np.zeros(len(codings), dtype=np.int64),
        np.array([coding.turn for coding in codings], dtype=np.int64),
        np.array([coding.span.start for coding in codings], dtype=np.int64),
        np.array([coding.span.end for coding in codings], dtype=np.int64),
    )


def outline(transcript: Spoken, kind: UnitKind, roles: Collection[Role] = ANSWERING) -> Outline:
    """Where the units of one interview lie; none where nobody of ``roles`` speaks. Raises
    ValueError for an unknown kind.
    """
    if kind not in UNITS:
        raise ValueError(f"unit must be one of {UNITS}, got {kind!r}")
    spoken = [turn for turn in transcript.turns if turn.role in roles]
    spans, of_turn = _spans(transcript, spoken, kind) if spoken else ([], {})
    unit_of_turn = [-1] * len(transcript.turns)
    for turn, unit in of_turn.items():
        unit_of_turn[turn] = unit
    shifts = [0] * len(transcript.turns)
    if kind in BY_SENTENCE:
        ends = list(itertools.accumulate(max(1, end - start) for start, end in spans))
        return Outline(spans, unit_of_turn, ends, shifts)
    ends, total = [0] * len(spans), 0
    for said in spoken:
        shifts[said.index] = total - said.span.start
        total += max(1, said.span.end - said.span.start)
        ends[unit_of_turn[said.index]] = total
    return Outline(spans, unit_of_turn, ends, shifts)


def nobody_asks(roles: Iterable[str]) -> bool:
    """Whether no turn is an interviewer's (given the role of each), as in minutes of a meeting: the
    exchanges of such a talk are its turns. As one exchange all its codes would stand together.
    """
    return "interviewer" not in roles


def _spans(
    transcript: Spoken, spoken: Sequence[Turn], kind: UnitKind
) -> tuple[list[tuple[int, int]], dict[int, int]]:
    """Unit spans in text order, and the unit of each spoken turn (its first sentence for sentence
    units).
    """
    of_turn: dict[int, int] = {}
    spans: list[tuple[int, int]] = []
    if kind == "interview":
        return [(spoken[0].span.start, spoken[-1].span.end)], {turn.index: 0 for turn in spoken}
    if kind in BY_SENTENCE:
        for turn in spoken:
            of_turn[turn.index] = len(spans)
            spans.extend((span.start, span.end) for span in transcript.sentences[turn.index])
        return spans, of_turn
    if kind == "turn" or nobody_asks(turn.role for turn in transcript.turns):
        return [(turn.span.start, turn.span.end) for turn in spoken], {
            turn.index: number for number, turn in enumerate(spoken)
        }
    counted = {turn.index for turn in spoken}
    asked: int | None = None
    open_unit = False
    for turn in transcript.turns:
        if turn.index not in counted:
            if turn.role == "interviewer":
                if open_unit or asked is None:
                    asked = turn.span.start
                open_unit = False
            continue
        if open_unit:
            spans[-1] = (spans[-1][0], turn.span.end)
        else:
            spans.append((asked if asked is not None else turn.span.start, turn.span.end))
            open_unit, asked = True, None
        of_turn[turn.index] = len(spans) - 1
    return spans, of_turn


@dataclass(frozen=True)
class Incidence:
    """Units of many interviews x codes.

    ``matrix`` is a SciPy CSR matrix of 0/1 (units x codes); ``interview`` gives each unit's
    interview (index into ``sources``), ``spans`` where it stands in that interview's text. Units
    stand in text order within each interview. ``course``: where all that lies along the talk, if it
    is known.
    """

    kind: UnitKind
    codes: tuple[Key, ...]
    sources: tuple[str, ...]
    matrix: Matrix
    interview: NDArray[np.int32]
    spans: NDArray[np.int64]
    course: Course | None = None

    @property
    def edges(self) -> NDArray[np.int64]:
        """Where the units of each interview begin, and the number of units: those of interview i
        are ``edges[i]`` to ``edges[i + 1]``.
        """
        return np.searchsorted(self.interview, np.arange(len(self.sources) + 1))

    @classmethod
    def of_pairs(
        cls,
        kind: UnitKind,
        codes: Sequence[Key],
        sources: Sequence[str],
        interview: NDArray[np.int32],
        spans: NDArray[np.int64],
        unit: Integers,
        column: Integers,
        course: Course | None = None,
    ) -> Incidence:
        """From pairs of a unit and a column of ``codes``, in any order; a pair that is told twice
        counts once.
        """
        from scipy.sparse import csr_matrix

        matrix: Matrix = csr_matrix(
            (np.ones(len(unit), dtype=np.int64), (unit, column)), shape=(len(spans), len(codes))
        )
        matrix.sum_duplicates()
        matrix.data[:] = 1
        return cls(kind, tuple(codes), tuple(sources), matrix, interview, spans, course)

    def of_codes(self, columns: Sequence[int]) -> Incidence:
        """The same units with some of the codes (indices of ``codes``)."""
        number = np.full(len(self.codes), -1, dtype=np.int64)
        number[list(columns)] = np.arange(len(columns))
        return replace(
            self,
            codes=tuple(self.codes[column] for column in columns),
            matrix=self.matrix[:, list(columns)],
            course=_renumbered(self.course, number),
        )

    def merged(self, groups: Mapping[Key, Key]) -> Incidence:
        """The same units with groups of codes (code -> group) in the place of codes, in the order
        in which ``groups`` first names them; codes without a group are left out. A unit holds a
        group that it holds a code of, and a group stands wherever one of its codes begins.
        """
        columns = tuple(dict.fromkeys(groups.values()))
        at = {group: column for column, group in enumerate(columns)}
        number = np.array(
            [at[groups[key]] if key in groups else -1 for key in self.codes], dtype=np.int64
        )
        cells = self.matrix.tocoo()
        kept = number[cells.col] >= 0
        return Incidence.of_pairs(
            self.kind,
            columns,
            self.sources,
            self.interview,
            self.spans,
            cells.row[kept].astype(np.int64),
            number[cells.col[kept]],
            _renumbered(self.course, number),
        )

    def of_interviews(self, interviews: Integers) -> Incidence:
        """The units of some interviews (indices of ``sources``, which stay as they are)."""
        rows = np.flatnonzero(np.isin(self.interview, interviews))
        course = self.course
        if course is not None:
            taken = np.isin(course.interview, interviews)
            course = Course(
                course.low[rows],
                course.high[rows],
                course.interview[taken],
                course.code[taken],
                course.place[taken],
            )
        return replace(
            self,
            matrix=self.matrix[rows],
            interview=self.interview[rows],
            spans=self.spans[rows],
            course=course,
        )

    @classmethod
    def stack(
        cls, kind: UnitKind, codes: Sequence[Key], interviews: Iterable[tuple[str, InterviewUnits]]
    ) -> Incidence:
        """Put the units of interviews on top of one another. Codes that are not in ``codes`` are
        left out.
        """
        stack = Stack(kind, codes)
        for source, units in interviews:
            stack.add(source, units)
        return stack.incidence()


def _renumbered(course: Course | None, number: Integers) -> Course | None:
    """The occurrences of codes under other numbers (by code; those below 0 are left out)."""
    if course is None:
        return None
    taken = number[course.code] >= 0
    return Course.of_occurrences(
        course.low,
        course.high,
        course.interview[taken],
        number[course.code[taken]],
        course.place[taken],
    )


def joint_counts(matrix: Matrix) -> Matrix:
    """In how many units each two codes stand together (B'B, codes x codes, symmetric); the diagonal
    holds the units of each code.
    """
    from scipy.sparse import csr_matrix

    return csr_matrix(matrix.transpose() @ matrix)


class Stack:
    """Puts the units of interviews on top of one another as they come. Codes that are not in
    ``codes`` are left out.
    """

    def __init__(self, kind: UnitKind, codes: Sequence[Key]) -> None:
        self.kind, self.codes = kind, tuple(codes)
        self._column = {key: column for column, key in enumerate(codes)}
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._spans: list[tuple[int, int]] = []
        self._sizes: list[int] = []
        self._sources: list[str] = []
        self._ends: list[int] = []
        self._places: list[tuple[int, int, int]] = []

    def add(self, source: str, units: Units) -> None:
        """Take in an interview."""
        column, total = self._column, len(self._spans)
        rows, columns = self._rows, self._columns
        for row, key in zip(units.rows, units.keys, strict=True):
            if key in column:
                rows.append(total + row)
                columns.append(column[key])
        number = len(self._sources)
        for place, key in zip(units.places, units.placed, strict=True):
            if key in column:
                self._places.append((number, column[key], place))
        self._ends.extend(units.ends)
        self._spans.extend(units.spans)
        self._sizes.append(len(units.spans))
        self._sources.append(source)

    def _course(self) -> Course | None:
        """Where all lies, if it is known of every interview."""
        if len(self._ends) != len(self._spans):
            return None
        high = np.array(self._ends, dtype=np.int64)
        first_unit = first_of_each(np.array(self._sizes, dtype=np.int64))
        piece = pieces(high, first_unit)
        interview, code, place = np.array(self._places, dtype=np.int64).reshape(-1, 3).T
        return Course.of_occurrences(
            lows(self.kind, piece, first_unit), high, interview, code, place
        )

    def incidence(self) -> Incidence:
        """All that was added."""
        return Incidence.of_pairs(
            self.kind,
            self.codes,
            self._sources,
            np.repeat(np.arange(len(self._sizes), dtype=np.int32), self._sizes),
            np.array(self._spans, dtype=np.int64).reshape(-1, 2),
            np.array(self._rows, dtype=np.int64),
            np.array(self._columns, dtype=np.int64),
            self._course(),
        )
