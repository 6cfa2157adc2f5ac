"""``fangtan cooccur``: pairs of codes, or one pair with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.on_study import (
    Book,
    By,
    ByOption,
    Folder,
    Groups,
    Measured,
    PowerOption,
    Target,
    UnitOption,
    on_study,
)
from app.cli.options import JsonOption, Lang, LangOption

if TYPE_CHECKING:
    from app.result import Result
    from app.study.study import Study


Lens = Annotated[str | None, typer.Option(help=both("help.analyses_cooccur_lens"))]
Units = Annotated[bool, typer.Option("--sensitivity", help=both("help.analyses_cooccur_units"))]
Pair = Annotated[
    tuple[str, str] | None, typer.Option("--pair", help=both("help.analyses_cooccur_pair"))
]


def cooccur(
    folder: Folder,
    out: Target = None,
    unit: UnitOption = None,
    codebook: Book = None,
    by: ByOption = By.codes,
    lens: Lens = None,
    measure: Measured = "jaccard",
    pair: Pair = None,
    words: Annotated[
        bool, typer.Option("--words", help=both("help.analyses_cooccur_words"))
    ] = False,
    top: Annotated[int, typer.Option(min=2, help=both("help.analyses_cooccur_top"))] = 300,
    units: Units = False,
    groups: Groups = None,
    draws: Annotated[int, typer.Option(min=200, help=both("help.analyses_cooccur_draws"))] = 2000,
    power: PowerOption = True,
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
            of_pair = PairOptions(
                first=first,
                second=second,
                unit=kind,
                codebook=codebook,
                words=words,
                by=by.value,
                lens=lens,
            )
            return pair_of(study, of_pair)
        options = CooccurOptions(
            unit=kind,
            codebook=codebook,
            by=by.value,
            lens=lens,
            measure=measure,
            words=words,
            top=top,
            groups=groups,
            units=units,
            draws=draws,
            power=power,
        )
        return analysis(study, options)

    on_study(folder, out, lang, as_json, work)
