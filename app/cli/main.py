"""The command line."""

from __future__ import annotations

import sys
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, packages_distributions
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.analyses import register
from app.cli.options import JsonOption, Lang, LangOption, Unit, guard
from app.cli.project import project_app
from corpus.catalogue import Language, message
from corpus.problem import FangtanError

if TYPE_CHECKING:
    from app.run.pipeline import Outcome
    from app.study.inputs import Progress
    from app.study.reading import Settings
    from codebooks.codebook import Codebook

app = typer.Typer(
    name="fangtan",
    help="访谈：中文访谈的质性分析。Qualitative analysis of Chinese interviews.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
codebook_app = typer.Typer(
    help="编码簿：检查与查看。Check and show codebooks.", no_args_is_help=True
)
app.add_typer(codebook_app, name="codebook")
app.add_typer(project_app, name="project")
register(app)


class Role(StrEnum):
    coder = "coder"
    reviewer = "reviewer"


class Segment(StrEnum):
    rjieba = "rjieba"
    jieba = "jieba"
    none = "none"


@app.command()
def run(
    out: Annotated[Path, typer.Option("--out", "-o", help="输出文件夹 / output folder")],
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(
            help=(
                "访谈文件或文件夹（用 --project 时可不给）/ interview files or folders "
                "(optional with --project)"
            )
        ),
    ] = None,
    project: Annotated[
        str | None,
        typer.Option(
            "--project",
            help=(
                "导入到这个项目，编码新的内容，并由项目（含人工编码）生成全部结果 / take part "
                "in a study: import, code, report from it"
            ),
        ),
    ] = None,
    codebook: Annotated[
        list[str] | None,
        typer.Option(
            "--codebook",
            "-c",
            help="编码簿：自带的名称或 YAML 文件，可多次给出 / shipped id or YAML file, repeatable",
        ),
    ] = None,
    unit: Annotated[
        Unit, typer.Option(help="共现的分析单元 / unit of co-occurrence")
    ] = Unit.exchange,
    lens: Annotated[
        str | None,
        typer.Option(help="理论视角，如 SFIC、thesis、four_elements / a lens of the codebooks"),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            help=(
                "并行进程数（默认按输入的多少自动决定）/ processes (default: as many as the "
                "input is worth)"
            ),
        ),
    ] = None,
    segmenter: Annotated[
        Segment,
        typer.Option(
            help="词频统计的分词引擎；none 为不统计 / word segmentation; none: no word statistics"
        ),
    ] = Segment.rjieba,
    dictionary: Annotated[
        Path | None, typer.Option(help="用户词典，每行一个词 / user words, one a line")
    ] = None,
    interviewer: Annotated[
        list[str] | None,
        typer.Option(
            help="访谈者的姓名或标签，可多次给出 / name or label of the interviewer, repeatable"
        ),
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
    """读取访谈，识别话轮，编码，统计共现，画网络，写出表格和报告。

    Read interviews, code them, count co-occurrence, draw the network, write tables and a report.
    """
    language: Language = lang.value
    with guard(language, as_json):
        words = _words(dictionary) if dictionary else ()
        if not inputs and project is None:
            raise FangtanError("run.no_inputs")
        raise typer.Exit(
            _run(
                inputs or [],
                out,
                codebook,
                unit.value,
                lens,
                jobs,
                segmenter.value,
                words,
                tuple(interviewer or ()),
                merge_runs,
                encoding,
                language,
                as_json,
                project=project,
            )
        )


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="输出文件夹 / output folder")] = Path(
        "fangtan-demo"
    ),
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """用自带的合成样例跑一遍全部流程。Run the whole of it on the synthetic sample."""
    language: Language = lang.value
    with guard(language, as_json), as_file(files("corpus") / "sample") as folder:
        raise typer.Exit(
            _run(
                [folder],
                out,
                None,
                "exchange",
                None,
                1,
                "rjieba",
                (),
                (),
                False,
                None,
                language,
                as_json,
                demo=True,
            )
        )


@app.command()
def read(
    inputs: Annotated[list[Path], typer.Argument(help="访谈文件 / interview files")],
    interviewer: Annotated[
        list[str] | None, typer.Option(help="访谈者的姓名或标签 / name or label of the interviewer")
    ] = None,
    merge_runs: Annotated[
        bool,
        typer.Option(
            "--merge-runs", help="合并同一人连续的话轮 / merge consecutive turns of one speaker"
        ),
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(help="文本文件的编码 / encoding of text files")
    ] = None,
    lang: LangOption = Lang.zh,
) -> None:
    """导入报告：逐行列出每一行被当作什么、按哪种格式识别。Import report, line by line."""
    language: Language = lang.value
    from app.cli.console import show_import
    from corpus.turns.transcribe import TurnOptions

    with guard(language, False):
        raise typer.Exit(
            show_import(
                inputs, TurnOptions(tuple(interviewer or ()), merge_runs), encoding, language
            )
        )


@app.command()
def terms(
    out: Annotated[
        Path, typer.Argument(help="fangtan run 的输出文件夹 / output folder of fangtan run")
    ],
    least: Annotated[int, typer.Option(min=2, help="至少出现次数 / least occurrences")] = 5,
    lang: LangOption = Lang.zh,
) -> None:
    """新词候选：相邻而紧密的词，核对后可用于 --dictionary。Candidates for the user dictionary."""
    language: Language = lang.value
    from app.cli.console import show_terms

    with guard(language, False):
        raise typer.Exit(show_terms(out, least, language))


@app.command()
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


@codebook_app.command("check")
def codebook_check(
    codebooks: Annotated[
        list[str] | None,
        typer.Argument(help="编码簿（默认检查自带的三份）/ codebooks (default: those shipped)"),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            help="访谈文件夹：列出从未出现的指示词 / interviews: list indicators that never fire",
        ),
    ] = None,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """检查编码簿：重复或包含的指示词、不存在的编码号、与规则不符的例句、无效的正则。Lint
    codebooks.
    """
    language: Language = lang.value
    from app.cli.console import check_codebooks

    with guard(language, as_json):
        raise typer.Exit(check_codebooks(codebooks, against, language, as_json))


@codebook_app.command("show")
def codebook_show(
    codebook: Annotated[
        str, typer.Argument(help="自带的名称或 YAML 文件 / shipped id or YAML file")
    ],
    lang: LangOption = Lang.zh,
) -> None:
    """打印编码树。Print the tree of codes."""
    language: Language = lang.value
    from app.cli.console import show_codebook

    with guard(language, False):
        show_codebook(codebook, language)


def _words(path: Path) -> tuple[str, ...]:
    from corpus.problem import Unreadable
    from corpus.readers.encoding import decode

    try:
        text = decode(path.read_bytes()).text
    except OSError as error:
        raise FangtanError("run.dictionary_missing", path=str(path)) from error
    except Unreadable as error:
        raise FangtanError(error.key, **error.values) from error
    return tuple(
        dict.fromkeys(
            line.split()[0]
            for line in text.splitlines()
            if line.strip() and not line.startswith("#")
        )
    )


def _run(
    inputs: list[Path],
    out: Path,
    codebooks: list[str] | None,
    unit: str,
    lens: str | None,
    jobs: int | None,
    segmenter: str,
    words: tuple[str, ...],
    interviewers: tuple[str, ...],
    merge_runs: bool,
    encoding: str | None,
    lang: Language,
    as_json: bool,
    demo: bool = False,
    project: str | None = None,
) -> int:
    from app.cli.console import progress_bar, summary
    from app.run.outputs import write_all
    from app.run.pipeline import run as run_pipeline
    from app.study.reading import Settings
    from codebooks.loading import SHIPPED, load

    books = tuple(load(name) for name in dict.fromkeys(codebooks or SHIPPED))
    if lens is not None and not any(lens in book.lenses for book in books):
        raise FangtanError(
            "run.lens_unknown",
            lens=lens,
            known="、".join(sorted({name for book in books for name in book.lenses})),
        )
    settings = Settings(
        books,
        unit,  # type: ignore[arg-type]
        segmenter != "none",
        "rjieba" if segmenter == "none" else segmenter,  # type: ignore[arg-type]
        words,
        interviewers,
        merge_runs,
        encoding,
    )
    with progress_bar(lang, quiet=as_json or not sys.stderr.isatty()) as progress:
        if project is not None:
            outcome = _run_project(
                project, inputs, out, settings, books if codebooks else (), lens, lang, progress
            )
        else:
            outcome = run_pipeline(
                inputs,
                out,
                settings,
                lens=lens,
                jobs=jobs,
                lang=lang,
                progress=progress,
                label=message("demo.label", lang) if demo else None,
            )
    made = write_all(outcome, out, lang) if outcome.interviews else []
    summary(outcome, made, lang, as_json, demo)
    return outcome.exit_code


def _run_project(
    project: str,
    inputs: list[Path],
    out: Path,
    settings: Settings,
    books: tuple[Codebook, ...],
    lens: str | None,
    lang: Language,
    progress: Progress | None,
) -> Outcome:
    from app.cli.project import person
    from app.run.from_project import run_project
    from corpus.project import open_project

    with open_project(project) as study:
        return run_project(
            study,
            inputs,
            out,
            settings,
            books,
            study.coder(person(None)),
            lens=lens,
            lang=lang,
            progress=progress,
        )


def _own() -> None:
    """Our packages have plain names: refuse to start when another distribution has put its own in
    their place.
    """
    import analysis
    import app as face
    import codebooks
    import corpus

    for package in (analysis, face, codebooks, corpus):
        if getattr(package, "__distribution__", "") != "fangtan":
            try:
                others = "、".join(packages_distributions().get(package.__name__, []))
            except PackageNotFoundError:
                others = "?"
            raise FangtanError("start.collision", package=package.__name__, others=others)


def main() -> None:
    """Entry point of ``fangtan``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        _own()
    except FangtanError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(2) from None
    app()


if __name__ == "__main__":
    main()
