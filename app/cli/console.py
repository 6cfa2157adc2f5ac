"""What the command line shows: progress, summary, import report, codebook findings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app.study.inputs import Progress as Report
from corpus.catalogue import Language, message


@contextmanager
def progress_bar(lang: Language, quiet: bool = False) -> Iterator[Report | None]:
    """A bar on the error stream that names what is being read; nothing where nobody watches."""
    if quiet:
        yield None
        return
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(message("run.reading", lang), total=None)

        def report(done: int, total: int, name: str) -> None:
            bar.update(
                task,
                completed=done,
                total=total,
                description=f"{message('run.reading', lang)} {Path(name).name[:28]}",
            )

        yield report
