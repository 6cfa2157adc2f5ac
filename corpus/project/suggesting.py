"""The codings of a machine beside those of people: a new pass replaces only what nobody has decided on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.coding import Coding
from corpus.project.identity import derived_id, new_id
from corpus.project.journal import Row, Writer
from corpus.project.records import evidence_record
from corpus.project.refusal import Refused
from corpus.project.schema import codings


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a new pass of a machine changed: suggestions added, gone, with another polarity; and those that stayed, decided ones among them."""

    added: int = 0
    gone: int = 0
    polarity_changed: int = 0
    kept: int = 0
    decided: int = 0

    def __add__(self, other: Suggested) -> Suggested:
        return Suggested(self.added + other.added, self.gone + other.gone, self.polarity_changed + other.polarity_changed, self.kept + other.kept, self.decided + other.decided)


def replace_suggestions(writer: Writer, transcript: str, coder: Row, made: Sequence[Coding], code_of: Mapping[tuple[str, str], str], key: str, at: str, revision: int | None = None) -> Suggested:
    """Put the codings of a pass in the place of this coder's earlier suggestions on one transcript.

    Same place and code: the row (and its id) stays. ``code_of``: (codebook, key) -> id of the code that takes it. Raises Refused when the
    coder is a person or the text is not the one that was coded.
    """
    if coder["kind"] != "machine":
        raise Refused("project.not_a_machine", coder=coder["name"])
    known = writer.get("transcripts", transcript)
    if known is None:
        raise Refused("project.unknown_transcript", id=transcript)
    if revision is not None and revision != known["revision"]:
        raise Refused("project.revision_moved", source=known["source"], seen=revision, now=known["revision"])
    text_length = known["characters"]
    old = writer.find("codings", codings.c.transcript == transcript, codings.c.coder == coder["id"])
    decided = {(row["start"], row["end"], row["code"]) for row in old if row["status"] != "suggested" and row["revision"] == known["revision"]}
    decided |= _recoded(writer, old)
    open_rows: dict[tuple[int, int, str], list[Row]] = {}
    for row in old:
        if row["status"] == "suggested":
            open_rows.setdefault((row["start"], row["end"], row["code"]) if row["revision"] == known["revision"] else (-1, -1, row["id"]), []).append(row)
    fresh: list[Row] = []
    polarity_changed = kept = spared = 0
    for coding in made:
        code = code_of[coding.codebook, coding.code]
        if coding.span.end > text_length:
            raise Refused("project.revision_moved", source=known["source"], seen=0, now=known["revision"])
        place = (coding.span.start, coding.span.end, code)
        if place in decided:
            spared += 1
            continue
        values: dict[str, Any] = {
            "transcript": transcript, "revision": known["revision"], "start": coding.span.start, "end": coding.span.end, "turn": coding.turn, "quote": coding.quote, "code": code, "coder": coder["id"],
            "polarity": coding.polarity, "status": "suggested", "decider": None, "hash": coding.evidence.hash if coding.evidence else "", "evidence": evidence_record(coding.evidence),
        }
        waiting = open_rows.get(place, [])
        if not waiting:
            fresh.append({"id": new_id(), **values, "at": at})
            continue
        row = next((one for one in waiting if one["polarity"] == coding.polarity), waiting[0])
        waiting.remove(row)
        polarity_changed += row["polarity"] != coding.polarity
        kept += row["polarity"] == coding.polarity
        if any(row[name] != value for name, value in values.items()):
            writer.change("codings", row, **values)
    gone = [row for rows in open_rows.values() for row in rows]
    writer.remove_all("codings", gone)
    writer.add_all("codings", fresh)
    writer.put("passes", {"id": derived_id("pass", transcript, coder["id"]), "transcript": transcript, "coder": coder["id"], "revision": known["revision"], "key": key})
    return Suggested(len(fresh), len(gone), polarity_changed, kept, spared)


def _recoded(writer: Writer, old: Sequence[Row]) -> set[tuple[int, int, str]]:
    """Places whose suggestion a person gave another code or other ends: what the machine had said there first is not said again."""
    from corpus.project import queries

    found: set[tuple[int, int, str]] = set()
    for row in old:
        if row["status"] == "suggested" or row["decider"] is None:
            continue
        for entry in queries.history(writer.connection, row["id"]):
            if entry.after is not None and entry.after["revision"] == row["revision"] and entry.after["status"] == "suggested":
                found.add((entry.after["start"], entry.after["end"], entry.after["code"]))
    return found
