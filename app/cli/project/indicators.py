"""``fangtan project indicators``: words that could go into the codebooks of a study."""

from __future__ import annotations

from dataclasses import asdict

from app.cli.project.lines import tell
from app.study.machines.indicators import offered
from app.study.projects import rules_of
from app.study.study import names_of
from corpus.catalogue import Language, message
from corpus.project import open_project


def indicators(study: str, lang: Language, as_json: bool) -> int:
    """List what is offered for each code, best first. Returns the exit code."""
    with open_project(study) as project:
        found = offered(project)
        names = names_of(rules_of(project), lang)
    lines = []
    for key, words in found.items():
        lines.append(f"{key[1]} {names[key]}")
        lines += [
            "    "
            + message(
                "indicators.offered",
                lang,
                word=one.word,
                yes=one.yes,
                no=one.no,
                interviews=one.interviews,
                talk=one.talk,
                fresh=one.fresh,
            )
            for one in words
        ]
    lines.append(message("indicators.how" if found else "indicators.none", lang, study=study))
    records = [
        {"codebook": book, "code": code, **asdict(one)}
        for (book, code), words in found.items()
        for one in words
    ]
    tell({"indicators": records}, lines, as_json)
    return 0
