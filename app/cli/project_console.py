"""What the ``fangtan project`` commands do and show."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.cli.console import progress_bar
from app.study.projects import adopt, code_project, import_interviews
from app.study.reading import Settings
from codebooks.loading import SHIPPED, load
from corpus.catalogue import Language, message
from corpus.problem import FangtanError, Problem
from corpus.project import CoderInfo, Filter, Project, Refused, create, open_project
from corpus.project.backup import automatic
from corpus.project.backup import backup as back_up
from corpus.project.cases import case_rows, read_cases
from corpus.project.checking import check as check_project
from corpus.project.merging import merge as merge_projects
from corpus.project.merging import split as split_project
from corpus.project.operations import SettleConflict


def _tell(record: dict[str, Any], sentences: Sequence[str], as_json: bool) -> None:
    if as_json:
        print(json.dumps(record, ensure_ascii=False))
        return
    console = Console(highlight=False)
    for sentence in sentences:
        console.print(Text(sentence), soft_wrap=True)


def _problems(problems: Sequence[Problem], lang: Language) -> list[str]:
    return [
        f"{message('severity.' + problem.severity, lang)} {problem.sentence(lang)}"
        for problem in problems
        if problem.severity != "note"
    ]


def new(
    study: str,
    title: str,
    codebooks: Sequence[str] | None,
    coder: str,
    lang: Language,
    as_json: bool,
) -> int:
    books = [load(name) for name in dict.fromkeys(codebooks or SHIPPED)]

    def fill(project: Project) -> None:
        who = project.coder(coder)
        for book in books:
            adopt(project, book, who)

    with create(study, title, fill=fill) as project:
        _tell(
            {"project": project.id, "file": project.name, "codebooks": [book.id for book in books]},
            [
                message(
                    "project_cli.made",
                    lang,
                    name=project.name,
                    books="、".join(book.name.text(lang) for book in books),
                ),
                message("project_cli.next_import", lang, name=study),
            ],
            as_json,
        )
    return 0


def facts(project: Project) -> dict[str, Any]:
    """The counts that describe a study, for people and machines alike."""
    coders = {coder.id: coder for coder in project.coders()}
    status = project.count(Filter(statuses=(), placed=None), "coder", "status")
    infos = project.transcripts()
    return {
        "project": project.id,
        "title": project.title,
        "file": project.name,
        "revision": project.revision,
        "copy": bool(project.origin),
        "transcripts": len(infos),
        "characters": sum(info.characters for info in infos),
        "cases": len(project.cases()),
        "codebooks": [
            {"id": book.family, "version": book.version, "hash": book.hash}
            for book in project.codebooks()
        ],
        "coders": [
            {
                "name": coder.name,
                "kind": coder.kind,
                "round": coder.round,
                **{
                    state: status.get((coder.id, state), 0)
                    for state in ("suggested", "accepted", "rejected")
                },
            }
            for coder in coders.values()
        ],
        "to_place": project.count(Filter(statuses=(), placed=False)).get((), 0),
        "memos": len(project.memos()),
        "open_reviews": len(project.reviews(settled=False)),
        "conflicts": len(project.conflicts()),
    }


def info(study: str, lang: Language, as_json: bool) -> int:
    with open_project(study) as project:
        told = facts(project)
        if as_json:
            print(json.dumps(told, ensure_ascii=False))
            return 0
        console = Console(highlight=False)
        table = Table(title=told["title"], show_header=False)
        for key in (
            "file",
            "transcripts",
            "characters",
            "cases",
            "memos",
            "open_reviews",
            "to_place",
            "conflicts",
            "revision",
        ):
            value = told[key]
            table.add_row(
                message(f"project_cli.{key}", lang),
                Text(f"{value:,}" if isinstance(value, int) else str(value)),
            )
        for book in told["codebooks"]:
            table.add_row(message("project_cli.codebook", lang), f"{book['id']} {book['version']}")
        console.print(table)
        people = Table(title=message("project_cli.coders", lang))
        for key in ("name", "kind", "suggested", "accepted", "rejected"):
            people.add_column(
                message(f"project_cli.{key}", lang),
                justify="left" if key in ("name", "kind") else "right",
            )
        for coder in told["coders"]:
            people.add_row(
                Text(coder["name"]),
                message(f"project_cli.{coder['kind']}", lang),
                *(f"{coder[state]:,}" for state in ("suggested", "accepted", "rejected")),
            )
        console.print(people)
    return 0


def waiting_to_be_placed(project: Project) -> list[dict[str, str]]:
    """Codings and memos that a new text has left without a place, for a person to read."""
    sources = {info.id: info.source for info in project.transcripts()}
    codes = {code.id: f"{code.key} {code.name}" for code in project.codes(retired=True)}
    found = [
        {
            "id": one.id,
            "source": sources[one.transcript],
            "code": codes[one.code],
            "quote": one.quote,
        }
        for one in project.codings(Filter(statuses=(), placed=False))
    ]
    return found + [
        {
            "id": memo.id,
            "source": sources.get(memo.target, memo.target),
            "code": memo.text[:20],
            "quote": memo.quote,
        }
        for memo in project.memos("span")
        if not memo.placed
    ]


def import_(
    study: str,
    inputs: Sequence[Path],
    interviewers: tuple[str, ...],
    merge_runs: bool,
    encoding: str | None,
    lang: Language,
    as_json: bool,
) -> int:
    with open_project(study) as project:
        settings = Settings((), interviewers=interviewers, merge_runs=merge_runs, encoding=encoding)
        with progress_bar(lang, quiet=as_json or not sys.stderr.isatty()) as progress:
            outcome = import_interviews(project, inputs, settings, progress=progress)
        counts = {
            name: outcome.count(name)
            for name in ("new", "revised", "unchanged", "duplicate", "failed")
        }
        carried, left = (
            sum(one.carried for one in outcome.files),
            sum(one.to_place for one in outcome.files),
        )
        lines = [message("project_cli.imported", lang, **counts)]
        if carried or left:
            lines.append(message("project_cli.carried", lang, carried=carried, left=left))
        waiting = waiting_to_be_placed(project) if left else []
        lines += [message("project_cli.waits", lang, **one) for one in waiting[:20]]
        if len(waiting) > 20:
            lines.append(message("project_cli.more", lang, count=len(waiting) - 20))
        lines += _problems(outcome.all_problems, lang)
        if outcome.stopped:
            lines.append(message("run.interrupted", lang))
        elif counts["new"] or counts["revised"]:
            lines.append(message("project_cli.next_code", lang, name=study))
        _tell(
            {
                **counts,
                "carried": carried,
                "to_place": left,
                "waiting": waiting,
                "problems": [problem.as_record() for problem in outcome.all_problems],
                "exit": outcome.exit_code,
            },
            lines,
            as_json,
        )
        return outcome.exit_code


def code(
    study: str,
    codebooks: Sequence[str] | None,
    again: bool,
    coder: str,
    lang: Language,
    as_json: bool,
) -> int:
    books = [load(name) for name in dict.fromkeys(codebooks or ())]
    with open_project(study) as project:
        for book in books:
            adopt(project, book, project.coder(coder))
        with progress_bar(lang, quiet=as_json or not sys.stderr.isatty()) as progress:
            outcome = code_project(project, again=again, progress=progress)
        changed = outcome.changed
        told = {
            "coded": outcome.coded,
            "skipped": outcome.skipped,
            "added": changed.added,
            "gone": changed.gone,
            "polarity_changed": changed.polarity_changed,
            "kept": changed.kept,
            "decided": changed.decided,
        }
        lines = (
            [
                message("project_cli.coded", lang, **told),
                message("project_cli.next_explore", lang, name=study),
            ]
            if outcome.books
            else [message("project_cli.no_books", lang, study=study)]
        )
        _tell(told, lines, as_json)
        return 130 if outcome.stopped else 0


def cases(
    study: str, table: Path | None, out: Path | None, coder: str, lang: Language, as_json: bool
) -> int:
    with open_project(study, read_only=False) as project:
        lines: list[str] = []
        record: dict[str, Any] = {}
        worst = 0
        if table is not None:
            done = read_cases(project, table, project.coder(coder))
            record |= {
                "cases": done.cases,
                "made": done.made,
                "values": done.values,
                "variables": done.variables,
                "problems": [problem.as_record() for problem in done.problems],
            }
            lines += [
                message(
                    "project_cli.cases_read",
                    lang,
                    cases=done.cases,
                    made=done.made,
                    values=done.values,
                    variables=len(done.variables),
                ),
                *_problems(done.problems, lang),
            ]
            worst = 1 if any(problem.severity == "error" for problem in done.problems) else 0
        if out is not None:
            from app.exporters.cases import write_cases

            write_cases(project, out, lang)
            record["file"] = str(out)
            lines.append(message("project_cli.cases_written", lang, path=str(out)))
        if table is None and out is None:
            rows = case_rows(project)
            record["cases"] = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
            if not as_json:
                shown = Table()
                for heading in rows[0]:
                    shown.add_column(Text(heading), overflow="fold")
                for row in rows[1:]:
                    shown.add_row(*(Text(cell) for cell in row))
                Console(highlight=False).print(shown)
                return 0
        _tell(record, lines, as_json)
        return worst


def split(
    study: str,
    out: Path,
    coder: str,
    transcripts: tuple[str, ...],
    suggestions: bool,
    lang: Language,
    as_json: bool,
) -> int:
    chosen = tuple(
        part.strip()
        for told in transcripts
        for part in told.replace("，", ",").split(",")
        if part.strip()
    )
    with (
        open_project(study) as project,
        split_project(project, out, coder, chosen, suggestions=suggestions) as copy,
    ):
        number = len(copy.transcripts())
        _tell(
            {"file": str(out), "coder": coder, "transcripts": number},
            [
                message("project_cli.split", lang, path=str(out), coder=coder, count=number),
                message("project_cli.next_merge", lang, study=study, path=str(out)),
            ],
            as_json,
        )
    return 0


def merge(study: str, other: str, lang: Language, as_json: bool) -> int:
    with open_project(study) as project, open_project(other) as copy:
        done = merge_projects(project, copy)
        told = {
            "events": done.events,
            "known": done.known,
            "codings": done.codings,
            "memos": done.memos,
            "reviews": done.reviews,
            "conflicts": done.conflicts,
            "to_place": done.to_place,
            "coders": "、".join(done.coders) or "—",
        }
        lines = (
            [message("project_cli.merged", lang, **told)]
            if done.events
            else [message("project_cli.merged_before", lang)]
        )
        if done.conflicts:
            lines += [
                message("project_cli.conflicts_listed", lang, count=done.conflicts),
                *_conflict_lines(project, lang),
                message("project_cli.next_settle", lang, study=study),
            ]
        _tell(told, lines, as_json)
        return 1 if done.conflicts else 0


def _conflict_lines(project: Project, lang: Language) -> list[str]:
    return [
        message(
            "project_cli.conflict",
            lang,
            id=one["id"][:8],
            what=one["what"],
            ours=one["ours"] or message("project_cli.nothing_here", lang),
            theirs=one["theirs"] or message("project_cli.nothing_here", lang),
        )
        for one in _conflicts(project)
    ]


def _conflicts(project: Project) -> list[dict[str, str]]:
    """The conflicts that wait, told by what differs on the two sides."""
    sources = {info.id: info.source for info in project.transcripts()}
    names = {code.id: code.key for code in project.codes(retired=True)} | {
        coder.id: coder.name for coder in project.coders()
    }
    aside = ("id", "evidence", "facts", "record", "snapshot", "turn", "hash", "at")

    def told(row: Any, other: Any) -> str:
        if row is None:
            return ""
        differing = [
            name
            for name in row
            if name not in aside and (other is None or row[name] != other.get(name))
        ]
        return "，".join(
            f"{name}={names.get(row[name], row[name])}"
            for name in differing
            if row[name] is not None
        )[:160]

    found = []
    for one in project.conflicts():
        row = one.theirs or one.ours or {}
        place = sources.get(row.get("transcript", ""), "")
        what = " ".join(
            part
            for part in (
                one.table,
                place,
                f"“{row['quote'][:24]}”" if row.get("quote") else str(row.get("name", "")),
            )
            if part
        )
        found.append(
            {
                "id": one.id,
                "what": what,
                "ours": told(one.ours, one.theirs),
                "theirs": told(one.theirs, one.ours),
            }
        )
    return found


def conflicts(
    study: str, chosen: Sequence[str], take: str | None, coder: str, lang: Language, as_json: bool
) -> int:
    with open_project(study) as project:
        if take is None:
            listed = _conflicts(project)
            _tell(
                {"conflicts": listed},
                [
                    *_conflict_lines(project, lang),
                    message("project_cli.next_settle", lang, study=study),
                ]
                if listed
                else [message("project_cli.no_conflicts", lang)],
                as_json,
            )
            return 0
        waiting = [one.id for one in project.conflicts()]
        ids = []
        for told in chosen:
            match = [entity for entity in waiting if entity.startswith(told)]
            if len(match) != 1:
                raise FangtanError(
                    "project_cli.unknown_conflict",
                    id=told,
                    known="、".join(entity[:8] for entity in waiting[:20]) or "—",
                )
            ids += match
        who = project.coder(coder)
        for entity in ids or waiting:
            project.apply(
                SettleConflict(entity, "theirs" if take == "theirs" else "ours"), coder=who
            )
        left = len(project.conflicts())
        _tell(
            {"settled": len(ids or waiting), "left": left},
            [message("project_cli.settled", lang, count=len(ids or waiting), left=left)],
            as_json,
        )
    return 0


def backup(study: str, out: Path | None, lang: Language, as_json: bool) -> int:
    with open_project(study, migrate=True) as project:
        if out is None and project.path is None:
            out = Path(f"{project.title}.backup.fangtan")
        made = (
            back_up(project.store, out) if out is not None else automatic(project.store, "backup")
        )
        _tell(
            {"file": str(made)}, [message("project_cli.backed_up", lang, path=str(made))], as_json
        )
    return 0


def check(study: str, lang: Language, as_json: bool) -> int:
    with open_project(study) as project:
        done = check_project(project)
        told = {
            "sound": done.sound,
            "transcripts": done.transcripts,
            "codings": done.codings,
            "events": done.events,
            "problems": [problem.as_record() for problem in done.problems],
        }
        lines = (
            [message("project_cli.sound", lang, **told)]
            if done.sound
            else [problem.sentence(lang) for problem in done.problems[:50]]
        )
        _tell(told, lines, as_json)
        return 0 if done.sound else 1


def log(study: str, limit: int, coder: str | None, lang: Language, as_json: bool) -> int:
    with open_project(study) as project:
        coders = {one.id: one for one in project.coders()}
        entries = project.log(limit, _known_coder(project, coder) if coder else None)
        rows = [
            (
                event.number,
                event.at[:19].replace("T", " "),
                coders[event.coder].name if event.coder in coders else "",
                event.kind,
                touched,
            )
            for event, touched in entries
        ]
        if as_json:
            print(
                json.dumps(
                    [
                        dict(zip(("number", "at", "coder", "kind", "rows"), row, strict=True))
                        for row in rows
                    ],
                    ensure_ascii=False,
                )
            )
            return 0
        table = Table()
        for key in ("number", "at", "coder", "operation", "rows"):
            table.add_column(
                message(f"project_cli.{key}", lang),
                justify="right" if key in ("number", "rows") else "left",
            )
        for number, at, name, kind, touched in rows:
            table.add_row(
                str(number), at, Text(name), message(f"operation.{kind}", lang), str(touched)
            )
        Console(highlight=False).print(table)
    return 0


def _known_coder(project: Project, name: str) -> CoderInfo:
    found = next((one for one in project.coders() if one.name == name), None)
    if found is None:
        raise FangtanError(
            "project_cli.unknown_coder",
            coder=name,
            known="、".join(one.name for one in project.coders()) or "—",
        )
    return found


def undo(study: str, coder: str, steps: int, redo: bool, lang: Language, as_json: bool) -> int:
    with open_project(study) as project:
        who = _known_coder(project, coder)
        done = 0
        for _ in range(steps):
            try:
                (project.redo if redo else project.undo)(who)
            except Refused as error:
                if not done:
                    raise
                raise FangtanError(
                    "project.stopped_at", error=error.text(lang), done=done
                ) from error
            done += 1
        _tell(
            {"done": done, "revision": project.revision},
            [
                message(
                    "project_cli.redone" if redo else "project_cli.undone",
                    lang,
                    coder=coder,
                    count=done,
                )
            ],
            as_json,
        )
    return 0
