"""A study that lives for months: texts, codings of people and machines, memos, reviews, and the log
of every change.

``Project`` is the one door. It hands out frozen values and takes operations; no row of the database
and no DataFrame passes it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.coding import Coding
from corpus.problem import Problem
from corpus.project import coding_queries, importing, queries, records, suggesting
from corpus.project import schema as t
from corpus.project.applying import CODING_HANDLERS, Context
from corpus.project.applying_codes import CODE_HANDLERS
from corpus.project.applying_links import LINK_HANDLERS
from corpus.project.identity import derived_id, new_id, now
from corpus.project.journal import Event, Writer, event_of
from corpus.project.operations import Operation, Refused
from corpus.project.records import Applied, CoderInfo, Filter
from corpus.project.store import Store
from corpus.project.undoing import Direction, event_with_id, next_target, turn_back
from corpus.transcript import Transcript

HANDLERS: Final = {**CODING_HANDLERS, **CODE_HANDLERS, **LINK_HANDLERS}
"""What does each kind of operation."""


class Project:
    """An open study. Safe to share between threads; every call is a transaction of its own.

    Make one with ``corpus.project.opening.create`` or ``open_project``. Raises FangtanError for
    trouble of disk or server, Refused for an operation that the state does not allow.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.read() as connection:
            self.id: str = queries.setting(connection, "project")
            self.title: str = queries.setting(connection, "title")
            self.origin: Mapping[str, Any] | None = queries.setting(connection, "origin")
            self.copy: str = queries.setting(connection, "copy")
        self._client = new_id()
        self._seq = 0
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The file or (without its password) the address."""
        return self.store.name

    @property
    def path(self) -> Path | None:
        return self.store.path

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- writing -----------------------------------------------------------------------------------

    def _next(self) -> tuple[str, int]:
        with self._lock:
            self._seq += 1
            return self._client, self._seq

    @contextmanager
    def writing(self, kind: str, coder: str | None = None) -> Iterator[Writer]:
        """One event of several rows, for what is no operation of a person (import, a machine's
        pass, merging).
        """
        client, seq = self._next()
        with self.store.write() as connection:
            writer = Writer(connection)
            yield writer
            if writer.changed:
                writer.close(kind, coder=coder, client=client, seq=seq)

    def coder(
        self, name: str, kind: Literal["person", "machine"] = "person", round: int = 0
    ) -> CoderInfo:
        """The coder of that name and round; made when there is none. Raises Refused when the name
        is empty or belongs to the other kind.
        """
        name = name.strip()
        if not name:
            raise Refused("project.empty_name")
        for known in self.coders():
            if (known.name, known.round) == (name, round):
                if known.kind != kind:
                    raise Refused("project.other_kind", name=name)
                return known
        entity = derived_id(self.id, "coder", name, round)
        with self.writing("add_coder") as writer:
            writer.put("coders", {"id": entity, "name": name, "kind": kind, "round": round})
        return CoderInfo(entity, name, kind, round)

    def apply(
        self,
        operation: Operation,
        *,
        coder: CoderInfo,
        client: str | None = None,
        seq: int | None = None,
    ) -> Applied:
        """The one door for what people do. Idempotent by (client, seq): sent twice, it is done
        once. Raises Refused, and nothing is changed.
        """
        return self._apply((operation,), operation.kind, coder, client, seq)

    def apply_all(
        self,
        operations: Sequence[Operation],
        kind: Literal["cases_table"],
        *,
        coder: CoderInfo,
        client: str | None = None,
        seq: int | None = None,
    ) -> Applied:
        """Many operations as one event named ``kind``: all are done or none, and one undo takes
        them back. Raises Refused as ``apply`` does.
        """
        return self._apply(operations, kind, coder, client, seq)

    def _apply(
        self,
        operations: Sequence[Operation],
        kind: str,
        coder: CoderInfo,
        client: str | None,
        seq: int | None,
    ) -> Applied:
        if client is None or seq is None:
            client, seq = self._next()
        for operation in operations:
            _storable(operation)
        with self.store.write() as connection:
            earlier = _sent(connection, client, seq)
            if earlier is not None:
                return Applied(earlier.number, earlier.id, repeated=True)
            writer = Writer(connection)
            context = Context(writer, self._row(writer, coder), now())
            for operation in operations:
                HANDLERS[type(operation)](context, operation)
            event = writer.close(kind, coder=coder.id, client=client, seq=seq, at=context.at)
        return Applied(event.number, event.id)

    def _row(self, writer: Writer, coder: CoderInfo) -> dict[str, Any]:
        row = writer.get("coders", coder.id)
        if row is None:
            raise Refused("project.unknown_coder", coder=coder.name)
        return row

    def undo(
        self, coder: CoderInfo, *, client: str | None = None, seq: int | None = None
    ) -> Applied:
        """Take back this coder's newest operation that still stands, as a new event. Raises Refused
        when there is none, or when others have gone on from it.
        """
        return self._turn_back(coder, "undo", client, seq)

    def redo(
        self, coder: CoderInfo, *, client: str | None = None, seq: int | None = None
    ) -> Applied:
        """Do again what this coder's newest undo took back. Raises Refused when there is none, or
        when others have gone on since.
        """
        return self._turn_back(coder, "redo", client, seq)

    def _turn_back(
        self, coder: CoderInfo, direction: Direction, client: str | None, seq: int | None
    ) -> Applied:
        if client is None or seq is None:
            client, seq = self._next()
        with self.store.write() as connection:
            earlier = _sent(connection, client, seq)
            if earlier is not None:
                return Applied(earlier.number, earlier.id, repeated=True)
            target = next_target(connection, coder.id, direction)
            if target is None:
                raise Refused(f"project.nothing_to_{direction}")
            writer = Writer(connection)
            turn_back(writer, event_with_id(connection, target), direction, coder.id)
            event = writer.close(direction, coder=coder.id, client=client, seq=seq, undoes=target)
        return Applied(event.number, event.id)

    def can(self, coder: CoderInfo) -> tuple[bool, bool]:
        """Whether this coder has something to undo, and to redo."""
        with self.store.read() as connection:
            return (
                next_target(connection, coder.id, "undo") is not None,
                next_target(connection, coder.id, "redo") is not None,
            )

    def standing(self, coder: CoderInfo) -> tuple[Event | None, Event | None]:
        """The events that undo and redo would touch next, with their changes; None where there is
        nothing.
        """
        with self.store.read() as connection:
            undo = next_target(connection, coder.id, "undo")
            redo = next_target(connection, coder.id, "redo")
            return (
                event_with_id(connection, undo) if undo is not None else None,
                event_with_id(connection, redo) if redo is not None else None,
            )

    def add_file(
        self,
        name: str,
        digest: str,
        options: str,
        made: Sequence[Transcript],
        problems: Sequence[Problem] = (),
    ) -> importing.Imported:
        """One file, as read, in one transaction (see ``importing.store_file``)."""
        with self.writing("import") as writer:
            return importing.store_file(writer, self.id, name, digest, options, made, problems)

    def knows(self, name: str, digest: str, options: str) -> bool:
        """Whether this file stands in the project as it is, read with these options."""
        with self.store.read() as connection:
            known = importing.known_file(connection, name)
        return known is not None and known["digest"] == digest and known["options"] == options

    def suggest(
        self,
        transcript: str,
        coder: CoderInfo,
        made: Sequence[Coding],
        key: str,
        revision: int | None = None,
    ) -> suggesting.Suggested:
        """A machine's codings of one transcript in the place of its earlier suggestions (see
        ``suggesting``). ``key`` names the pass (codebooks and settings), ``revision`` the text that
        was coded.
        """
        code_of = self._code_of()
        with self.writing("suggest", coder.id) as writer:
            return suggesting.replace_suggestions(
                writer, transcript, self._row(writer, coder), made, code_of, key, now(), revision
            )

    def _code_of(self) -> dict[tuple[str, str], str]:
        """(codebook, key) -> the code that takes it: a code that was merged into another gives its
        codings to the heir.
        """
        known = {code.id: code for code in self.codes(retired=True)}
        found = {}
        for code in known.values():
            heir = code
            while heir.merged_into is not None:
                heir = known[heir.merged_into]
            found[code.family, code.key] = heir.id
        return found

    def passed(self, coder: CoderInfo) -> dict[str, tuple[int, str]]:
        """Transcript -> (revision, key) of the newest pass of a machine coder."""
        with self.store.read() as connection:
            return {
                row.transcript: (row.revision, row.key)
                for row in connection.execute(
                    sa.select(t.passes).where(t.passes.c.coder == coder.id)
                )
            }

    # -- reading -----------------------------------------------------------------------------------

    @property
    def revision(self) -> int:
        """The number of the newest event: the key for every cache."""
        with self.store.read() as connection:
            return queries.revision(connection)

    def coders(self) -> list[CoderInfo]:
        with self.store.read() as connection:
            return queries.coders(connection)

    def codes(self, *, retired: bool = False) -> list[records.CodeInfo]:
        """The codes in tree order."""
        with self.store.read() as connection:
            return queries.codes(connection, retired)

    def codebooks(self, *, current: bool = True) -> list[records.CodebookInfo]:
        """The codebooks as they stand, or every version that ever stood."""
        with self.store.read() as connection:
            return queries.codebooks(connection, current=current)

    def files(self) -> list[tuple[str, str]]:
        """(name, SHA-256) of every file that was taken in, by name."""
        with self.store.read() as connection:
            return [
                (row.name, row.digest)
                for row in connection.execute(
                    sa.select(t.files.c.name, t.files.c.digest).order_by(t.files.c.name)
                )
            ]

    def transcripts(self) -> list[records.TranscriptInfo]:
        """All transcripts by source, without their texts."""
        with self.store.read() as connection:
            return queries.transcripts(connection)

    def transcript(self, entity: str, revision: int | None = None) -> Transcript:
        """A transcript as it stands, or as it stood at a revision. Raises Refused when there is
        none.
        """
        with self.store.read() as connection:
            found = queries.transcript(connection, entity, revision)
        if found is None:
            raise Refused("project.unknown_transcript", id=entity)
        return found

    def texts(
        self, entities: Sequence[str] | None = None
    ) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """(transcript, text, record) one by one, by source."""
        with self.store.read() as connection:
            yield from queries.texts(connection, entities)

    def outlines(
        self, entities: Sequence[str] | None = None
    ) -> list[tuple[str, Mapping[str, Any]]]:
        """(transcript, record) of each, without its text: turns, speakers, metadata."""
        with self.store.read() as connection:
            return list(queries.outlines(connection, entities))

    def placements(self, entities: Sequence[str] | None = None) -> list[coding_queries.Placement]:
        """(transcript, start, end, turn, code, coder, polarity, status) of each coding that is
        placed, of some transcripts or of all, in no order: as much as counting looks at.
        """
        with self.store.read() as connection:
            return list(coding_queries.placements(connection, entities))

    def codings(
        self, criteria: Filter | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[records.StoredCoding]:
        """Codings by transcript and place; all but the rejected when no filter is given."""
        with self.store.read() as connection:
            return coding_queries.codings(
                connection, criteria or Filter(), limit=limit, offset=offset
            )

    def coding(self, entity: str) -> records.StoredCoding | None:
        """One coding as it stands; None when there is none (any more)."""
        with self.store.read() as connection:
            return coding_queries.coding(connection, entity)

    def accepted_suggestions(
        self, machine: CoderInfo
    ) -> list[tuple[records.StoredCoding, records.StoredCoding]]:
        """(as it was suggested, as it stands) of each coding of a machine that people accepted."""
        with self.store.read() as connection:
            return coding_queries.accepted_suggestions(connection, machine.id)

    def quotations(
        self,
        criteria: Filter | None = None,
        *,
        order: str = "source",
        limit: int = 50,
        offset: int = 0,
    ) -> list[records.Quotation]:
        """A page of codings with their sources and speakers; ``order``: source, newest, polarity,
        length.
        """
        with self.store.read() as connection:
            return coding_queries.quotations(
                connection, criteria or Filter(), order=order, limit=limit, offset=offset
            )

    def count(self, criteria: Filter | None = None, *by: str) -> dict[tuple[Any, ...], int]:
        """How many codings for each combination of columns (code, coder, polarity, status,
        transcript).
        """
        with self.store.read() as connection:
            return coding_queries.count(connection, criteria or Filter(), *by)

    def links(self, transcript: str | None = None) -> list[records.StoredLink]:
        """What people joined, oldest first; ``transcript``: only what stands in this one."""
        with self.store.read() as connection:
            return queries.links(connection, transcript)

    def memos(self, about: str | None = None, target: str | None = None) -> list[records.Memo]:
        with self.store.read() as connection:
            return queries.memos(connection, about, target)

    def memos_of_transcript(self, entity: str) -> list[records.Memo]:
        """Memos on a transcript, on its spans and on its codings."""
        with self.store.read() as connection:
            return queries.memos_of_transcript(connection, entity)

    def reviews(
        self,
        about: str | None = None,
        target: str | None = None,
        *,
        transcript: str | None = None,
        settled: bool | None = None,
    ) -> list[records.ReviewInfo]:
        """Reviews, oldest first; ``transcript``: only those of its codings."""
        with self.store.read() as connection:
            return queries.reviews(connection, about, target, transcript, settled)

    def cases(self) -> list[records.CaseInfo]:
        with self.store.read() as connection:
            return queries.cases(connection)

    def variables(self) -> list[records.Variable]:
        with self.store.read() as connection:
            return queries.variables(connection)

    def views(self, page: str | None = None) -> list[records.SavedView]:
        with self.store.read() as connection:
            return queries.views(connection, page)

    def conflicts(self, settled: bool | None = False) -> list[records.Conflict]:
        """What merging could not take over by itself."""
        with self.store.read() as connection:
            return queries.conflicts(connection, settled)

    def history(self, entity: str) -> list[records.HistoryEntry]:
        """Who changed a thing, when, and what stood before; oldest first. Holds for what was
        removed too.
        """
        with self.store.read() as connection:
            return queries.history(connection, entity)

    def things(self, beginning: str) -> list[str]:
        """Ids, beginning so, of all that the log ever touched, of what was removed too."""
        with self.store.read() as connection:
            return queries.things(connection, beginning)

    def log(self, limit: int = 50, coder: CoderInfo | None = None) -> list[tuple[Event, int]]:
        """The newest events and how many rows each touched."""
        with self.store.read() as connection:
            return queries.log(connection, limit, coder.id if coder else None)

    def stamps(self) -> dict[str, int]:
        """Transcript -> newest event that touched it or its codings."""
        with self.store.read() as connection:
            return {row.transcript: row.number for row in connection.execute(sa.select(t.stamps))}


def _storable(value: Any) -> None:
    """Raises Refused for text that no database keeps: a NUL, or half of a surrogate pair."""
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise Refused("project.bad_text")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _storable(key)
            _storable(inner)
    elif isinstance(value, (tuple, list)):
        for inner in value:
            _storable(inner)
    elif isinstance(value, Operation):
        for name in (field.name for field in fields(value)):
            _storable(getattr(value, name))


def _sent(connection: Connection, client: str, seq: int) -> Event | None:
    found = (
        connection.execute(
            sa.select(t.events).where(t.events.c.client == client, t.events.c.seq == seq)
        )
        .mappings()
        .first()
    )
    return event_of(found, changes=False) if found is not None else None
