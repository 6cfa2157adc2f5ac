"""What the commands on a study share: the study itself (the output folder of ``fangtan run``, or a
project), where the result goes, and the options that several of them take.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.options import Lang, Unit, guard
from corpus.catalogue import Language

if TYPE_CHECKING:
    from app.result import Result
    from app.study.study import Study

Folder = Annotated[
    str,
    typer.Argument(
        help=both("help.analyses_folder"),
        metavar="STUDY",
    ),
]
Target = Annotated[
    Path | None,
    typer.Option("--out", "-o", help=both("help.analyses_target")),
]
Book = Annotated[
    str | None,
    typer.Option("--codebook", "-c", help=both("help.analyses_book")),
]
UnitOption = Annotated[
    Unit | None,
    typer.Option("--unit", help=both("help.analyses_unit_option")),
]


class By(StrEnum):
    """What is counted, or stands in the rows."""

    codes = "codes"
    themes = "themes"


ByOption = Annotated[By, typer.Option("--by", help=both("help.analyses_by"))]
PowerOption = Annotated[bool, typer.Option(help=both("help.analyses_power"))]
Groups = Annotated[
    str | None,
    typer.Option(
        "--groups",
        help=(both("help.analyses_groups")),
    ),
]
Measured = Annotated[
    str,
    typer.Option(
        "--measure",
        help=both("help.analyses_measured") + "：{measures}",
    ),
]


def on_study(
    folder: str,
    out: Path | None,
    lang: Lang,
    as_json: bool,
    work: Callable[[Study], Result],
) -> None:
    """What every command on a study does: read it, work, show or write the result."""
    language: Language = lang.value
    with guard(language, as_json):
        from app.cli.results import deliver
        from app.study.study import load, names_of

        study = load(folder)
        deliver(work(study), out, language, as_json, names_of(study.books, language))
