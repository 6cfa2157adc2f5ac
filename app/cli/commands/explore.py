"""fangtan explore: the explorer in the browser."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from app.cli.help_text import both
from app.cli.options import Lang, LangOption, guard
from corpus.catalogue import Language


class Role(StrEnum):
    coder = "coder"
    reviewer = "reviewer"


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(help=both("help.explore", between=""))(explore)


def explore(
    study: Annotated[
        str | None,
        typer.Argument(
            help=(both("help.explore_explore_study")),
            metavar="STUDY",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=1024, max=65535, help=both("help.explore_explore_port")),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help=both("help.explore_explore_no_browser"))
    ] = False,
    role: Annotated[
        Role,
        typer.Option("--role", help=both("help.explore_explore_role")),
    ] = Role.coder,
    coder: Annotated[
        str | None, typer.Option("--coder", help=both("help.explore_explore_coder"))
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help=both("help.explore_explore_demo"))] = False,
    lang: LangOption = Lang.zh,
) -> None:
    """Read, code, browse and review in the browser."""
    language: Language = lang.value
    with guard(language, False):
        from app.cli.project import person
        from app.explorer.server import serve
        from app.study.making import prepare

        path, say = prepare(study, demo, coder or person(None), language)
        raise typer.Exit(
            serve(
                path,
                port=port,
                browser=not no_browser,
                role=role.value,
                coder=coder,
                lang=language,
                demo=demo,
                say=say,
            )
        )
