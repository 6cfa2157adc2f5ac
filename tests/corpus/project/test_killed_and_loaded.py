"""Killed at any moment nothing acknowledged is lost; eight writers at once lose and double
nothing.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from studies import begin, contents, sound

from corpus.project import Filter, Project, create, open_project

WORKER = Path(__file__).with_name("worker.py")
KILLS = 100 if os.environ.get("FANGTAN_REQUIRE_ALL") else 40
EACH = 500 if os.environ.get("FANGTAN_REQUIRE_ALL") else 60
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


class Host:
    """A process with everything imported, that forks a child for each piece of work."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(WORKER), "serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.given, self.said = self.process.stdin, self.process.stdout

    def work(self, path: Path, kill_after: int | None = None, delay: float = 0.0) -> list[str]:
        """What the child acknowledged; killed ``delay`` seconds after its ``kill_after``th
        acknowledgement (None: not at all).
        """
        print(path, file=self.given, flush=True)
        pid, told = 0, []
        for line in self.said:
            word = line.strip()
            if word.startswith("end "):
                break
            if word.startswith("pid "):
                pid = int(word[4:])
            else:
                told.append(word)
            if kill_after is not None and len(told) == kill_after:
                time.sleep(delay)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                kill_after = None
        return told


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a killed program, unlike a power cut, asks nothing of
    the disk.
    """
    if not Path("/dev/shm").is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.fixture
def host() -> Iterator[Host]:
    made = Host()
    yield made
    made.given.close()
    made.process.wait(10)
    made.said.close()


def acknowledged_is_there(project: Project, told: list[str]) -> None:
    sent = {(event.client, event.seq) for event, _ in project.log(500)}
    sources = {info.source: info.revision for info in project.transcripts()}
    for word in told:
        if word.startswith("op "):
            assert ("test", int(word[3:])) in sent, word
        elif word.startswith("file "):
            assert word[5:] in sources, word
        elif word == "pass":
            assert project.count(Filter(statuses=(), placed=None), "coder"), word
        elif word == "revised":
            assert sources["访谈/一.txt"] == 2


@pytest.mark.thorough
def test_killed_at_random_moments(memory: Path, host: Host) -> None:
    tmp_path = memory
    host.work(tmp_path / "热身.fangtan")
    begun = time.perf_counter()
    whole = host.work(tmp_path / "未杀.fangtan")
    step = (time.perf_counter() - begun) / len(whole)
    assert whole[-1] == "whole", whole
    with open_project(tmp_path / "未杀.fangtan") as project:
        sound(project)
        wanted = contents(project)
    chance = random.Random()
    cut = 0
    for number in range(KILLS):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        path = folder / "研究.fangtan"
        told = host.work(path, chance.randrange(len(whole)), chance.uniform(0, 2 * step))
        cut += told[-1:] != ["whole"]
        if path.exists():
            with open_project(path) as project:
                sound(project)
                acknowledged_is_there(project, told)
        else:
            assert "made" not in told
        again = host.work(path)
        assert again[-1] == "whole", again
        with open_project(path) as project:
            sound(project)
            assert contents(project) == wanted
        shutil.rmtree(folder)
    assert cut > KILLS * 0.5


def test_eight_writers_at_once(address: str) -> None:
    writers, count = 8, EACH
    with create(address) as project:
        begin(project, "李")
        before = project.revision
        running = [
            subprocess.Popen(
                [sys.executable, str(WORKER), "load", address, str(number), str(count)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for number in range(writers)
        ]
        for one in running:
            assert one.stdout is not None and one.stdout.readline() == "ready\n"
        for one in running:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        ended = [one.communicate(timeout=600) for one in running]
        assert [one.returncode for one in running] == [0] * writers, ended
        assert all(said.startswith("done ") and wrong == "" for said, wrong in ended), ended
        stored = project.codings(Filter(placed=None))
        assert len(stored) == writers * count == len({(one.coder, one.span) for one in stored})
        sent = [
            (event.client, event.seq)
            for event, _ in project.log(10_000)
            if event.client.startswith("client-")
        ]
        assert len(sent) == len(set(sent)) == writers * count
        assert project.revision - before == writers * count + writers
        sound(project)
