"""What was computed, kept as long as nothing in the study changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Results:
    """The newest ``most`` results at one revision of a study. Safe between threads; a result that
    two threads ask for at once may be made twice.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._revision = -1
        self._lock = threading.Lock()
        self._results: dict[Hashable, Any] = {}

    def get(self, revision: int, key: Hashable) -> Any:
        """The result under ``key``; None when it would have to be made."""
        with self._lock:
            self._forget_before(revision)
            return self._results.get(key)

    def result(self, revision: int, key: Hashable, work: Callable[[], T]) -> T:
        """The result under ``key``, made by ``work`` where there is none."""
        with self._lock:
            self._forget_before(revision)
            if key in self._results:
                result: T = self._results.pop(key)
                self._results[key] = result  # the newest stands last
                return result
        result = work()
        with self._lock:
            if revision == self._revision:  # else it is of a study that is no more
                self._results[key] = result
                while len(self._results) > self._most:
                    self._results.pop(next(iter(self._results)))
        return result

    def drop(self, key: Hashable) -> None:
        """Have the result under ``key`` made again."""
        with self._lock:
            self._results.pop(key, None)

    def _forget_before(self, revision: int) -> None:
        if revision > self._revision:
            self._revision = revision
            self._results.clear()
