"""What a run tells at its end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.run.pipeline import Outcome
from app.run.record import counts, exchanges_are_turns
from corpus.catalogue import Language, message

TOP: Final = ("code", "name", "sources", "references", "lacking", "present", "demanded")
"""Columns of the table of the ten commonest codes."""
GRAVE: Final = 20
"""So many problems are printed; all stand in the report."""


def summary(
    outcome: Outcome, files: Sequence[Path], lang: Language, as_json: bool, demo: bool = False
) -> None:
    """The table at the end of a run; with ``as_json`` the counts, problems and paths as one JSON
    object.
    """
    number = counts(outcome)
    if as_json:
        facts = {
            "counts": number,
            "reused": outcome.reused,
            "exit": outcome.exit_code,
            "problems": outcome.problems,
            "files": [str(path) for path in files],
        }
        print(json.dumps(facts, ensure_ascii=False))
        return
    console = Console(highlight=False)
    if outcome.stopped and not outcome.interviews:
        console.print(Text(message("run.interrupted", lang)))
        return
    if demo:
        console.print(Text(message("demo.note", lang)))
    table = Table(title=message("run.title", lang), show_header=False)
    for key in ("files", "failed", "interviews", "turns", "characters", "codings", "units"):
        table.add_row(message(f"count.{key}", lang), f"{number[key]:,}")
    table.add_row(message("count.reused", lang), f"{outcome.reused:,}")
    console.print(table)
    frame = outcome.frames.get("frequency")
    if frame is not None and len(frame):
        console.print(_commonest(frame, lang))
    by_turn = exchanges_are_turns(outcome, lang)
    if by_turn:
        console.print(Text(f"{by_turn}{message('run.name_who_asks', lang)}"))
    _print_problems(console, outcome, lang)
    if outcome.stopped:
        console.print(Text(message("run.interrupted", lang)))
    if files:
        console.print(Text(message("run.open", lang)))
        for path in files:
            console.print(Text(f"  {path}  {message('made.' + path.name, lang)}"), soft_wrap=True)
    elif not outcome.interviews:
        console.print(Text(message("run.nothing", lang)))


def _commonest(frame: pd.DataFrame, lang: Language) -> Table:
    """The ten codes with most references, below the level of themes."""
    table = Table(title=message("run.top", lang))
    for column in TOP:
        family = "polarity" if column in ("lacking", "present", "demanded") else "column"
        table.add_column(
            message(f"{family}.{column}", lang),
            justify="left" if column in ("code", "name") else "right",
        )
    leaves = frame[frame["level"] > 0].sort_values(["references", "code"], ascending=[False, True])
    for row in leaves.head(10).to_dict("records"):
        table.add_row(*(str(row[column]) for column in TOP))
    return table


def _print_problems(console: Console, outcome: Outcome, lang: Language) -> None:
    """What went wrong with which file; notes only where nothing was read."""
    grave = [
        problem
        for problem in outcome.problems
        if problem["severity"] != "note" or not outcome.interviews
    ]
    for problem in grave[:GRAVE]:
        where = problem["source"]
        if problem["line"]:
            where += f" {message('place.line', lang, line=problem['line'])}"
        severity = message(f"severity.{problem['severity']}", lang)
        sentence = message(problem["key"], lang, **problem["values"])
        console.print(Text(f"{severity} {where}：{sentence}"))
    if len(grave) > GRAVE:
        console.print(Text(message("report.more", lang, count=len(grave) - GRAVE)))
