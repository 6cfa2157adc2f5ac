"""``fangtan project new``, ``import``, ``code`` and ``info``: a study, what comes into it, and what
it holds.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.coders.family import Machine
from app.cli.console import progress_bar
from app.cli.project.lines import problem_lines, tell
from app.study.machines.asking import Asked, Plan
from app.study.machines.passes import code_project
from app.study.model_server import ModelSettings
from app.study.projects import adopt, import_interviews
from app.study.reading import Settings
from codebooks.loading import SHIPPED, load
from corpus.catalogue import Language, message
from corpus.project import Filter, Project, create, open_project

if TYPE_CHECKING:  # brings scipy with it
    from analysis.coders.polarity.learned import Learned

MOST_WAITING = 20
"""So many codings without a place are told on the screen; ``--json`` has them all."""


def new(
    study: str,
    title: str,
    codebooks: Sequence[str] | None,
    coder: str,
    lang: Language,
    as_json: bool,
) -> int:
    """Make a study with its codebooks. Returns the exit code."""
    books = [load(name) for name in dict.fromkeys(codebooks or SHIPPED)]

    def fill(project: Project) -> None:
        who = project.coder(coder)
        for book in books:
            adopt(project, book, who)

    with create(study, title, fill=fill) as project:
        tell(
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


class CoderFacts(TypedDict):
    """A coder with the counts of codings by status."""

    name: str
    kind: str
    round: int
    suggested: int
    accepted: int
    rejected: int


class BookFacts(TypedDict):
    """The version of a codebook that stands."""

    id: str
    version: str
    hash: str


def coder_facts(project: Project) -> list[CoderFacts]:
    """Coders, people first, with the counts of their codings by status."""
    count = project.count(Filter(statuses=(), placed=None), "coder", "status")
    return [
        {
            "name": coder.name,
            "kind": coder.kind,
            "round": coder.round,
            "suggested": count.get((coder.id, "suggested"), 0),
            "accepted": count.get((coder.id, "accepted"), 0),
            "rejected": count.get((coder.id, "rejected"), 0),
        }
        for coder in project.coders()
    ]


def book_facts(project: Project) -> list[BookFacts]:
    """The codebooks as they stand."""
    return [
        {"id": book.family, "version": book.version, "hash": book.hash}
        for book in project.codebooks()
    ]


def facts(project: Project) -> dict[str, object]:
    """What describes a study, for people and machines alike."""
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
        "codebooks": book_facts(project),
        "coders": coder_facts(project),
        "to_place": project.count(Filter(statuses=(), placed=False)).get((), 0),
        "links": len(project.links()),
        "memos": len(project.memos()),
        "open_reviews": len(project.reviews(settled=False)),
        "conflicts": len(project.conflicts()),
    }


_COUNTS: Final = (
    "file",
    "transcripts",
    "characters",
    "cases",
    "links",
    "memos",
    "open_reviews",
    "to_place",
    "conflicts",
    "revision",
)
"""The facts that ``info`` shows one by one."""
_STATUSES: Final = ("suggested", "accepted", "rejected")


def info(study: str, lang: Language, as_json: bool) -> int:
    """Show what a study holds and what waits. Returns the exit code."""
    with open_project(study) as project:
        record = facts(project)
        title, books, coders = project.title, book_facts(project), coder_facts(project)
    if as_json:
        tell(record, (), as_json)
        return 0
    console = Console(highlight=False)
    table = Table(title=title, show_header=False)
    for key in _COUNTS:
        value = record[key]
        table.add_row(
            message(f"project_cli.{key}", lang),
            Text(f"{value:,}" if isinstance(value, int) else str(value)),
        )
    for book in books:
        table.add_row(message("project_cli.codebook", lang), f"{book['id']} {book['version']}")
    console.print(table)
    people = Table(title=message("project_cli.coders", lang))
    for key in ("name", "kind", *_STATUSES):
        people.add_column(
            message(f"project_cli.{key}", lang),
            justify="right" if key in _STATUSES else "left",
        )
    for coder in coders:
        people.add_row(
            Text(coder["name"]),
            message(f"project_cli.{coder['kind']}", lang),
            f"{coder['suggested']:,}",
            f"{coder['accepted']:,}",
            f"{coder['rejected']:,}",
        )
    console.print(people)
    return 0


def waiting_to_be_placed(project: Project) -> list[dict[str, str]]:
    """Codings and memos that a new text has left without a place, for a person to read."""
    sources = {info.id: info.source for info in project.transcripts()}
    codes = {code.id: f"{code.key} {code.name}" for code in project.codes(retired=True)}
    codings = [
        {
            "id": coding.id,
            "source": sources[coding.transcript],
            "code": codes[coding.code],
            "quote": coding.quote,
        }
        for coding in project.codings(Filter(statuses=(), placed=False))
    ]
    memos = [
        {
            "id": memo.id,
            "source": sources.get(memo.target, memo.target),
            "code": memo.text[:20],
            "quote": memo.quote,
        }
        for memo in project.memos("span")
        if not memo.placed
    ]
    return codings + memos


def import_(
    study: str,
    inputs: Sequence[Path],
    interviewers: tuple[str, ...],
    merge_runs: bool,
    encoding: str | None,
    lang: Language,
    as_json: bool,
) -> int:
    """Take interviews in and say what became of each. Returns the exit code of the import."""
    with open_project(study) as project:
        settings = Settings((), interviewers=interviewers, merge_runs=merge_runs, encoding=encoding)
        with progress_bar(lang, quiet=as_json or not sys.stderr.isatty()) as progress:
            outcome = import_interviews(project, inputs, settings, progress=progress)
        to_place = sum(file.to_place for file in outcome.files)
        waiting = waiting_to_be_placed(project) if to_place else []
    counts = {
        name: outcome.count(name) for name in ("new", "revised", "unchanged", "duplicate", "failed")
    }
    carried = sum(file.carried for file in outcome.files)
    lines = [message("project_cli.imported", lang, **counts)]
    if carried or to_place:
        lines.append(message("project_cli.carried", lang, carried=carried, left=to_place))
    lines += [message("project_cli.waits", lang, **coding) for coding in waiting[:MOST_WAITING]]
    if len(waiting) > MOST_WAITING:
        lines.append(message("project_cli.more", lang, count=len(waiting) - MOST_WAITING))
    lines += problem_lines(outcome.all_problems, lang)
    if outcome.stopped:
        lines.append(message("run.interrupted", lang))
    elif counts["new"] or counts["revised"]:
        lines.append(message("project_cli.next_code", lang, name=study))
    record = {
        **counts,
        "carried": carried,
        "to_place": to_place,
        "waiting": waiting,
        "problems": [problem.as_record() for problem in outcome.all_problems],
        "exit": outcome.exit_code,
    }
    tell(record, lines, as_json)
    return outcome.exit_code


def code(
    study: str,
    codebooks: Sequence[str] | None,
    again: bool,
    by: Machine,
    coder: str,
    lang: Language,
    as_json: bool,
    model: ModelSettings | None = None,
) -> int:
    """Adopt the codebooks named, then let a machine code what is new; a ``model`` that is asked is
    announced with what it will cost. Returns 130 when it was stopped.
    """
    books = [load(name) for name in dict.fromkeys(codebooks or ())]
    with open_project(study) as project:
        for book in books:
            adopt(project, book, project.coder(coder))
        with progress_bar(lang, quiet=as_json or not sys.stderr.isatty()) as progress:
            outcome = code_project(
                project,
                by=by,
                model=model,
                again=again,
                progress=progress,
                told=lambda plan: _announce(plan, model, lang),
            )
    changed = outcome.changed
    counts = {
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
            message("project_cli.coded", lang, **counts),
            message("project_cli.next_explore", lang, name=study),
        ]
        if outcome.books
        else [message("project_cli.no_books", lang, study=study)]
    )
    record: dict[str, object] = dict(counts)
    if outcome.learned is not None:
        lines[1:1] = _about_learned(outcome.learned, outcome.overruled, lang)
        record["polarity_learned"] = _facts_of_learned(outcome.learned, outcome.overruled)
    if outcome.asked is not None and model is not None:
        lines[:0] = _about_asked(outcome.asked, lang)
        record["model"] = {**model.facts(), **asdict(outcome.asked)}
    tell(record, lines, as_json)
    return 130 if outcome.stopped else 0


def _announce(plan: Plan, model: ModelSettings | None, lang: Language) -> None:
    """On the error stream: whom a pass asks, whether interviews leave this machine, and what it
    takes.
    """
    if model is None:
        return
    where = "model.leaves" if model.leaves else "model.stays"
    print(message(where, lang, address=model.server.address, name=model.name), file=sys.stderr)
    print(
        message(
            "model.plan",
            lang,
            questions=plan.questions,
            known=plan.known,
            characters=f"{plan.characters:,}",
            minutes=f"{plan.minutes:.1f}",
        ),
        file=sys.stderr,
    )


def _about_learned(learned: Learned, overruled: int, lang: Language) -> list[str]:
    """What people's corrections taught of polarity; nothing while they are few."""
    if learned.silence == "few":
        return []
    facts = _facts_of_learned(learned, overruled)
    return [message(f"project_cli.learned_{learned.silence or 'used'}", lang, **facts)]


def _facts_of_learned(learned: Learned, overruled: int) -> dict[str, int | str | None]:
    return {
        "decisions": learned.count,
        "corrections": learned.corrected,
        "right_of_rules": learned.rules_right,
        "right": learned.right,
        "silence": learned.silence,
        "overruled": overruled,
    }


def _about_asked(asked: Asked, lang: Language) -> list[str]:
    """What became of the questions, and how stable each code was."""
    lines = [
        message("model.sent", lang, sent=asked.sent, rate=f"{asked.per_minute:.0f}"),
        message("model.unanswered", lang, count=asked.dropped["unanswered"]),
        message(
            "model.dropped",
            lang,
            broken=asked.dropped["broken"],
            code=asked.dropped["code"],
            quote=asked.dropped["quote"],
            twice=asked.dropped["twice"],
        ),
    ]
    if asked.stable:
        codes = "  ".join(f"{code} {every}/{any_}" for code, (every, any_) in asked.stable.items())
        lines.append(message("model.stable", lang, codes=codes))
    return lines
