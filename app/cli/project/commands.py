"""``fangtan project …``: a study kept in one file (or a PostgreSQL database), by several coders."""

from __future__ import annotations

import getpass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import JsonOption, Lang, LangOption, guard
from corpus.catalogue import Language

project_app = typer.Typer(
    help=(
        "研究项目：导入、编码、分给他人、合并、备份、检查。A study: import, code, split, "
        "merge, back up, check."
    ),
    no_args_is_help=True,
)

Study = Annotated[
    str,
    typer.Argument(
        help=(
            "项目文件（如 研究.fangtan）或 postgresql:// 地址 / project file or postgresql:// "
            "address"
        ),
        metavar="STUDY",
    ),
]
CoderOption = Annotated[
    str | None,
    typer.Option(
        "--coder", help="编码者姓名（默认为系统用户名）/ coder (default: the user's name)"
    ),
]


def person(name: str | None) -> str:
    """The coder named, else the user of this machine."""
    if name:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "researcher"


@project_app.command("new")
def new(
    study: Study,
    title: Annotated[str, typer.Option("--title", help="研究的名称 / title of the study")] = "",
    codebook: Annotated[
        list[str] | None,
        typer.Option(
            "--codebook",
            "-c",
            help=(
                "编码簿：自带的名称或 YAML 文件，可多次给出（默认自带的三份）/ shipped id or "
                "YAML file"
            ),
        ),
    ] = None,
    coder: CoderOption = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """新建项目，放入编码簿。Make a study with its codebooks."""
    language: Language = lang.value
    from app.cli.project import study as screen

    with guard(language, as_json):
        raise typer.Exit(screen.new(study, title, codebook, person(coder), language, as_json))


@project_app.command("info")
def info(study: Study, lang: LangOption = Lang.zh, as_json: JsonOption = False) -> None:
    """项目概况：访谈、编码者、编码条目、待办。What the study holds."""
    language: Language = lang.value
    from app.cli.project import study as screen

    with guard(language, as_json):
        raise typer.Exit(screen.info(study, language, as_json))


@project_app.command("import")
def import_(
    study: Study,
    inputs: Annotated[
        list[Path], typer.Argument(help="访谈文件或文件夹 / interview files or folders")
    ],
    interviewer: Annotated[
        list[str] | None, typer.Option(help="访谈者的姓名或标签 / name or label of the interviewer")
    ] = None,
    merge_runs: Annotated[
        bool, typer.Option("--merge-runs", help="合并同一人连续的话轮 / merge runs of one speaker")
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(help="文本文件的编码（默认自动判断）/ encoding of text files")
    ] = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """导入访谈；未变的跳过，改动过的成为新版本，编码随原话移动。Import interviews; changed files
    become new revisions and codings move with their words.
    """
    language: Language = lang.value
    from app.cli.project import study as screen

    with guard(language, as_json):
        raise typer.Exit(
            screen.import_(
                study, inputs, tuple(interviewer or ()), merge_runs, encoding, language, as_json
            )
        )


@project_app.command("code")
def code(
    study: Study,
    codebook: Annotated[
        list[str] | None,
        typer.Option(
            "--codebook", "-c", help="先换用或加入这些编码簿 / adopt these codebooks first"
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="全部重新编码 / code everything again")
    ] = False,
    coder: CoderOption = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """规则编码：只编新的；只替换无人处理过的建议。Code by rule what is new; only open suggestions
    are replaced.
    """
    language: Language = lang.value
    from app.cli.project import study as screen

    with guard(language, as_json):
        raise typer.Exit(screen.code(study, codebook, again, person(coder), language, as_json))


@project_app.command("cases")
def cases(
    study: Study,
    table: Annotated[
        Path | None,
        typer.Option("--import", help="从 xlsx 或 csv 导入受访者属性 / import attributes"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--export", help="导出为 xlsx 或 csv / export")
    ] = None,
    coder: CoderOption = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """受访者及其属性。Cases and their attributes."""
    language: Language = lang.value
    from app.cli.project import cases as screen

    with guard(language, as_json):
        raise typer.Exit(screen.cases(study, table, out, person(coder), language, as_json))


@project_app.command("assign")
def assign(
    study: Study,
    transcript: Annotated[str, typer.Argument(help="访谈稿：来源或编号 / transcript")],
    speaker: Annotated[str, typer.Argument(help="说话人 / speaker")],
    case: Annotated[
        str | None,
        typer.Option("--case", help="受访者；不写则不再指定 / the case; without it: none"),
    ] = None,
    coder: CoderOption = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """指定某份访谈稿中的说话人是哪位受访者（如同一人接受两次访谈）。Tell which case a speaker is,
    as where one person gave two interviews.
    """
    language: Language = lang.value
    from app.cli.project import cases as screen

    with guard(language, as_json):
        raise typer.Exit(
            screen.assign(study, transcript, speaker, case, person(coder), language, as_json)
        )


@project_app.command("merge-codings")
def merge_codings(
    study: Study,
    coder: CoderOption = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="合并；不写则只列出 / merge them; without it: list")
    ] = False,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """重复编码：某位编码者用同一编码、同一极性编在重叠原话上的条目，合为一条。Make one of codings
    that a coder laid over each other under one code and polarity.
    """
    language: Language = lang.value
    from app.cli.project import doubled as screen

    with guard(language, as_json):
        raise typer.Exit(screen.merge_codings(study, person(coder), apply, language, as_json))


@project_app.command("split")
def split(
    study: Study,
    out: Annotated[Path, typer.Option("--out", "-o", help="副本文件 / the copy")],
    coder: Annotated[str, typer.Option("--coder", help="第二编码者 / the second coder")],
    transcripts: Annotated[
        list[str] | None,
        typer.Option(
            "--transcripts",
            help="只分这些访谈稿（编号或来源），可多次给出 / only these transcripts",
        ),
    ] = None,
    suggestions: Annotated[
        bool,
        typer.Option("--with-suggestions", help="带上机器的建议 / with the machine's suggestions"),
    ] = False,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """给第二编码者一份看不到他人编码的副本。A copy for a second coder, blind to the first."""
    language: Language = lang.value
    from app.cli.project import apart as screen

    with guard(language, as_json):
        raise typer.Exit(
            screen.split(study, out, coder, transcripts or (), suggestions, language, as_json)
        )


@project_app.command("merge")
def merge(
    study: Study,
    copy: Annotated[str, typer.Argument(help="副本文件 / the copy")],
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """把副本中的编码、备忘录和审阅并回来；并两次与一次相同。Bring a copy's work home; twice is the
    same as once.
    """
    language: Language = lang.value
    from app.cli.project import apart as screen

    with guard(language, as_json):
        raise typer.Exit(screen.merge(study, copy, language, as_json))


class Side(StrEnum):
    ours = "ours"
    theirs = "theirs"


@project_app.command("conflicts")
def conflicts(
    study: Study,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            help=(
                "冲突编号（前几位即可；不写则全部）/ conflicts, by the first digits of their "
                "ids (default: all)"
            ),
            metavar="[CONFLICT]...",
        ),
    ] = None,
    take: Annotated[
        Side | None,
        typer.Option(
            "--take", help="采用哪一边；不写则只列出 / the side to take; without it they are listed"
        ),
    ] = None,
    coder: CoderOption = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """列出或决定合并时两边都改过的地方。List or decide what both sides had changed when they were
    merged.
    """
    language: Language = lang.value
    from app.cli.project import apart as screen

    with guard(language, as_json):
        raise typer.Exit(
            screen.conflicts(
                study, ids or (), take.value if take else None, person(coder), language, as_json
            )
        )


@project_app.command("backup")
def backup(
    study: Study,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="备份文件（默认放在同名 .backups 文件夹）/ backup file"),
    ] = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """在线备份，不影响他人使用。A backup while others work."""
    language: Language = lang.value
    from app.cli.project import safety as screen

    with guard(language, as_json):
        raise typer.Exit(screen.backup(study, out, language, as_json))


@project_app.command("check")
def check(study: Study, lang: LangOption = Lang.zh, as_json: JsonOption = False) -> None:
    """检查：文件完整性、引文与原文、日志与现状。Integrity, quotes against texts, log against
    state.
    """
    language: Language = lang.value
    from app.cli.project import safety as screen

    with guard(language, as_json):
        raise typer.Exit(screen.check(study, language, as_json))


@project_app.command("log")
def log(
    study: Study,
    limit: Annotated[int, typer.Option("--limit", min=1, help="最近多少条 / how many")] = 30,
    coder: CoderOption = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """最近的改动：谁、何时、做了什么。The newest changes."""
    language: Language = lang.value
    from app.cli.project import log as screen

    with guard(language, as_json):
        raise typer.Exit(screen.log(study, limit, coder, language, as_json))


@project_app.command("history")
def history(
    study: Study,
    what: Annotated[
        str,
        typer.Argument(
            help=(
                "编码、受访者、访谈稿、编码条目中的原话，或编号的前几位 / a code, a case, a "
                "transcript, words of a coding, or the first digits of an id"
            ),
            metavar="WHAT",
        ),
    ],
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """一个编码、一条编码条目等的来历：谁、何时、改前改后。Who changed a thing, when, and what stood
    before and after.
    """
    language: Language = lang.value
    from app.cli.project import log as screen

    with guard(language, as_json):
        raise typer.Exit(screen.history(study, what, language, as_json))


@project_app.command("undo")
def undo(
    study: Study,
    coder: CoderOption = None,
    steps: Annotated[int, typer.Option("--steps", min=1, help="撤销几步 / how many")] = 1,
    redo: Annotated[bool, typer.Option("--redo", help="重做而不是撤销 / redo instead")] = False,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """撤销某位编码者最近的操作，不动他人的。Undo a coder's newest operations, never others'."""
    language: Language = lang.value
    from app.cli.project import log as screen

    with guard(language, as_json):
        raise typer.Exit(screen.undo(study, person(coder), steps, redo, language, as_json))
