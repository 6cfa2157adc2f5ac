"""``fangtan project log``, ``history`` and ``undo``: who did what, when, and taking it back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.cli.project.lines import known_coder, names_of_ids, tell
from corpus.catalogue import Language, message
from corpus.problem import FangtanError
from corpus.project import Filter, Project, Refused, open_project
from corpus.project.records import HistoryEntry

FIELDS: Final = (
    "source",
    "name",
    "quote",
    "code",
    "polarity",
    "function",
    "status",
    "decider",
    "parent",
    "color",
    "retired",
    "merged_into",
    "text",
    "verdict",
    "settled",
    "value",
    "type",
)
"""Columns whose change a history tells; the others follow from these or say nothing to a person."""
_ID: Final = re.compile(r"[0-9a-f]{6,32}")
MOST_THINGS: Final = 20
"""So many things that a word may mean are listed."""


def log(study: str, limit: int, coder: str | None, lang: Language, as_json: bool) -> int:
    """The newest changes, of one coder or of all. Returns the exit code."""
    with open_project(study) as project:
        names = {coder.id: coder.name for coder in project.coders()}
        entries = project.log(limit, known_coder(project, coder) if coder else None)
    records = [
        {
            "number": event.number,
            "at": _moment(event.at),
            "coder": names.get(event.coder or "", ""),
            "kind": event.kind,
            "rows": touched,
        }
        for event, touched in entries
    ]
    if as_json:
        print(json.dumps(records, ensure_ascii=False))
        return 0
    table = Table()
    for key in ("number", "at", "coder", "operation", "rows"):
        table.add_column(
            message(f"project_cli.{key}", lang),
            justify="right" if key in ("number", "rows") else "left",
        )
    for record in records:
        table.add_row(
            str(record["number"]),
            str(record["at"]),
            Text(str(record["coder"])),
            message(f"operation.{record['kind']}", lang),
            str(record["rows"]),
        )
    Console(highlight=False).print(table)
    return 0


def _moment(at: str) -> str:
    """ISO 8601 with microseconds as date and time of day."""
    return at[:19].replace("T", " ")


def history(study: str, what: str, lang: Language, as_json: bool) -> int:
    """Who changed a thing, when, and what stood before and after.

    ``what``: a code (key or name), a case, a transcript, words of a coding, or the first digits of
    an id (of what was removed, too). Returns 1 and lists them when it may mean several things;
    raises FangtanError when it means nothing.
    """
    with open_project(study) as project:
        things = _things(project, what)
        if not things:
            raise FangtanError("project_cli.unknown_thing", what=what)
        if len(things) > 1:
            tell(
                {"things": [{"id": entity, "what": label} for entity, label in things.items()]},
                [
                    message("project_cli.several_things", lang, what=what),
                    *(
                        message("project_cli.thing", lang, id=entity[:12], what=label)
                        for entity, label in list(things.items())[:MOST_THINGS]
                    ),
                ],
                as_json,
            )
            return 1
        ((entity, label),) = things.items()
        entries = project.history(entity)
        names = names_of_ids(project)
    if as_json:
        records = [
            {
                "number": entry.number,
                "at": entry.at,
                "coder": entry.coder,
                "kind": entry.kind,
                "changes": {field: list(pair) for field, pair in _changed(entry).items()},
            }
            for entry in entries
        ]
        print(json.dumps({"id": entity, "what": label, "events": records}, ensure_ascii=False))
        return 0
    table = Table(title=Text(label))
    for key in ("number", "at", "coder", "operation", "changes"):
        table.add_column(
            message(f"project_cli.{key}", lang),
            justify="right" if key == "number" else "left",
            overflow="fold",
        )
    for entry in entries:
        table.add_row(
            str(entry.number),
            _moment(entry.at),
            Text(entry.coder),
            message(f"operation.{entry.kind}", lang),
            Text("\n".join(_change_lines(entry, names, lang))),
        )
    Console(highlight=False).print(table)
    return 0


def _things(project: Project, what: str) -> dict[str, str]:
    """Id -> label of all that ``what`` may mean: by name first, then by id, then by words."""
    named = {
        code.id: f"{code.key} {code.name}"
        for code in project.codes(retired=True)
        if what in (code.key, f"{code.family}:{code.key}", code.name, code.name_en)
    }
    named |= {case.id: case.name for case in project.cases() if case.name == what}
    named |= {
        info.id: info.source
        for info in project.transcripts()
        if what in (info.source, info.source.rsplit("/", 1)[-1])
    }
    if named:
        return named
    codes = {code.id: code.key for code in project.codes(retired=True)}
    if _ID.fullmatch(what):
        by_id = {entity: _label(project, entity, codes) for entity in project.things(what)}
        if by_id:
            return by_id
    return {
        coding.id: f"{codes[coding.code]} “{coding.quote}”"
        for coding in project.codings(Filter(statuses=(), placed=None, text=what))
    }


def _label(project: Project, entity: str, codes: Mapping[str, str]) -> str:
    """What a person calls the thing with that id; for what was removed, its id."""
    coding = project.coding(entity)
    if coding is not None:
        return f"{codes[coding.code]} “{coding.quote}”"
    return names_of_ids(project).get(entity, entity[:12])


def _changed(entry: HistoryEntry) -> dict[str, tuple[object, object]]:
    """Column -> (before, after), for the columns that an event changed and a person cares for."""
    before, after = entry.before or {}, entry.after or {}
    pairs = {field: (before.get(field), after.get(field)) for field in FIELDS}
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}


def _change_lines(entry: HistoryEntry, names: Mapping[str, str], lang: Language) -> list[str]:
    """What an event changed: ``field: after`` for what was made, ``field: before → after`` for what
    was changed, one word for what was removed.
    """
    if entry.after is None:
        return [message("project_cli.removed", lang)]
    lines = []
    for field, (before, after) in _changed(entry).items():
        value = _value(field, after, names, lang)
        if entry.before is not None:
            value = f"{_value(field, before, names, lang)} → {value}"
        elif after is False:
            continue
        lines.append(f"{message(f'history_field.{field}', lang)}: {value}")
    return lines


def _value(field: str, value: object, names: Mapping[str, str], lang: Language) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return message("project_cli.yes" if value else "project_cli.no", lang)
    if field in ("polarity", "function"):
        return message(f"{field}.{value}", lang)
    if field == "status":
        return message(f"project_cli.{value}", lang)
    return names.get(str(value), str(value))[:80]


def undo(study: str, coder: str, steps: int, redo: bool, lang: Language, as_json: bool) -> int:
    """Take back (with ``redo``: do again) a coder's newest steps. Raises FangtanError when fewer
    could be, saying how many were.
    """
    with open_project(study) as project:
        who = known_coder(project, coder)
        for count in range(steps):
            try:
                (project.redo if redo else project.undo)(who)
            except Refused as error:
                if not count:
                    raise
                raise FangtanError(
                    "project.stopped_at", error=error.text(lang), done=count
                ) from error
        revision = project.revision
    key = "project_cli.redone" if redo else "project_cli.undone"
    tell(
        {"done": steps, "revision": revision},
        [message(key, lang, coder=coder, count=steps)],
        as_json,
    )
    return 0
