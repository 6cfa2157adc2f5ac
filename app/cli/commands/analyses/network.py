"""``fangtan network``: the network of codes, with files for other programs."""

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


def network(
    folder: Folder,
    out: Target = None,
    unit: UnitOption = None,
    codebook: Book = None,
    by: ByOption = By.codes,
    lens: Annotated[str | None, typer.Option(help=both("help.analyses_network_lens"))] = None,
    measure: Measured = "jaccard",
    top: Annotated[int, typer.Option(min=1, help=both("help.analyses_network_top"))] = 60,
    least_units: Annotated[
        int, typer.Option("--least-units", min=1, help=both("help.analyses_network_least_units"))
    ] = 2,
    least_interviews: Annotated[
        int,
        typer.Option(
            "--least-interviews", min=1, help=both("help.analyses_network_least_interviews")
        ),
    ] = 2,
    floor: Annotated[float, typer.Option(help=both("help.analyses_network_floor"))] = 0.0,
    q: Annotated[
        float | None,
        typer.Option("--q", min=0.0, max=1.0, help=both("help.analyses_network_q")),
    ] = None,
    tree: Annotated[bool, typer.Option("--tree", help=both("help.analyses_network_tree"))] = False,
    kh: Annotated[
        bool,
        typer.Option("--kh-coder", help=both("help.analyses_network_kh")),
    ] = False,
    ego: Annotated[
        str | None,
        typer.Option("--ego", help=both("help.analyses_network_ego")),
    ] = None,
    words: Annotated[
        bool, typer.Option("--words", help=both("help.analyses_network_words"))
    ] = False,
    groups: Groups = None,
    stability: Annotated[bool, typer.Option(help=both("help.analyses_network_stability"))] = True,
    power: PowerOption = True,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """The network with centralities, communities and files for other programs."""

    def work(study: Study) -> Result:
        from analysis.networks.network import EdgeRule
        from app.analyses.network import NetworkOptions
        from app.analyses.network import network as analysis

        rule = (
            EdgeRule.kh_coder(top, floor, tree)
            if kh
            else EdgeRule(least_units, least_interviews, top, measure, floor, q, tree)
        )
        options = NetworkOptions(
            unit=unit.value if unit else None,
            codebook=codebook,
            lens=lens,
            by=by.value,
            rule=rule,
            words=words,
            around=ego,
            groups=groups,
            stability=stability,
            power=power,
        )
        return analysis(study, options)

    on_study(folder, out, lang, as_json, work)
