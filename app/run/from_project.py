"""``fangtan run --project``: the whole of a run from and into a project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from analysis.networks.network import EdgeRule
from app.run.interview import FileResult, counted
from app.run.pipeline import Outcome, gather, writable
from app.study.inputs import Progress
from app.study.machines.passes import code_project
from app.study.projects import adopt, books_of, import_interviews, linked_interviews
from app.study.reading import Settings
from app.study.records import problem_record
from app.study.study import attributes_of, with_attributes
from codebooks.codebook import Codebook
from corpus.catalogue import Language
from corpus.project import CoderInfo, Project


def run_project(
    project: Project,
    inputs: Sequence[Path],
    out: Path,
    settings: Settings,
    books: Sequence[Codebook],
    coder: CoderInfo,
    *,
    lens: str | None = None,
    lang: Language = "zh",
    rule: EdgeRule | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Take ``inputs`` in, adopt ``books``, code what is new, then count and write the study as it
    stands: people's codings with the machine's, rejected ones left out. Raises FangtanError when
    ``out`` cannot be written.
    """
    writable(out)
    taken = import_interviews(project, inputs, settings, progress=progress)
    for book in books:
        adopt(project, book, coder)
    if not taken.stopped:
        for name in settings.coders:
            code_project(project, by=name, model=settings.model, progress=progress)
    used = books_of(project)
    settings = replace(settings, codebooks=used)
    problems = [problem_record(problem) for problem in taken.all_problems]
    files = project.files()
    outcome = Outcome(
        settings,
        lens,
        problems=problems,
        files=len(files) + taken.count("failed"),
        failed=taken.count("failed"),
        rule=rule or EdgeRule(),
        project={"id": project.id, "revision": project.revision},
    )
    outcome.inputs = dict(files)
    gather(outcome, _results(project, settings), len(project.transcripts()), out, lang, progress)
    outcome.inputs = dict(files)
    outcome.stopped = outcome.stopped or taken.stopped
    return outcome


def _results(project: Project, settings: Settings) -> Iterator[FileResult]:
    told = attributes_of(project)
    for entity, transcript, codings, links in linked_interviews(project):
        named = with_attributes(transcript, told.get(entity, {}))
        yield FileResult(named.source, "", [counted(named, codings, settings, links=links)])
