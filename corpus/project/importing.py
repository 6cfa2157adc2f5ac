"""Interviews into a project: unchanged files are known by their hash, a changed one becomes a new
revision, codings are carried over or listed, never dropped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa

from corpus.problem import Problem
from corpus.project.carrying import Alignment, common
from corpus.project.identity import derived_id, new_id
from corpus.project.journal import Row, Writer
from corpus.project.schema import cases, codings, files, memos, revisions, transcripts, variables
from corpus.span import Span
from corpus.transcript import Transcript

Outcome = Literal["new", "unchanged", "revised", "duplicate", "failed"]

ATTRIBUTES: tuple[tuple[str, str], ...] = (
    ("department", "部门"),
    ("position", "职务"),
    ("gender", "性别"),
    ("age", "年龄"),
    ("years", "工作年限"),
)
"""Header fields that become attributes of the case when an interview comes in, with the names of
the variables.
"""


@dataclass(slots=True)
class Imported:
    """What became of one file: its transcripts, how many of them are new or have a new text, how
    many codings were carried over and how many codings and memos wait for a person to place them.
    ``unchanged``: the same bytes, or other bytes with the same text.
    """

    name: str
    outcome: Outcome
    transcripts: list[str] = field(default_factory=list)
    carried: int = 0
    to_place: int = 0
    renewed: int = 0
    problems: list[Problem] = field(default_factory=list)


def known_file(connection: Any, name: str) -> Row | None:
    """What the project knows of a file by its name."""
    found = connection.execute(sa.select(files).where(files.c.name == name)).mappings().first()
    return dict(found) if found is not None else None


def twin_of(connection: Any, name: str, digest: str) -> str | None:
    """Another file of the project with the same bytes, by name."""
    found = connection.execute(
        sa.select(files.c.name).where(files.c.digest == digest, files.c.name != name)
    ).scalar()
    return str(found) if found is not None else None


def store_file(
    writer: Writer,
    project: str,
    name: str,
    digest: str,
    options: str,
    made: Sequence[Transcript],
    problems: Sequence[Problem],
) -> Imported:
    """One file, as read, into the project. ``options`` names the reading options: other options
    make a new revision of the same bytes.

    A duplicate (the same bytes under another name) is named and not taken in. A file that could not
    be read leaves what was known of it alone.
    """
    known = known_file(writer.connection, name)
    if known is not None and known["digest"] == digest and known["options"] == options:
        return Imported(name, "unchanged")
    twin = twin_of(writer.connection, name, digest)
    if known is None and twin is not None and made:
        return Imported(
            name,
            "duplicate",
            problems=[
                Problem(name, "project.duplicate", severity="warning", values={"other": twin})
            ],
        )
    if not made:
        return Imported(name, "failed", problems=list(problems))
    entity = derived_id(project, "file", name)
    other = _another_interview(writer, project, made) if known is not None else None
    if other is not None:
        return Imported(
            name,
            "failed",
            problems=[Problem(name, "project.other_interview", values={"source": other})],
        )
    writer.put(
        "files",
        {
            "id": entity,
            "name": name,
            "digest": digest,
            "options": options,
            "problems": [problem.as_record() for problem in problems],
        },
    )
    done = Imported(name, "new" if known is None else "revised", problems=list(problems))
    for transcript in made:
        done.transcripts.append(_store(writer, project, entity, transcript, done))
    if known is not None and not done.renewed:
        done.outcome = "unchanged"
    earlier = writer.find("transcripts", transcripts.c.file == entity)
    done.problems += [
        Problem(name, "project.part_gone", severity="warning", values={"source": row["source"]})
        for row in earlier
        if row["id"] not in done.transcripts
    ]
    return done


def _another_interview(writer: Writer, project: str, made: Sequence[Transcript]) -> str | None:
    """The source of a transcript that has nothing in common with the one of the same name in the
    project: another interview, not a newer text of it.
    """
    for transcript in made:
        entity = derived_id(project, "transcript", transcript.source)
        known = writer.connection.execute(
            sa.select(revisions.c.text)
            .join(
                transcripts,
                (transcripts.c.id == revisions.c.transcript)
                & (transcripts.c.revision == revisions.c.number),
            )
            .where(transcripts.c.id == entity)
        ).scalar()
        if (
            known is not None
            and min(len(known), len(transcript.text)) >= 200
            and common(known, transcript.text) < 0.02
        ):
            return transcript.source
    return None


def _store(writer: Writer, project: str, file: str, transcript: Transcript, done: Imported) -> str:
    entity = derived_id(project, "transcript", transcript.source)
    digest = hashlib.sha256(transcript.text.encode("utf-8", "surrogatepass")).hexdigest()
    record = transcript.as_record()
    text = record.pop("text")
    for turn in record["turns"]:
        del turn["text"]
    known = writer.get("transcripts", entity)
    number: int = known["revision"] if known else 1
    if known is None and text.strip():
        _warn_of_same_text(writer, transcript.source, digest, done)
    row: Row = {
        "id": entity,
        "file": file,
        "source": transcript.source,
        "revision": number,
        "characters": len(text),
        "turns": len(record["turns"]),
        "facts": _facts(record),
    }
    if known is not None:
        older = writer.find(
            "revisions", revisions.c.transcript == entity, revisions.c.number == known["revision"]
        )[0]
        if older["digest"] == digest and older["record"] == record:
            writer.put("transcripts", row)
            return entity
        number = _newest_revision(writer, entity) + 1
        row["revision"] = number
    done.renewed += 1
    writer.put(
        "revisions",
        {
            "id": derived_id(entity, number),
            "transcript": entity,
            "number": number,
            "digest": digest,
            "text": text,
            "record": record,
        },
    )
    writer.put("transcripts", row)
    if known is not None:
        carried, left = carry_over(writer, entity, text, record, number)
        done.carried += carried
        done.to_place += left
    _cases(
        writer,
        project,
        entity,
        transcript,
        {voice["name"] for voice in older["record"]["speakers"]} if known is not None else set(),
    )
    return entity


def _facts(record: Row) -> Row:
    """What lists and counts ask of a transcript without reading its text: ``answers`` in code
    points, ``turn_speakers`` as indices into ``speakers`` (-1: a speaker that is not listed).
    """
    voices = {voice["name"]: position for position, voice in enumerate(record["speakers"])}
    return {
        "metadata": record["metadata"],
        "speakers": record["speakers"],
        "turn_speakers": [voices.get(turn["speaker"], -1) for turn in record["turns"]],
        "answers": sum(
            turn["end"] - turn["start"] for turn in record["turns"] if turn["role"] != "interviewer"
        ),
        "report": {**record["report"], "unknown": len(record["report"]["unknown"])},
        "problems": len(record["problems"]),
    }


def _warn_of_same_text(writer: Writer, source: str, digest: str, done: Imported) -> None:
    """A new transcript whose text another one has is taken in, with a warning that names it."""
    same = writer.connection.execute(
        sa.select(transcripts.c.source)
        .join(
            revisions,
            (revisions.c.transcript == transcripts.c.id)
            & (revisions.c.number == transcripts.c.revision),
        )
        .where(revisions.c.digest == digest)
    ).scalar()
    if same is not None:
        done.problems.append(
            Problem(source, "project.same_text", severity="warning", values={"other": same})
        )


def _newest_revision(writer: Writer, transcript: str) -> int:
    newest = sa.select(sa.func.max(revisions.c.number)).where(revisions.c.transcript == transcript)
    return int(writer.connection.execute(newest).scalar_one())


def carry_over(
    writer: Writer, transcript: str, text: str, record: Any, number: int
) -> tuple[int, int]:
    """Codings and memos on spans that stand at other revisions onto revision ``number``: (codings
    carried, codings and memos left for a person to place).

    What an earlier revision left without a place is tried again: its words may have come back.
    """
    texts: dict[int, str] = {
        row.number: row.text
        for row in writer.connection.execute(
            sa.select(revisions.c.number, revisions.c.text).where(
                revisions.c.transcript == transcript
            )
        )
    }
    ways: dict[int, Alignment] = {}

    def way(older: int) -> Alignment:
        if older not in ways:
            ways[older] = Alignment(texts[older], text)
        return ways[older]

    carried = left = 0
    for row in writer.find(
        "codings", codings.c.transcript == transcript, codings.c.revision != number
    ):
        alignment = way(row["revision"])
        span = alignment.carry(Span(row["start"], row["end"]))
        if span is None:
            left += 1
            continue
        writer.change(
            "codings",
            row,
            start=span.start,
            end=span.end,
            turn=turn_at(record, span.start),
            revision=number,
            evidence=alignment.carry_evidence(row["evidence"], span.start - row["start"]),
        )
        carried += 1
    for memo in writer.find("memos", memos.c.kind == "span", memos.c.target == transcript):
        older = memo["revision"] if memo["revision"] is not None else number - 1
        if older == number:
            continue
        span = (
            way(older).carry(Span(memo["start"], memo["end"]))
            if texts.get(older, "")[memo["start"] : memo["end"]] == memo["quote"]
            else None
        )
        if span is None:
            left += 1
        else:
            writer.change("memos", memo, start=span.start, end=span.end, revision=number)
    return carried, left


def turn_at(record: Any, position: int) -> int:
    """Index of the turn in which a position lies; -1 outside of all."""
    return next(
        (
            place
            for place, turn in enumerate(record["turns"])
            if turn["start"] <= position < turn["end"]
        ),
        -1,
    )


def _cases(
    writer: Writer, project: str, entity: str, transcript: Transcript, heard: set[str]
) -> None:
    """An interview brings its interviewees as cases, with what its header tells of them; of voices
    ``heard`` in an earlier revision a person's word stands.
    """
    voices = [
        voice for voice in transcript.speakers if voice.role == "interviewee" and not voice.joint
    ]
    base = str(
        transcript.metadata.get("id")
        or transcript.source.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].rsplit(".", 1)[0]
    )
    for voice in voices:
        if voice.name in heard:
            continue
        case = derived_id(project, "case", entity, voice.name)
        name = _free_name(
            writer, base if len(voices) == 1 else f"{base} {voice.name}", transcript.source, case
        )
        writer.put("cases", {"id": case, "name": name})
        writer.put(
            "participations",
            {
                "id": derived_id("participation", entity, voice.name),
                "transcript": entity,
                "speaker": voice.name,
                "case": case,
            },
        )
        told = (
            {key: transcript.metadata.get(key) for key, _ in ATTRIBUTES}
            if len(voices) == 1
            else {"department": voice.department}
        )
        for position, (key, label) in enumerate(ATTRIBUTES):
            value = str(told.get(key) or "").strip()
            if value:
                variable = _variable(writer, project, label, position)
                writer.put(
                    "attributes",
                    {
                        "id": derived_id("attribute", case, variable),
                        "case": case,
                        "variable": variable,
                        "value": value,
                    },
                )


def _free_name(writer: Writer, wanted: str, source: str, case: str) -> str:
    """A name that no other case bears."""
    for number in range(1, 10_000):
        name = (
            wanted
            if number == 1
            else f"{wanted}（{source}）"
            if number == 2
            else f"{wanted}（{source} {number - 1}）"
        )
        if not any(row["id"] != case for row in writer.find("cases", cases.c.name == name)):
            return name
    raise AssertionError("ten thousand cases of one name")


def _variable(writer: Writer, project: str, label: str, position: int) -> str:
    known = writer.connection.execute(
        sa.select(variables.c.id, variables.c.type).where(variables.c.name == label)
    ).first()
    if known is not None and known.type == "text":
        return str(known.id)
    if known is not None:
        return _variable(writer, project, f"{label}（原文）", position)
    entity = derived_id(project, "variable", label)
    if writer.get("variables", entity) is not None:  # made under this name and renamed since
        entity = new_id()
    writer.put("variables", {"id": entity, "name": label, "type": "text", "position": position})
    return entity
