"""What counts as together: sentence, turn, exchange, window, interview. One interview -> unit x
code incidence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

import numpy as np

from corpus.coding import Coding
from corpus.transcript import Role, Transcript

UnitKind = Literal["sentence", "turn", "exchange", "window", "interview"]
UNITS: Final[tuple[UnitKind, ...]] = ("sentence", "turn", "exchange", "window", "interview")
BACK: Final = 4
"""A window is a sentence with the three before it in the same interview (ENA's window.size.back
counts the line itself).
"""

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


def interview_units(
    transcript: Transcript,
    codings: Iterable[Coding],
    kind: UnitKind,
    roles: Collection[Role] = ("interviewee", "other"),
) -> InterviewUnits:
    """The units of ``kind`` in one interview and the codes in each.

    Only speech of ``roles`` makes a unit; interviewer turns bound exchanges. An exchange is a
    question with all that answers it, up to the next question. Rejected codings do not count. A
    code counts once per unit. Raises ValueError for an unknown kind.
    """
    if kind not in UNITS:
        raise ValueError(f"unit must be one of {UNITS}, got {kind!r}")
    spoken = [turn for turn in transcript.turns if turn.role in roles]
    if not spoken:
        return InterviewUnits((), (), ())
    spans, of_turn = _spans(transcript, spoken, kind)
    seen = {
        (unit, (coding.codebook, coding.code))
        for unit, coding in _placed(spans, of_turn, codings, kind)
    }
    ordered = sorted(seen)
    return InterviewUnits(
        tuple(spans), tuple(unit for unit, _ in ordered), tuple(key for _, key in ordered)
    )


def members(
    transcript: Transcript,
    codings: Iterable[Coding],
    kind: UnitKind,
    roles: Collection[Role] = ("interviewee", "other"),
) -> tuple[tuple[tuple[int, int], ...], list[tuple[int, Coding]]]:
    """The unit spans of one interview, and each coding with the number of every unit that it counts
    in (as ``interview_units`` counts it).
    """
    if kind not in UNITS:
        raise ValueError(f"unit must be one of {UNITS}, got {kind!r}")
    spoken = [turn for turn in transcript.turns if turn.role in roles]
    if not spoken:
        return (), []
    spans, of_turn = _spans(transcript, spoken, kind)
    return tuple(spans), list(_placed(spans, of_turn, codings, kind))


def unit_spans(
    transcript: Transcript, kind: UnitKind, roles: Collection[Role] = ("interviewee", "other")
) -> tuple[list[tuple[int, int]], dict[int, int]]:
    """The unit spans of one interview in text order, and the unit of each turn of ``roles`` (for
    sentences and windows: the unit of its first sentence).
    """
    spoken = [turn for turn in transcript.turns if turn.role in roles]
    return _spans(transcript, spoken, kind) if spoken else ([], {})


def _placed(
    spans: Sequence[tuple[int, int]],
    of_turn: Mapping[int, int],
    codings: Iterable[Coding],
    kind: UnitKind,
) -> Iterator[tuple[int, Coding]]:
    """Units of each coding that counts."""
    starts = [start for start, _ in spans]
    for coding in codings:
        if coding.status == "rejected" or coding.turn not in of_turn:
            continue
        if kind in ("sentence", "window"):
            first = max(0, bisect_right(starts, coding.span.start) - 1)
            last = max(first, bisect_right(starts, coding.span.end - 1) - 1)
            reach = BACK - 1 if kind == "window" else 0
            for unit in range(first, min(len(spans), last + reach + 1)):
                yield unit, coding
        else:
            yield of_turn[coding.turn], coding


def _spans(
    transcript: Transcript, spoken: Sequence[Any], kind: UnitKind
) -> tuple[list[tuple[int, int]], dict[int, int]]:
    """Unit spans in text order, and the unit of each spoken turn (its first sentence for sentence
    units).
    """
    of_turn: dict[int, int] = {}
    spans: list[tuple[int, int]] = []
    if kind == "interview":
        return [(spoken[0].span.start, spoken[-1].span.end)], {turn.index: 0 for turn in spoken}
    if kind in ("sentence", "window"):
        for turn in spoken:
            of_turn[turn.index] = len(spans)
            spans.extend((span.start, span.end) for span in transcript.sentences[turn.index])
        return spans, of_turn
    if kind == "turn":
        return [(turn.span.start, turn.span.end) for turn in spoken], {
            turn.index: place for place, turn in enumerate(spoken)
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
    interview (index into ``sources``), ``spans`` its place in that interview's text. Units stand in
    text order within each interview.
    """

    kind: UnitKind
    codes: tuple[Key, ...]
    sources: tuple[str, ...]
    matrix: Any
    interview: Any
    spans: Any

    @property
    def edges(self) -> Any:
        """Where the units of each interview begin, and the number of units: those of interview i
        are ``edges[i]`` to ``edges[i + 1]``.
        """
        return np.searchsorted(self.interview, np.arange(len(self.sources) + 1))

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


class Stack:
    """Puts the units of interviews on top of one another as they come. Codes that are not in
    ``codes`` are left out.
    """

    def __init__(self, kind: UnitKind, codes: Sequence[Key]) -> None:
        self.kind, self.codes = kind, tuple(codes)
        self._column = {key: place for place, key in enumerate(codes)}
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
        from scipy.sparse import csr_matrix

        rows, columns = (
            np.array(self._rows, dtype=np.int64),
            np.array(self._columns, dtype=np.int64),
        )
        return Incidence(
            self.kind,
            self.codes,
            tuple(self._sources),
            csr_matrix(
                (np.ones(len(rows), dtype=np.int64), (rows, columns)),
                shape=(len(self._spans), len(self.codes)),
            ),
            np.repeat(np.arange(len(self._sizes), dtype=np.int32), self._sizes),
            np.array(self._spans, dtype=np.int64).reshape(-1, 2),
        )
