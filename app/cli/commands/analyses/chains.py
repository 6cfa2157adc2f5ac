"""``fangtan chains``: problem, cause, countermeasure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.on_study import Book, By, Folder, Target, on_study
from app.cli.options import JsonOption, Lang, LangOption, Unit
from corpus.problem import FangtanError

if TYPE_CHECKING:
    from app.result import Result
    from app.study.study import Study


def chains(
    folder: Folder,
    out: Target = None,
    by: Annotated[By, typer.Option("--by", help=both("help.analyses_chains_by"))] = By.themes,
    lens: Annotated[str | None, typer.Option(help=both("help.analyses_chains_lens"))] = None,
    reach: Annotated[
        Unit | None,
        typer.Option("--reach", help=both("help.analyses_chains_reach")),
    ] = None,
    codebook: Book = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Problems, causes and countermeasures by theme or lens; --by codes: chains of codes."""

    def work(study: Study) -> Result:
        from app.analyses.chains import ChainsOptions
        from app.analyses.chains import chains as analysis
        from app.analyses.themes.chain_table import ChainTableOptions, chain_table_of

        if by is By.themes:
            if reach is not None:
                raise FangtanError("chain_table.no_reach")
            return chain_table_of(study, ChainTableOptions(codebook=codebook, lens=lens))
        if lens is not None:
            raise FangtanError("study.lens_of_codes")
        options = ChainsOptions(reach=reach.value if reach else None, codebook=codebook)
        return analysis(study, options)

    on_study(folder, out, lang, as_json, work)
