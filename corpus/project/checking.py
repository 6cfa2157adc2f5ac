"""Is a project sound? Integrity of the file, quotes against texts, and the state against a rebuild
from the log.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from corpus.problem import Problem
from corpus.project import schema as t
from corpus.project.journal import Row, Writer, event_of, transcripts_of
from corpus.project.project import Project

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Checked:
    """What a check found: faults (none: the project is sound) and how much was looked at."""

    problems: list[Problem] = field(default_factory=list)
    events: int = 0
    codings: int = 0
    transcripts: int = 0

    @property
    def sound(self) -> bool:
        return not self.problems


def check(project: Project, progress: Progress | None = None) -> Checked:
    """Every check there is. Reads all, changes nothing. Raises FangtanError when the file cannot be
    read at all.
    """
    done = Checked()
    _integrity(project, done)
    if done.problems:
        return done
    with project.store.read() as connection:
        _quotes(project, connection, done)
        _memos(project, connection, done)
        state, newest = _replay(project, connection, done, progress)
        _compare(project, connection, state, done)
        stamps = {row.transcript: row.number for row in connection.execute(sa.select(t.stamps))}
        for entity, number in newest.items():
            if stamps.get(entity, 0) < number:
                done.problems.append(Problem(project.name, "check.stamp", values={"id": entity}))
    return done


def rebuild(project: Project) -> dict[tuple[str, str], Row]:
    """The state as the log tells it: (table, id) -> row."""
    with project.store.read() as connection:
        return _replay(project, connection, Checked(), None)[0]


def state_of(project: Project) -> dict[tuple[str, str], Row]:
    """The state as it stands: (table, id) -> row."""
    with project.store.read() as connection:
        writer = Writer(connection)
        return {
            (table.name, row["id"]): row for table in t.STATE for row in writer.find(table.name)
        }


def _integrity(project: Project, done: Checked) -> None:
    if not project.store.embedded:
        return
    with project.store.read() as connection:
        told = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
        done.problems += [
            Problem(project.name, "check.integrity", values={"detail": line})
            for line in told
            if line != "ok"
        ]
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            done.problems.append(
                Problem(
                    project.name,
                    "check.dangling",
                    values={"table": row[0], "id": row[1], "target": row[2]},
                )
            )


def _quotes(project: Project, connection: Any, done: Checked) -> None:
    texts: dict[tuple[str, int], tuple[str, Any]] = {}
    current: str | None = None
    chosen = sa.select(
        t.codings.c.id,
        t.codings.c.transcript,
        t.codings.c.revision,
        t.codings.c.start,
        t.codings.c.end,
        t.codings.c.turn,
        t.codings.c.quote,
    ).order_by(t.codings.c.transcript)
    sources = {
        row.id: row.source
        for row in connection.execute(sa.select(t.transcripts.c.id, t.transcripts.c.source))
    }
    done.transcripts = len(sources)
    for row in connection.execute(chosen).all():
        if row.transcript != current:
            current = row.transcript
            texts = {
                (current, one.number): (one.text, one.record["turns"])
                for one in connection.execute(
                    sa.select(t.revisions).where(t.revisions.c.transcript == current)
                )
            }
        done.codings += 1
        text, turns = texts[row.transcript, row.revision]
        if text[row.start : row.end] != row.quote or not row.quote:
            done.problems.append(
                Problem(
                    project.name,
                    "check.quote",
                    values={
                        "id": row.id,
                        "source": sources[row.transcript],
                        "start": row.start,
                        "end": row.end,
                    },
                )
            )
        elif row.turn >= 0 and not (
            row.turn < len(turns) and turns[row.turn]["start"] <= row.start < turns[row.turn]["end"]
        ):
            done.problems.append(
                Problem(
                    project.name,
                    "check.turn",
                    values={"id": row.id, "source": sources[row.transcript]},
                )
            )


def _memos(project: Project, connection: Any, done: Checked) -> None:
    """A memo is on something that exists, and its quote stands in the revision that it counts."""
    c = t.memos.c
    for kind, table in (
        ("span", t.transcripts),
        ("transcript", t.transcripts),
        ("coding", t.codings),
        ("code", t.codes),
        ("case", t.cases),
    ):
        lost = (
            sa.select(c.id, c.target)
            .outerjoin(table, table.c.id == c.target)
            .where(c.kind == kind, table.c.id.is_(None))
        )
        done.problems += [
            Problem(
                project.name,
                "check.dangling",
                values={"table": "memos", "id": row.id, "target": row.target},
            )
            for row in connection.execute(lost)
        ]
    placed = (
        sa.select(t.memos, t.revisions.c.text.label("whole"))
        .join(
            t.revisions,
            (t.revisions.c.transcript == c.target) & (t.revisions.c.number == c.revision),
        )
        .where(c.kind == "span")
    )
    for row in connection.execute(placed):
        if row.whole[row.start : row.end] != row.quote:
            done.problems.append(
                Problem(
                    project.name,
                    "check.memo",
                    values={"id": row.id, "start": row.start, "end": row.end},
                )
            )


def _replay(
    project: Project, connection: Any, done: Checked, progress: Progress | None
) -> tuple[dict[tuple[str, str], Row], dict[str, int]]:
    state: dict[tuple[str, str], Row] = {}
    newest: dict[str, int] = {}
    total = connection.execute(sa.select(sa.func.count()).select_from(t.events)).scalar_one()
    for row in connection.execute(
        sa.select(t.events).order_by(t.events.c.number).execution_options(yield_per=50)
    ).mappings():
        done.events += 1
        try:
            event = event_of(row)
        except (ValueError, TypeError, zlib.error) as error:
            done.problems.append(
                Problem(
                    project.name,
                    "check.event",
                    values={"number": row["number"], "detail": str(error) or type(error).__name__},
                )
            )
            continue
        for change in event.changes:
            key = (change.table, change.entity)
            if state.get(key) != change.before:
                done.problems.append(
                    Problem(
                        project.name,
                        "check.event",
                        values={
                            "number": event.number,
                            "detail": f"{change.table} {change.entity}",
                        },
                    )
                )
            if change.after is None:
                state.pop(key, None)
            else:
                state[key] = change.after
        newest.update(dict.fromkeys(transcripts_of(event.changes), event.number))
        if progress:
            progress(done.events, total)
    return state, newest


def _compare(
    project: Project, connection: Any, state: dict[tuple[str, str], Row], done: Checked
) -> None:
    writer = Writer(connection)
    for table in t.STATE:
        for row in writer.find(table.name):
            told = state.pop((table.name, row["id"]), None)
            if told != row:
                what = (
                    "+"
                    if told is None
                    else "≠ " + "、".join(name for name in row if told.get(name) != row[name])
                )
                done.problems.append(
                    Problem(
                        project.name,
                        "check.state",
                        values={"table": table.name, "id": row["id"], "what": what},
                    )
                )
    for table_name, entity in state:
        done.problems.append(
            Problem(
                project.name, "check.state", values={"table": table_name, "id": entity, "what": "−"}
            )
        )
