"""Working apart and coming together: a copy for a second coder, blind to the first, and bringing
its work home by the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from corpus.problem import FangtanError
from corpus.project import schema as t
from corpus.project.backup import automatic
from corpus.project.homing import Homing
from corpus.project.identity import derived_id, now
from corpus.project.importing import carry_over
from corpus.project.journal import Change, Event, Row, Writer, event_of, on_words
from corpus.project.opening import create
from corpus.project.project import Project
from corpus.project.queries import parts

_BASE: Final = (
    "coders",
    "codebooks",
    "codes",
    "files",
    "transcripts",
    "revisions",
    "cases",
    "variables",
    "attributes",
    "participations",
    "groupings",
)
"""What a copy starts from: everything but other people's judgement."""
_STAYS: Final = frozenset({"split", "suggest"})
"""Events of a copy that do not come home: how it was made, and what machines suggested there (the
study's own pass says the same, under the same ids; what a person decided on it comes home with the
decision).
"""


@dataclass(slots=True)
class Merged:
    """What came home: events taken over, events known before, codings, memos and reviews among
    them, and conflicts to be decided.
    """

    events: int = 0
    known: int = 0
    codings: int = 0
    memos: int = 0
    reviews: int = 0
    conflicts: int = 0
    to_place: int = 0
    coders: list[str] = field(default_factory=list)


def split(
    study: Project,
    target: Path,
    coder: str,
    transcripts: Sequence[str] = (),
    *,
    suggestions: bool = False,
) -> Project:
    """A copy of the study for one coder: texts, codebooks and cases, without anybody's codings,
    memos or reviews.

    ``transcripts``: sources, file names or ids (none: all); ``suggestions``: with what machines
    suggested, still open for this coder to decide. Raises FangtanError when a transcript is
    unknown, the target exists, or the study is itself such a copy.
    """
    if study.origin is not None:
        raise FangtanError("project.copy_of_copy", name=study.name)
    selected = _selected(study, transcripts)
    if target.exists():
        raise FangtanError("store.exists", name=str(target))
    person = study.coder(coder)

    def fill(copy: Project) -> None:
        with study.store.read() as source, copy.store.write() as sink:
            reader, writer = Writer(source), Writer(sink)
            for table in _BASE:
                writer.add_all(
                    table, [row for row in reader.find(table) if _belongs(table, row, selected)]
                )
            if suggestions:
                writer.add_all("codings", _open_suggestions(reader, selected))
            writer.close("split", coder=None, client=copy.copy, seq=0)

    return create(
        target,
        study.title,
        project=study.id,
        origin={"copy": study.copy, "coder": person.id, "transcripts": sorted(selected)},
        fill=fill,
    )


def _selected(study: Project, names: Sequence[str]) -> set[str]:
    """The ids of the transcripts that ``names`` (sources, file names or ids; none: all) stand for.
    Raises FangtanError when a name is unknown or no transcript is left.
    """
    transcripts = study.transcripts()
    names_of = {
        info.id: {
            info.id,
            info.source,
            info.source.rsplit("/", 1)[-1],
            str(info.metadata.get("id") or info.source),
        }
        for info in transcripts
    }
    selected = {info.id for info in transcripts if not names or names_of[info.id] & set(names)}
    missing = [name for name in names if not any(name in names_of[id_] for id_ in selected)]
    if missing or not selected:
        raise FangtanError(
            "project.no_transcripts",
            names="、".join(missing) or "—",
            known="、".join(
                str(info.metadata.get("id") or info.source) for info in transcripts[:40]
            )
            or "—",
        )
    return selected


def _open_suggestions(reader: Writer, transcripts: set[str]) -> list[Row]:
    """What machines suggested on these transcripts and nobody has decided."""
    machines = {row["id"] for row in reader.find("coders", t.coders.c.kind == "machine")}
    return [
        row
        for row in reader.find("codings", t.codings.c.status == "suggested")
        if row["transcript"] in transcripts and row["coder"] in machines
    ]


def _belongs(table: str, row: Row, transcripts: set[str]) -> bool:
    if table == "transcripts":
        return row["id"] in transcripts
    if table in ("revisions", "participations"):
        return row["transcript"] in transcripts
    return True


def merge(study: Project, other: Project, *, backup: bool = True) -> Merged:
    """Bring the work in ``other`` (a copy made by ``split``, or a plain copy of the file) home.
    Twice is the same as once.

    Every event of the copy that the study does not have is taken over with its id, coder and time.
    Where the study has changed the same thing meanwhile, its own state stays and the difference is
    listed as a conflict; but a machine's open suggestion gives way to what a person decided on it.
    Raises FangtanError when ``other`` is no copy of this study.
    """
    if other.id != study.id:
        raise FangtanError("project.not_a_copy", name=other.name)
    if (
        other.copy == study.copy
        and other.path is not None
        and study.path is not None
        and other.path.resolve() == study.path.resolve()
    ):
        raise FangtanError("project.same_file")
    done = Merged()
    with other.store.read() as theirs:
        coming = sa.select(
            t.events.c.number, t.events.c.id, t.events.c.client, t.events.c.seq, t.events.c.kind
        ).order_by(t.events.c.number)
        offered = [row for row in theirs.execute(coming).all() if row.kind not in _STAYS]
        if backup and len(_known(study, [row.id for row in offered])) < len(offered):
            automatic(study.store, "merge")
        with study.store.write() as ours:
            have = set(ours.execute(sa.select(t.events.c.id)).scalars())
            sent = {
                (row.client, row.seq)
                for row in ours.execute(sa.select(t.events.c.client, t.events.c.seq))
            }
            fresh = [
                row.number
                for row in offered
                if row.id not in have and (row.client, row.seq) not in sent
            ]
            done.known = len(offered) - len(fresh)
            names = {row["id"]: row["name"] for row in Writer(theirs).find("coders")}
            homing = Homing(ours, theirs)
            seen: dict[str, None] = {}
            for number in fresh:
                event = event_of(
                    theirs.execute(sa.select(t.events).where(t.events.c.number == number))
                    .mappings()
                    .one()
                )
                _take(homing, event, done, other.copy)
                if event.coder:
                    seen[names.get(event.coder, event.coder)] = None
            done.coders = list(seen)
    return done


def _known(study: Project, ids: Sequence[str]) -> set[str]:
    with study.store.read() as connection:
        return {
            found
            for part in parts(ids)
            for found in connection.execute(
                sa.select(t.events.c.id).where(t.events.c.id.in_(part))
            ).scalars()
        }


def _take(homing: Homing, event: Event, done: Merged, copy: str) -> None:
    homing.begin(event)
    for change in event.changes:
        _take_row(homing, change, event, done)
    writer = homing.writer
    writer.close(
        event.kind,
        coder=event.coder,
        client=event.client,
        seq=event.seq,
        id=event.id,
        at=event.at,
        undoes=event.undoes,
        origin=event.origin or copy,
    )
    done.events += 1


def _take_row(homing: Homing, change: Change, event: Event, done: Merged) -> None:
    writer, table = homing.writer, change.table
    before, after = homing.row(table, change.before), homing.row(table, change.after)
    entity = str((after or before or {}).get("id", change.entity))
    there = writer.get(table, entity)
    if there == after:
        return
    twin = homing.twin(table, after) if there is None and before is None else None
    if twin is not None:
        homing.same[table, change.entity] = twin["id"]
        _list(writer, event, change, twin, after, done, settled=homing.alike(table, twin, after))
        return
    if (
        table == "memos"
        and after is not None
        and after["kind"] == "coding"
        and writer.get("codings", after["target"]) is None
    ):
        coding = homing.coding(after["target"])
        after = after if coding is None else {**after, **on_words(coding)}
    free = there == before or _open(there, before, after)
    if (
        not free
        or homing.refers_to_nothing(table, after)
        or (after is None and homing.is_referred_to(table, entity))
    ):
        _list(writer, event, change, there, after, done)
        return
    writer.set(Change(table, entity, there, after))
    if (
        table == "transcripts"
        and after is not None
        and (there is None or there["revision"] != after["revision"])
    ):
        revision = homing.revision(entity, after["revision"])
        done.to_place += carry_over(
            writer, entity, revision["text"], revision["record"], after["revision"]
        )[1]
    if after is not None and there is None and table in ("codings", "memos", "reviews"):
        setattr(done, table, getattr(done, table) + 1)
    if (
        table == "codings"
        and after is not None
        and homing.adrift(after)
        and (there is None or not homing.adrift(there))
    ):
        done.to_place += 1


def _open(there: Row | None, before: Row | None, after: Row | None) -> bool:
    """Whether a person decided in the copy on what is still (or is no more) a machine's open
    suggestion here.
    """
    if (
        before is None
        or after is None
        or before.get("status") != "suggested"
        or after.get("status") in (None, "suggested")
    ):
        return False
    return there is None or there["status"] == "suggested"


def _list(
    writer: Writer,
    event: Event,
    change: Change,
    ours: Row | None,
    theirs: Row | None,
    done: Merged,
    *,
    settled: bool = False,
) -> None:
    entity = derived_id("conflict", event.id, change.table, change.entity)
    writer.put(
        "conflicts",
        {
            "id": entity,
            "event": event.id,
            "table": change.table,
            "entity": change.entity,
            "ours": ours,
            "theirs": theirs,
            "settled": settled,
            "at": now(),
        },
    )
    done.conflicts += not settled
