"""``fangtan keyness``: words that a group, a code's quotations or a role over-use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.help_text import both
from app.cli.on_study import Book, Folder, Target, on_study
from app.cli.options import JsonOption, Lang, LangOption

if TYPE_CHECKING:
    from app.result import Result
    from app.study.study import Study


def keyness(
    folder: Folder,
    out: Target = None,
    by: Annotated[str | None, typer.Option("--by", help=both("help.analyses_keyness_by"))] = None,
    code: Annotated[
        str | None, typer.Option("--code", help=both("help.analyses_keyness_code"))
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", help=both("help.analyses_keyness_role"))
    ] = None,
    phrases: Annotated[
        bool, typer.Option("--phrases", help=both("help.analyses_keyness_phrases"))
    ] = False,
    codebook: Book = None,
    least: Annotated[int, typer.Option(min=1, help=both("help.analyses_keyness_least"))] = 5,
    top: Annotated[int, typer.Option(min=1, help=both("help.analyses_keyness_top"))] = 200,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Words over-used by a group, a code's quotations or a role."""

    def work(study: Study) -> Result:
        from app.analyses.words.keyness import KeynessOptions, keyness_of

        options = KeynessOptions(
            by=by,
            code=code,
            role=role,
            codebook=codebook,
            phrases=phrases,
            least=least,
            top=top,
        )
        return keyness_of(study, options)

    on_study(folder, out, lang, as_json, work)
