"""``fangtan project cases`` and ``assign``: who was interviewed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.cli.project.lines import problem_lines, tell
from corpus.catalogue import Language, message
from corpus.problem import FangtanError
from corpus.project import Project, open_project
from corpus.project.cases import case_rows, read_cases
from corpus.project.operations import AssignCase


def cases(
    study: str, table: Path | None, out: Path | None, coder: str, lang: Language, as_json: bool
) -> int:
    """Read a table of cases, write one, or (with neither) show them. Returns 1 when a cell could
    not be taken.
    """
    with open_project(study) as project:
        lines: list[str] = []
        record: dict[str, object] = {}
        exit_code = 0
        if table is not None:
            exit_code = _read(project, table, coder, lang, record, lines)
        if out is not None:
            from app.exporters.cases import write_cases  # pandas: only where a file is written

            write_cases(project, out, lang)
            record["file"] = str(out)
            lines.append(message("project_cli.cases_written", lang, path=str(out)))
        if table is None and out is None:
            headings, *rows = case_rows(project)
            record["cases"] = [dict(zip(headings, row, strict=True)) for row in rows]
            if not as_json:
                _show(headings, rows)
                return 0
    tell(record, lines, as_json)
    return exit_code


def _read(
    project: Project,
    table: Path,
    coder: str,
    lang: Language,
    record: dict[str, object],
    lines: list[str],
) -> int:
    read = read_cases(project, table, project.coder(coder))
    counts = {"cases": read.cases, "made": read.made, "values": read.values}
    problems = [problem.as_record() for problem in read.problems]
    record |= {**counts, "variables": read.variables, "problems": problems}
    lines += [
        message("project_cli.cases_read", lang, **counts, variables=len(read.variables)),
        *problem_lines(read.problems, lang),
    ]
    return 1 if any(problem.severity == "error" for problem in read.problems) else 0


def _show(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table()
    for heading in headings:
        table.add_column(Text(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False).print(table)


def assign(
    study: str,
    transcript: str,
    speaker: str,
    case: str | None,
    coder: str,
    lang: Language,
    as_json: bool,
) -> int:
    """Tell which case a speaker of a transcript is (None: no case). Raises FangtanError, naming
    what the study has, for a transcript or case that it does not have.
    """
    with open_project(study) as project:
        infos = project.transcripts()
        matches = [
            info
            for info in infos
            if transcript
            in (info.id, info.source, info.source.rsplit("/", 1)[-1], info.metadata.get("id"))
        ]
        if len(matches) != 1:
            raise FangtanError(
                "project.no_transcripts",
                names=transcript,
                known="、".join(str(info.metadata.get("id") or info.source) for info in infos[:40])
                or "—",
            )
        ids = {known.name: known.id for known in project.cases()}
        if case is not None and case not in ids:
            raise FangtanError(
                "project_cli.unknown_case", case=case, known="、".join(list(ids)[:40]) or "—"
            )
        project.apply(
            AssignCase(matches[0].id, speaker, ids[case] if case is not None else None),
            coder=project.coder(coder),
        )
    told = {"source": matches[0].source, "speaker": speaker}
    sentence = (
        message("project_cli.assigned", lang, **told, case=case)
        if case is not None
        else message("project_cli.assigned_nobody", lang, **told)
    )
    tell({**told, "case": case}, [sentence], as_json)
    return 0
