"""``fangtan cooccur``: pairs of codes, or one pair with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.on_study import Book, Folder, Groups, Measured, Target, UnitOption, on_study
from app.cli.options import JsonOption, Lang, LangOption

if TYPE_CHECKING:
    from app.result import Result
    from app.study.study import Study


def cooccur(
    folder: Folder,
    out: Target = None,
    unit: UnitOption = None,
    codebook: Book = None,
    measure: Measured = "jaccard",
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--pair",
            help=(both("help.analyses_cooccur_pair")),
        ),
    ] = None,
    words: Annotated[
        bool, typer.Option("--words", help=both("help.analyses_cooccur_words"))
    ] = False,
    top: Annotated[int, typer.Option(min=2, help=both("help.analyses_cooccur_top"))] = 300,
    units: Annotated[
        bool,
        typer.Option("--sensitivity", help=both("help.analyses_cooccur_units")),
    ] = False,
    groups: Groups = None,
    draws: Annotated[int, typer.Option(min=200, help=both("help.analyses_cooccur_draws"))] = 2000,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Pairs of codes with every measure, the shift test, bootstrap intervals and polarities; --pair
    leads back to the words.
    """

    def work(study: Study) -> Result:
        from app.analyses.cooccur import CooccurOptions
        from app.analyses.cooccur import cooccur as analysis
        from app.analyses.pair import PairOptions
        from app.analyses.pair import pair as pair_of

        kind = unit.value if unit else None
        if pair:
            first, second = pair
            return pair_of(
                study,
                PairOptions(first=first, second=second, unit=kind, codebook=codebook, words=words),
            )
        options = CooccurOptions(
            unit=kind,
            codebook=codebook,
            measure=measure,
            words=words,
            top=top,
            groups=groups,
            units=units,
            draws=draws,
        )
        return analysis(study, options)

    on_study(folder, out, lang, as_json, work)
