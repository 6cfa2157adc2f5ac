"""``fangtan mentions``: who speaks of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.on_study import Folder, Target, on_study
from app.cli.options import JsonOption, Lang, LangOption

if TYPE_CHECKING:
    from app.result import Result
    from app.study.study import Study


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
