"""``fangtan project split``, ``merge`` and ``conflicts``: working apart and coming together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.cli.project.lines import names_of_ids, tell
from corpus.catalogue import Language, message
from corpus.problem import FangtanError
from corpus.project import Project, open_project
from corpus.project.merging import merge as merge_projects
from corpus.project.merging import split as split_project
from corpus.project.operations import SettleConflict

_NOT_DECIDED_ON = ("id", "evidence", "facts", "record", "snapshot", "turn", "hash", "at")
"""Columns that follow from others or say nothing to a person."""


def split(
    study: str,
    out: Path,
    coder: str,
    transcripts: Sequence[str],
    suggestions: bool,
    lang: Language,
    as_json: bool,
) -> int:
    """Make a copy for a second coder. Each of ``transcripts`` may name several, with commas.
    Returns the exit code.
    """
    names = [
        name.strip()
        for listed in transcripts
        for name in listed.replace("，", ",").split(",")
        if name.strip()
    ]
    with (
        open_project(study) as project,
        split_project(project, out, coder, names, suggestions=suggestions) as copy,
    ):
        count = len(copy.transcripts())
    tell(
        {"file": str(out), "coder": coder, "transcripts": count},
        [
            message("project_cli.split", lang, path=str(out), coder=coder, count=count),
            message("project_cli.next_merge", lang, study=study, path=str(out)),
        ],
        as_json,
    )
    return 0


def merge(study: str, other: str, lang: Language, as_json: bool) -> int:
    """Bring a copy's work home. Returns 1 when conflicts wait for a person."""
    with open_project(study) as project, open_project(other) as copy:
        merged = merge_projects(project, copy)
        record = {
            "events": merged.events,
            "known": merged.known,
            "codings": merged.codings,
            "memos": merged.memos,
            "reviews": merged.reviews,
            "conflicts": merged.conflicts,
            "to_place": merged.to_place,
            "coders": "、".join(merged.coders) or "—",
        }
        lines = (
            [message("project_cli.merged", lang, **record)]
            if merged.events
            else [message("project_cli.merged_before", lang)]
        )
        if merged.conflicts:
            lines += [
                message("project_cli.conflicts_listed", lang, count=merged.conflicts),
                *_conflict_lines(open_conflicts(project), lang),
                message("project_cli.next_settle", lang, study=study),
            ]
    tell(record, lines, as_json)
    return 1 if merged.conflicts else 0


def _conflict_lines(listed: Sequence[Mapping[str, str]], lang: Language) -> list[str]:
    return [
        message(
            "project_cli.conflict",
            lang,
            id=conflict["id"][:8],
            what=conflict["what"],
            ours=conflict["ours"] or message("project_cli.nothing_here", lang),
            theirs=conflict["theirs"] or message("project_cli.nothing_here", lang),
        )
        for conflict in listed
    ]


def open_conflicts(project: Project) -> list[dict[str, str]]:
    """The conflicts that wait: ``id``, ``what`` it is about, and what differs on the two sides
    (``ours``, ``theirs``; "" where there is nothing).
    """
    names = names_of_ids(project)
    listed = []
    for conflict in project.conflicts():
        row = conflict.theirs or conflict.ours or {}
        quote_or_name = f"“{row['quote'][:24]}”" if row.get("quote") else str(row.get("name", ""))
        about = (conflict.table, names.get(row.get("transcript", ""), ""), quote_or_name)
        listed.append(
            {
                "id": conflict.id,
                "what": " ".join(part for part in about if part),
                "ours": _difference(conflict.ours, conflict.theirs, names),
                "theirs": _difference(conflict.theirs, conflict.ours, names),
            }
        )
    return listed


def _difference(
    row: Mapping[str, object] | None,
    other: Mapping[str, object] | None,
    names: Mapping[str, str],
) -> str:
    """The columns of a row that differ from the other side's, as ``name=value，…``."""
    if row is None:
        return ""
    return "，".join(
        f"{column}={names.get(str(value), value)}"
        for column, value in row.items()
        if column not in _NOT_DECIDED_ON
        and value is not None
        and (other is None or value != other.get(column))
    )[:160]


def conflicts(
    study: str, ids: Sequence[str], take: str | None, coder: str, lang: Language, as_json: bool
) -> int:
    """List the conflicts that wait; with ``take`` ("ours", "theirs") decide those whose ids begin
    with ``ids`` (none: all). Raises FangtanError for an id that names no conflict or several.
    """
    with open_project(study) as project:
        if take is None:
            listed = open_conflicts(project)
            lines = (
                [
                    *_conflict_lines(listed, lang),
                    message("project_cli.next_settle", lang, study=study),
                ]
                if listed
                else [message("project_cli.no_conflicts", lang)]
            )
            tell({"conflicts": listed}, lines, as_json)
            return 0
        waiting = [conflict.id for conflict in project.conflicts()]
        decided = [_the_one(beginning, waiting) for beginning in ids] or waiting
        who = project.coder(coder)
        for entity in decided:
            project.apply(
                SettleConflict(entity, "theirs" if take == "theirs" else "ours"), coder=who
            )
        left = len(project.conflicts())
    tell(
        {"settled": len(decided), "left": left},
        [message("project_cli.settled", lang, count=len(decided), left=left)],
        as_json,
    )
    return 0


def _the_one(beginning: str, waiting: Sequence[str]) -> str:
    matches = [entity for entity in waiting if entity.startswith(beginning)]
    if len(matches) != 1:
        raise FangtanError(
            "project_cli.unknown_conflict",
            id=beginning,
            known="、".join(entity[:8] for entity in waiting[:20]) or "—",
        )
    return matches[0]
