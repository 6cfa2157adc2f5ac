"""Undo and redo: one coder's log read backward as a pair of stacks, and the images that put rows
back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.project import schema as t
from corpus.project.journal import Change, Event, Writer, event_of
from corpus.project.operations import FORMER_KINDS, OPERATIONS, Refused
from corpus.project.queries import parts

Direction = Literal["undo", "redo"]
UNDOABLE: Final = (
    frozenset(operation.kind for operation in OPERATIONS) | FORMER_KINDS | {"cases_table"}
)
"""Kinds of events that undo takes back: what a person did by an operation."""


def next_target(connection: Connection, coder: str, direction: Direction) -> str | None:
    """The id of the event that undo would take back (that redo would do again); None where there
    is none. What changed nothing and what came from another copy is passed over.
    """
    newest_first = (
        sa.select(t.events.c.id, t.events.c.kind, t.events.c.undoes)
        .where(t.events.c.coder == coder, t.events.c.origin.is_(None), t.events.c.touched > 0)
        .order_by(t.events.c.number.desc())
    )
    # Read backward, each undo (for redo: each redo) cancels one earlier step: ``cancelled`` counts
    # those whose step has not been met yet.
    cancelled = 0
    for row in connection.execute(newest_first.execution_options(yield_per=200)):
        if row.kind in ("undo", "redo"):
            if row.kind == direction:
                cancelled += 1
            elif cancelled == 0:
                return str(row.undoes)
            else:
                cancelled -= 1
        elif row.kind in UNDOABLE:
            if direction == "redo":
                return None
            if cancelled == 0:
                return str(row.id)
            cancelled -= 1
    return None


def event_with_id(connection: Connection, entity: str) -> Event:
    """An event of the log with its changes."""
    row = connection.execute(sa.select(t.events).where(t.events.c.id == entity)).mappings().one()
    return event_of(row)


def turn_back(writer: Writer, event: Event, direction: Direction, coder: str) -> None:
    """Write the before-images of an event (for redo: its after-images), where every row is as the
    event (its undo) left it. Raises Refused where others have gone on from it.
    """
    changes = (
        tuple(change.back() for change in reversed(event.changes))
        if direction == "undo"
        else event.changes
    )
    for change in changes:
        if writer.get(change.table, change.entity) != change.before:
            raise Refused(f"project.{direction}_moved_on", what=event.kind)
    if _others_lean_on(writer, changes, coder):
        raise Refused(f"project.{direction}_moved_on", what=event.kind)
    for change in _removals_first(changes):
        writer.set(change)


def _others_lean_on(writer: Writer, changes: Sequence[Change], coder: str) -> bool:
    """Whether others have written memos or reviews on something that these changes would take
    away, or a link rests on it.
    """
    removed = [
        change.entity
        for change in changes
        if change.after is None and change.table in ("codings", "codes", "cases", "transcripts")
    ]
    changed = {change.entity for change in changes}
    for part in parts(removed):
        for table in (t.memos, t.reviews):
            if any(
                row["coder"] != coder and row["id"] not in changed
                for row in writer.find(table.name, table.c.target.in_(part))
            ):
                return True
    links = t.links
    for part in parts([change.entity for change in changes if change.after is None]):
        resting = writer.find("links", sa.or_(links.c.first.in_(part), links.c.second.in_(part)))
        if any(row["id"] not in changed for row in resting):
            return True
    return False


def _removals_first(changes: Sequence[Change]) -> list[Change]:
    """Deferred foreign keys allow any order; unique constraints want removals before additions."""
    return sorted(changes, key=lambda change: change.after is not None)
