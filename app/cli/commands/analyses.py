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

from app.cli.options import JsonOption, Lang, LangOption, Unit, guard
from corpus.catalogue import Language

if TYPE_CHECKING:
    from app.result import Result
    from app.study.study import Study

Folder = Annotated[
    str,
    typer.Argument(
        help="fangtan run 的输出文件夹，或项目文件 / output folder of fangtan run, or a project",
        metavar="STUDY",
    ),
]
Target = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="把表格和图写到这个文件夹 / write tables and pictures here"),
]
Book = Annotated[
    str | None,
    typer.Option(
        "--codebook", "-c", help="编码簿的 id（默认第一份）/ codebook id (default: the first)"
    ),
]
UnitOption = Annotated[
    Unit | None,
    typer.Option("--unit", help="分析单元（默认与 run 相同）/ unit (default: that of the run)"),
]
Groups = Annotated[
    str | None,
    typer.Option(
        "--groups",
        help=(
            "比较两组访谈：字段=值1,值2；多个值用 + 相连，* 为其余，如 department=公安,"
            "街道+社区 / compare two groups of interviews"
        ),
    ),
]
Measured = Annotated[
    str,
    typer.Option(
        "--measure",
        help="关联系数 / measure：{measures}",
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
            help=(
                "列出一对编码共现的全部单元和原话，如 --pair IE4.2 IE3.2 / the units and "
                "quotations behind a pair"
            ),
        ),
    ] = None,
    words: Annotated[
        bool, typer.Option("--words", help="词的共现，而不是编码的 / co-occurrence of words")
    ] = False,
    top: Annotated[int, typer.Option(min=2, help="--words：取多少个词 / how many words")] = 300,
    units: Annotated[
        bool,
        typer.Option("--sensitivity", help="比较五种分析单元下的网络 / compare the five units"),
    ] = False,
    groups: Groups = None,
    draws: Annotated[int, typer.Option(min=200, help="自助法抽样次数 / bootstrap draws")] = 2000,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """编码共现表：全部系数、访谈内循环移位检验、按访谈自助区间、极性组合；--pair 回到原话。

    Pairs of codes with every measure, the shift test, bootstrap intervals and polarities; --pair
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
    lens: Annotated[str | None, typer.Option(help="按理论视角着色 / colour by a lens")] = None,
    measure: Measured = "jaccard",
    top: Annotated[int, typer.Option(min=1, help="最多画多少条边 / edges drawn at most")] = 60,
    least_units: Annotated[
        int, typer.Option("--least-units", min=1, help="边至少共现的单元数 / least joint units")
    ] = 2,
    least_interviews: Annotated[
        int, typer.Option("--least-interviews", min=1, help="边至少出现的访谈数 / least interviews")
    ] = 2,
    floor: Annotated[float, typer.Option(help="系数下限 / least weight")] = 0.0,
    q: Annotated[
        float | None,
        typer.Option("--q", min=0.0, max=1.0, help="只画 q 小于此值的边 / only edges with q below"),
    ] = None,
    tree: Annotated[
        bool, typer.Option("--tree", help="只画最小生成树 / only the minimum spanning tree")
    ] = False,
    kh: Annotated[
        bool,
        typer.Option(
            "--kh-coder", help="与 KH Coder 相同的规则：Jaccard 前 N，无下限 / KH Coder's rule"
        ),
    ] = False,
    ego: Annotated[
        str | None,
        typer.Option("--ego", help="只看一个编码及其相邻编码 / a code and its neighbours"),
    ] = None,
    words: Annotated[bool, typer.Option("--words", help="词的网络 / network of words")] = False,
    groups: Groups = None,
    stability: Annotated[
        bool, typer.Option(help="中心性的去案例稳定性（较慢）/ case-dropping stability (slower)")
    ] = True,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """共现网络：中心性、社区及其稳定性、图（PNG、SVG），以及 GraphML、GEXF、Pajek、VOSviewer 文件。

    The network with centralities, communities and files for other programs.
    """

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
        typer.Option(
            help=(
                "节点取理论视角的各组（默认一级主题）/ nodes: groups of a lens (default: top "
                "themes)"
            )
        ),
    ] = None,
    codes: Annotated[
        str | None,
        typer.Option(
            "--codes", help="节点取这些编码，逗号分隔，如 IE4.1,IE4.2 / nodes: these codes"
        ),
    ] = None,
    line: Annotated[
        Line, typer.Option(help="一行为一句或一个话轮 / a line is a sentence or a turn")
    ] = Line.sentence,
    units: Annotated[
        str,
        typer.Option(
            "--units",
            help=(
                "分析对象：source（每份访谈）、speaker、topic（提纲主题），或元数据字段如 "
                "department / unit of analysis"
            ),
        ),
    ] = "source",
    conversation: Annotated[
        Talk, typer.Option(help="会话边界：整份访谈、一个问答轮，或一个提纲主题 / conversation")
    ] = Talk.interview,
    guide: Annotated[
        Path | None,
        typer.Option(
            "--guide",
            help=(
                "提纲文件：每行“主题：词 词”，按访谈者的问题归入主题；"
                "不给时用访谈稿中的小标题 / guide: TOPIC: words, a line each"
            ),
        ),
    ] = None,
    back: Annotated[
        int,
        typer.Option(min=1, help="窗口：本行及之前共几行 / window: the line and those before it"),
    ] = 4,
    forward: Annotated[int, typer.Option(min=0, help="窗口：之后几行 / lines after")] = 0,
    window: Annotated[
        Window, typer.Option(help="移动窗口、从会话开头起（infinite）、或整个会话 / window")
    ] = Window.moving,
    weighted: Annotated[
        bool, typer.Option("--weighted", help="累计次数，而不是 0/1 / products of counts")
    ] = False,
    sphere: Annotated[
        bool, typer.Option("--sphere/--no-sphere", help="是否按单位长度归一 / normalise each unit")
    ] = True,
    groups: Groups = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """认知网络分析（ENA），与 rENA 一致；两组比较用重排检验。Epistemic network analysis, equal to
    rENA.
    """

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
        typer.Option("--reach", help="在多大范围内算一条链（默认与 run 相同）/ reach of a chain"),
    ] = None,
    codebook: Book = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """问题—原因—对策链条：表、桑基图，以及没有原因的对策、没有问题的原因。Problem, cause,
    countermeasure chains.
    """

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
        int, typer.Option("--least", min=1, help="图中至少提及次数 / least mentions drawn")
    ] = 2,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """谁提到谁：说话人的部门 → 被提到的部门，带极性。Who speaks of whom."""

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
        typer.Option("--by", help="编码×属性，如 department、gender / codes by an attribute"),
    ] = None,
    rows: Annotated[
        str,
        typer.Option(
            "--rows", help="对照表的行：编码簿 或 编码簿:视角 / CODEBOOK or CODEBOOK:LENS"
        ),
    ] = "information_ecology",
    columns: Annotated[
        str, typer.Option("--columns", help="对照表的列 / columns")
    ] = "collaborative_governance",
    unit: UnitOption = None,
    codebook: Book = None,
    polarity: Annotated[
        str | None, typer.Option(help="--by：只计这种极性，如 lacking / only codings of a polarity")
    ] = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """对照表：两种理论框架之间（默认 信息生态 × 协同治理），或编码×受访者属性（--by）。Crosswalk of
    two frames, or codes by attribute.
    """

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
    base: Annotated[int, typer.Option(min=1, help="基数：前几份访谈 / base size")] = 4,
    run: Annotated[int, typer.Option(min=1, help="每次再看几份 / run length")] = 2,
    threshold: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="新信息阈值 / new-information threshold")
    ] = 0.05,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """饱和度：每多一份访谈新增多少编码（给定顺序与随机顺序），Guest 等
    2020，留出三分之一。Saturation.
    """

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
        app.command(cls=NamesMeasures)(command)
