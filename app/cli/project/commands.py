"""``fangtan project …``: a study kept in one file (or a PostgreSQL database), by several coders."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from app.cli.help_text import both
from app.cli.options import (
    AllowRemote,
    InterviewsLeave,
    JsonOption,
    Lang,
    LangOption,
    MachineCoder,
    ModelAddress,
    ModelName,
    ModelPasses,
    guard,
)
from corpus.catalogue import Language

project_app = typer.Typer(
    help=(both("help.project_project_app", between="")),
    no_args_is_help=True,
)

Study = Annotated[
    str,
    typer.Argument(
        help=(both("help.project_study")),
        metavar="STUDY",
    ),
]
CoderOption = Annotated[
    str | None,
    typer.Option("--coder", help=both("help.project_coder_option")),
]


def person(name: str | None) -> str:
    """The coder named, else the user of this machine."""
    if name:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "researcher"


def answer(screen: Callable[[Language, bool], int], lang: Lang, as_json: bool) -> None:
    """What every command here does: show a screen in a language (or as JSON), say what goes wrong,
    and end with the exit code that the screen returns.
    """
    with guard(lang.value, as_json):
        raise typer.Exit(screen(lang.value, as_json))


@project_app.command("new", help=both("help.project_new", between=""))
def new(
    study: Study,
    title: Annotated[str, typer.Option("--title", help=both("help.project_new_title"))] = "",
    codebook: Annotated[
        list[str] | None,
        typer.Option(
            "--codebook",
            "-c",
            help=(both("help.project_new_codebook")),
        ),
    ] = None,
    coder: CoderOption = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Make a study with its codebooks."""
    from app.cli.project import study as screen

    answer(partial(screen.new, study, title, codebook, person(coder)), lang, as_json)


@project_app.command("info", help=both("help.project_info", between=""))
def info(study: Study, lang: LangOption = Lang.zh, as_json: JsonOption = False) -> None:
    """What the study holds."""
    from app.cli.project import study as screen

    answer(partial(screen.info, study), lang, as_json)


@project_app.command("import", help=both("help.project_import", between=""))
def import_(
    study: Study,
    inputs: Annotated[list[Path], typer.Argument(help=both("help.project_import_inputs"))],
    interviewer: Annotated[
        list[str] | None, typer.Option(help=both("help.project_import_interviewer"))
    ] = None,
    merge_runs: Annotated[
        bool, typer.Option("--merge-runs", help=both("help.project_import_merge_runs"))
    ] = False,
    encoding: Annotated[str | None, typer.Option(help=both("help.project_import_encoding"))] = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Import interviews; changed files become new revisions and codings move with their words."""
    from app.cli.project import study as screen

    answer(
        partial(screen.import_, study, inputs, tuple(interviewer or ()), merge_runs, encoding),
        lang,
        as_json,
    )


@project_app.command("code", help=both("help.project_code", between=""))
def code(
    study: Study,
    codebook: Annotated[
        list[str] | None,
        typer.Option("--codebook", "-c", help=both("help.project_code_codebook")),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help=both("help.project_code_again"))] = False,
    machine: Annotated[
        MachineCoder, typer.Option("--coder", help=both("help.project_code_machine"))
    ] = MachineCoder.rules,
    model_address: ModelAddress = None,
    model: ModelName = None,
    passes: ModelPasses = 1,
    allow_remote: AllowRemote = False,
    interviews_leave: InterviewsLeave = False,
    person_: Annotated[
        str | None, typer.Option("--person", help=both("help.project_coder_option"))
    ] = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Let a machine code what is new; only its own open suggestions are replaced."""
    from app.cli.project import study as screen
    from app.study.model_server import answers_beside, model_at

    with guard(lang.value, as_json):
        asked = (
            model_at(
                model_address,
                model,
                remote=allow_remote,
                leaves=interviews_leave,
                passes=passes,
                answers=answers_beside(study),
            )
            if machine == MachineCoder.model
            else None
        )
    answer(
        partial(screen.code, study, codebook, again, machine.value, person(person_), model=asked),
        lang,
        as_json,
    )


@project_app.command("next", help=both("help.project_next", between=""))
def next_(
    study: Study,
    code: Annotated[
        list[str] | None, typer.Option("--code", help=both("help.project_next_code"))
    ] = None,
    count: Annotated[
        int, typer.Option("--count", min=1, max=200, help=both("help.project_next_count"))
    ] = 10,
    coder: CoderOption = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Which sentences to look at next."""
    from app.cli.project import looking as screen

    answer(partial(screen.next_, study, code or [], count, person(coder)), lang, as_json)


@project_app.command("indicators", help=both("help.project_indicators", between=""))
def indicators(study: Study, lang: LangOption = Lang.zh, as_json: JsonOption = False) -> None:
    """Words that people's answers offer as indicators."""
    from app.cli.project import indicators as screen

    answer(partial(screen.indicators, study), lang, as_json)


@project_app.command("cases", help=both("help.project_cases", between=""))
def cases(
    study: Study,
    table: Annotated[
        Path | None,
        typer.Option("--import", help=both("help.project_cases_table")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--export", help=both("help.project_cases_out"))
    ] = None,
    coder: CoderOption = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Cases and their attributes."""
    from app.cli.project import cases as screen

    answer(partial(screen.cases, study, table, out, person(coder)), lang, as_json)


@project_app.command("assign", help=both("help.project_assign", between=""))
def assign(
    study: Study,
    transcript: Annotated[str, typer.Argument(help=both("help.project_assign_transcript"))],
    speaker: Annotated[str, typer.Argument(help=both("help.project_assign_speaker"))],
    case: Annotated[
        str | None,
        typer.Option("--case", help=both("help.project_assign_case")),
    ] = None,
    coder: CoderOption = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Tell which case a speaker is, as where one person gave two interviews."""
    from app.cli.project import cases as screen

    answer(partial(screen.assign, study, transcript, speaker, case, person(coder)), lang, as_json)


@project_app.command("merge-codings", help=both("help.project_merge_codings", between=""))
def merge_codings(
    study: Study,
    coder: CoderOption = None,
    apply: Annotated[
        bool, typer.Option("--apply", help=both("help.project_merge_codings_apply"))
    ] = False,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Make one of codings that a coder laid over each other under one code and polarity."""
    from app.cli.project import doubled as screen

    answer(partial(screen.merge_codings, study, person(coder), apply), lang, as_json)


@project_app.command("split", help=both("help.project_split", between=""))
def split(
    study: Study,
    out: Annotated[Path, typer.Option("--out", "-o", help=both("help.project_split_out"))],
    coder: Annotated[str, typer.Option("--coder", help=both("help.project_split_coder"))],
    transcripts: Annotated[
        list[str] | None,
        typer.Option(
            "--transcripts",
            help=both("help.project_split_transcripts"),
        ),
    ] = None,
    suggestions: Annotated[
        bool,
        typer.Option("--with-suggestions", help=both("help.project_split_suggestions")),
    ] = False,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """A copy for a second coder, blind to the first."""
    from app.cli.project import apart as screen

    answer(partial(screen.split, study, out, coder, transcripts or (), suggestions), lang, as_json)


@project_app.command("merge", help=both("help.project_merge", between=""))
def merge(
    study: Study,
    copy: Annotated[str, typer.Argument(help=both("help.project_merge_copy"))],
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Bring a copy's work home; twice is the same as once."""
    from app.cli.project import apart as screen

    answer(partial(screen.merge, study, copy), lang, as_json)


class Side(StrEnum):
    ours = "ours"
    theirs = "theirs"


@project_app.command("conflicts", help=both("help.project_conflicts", between=""))
def conflicts(
    study: Study,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            help=(both("help.project_conflicts_ids")),
            metavar="[CONFLICT]...",
        ),
    ] = None,
    take: Annotated[
        Side | None,
        typer.Option("--take", help=both("help.project_conflicts_take")),
    ] = None,
    coder: CoderOption = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """List or decide what both sides had changed when they were merged."""
    from app.cli.project import apart as screen

    answer(
        partial(screen.conflicts, study, ids or (), take.value if take else None, person(coder)),
        lang,
        as_json,
    )


@project_app.command("backup", help=both("help.project_backup", between=""))
def backup(
    study: Study,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help=both("help.project_backup_out")),
    ] = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """A backup while others work."""
    from app.cli.project import safety as screen

    answer(partial(screen.backup, study, out), lang, as_json)


@project_app.command("check", help=both("help.project_check", between=""))
def check(study: Study, lang: LangOption = Lang.zh, as_json: JsonOption = False) -> None:
    """Integrity, quotes against texts, log against state."""
    from app.cli.project import safety as screen

    answer(partial(screen.check, study), lang, as_json)


@project_app.command("log", help=both("help.project_log", between=""))
def log(
    study: Study,
    limit: Annotated[int, typer.Option("--limit", min=1, help=both("help.project_log_limit"))] = 30,
    coder: CoderOption = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """The newest changes."""
    from app.cli.project import log as screen

    answer(partial(screen.log, study, limit, coder), lang, as_json)


@project_app.command("history", help=both("help.project_history", between=""))
def history(
    study: Study,
    what: Annotated[
        str,
        typer.Argument(
            help=(both("help.project_history_what")),
            metavar="WHAT",
        ),
    ],
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Who changed a thing, when, and what stood before and after."""
    from app.cli.project import log as screen

    answer(partial(screen.history, study, what), lang, as_json)


@project_app.command("undo", help=both("help.project_undo", between=""))
def undo(
    study: Study,
    coder: CoderOption = None,
    steps: Annotated[int, typer.Option("--steps", min=1, help=both("help.project_undo_steps"))] = 1,
    redo: Annotated[bool, typer.Option("--redo", help=both("help.project_undo_redo"))] = False,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Undo a coder's newest operations, never others'."""
    from app.cli.project import log as screen

    answer(partial(screen.undo, study, person(coder), steps, redo), lang, as_json)
