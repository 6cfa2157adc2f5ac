"""All codings of a study as columns of numbers, for whatever only counts: filters, trees,
incidence. No coding is made into an object for it.

Rows are read once for each transcript and again only when an event has touched it; the columns of
the whole study are put together once for each revision. Which units hold a coding is said by
``analysis.units.Layout``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.units import BY_SENTENCE, Layout, UnitKind, outline
from corpus.project import Filter, Project
from corpus.project.queries import transcript_of
from corpus.project.records import TranscriptInfo
from corpus.span import Span
from corpus.transcript import Turn

Progress = Callable[[int, int], None]
START, END, TURN, CODE, CODER, POLARITY, STATUS = range(7)


class Numbers(dict[str, int]):
    """Names numbered in the order of their first use."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number

    def among(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each number is one of ``names``: a boolean array by number."""
        among = np.zeros(len(self), dtype=bool)
        among[[self[name] for name in names if name in self]] = True
        return among


@dataclass(frozen=True)
class Table:
    """Every placed coding at a revision. ``rows`` (codings x 7, int32): start, end, turn, code,
    coder, polarity, status as numbers; ``owner`` the transcript of each (index into ``entities``);
    sorted by transcript.
    """

    revision: int
    entities: tuple[str, ...]
    owner: NDArray[np.int32]
    rows: NDArray[np.int32]

    @cached_property
    def place(self) -> dict[str, int]:
        return {entity: place for place, entity in enumerate(self.entities)}


@dataclass(frozen=True)
class Units:
    """The units of one kind over all transcripts: ``spans`` and ``owner`` (transcript) of each;
    ``unit`` and ``coding`` are the pairs of a unit and a row of the table that counts in it. Along
    the counted speech of its transcript each unit lies from ``low`` to ``high``, and the coding
    ``begun`` begins at ``place``.
    """

    spans: NDArray[np.int64]
    owner: NDArray[np.int32]
    unit: NDArray[np.int64]
    coding: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    begun: NDArray[np.int64]
    place: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Outline:
    """The outline of one transcript (``analysis.units.Outline``) at a revision of its text, as
    arrays.
    """

    revision: int
    spans: NDArray[np.int64]
    unit_of_turn: NDArray[np.int32]
    ends: NDArray[np.int64]
    shifts: NDArray[np.int64]


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
        self._held: dict[str, tuple[int, NDArray[np.int32]]] = {}
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

    def taken(self, table: Table, wanted: Filter) -> NDArray[np.bool_]:
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
        layout = Layout(
            kind,
            [outline.spans[:, 0] for outline in every],
            [outline.unit_of_turn for outline in every],
            [outline.ends for outline in every],
            [outline.shifts for outline in every],
        )
        rows = table.rows
        codings = (table.owner, rows[:, TURN], rows[:, START], rows[:, END])
        unit, coding = layout.holding(*codings)
        place, begun = layout.places(*codings)
        units = Units(
            np.concatenate([np.zeros((0, 2), np.int64), *(outline.spans for outline in every)]),
            np.repeat(
                np.arange(len(every), dtype=np.int32), [len(outline.spans) for outline in every]
            ),
            unit,
            coding,
            layout.low,
            layout.high,
            begun,
            place,
        )
        self._units[kind] = (table.revision, units)
        return units

    def _outline(
        self,
        kind: UnitKind,
        stale: Sequence[str],
        infos: Mapping[str, TranscriptInfo],
        progress: Progress | None,
    ) -> None:
        if not stale:
            return
        by_sentence = kind in BY_SENTENCE
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
            spoken = transcript_of(text, record) if by_sentence else _Turns(record)
            found = outline(spoken, kind)
            self._outlines[kind][entity] = _Outline(
                infos[entity].revision,
                np.array(found.spans, dtype=np.int64).reshape(-1, 2),
                np.array(found.unit_of_turn, dtype=np.int32),
                np.array(found.ends, dtype=np.int64),
                np.array(found.shifts, dtype=np.int64),
            )
            if progress:
                progress(done, len(told))


class _Turns:
    """As much of a transcript as units of whole turns look at."""

    sentences: Sequence[Sequence[Span]] = ()

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.turns = [
            Turn(index, turn["speaker"], turn["role"], Span(turn["start"], turn["end"]), 0)
            for index, turn in enumerate(record["turns"])
        ]
