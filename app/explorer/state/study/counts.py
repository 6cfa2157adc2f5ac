"""What only counts, from the columns of all codings: filters, trees, incidence. No coding is made
into an object for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np

from analysis.columns import CODE, POLARITY, STATUS, Columns
from analysis.units import Course, Incidence, UnitKind, nobody_asks
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.facts import Facts
from app.explorer.state.study.tally import Tally
from corpus.coding import POLARITIES
from corpus.project import Filter, Project

Progress = Callable[[int, int], None]


class Counts:
    """The columns of one study. They have a lock of their own, so that reading them ahead holds no
    page up that does not count.
    """

    def __init__(self, project: Project) -> None:
        self._project, self._columns = project, Columns(project)
        self._lock = threading.RLock()
        self._alone: dict[str, tuple[int, bool]] = {}

    def read_ahead(self, facts: Facts) -> None:
        """Read the columns, and the units that are counted first."""
        with self._lock:
            table = self._columns.table(facts.revision, facts.infos)
            self._columns.units("exchange", table, facts.infos)

    def count(self, facts: Facts, wanted: Filter) -> int:
        """How many placed codings a filter means (its ``text`` aside)."""
        with self._lock:
            table = self._columns.table(facts.revision, facts.infos)
            return int(self._columns.taken(table, wanted).sum())

    def tally(self, facts: Facts, wanted: Filter) -> Tally:
        """The codings that a filter means (its ``text`` and ``placed`` aside: placed ones), counted
        by code, polarity and transcript.
        """
        with self._lock:
            columns, table = self._columns, self._columns.table(facts.revision, facts.infos)
            keep = columns.taken(table, wanted)
            code, polarity, owner = (
                table.rows[keep, CODE],
                table.rows[keep, POLARITY],
                table.owner[keep],
            )
            codes, polarities = len(columns.codes), len(columns.polarities)
            counted = np.bincount(
                code.astype(np.int64) * polarities + polarity, minlength=codes * polarities
            ).reshape(codes, polarities)
            order = [columns.polarities.get(name) for name in POLARITIES]
            counts = np.stack(
                [
                    counted[:, column] if column is not None else np.zeros(codes, dtype=np.int64)
                    for column in order
                ],
                axis=1,
            )
            present = np.zeros((codes, len(table.entities)), dtype=bool)
            present[code, owner] = True
            return Tally(dict(columns.codes), counts, present)

    def without_questions(self, facts: Facts, entities: Sequence[str]) -> int:
        """In how many of some interviews nobody asks though there are several turns: there an
        exchange is a turn (``Study.without_questions``). Each is read once for a revision of its
        text.
        """
        with self._lock:
            stale = [
                entity
                for entity, info in facts.infos.items()
                if self._alone.get(entity, (-1, False))[0] != info.revision
            ]
            limited = stale if len(stale) < len(facts.infos) else None
            for entity, record in self._project.outlines(limited) if stale else ():
                if entity in facts.infos:
                    roles = [turn["role"] for turn in record["turns"]]
                    alone = len(roles) > 1 and nobody_asks(roles)
                    self._alone[entity] = facts.infos[entity].revision, alone
            return sum(self._alone[entity][1] for entity in entities)

    def incidence(
        self,
        facts: Facts,
        entities: Sequence[str],
        unit: UnitKind,
        choice: Choice,
        progress: Progress | None = None,
        book: str | None = None,
    ) -> Incidence:
        """Units x codes (of one codebook, or of all) of the codings chosen in some interviews,
        equal to ``Study.incidence``; cut out of the columns.
        """
        with self._lock:
            columns, table = self._columns, self._columns.table(facts.revision, facts.infos)
            units = columns.units(unit, table, facts.infos, progress)
            taken = columns.taken(table, choice.filter) & (
                table.rows[:, STATUS] != columns.statuses["rejected"]
            )
            keys = [
                (codebook.id, code.id)
                for codebook in facts.books
                if book is None or codebook.id == book
                for code, _, _ in codebook.walk()
            ]
            column = {key: index for index, key in enumerate(keys)}
            column_of = np.full(len(columns.codes), -1, dtype=np.int64)
            for entity, number in columns.codes.items():
                code = facts.all_codes.get(entity)
                column_of[number] = (
                    column.get((code.family, code.key), -1) if code is not None else -1
                )
        number_of = np.full(len(table.entities), -1, dtype=np.int32)
        number_of[[table.place[entity] for entity in entities]] = np.arange(
            len(entities), dtype=np.int32
        )
        inside = number_of[units.owner] >= 0
        row_of = np.cumsum(inside) - 1
        under = column_of[table.rows[units.coding, CODE]]
        counted = taken[units.coding] & (under >= 0) & inside[units.unit]
        row, under = row_of[units.unit[counted]], under[counted]
        begun_by = column_of[table.rows[units.begun, CODE]]
        source = number_of[table.owner[units.begun]]
        begun = taken[units.begun] & (begun_by >= 0) & (source >= 0)
        course = Course.of_occurrences(
            units.low[inside],
            units.high[inside],
            source[begun],
            begun_by[begun],
            units.place[begun],
        )
        return Incidence.of_pairs(
            unit,
            keys,
            [facts.infos[entity].source for entity in entities],
            number_of[units.owner[inside]],
            units.spans[inside],
            row,
            under,
            course,
        )
