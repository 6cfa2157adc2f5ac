"""What a reader hands over: the lines of a source in order, with whatever its format tells about
each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.problem import Problem
from corpus.transcript import Role

LineKind = Literal["text", "heading", "cue", "row"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line, paragraph, cue or table row.

    ``text`` may hold ``\\n`` for soft breaks. ``number`` counts lines (text formats), paragraphs or
    rows of the source from 1. ``speaker``, ``role``, ``start_s``, ``end_s`` (seconds) and ``memo``
    are filled only where the format itself tells them (a speaker column, a ``<v>`` tag, a cue time,
    a remark column); labels inside the text are the business of ``corpus.turns``. ``continues``
    marks a row whose speaker cell was left empty. ``page`` counts from 1 where the source tells its
    pages (see ``corpus.turns.pages``), else it is 0.
    """

    text: str
    number: int
    kind: LineKind = "text"
    speaker: str | None = None
    role: Role | None = None
    start_s: float | None = None
    end_s: float | None = None
    memo: str = ""
    continues: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """One interview as read, before turns are recognised.

    ``metadata`` holds (label, value, line number) as found in tables, sheets and columns. ``part``
    tells the interviews of one file apart (a sheet, a row); "" when the file is one interview.
    """

    lines: tuple[Line, ...]
    format: str
    metadata: tuple[tuple[str, str, int], ...] = ()
    part: str = ""
    problems: tuple[Problem, ...] = ()
    encoding: str = ""
