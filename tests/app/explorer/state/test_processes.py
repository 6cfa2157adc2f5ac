"""Work in a process of its own: the answer, how far it is, refusals, and ends of all kinds."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from app.explorer.state.processes import Progress, Work, quiet_threads
from corpus.problem import FangtanError


def work_with(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Work[object]:
    """A function of a module that the process can import, begun."""
    (folder / "work_of_a_test.py").write_text(
        f"from corpus.problem import FangtanError\ndef work(progress):\n    {code}\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.delitem(__import__("sys").modules, "work_of_a_test", raising=False)
    import work_of_a_test  # type: ignore[import-not-found]

    work: Work[object] = Work(work_of_a_test.work)
    work.wait(60)
    return work


def test_the_answer_and_how_far_it_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = work_with("progress(2, 3); print('for people'); return '答'", tmp_path, monkeypatch)
    assert work.done and not work.stopped
    assert work.read == (2, 3) and work.result() == "答" and work.result() == "答"


def test_nothing_is_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work_with("return None", tmp_path, monkeypatch).result() is None


def test_a_refusal_keeps_its_key_and_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = work_with(
        "raise FangtanError('study.no_book', name='x', known='y')", tmp_path, monkeypatch
    )
    with pytest.raises(FangtanError) as refused:
        work.result()
    assert (refused.value.key, dict(refused.value.values)) == (
        "study.no_book",
        {"name": "x", "known": "y"},
    )


@pytest.mark.parametrize("code", ["raise ValueError('a bug')", "import os; os._exit(0)"])
def test_an_end_without_an_answer_is_said(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = work_with(code, tmp_path, monkeypatch)
    with pytest.raises(FangtanError) as lost:
        work.result()
    assert lost.value.key == "long.lost" and len(lost.value.text("en")) > 10


def test_work_that_is_stopped_has_no_answer() -> None:
    work = Work(partial(_sleep, 600.0))
    assert not work.done and work.pid > 0 and work.seconds >= 0
    work.stop()
    work.wait(20)
    assert work.done and work.stopped
    with pytest.raises(FangtanError):
        work.result()


def _sleep(seconds: float, progress: Progress) -> None:
    import time

    time.sleep(seconds)


def test_linear_algebra_has_one_thread_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    given = quiet_threads()
    assert (given["OMP_NUM_THREADS"], given["OPENBLAS_NUM_THREADS"]) == ("1", "3")
    assert given.items() >= {key: os.environ[key] for key in ("PATH",) if key in os.environ}.items()
