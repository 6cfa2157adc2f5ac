"""Map a function over many inputs, in order, in one process or several."""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import count, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Generic, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

AHEAD: Final = 4
"""So many items for each process are handed out before their results are asked for."""

LARGE: Final = 32_768
"""Results of so many bytes are handed over by a file."""

OBJECTS: Final = 1_000_000
"""Coding makes many small objects and hardly a cycle: looking for cycles every 700 objects is a
sixth of the time.
"""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def over(
    work: Callable[[Item], Made],
    items: Iterable[Item],
    *,
    jobs: int = 1,
    ready: Callable[[], object] | None = None,
    folder: Path | None = None,
) -> Iterator[Made]:
    """``work`` on each item, results in the order of ``items``, one at a time.

    ``jobs`` > 1 spreads the work over so many processes of this machine: this one, which takes an
    item itself whenever it would only wait, and ``jobs`` - 1 others. ``work`` goes to each of them
    once; it, items and results must be picklable. Items are taken and results handed over as they
    come, so that memory does not grow with their number. Where other processes cannot be had, or
    one is killed, the rest is done here. Raises ValueError for jobs < 1, and whatever ``work``
    raises. ``ready`` is called once in each other process before it is given any work (for what
    takes long to build). What processes hand over lies for a moment in a folder of its own in
    ``folder`` (otherwise where temporary files are kept).
    """
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, got {jobs}")
    if jobs == 1:
        yield from map(work, items)
        return
    with ExitStack() as held:
        try:
            told = Path(
                held.enter_context(
                    TemporaryDirectory(
                        prefix=".fangtan-",
                        dir=folder.absolute() if folder else None,
                        ignore_cleanup_errors=True,
                    )
                ),
                "work",
            )
            # Given with the process itself, what is large would be waited for until the process
            # has started.
            told.write_bytes(pickle.dumps((work, ready)))
            pool = ProcessPoolExecutor(
                jobs - 1, mp_context=get_context("spawn"), initializer=_begin, initargs=(told,)
            )
        except (
            ImportError,
            NotImplementedError,
            OSError,
        ):  # no semaphores on this machine, or the disk is full
            yield from map(work, items)
            return
        held.callback(pool.shutdown, wait=False, cancel_futures=True)
        yield from _shared(_Shop(work, pool), iter(items), AHEAD * jobs)


class _Shop(Generic[Item, Made]):
    """Where items are worked on: by the pool as long as it lives, here otherwise."""

    def __init__(self, work: Callable[[Item], Made], pool: ProcessPoolExecutor) -> None:
        self.work = work
        self._pool: ProcessPoolExecutor | None = pool
        with _deaf():
            self._begun = pool.submit(_do_nothing)

    @property
    def open(self) -> bool:
        """Whether a process of the pool has started, which takes it a second or two: what is handed
        out before would be waited for.
        """
        return self._begun.done()

    def order(self, item: Item) -> Future[Made | _Handed]:
        """A result to come; where the pool is gone it stays pending, to be cancelled and made
        here.
        """
        try:
            with _deaf():
                return self._pool.submit(_do, item) if self._pool else Future()
        except (BrokenExecutor, OSError):
            self._pool = None
            return Future()

    def here(self, item: Item) -> Future[Made | _Handed]:
        done: Future[Made | _Handed] = Future()
        try:
            done.set_result(self.work(item))
        except Exception as error:
            done.set_exception(error)
        return done

    def made(self, item: Item, future: Future[Made | _Handed]) -> Made:
        """The result when the pool has it; worked on here when a process of the pool was killed
        over it.
        """
        try:
            result = future.result()
        except BrokenExecutor:
            self._pool = None
            return self.work(item)
        if not isinstance(result, _Handed):
            return result
        try:
            made: Made = pickle.loads(result.taken())
        except OSError:  # somebody cleared it away
            return self.work(item)
        return made


@dataclass(frozen=True, slots=True)
class _Handed:
    """A result from another process, pickled: here, or in a file (a pipe holds 64 KB, and for each
    of them the other process would be waited for).
    """

    data: bytes
    path: Path | None = None

    @classmethod
    def over(cls, made: object, folder: Path) -> _Handed:
        data = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
        if len(data) < LARGE:
            return cls(data)
        path = folder / f"{os.getpid()}-{next(_number)}"
        try:
            path.write_bytes(data)
        except OSError:  # the disk is full
            with suppress(OSError):
                path.unlink()
            return cls(data)
        return cls(b"", path)

    def taken(self) -> bytes:
        if self.path is None:
            return self.data
        data = self.path.read_bytes()
        with suppress(OSError):  # held open, by a virus scanner for one: it goes with its folder
            self.path.unlink()
        return data


_number: Final = count()


def _shared(shop: _Shop[Item, Made], items: Iterator[Item], ahead: int) -> Iterator[Made]:
    waiting: deque[tuple[Item, Future[Made | _Handed]]] = deque()
    for item in items:
        yield shop.work(item)
        if shop.open:
            break
    while True:
        waiting.extend((item, shop.order(item)) for item in islice(items, ahead - len(waiting)))
        if not waiting:
            return
        if not waiting[0][1].done():
            mine = next(
                (place for place, (_, future) in enumerate(waiting) if future.cancel()), None
            )  # a result that is there cannot be cancelled
            if mine is not None:
                waiting[mine] = (waiting[mine][0], shop.here(waiting[mine][0]))
                continue
        yield shop.made(*waiting.popleft())


@contextmanager
def _deaf() -> Iterator[None]:
    """A process that is started here does not hear Ctrl-C, not even before it has begun: it would
    answer with a traceback. This one hears it a moment later.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    usual = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, usual)


_work: Callable[[Any], Any] | None = None
_folder: Path | None = None
"""In a process of the pool: what it does, and where it leaves large results."""


def _begin(told: Path) -> None:
    global _work, _folder
    _folder = told.parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one stops it
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])
    with suppress(FileNotFoundError):  # all was done before this process had started
        _work, ready = pickle.loads(told.read_bytes())
        if ready is not None:
            with suppress(Exception):  # raised again by the work, when its turn has come
                ready()


def _do_nothing() -> None:
    pass


def _do(item: Any) -> _Handed:
    assert _work is not None and _folder is not None
    return _Handed.over(_work(item), _folder)
