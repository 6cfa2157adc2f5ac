"""fangtan read: the import report, what each line was taken for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.options import Lang, LangOption, guard
from corpus.catalogue import Language, message

if TYPE_CHECKING:
    from rich.console import Console

    from corpus.document import Document
    from corpus.transcript import Transcript
    from corpus.turns.transcribe import TurnOptions


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(help=both("help.read", between=""))(read)


def read(
    inputs: Annotated[list[Path], typer.Argument(help=both("help.read_read_inputs"))],
    interviewer: Annotated[
        list[str] | None, typer.Option(help=both("help.read_read_interviewer"))
    ] = None,
    merge_runs: Annotated[
        bool,
        typer.Option("--merge-runs", help=both("help.read_read_merge_runs")),
    ] = False,
    encoding: Annotated[str | None, typer.Option(help=both("help.read_read_encoding"))] = None,
    lang: LangOption = Lang.zh,
) -> None:
    """Import report, line by line."""
    language: Language = lang.value
    from corpus.turns.transcribe import TurnOptions

    with guard(language, False):
        raise typer.Exit(
            show_import(
                inputs, TurnOptions(tuple(interviewer or ()), merge_runs), encoding, language
            )
        )


def show_import(
    inputs: Sequence[Path], options: TurnOptions, encoding: str | None, lang: Language
) -> int:
    """Line by line what was taken for what. Returns the exit code."""
    from rich.console import Console
    from rich.text import Text

    from app.study.inputs import find_inputs
    from app.study.reading import unlabelled
    from corpus.readers import read_file
    from corpus.turns.transcribe import transcribe

    console = Console(highlight=False)
    files, problems = find_inputs(inputs)
    count = 0
    for path, name in files:
        documents, file_problems = read_file(path, name=name, encoding=encoding)
        problems.extend(file_problems)
        shapes = []
        for document in documents:
            source = f"{name}#{document.part}" if document.part else name
            transcript = transcribe(document, source, options)
            count += 1
            problems.extend(transcript.problems)
            shapes.append((transcript.source, transcript.report.shapes))
            _show(console, document, transcript, lang)
        problems.extend(unlabelled(name, shapes))
    for problem in problems:
        severity = message(f"severity.{problem.severity}", lang)
        console.print(Text(f"{severity} {problem.sentence(lang)}"))
    if not count:
        return 2
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def _show(console: Console, document: Document, transcript: Transcript, lang: Language) -> None:
    """Header, speakers and lines of one interview."""
    from rich.table import Table
    from rich.text import Text

    report = transcript.report
    form = f"[{document.format} {document.encoding}]"
    console.print(Text(f"\n{transcript.source}  {form}", style="bold"))
    for key, value in transcript.metadata.items():
        console.print(Text(f"  {key}: {value}"))
    for person in transcript.speakers:
        role = message(f"role.{person.role}", lang)
        console.print(Text(f"  {person.name}  {role}  {person.department}"))
    confidence = message(f"confidence.{report.roles}", lang)
    reason = message(report.roles_by, lang)
    console.print(Text(f"  {message('read.roles', lang)} {confidence}（{reason}）"))
    table = Table()
    for column in ("line", "taken", "shape", "text"):
        table.add_column(message(f"column.{column}", lang), overflow="fold")
    for line in report.lines:
        taken = message(f"taken.{line.taken}", lang)
        table.add_row(str(line.line), taken, line.shape, Text(line.text))
    console.print(table)
