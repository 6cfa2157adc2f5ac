"""Working apart and coming together: a copy for a second coder, blind to the first, and bringing its work home by the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from corpus.problem import FangtanError
from corpus.project import schema as t
from corpus.project.backup import automatic
from corpus.project.carrying import Alignment
from corpus.project.identity import derived_id, now
from corpus.project.importing import turn_at
from corpus.project.journal import Change, Event, Row, Writer, event_of
from corpus.project.opening import create
from corpus.project.project import Project
from corpus.span import Span

_BASE: Final = ("coders", "codebooks", "codes", "files", "transcripts", "revisions", "cases", "variables", "attributes", "participations", "groupings")
"""What a copy starts from: everything but other people's judgement."""


@dataclass(slots=True)
class Merged:
    """What came home: events taken over, events known before, codings, memos and reviews among them, and conflicts to be decided."""

    events: int = 0
    known: int = 0
    codings: int = 0
    memos: int = 0
    reviews: int = 0
    conflicts: int = 0
    to_place: int = 0
    coders: list[str] = field(default_factory=list)


def split(study: Project, target: Path, coder: str, transcripts: Sequence[str] = (), *, suggestions: bool = False) -> Project:
    """A copy of the study for one coder: texts, codebooks and cases, without anybody's codings, memos or reviews.

    ``transcripts``: sources or ids (none: all); ``suggestions``: with what machines suggested, still open for this coder to decide.
    Raises FangtanError when a transcript is unknown, the target exists, or the study is itself such a copy.
    """
    if study.origin is not None:
        raise FangtanError("project.copy_of_copy", name=study.name)
    known = study.transcripts()
    chosen = [info for info in known if not transcripts or info.id in transcripts or info.source in transcripts or info.metadata.get("id") in transcripts]
    missing = [name for name in transcripts if not any(name in (info.id, info.source, info.metadata.get("id")) for info in chosen)]
    if missing or not chosen:
        raise FangtanError("project.no_transcripts", names="、".join(missing) or "—", known="、".join(str(info.metadata.get("id") or info.source) for info in known[:40]) or "—")
    person = study.coder(coder)
    kept = {info.id for info in chosen}
    copy = create(target, study.title, project=study.id, origin={"copy": study.copy, "coder": person.id, "transcripts": sorted(kept)})
    with study.store.read() as source, copy.store.write() as sink:
        reader, writer = Writer(source), Writer(sink)
        for table in _BASE:
            rows = reader.find(table)
            writer.add_all(table, [row for row in rows if _belongs(table, row, kept, rows)])
        if suggestions:
            machines = {row["id"] for row in reader.find("coders", t.coders.c.kind == "machine")}
            rows = [row for row in reader.find("codings", t.codings.c.status == "suggested") if row["transcript"] in kept and row["coder"] in machines]
            writer.add_all("codings", rows)
        writer.close("split", coder=None, client=copy.copy, seq=0)
    return copy


def _belongs(table: str, row: Row, kept: set[str], rows: Sequence[Row]) -> bool:
    if table == "transcripts":
        return row["id"] in kept
    if table in ("revisions", "participations"):
        return row["transcript"] in kept
    return True


def merge(study: Project, other: Project, *, backup: bool = True) -> Merged:
    """Bring the work in ``other`` (a copy made by ``split``, or a plain copy of the file) home. Twice is the same as once.

    Every event of the copy that the study does not have is taken over with its id, coder and time. Where the study has changed the same thing
    meanwhile, its own state stays and the difference is listed as a conflict. Raises FangtanError when ``other`` is no copy of this study.
    """
    if other.id != study.id:
        raise FangtanError("project.not_a_copy", name=other.name)
    if other.copy == study.copy and other.path is not None and study.path is not None and other.path.resolve() == study.path.resolve():
        raise FangtanError("project.same_file")
    if backup:
        automatic(study.store, "merge")
    done = Merged()
    with other.store.read() as theirs, study.store.write() as ours:
        have = set(ours.execute(sa.select(t.events.c.id)).scalars())
        sent = {(row.client, row.seq) for row in ours.execute(sa.select(t.events.c.client, t.events.c.seq))}
        names = {row["id"]: row["name"] for row in Writer(theirs).find("coders")}
        seen: dict[str, None] = {}
        for row in theirs.execute(sa.select(t.events).order_by(t.events.c.number).execution_options(yield_per=100)).mappings():
            if row["kind"] == "split" or row["id"] in have or (row["client"], row["seq"]) in sent:
                done.known += row["kind"] != "split"
                continue
            event = event_of(row)
            _take(ours, event, done, other.copy)
            if event.coder:
                seen[names.get(event.coder, event.coder)] = None
        done.coders = list(seen)
    return done


def _take(connection: Any, event: Event, done: Merged, copy: str) -> None:
    writer = Writer(connection)
    for change in event.changes:
        _take_row(writer, change, event, done)
    writer.close(event.kind, coder=event.coder, client=event.client, seq=event.seq, id=event.id, at=event.at, undoes=event.undoes, origin=event.origin or copy)
    done.events += 1
    for table, name in (("codings", "codings"), ("memos", "memos"), ("reviews", "reviews")):
        number = sum(change.table == table and change.before is None and change.after is not None for change in event.changes)
        setattr(done, name, getattr(done, name) + number)


def _take_row(writer: Writer, change: Change, event: Event, done: Merged) -> None:
    there = writer.get(change.table, change.entity)
    before, after = _at_home(writer, change.table, change.before, done, count=False), _at_home(writer, change.table, change.after, done, count=True)
    if there == after:
        return
    if there == before:
        clash = _twin(writer, change.table, after)
        if clash is None:
            writer.set(Change(change.table, change.entity, before, after))
            return
        there = clash
    done.conflicts += 1
    entity = derived_id("conflict", event.id, change.table, change.entity)
    writer.put("conflicts", {"id": entity, "event": event.id, "table": change.table, "entity": change.entity, "ours": there, "theirs": after, "settled": False, "at": now()})


def _at_home(writer: Writer, table: str, row: Row | None, done: Merged, *, count: bool) -> Row | None:
    """A coding of the copy as it stands here: on the present revision of the text, under the heir of a code that was merged."""
    if row is None or table not in ("codings", "memos"):
        return row
    if table == "memos":
        return row
    made = dict(row)
    code = writer.get("codes", row["code"])
    while code is not None and code["merged_into"]:
        made["code"] = code["merged_into"]
        code = writer.get("codes", code["merged_into"])
    transcript = writer.get("transcripts", row["transcript"])
    if transcript is not None and transcript["revision"] != row["revision"]:
        texts = {entry["number"]: entry for entry in writer.find("revisions", t.revisions.c.transcript == row["transcript"], t.revisions.c.number.in_([row["revision"], transcript["revision"]]))}
        old, new = texts.get(row["revision"]), texts[transcript["revision"]]
        span = Alignment(old["text"], new["text"]).carry(Span(row["start"], row["end"])) if old is not None else None
        if span is not None:
            made |= {"start": span.start, "end": span.end, "turn": turn_at(new["record"], span.start), "revision": transcript["revision"]}
        else:
            done.to_place += count
    return made


_UNIQUE: Final = {"cases": ("name",), "variables": ("name",), "codes": ("family", "key"), "files": ("name",), "coders": ("name", "round"), "transcripts": ("source",), "codebooks": ("family", "hash")}


def _twin(writer: Writer, table: str, row: Row | None) -> Row | None:
    """Another row here that bears the name which a row from the copy wants to have."""
    if row is None or table not in _UNIQUE:
        return None
    chosen = t.BY_NAME[table]
    found = writer.find(table, *(chosen.c[name] == row[name] for name in _UNIQUE[table]))
    return next((one for one in found if one["id"] != row["id"]), None)
