"""The codings of a machine beside those of people: a new pass replaces only what nobody has decided
on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from corpus.coding import Coding
from corpus.project.carrying import Alignment
from corpus.project.identity import derived_id, new_id
from corpus.project.journal import Row, Writer, event_of, keep_memos
from corpus.project.operations import Refused
from corpus.project.queries import parts
from corpus.project.records import evidence_record
from corpus.project.schema import codes, codings, events, revisions, touches
from corpus.span import Span


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a new pass of a machine changed: suggestions added, gone, with another polarity; and
    those that stayed, decided ones among them.
    """

    added: int = 0
    gone: int = 0
    polarity_changed: int = 0
    kept: int = 0
    decided: int = 0

    def __add__(self, other: Suggested) -> Suggested:
        return Suggested(
            self.added + other.added,
            self.gone + other.gone,
            self.polarity_changed + other.polarity_changed,
            self.kept + other.kept,
            self.decided + other.decided,
        )


def replace_suggestions(
    writer: Writer,
    transcript: str,
    coder: Row,
    made: Sequence[Coding],
    code_of: Mapping[tuple[str, str], str],
    key: str,
    at: str,
    revision: int | None = None,
) -> Suggested:
    """Put the codings of a pass in the place of this coder's earlier suggestions on one transcript.

    Same place and code: the row (and its id) stays. A new one is named after its place, so that
    every copy of the study gives it the same id. ``code_of``: (codebook, key) -> id of the code
    that takes it. Raises Refused when the coder is a person or the text is not the one that was
    coded.
    """
    if coder["kind"] != "machine":
        raise Refused("project.not_a_machine", coder=coder["name"])
    known = writer.get("transcripts", transcript)
    if known is None:
        raise Refused("project.unknown_transcript", id=transcript)
    if revision is not None and revision != known["revision"]:
        raise Refused(
            "project.revision_moved", source=known["source"], seen=revision, now=known["revision"]
        )
    text = writer.connection.execute(
        sa.select(revisions.c.text).where(
            revisions.c.transcript == transcript, revisions.c.number == known["revision"]
        )
    ).scalar_one()
    old = writer.find("codings", codings.c.transcript == transcript, codings.c.coder == coder["id"])
    decided = {
        (row["start"], row["end"], row["code"])
        for row in old
        if row["status"] != "suggested" and row["revision"] == known["revision"]
    }
    decided |= _said_before(
        writer,
        [row for row in old if row["status"] != "suggested" and row["decider"] is not None],
        known["revision"],
        text,
    )
    open_rows: dict[tuple[int, int, str], list[Row]] = {}
    for row in old:
        if row["status"] == "suggested":
            open_rows.setdefault(
                (row["start"], row["end"], row["code"])
                if row["revision"] == known["revision"]
                else (-1, -1, row["id"]),
                [],
            ).append(row)
    fresh: list[Row] = []
    numbers: dict[tuple[tuple[int, int, str], str], int] = {}
    polarity_changed = kept = spared = 0
    for coding in made:
        code = code_of.get((coding.codebook, coding.code))
        if code is None:
            raise Refused("project.unknown_code", id=f"{coding.codebook}:{coding.code}")
        if not coding.span or coding.span.of(text) != coding.quote:
            raise Refused(
                "project.quote_differs",
                source=known["source"],
                quote=coding.quote[:40],
                there=coding.span.of(text)[:40],
            )
        place = (coding.span.start, coding.span.end, code)
        if place in decided:
            spared += 1
            continue
        values: dict[str, Any] = {
            "transcript": transcript,
            "revision": known["revision"],
            "start": coding.span.start,
            "end": coding.span.end,
            "turn": coding.turn,
            "quote": coding.quote,
            "code": code,
            "coder": coder["id"],
            "polarity": coding.polarity,
            "status": "suggested",
            "decider": None,
            "hash": coding.evidence.hash if coding.evidence else "",
            "evidence": evidence_record(coding.evidence),
        }
        waiting = open_rows.get(place, [])
        if not waiting:
            number = numbers[place, coding.polarity] = numbers.get((place, coding.polarity), 0) + 1
            fresh.append(
                {
                    "id": derived_id(
                        "coding", transcript, coder["id"], *place, coding.polarity, number
                    ),
                    **values,
                    "at": at,
                }
            )
            continue
        row = next((one for one in waiting if one["polarity"] == coding.polarity), waiting[0])
        waiting.remove(row)
        polarity_changed += row["polarity"] != coding.polarity
        kept += row["polarity"] == coding.polarity
        if any(row[name] != value for name, value in values.items()):
            writer.change("codings", row, **values)
    gone = [row for rows in open_rows.values() for row in rows]
    for row in gone:
        keep_memos(writer, row)
    writer.remove_all("codings", gone)
    taken = {
        row["id"]
        for part in parts([row["id"] for row in fresh])
        for row in writer.find("codings", codings.c.id.in_(part))
    }
    writer.add_all(
        "codings", [{**row, "id": new_id()} if row["id"] in taken else row for row in fresh]
    )
    writer.put(
        "passes",
        {
            "id": derived_id("pass", transcript, coder["id"]),
            "transcript": transcript,
            "coder": coder["id"],
            "revision": known["revision"],
            "key": key,
        },
    )
    return Suggested(len(fresh), len(gone), polarity_changed, kept, spared)


def _said_before(
    writer: Writer, decided: Sequence[Row], revision: int, text: str
) -> set[tuple[int, int, str]]:
    """Where a suggestion stood, on the present text, before a person gave it another code or other
    ends: it is not said there again.
    """
    ids = {row["id"] for row in decided}
    numbers = {
        number
        for part in parts(sorted(ids))
        for number in writer.connection.execute(
            sa.select(touches.c.number).where(touches.c.entity.in_(part))
        ).scalars()
    }
    heirs = {
        row["id"]: row["merged_into"]
        for row in writer.find("codes", codes.c.merged_into.is_not(None))
    }
    ways: dict[int, Alignment] = {}
    found: set[tuple[int, int, str]] = set()
    for number in sorted(numbers):
        for change in event_of(
            writer.connection.execute(sa.select(events).where(events.c.number == number))
            .mappings()
            .one()
        ).changes:
            image = change.after
            if (
                change.table != "codings"
                or change.entity not in ids
                or image is None
                or image["status"] != "suggested"
            ):
                continue
            span: Span | None = Span(image["start"], image["end"])
            if image["revision"] != revision:
                if image["revision"] not in ways:
                    older = writer.connection.execute(
                        sa.select(revisions.c.text).where(
                            revisions.c.transcript == image["transcript"],
                            revisions.c.number == image["revision"],
                        )
                    ).scalar()
                    ways[image["revision"]] = Alignment(older or "", text)
                span = ways[image["revision"]].carry(Span(image["start"], image["end"]))
            code = image["code"]
            while heirs.get(code):
                code = heirs[code]
            if span is not None:
                found.add((span.start, span.end, code))
    return found
