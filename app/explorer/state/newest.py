"""Work that one page at a time waits for: one after the other, and of what waits only the newest is
wanted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")


class Newest(Generic[T]):
    """Work in a thread, which may wait for a process of its own (``processes.Work``)."""

    def __init__(self, name: str) -> None:
        self._lock = threading.Lock()
        self._one = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._newest: Future[T] | None = None

    def begin(self, work: Callable[[], T]) -> Future[T]:
        """Work to come; what was begun before and has not started yet is cancelled."""
        with self._lock:
            if self._newest is not None:
                self._newest.cancel()
            self._newest = later = self._one.submit(work)
        return later
