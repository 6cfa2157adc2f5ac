"""The project store at the size of a large study: 1,000 interviews of 10,000 characters with
200,000 codings.

Texts are drawn from the sample corpus's sentences with a fixed seed; codings lie on random clauses.
The peer is the bare ``sqlite3`` module in the same run: one row inserted and committed with the
same durability, the same rows selected, without a log, checks or values made of them.

    uv run python benchmarks/store.py [--interviews 1000] [--codings 200] [--rounds 21] [--keep
    study.fangtan]
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from app.study.inputs import find_inputs
from app.study.projects import adopt
from codebooks.loading import SHIPPED, load
from corpus.coding import Coding, Evidence
from corpus.document import Document, Line
from corpus.project import CoderInfo, Filter, Project, create, open_project
from corpus.project import operations as op
from corpus.readers import read_file
from corpus.segmentation import sentences
from corpus.span import Span
from corpus.transcript import Transcript
from corpus.turns.transcribe import TurnOptions, transcribe

POLARITIES = ("lacking", "present", "demanded", "neutral")


def pool() -> list[str]:
    """Interviewee sentences of the sample."""
    found = []
    for path, name in find_inputs([Path(str(files("corpus") / "sample"))])[0]:
        for document in read_file(path)[0]:
            made = transcribe(document, name)
            found += [
                span.of(made.text).replace("\n", "")
                for turn in made.turns
                if turn.role != "interviewer"
                for span in sentences(made.shadow, turn.span)
            ]
    return found


def interview(chance: random.Random, known: list[str], number: int, length: int) -> Transcript:
    lines, total = [f"访谈编号：B-{number:04d}", f"部门：第{number % 40}局", ""], 0
    while total < length:
        lines.append(f"问：{chance.choice(known)[:30]}？")
        answer = "".join(chance.choice(known) for _ in range(8))
        lines.append(f"答：{answer}")
        total += len(answer) + 32
    return transcribe(
        Document(tuple(Line(line, place, "text") for place, line in enumerate(lines, 1)), "txt"),
        f"访谈/{number:04d}.txt",
        TurnOptions(),
    )


def coded(
    chance: random.Random, made: Transcript, keys: list[tuple[str, str]], count: int
) -> list[Coding]:
    clauses = [
        (turn, match.span())
        for turn in made.turns
        if turn.role != "interviewer"
        for match in re.finditer(r"[^，。；？！\n]{4,}", turn.span.of(made.text))
    ]
    found = []
    for turn, (start, end) in (chance.choice(clauses) for _ in range(count)):
        span = Span(turn.span.start + start, turn.span.start + end)
        family, key = chance.choice(keys)
        found.append(
            Coding(
                span,
                span.of(made.text),
                key,
                family,
                chance.choice(POLARITIES),
                "rules",
                turn.index,
                "suggested",
                Evidence(
                    "strong",
                    span.of(made.text)[:2],
                    Span(span.start, span.start + 2),
                    "",
                    None,
                    "polarity.default",
                    "h",
                ),
            )
        )
    return found


def build(path: Path, interviews: int, codings: int) -> dict[str, float]:
    chance, known = random.Random(7), pool()
    with create(path, "合成样例：大研究") as project:
        person, machine = project.coder("李"), project.coder("rules", "machine")
        books = [load(name) for name in SHIPPED]
        for book in books:
            adopt(project, book, person)
        keys = [(book.id, code.id) for book in books for code, _, _ in book.walk()]
        importing, coding, characters = 0.0, 0.0, 0
        for number in range(interviews):
            made = interview(chance, known, number, 10_000)
            said = coded(chance, made, keys, codings)
            characters += len(made.text)
            begun = time.perf_counter()
            done = project.add_file(made.source, f"{number:064x}", "", [made])
            importing += time.perf_counter() - begun
            begun = time.perf_counter()
            project.suggest(done.transcripts[0], machine, said, "pass", 1)
            coding += time.perf_counter() - begun
    return {
        "import": importing / interviews,
        "suggest": coding / interviews,
        "characters": characters,
    }


class Took(float):
    """Milliseconds by the clock; ``busy``: of them those in which this process computed (others
    share the machine).
    """

    busy: float = 0.0


def median(rounds: int, work: Callable[[], Any]) -> Took:
    """The medians, one warming call aside."""
    work()
    told, busy = [], []
    for _ in range(rounds):
        begun, computed = time.perf_counter(), time.process_time()
        work()
        told.append(time.perf_counter() - begun)
        busy.append(time.process_time() - computed)
    took = Took(statistics.median(told) * 1000)
    took.busy = statistics.median(busy) * 1000
    return took


class Applying:
    """One operation after the other on random places."""

    def __init__(self, project: Project, coder: CoderInfo) -> None:
        self.project, self.coder, self.chance = project, coder, random.Random(project.revision)
        self.code = project.codes()[5].id
        self.infos = project.transcripts()
        self.texts = {
            info.id: project.transcript(info.id).text for info in self.chance.sample(self.infos, 40)
        }
        self.made: list[str] = []

    def add(self) -> None:
        entity, text = self.chance.choice(list(self.texts.items()))
        start = self.chance.randrange(len(text) - 30)
        done = op.AddCoding(
            entity, Span(start, start + 20), text[start : start + 20], self.code, "lacking"
        )
        self.project.apply(done, coder=self.coder)
        self.made.append(done.id)

    def change(self) -> None:
        self.project.apply(
            op.SetPolarity(self.made[-1], self.chance.choice(POLARITIES)), coder=self.coder
        )

    def undo(self) -> None:
        self.project.undo(self.coder)


def raw_insert(path: Path) -> Callable[[], None]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        "CREATE TABLE codings (id TEXT PRIMARY KEY, transcript TEXT, a INTEGER, b INTEGER, "
        "quote TEXT, code TEXT, coder TEXT, polarity TEXT)"
    )

    def work() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO codings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (os.urandom(16).hex(), "t" * 32, 1, 21, "字" * 20, "c" * 32, "d" * 32, "lacking"),
        )
        connection.execute("COMMIT")

    return work


def raw_select(path: Path, transcript: str) -> Callable[[], Any]:
    connection = sqlite3.connect(path)
    return lambda: (
        connection.execute(
            "SELECT text, record FROM revisions WHERE transcript = ? AND number = 1", (transcript,)
        ).fetchall(),
        connection.execute(
            "SELECT * FROM codings WHERE transcript = ? ORDER BY start", (transcript,)
        ).fetchall(),
    )


def cold(path: Path) -> float:
    """Seconds from nothing to an open study in a new process, imports and all."""
    code = (
        f"import time, corpus.project as p; b = time.perf_counter(); s = "
        f"p.open_project({str(path)!r}); s.transcripts(); print(time.perf_counter() - b)"
    )
    return (
        float(
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True
            ).stdout
        )
        * 1000
    )


def measure(path: Path, rounds: int) -> list[tuple[str, float, float | None]]:
    rows: list[tuple[str, float, float | None]] = []

    def opening() -> None:
        with open_project(path):
            pass

    rows.append(("open", median(rounds, opening), 300))
    rows.append(
        ("open and list, new process", statistics.median(cold(path) for _ in range(5)), 300)
    )
    with open_project(path) as project:
        infos = project.transcripts()
        one = infos[len(infos) // 2].id
        counted = project.count(Filter(), "code")
        code = max(counted, key=lambda key: counted[key])[0]
        rows.append(
            (
                "one transcript with its codings",
                median(
                    rounds,
                    lambda: (
                        project.transcript(one),
                        project.codings(Filter((one,))),
                        project.memos_of_transcript(one),
                    ),
                ),
                50,
            )
        )
        rows.append(("… bare sqlite3, rows only", median(rounds, raw_select(path, one)), None))
        for order in ("source", "newest", "polarity", "length"):
            rows.append(
                (
                    f"page of 50 quotations of a code, by {order}",
                    median(
                        rounds,
                        lambda order=order: project.quotations(Filter(codes=(code,)), order=order),
                    ),
                    100,
                )
            )
        rows.append(
            (
                "… the last page",
                median(
                    rounds,
                    lambda: project.quotations(Filter(codes=(code,)), offset=counted[code,] - 50),
                ),
                100,
            )
        )
        rows.append(
            (
                "… of one polarity",
                median(
                    rounds,
                    lambda: project.quotations(
                        Filter(codes=(code,), polarities=("lacking",)), offset=50
                    ),
                ),
                100,
            )
        )
        rows.append(
            (
                "… of all codes",
                median(rounds, lambda: project.quotations(Filter(), offset=100)),
                100,
            )
        )
        rows.append(
            (
                "… of all codes, of one polarity, far down",
                median(
                    rounds,
                    lambda: project.quotations(Filter(polarities=("lacking",)), offset=20_000),
                ),
                100,
            )
        )
        rows.append(
            (
                "… of all codes, with a word, one polarity",
                median(
                    rounds,
                    lambda: project.quotations(
                        Filter(text="接口", polarities=("lacking",)), offset=50
                    ),
                ),
                100,
            )
        )
        rows.append(
            (
                "count(Filter(), code, polarity)",
                median(rounds, lambda: project.count(Filter(), "code", "polarity")),
                100,
            )
        )
        rows.append(
            (
                "count with a word",
                median(rounds, lambda: project.count(Filter(text="接口"), "code")),
                100,
            )
        )
        rows.append(
            (
                "count(Filter(), coder, status)",
                median(
                    rounds,
                    lambda: project.count(Filter(statuses=(), placed=None), "coder", "status"),
                ),
                100,
            )
        )
        rows.append(("transcripts()", median(rounds, project.transcripts), 100))
        rows.append(("stamps()", median(rounds, project.stamps), 100))
        rows.append(("revision", median(rounds, lambda: project.revision), 10))
        rows.append(("log(50)", median(rounds, project.log), 100))
        work = Applying(project, project.coder("王"))
        rows.append(("apply: add a coding", median(rounds * 5, work.add), 20))
        rows.append(("apply: set a polarity", median(rounds * 5, work.change), 20))
        rows.append(("undo", median(rounds, work.undo), 20))
        rows.append(
            ("history of a coding", median(rounds, lambda: project.history(work.made[0])), 100)
        )
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        rows.append(
            (
                "… bare sqlite3: one row, committed",
                median(rounds * 5, raw_insert(Path(folder) / "raw.db")),
                None,
            )
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interviews", type=int, default=1000)
    parser.add_argument("--codings", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "study.fangtan"
        if not path.exists():
            told = build(path, given.interviews, given.codings)
            print(
                f"built: {told['characters']:,.0f} characters; import "
                f"{told['import'] * 1000:.1f} ms, suggestions {told['suggest'] * 1000:.1f} "
                f"ms a transcript"
            )
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        rows = measure(path, given.rounds)
        print("\n| what | ms (median) | of it computing | aim |\n|---|---|---|---|")
        for name, took, aim in rows:
            print(
                f"| {name} | {took:.1f} | {getattr(took, 'busy', 0.0):.1f} | "
                f"{'' if aim is None else f'< {aim:.0f}'} |"
            )
        print(
            f"\nfile: {path.stat().st_size / 2**20:.0f} MiB; memory: {before / 1024:.0f} MiB "
            f"after building, "
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most "
            f"while measuring"
        )


if __name__ == "__main__":
    main()
