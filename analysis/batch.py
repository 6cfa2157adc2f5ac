"""Map a function over many inputs, in order, in one process or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def over(work: Callable[[Item], Made], items: Iterable[Item], *, jobs: int = 1) -> Iterator[Made]:
    """``work`` on each item, results in the order of ``items``, one at a time.

    ``jobs`` > 1 spreads the work over local processes (``work`` and its results must be picklable); results are
    handed over as they come, so that memory does not grow with the number of items. Raises ValueError for jobs < 1.
    """
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, got {jobs}")
    if jobs == 1:
        yield from map(work, items)
        return
    from joblib import Parallel, delayed

    yield from Parallel(n_jobs=jobs, return_as="generator", batch_size="auto", pre_dispatch="4*n_jobs")(delayed(work)(item) for item in items)
