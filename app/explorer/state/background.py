"""An analysis of a large study in a process of its own: pages stay quick meanwhile, it tells how
far it is, and it can be stopped at any time.

The process (see ``processes``) reads the study itself, so that nothing large is sent to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from analysis.units import UnitKind
from app.explorer.state.processes import Work
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from app.result import Result
from app.study.study import Study
from corpus.catalogue import Language

MANY: Final = 20_000
"""From so many codings on an analysis is worth the second or two that a process takes to start."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done: ``work(study)`` on the study at an address. ``work`` must be importable
    (a function of a module, or a partial of one). ``lang``: that of the reader who asked, for whom
    the pictures are drawn beforehand.
    """

    study: str
    choice: Choice
    unit: UnitKind
    lang: Language
    work: Callable[[Study], Any]


def long(desk: Desk) -> bool:
    """Whether analyses of this study go to a process of their own."""
    return sum(desk.progress().values()) >= MANY


class Job(Work[Any]):
    """A task under way. ``read`` tells how many interviews are read, of how many; equal numbers
    when all are read and the analysis is computing.
    """

    def __init__(self, task: Task) -> None:
        super().__init__(partial(_done, task))


def _done(task: Task, progress: Callable[[int, int], None]) -> Any:
    from corpus.project import open_project
    from corpus.project.store import is_address

    with open_project(task.study, read_only=not is_address(task.study)) as project:
        study = Desk(project).study(task.choice, task.unit, progress)
    progress(len(study.interviews), len(study.interviews))
    result = task.work(study)
    if isinstance(result, Result):
        for name in result.pictures:
            result.pictures.draw(name, task.lang)  # here, so that no page waits for it
    return result
