"""fangtan explore: the explorer in the browser."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from app.cli.options import Lang, LangOption, guard
from corpus.catalogue import Language


class Role(StrEnum):
    coder = "coder"
    reviewer = "reviewer"


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(explore)


def explore(
    study: Annotated[
        str | None,
        typer.Argument(
            help=(
                "项目文件、postgresql:// 地址，或访谈文件夹；没有的项目会新建 / project, "
                "address, or a folder of interviews"
            ),
            metavar="STUDY",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=1024, max=65535, help="端口（默认从 8501 起找空闲的）/ port"),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="不自动打开浏览器 / do not open the browser")
    ] = False,
    role: Annotated[
        Role,
        typer.Option(
            "--role", help="coder 编码；reviewer 只能审阅 / reviewer: comments and verdicts only"
        ),
    ] = Role.coder,
    coder: Annotated[
        str | None, typer.Option("--coder", help="编码者姓名（不给则在页面上问一次）/ coder")
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="打开合成样例 / open the synthetic sample study")
    ] = False,
    lang: LangOption = Lang.zh,
) -> None:
    """在浏览器里阅读、编码、浏览主题和网络、审阅。Read, code, browse and review in the browser."""
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
