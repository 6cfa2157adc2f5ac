"""What a row of a copy is in the study: under the ids, codes and revisions that hold at home."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.project import schema as t
from corpus.project.carrying import Alignment
from corpus.project.identity import derived_id
from corpus.project.importing import turn_at
from corpus.project.journal import Event, Row, Writer
from corpus.span import Span

_UNIQUE: Final = {
    "cases": ("name",),
    "variables": ("name",),
    "codes": ("family", "key"),
    "files": ("name",),
    "coders": ("name", "round"),
    "transcripts": ("source",),
    "codebooks": ("family", "hash"),
    "attributes": ("case", "variable"),
    "participations": ("transcript", "speaker"),
    "links": ("first", "second", "coder"),
}
"""What tells rows of a table apart for people: two rows that agree in it are the same thing, made
twice.
"""
_POINTS: Final = {
    table.name: {
        str(column.name): next(iter(column.foreign_keys)).column.table.name
        for column in table.columns
        if column.foreign_keys
    }
    for table in t.STATE
}
"""Table -> column -> the table that it refers to."""
_TARGETS: Final = {
    "transcript": "transcripts",
    "span": "transcripts",
    "code": "codes",
    "case": "cases",
    "coding": "codings",
}


class Homing:
    """One merge. ``same``: (table, id in the copy) -> id of the same thing here, where both have
    made it.
    """

    def __init__(self, ours: Connection, theirs: Connection) -> None:
        self.ours, self.theirs = ours, Writer(theirs)
        self.writer = Writer(ours)
        self.same: dict[tuple[str, str], str] = {}
        for row in Writer(ours).find("conflicts", t.conflicts.c.ours.is_not(None)):
            if row["ours"]["id"] != row["entity"] and row["table"] in _UNIQUE:
                self.same[row["table"], row["entity"]] = row["ours"]["id"]
        self._numbers: dict[tuple[str, int], int] = {}
        self._ways: dict[tuple[str, int, int], tuple[Alignment, Any]] = {}
        self._coming: set[tuple[str, str]] = set()

    def begin(self, event: Event) -> None:
        """The changes of an event of the copy are going to be written as one event here."""
        self.writer = Writer(self.ours)
        self._coming = {
            (change.table, self.same.get((change.table, change.entity), change.entity))
            for change in event.changes
            if change.after is not None
        }

    def row(self, table: str, row: Row | None) -> Row | None:
        """A row of the copy with the ids, the code and the revision that it has here."""
        if row is None:
            return None
        made = {**row, "id": self.same.get((table, row["id"]), row["id"])}
        for column, other in _POINTS[table].items():
            made[column] = self.same.get((other, row[column]), row[column])
        if table in ("memos", "reviews"):
            kind = _TARGETS.get(row["kind"], "codes" if row["kind"] == "pair" else "")
            made["target"] = "|".join(
                self.same.get((kind, part), part) for part in row["target"].split("|")
            )
        if table == "codings":
            return self._on_present(self._under_heir(made))
        if table == "memos" and row["kind"] == "span" and row["revision"] is not None:
            return self._on_present(made, column="target")
        if table == "revisions":
            number = self.number(row["transcript"], row["number"])
            return (
                made
                if number == row["number"]
                else {**made, "number": number, "id": derived_id(row["transcript"], number)}
            )
        if table == "transcripts":
            made["revision"] = self.number(row["id"], row["revision"])
        return made

    def _under_heir(self, coding: Row) -> Row:
        code = self.writer.get("codes", coding["code"])
        while code is not None and code["merged_into"]:
            coding = {**coding, "code": code["merged_into"]}
            code = self.writer.get("codes", code["merged_into"])
        return coding

    def _on_present(self, row: Row, column: str = "transcript") -> Row:
        """A coding (or memo) on the present revision of its transcript where its words stand there,
        else on the older one.
        """
        transcript = self.writer.get("transcripts", row[column])
        number = self.number(row[column], row["revision"])
        row = {**row, "revision": number}
        if transcript is None or transcript["revision"] == number:
            return row
        key = (row[column], number, transcript["revision"])
        if key not in self._ways:
            old = self._text(row[column], number)
            new = self.revision(row[column], transcript["revision"])
            self._ways[key] = (Alignment(old, new["text"]), new["record"])
        alignment, record = self._ways[key]
        span = (
            alignment.carry(Span(row["start"], row["end"]))
            if Span(row["start"], row["end"]).of(alignment.old) == row["quote"]
            else None
        )
        if span is None:
            return row
        moved = {**row, "start": span.start, "end": span.end, "revision": transcript["revision"]}
        if column == "transcript":
            moved |= {
                "turn": turn_at(record, span.start),
                "evidence": alignment.carry_evidence(row["evidence"], span.start - row["start"]),
            }
        return moved

    def _text(self, transcript: str, number: int) -> str:
        found = self.writer.find(
            "revisions", t.revisions.c.transcript == transcript, t.revisions.c.number == number
        )
        if found:
            return str(found[0]["text"])
        theirs = next(
            (
                their
                for (entity, their), ours in self._numbers.items()
                if entity == transcript and ours == number
            ),
            number,
        )
        found = self.theirs.find(
            "revisions", t.revisions.c.transcript == transcript, t.revisions.c.number == theirs
        )
        return str(found[0]["text"]) if found else ""

    def number(self, transcript: str, theirs: int) -> int:
        """The number here of a revision of the copy: that of the same text, else a new one."""
        key = (transcript, theirs)
        if key not in self._numbers:
            told = self.theirs.find(
                "revisions", t.revisions.c.transcript == transcript, t.revisions.c.number == theirs
            )
            known = self.writer.find("revisions", t.revisions.c.transcript == transcript)
            match = [
                row["number"]
                for row in known
                for wanted in told
                if (row["digest"], row["record"]) == (wanted["digest"], wanted["record"])
            ]
            taken = {row["number"] for row in known} | {
                ours for (entity, _), ours in self._numbers.items() if entity == transcript
            }
            self._numbers[key] = (
                theirs
                if theirs in match or not told
                else match[0]
                if match
                else theirs
                if theirs not in taken
                else max(taken) + 1
            )
        return self._numbers[key]

    def revision(self, transcript: str, number: int) -> Row:
        """A revision that stands here."""
        return self.writer.find(
            "revisions", t.revisions.c.transcript == transcript, t.revisions.c.number == number
        )[0]

    def coding(self, entity: str) -> Row | None:
        """A coding that stands in the copy only, as it would stand here."""
        return self.row("codings", self.theirs.get("codings", entity))

    def adrift(self, coding: Row) -> bool:
        """Whether a coding waits for a person to place it."""
        transcript = self.writer.get("transcripts", coding["transcript"])
        return transcript is not None and bool(transcript["revision"] != coding["revision"])

    def twin(self, table: str, row: Row | None) -> Row | None:
        """Another row here that is the same thing for people, made on both sides."""
        if row is None or table not in _UNIQUE:
            return None
        chosen = t.BY_NAME[table]
        found = self.writer.find(table, *(chosen.c[name] == row[name] for name in _UNIQUE[table]))
        return next((one for one in found if one["id"] != row["id"]), None)

    def alike(self, table: str, one: Row, other: Row | None) -> bool:
        """Whether two rows differ in nothing that a person would decide."""
        aside = {"id", "position", "at", "facts", "problems", "current"}
        return other is not None and all(
            one[name] == other[name] for name in one if name not in aside
        )

    def refers_to_nothing(self, table: str, row: Row | None) -> bool:
        """Whether a row needs another one that is not here. (A link comes after its codings: those
        that did not come then are not here.)
        """
        if row is None:
            return False
        wanted = [
            (other, row[column])
            for column, other in _POINTS[table].items()
            if row[column] is not None
        ]
        if table == "memos" and row["kind"] in _TARGETS:
            wanted.append((_TARGETS[row["kind"]], row["target"]))
        return any(
            self.writer.get(other, entity) is None
            and (table == "links" or (other, entity) not in self._coming)
            for other, entity in wanted
        )

    def is_referred_to(self, table: str, entity: str) -> bool:
        """Whether other rows here need this one."""
        for other, columns in _POINTS.items():
            for column, to in columns.items():
                chosen = t.BY_NAME[other]
                if (
                    to == table
                    and self.ours.execute(
                        sa.select(chosen.c.id).where(chosen.c[column] == entity).limit(1)
                    ).first()
                    is not None
                ):
                    return True
        return False
