"""Analyses in a process of their own: the same answers, stopped when told, and gone with the
server.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from studies_of_pages import copy

from app.analyses.every import analysis
from app.explorer.state import background
from app.explorer.state.background import Job, Task
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from app.figures import canvas
from app.result import Result
from corpus.catalogue import LANGUAGES
from corpus.problem import FangtanError
from corpus.project import open_project

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def as_the_process_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures have as many pixels here as in the other process."""
    monkeypatch.setattr(canvas, "DPI", 300)


def same(one: Result, two: Result) -> None:
    assert (one.notes, one.facts, list(one.tables), list(one.pictures)) == (
        two.notes,
        two.facts,
        list(two.tables),
        list(two.pictures),
    )
    assert one.files("en") == two.files("en")
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, two.tables[name])
    for name in one.pictures:
        for lang in LANGUAGES:
            png, svg = one.pictures.draw(name, lang)
            assert png.startswith(b"\x89PNG") and b"<svg" in svg
            assert (png, svg) == two.pictures.draw(name, lang)


@pytest.mark.parametrize("name", ["network", "mentions", "crosstab"])
def test_the_answer_is_the_one_made_here(name: str, sample: Path) -> None:
    work = partial(analysis, name=name, book="information_ecology", by="department")
    choice = Choice(polarities=("lacking", "demanded"))
    job = Job(Task(str(sample), choice, "turn", "zh", work))
    with open_project(sample) as project:
        here = work(Desk(project).study(choice, "turn"))
    job.wait(120)
    assert job.done and job.read[0] == job.read[1] > 0
    same(job.result(), here)


def test_a_refusal_arrives_with_its_sentence(sample: Path) -> None:
    job = Job(
        Task(
            str(sample),
            Choice(),
            "exchange",
            "zh",
            partial(analysis, name="cooccur", book="no_such_book", by=None),
        )
    )
    job.wait(60)
    with pytest.raises(FangtanError) as told:
        job.result()
    assert told.value.key == "study.no_book" and told.value.values["name"] == "no_such_book"


def test_a_stopped_one_ends_at_once_and_says_so(sample: Path) -> None:
    job = Job(
        Task(
            str(sample),
            Choice(),
            "exchange",
            "zh",
            partial(analysis, name="cooccur", book="information_ecology", by=None),
        )
    )
    assert not job.done
    job.stop()
    job.wait(10)
    assert job.done and job.stopped
    with pytest.raises(FangtanError) as told:
        job.result()
    assert told.value.key == "long.lost"


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="没有 /proc：无法看到进程是否还在")
def test_it_ends_with_the_server_that_began_it(sample: Path) -> None:
    begin = f"""
import time
from functools import partial
from app.analyses.cooccur import CooccurOptions, cooccur
from app.explorer.state.study.choice import Choice
from app.explorer.state.background import Job, Task
if __name__ == "__main__":
    work = partial(cooccur, options=CooccurOptions(draws=1_000_000))
    job = Job(Task({str(sample)!r}, Choice(), "exchange", "zh", work))
    while job.read[0] == 0:
        time.sleep(0.05)
    print(job.pid, flush=True)
    time.sleep(600)
"""
    server = subprocess.Popen([sys.executable, "-c", begin], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        pid = int(server.stdout.readline())
        assert alive(pid)
    finally:
        os.kill(server.pid, signal.SIGKILL)
        server.wait(20)
    until = time.monotonic() + 20
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not alive(pid)


def drawn(at: AppTest, patience: float = 120) -> AppTest:
    """Run again and again, as the page does by itself, until nothing is under way."""
    until = time.monotonic() + patience
    while any(
        one.key and one.key.startswith("long_") and one.key.endswith("_stop") for one in at.button
    ):
        assert time.monotonic() < until
        time.sleep(0.3)
        at.run()
    return at


def page(name: str, monkeypatch: pytest.MonkeyPatch, path: Path, **state: Any) -> AppTest:
    monkeypatch.setattr(background, "MANY", 1)
    for key, value in (
        ("STUDY", str(path)),
        ("ROLE", "coder"),
        ("LANG", "zh"),
        ("CODER", "合成编码者甲"),
    ):
        monkeypatch.setenv(f"FANGTAN_{key}", value)
    at = AppTest.from_string(
        "from app.explorer.widgets.session import start\n"
        f"from app.explorer.pages.{name} import render\nrender(start())",
        default_timeout=120,
    )
    for key, value in state.items():
        at.session_state[key] = value
    return at


def test_a_page_shows_how_far_it_is_and_then_the_result(
    sample: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    study = copy(sample, tmp_path / "study.fangtan")  # of this one no result is kept yet
    at = page("network", monkeypatch, study, network_view="mentions").run()
    assert not at.exception and any(one.key == "long_view_stop" for one in at.button)
    drawn(at)
    assert not at.exception and not at.error and at.dataframe


def test_a_stopped_analysis_is_offered_again(
    sample: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at = page("export", monkeypatch, copy(sample, tmp_path / "study.fangtan")).run()
    at.button(key="make_mentions").click().run()
    at.button(key="long_export_mentions_stop").click().run()
    at.run()
    assert not at.exception and any("已停止" in one.value for one in at.info)
    at.button(key="long_export_mentions_again").click().run()
    drawn(at)
    assert (
        not at.exception
        and not at.error
        and any(one.proto.id.endswith("get_mentions") for one in at.get("download_button"))
    )
