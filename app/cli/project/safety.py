"""``fangtan project backup`` and ``check``."""

from __future__ import annotations

from pathlib import Path

from app.cli.project.lines import tell
from corpus.catalogue import Language, message
from corpus.project import open_project
from corpus.project.backup import automatic
from corpus.project.backup import backup as back_up
from corpus.project.checking import check as check_project

MOST_PROBLEMS = 50
"""So many problems are told on the screen; ``--json`` has them all."""


def backup(study: str, out: Path | None, lang: Language, as_json: bool) -> int:
    """Write a whole copy, to ``out`` or beside the study. Returns the exit code."""
    with open_project(study) as project:
        if out is None and project.path is None:
            out = Path(f"{project.title}.backup.fangtan")
        copy = (
            back_up(project.store, out) if out is not None else automatic(project.store, "backup")
        )
    tell({"file": str(copy)}, [message("project_cli.backed_up", lang, path=str(copy))], as_json)
    return 0


def check(study: str, lang: Language, as_json: bool) -> int:
    """Every check there is. Returns 0 for a sound study, 1 otherwise."""
    with open_project(study) as project:
        checked = check_project(project)
    counts = {
        "transcripts": checked.transcripts,
        "codings": checked.codings,
        "events": checked.events,
    }
    lines = (
        [message("project_cli.sound", lang, **counts)]
        if checked.sound
        else [problem.sentence(lang) for problem in checked.problems[:MOST_PROBLEMS]]
    )
    problems = [problem.as_record() for problem in checked.problems]
    tell({"sound": checked.sound, **counts, "problems": problems}, lines, as_json)
    return 0 if checked.sound else 1
