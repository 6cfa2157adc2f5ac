"""``fangtan saturation``: how many interviews still bring new codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.on_study import Book, Folder, Target, on_study
from app.cli.options import JsonOption, Lang, LangOption

if TYPE_CHECKING:
    from app.result import Result
    from app.study.study import Study


def saturation(
    folder: Folder,
    out: Target = None,
    codebook: Book = None,
    base: Annotated[int, typer.Option(min=1, help=both("help.analyses_saturation_base"))] = 4,
    run: Annotated[int, typer.Option(min=1, help=both("help.analyses_saturation_run"))] = 2,
    threshold: Annotated[
        float, typer.Option(min=0.0, max=1.0, help=both("help.analyses_saturation_threshold"))
    ] = 0.05,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Saturation of one codebook."""

    def work(study: Study) -> Result:
        from app.analyses.saturation import SaturationOptions
        from app.analyses.saturation import saturation as analysis

        return analysis(
            study,
            SaturationOptions(codebook=codebook, base=base, run=run, threshold=threshold),
        )

    on_study(folder, out, lang, as_json, work)
