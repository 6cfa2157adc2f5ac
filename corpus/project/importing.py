"""Interviews into a project: unchanged files are known by their hash, a changed one becomes a new revision, codings are carried over or listed, never dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa

from corpus.problem import Problem
from corpus.project.carrying import Alignment
from corpus.project.identity import derived_id
from corpus.project.journal import Row, Writer
from corpus.project.schema import codings, files, memos, revisions, transcripts, variables
from corpus.span import Span
from corpus.transcript import Transcript

Outcome = Literal["new", "unchanged", "revised", "duplicate", "failed"]

ATTRIBUTES: tuple[tuple[str, str], ...] = (("department", "部门"), ("position", "职务"), ("gender", "性别"), ("age", "年龄"), ("years", "工作年限"))
"""Header fields that become attributes of the case when an interview comes in, with the names of the variables."""


@dataclass(slots=True)
class Imported:
    """What became of one file: its transcripts, how many codings were carried over and how many wait for a person to place them."""

    name: str
    outcome: Outcome
    transcripts: list[str] = field(default_factory=list)
    carried: int = 0
    to_place: int = 0
    problems: list[Problem] = field(default_factory=list)


def known_file(connection: Any, name: str) -> Row | None:
    """What the project knows of a file by its name."""
    found = connection.execute(sa.select(files).where(files.c.name == name)).mappings().first()
    return dict(found) if found is not None else None


def twin_of(connection: Any, name: str, digest: str) -> str | None:
    """Another file of the project with the same bytes, by name."""
    found = connection.execute(sa.select(files.c.name).where(files.c.digest == digest, files.c.name != name)).scalar()
    return str(found) if found is not None else None


def store_file(writer: Writer, project: str, name: str, digest: str, options: str, made: Sequence[Transcript], problems: Sequence[Problem]) -> Imported:
    """One file, as read, into the project. ``options`` names the reading options: other options make a new revision of the same bytes.

    A duplicate (the same bytes under another name) is named and not taken in. A file that could not be read leaves what was known of it alone.
    """
    known = known_file(writer.connection, name)
    if known is not None and known["digest"] == digest and known["options"] == options:
        return Imported(name, "unchanged")
    twin = twin_of(writer.connection, name, digest)
    if known is None and twin is not None and made:
        return Imported(name, "duplicate", problems=[Problem(name, "project.duplicate", severity="warning", values={"other": twin})])
    if not made:
        return Imported(name, "failed", problems=list(problems))
    entity = derived_id(project, "file", name)
    writer.put("files", {"id": entity, "name": name, "digest": digest, "options": options, "problems": [problem.as_record() for problem in problems]})
    done = Imported(name, "new" if known is None else "revised", problems=list(problems))
    for transcript in made:
        done.transcripts.append(_store(writer, project, entity, transcript, done))
    earlier = writer.find("transcripts", transcripts.c.file == entity)
    done.problems += [Problem(name, "project.part_gone", severity="warning", values={"source": row["source"]}) for row in earlier if row["id"] not in done.transcripts]
    return done


def _store(writer: Writer, project: str, file: str, transcript: Transcript, done: Imported) -> str:
    entity = derived_id(project, "transcript", transcript.source)
    digest = hashlib.sha256(transcript.text.encode("utf-8", "surrogatepass")).hexdigest()
    record = transcript.as_record()
    text = record.pop("text")
    for turn in record["turns"]:
        del turn["text"]
    voices = {voice["name"]: place for place, voice in enumerate(record["speakers"])}
    facts = {
        "metadata": record["metadata"],
        "speakers": record["speakers"],
        "turn_speakers": [voices.get(turn["speaker"], -1) for turn in record["turns"]],
        "answers": sum(turn["end"] - turn["start"] for turn in record["turns"] if turn["role"] != "interviewer"),
        "report": {**record["report"], "unknown": len(record["report"]["unknown"])},
        "problems": len(record["problems"]),
    }
    known = writer.get("transcripts", entity)
    number: int = known["revision"] if known else 1
    row: Row = {"id": entity, "file": file, "source": transcript.source, "revision": number, "characters": len(text), "turns": len(record["turns"]), "facts": facts}
    if known is not None:
        older = writer.find("revisions", revisions.c.transcript == entity, revisions.c.number == known["revision"])[0]
        if older["digest"] == digest and older["record"] == record:
            writer.put("transcripts", row)
            return entity
        number += 1
        row["revision"] = number
    writer.put("revisions", {"id": derived_id(entity, number), "transcript": entity, "number": number, "digest": digest, "text": text, "record": record})
    writer.put("transcripts", row)
    if known is not None:
        carried, left = carry_over(writer, entity, older["text"], known["revision"], text, record, number)
        done.carried += carried
        done.to_place += left
    _cases(writer, project, entity, transcript, fresh=known is None)
    return entity


def carry_over(writer: Writer, transcript: str, old: str, old_number: int, new: str, record: Any, new_number: int) -> tuple[int, int]:
    """Codings (and memos on spans) of one revision onto a newer one: (carried, left for a person to place)."""
    alignment = Alignment(old, new)
    carried = left = 0
    for row in writer.find("codings", codings.c.transcript == transcript, codings.c.revision == old_number):
        span = alignment.carry(Span(row["start"], row["end"]))
        if span is None:
            left += 1
            continue
        writer.change("codings", row, start=span.start, end=span.end, turn=turn_at(record, span.start), revision=new_number, evidence=_moved(row["evidence"], alignment, span.start - row["start"]))
        carried += 1
    for memo in writer.find("memos", memos.c.kind == "span", memos.c.target == transcript):
        span = alignment.carry(Span(memo["start"], memo["end"])) if old[memo["start"] : memo["end"]] == memo["quote"] else None
        if span is not None:
            writer.change("memos", memo, start=span.start, end=span.end)
    return carried, left


def _moved(evidence: Any, alignment: Alignment, shift: int) -> Any:
    """Evidence lies inside the sentence, so it moves with it; a cue in a neighbouring sentence is carried by itself."""
    if not evidence:
        return evidence
    made = {**evidence, "start": evidence["start"] + shift, "end": evidence["end"] + shift}
    if evidence["cue_start"] is not None:
        cue = alignment.carry(Span(evidence["cue_start"], evidence["cue_end"]))
        made["cue_start"], made["cue_end"] = (cue.start, cue.end) if cue else (None, None)
    return made


def turn_at(record: Any, position: int) -> int:
    """Index of the turn in which a position lies; -1 outside of all."""
    return next((place for place, turn in enumerate(record["turns"]) if turn["start"] <= position < turn["end"]), -1)


def _cases(writer: Writer, project: str, entity: str, transcript: Transcript, *, fresh: bool) -> None:
    """A new interview brings its interviewees as cases, with what its header tells of them; later a person's word stands."""
    if not fresh:
        return
    voices = [voice for voice in transcript.speakers if voice.role == "interviewee" and not voice.joint]
    base = str(transcript.metadata.get("id") or transcript.source.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].rsplit(".", 1)[0])
    for voice in voices:
        name = base if len(voices) == 1 else f"{base} {voice.name}"
        case = derived_id(project, "case", entity, voice.name)
        taken = writer.connection.execute(sa.text("SELECT id FROM cases WHERE name = :name"), {"name": name}).scalar()
        if taken is not None and taken != case:
            name = f"{name}（{transcript.source}）"
        writer.put("cases", {"id": case, "name": name})
        writer.put("participations", {"id": derived_id("participation", entity, voice.name), "transcript": entity, "speaker": voice.name, "case": case})
        told = {key: transcript.metadata.get(key) for key, _ in ATTRIBUTES} if len(voices) == 1 else {"department": voice.department}
        for position, (key, label) in enumerate(ATTRIBUTES):
            value = str(told.get(key) or "").strip()
            if value:
                variable = _variable(writer, project, label, position)
                writer.put("attributes", {"id": derived_id("attribute", case, variable), "case": case, "variable": variable, "value": value})


def _variable(writer: Writer, project: str, label: str, position: int) -> str:
    known = writer.connection.execute(sa.select(variables.c.id, variables.c.type).where(variables.c.name == label)).first()
    if known is not None and known.type == "text":
        return str(known.id)
    if known is not None:
        label = f"{label}（原文）"
    entity = derived_id(project, "variable", label)
    writer.put("variables", {"id": entity, "name": label, "type": "text", "position": position})
    return entity
