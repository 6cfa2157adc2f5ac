"""What all commands share: language, JSON, units, and how errors are told."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any, NoReturn

import typer

from app.cli.help_text import both
from corpus.catalogue import Language, message
from corpus.problem import FangtanError


class Lang(StrEnum):
    zh = "zh"
    en = "en"


class Unit(StrEnum):
    sentence = "sentence"
    turn = "turn"
    exchange = "exchange"
    window = "window"
    interview = "interview"


class MachineCoder(StrEnum):
    """The machine coders, by their names in codings."""

    rules = "rules"
    similar = "similar"
    learned = "learned"
    model = "model"


LangOption = Annotated[Lang, typer.Option("--lang", help=both("help.options_lang_option"))]
JsonOption = Annotated[bool, typer.Option("--json", help=both("help.options_json_option"))]


ModelAddress = Annotated[
    str | None, typer.Option("--model-address", help=both("help.options_model_address"))
]
ModelName = Annotated[str | None, typer.Option("--model", help=both("help.options_model_name"))]
ModelPasses = Annotated[
    int, typer.Option("--passes", min=1, max=5, help=both("help.options_model_passes"))
]
AllowRemote = Annotated[
    bool, typer.Option("--allow-remote", help=both("help.options_allow_remote"))
]
InterviewsLeave = Annotated[
    bool,
    typer.Option("--interviews-leave-this-machine", help=both("help.options_interviews_leave")),
]


class _Guard:
    """What may go wrong outside the data is said in one sentence with its remedy, never as a
    traceback.
    """

    def __init__(self, lang: Language, as_json: bool) -> None:
        self.lang, self.as_json = lang, as_json

    def __enter__(self) -> _Guard:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: Any
    ) -> None:
        if isinstance(error, FangtanError):
            lines = [
                error.text(self.lang),
                *(problem.sentence(self.lang) for problem in getattr(error, "problems", ())),
            ]
            self._stop(lines)
        if isinstance(error, KeyboardInterrupt):
            typer.echo(message("run.interrupted", self.lang), err=True)
            raise typer.Exit(130) from None

    def _stop(self, lines: list[str]) -> NoReturn:
        if self.as_json:
            typer.echo(json.dumps({"error": lines[0], "problems": lines[1:]}, ensure_ascii=False))
        else:
            for line in lines:
                typer.echo(line, err=True)
        raise typer.Exit(2) from None


def guard(lang: Language, as_json: bool) -> _Guard:
    return _Guard(lang, as_json)
