"""``fangtan chains``: problem, cause, countermeasure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.on_study import Book, Folder, Target, on_study
from app.cli.options import JsonOption, Lang, LangOption, Unit

if TYPE_CHECKING:
    from app.result import Result
    from app.study.study import Study


def chains(
    folder: Folder,
    out: Target = None,
    reach: Annotated[
        Unit | None,
        typer.Option("--reach", help=both("help.analyses_chains_reach")),
    ] = None,
    codebook: Book = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Problem, cause, countermeasure chains."""

    def work(study: Study) -> Result:
        from app.analyses.chains import ChainsOptions
        from app.analyses.chains import chains as analysis

        options = ChainsOptions(reach=reach.value if reach else None, codebook=codebook)
        return analysis(study, options)

    on_study(folder, out, lang, as_json, work)
