"""``fangtan ena``: epistemic network analysis."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.on_study import Book, Folder, Groups, Target, on_study
from app.cli.options import JsonOption, Lang, LangOption

if TYPE_CHECKING:
    from app.result import Result
    from app.study.study import Study


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


class ForwardRule(StrEnum):
    line = "line"
    rena = "rena"


class Rotation(StrEnum):
    means = "means"
    svd = "svd"


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
    forward_rule: Annotated[
        ForwardRule,
        typer.Option("--forward-rule", help=both("help.analyses_ena_forward_rule")),
    ] = ForwardRule.line,
    window: Annotated[Window, typer.Option(help=both("help.analyses_ena_window"))] = Window.moving,
    weighted: Annotated[
        bool, typer.Option("--weighted", help=both("help.analyses_ena_weighted"))
    ] = False,
    sphere: Annotated[
        bool, typer.Option("--sphere/--no-sphere", help=both("help.analyses_ena_sphere"))
    ] = True,
    groups: Groups = None,
    rotation: Annotated[
        Rotation,
        typer.Option("--rotation", help=both("help.analyses_ena_rotation")),
    ] = Rotation.means,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Epistemic network analysis; what equals rENA is told by its options."""

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
            forward_rule=forward_rule.value,
            window="conversation" if window is Window.conversation else "moving",
            weighted=weighted,
            sphere=sphere,
            groups=groups,
            rotation=rotation.value,
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
