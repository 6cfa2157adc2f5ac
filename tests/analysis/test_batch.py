"""Work spread over processes: the same results in the same order, whatever becomes of the processes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from functools import partial

import pytest

from analysis.batch import AHEAD, over, processors


def square(number: int) -> tuple[int, int]:
    time.sleep(0.02)
    return number * number, os.getpid()


def deadly(number: int, home: int) -> int:
    """Kills the process that it runs in, unless that is the one that asked."""
    if number == 3 and os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def picky(number: int) -> int:
    if number == 2:
        raise LookupError("two")
    return number


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order(jobs: int) -> None:
    assert [value for value, _ in over(square, range(30), jobs=jobs)] == [number * number for number in range(30)]


def test_the_work_is_shared() -> None:
    made = {process for _, process in over(square, range(200), jobs=2)}
    assert len(made) == 2 and os.getpid() in made


def test_items_are_taken_as_results_are_asked_for() -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = over(square, items(), jobs=2)
    next(results)
    assert len(taken) <= 2 * AHEAD + 1
    results.close()  # type: ignore[attr-defined]


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_process_costs_nothing_but_time() -> None:
    assert list(over(partial(deadly, home=os.getpid()), range(60), jobs=2)) == list(range(60))


def test_no_process_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("no semaphores")

    monkeypatch.setattr("analysis.batch.ProcessPoolExecutor", refused)
    assert [process for _, process in over(square, range(3), jobs=2)] == [os.getpid()] * 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_work_raises_is_raised(jobs: int) -> None:
    results = over(picky, range(5), jobs=jobs)
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(LookupError):
        next(results)


def test_no_fewer_than_one() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        list(over(square, [1], jobs=0))
    assert processors() >= 1
