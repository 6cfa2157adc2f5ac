"""Questions to a project about its codings: filters, pages and counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.project import schema as t
from corpus.project.journal import event_of
from corpus.project.queries import parts
from corpus.project.records import CodingRow, Filter, Quotation, StoredCoding, coding_of

Placement = tuple[str, int, int, int, str, str, str, str]
"""(transcript, start, end, turn, code, coder, polarity, status) of a coding."""
Condition = sa.ColumnElement[bool]


def placements(
    connection: Connection, entities: Sequence[str] | None = None
) -> Iterator[Placement]:
    """Where each placed coding of some transcripts (None: of all) lies, in no order: as much as
    counting looks at.
    """
    c = t.codings.c
    query = sa.select(
        c.transcript, c.start, c.end, c.turn, c.code, c.coder, c.polarity, c.status
    ).join(
        t.transcripts,
        (t.transcripts.c.id == c.transcript) & (t.transcripts.c.revision == c.revision),
    )
    for part in [None] if entities is None else parts(entities):
        limited = query if part is None else query.where(c.transcript.in_(part))
        yield from cast(Sequence[Placement], connection.execute(limited).all())


def _conditions(
    connection: Connection, criteria: Filter, *, placed: bool = True
) -> list[Condition]:
    """A filter in SQL. Whether a coding is placed needs a join with its transcript; ``placed``
    False leaves that condition out.
    """
    c = t.codings.c
    conditions: list[Condition] = []
    for column, values in (
        (c.transcript, criteria.transcripts),
        (c.code, criteria.codes),
        (c.coder, criteria.coders),
        (c.polarity, criteria.polarities),
        (c.status, criteria.statuses),
    ):
        if len(values) == 1:
            conditions.append(column == values[0])
        elif values:
            conditions.append(column.in_(values))
    if criteria.text:
        # ``instr`` minds case, so it serves text without Latin letters only; there it is faster.
        sqlite = connection.dialect.name == "sqlite"
        conditions.append(
            sa.func.instr(c.quote, criteria.text) > 0
            if sqlite and not re.search("[A-Za-z]", criteria.text)
            else c.quote.icontains(criteria.text, autoescape=True)
        )
    if criteria.unseen_by:
        reviewed = sa.select(t.reviews.c.target).where(
            t.reviews.c.kind == "coding", t.reviews.c.coder == criteria.unseen_by
        )
        conditions += [
            c.coder != criteria.unseen_by,
            sa.or_(c.decider.is_(None), c.decider != criteria.unseen_by),
            c.id.not_in(reviewed),
        ]
    if criteria.placed is not None and placed:
        present = c.revision == t.transcripts.c.revision
        conditions.append(present if criteria.placed else ~present)
    return conditions


def _counting_parts(
    connection: Connection, criteria: Filter
) -> list[tuple[sa.FromClause, list[Condition]]]:
    """The codings that a filter means, as (table, conditions) of parts that share no transcript.

    Codings of transcripts where every coding is placed are counted from the index alone; only for
    the other transcripts (few, mostly none) each coding is held against its transcript.
    """
    coding, transcript = t.codings.c, t.transcripts.c
    without_place = _conditions(connection, criteria, placed=False)
    if criteria.placed is None:
        return [(t.codings, without_place)]
    some_wait = _some_coding_waits()
    unsettled = list(connection.execute(sa.select(transcript.id).where(some_wait)).scalars())
    joined = t.codings.join(t.transcripts, transcript.id == coding.transcript)
    held_against_transcript: list[tuple[sa.FromClause, list[Condition]]] = [
        (joined, [*_conditions(connection, criteria), coding.transcript.in_(part)])
        for part in parts(unsettled)
    ]
    if not criteria.placed:
        return held_against_transcript
    settled: Condition = (
        coding.transcript.not_in(sa.select(transcript.id).where(some_wait))
        if unsettled
        else sa.true()
    )
    return [(t.codings, [*without_place, settled]), *held_against_transcript]


def _some_coding_waits() -> Condition:
    """Whether some coding of a transcript waits for a place. Two looks into an index: a condition
    with ``!=`` would read them all.
    """
    coding, transcript = t.codings.c, t.transcripts.c
    return sa.or_(
        *(
            sa.exists().where(coding.transcript == transcript.id, compared)
            for compared in (
                coding.revision < transcript.revision,
                coding.revision > transcript.revision,
            )
        )
    )


_WITH_REVISION: Final = sa.select(t.codings, t.transcripts.c.revision.label("current")).join(
    t.transcripts, t.transcripts.c.id == t.codings.c.transcript
)


def codings(
    connection: Connection, criteria: Filter, *, limit: int | None = None, offset: int = 0
) -> list[StoredCoding]:
    """By transcript and place."""
    query = _WITH_REVISION.where(*_conditions(connection, criteria)).order_by(
        t.codings.c.transcript, t.codings.c.start, t.codings.c.end, t.codings.c.id
    )
    if criteria.placed is False:
        unsettled = sa.select(t.transcripts.c.id).where(_some_coding_waits())
        query = query.where(t.transcripts.c.id.in_(unsettled))
    return [
        coding_of(cast(CodingRow, row), int(row["current"]))
        for row in connection.execute(query.limit(limit).offset(offset or None)).mappings()
    ]


def coding(connection: Connection, entity: str) -> StoredCoding | None:
    """The coding with that id; None when there is none."""
    query = _WITH_REVISION.where(t.codings.c.id == entity)
    row = connection.execute(query).mappings().first()
    return coding_of(cast(CodingRow, row), int(row["current"])) if row is not None else None


def accepted_suggestions(
    connection: Connection, coder: str
) -> list[tuple[StoredCoding, StoredCoding]]:
    """(as it was suggested, as it stands) of each coding of a machine that a person accepted, by
    the word of the log: what stood when it was decided on last, whichever text it was then on.
    """
    c = t.codings.c
    people = sa.select(t.coders.c.id).where(t.coders.c.kind == "person")
    query = _WITH_REVISION.where(
        c.coder == coder, c.status == "accepted", c.decider.in_(people)
    ).order_by(c.transcript, c.start, c.end, c.id)
    rows = {str(row["id"]): row for row in connection.execute(query).mappings()}
    before: dict[str, CodingRow] = {}
    for part in parts(list(rows)):
        numbers = sa.select(t.touches.c.number).where(t.touches.c.entity.in_(part))
        # a pass of a machine decides nothing, and its events are large
        events = sa.select(t.events).where(
            t.events.c.number.in_(numbers), t.events.c.kind != "suggest"
        )
        for row in connection.execute(events.order_by(t.events.c.number)).mappings():
            for change in event_of(row).changes:
                if change.table != "codings" or change.entity not in rows:
                    continue
                if change.before and change.after and change.before["status"] == "suggested":
                    before[change.entity] = cast(CodingRow, change.before)
    return [
        (
            coding_of(before[entity], before[entity]["revision"]),
            coding_of(cast(CodingRow, row), int(row["current"])),
        )
        for entity, row in rows.items()
        if entity in before
    ]


_ORDERS: Final = {
    "source": (t.transcripts.c.source, t.codings.c.start, t.codings.c.id),
    "newest": (t.codings.c.at.desc(), t.codings.c.id),
    "polarity": (t.codings.c.polarity, t.transcripts.c.source, t.codings.c.start),
    "length": (sa.func.length(t.codings.c.quote).desc(), t.codings.c.id),
}


def quotations(
    connection: Connection, criteria: Filter, *, order: str, limit: int, offset: int
) -> list[Quotation]:
    """A page of codings with source and speaker. Raises ValueError for an unknown order."""
    if order not in _ORDERS:
        raise ValueError(f"order must be one of {sorted(_ORDERS)}, got {order!r}")
    # Ids first: sorting whole rows with their quotes and facts would be slow.
    page = (
        sa.select(t.codings.c.id)
        .join(t.transcripts, t.transcripts.c.id == t.codings.c.transcript)
        .where(*_conditions(connection, criteria))
        .order_by(*_ORDERS[order])
        .limit(limit)
        .offset(offset or None)
    )
    ids = list(connection.execute(page).scalars())
    by_id: dict[str, Quotation] = {}
    with_facts = _WITH_REVISION.add_columns(t.transcripts.c.source, t.transcripts.c.facts)
    for part in parts(ids):
        for row in connection.execute(with_facts.where(t.codings.c.id.in_(part))).mappings():
            coding = coding_of(cast(CodingRow, row), int(row["current"]))
            speaker_of_turn: list[int] = row["facts"]["turn_speakers"]
            speaker = (
                str(row["facts"]["speakers"][speaker_of_turn[coding.turn]]["name"])
                if 0 <= coding.turn < len(speaker_of_turn) and coding.placed
                else ""
            )
            by_id[coding.id] = Quotation(coding, str(row["source"]), speaker)
    return [by_id[entity] for entity in ids if entity in by_id]


_GROUPS: Final = ("code", "polarity", "status", "transcript", "coder")


def count(connection: Connection, criteria: Filter, *by: str) -> dict[tuple[Any, ...], int]:
    """How many codings, for each combination of the columns named (``code``, ``coder``,
    ``polarity``, ``status``, ``transcript``); () -> n without any.

    Raises ValueError for another column.
    """
    if not set(by) <= set(_GROUPS):
        raise ValueError(f"count takes {sorted(_GROUPS)}, got {sorted(set(by) - set(_GROUPS))}")
    columns = [t.codings.c[name] for name in by]
    totals: Counter[tuple[Any, ...]] = Counter()
    for table, conditions in _counting_parts(connection, criteria):
        if criteria.text:
            # Few rows: grouping them in the database would read the table in the order of an index.
            rows = sa.select(*columns, *([] if by else [sa.literal(1)]))
            totals.update(
                tuple(row) for row in connection.execute(rows.select_from(table).where(*conditions))
            )
            continue
        grouped = (
            sa.select(*columns, sa.func.count())
            .select_from(table)
            .where(*conditions)
            .group_by(*(t.codings.c[name] for name in _GROUPS if name in by))
        )
        for *key, number in connection.execute(grouped):
            totals[tuple(key)] += int(number)
    return dict(totals) if by else {(): sum(totals.values())}
