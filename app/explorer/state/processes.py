"""Work in a process of its own: the one way for all that a page does not wait for.

The process is handed a function, tells how far it is, and ends with its one answer: whoever asked
may stop it at any time, and it ends with the server that began it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, Final, Generic, Literal, TypeVar

from corpus.problem import FangtanError

T = TypeVar("T")
Progress = Callable[[int, int], None]
START: Final = f"from {__name__} import answer; answer()"


def quiet_threads() -> dict[str, str]:
    """The environment of the server: linear algebra on one thread, unless told otherwise. Its
    matrices are small, and threads that wait for one another made the layout of a network ten times
    slower where other work ran beside it. No number depends on it.
    """
    return {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **os.environ}


class Work(Generic[T]):
    """``work(progress)`` under way in a process of its own; ``progress`` is called with how many
    steps are done, of how many. ``work`` and its answer are pickled, so ``work`` must be importable
    (a function of a module, or a partial of one).
    """

    def __init__(self, work: Callable[[Progress], T]) -> None:
        self.begun = time.monotonic()
        self.stopped = False
        self.read: tuple[int, int] = (0, 0)
        """What ``progress`` was called with last; (0, 0) before."""
        self._answer: tuple[T] | None = None
        self._refusal: FangtanError | None = None
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=quiet_threads(),
        )
        self._listening = threading.Thread(
            target=self._listen, args=(pickle.dumps(work),), daemon=True
        )
        self._listening.start()

    def _listen(self, work: bytes) -> None:
        to_process, from_process = self._process.stdin, self._process.stdout
        assert to_process is not None and from_process is not None  # both are pipes
        try:
            to_process.write(work)
            to_process.flush()
            # Left open: that it closes tells the process that nobody waits any more.
            while self._answer is None and self._refusal is None:
                kind, value = pickle.load(from_process)
                if kind == "read":
                    self.read = value
                elif kind == "done":
                    self._answer = (value,)
                else:
                    self._refusal = FangtanError(value[0], **value[1])
        except (OSError, EOFError, pickle.UnpicklingError):
            pass  # it ended without an answer
        finally:
            self._process.kill()
            self._process.wait()
            to_process.close()
            from_process.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def done(self) -> bool:
        """Whether it has ended, with an answer or without."""
        return not self._listening.is_alive()

    @property
    def seconds(self) -> int:
        """How long ago it was begun."""
        return int(time.monotonic() - self.begun)

    def stop(self) -> None:
        """End it now. Nothing of the study is touched."""
        self.stopped = True
        self._process.kill()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for its end, at most so long."""
        self._listening.join(seconds)

    def result(self) -> T:
        """The answer. Raises the FangtanError that ``work`` raised, or one that says that the
        process ended without an answer.
        """
        if self._refusal is not None:
            raise self._refusal
        if self._answer is None:
            raise FangtanError("long.lost")
        return self._answer[0]


def answer() -> None:
    """What the process does: its work from standard input; how far it is and then the answer to
    standard output.
    """
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the answers
    work: Callable[[Progress], object] = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_the_asker, args=(sys.stdin.buffer,), daemon=True).start()
    try:
        _send(out, "done", work(lambda done, total: _send(out, "read", (done, total))))
    except FangtanError as error:
        _send(out, "refused", (error.key, dict(error.values)))


def _send(out: IO[bytes], kind: Literal["read", "done", "refused"], value: object) -> None:
    pickle.dump((kind, value), out)
    out.flush()


def _end_with_the_asker(stdin: IO[bytes]) -> None:
    stdin.read()
    os._exit(1)
