"""What a person should look at in a transcript: nobody speaks, roles that are a guess, lines that
were not understood.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from corpus.problem import Problem
from corpus.transcript import ImportReport, Turn
from corpus.turns.roles import Roles

_NAMED: Final = 6
"""So many speakers are named in a message."""


def doubts(
    source: str,
    turns: Sequence[Turn],
    report: ImportReport,
    roles: Roles,
    interviewers: Collection[str],
    is_row: bool,
) -> list[Problem]:
    """Problems of a transcript, as values. ``interviewers``: the names that the user gave.

    ``is_row``: one of many texts of a table, which nobody labels (what is said of them is said
    once, of the table).
    """
    if not turns:
        problems = [Problem(source, "turns.none")]
    else:
        problems = _of_voices(source, turns, report, roles, is_row)
        if not any(turn.role == "interviewee" for turn in turns):
            problems.append(Problem(source, "turns.nobody_answers", severity="warning"))
        if roles.ground != "roles.user":
            problems += [
                Problem(source, "turns.interviewer_absent", severity="note", values={"name": name})
                for name in interviewers
            ]
    if report.unknown:
        first = report.unknown[0]
        values = {"count": len(report.unknown), "text": first.text[:30]}
        problems.append(Problem(source, "turns.unknown_lines", first.line, "warning", values))
    return problems


def _of_voices(
    source: str, turns: Sequence[Turn], report: ImportReport, roles: Roles, is_row: bool
) -> list[Problem]:
    if report.shapes.keys() == {"unlabelled"}:
        if is_row and len(turns) == 1:
            return []
        return [Problem(source, "turns.unlabelled", severity="warning")]
    if roles.confidence == "low":
        values = {"speakers": "、".join(list(roles.by_speaker)[:_NAMED])}
        return [Problem(source, "turns.roles_unsure", severity="warning", values=values)]
    return []
