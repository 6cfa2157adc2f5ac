"""``fangtan crosstab``: two frames crossed, or codes by attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.on_study import Book, Folder, Target, UnitOption, on_study
from app.cli.options import JsonOption, Lang, LangOption

if TYPE_CHECKING:
    from app.result import Result
    from app.study.study import Study


def crosstab(
    folder: Folder,
    out: Target = None,
    by: Annotated[
        str | None,
        typer.Option("--by", help=both("help.analyses_crosstab_by")),
    ] = None,
    rows: Annotated[
        str,
        typer.Option("--rows", help=both("help.analyses_crosstab_rows")),
    ] = "information_ecology",
    columns: Annotated[
        str, typer.Option("--columns", help=both("help.analyses_crosstab_columns"))
    ] = "collaborative_governance",
    unit: UnitOption = None,
    codebook: Book = None,
    polarity: Annotated[
        str | None, typer.Option(help=both("help.analyses_crosstab_polarity"))
    ] = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Crosswalk of two frames, or codes by attribute."""

    def work(study: Study) -> Result:
        from app.analyses.crosstab import CrosstabOptions, attribute_table
        from app.analyses.crosswalk import CrosswalkOptions, crosswalk_of

        if by:
            return attribute_table(
                study, CrosstabOptions(by=by, codebook=codebook, polarity=polarity)
            )
        return crosswalk_of(
            study,
            CrosswalkOptions(rows=rows, columns=columns, unit=unit.value if unit else None),
        )

    on_study(folder, out, lang, as_json, work)
