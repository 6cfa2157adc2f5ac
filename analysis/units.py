"""What counts as together: sentence, turn, exchange, window, interview. Interviews -> unit x code
incidence.

``Layout.holding`` is the one rule for which units hold a coding: for the codings of an interview at
hand as for all codings of a study in columns (``analysis.columns``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.coding import Coding
from corpus.span import Span
from corpus.transcript import Role, Transcript, Turn

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Integers = NDArray[np.integer]
Number = TypeVar("Number", bound=np.generic)
Matrix: TypeAlias = "csr_matrix[np.int64]"
UnitKind = Literal["sentence", "turn", "exchange", "window", "interview"]
UNITS: Final[tuple[UnitKind, ...]] = ("sentence", "turn", "exchange", "window", "interview")
BACK: Final = 4
"""A window is a sentence with the three before it in the same interview (ENA's window.size.back
counts the line itself).
"""
BY_SENTENCE: Final[frozenset[UnitKind]] = frozenset({"sentence", "window"})
"""Kinds whose units are sentences; units of the others are made of whole turns."""
ANSWERING: Final[tuple[Role, ...]] = ("interviewee", "other")
"""Roles whose speech is counted unless another is asked for."""
_FAR: Final = np.int64(1 << 34)
"""More than any offset in a text: so far apart the texts lie when all are searched as one."""

Key = tuple[str, str]
"""A code across codebooks: (codebook id, code id)."""


@dataclass(frozen=True, slots=True)
class InterviewUnits:
    """The units of one interview: spans of the text, and which codes stand in each (pairs of unit
    and code, sorted).
    """

    spans: tuple[tuple[int, int], ...]
    rows: tuple[int, ...]
    keys: tuple[Key, ...]


class Units(Protocol):
    """What is counted of one interview: as ``InterviewUnits``, in whatever holds it."""

    @property
    def spans(self) -> Sequence[tuple[int, int]]: ...

    @property
    def rows(self) -> Sequence[int]: ...

    @property
    def keys(self) -> Sequence[Key]: ...


class Spoken(Protocol):
    """As much of a transcript as units look at; ``sentences`` by the index of a turn (looked at for
    sentences and windows only).
    """

    @property
    def turns(self) -> Sequence[Turn]: ...

    @property
    def sentences(self) -> Sequence[Sequence[Span]]: ...


class Outline(NamedTuple):
    """Where the units of one interview lie: their spans in text order, and the unit of each turn
    (for sentences and windows that of its first sentence; −1 for a turn that is not counted).
    """

    spans: Sequence[tuple[int, int]]
    unit_of_turn: Sequence[int]


class Layout:
    """The units of one kind in some interviews, one interview after another, as numbers only."""

    def __init__(
        self,
        kind: UnitKind,
        starts: Sequence[NDArray[np.int64]],
        unit_of_turn: Sequence[NDArray[np.int32]],
    ) -> None:
        """For each interview where its units start, and the unit of each of its turns (as
        ``Outline`` has it).
        """
        self.kind = kind
        self._turns = np.array([len(units) for units in unit_of_turn], dtype=np.int64)
        self._first_turn = _edges(self._turns)
        self._first_unit = _edges(np.array([len(own) for own in starts], dtype=np.int64))
        self._unit_of_turn = _joined(unit_of_turn, np.dtype(np.int32))
        self._starts = _joined(
            [index * _FAR + own for index, own in enumerate(starts)], np.dtype(np.int64)
        )

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
        coding = np.flatnonzero((turn >= 0) & (turn < self._turns[interview]))
        unit = self._unit_of_turn[self._first_turn[interview[coding]] + turn[coding]]
        coding, unit = coding[unit >= 0], unit[unit >= 0]
        owner = interview[coding].astype(np.int64)
        low = self._first_unit[owner]
        if self.kind not in BY_SENTENCE:
            return low + unit, coding
        begin, stop = owner * _FAR + start[coding], owner * _FAR + end[coding]
        first = np.maximum(low, np.searchsorted(self._starts, begin, "right") - 1)
        last = np.maximum(first, np.searchsorted(self._starts, stop - 1, "right") - 1)
        reach = BACK - 1 if self.kind == "window" else 0
        last = np.minimum(last + reach, self._first_unit[owner + 1] - 1)
        many = last - first + 1
        step = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        return np.repeat(first, many) + step, np.repeat(coding, many)


def _edges(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of some groups begins, and where the last one ends."""
    edges = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=edges[1:])
    return edges


def _joined(parts: Sequence[NDArray[Number]], dtype: np.dtype[Number]) -> NDArray[Number]:
    """Arrays one after another; an empty one for none."""
    return np.concatenate(parts) if parts else np.zeros(0, dtype=dtype)


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
    spans, held = members(transcript, codings, kind, roles)
    ordered = sorted({(unit, (coding.codebook, coding.code)) for unit, coding in held})
    return InterviewUnits(
        spans, tuple(unit for unit, _ in ordered), tuple(key for _, key in ordered)
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
    spans, unit_of_turn = outline(transcript, kind, roles)
    counted = [coding for coding in codings if coding.status != "rejected"]
    if not counted or not spans:
        return tuple(spans), []
    if kind not in BY_SENTENCE:  # a run asks this of every text: as ``Layout``, without its arrays
        turns = len(unit_of_turn)
        placed = ((unit_of_turn[c.turn], c) for c in counted if 0 <= c.turn < turns)
        return tuple(spans), [(unit, coding) for unit, coding in placed if unit >= 0]
    layout = Layout(
        kind,
        [np.array([start for start, _ in spans], dtype=np.int64)],
        [np.array(unit_of_turn, dtype=np.int32)],
    )
    units, rows = layout.holding(
        np.zeros(len(counted), dtype=np.int64),
        np.array([coding.turn for coding in counted], dtype=np.int64),
        np.array([coding.span.start for coding in counted], dtype=np.int64),
        np.array([coding.span.end for coding in counted], dtype=np.int64),
    )
    return tuple(spans), [
        (unit, counted[row]) for unit, row in zip(units.tolist(), rows.tolist(), strict=True)
    ]


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
    return Outline(spans, unit_of_turn)


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
    stand in text order within each interview.
    """

    kind: UnitKind
    codes: tuple[Key, ...]
    sources: tuple[str, ...]
    matrix: Matrix
    interview: NDArray[np.int32]
    spans: NDArray[np.int64]

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
        return cls(kind, tuple(codes), tuple(sources), matrix, interview, spans)

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

    def add(self, source: str, units: Units) -> None:
        """Take in an interview."""
        column, total = self._column, len(self._spans)
        rows, columns = self._rows, self._columns
        for row, key in zip(units.rows, units.keys, strict=True):
            if key in column:
                rows.append(total + row)
                columns.append(column[key])
        self._spans.extend(units.spans)
        self._sizes.append(len(units.spans))
        self._sources.append(source)

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
        )
