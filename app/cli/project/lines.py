"""What all ``fangtan project`` commands share: how sentences, problems and coders are told."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from corpus.catalogue import Language, message
from corpus.problem import FangtanError, Problem
from corpus.project import CoderInfo, Project


def tell(record: object, sentences: Sequence[str], as_json: bool) -> None:
    """Print the sentences; with ``as_json`` the record instead, as one line of JSON."""
    if as_json:
        print(json.dumps(record, ensure_ascii=False))
        return
    console = Console(highlight=False)
    for sentence in sentences:
        console.print(Text(sentence), soft_wrap=True)


def problem_lines(problems: Sequence[Problem], lang: Language) -> list[str]:
    """Warnings and errors as sentences, each behind its severity; notes are left out."""
    return [
        f"{message('severity.' + problem.severity, lang)} {problem.sentence(lang)}"
        for problem in problems
        if problem.severity != "note"
    ]


def known_coder(project: Project, name: str) -> CoderInfo:
    """The coder of that name. Raises FangtanError, naming those whom the study has, when there is
    none.
    """
    coders = project.coders()
    coder = next((coder for coder in coders if coder.name == name), None)
    if coder is None:
        raise FangtanError(
            "project_cli.unknown_coder",
            coder=name,
            known="、".join(coder.name for coder in coders) or "—",
        )
    return coder


def names_of_ids(project: Project) -> Mapping[str, str]:
    """Id -> what a person calls it, for codes, coders, cases, variables and transcripts."""
    return (
        {code.id: code.key for code in project.codes(retired=True)}
        | {coder.id: coder.name for coder in project.coders()}
        | {case.id: case.name for case in project.cases()}
        | {variable.id: variable.name for variable in project.variables()}
        | {info.id: info.source for info in project.transcripts()}
    )
