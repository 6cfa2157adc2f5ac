"""Work spread over processes: the same results in the same order, whatever becomes of the
processes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from analysis.batch import AHEAD, _Handed, over, processors


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
    assert [value for value, _ in over(square, range(30), jobs=jobs)] == [
        number * number for number in range(30)
    ]


def large(number: int) -> tuple[int, int, bytes]:
    time.sleep(0.02)
    return number, os.getpid(), bytes([number]) * 200_000


def until(enough: Callable[[], bool]) -> Iterator[int]:
    """Numbers until what is waited for has happened: how long another process takes to start
    depends on the machine, so that no fixed number of items is sure to outlast it.
    """
    begun = time.monotonic()
    number = 0
    while not enough():
        assert time.monotonic() - begun < 120, "the other process has done nothing"
        yield number % 251
        number += 1


def test_large_results_lie_in_the_folder_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lain: list[tuple[Path, int]] = []
    taken = _Handed.taken

    def watched(handed: _Handed) -> bytes:
        assert handed.path is not None
        lain.append((handed.path, handed.path.stat().st_size))
        return taken(handed)

    monkeypatch.setattr("analysis.batch._Handed.taken", watched)
    made, processes, asked = [], set(), []

    def items() -> Iterator[int]:
        for number in until(lambda: len(lain) >= 5):
            asked.append(number)
            yield number

    for number, process, data in over(large, items(), jobs=2, folder=tmp_path):
        made.append((number, data))
        processes.add(process)
        lying = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "work"]
        assert len(lying) <= 2 * AHEAD
    assert made == [(number, bytes([number]) * 200_000) for number in asked]
    assert len(processes) == 2 and len({path for path, _ in lain}) == len(lain)
    assert all(size > 200_000 and tmp_path in path.parents for path, size in lain)
    assert list(tmp_path.iterdir()) == []


def test_a_result_that_was_cleared_away_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sought = []

    def cleared(handed: object) -> bytes:
        sought.append(handed)
        raise FileNotFoundError

    monkeypatch.setattr("analysis.batch._Handed.taken", cleared)
    asked = []

    def items() -> Iterator[int]:
        for number in until(lambda: len(sought) >= 3):
            asked.append(number)
            yield number

    assert [number for number, _, _ in over(large, items(), jobs=2)] == asked
    assert len(sought) >= 3


def test_the_work_is_shared() -> None:
    processes: set[int] = set()
    for _, process in over(square, until(lambda: len(processes) == 2), jobs=2):
        processes.add(process)
    assert len(processes) == 2 and os.getpid() in processes


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


def test_no_room_for_what_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr("analysis.batch.TemporaryDirectory", full)
        assert [process for _, process in over(square, range(3), jobs=2)] == [os.getpid()] * 3
    monkeypatch.setattr(Path, "write_bytes", full)
    assert [process for _, process in over(square, range(3), jobs=2)] == [os.getpid()] * 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_work_raises_is_raised(jobs: int) -> None:
    results = over(picky, range(5), jobs=jobs)
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(LookupError):
        next(results)


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
def test_a_stop_is_heard_here_alone_and_says_nothing(tmp_path: Path) -> None:
    """Ctrl-C reaches every process of a terminal: at whatever moment it comes, no process answers
    with a traceback.
    """
    script = tmp_path / "job.py"
    script.write_text(
        (
            "import signal, time\nfrom analysis.batch import over\nsignal.signal(signal.SIGINT, "
            "signal.default_int_handler)  # what is started in the background begins deaf\ndef "
            "work(number):\n    time.sleep(0.01)\n    return number\nif __name__ == "
            "'__main__':\n    try:\n        print('begun', flush=True)\n        list(over(work,"
            " range(10_000), jobs=3))\n    except KeyboardInterrupt:\n        print('stopped', "
            "flush=True)\n"
        ),
        encoding="utf-8",
    )
    for wait in (0.05, 0.2, 0.6):
        job = subprocess.Popen(
            [sys.executable, str(script)],
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert job.stdout is not None and job.stdout.readline() == "begun\n"
        time.sleep(wait)
        os.killpg(job.pid, signal.SIGINT)
        assert (job.communicate(timeout=60)[0], job.returncode) == ("stopped\n", 0), wait


def test_no_fewer_than_one() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        list(over(square, [1], jobs=0))
    assert processors() >= 1
