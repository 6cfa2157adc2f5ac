"""Questions to a project: SQL in, frozen values out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.project import schema as t
from corpus.project.journal import event_of
from corpus.project.records import (
    CaseInfo,
    CodebookInfo,
    CodeInfo,
    CoderInfo,
    Conflict,
    Filter,
    HistoryEntry,
    Memo,
    Quotation,
    ReviewInfo,
    SavedSet,
    SavedView,
    StoredCoding,
    TranscriptInfo,
    Variable,
    coding_of,
)
from corpus.span import Span
from corpus.transcript import Transcript

MANY: Final = 400
"""So many values stand in one ``IN (…)``; longer lists are asked for in parts."""


def parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for low in range(0, len(values), MANY):
        yield values[low : low + MANY]


def revision(connection: Connection) -> int:
    return int(
        connection.execute(
            sa.select(sa.func.coalesce(sa.func.max(t.events.c.number), 0))
        ).scalar_one()
    )


def setting(connection: Connection, key: str, default: Any = None) -> Any:
    found = connection.execute(
        sa.select(t.settings.c.value).where(t.settings.c.key == key)
    ).scalar()
    return default if found is None else found


def coders(connection: Connection) -> list[CoderInfo]:
    return [
        CoderInfo(row.id, row.name, row.kind, row.round)
        for row in connection.execute(
            sa.select(t.coders).order_by(t.coders.c.kind.desc(), t.coders.c.name, t.coders.c.round)
        )
    ]


def codes(connection: Connection, retired: bool = False) -> list[CodeInfo]:
    """In tree order: parents before their children, by position."""
    chosen = sa.select(t.codes).order_by(t.codes.c.family, t.codes.c.position, t.codes.c.key)
    if not retired:
        chosen = chosen.where(~t.codes.c.retired)
    found = [
        CodeInfo(
            row.id,
            row.family,
            row.key,
            row.name,
            row.name_en,
            row.parent,
            row.color,
            row.position,
            row.retired,
            row.merged_into,
        )
        for row in connection.execute(chosen)
    ]
    known = {code.id for code in found}
    below: dict[str | None, list[CodeInfo]] = {}
    for code in found:
        below.setdefault(code.parent if code.parent in known else None, []).append(code)
    order: list[CodeInfo] = []

    def walk(parent: str | None) -> None:
        for code in below.get(parent, ()):
            order.append(code)
            walk(code.id)

    walk(None)
    return order


def codebooks(connection: Connection, *, current: bool) -> list[CodebookInfo]:
    chosen = sa.select(t.codebooks).order_by(
        t.codebooks.c.position, t.codebooks.c.family, t.codebooks.c.version
    )
    if current:
        chosen = chosen.where(t.codebooks.c.current)
    return [
        CodebookInfo(row.id, row.family, row.version, row.hash, row.name, row.snapshot, row.current)
        for row in connection.execute(chosen)
    ]


def transcripts(connection: Connection) -> list[TranscriptInfo]:
    joined = (
        sa.select(t.transcripts, t.stamps.c.number.label("stamp"))
        .outerjoin(t.stamps, t.stamps.c.transcript == t.transcripts.c.id)
        .order_by(t.transcripts.c.source)
    )
    return [
        TranscriptInfo(
            row.id,
            row.source,
            row.revision,
            row.characters,
            row.turns,
            row.facts["metadata"],
            row.facts,
            row.stamp or 0,
        )
        for row in connection.execute(joined)
    ]


def transcript(connection: Connection, entity: str, number: int | None = None) -> Transcript | None:
    """The transcript at a revision (None: the present one)."""
    current = t.transcripts.c.revision if number is None else sa.literal(number)
    row = connection.execute(
        sa.select(t.revisions.c.text, t.revisions.c.record)
        .join(t.transcripts, t.transcripts.c.id == t.revisions.c.transcript)
        .where(t.transcripts.c.id == entity, t.revisions.c.number == current)
    ).first()
    return whole(row.text, row.record) if row is not None else None


def whole(text: str, record: Mapping[str, Any]) -> Transcript:
    """A stored text and the record beside it as a transcript."""
    turns = [{**turn, "text": text[turn["start"] : turn["end"]]} for turn in record["turns"]]
    return Transcript.from_record({**record, "text": text, "turns": turns})


def texts(
    connection: Connection, entities: Iterable[str] | None = None
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(transcript, text, record) of each transcript, by source."""
    chosen = (
        sa.select(t.transcripts.c.id, t.revisions.c.text, t.revisions.c.record)
        .join(
            t.revisions,
            (t.revisions.c.transcript == t.transcripts.c.id)
            & (t.revisions.c.number == t.transcripts.c.revision),
        )
        .order_by(t.transcripts.c.source)
    )
    if entities is None:
        yield from ((row.id, row.text, row.record) for row in connection.execute(chosen))
        return
    for part in parts(list(entities)):
        yield from (
            (row.id, row.text, row.record)
            for row in connection.execute(chosen.where(t.transcripts.c.id.in_(part)))
        )


def outlines(
    connection: Connection, entities: Sequence[str] | None = None
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(transcript, record) as ``texts`` tells them, without the text."""
    chosen = sa.select(t.transcripts.c.id, t.revisions.c.record).join(
        t.revisions,
        (t.revisions.c.transcript == t.transcripts.c.id)
        & (t.revisions.c.number == t.transcripts.c.revision),
    )
    for part in [None] if entities is None else parts(entities):
        yield from (
            (row.id, row.record)
            for row in connection.execute(
                chosen if part is None else chosen.where(t.transcripts.c.id.in_(part))
            )
        )


def places(
    connection: Connection, entities: Sequence[str] | None = None
) -> Iterator[tuple[str, int, int, int, str, str, str, str]]:
    """(transcript, start, end, turn, code, coder, polarity, status) of each coding that is placed,
    of some transcripts or of all: as much as counting looks at.
    """
    c = t.codings.c
    chosen = sa.select(
        c.transcript, c.start, c.end, c.turn, c.code, c.coder, c.polarity, c.status
    ).join(
        t.transcripts,
        (t.transcripts.c.id == c.transcript) & (t.transcripts.c.revision == c.revision),
    )
    for part in [None] if entities is None else parts(entities):
        yield from connection.execute(
            chosen if part is None else chosen.where(c.transcript.in_(part))
        ).all()


def _meant(connection: Connection, wanted: Filter, *, placed: bool = True) -> list[Any]:
    """The conditions of a filter; whether a coding is placed (``placed``) needs a join with its
    transcript.
    """
    c = t.codings.c
    conditions: list[Any] = []
    for column, values in (
        (c.transcript, wanted.transcripts),
        (c.code, wanted.codes),
        (c.coder, wanted.coders),
        (c.polarity, wanted.polarities),
        (c.status, wanted.statuses),
    ):
        if len(values) == 1:
            conditions.append(column == values[0])
        elif values:
            conditions.append(column.in_(values))
    if wanted.text:
        embedded = connection.dialect.name == "sqlite"
        conditions.append(
            sa.func.instr(c.quote, wanted.text) > 0
            if embedded and not re.search("[A-Za-z]", wanted.text)
            else c.quote.icontains(wanted.text, autoescape=True)
        )
    if wanted.unseen_by:
        own = sa.select(t.reviews.c.target).where(
            t.reviews.c.kind == "coding", t.reviews.c.coder == wanted.unseen_by
        )
        conditions += [
            c.coder != wanted.unseen_by,
            sa.or_(c.decider.is_(None), c.decider != wanted.unseen_by),
            c.id.not_in(own),
        ]
    if wanted.placed is not None and placed:
        conditions.append(
            (c.revision == t.transcripts.c.revision)
            if wanted.placed
            else (c.revision != t.transcripts.c.revision)
        )
    return conditions


def _halves(connection: Connection, wanted: Filter) -> list[tuple[Any, list[Any]]]:
    """The codings meant, as (table, conditions) of parts that share no transcript: those of
    transcripts where every coding is placed are counted from the index alone, and only for the
    others (few, mostly none) each coding is held against its transcript.
    """
    c, of = t.codings.c, t.transcripts.c
    plain = _meant(connection, wanted, placed=False)
    if wanted.placed is None:
        return [(t.codings, plain)]
    waits = _waits()
    apart = list(connection.execute(sa.select(of.id).where(waits)).scalars())
    joined = t.codings.join(t.transcripts, of.id == c.transcript)
    parted = [
        (joined, [*_meant(connection, wanted), c.transcript.in_(part)]) for part in parts(apart)
    ]
    if not wanted.placed:
        return parted
    others = c.transcript.not_in(sa.select(of.id).where(waits)) if apart else sa.true()
    return [(t.codings, [*plain, others]), *parted]


def _waits() -> Any:
    """Whether some coding of a transcript waits for a place: two looks into an index."""
    c, of = t.codings.c, t.transcripts.c
    return sa.or_(
        *(
            sa.exists().where(c.transcript == of.id, compared)
            for compared in (c.revision < of.revision, c.revision > of.revision)
        )
    )


def codings(
    connection: Connection, wanted: Filter, *, limit: int | None = None, offset: int = 0
) -> list[StoredCoding]:
    """By transcript and place."""
    only = (
        [t.transcripts.c.id.in_(sa.select(t.transcripts.c.id).where(_waits()))]
        if wanted.placed is False
        else []
    )
    chosen = (
        sa.select(t.codings, t.transcripts.c.revision.label("current"))
        .join(t.transcripts, t.transcripts.c.id == t.codings.c.transcript)
        .where(*_meant(connection, wanted), *only)
        .order_by(t.codings.c.transcript, t.codings.c.start, t.codings.c.end, t.codings.c.id)
    )
    return [
        coding_of(row, row["current"])
        for row in connection.execute(chosen.limit(limit).offset(offset or None)).mappings()
    ]


def coding(connection: Connection, entity: str) -> StoredCoding | None:
    row = (
        connection.execute(
            sa.select(t.codings, t.transcripts.c.revision.label("current"))
            .join(t.transcripts, t.transcripts.c.id == t.codings.c.transcript)
            .where(t.codings.c.id == entity)
        )
        .mappings()
        .first()
    )
    return coding_of(row, row["current"]) if row is not None else None


_ORDERS: Final = {
    "source": (t.transcripts.c.source, t.codings.c.start, t.codings.c.id),
    "newest": (t.codings.c.at.desc(), t.codings.c.id),
    "polarity": (t.codings.c.polarity, t.transcripts.c.source, t.codings.c.start),
    "length": (sa.func.length(t.codings.c.quote).desc(), t.codings.c.id),
}


def quotations(
    connection: Connection, wanted: Filter, *, order: str, limit: int, offset: int
) -> list[Quotation]:
    """A page of codings with source and speaker. Raises ValueError for an unknown order."""
    if order not in _ORDERS:
        raise ValueError(f"order must be one of {sorted(_ORDERS)}, got {order!r}")
    chosen = (
        sa.select(t.codings.c.id)
        .join(t.transcripts, t.transcripts.c.id == t.codings.c.transcript)
        .where(*_meant(connection, wanted))
        .order_by(*_ORDERS[order])
        .limit(limit)
        .offset(offset or None)
    )
    wanted_ids = list(connection.execute(chosen).scalars())
    found: dict[str, Quotation] = {}
    full = sa.select(
        t.codings,
        t.transcripts.c.revision.label("current"),
        t.transcripts.c.source,
        t.transcripts.c.facts,
    ).join(t.transcripts, t.transcripts.c.id == t.codings.c.transcript)
    for part in parts(wanted_ids):
        for row in connection.execute(full.where(t.codings.c.id.in_(part))).mappings():
            speakers = row["facts"]["turn_speakers"]
            voices = row["facts"]["speakers"]
            speaker = (
                voices[speakers[row["turn"]]]["name"]
                if 0 <= row["turn"] < len(speakers) and row["revision"] == row["current"]
                else ""
            )
            found[row["id"]] = Quotation(coding_of(row, row["current"]), row["source"], speaker)
    return [found[entity] for entity in wanted_ids if entity in found]


_GROUPS: Final = ("code", "polarity", "status", "transcript", "coder")


def count(connection: Connection, wanted: Filter, *by: str) -> dict[tuple[Any, ...], int]:
    """How many codings, for each combination of the columns named (``code``, ``coder``,
    ``polarity``, ``status``, ``transcript``); () -> n without any.

    Raises ValueError for another column.
    """
    if not set(by) <= set(_GROUPS):
        raise ValueError(f"count takes {sorted(_GROUPS)}, got {sorted(set(by) - set(_GROUPS))}")
    columns = [t.codings.c[name] for name in by]
    found: Counter[tuple[Any, ...]] = Counter()
    for table, conditions in _halves(connection, wanted):
        if (
            wanted.text
        ):  # few rows; grouping them in the database would read the table in the order of an index
            found.update(
                tuple(row)
                for row in connection.execute(
                    sa.select(*columns, *([] if by else [sa.literal(1)]))
                    .select_from(table)
                    .where(*conditions)
                )
            )
            continue
        chosen = (
            sa.select(*columns, sa.func.count())
            .select_from(table)
            .where(*conditions)
            .group_by(*(t.codings.c[name] for name in _GROUPS if name in by))
        )
        for row in connection.execute(chosen):
            found[tuple(row[:-1])] += int(row[-1])
    if not by:
        return {(): sum(found.values())}
    return dict(found)


def sources_per_code(connection: Connection, wanted: Filter) -> dict[str, int]:
    """In how many transcripts each code occurs."""
    found: Counter[str] = Counter()
    for table, conditions in _halves(connection, wanted):
        for code, number in connection.execute(
            sa.select(t.codings.c.code, sa.func.count(sa.distinct(t.codings.c.transcript)))
            .select_from(table)
            .where(*conditions)
            .group_by(t.codings.c.code)
        ):
            found[code] += int(number)
    return dict(found)


_MEMOS: Final = (
    sa.select(t.memos, t.transcripts.c.revision.label("current"))
    .outerjoin(t.transcripts, (t.memos.c.kind == "span") & (t.transcripts.c.id == t.memos.c.target))
    .order_by(t.memos.c.at, t.memos.c.id)
)


def _memo(row: Any) -> Memo:
    span = Span(row.start, row.end) if row.start is not None else None
    return Memo(
        row.id,
        row.kind,
        row.target,
        span,
        row.quote or "",
        row.text,
        row.coder,
        row.at,
        row.revision is None or row.revision == row.current,
    )


def memos(connection: Connection, about: str | None, target: str | None) -> list[Memo]:
    chosen = _MEMOS
    if about is not None:
        chosen = chosen.where(t.memos.c.kind == about)
    if target is not None:
        chosen = chosen.where(t.memos.c.target == target)
    return [_memo(row) for row in connection.execute(chosen)]


def memos_of_transcript(connection: Connection, entity: str) -> list[Memo]:
    """Memos on a transcript, on its spans and on its codings."""
    own = sa.select(t.codings.c.id).where(t.codings.c.transcript == entity)
    return [
        _memo(row)
        for row in connection.execute(
            _MEMOS.where(
                (t.memos.c.target == entity)
                | ((t.memos.c.kind == "coding") & t.memos.c.target.in_(own))
            )
        )
    ]


def reviews(
    connection: Connection,
    about: str | None,
    target: str | None,
    transcript: str | None,
    settled: bool | None,
) -> list[ReviewInfo]:
    chosen = sa.select(t.reviews).order_by(t.reviews.c.at, t.reviews.c.id)
    if about is not None:
        chosen = chosen.where(t.reviews.c.kind == about)
    if target is not None:
        chosen = chosen.where(t.reviews.c.target == target)
    if settled is not None:
        chosen = chosen.where(t.reviews.c.settled == settled)
    if transcript is not None:
        chosen = chosen.where(
            t.reviews.c.target.in_(
                sa.select(t.codings.c.id).where(t.codings.c.transcript == transcript)
            )
        )
    return [
        ReviewInfo(
            row.id, row.kind, row.target, row.verdict, row.text, row.coder, row.at, row.settled
        )
        for row in connection.execute(chosen)
    ]


def variables(connection: Connection) -> list[Variable]:
    return [
        Variable(row.id, row.name, row.type, row.position)
        for row in connection.execute(
            sa.select(t.variables).order_by(t.variables.c.position, t.variables.c.name)
        )
    ]


def cases(connection: Connection) -> list[CaseInfo]:
    names = {variable.id: variable.name for variable in variables(connection)}
    told: dict[str, dict[str, str]] = {}
    for row in connection.execute(sa.select(t.attributes)):
        told.setdefault(row.case, {})[names[row.variable]] = row.value
    speaks: dict[str, list[tuple[str, str]]] = {}
    for row in connection.execute(
        sa.select(t.participations).order_by(
            t.participations.c.transcript, t.participations.c.speaker
        )
    ):
        speaks.setdefault(row.case, []).append((row.transcript, row.speaker))
    return [
        CaseInfo(row.id, row.name, told.get(row.id, {}), tuple(speaks.get(row.id, ())))
        for row in connection.execute(sa.select(t.cases).order_by(t.cases.c.name))
    ]


def views(connection: Connection, page: str | None) -> list[SavedView]:
    chosen = sa.select(t.views).order_by(t.views.c.name)
    if page is not None:
        chosen = chosen.where(t.views.c.page == page)
    return [
        SavedView(row.id, row.name, row.page, row.state, row.coder)
        for row in connection.execute(chosen)
    ]


def sets(connection: Connection) -> list[SavedSet]:
    return [
        SavedSet(row.id, row.name, row.kind, tuple(row.members))
        for row in connection.execute(sa.select(t.groupings).order_by(t.groupings.c.name))
    ]


def conflicts(connection: Connection, settled: bool | None) -> list[Conflict]:
    chosen = sa.select(t.conflicts).order_by(t.conflicts.c.at, t.conflicts.c.id)
    if settled is not None:
        chosen = chosen.where(t.conflicts.c.settled == settled)
    return [
        Conflict(row.id, row.event, row.table, row.entity, row.ours, row.theirs, row.settled)
        for row in connection.execute(chosen)
    ]


def history(connection: Connection, entity: str) -> list[HistoryEntry]:
    """Every event that touched a thing, oldest first."""
    names = {coder.id: coder.name for coder in coders(connection)}
    chosen = (
        sa.select(t.events)
        .join(t.touches, t.touches.c.number == t.events.c.number)
        .where(t.touches.c.entity == entity)
        .order_by(t.events.c.number)
    )
    found = []
    for row in connection.execute(chosen).mappings():
        event = event_of(row)
        for change in event.changes:
            if change.entity == entity:
                found.append(
                    HistoryEntry(
                        event.number,
                        event.at,
                        names.get(event.coder or "", ""),
                        event.kind,
                        change.before,
                        change.after,
                    )
                )
    return found


def log(connection: Connection, limit: int, coder: str | None = None) -> list[tuple[Any, int]]:
    """The newest events (without their images) and how many rows each touched."""
    chosen = (
        sa.select(
            t.events.c.number,
            t.events.c.id,
            t.events.c.at,
            t.events.c.coder,
            t.events.c.client,
            t.events.c.seq,
            t.events.c.kind,
            t.events.c.undoes,
            t.events.c.origin,
            t.events.c.touched,
        )
        .order_by(t.events.c.number.desc())
        .limit(limit)
    )
    if coder is not None:
        chosen = chosen.where(t.events.c.coder == coder)
    return [
        (event_of(row, changes=False), int(row["touched"]))
        for row in connection.execute(chosen).mappings()
    ]
