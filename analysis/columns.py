"""All codings of a study as columns of numbers, for whatever only counts: filters, trees,
incidence. No coding is made into an object for it.

Rows are read once for each transcript and again only when an event has touched it; the columns of
the whole study are put together once for each revision. Whether a unit, a sentence say, holds a
coding is decided as in ``analysis.units`` (tests hold the two against each other).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from analysis.units import BACK, UnitKind, unit_spans
from corpus.project import Filter, Project
from corpus.project.queries import transcript_of
from corpus.project.records import TranscriptInfo
from corpus.span import Span
from corpus.transcript import Turn

Array = Any
Progress = Callable[[int, int], None]
START, END, TURN, CODE, CODER, POLARITY, STATUS = range(7)
FAR: Final = 1 << 34
"""More than any place in a text: so far apart the texts lie when all are searched as one."""


class Numbers(dict[str, int]):
    """Names numbered in the order of their first use."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number

    def among(self, names: Sequence[str]) -> Array:
        """Whether each number is one of ``names``: a boolean array by number."""
        told = np.zeros(len(self), dtype=bool)
        told[[self[name] for name in names if name in self]] = True
        return told


@dataclass(frozen=True)
class Table:
    """Every placed coding at a revision. ``rows`` (codings x 7, int32): start, end, turn, code,
    coder, polarity, status as numbers; ``owner`` the transcript of each (index into ``entities``);
    sorted by transcript.
    """

    revision: int
    entities: tuple[str, ...]
    owner: Array
    rows: Array

    @cached_property
    def place(self) -> dict[str, int]:
        return {entity: place for place, entity in enumerate(self.entities)}


@dataclass(frozen=True)
class Units:
    """The units of one kind over all transcripts: ``spans`` and ``owner`` (transcript) of each;
    ``unit`` and ``coding`` are the pairs of a unit and a row of the table that counts in it.
    """

    spans: Array
    owner: Array
    unit: Array
    coding: Array


@dataclass(frozen=True, slots=True)
class _Outline:
    """Where the units of one transcript lie, at a revision of its text; ``of_turn`` is the unit
    (for sentences: the first) of each turn, −1 for none.
    """

    revision: int
    spans: Array
    of_turn: Array


class Columns:
    """The columns of a study. Not safe between threads by itself: ``Desk`` guards it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.codes, self.coders, self.polarities, self.statuses = (
            Numbers(),
            Numbers(),
            Numbers(),
            Numbers(suggested=0, accepted=1, rejected=2),
        )
        self._held: dict[str, tuple[int, Array]] = {}
        self._outlines: dict[UnitKind, dict[str, _Outline]] = {}
        self._table: Table | None = None
        self._units: dict[UnitKind, tuple[int, Units]] = {}
        self.read = 0
        """How many transcripts' codings were read so far."""

    def table(self, revision: int, infos: Mapping[str, TranscriptInfo]) -> Table:
        """The study at ``revision``; only transcripts that an event has touched since are read."""
        if self._table is not None and self._table.revision == revision:
            return self._table
        stale = [
            entity
            for entity, info in infos.items()
            if entity not in self._held or self._held[entity][0] != info.stamp
        ]
        if stale:
            self._read(stale, infos)
        for gone in self._held.keys() - infos.keys():
            del self._held[gone]
        every = [self._held[entity][1] for entity in infos]
        sizes = [len(rows) for rows in every]
        self._table = Table(
            revision,
            tuple(infos),
            np.repeat(np.arange(len(sizes), dtype=np.int32), sizes),
            np.concatenate(every) if every else np.zeros((0, 7), dtype=np.int32),
        )
        return self._table

    def _read(self, stale: Sequence[str], infos: Mapping[str, TranscriptInfo]) -> None:
        place = {entity: number for number, entity in enumerate(stale)}
        told = [
            row
            for row in self.project.placements(stale if len(stale) < len(infos) else None)
            if row[0] in place
        ]
        names = (
            (0, place),
            (4, self.codes),
            (5, self.coders),
            (6, self.polarities),
            (7, self.statuses),
        )
        columns = list(zip(*told, strict=True)) if told else [()] * 8
        made = np.empty((len(told), 8), dtype=np.int32)
        for column, numbers in names:
            made[:, column] = np.fromiter(
                map(numbers.__getitem__, columns[column]), np.int32, len(told)
            )
        for column in (1, 2, 3):
            made[:, column] = columns[column]
        made = made[np.argsort(made[:, 0], kind="stable")]
        bounds = np.searchsorted(made[:, 0], np.arange(len(stale) + 1))
        for number, entity in enumerate(stale):
            self._held[entity] = (
                infos[entity].stamp,
                made[bounds[number] : bounds[number + 1], 1:],
            )
        self.read += len(stale)

    def taken(self, table: Table, wanted: Filter) -> Array:
        """Which rows a filter means (its ``text`` aside)."""
        rows = table.rows
        keep = np.ones(len(rows), dtype=bool)
        for column, numbers, names in (
            (CODE, self.codes, wanted.codes),
            (CODER, self.coders, wanted.coders),
            (POLARITY, self.polarities, wanted.polarities),
            (STATUS, self.statuses, wanted.statuses),
        ):
            if names:
                keep &= numbers.among(names)[rows[:, column]]
        if wanted.transcripts:
            inside = np.zeros(len(table.entities), dtype=bool)
            inside[
                [table.place[entity] for entity in wanted.transcripts if entity in table.place]
            ] = True
            keep &= inside[table.owner]
        return keep

    def units(
        self,
        kind: UnitKind,
        table: Table,
        infos: Mapping[str, TranscriptInfo],
        progress: Progress | None = None,
    ) -> Units:
        """The units of ``kind``, and which codings count in each; texts are read once for each of
        their revisions.
        """
        known = self._units.get(kind)
        if known is not None and known[0] == table.revision:
            return known[1]
        outlines = self._outlines.setdefault(kind, {})
        stale = [
            entity
            for entity, info in infos.items()
            if entity not in outlines or outlines[entity].revision != info.revision
        ]
        self._outline(kind, stale, infos, progress)
        every = [outlines[entity] for entity in infos]
        made = (
            _placed(kind, table, every)
            if every
            else Units(
                np.zeros((0, 2), dtype=np.int64),
                np.zeros(0, dtype=np.int32),
                np.zeros(0, dtype=np.int64),
                np.zeros(0, dtype=np.int64),
            )
        )
        self._units[kind] = (table.revision, made)
        return made

    def _outline(
        self,
        kind: UnitKind,
        stale: Sequence[str],
        infos: Mapping[str, TranscriptInfo],
        progress: Progress | None,
    ) -> None:
        if not stale:
            return
        by_sentence = kind in ("sentence", "window")
        twin: dict[str, _Outline] = (
            self._outlines.get("window" if kind == "sentence" else "sentence", {})
            if by_sentence
            else {}
        )
        told = [
            entity
            for entity in stale
            if entity not in twin or twin[entity].revision != infos[entity].revision
        ]
        for entity in set(stale) - set(told):
            self._outlines[kind][entity] = twin[entity]
        source = (
            self.project.texts(told if len(told) < len(infos) else None)
            if by_sentence
            else (
                (entity, "", record)
                for entity, record in self.project.outlines(
                    told if len(told) < len(infos) else None
                )
            )
        )
        for done, (entity, text, record) in enumerate(source if told else (), 1):
            read: Any = transcript_of(text, record) if by_sentence else _Turns(record)
            spans, of_turn = unit_spans(read, kind)
            unit_of = np.full(len(read.turns), -1, dtype=np.int32)
            unit_of[list(of_turn)] = list(of_turn.values())
            self._outlines[kind][entity] = _Outline(
                infos[entity].revision, np.array(spans, dtype=np.int64).reshape(-1, 2), unit_of
            )
            if progress:
                progress(done, len(told))


class _Turns:
    """As much of a transcript as units of whole turns look at."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.turns = [
            Turn(place, turn["speaker"], turn["role"], Span(turn["start"], turn["end"]), 0)
            for place, turn in enumerate(record["turns"])
        ]


def _placed(kind: UnitKind, table: Table, outlines: Sequence[_Outline]) -> Units:
    sizes = np.array([len(outline.spans) for outline in outlines])
    first_unit = np.concatenate([[0], np.cumsum(sizes)])
    owner = np.repeat(np.arange(len(outlines), dtype=np.int32), sizes)
    spans = np.concatenate([outline.spans for outline in outlines])
    turns = np.array([len(outline.of_turn) for outline in outlines])
    first_turn = np.concatenate([[0], np.cumsum(turns)])
    of_turn = np.concatenate([outline.of_turn for outline in outlines])
    turn, own = table.rows[:, TURN], table.owner
    inside = np.flatnonzero((turn >= 0) & (turn < turns[own]))
    unit = of_turn[first_turn[own[inside]] + turn[inside]]
    inside, unit = inside[unit >= 0], unit[unit >= 0].astype(np.int64)
    if kind not in ("sentence", "window"):
        return Units(spans, owner, unit + first_unit[own[inside]], inside)
    starts = owner * np.int64(FAR) + spans[:, 0]
    base = own[inside] * np.int64(FAR)
    low = first_unit[own[inside]]
    first = np.maximum(low, np.searchsorted(starts, base + table.rows[inside, START], "right") - 1)
    last = np.maximum(
        first, np.searchsorted(starts, base + table.rows[inside, END] - 1, "right") - 1
    )
    last = np.minimum(last + (BACK - 1 if kind == "window" else 0), first_unit[own[inside] + 1] - 1)
    many = last - first + 1
    step = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return Units(spans, owner, np.repeat(first, many) + step, np.repeat(inside, many))
