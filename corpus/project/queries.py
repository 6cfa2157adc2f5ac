"""Questions to a project about all but its codings: SQL in, frozen values out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.project import schema as t
from corpus.project.journal import Event, event_of
from corpus.project.records import (
    CaseInfo,
    CodebookInfo,
    CodeInfo,
    CoderInfo,
    Conflict,
    HistoryEntry,
    Memo,
    ReviewInfo,
    SavedView,
    StoredLink,
    TranscriptInfo,
    Variable,
)
from corpus.span import Span
from corpus.transcript import Transcript

Record = TypeVar("Record")
TextRecord = Mapping[str, Any]
"""What stands beside a stored text: a transcript as ``Transcript.as_record`` writes it, without the
text and the texts of its turns.
"""
MAX_VALUES: Final = 400
"""So many values stand in one ``IN (…)``; longer lists are asked for in parts."""


def parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values in stretches of at most ``MAX_VALUES``."""
    for low in range(0, len(values), MAX_VALUES):
        yield values[low : low + MAX_VALUES]


def _records(connection: Connection, kind: type[Record], query: sa.Select[Any]) -> list[Record]:
    """The rows of a query as values of ``kind``: its columns stand in the order of the fields."""
    return [kind(*row) for row in connection.execute(query)]


def revision(connection: Connection) -> int:
    """The number of the newest event; 0 for a project in which nothing has happened."""
    return int(
        connection.execute(
            sa.select(sa.func.coalesce(sa.func.max(t.events.c.number), 0))
        ).scalar_one()
    )


def setting(connection: Connection, key: str, default: Any = None) -> Any:
    """A setting of the project; ``default`` where it has none of that name."""
    value = connection.execute(
        sa.select(t.settings.c.value).where(t.settings.c.key == key)
    ).scalar()
    return default if value is None else value


def coders(connection: Connection) -> list[CoderInfo]:
    """People before machines, then by name and round."""
    c = t.coders.c
    query = sa.select(c.id, c.name, c.kind, c.round)
    return _records(connection, CoderInfo, query.order_by(c.kind.desc(), c.name, c.round))


def codes(connection: Connection, retired: bool = False) -> list[CodeInfo]:
    """In tree order: parents before their children, by position."""
    c = t.codes.c
    query = sa.select(
        c.id,
        c.family,
        c.key,
        c.name,
        c.name_en,
        c.parent,
        c.color,
        c.position,
        c.retired,
        c.merged_into,
    ).order_by(c.family, c.position, c.key)
    by_position = _records(connection, CodeInfo, query if retired else query.where(~c.retired))
    ids = {code.id for code in by_position}
    children: dict[str | None, list[CodeInfo]] = {}
    for code in by_position:
        children.setdefault(code.parent if code.parent in ids else None, []).append(code)
    in_tree_order: list[CodeInfo] = []

    def walk(parent: str | None) -> None:
        for code in children.get(parent, ()):
            in_tree_order.append(code)
            walk(code.id)

    walk(None)
    return in_tree_order


def codebooks(connection: Connection, *, current: bool) -> list[CodebookInfo]:
    """By position and version; ``current``: only the versions that stand now."""
    c = t.codebooks.c
    query = sa.select(c.id, c.family, c.version, c.hash, c.name, c.snapshot, c.current).order_by(
        c.position, c.family, c.version
    )
    return _records(connection, CodebookInfo, query.where(c.current) if current else query)


def transcripts(connection: Connection) -> list[TranscriptInfo]:
    """All transcripts by source, without their texts."""
    c = t.transcripts.c
    query = (
        sa.select(
            c.id,
            c.source,
            c.revision,
            c.characters,
            c.turns,
            c.facts,
            sa.func.coalesce(t.stamps.c.number, 0),
        )
        .outerjoin(t.stamps, t.stamps.c.transcript == c.id)
        .order_by(c.source)
    )
    return [
        TranscriptInfo(entity, source, number, characters, turns, facts["metadata"], facts, stamp)
        for entity, source, number, characters, turns, facts, stamp in connection.execute(query)
    ]


def transcript(connection: Connection, entity: str, number: int | None = None) -> Transcript | None:
    """The transcript at a revision (None: the present one); None when there is no such thing."""
    wanted = t.transcripts.c.revision if number is None else sa.literal(number)
    row = connection.execute(
        sa.select(t.revisions.c.text, t.revisions.c.record)
        .join(t.transcripts, t.transcripts.c.id == t.revisions.c.transcript)
        .where(t.transcripts.c.id == entity, t.revisions.c.number == wanted)
    ).first()
    return transcript_of(row.text, row.record) if row is not None else None


def transcript_of(text: str, record: TextRecord) -> Transcript:
    """A stored text and the record beside it as a transcript."""
    turns = [{**turn, "text": text[turn["start"] : turn["end"]]} for turn in record["turns"]]
    return Transcript.from_record({**record, "text": text, "turns": turns})


_PRESENT: Final = (t.revisions.c.transcript == t.transcripts.c.id) & (
    t.revisions.c.number == t.transcripts.c.revision
)
"""Joins a transcript with its present revision."""


def texts(
    connection: Connection, entities: Iterable[str] | None = None
) -> Iterator[tuple[str, str, TextRecord]]:
    """(transcript, text, record) of each transcript, by source."""
    query = (
        sa.select(t.transcripts.c.id, t.revisions.c.text, t.revisions.c.record)
        .join(t.revisions, _PRESENT)
        .order_by(t.transcripts.c.source)
    )
    for part in [None] if entities is None else parts(list(entities)):
        limited = query if part is None else query.where(t.transcripts.c.id.in_(part))
        yield from cast(Iterable[tuple[str, str, TextRecord]], connection.execute(limited))


def outlines(
    connection: Connection, entities: Sequence[str] | None = None
) -> Iterator[tuple[str, TextRecord]]:
    """(transcript, record) as ``texts`` tells them, without the text."""
    query = sa.select(t.transcripts.c.id, t.revisions.c.record).join(t.revisions, _PRESENT)
    for part in [None] if entities is None else parts(entities):
        limited = query if part is None else query.where(t.transcripts.c.id.in_(part))
        yield from cast(Iterable[tuple[str, TextRecord]], connection.execute(limited))


_MEMOS: Final = (
    sa.select(t.memos, t.transcripts.c.revision.label("current"))
    .outerjoin(t.transcripts, (t.memos.c.kind == "span") & (t.transcripts.c.id == t.memos.c.target))
    .order_by(t.memos.c.at, t.memos.c.id)
)


def _memos(connection: Connection, query: sa.Select[Any]) -> list[Memo]:
    return [
        Memo(
            row.id,
            row.kind,
            row.target,
            Span(row.start, row.end) if row.start is not None else None,
            row.quote or "",
            row.text,
            row.coder,
            row.at,
            row.revision is None or row.revision == row.current,
        )
        for row in connection.execute(query)
    ]


def memos(connection: Connection, about: str | None, target: str | None) -> list[Memo]:
    """Oldest first; ``about`` (span, code, …) and ``target`` (an id) limit them."""
    query = _MEMOS
    if about is not None:
        query = query.where(t.memos.c.kind == about)
    if target is not None:
        query = query.where(t.memos.c.target == target)
    return _memos(connection, query)


def memos_of_transcript(connection: Connection, entity: str) -> list[Memo]:
    """Memos on a transcript, on its spans and on its codings."""
    codings = sa.select(t.codings.c.id).where(t.codings.c.transcript == entity)
    on_coding = (t.memos.c.kind == "coding") & t.memos.c.target.in_(codings)
    return _memos(connection, _MEMOS.where((t.memos.c.target == entity) | on_coding))


def links(connection: Connection, transcript: str | None) -> list[StoredLink]:
    """Oldest first; ``transcript``: only those between its codings."""
    c, stands_in = t.links.c, t.codings.c.transcript
    query = (
        sa.select(c.id, stands_in, c.first, c.second, c.step, c.coder, c.at)
        .join(t.codings, t.codings.c.id == c.first)
        .order_by(c.at, c.id)
    )
    if transcript is not None:
        query = query.where(stands_in == transcript)
    return _records(connection, StoredLink, query)


def reviews(
    connection: Connection,
    about: str | None,
    target: str | None,
    transcript: str | None,
    settled: bool | None,
) -> list[ReviewInfo]:
    """Oldest first; ``transcript``: only those of its codings."""
    c = t.reviews.c
    query = sa.select(c.id, c.kind, c.target, c.verdict, c.text, c.coder, c.at, c.settled).order_by(
        c.at, c.id
    )
    if about is not None:
        query = query.where(c.kind == about)
    if target is not None:
        query = query.where(c.target == target)
    if settled is not None:
        query = query.where(c.settled == settled)
    if transcript is not None:
        codings = sa.select(t.codings.c.id).where(t.codings.c.transcript == transcript)
        query = query.where(c.target.in_(codings))
    return _records(connection, ReviewInfo, query)


def variables(connection: Connection) -> list[Variable]:
    """Attributes of cases, by position."""
    c = t.variables.c
    query = sa.select(c.id, c.name, c.type, c.position)
    return _records(connection, Variable, query.order_by(c.position, c.name))


def cases(connection: Connection) -> list[CaseInfo]:
    """Cases by name, with their attributes and where they speak."""
    names = {variable.id: variable.name for variable in variables(connection)}
    attributes: dict[str, dict[str, str]] = {}
    a = t.attributes.c
    for case, variable, value in connection.execute(sa.select(a.case, a.variable, a.value)):
        attributes.setdefault(case, {})[names[variable]] = value
    speaks: dict[str, list[tuple[str, str]]] = {}
    p = t.participations.c
    for case, transcript, speaker in connection.execute(
        sa.select(p.case, p.transcript, p.speaker).order_by(p.transcript, p.speaker)
    ):
        speaks.setdefault(case, []).append((transcript, speaker))
    return [
        CaseInfo(entity, name, attributes.get(entity, {}), tuple(speaks.get(entity, ())))
        for entity, name in connection.execute(
            sa.select(t.cases.c.id, t.cases.c.name).order_by(t.cases.c.name)
        )
    ]


def views(connection: Connection, page: str | None) -> list[SavedView]:
    """Saved views by name, of one page or of all."""
    c = t.views.c
    query = sa.select(c.id, c.name, c.page, c.state, c.coder).order_by(c.name)
    return _records(connection, SavedView, query if page is None else query.where(c.page == page))


def conflicts(connection: Connection, settled: bool | None) -> list[Conflict]:
    """What merging could not take over by itself, oldest first; ``settled`` None: all."""
    c = t.conflicts.c
    query = sa.select(c.id, c.event, c.table, c.entity, c.ours, c.theirs, c.settled).order_by(
        c.at, c.id
    )
    return _records(
        connection, Conflict, query if settled is None else query.where(c.settled == settled)
    )


def history(connection: Connection, entity: str) -> list[HistoryEntry]:
    """Every event that touched a thing, oldest first."""
    names = {coder.id: coder.name for coder in coders(connection)}
    query = (
        sa.select(t.events)
        .join(t.touches, t.touches.c.number == t.events.c.number)
        .where(t.touches.c.entity == entity)
        .order_by(t.events.c.number)
    )
    return [
        HistoryEntry(
            event.number,
            event.at,
            names.get(event.coder or "", ""),
            event.kind,
            change.before,
            change.after,
        )
        for event in map(event_of, connection.execute(query).mappings())
        for change in event.changes
        if change.entity == entity
    ]


def things(connection: Connection, beginning: str) -> list[str]:
    """Ids, beginning so, of all that the log ever touched."""
    c = t.touches.c
    query = sa.select(c.entity).where(c.entity.startswith(beginning, autoescape=True))
    return list(connection.execute(query.distinct().order_by(c.entity)).scalars())


def log(connection: Connection, limit: int, coder: str | None = None) -> list[tuple[Event, int]]:
    """The newest events (without their images) and how many rows each touched."""
    columns = [column for column in t.events.c if column.name != "payload"]
    query = sa.select(*columns).order_by(t.events.c.number.desc()).limit(limit)
    if coder is not None:
        query = query.where(t.events.c.coder == coder)
    return [
        (event_of(row, changes=False), int(row["touched"]))
        for row in connection.execute(query).mappings()
    ]
