"""The commands that read the output folder of ``fangtan run``: cooccur, network, ena, chains,
mentions, crosstab, saturation.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperOption

from app.cli.help_text import both
from app.cli.options import JsonOption, Lang, LangOption, Unit, guard
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


class Line(StrEnum):
    sentence = "sentence"
    turn = "turn"


class Talk(StrEnum):
    interview = "interview"
    exchange = "exchange"
    topic = "topic"


class Window(StrEnum):
    moving = "moving"
    infinite = "infinite"
    conversation = "conversation"


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


def network(
    folder: Folder,
    out: Target = None,
    unit: UnitOption = None,
    codebook: Book = None,
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
            rule=rule,
            words=words,
            around=ego,
            groups=groups,
            stability=stability,
        )
        return analysis(study, options)

    on_study(folder, out, lang, as_json, work)


def ena(
    folder: Folder,
    out: Target = None,
    codebook: Book = None,
    lens: Annotated[
        str | None,
        typer.Option(help=(both("help.analyses_ena_lens"))),
    ] = None,
    codes: Annotated[
        str | None,
        typer.Option("--codes", help=both("help.analyses_ena_codes")),
    ] = None,
    line: Annotated[Line, typer.Option(help=both("help.analyses_ena_line"))] = Line.sentence,
    units: Annotated[
        str,
        typer.Option(
            "--units",
            help=(both("help.analyses_ena_units")),
        ),
    ] = "source",
    conversation: Annotated[
        Talk, typer.Option(help=both("help.analyses_ena_conversation"))
    ] = Talk.interview,
    guide: Annotated[
        Path | None,
        typer.Option(
            "--guide",
            help=(both("help.analyses_ena_guide")),
        ),
    ] = None,
    back: Annotated[
        int,
        typer.Option(min=1, help=both("help.analyses_ena_back")),
    ] = 4,
    forward: Annotated[int, typer.Option(min=0, help=both("help.analyses_ena_forward"))] = 0,
    window: Annotated[Window, typer.Option(help=both("help.analyses_ena_window"))] = Window.moving,
    weighted: Annotated[
        bool, typer.Option("--weighted", help=both("help.analyses_ena_weighted"))
    ] = False,
    sphere: Annotated[
        bool, typer.Option("--sphere/--no-sphere", help=both("help.analyses_ena_sphere"))
    ] = True,
    groups: Groups = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Epistemic network analysis, equal to rENA."""

    def work(study: Study) -> Result:
        from app.analyses.ena import EnaOptions
        from app.analyses.ena import ena as analysis

        infinite = window is Window.infinite
        options = EnaOptions(
            codebook=codebook,
            lens=lens,
            codes=tuple(
                code.strip() for code in (codes or "").replace("，", ",").split(",") if code.strip()
            ),
            line=line.value,
            units=units,
            conversation=conversation.value,
            guide=_guide(guide),
            back=float("inf") if infinite else back,
            forward=forward,
            window="conversation" if window is Window.conversation else "moving",
            weighted=weighted,
            sphere=sphere,
            groups=groups,
        )
        return analysis(study, options)

    on_study(folder, out, lang, as_json, work)


def _guide(path: Path | None) -> dict[str, tuple[str, ...]] | None:
    from analysis.guide import read_guide
    from corpus.problem import FangtanError

    if path is None:
        return None
    try:
        return read_guide(path.read_text("utf-8"))
    except OSError as error:
        raise FangtanError("guide.unreadable", file=str(path)) from error
    except UnicodeDecodeError as error:
        raise FangtanError("guide.encoding", file=str(path)) from error
    except ValueError as error:
        raise FangtanError("guide.line", file=str(path), line=str(error)) from error


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


def mentions(
    folder: Folder,
    out: Target = None,
    least: Annotated[
        int, typer.Option("--least", min=1, help=both("help.analyses_mentions_least"))
    ] = 2,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Who speaks of whom."""

    def work(study: Study) -> Result:
        from app.analyses.mentions import MentionsOptions
        from app.analyses.mentions import mentions as analysis

        return analysis(study, MentionsOptions(least=least))

    on_study(folder, out, lang, as_json, work)


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
    """Saturation."""

    def work(study: Study) -> Result:
        from app.analyses.saturation import SaturationOptions
        from app.analyses.saturation import saturation as analysis

        return analysis(
            study,
            SaturationOptions(codebook=codebook, base=base, run=run, threshold=threshold),
        )

    on_study(folder, out, lang, as_json, work)


class NamesMeasures(TyperCommand):
    """Fills in the names of the measures where help is asked for: NumPy is not loaded before."""

    def format_help(self, *arguments: Any, **named: Any) -> None:
        from analysis.association import weights

        for parameter in self.params:
            if isinstance(parameter, TyperOption) and "{measures}" in (parameter.help or ""):
                parameter.help = str(parameter.help).format(measures=" ".join(weights()))
        super().format_help(*arguments, **named)


def register(app: typer.Typer) -> None:
    """Put the commands into the program."""
    for command in (cooccur, network, ena, chains, mentions, crosstab, saturation):
        help_ = both(f"help.{command.__name__}", between="")
        app.command(cls=NamesMeasures, help=help_)(command)
