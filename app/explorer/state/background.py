"""An analysis of a large study in a process of its own: pages stay quick meanwhile, it tells how
far it is, and it can be stopped at any time.

The process reads the study itself, so that nothing large is sent to it; it ends with its one
answer, and with the server that began it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Final

from analysis.units import UnitKind
from app.explorer.state.choice import Choice
from app.explorer.state.desk import Desk
from app.result import Result
from app.study.study import Study
from corpus.catalogue import Language
from corpus.problem import FangtanError

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


class Job:
    """A task under way."""

    def __init__(self, task: Task) -> None:
        from app.explorer.state.processes import quiet_threads

        self.begun = time.monotonic()
        self.stopped = False
        self.read: tuple[int, int] = (0, 0)
        """Interviews read, of how many; (0, 0) before, equal numbers when all are read and the
        analysis is computing.
        """
        self._answer: tuple[str, Any] | None = None
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-c",
                f"from {__name__} import answer; answer()",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=quiet_threads(),
        )
        self._listening = threading.Thread(
            target=self._listen, args=(pickle.dumps(task),), daemon=True
        )
        self._listening.start()

    def _listen(self, task: bytes) -> None:
        ask, told = self._process.stdin, self._process.stdout
        assert ask is not None and told is not None  # both are pipes
        try:
            ask.write(task)
            ask.flush()
            # Left open: that it closes tells the process that nobody waits any more.
            while self._answer is None:
                kind, value = pickle.load(told)
                if kind == "read":
                    self.read = value
                else:
                    self._answer = (kind, value)
        except (OSError, EOFError, pickle.UnpicklingError):
            pass  # it ended without an answer
        finally:
            self._process.kill()
            self._process.wait()
            ask.close()
            told.close()

    @property
    def done(self) -> bool:
        """Whether it has ended, with an answer or without."""
        return not self._listening.is_alive()

    @property
    def seconds(self) -> int:
        return int(time.monotonic() - self.begun)

    def stop(self) -> None:
        """End it now. Nothing of the study is touched."""
        self.stopped = True
        self._process.kill()

    def wait(self, seconds: float | None = None) -> None:
        self._listening.join(seconds)

    def result(self) -> Any:
        """The answer. Raises the FangtanError that the analysis raised, or one that says that the
        process ended without an answer.
        """
        if self._answer is None:
            raise FangtanError("long.lost")
        kind, value = self._answer
        if kind == "refused":
            raise FangtanError(value[0], **value[1])
        return value


def answer() -> None:
    """What the process does: a task from standard input; how far it is and then the answer to
    standard output.
    """
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the answers
    task: Task = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_the_asker, args=(sys.stdin.buffer,), daemon=True).start()
    try:
        _tell(out, "done", _done(task, lambda done, total: _tell(out, "read", (done, total))))
    except FangtanError as error:
        _tell(out, "refused", (error.key, dict(error.values)))


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


def _tell(out: IO[bytes], kind: str, value: Any) -> None:
    pickle.dump((kind, value), out)
    out.flush()


def _end_with_the_asker(stdin: IO[bytes]) -> None:
    stdin.read()
    os._exit(1)
