"""The log: every change of a project is an event with the images of each row before and after it.

From these images everything else follows: the state is the replay of the after-images, undo puts
the before-images back where the after-images still stand, the history of a row is the list of
events that touched it, and merging is the replay of another copy's events.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.project.identity import new_id, now
from corpus.project.schema import BY_NAME, NAMES, events, stamps, touches

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One row of one table: None before it was made, None after it was removed."""

    table: str
    entity: str
    before: Row | None
    after: Row | None

    def back(self) -> Change:
        """The change that takes this one back."""
        return Change(self.table, self.entity, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the log. ``client`` and ``seq`` tell an operation that was sent twice; ``undoes``
    is the id of the event taken back; ``origin`` the copy of the project in which it happened
    (None: here).
    """

    number: int
    id: str
    at: str
    coder: str | None
    client: str
    seq: int
    kind: str
    undoes: str | None
    origin: str | None
    changes: tuple[Change, ...] = ()


def pack(changes: Iterable[Change]) -> bytes:
    return zlib.compress(
        orjson.dumps(
            [[change.table, change.entity, change.before, change.after] for change in changes]
        ),
        6,
    )


def unpack(payload: bytes) -> tuple[Change, ...]:
    """The changes of an event. An image that an older program wrote lacks columns that came later:
    they count as empty.
    """
    return tuple(
        Change(table, entity, _whole(table, before), _whole(table, after))
        for table, entity, before, after in orjson.loads(zlib.decompress(payload))
    )


def _whole(table: str, image: Row | None) -> Row | None:
    names = NAMES[table]
    return image if image is None or len(image) == len(names) else {**dict.fromkeys(names), **image}


def event_of(row: Mapping[Any, Any], *, changes: bool = True) -> Event:
    """A row of ``events`` as a value."""
    return Event(
        row["number"],
        row["id"],
        row["at"],
        row["coder"],
        row["client"],
        row["seq"],
        row["kind"],
        row["undoes"],
        row["origin"],
        unpack(row["payload"]) if changes else (),
    )


class Writer:
    """Collects the changes of one event and writes them through: state at once, the event when it
    is closed.

    Reads see what was written before in the same event. Nothing is kept when the surrounding
    transaction fails.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._changes: dict[tuple[str, str], Change] = {}

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self._changes)

    def get(self, table: str, entity: str) -> Row | None:
        """The row as it stands, or None."""
        found = self.connection.execute(
            sa.select(BY_NAME[table]).where(BY_NAME[table].c.id == entity)
        ).first()
        return dict(zip(NAMES[table], found, strict=True)) if found is not None else None

    def find(self, table: str, *conditions: Any) -> list[Row]:
        """Rows that meet all conditions, by id."""
        chosen = BY_NAME[table]
        return [
            dict(zip(NAMES[table], row, strict=True))
            for row in self.connection.execute(
                sa.select(chosen).where(*conditions).order_by(chosen.c.id)
            )
        ]

    def put(self, table: str, row: Row) -> None:
        """Make the row with ``row["id"]``, or change it to this."""
        before = self.get(table, row["id"])
        if before == row:
            return
        chosen = BY_NAME[table]
        if before is None:
            self.connection.execute(sa.insert(chosen), row)
        else:
            self.connection.execute(sa.update(chosen).where(chosen.c.id == row["id"]).values(row))
        self._note(Change(table, row["id"], before, row))

    def change(self, table: str, row: Row, **values: Any) -> Row:
        """Change some columns of a row that stands."""
        made = {**row, **values}
        self.put(table, made)
        return made

    def change_all(self, table: str, rows: Sequence[Row], **values: Any) -> None:
        """Change the same columns of many rows that were read in this transaction, in one statement
        a thousand.
        """
        moved = [row for row in rows if any(row[name] != value for name, value in values.items())]
        chosen = BY_NAME[table]
        for low in range(0, len(moved), 400):
            part = moved[low : low + 400]
            self.connection.execute(
                sa.update(chosen).where(chosen.c.id.in_([row["id"] for row in part])).values(values)
            )
        for row in moved:
            self._note(Change(table, row["id"], row, {**row, **values}))

    def remove_all(self, table: str, rows: Sequence[Row]) -> None:
        """Take away many rows that were read in this transaction."""
        chosen = BY_NAME[table]
        for low in range(0, len(rows), 400):
            self.connection.execute(
                sa.delete(chosen).where(
                    chosen.c.id.in_([row["id"] for row in rows[low : low + 400]])
                )
            )
        for row in rows:
            self._note(Change(table, row["id"], row, None))

    def add_all(self, table: str, rows: Sequence[Row]) -> None:
        """Make many rows that are known to be new, in one statement."""
        if rows:
            self.connection.execute(sa.insert(BY_NAME[table]), list(rows))
            for row in rows:
                self._note(Change(table, row["id"], None, row))

    def remove(self, table: str, entity: str) -> None:
        """Take a row away (nothing happens when it is not there)."""
        before = self.get(table, entity)
        if before is not None:
            self.connection.execute(sa.delete(BY_NAME[table]).where(BY_NAME[table].c.id == entity))
            self._note(Change(table, entity, before, None))

    def set(self, change: Change) -> None:
        """Bring a row to its after-image, whatever stands now."""
        if change.after is None:
            self.remove(change.table, change.entity)
        else:
            self.put(change.table, change.after)

    def _note(self, change: Change) -> None:
        key = (change.table, change.entity)
        known = self._changes.get(key)
        if known is not None:
            change = Change(change.table, change.entity, known.before, change.after)
        self._changes[key] = change

    def close(
        self,
        kind: str,
        *,
        coder: str | None,
        client: str,
        seq: int,
        id: str | None = None,
        at: str | None = None,
        undoes: str | None = None,
        origin: str | None = None,
    ) -> Event:
        """Write the event. Its number is the new revision of the project."""
        changes = tuple(
            change for change in self._changes.values() if change.before != change.after
        )
        entity, moment = id or new_id(), at or now()
        values = {
            "id": entity,
            "at": moment,
            "coder": coder,
            "client": client,
            "seq": seq,
            "kind": kind,
            "undoes": undoes,
            "origin": origin,
            "touched": len(changes),
            "payload": pack(changes),
        }
        number = self.connection.execute(sa.insert(events), values).inserted_primary_key[0]  # type: ignore[index]
        entities = dict.fromkeys(change.entity for change in changes)
        if entities:
            self.connection.execute(
                sa.insert(touches), [{"entity": entity, "number": number} for entity in entities]
            )
        self._stamp(changes, number)
        return Event(number, entity, moment, coder, client, seq, kind, undoes, origin, changes)

    def _stamp(self, changes: Sequence[Change], number: int) -> None:
        moved = transcripts_of(changes)
        if not moved:
            return
        self.connection.execute(
            sa.delete(stamps).where(stamps.c.transcript.in_(moved))
            if len(moved) <= 500
            else sa.delete(stamps)
        )
        if len(moved) > 500:
            moved = moved | set(
                self.connection.execute(sa.select(BY_NAME["transcripts"].c.id)).scalars()
            )
        self.connection.execute(
            sa.insert(stamps),
            [{"transcript": entity, "number": number} for entity in sorted(moved)],
        )


def keep_memos(writer: Writer, coding: Row) -> None:
    """Memos outlive the coding that they were on: they become memos on its words."""
    memos = BY_NAME["memos"]
    for memo in writer.find("memos", memos.c.kind == "coding", memos.c.target == coding["id"]):
        writer.change("memos", memo, **on_words(coding))


def drop_links(writer: Writer, gone: Sequence[Row]) -> None:
    """A link between codings goes with either of them."""
    links = BY_NAME["links"]
    for coding in gone:
        entity = coding["id"]
        writer.remove_all(
            "links",
            writer.find("links", sa.or_(links.c.first == entity, links.c.second == entity)),
        )


def hand_links(writer: Writer, gone: Row, stays: Row) -> None:
    """Two codings become one: the links of ``gone`` are those of ``stays`` from now on, but for a
    link between the two and what the same coder has said of ``stays`` already.
    """
    links = BY_NAME["links"]
    of_gone, of_stays = (
        writer.find("links", sa.or_(links.c.first == entity, links.c.second == entity))
        for entity in (gone["id"], stays["id"])
    )
    said = {(row["coder"], row["first"], row["second"]) for row in of_stays}
    for row in of_gone:
        ends = {
            name: stays["id"] if row[name] == gone["id"] else row[name]
            for name in ("first", "second")
        }
        identity = (row["coder"], ends["first"], ends["second"])
        if ends["first"] == ends["second"] or identity in said:
            writer.remove("links", row["id"])
        else:
            said.add(identity)
            writer.change("links", row, **ends)


def on_words(coding: Row) -> Row:
    """The columns of a memo on the words of a coding."""
    return {
        "kind": "span",
        "target": coding["transcript"],
        "start": coding["start"],
        "end": coding["end"],
        "quote": coding["quote"],
        "revision": coding["revision"],
    }


def transcripts_of(changes: Iterable[Change]) -> set[str]:
    """The transcripts whose text or codings an event changes."""
    found: set[str] = set()
    for change in changes:
        if change.table == "transcripts":
            found.add(change.entity)
        elif change.table in ("codings", "revisions", "participations", "passes"):
            found.update(image["transcript"] for image in (change.before, change.after) if image)
        elif change.table == "memos":
            found.update(
                image["target"]
                for image in (change.before, change.after)
                if image and image["kind"] == "span"
            )
    return found
