"""The codings of a machine beside those of people: a new pass replaces only what nobody has decided
on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.coding import Coding
from corpus.project.carrying import Alignment
from corpus.project.identity import derived_id, new_id
from corpus.project.journal import Row, Writer, drop_links, event_of, keep_memos
from corpus.project.operations import Refused
from corpus.project.queries import parts
from corpus.project.records import evidence_record
from corpus.project.schema import codes, codings, events, revisions, touches
from corpus.span import Span

Position = tuple[int, int, str]
"""Start and end in code points, and the id of a code."""


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
    present = _present(writer, transcript, revision)
    text = writer.connection.execute(
        sa.select(revisions.c.text).where(
            revisions.c.transcript == transcript, revisions.c.number == present["revision"]
        )
    ).scalar_one()
    old = writer.find("codings", codings.c.transcript == transcript, codings.c.coder == coder["id"])
    decided = _decided(writer, old, present["revision"], text)
    open_rows = _open_rows(old, present["revision"])
    fresh: list[Row] = []
    numbers: dict[tuple[Position, str], int] = {}
    polarity_changed = kept = spared = 0
    for coding in made:
        position = _position(coding, code_of, present, text)
        if position in decided:
            spared += 1
            continue
        values = _values(coding, present, coder["id"], position[2])
        waiting = open_rows.get(position, [])
        if not waiting:
            number = numbers.get((position, coding.polarity), 0) + 1
            numbers[position, coding.polarity] = number
            entity = derived_id(
                "coding", transcript, coder["id"], *position, coding.polarity, number
            )
            fresh.append({"id": entity, **values, "at": at})
            continue
        row = next((row for row in waiting if row["polarity"] == coding.polarity), waiting[0])
        waiting.remove(row)
        polarity_changed += row["polarity"] != coding.polarity
        kept += row["polarity"] == coding.polarity
        if any(row[name] != value for name, value in values.items()):
            writer.change("codings", row, **values)
    gone = [row for rows in open_rows.values() for row in rows]
    for row in gone:
        keep_memos(writer, row)
    drop_links(writer, gone)
    writer.remove_all("codings", gone)
    _add(writer, fresh)
    _note_pass(writer, transcript, coder["id"], present["revision"], key)
    return Suggested(len(fresh), len(gone), polarity_changed, kept, spared)


def _present(writer: Writer, transcript: str, revision: int | None) -> Row:
    """The row of a transcript. Raises Refused when there is none, or when it stands at another
    revision than the one that was coded (None: whichever).
    """
    present = writer.get("transcripts", transcript)
    if present is None:
        raise Refused("project.unknown_transcript", id=transcript)
    if revision is not None and revision != present["revision"]:
        raise Refused(
            "project.revision_moved",
            source=present["source"],
            seen=revision,
            now=present["revision"],
        )
    return present


def _decided(writer: Writer, old: Sequence[Row], revision: int, text: str) -> set[Position]:
    """Where a person has decided: as the coding stands now, and where it was suggested."""
    settled = [row for row in old if row["status"] != "suggested"]
    return {
        (row["start"], row["end"], row["code"]) for row in settled if row["revision"] == revision
    } | _said_before(writer, [row for row in settled if row["decider"] is not None], revision, text)


def _open_rows(old: Sequence[Row], revision: int) -> dict[Position, list[Row]]:
    """Open suggestions by position; one on an older revision is alone, where no coding can be."""
    rows: dict[Position, list[Row]] = {}
    for row in old:
        if row["status"] == "suggested":
            position = (
                (row["start"], row["end"], row["code"])
                if row["revision"] == revision
                else (-1, -1, row["id"])
            )
            rows.setdefault(position, []).append(row)
    return rows


def _position(
    coding: Coding, code_of: Mapping[tuple[str, str], str], present: Row, text: str
) -> Position:
    """Raises Refused when the study lacks the code, or the quote is not the text at the span."""
    code = code_of.get((coding.codebook, coding.code))
    if code is None:
        raise Refused("project.unknown_code", id=f"{coding.codebook}:{coding.code}")
    if not coding.span or coding.span.of(text) != coding.quote:
        raise Refused(
            "project.quote_differs",
            source=present["source"],
            quote=coding.quote[:40],
            there=coding.span.of(text)[:40],
        )
    return coding.span.start, coding.span.end, code


def _values(coding: Coding, present: Row, coder: str, code: str) -> Row:
    """The columns of a suggestion, but for its id and its moment."""
    return {
        "transcript": present["id"],
        "revision": present["revision"],
        "start": coding.span.start,
        "end": coding.span.end,
        "turn": coding.turn,
        "quote": coding.quote,
        "code": code,
        "coder": coder,
        "polarity": coding.polarity,
        "status": "suggested",
        "decider": None,
        "hash": coding.evidence.hash if coding.evidence else "",
        "evidence": evidence_record(coding.evidence),
        "function": coding.function,
    }


def _add(writer: Writer, fresh: Sequence[Row]) -> None:
    """New suggestions; one whose id is taken (by a coding that moved away since) gets another."""
    taken = {
        row["id"]
        for part in parts([row["id"] for row in fresh])
        for row in writer.find("codings", codings.c.id.in_(part))
    }
    writer.add_all(
        "codings", [{**row, "id": new_id()} if row["id"] in taken else row for row in fresh]
    )


def _note_pass(writer: Writer, transcript: str, coder: str, revision: int, key: str) -> None:
    """``key`` names what the pass was made with: the same again need not be made."""
    writer.put(
        "passes",
        {
            "id": derived_id("pass", transcript, coder),
            "transcript": transcript,
            "coder": coder,
            "revision": revision,
            "key": key,
        },
    )


def _said_before(writer: Writer, decided: Sequence[Row], revision: int, text: str) -> set[Position]:
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
    found: set[Position] = set()
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
