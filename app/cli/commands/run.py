"""fangtan run and demo: from interviews to tables, pictures and a report."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.cli.help_text import both
from app.cli.options import (
    AllowRemote,
    InterviewsLeave,
    JsonOption,
    Lang,
    LangOption,
    MachineCoder,
    ModelAddress,
    ModelName,
    ModelPasses,
    Unit,
    guard,
)
from corpus.catalogue import Language, message
from corpus.problem import FangtanError

if TYPE_CHECKING:
    from analysis.coders.family import Machine
    from analysis.units import UnitKind
    from app.run.pipeline import Outcome
    from app.study.inputs import Progress
    from app.study.model_server import ModelSettings
    from app.study.reading import Settings


class Segment(StrEnum):
    rjieba = "rjieba"
    jieba = "jieba"
    none = "none"


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What a run is asked for. ``codebooks``: none given means those shipped; ``segmenter`` may be
    ``none``: words are not counted; ``project``: a study that takes part.
    """

    inputs: tuple[Path, ...]
    out: Path
    codebooks: tuple[str, ...] = ()
    unit: UnitKind = "exchange"
    lens: str | None = None
    jobs: int | None = None
    segmenter: Literal["rjieba", "jieba", "none"] = "rjieba"
    words: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    merge_runs: bool = False
    encoding: str | None = None
    project: str | None = None
    coders: tuple[Machine, ...] = ("rules",)
    model: ModelSettings | None = None

    def settings(self) -> Settings:
        """How files are read, coded and counted. Raises FangtanError for a lens or a codebook that
        is not there.
        """
        from app.study.reading import Settings
        from codebooks.loading import SHIPPED, load

        books = tuple(load(name) for name in dict.fromkeys(self.codebooks or SHIPPED))
        lenses = {name for book in books for name in book.lenses}
        if self.lens is not None and self.lens not in lenses:
            raise FangtanError("run.lens_unknown", lens=self.lens, known="、".join(sorted(lenses)))
        return Settings(
            books,
            self.unit,
            self.segmenter != "none",
            "rjieba" if self.segmenter == "none" else self.segmenter,
            self.words,
            self.interviewers,
            self.merge_runs,
            self.encoding,
            self.coders,
            self.model,
        )


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(help=both("help.run", between="\n\n"))(run)
    app.command(help=both("help.demo", between=""))(demo)


def run(
    out: Annotated[Path, typer.Option("--out", "-o", help=both("help.run_run_out"))],
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(help=(both("help.run_run_inputs"))),
    ] = None,
    project: Annotated[
        str | None,
        typer.Option(
            "--project",
            help=(both("help.run_run_project")),
        ),
    ] = None,
    codebook: Annotated[
        list[str] | None,
        typer.Option(
            "--codebook",
            "-c",
            help=both("help.run_run_codebook"),
        ),
    ] = None,
    unit: Annotated[Unit, typer.Option(help=both("help.run_run_unit"))] = Unit.exchange,
    coder: Annotated[
        list[MachineCoder] | None, typer.Option("--coder", help=both("help.run_run_coder"))
    ] = None,
    lens: Annotated[
        str | None,
        typer.Option(help=both("help.run_run_lens")),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            help=(both("help.run_run_jobs")),
        ),
    ] = None,
    segmenter: Annotated[
        Segment,
        typer.Option(help=both("help.run_run_segmenter")),
    ] = Segment.rjieba,
    dictionary: Annotated[Path | None, typer.Option(help=both("help.run_run_dictionary"))] = None,
    interviewer: Annotated[
        list[str] | None,
        typer.Option(help=both("help.run_run_interviewer")),
    ] = None,
    merge_runs: Annotated[
        bool, typer.Option("--merge-runs", help=both("help.run_run_merge_runs"))
    ] = False,
    encoding: Annotated[str | None, typer.Option(help=both("help.run_run_encoding"))] = None,
    model_address: ModelAddress = None,
    model: ModelName = None,
    passes: ModelPasses = 1,
    allow_remote: AllowRemote = False,
    interviews_leave: InterviewsLeave = False,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Read interviews, code them, count co-occurrence, draw the network, write tables and a
    report.
    """
    language: Language = lang.value
    with guard(language, as_json):
        words = _words(dictionary) if dictionary else ()
        if not inputs and project is None:
            raise FangtanError("run.no_inputs")
        asked = None
        if MachineCoder.model in (coder or ()):
            from app.study.model_server import answers_beside, model_at

            asked = model_at(
                model_address,
                model,
                remote=allow_remote,
                leaves=interviews_leave,
                passes=passes,
                answers=answers_beside(project) if project else out / "answers",
            )
            jobs = 1  # one question at a time
        raise typer.Exit(
            _run(
                RunRequest(
                    tuple(inputs or ()),
                    out,
                    tuple(codebook or ()),
                    unit.value,
                    lens,
                    jobs,
                    segmenter.value,
                    words,
                    tuple(interviewer or ()),
                    merge_runs,
                    encoding,
                    project,
                    tuple(dict.fromkeys(each.value for each in coder or (MachineCoder.rules,))),
                    asked,
                ),
                language,
                as_json,
            )
        )


def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help=both("help.run_demo_out"))] = Path(
        "fangtan-demo"
    ),
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """Run the whole of it on the synthetic sample."""
    language: Language = lang.value
    with guard(language, as_json), as_file(files("corpus") / "sample") as folder:
        raise typer.Exit(_run(RunRequest((folder,), out, jobs=1), language, as_json, demo=True))


def _run(request: RunRequest, lang: Language, as_json: bool, demo: bool = False) -> int:
    """Run, write everything, tell the summary; the exit code."""
    from app.cli.console import progress_bar
    from app.cli.summary import summary
    from app.run.outputs import write_all
    from app.run.pipeline import run as run_pipeline

    settings = request.settings()
    with progress_bar(lang, quiet=as_json or not sys.stderr.isatty()) as progress:
        if request.project is not None:
            outcome = _run_project(request.project, request, settings, lang, progress)
        else:
            outcome = run_pipeline(
                list(request.inputs),
                request.out,
                settings,
                lens=request.lens,
                jobs=request.jobs,
                lang=lang,
                progress=progress,
                label=message("demo.label", lang) if demo else None,
            )
    files = write_all(outcome, request.out, lang) if outcome.interviews else []
    summary(outcome, files, lang, as_json, demo)
    return outcome.exit_code


def _run_project(
    study: str,
    request: RunRequest,
    settings: Settings,
    lang: Language,
    progress: Progress | None,
) -> Outcome:
    from app.cli.project import person
    from app.run.from_project import run_project
    from corpus.project import open_project

    with open_project(study) as project:
        return run_project(
            project,
            list(request.inputs),
            request.out,
            settings,
            settings.codebooks if request.codebooks else (),
            project.coder(person(None)),
            lens=request.lens,
            lang=lang,
            progress=progress,
        )


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
