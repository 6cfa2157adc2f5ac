"""fangtan against bare ``jieba.lcut`` on the same text in one process, as ratios of medians of
elapsed time.

Texts are drawn from the sample corpus's sentences with a fixed seed. Two shapes: many short texts
(one CSV, one row each) and long interviews (a file each). Counted from files to tables; pictures
and report are not. fangtan runs in one process, and as it runs unless told otherwise: in as many as
the input is worth and the machine has processors for.

    uv run python benchmarks/pipeline.py [--texts 10000] [--interviews 300] [--rounds 3]
    uv run python benchmarks/pipeline.py --memory 100 300   (peak memory of one process that reads
    so many interviews)
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from importlib.resources import files
from pathlib import Path


def pool() -> list[str]:
    """Interviewee sentences of the sample."""
    from app.study.inputs import find_inputs
    from corpus.readers import read_file
    from corpus.segmentation import sentences
    from corpus.turns.transcribe import transcribe

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


def text(chance: random.Random, known: list[str], length: int) -> str:
    parts: list[str] = []
    total = 0
    while total < length:
        parts.append(chance.choice(known))
        total += len(parts[-1])
    return "".join(parts)


def make(folder: Path, shape: str, count: int) -> int:
    """Write the inputs; returns the number of characters of speech."""
    chance, known, total = random.Random(7), pool(), 0
    if shape == "texts":
        with (folder / "texts.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["编号", "访谈全文"])
            for number in range(count):
                body = text(chance, known, 330)
                total += len(body)
                writer.writerow([f"T{number}", body])
        return total
    for number in range(count):
        lines = [f"访谈编号：I-{number}", ""]
        size = 0
        while size < 20_000:
            answer = text(chance, known, 200)
            size += len(answer)
            lines += ["问：后来呢？", f"答：{answer}"]
        total += size
        (folder / f"{number:04d}.txt").write_text("\n".join(lines), encoding="utf-8")
    return total


def bare(folder: Path) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(60)
    jieba.initialize()
    texts = [path.read_text("utf-8") for path in sorted(folder.iterdir())]
    start = time.perf_counter()
    for body in texts:
        for line in body.split("\n"):
            jieba.lcut(line)
    return time.perf_counter() - start


def ours(folder: Path, words: bool, jobs: int | None) -> float:
    from app.run.outputs import write_csv
    from app.run.pipeline import fewer_collections, run
    from app.run.tables import tables
    from app.study.reading import Settings
    from codebooks.loading import SHIPPED, load

    settings = Settings(tuple(load(name) for name in SHIPPED), words=words)
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        outcome = run([folder], Path(out), settings, jobs=jobs)
        with fewer_collections():
            write_csv(tables(outcome), Path(out) / "csv")
        return time.perf_counter() - start


def peak(folder: Path) -> int:
    """Peak memory in MiB of a process that does nothing but the job."""
    told = subprocess.run(
        [sys.executable, __file__, "--job", str(folder)], check=True, capture_output=True, text=True
    )
    return int(told.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--interviews", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shape", choices=("texts", "interviews"), help="only one of the two")
    parser.add_argument("--memory", type=int, nargs="+", metavar="INTERVIEWS")
    parser.add_argument("--job", type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.job:
        ours(told.job, True, 1)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    if told.memory:
        print("| interviews | peak memory (MiB) |")
        print("|---|---|")
        for count in told.memory:
            with tempfile.TemporaryDirectory() as place:
                make(Path(place), "interviews", count)
                print(f"| {count:,} | {peak(Path(place)):,} |", flush=True)
        return
    from analysis.batch import processors

    print(f"{processors()} processors")
    print(
        "| input | characters | jieba (s) | coding + co-occurrence / jieba | the same in one "
        "process | with words (rjieba) / jieba | the same in one process |"
    )
    print("|---|---|---|---|---|---|---|")
    for shape, count in (("texts", told.texts), ("interviews", told.interviews)):
        if told.shape not in (None, shape):
            continue
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            size = make(folder, shape, count)
            ours(folder, True, 1)
            peers: list[float] = []
            taken: dict[tuple[bool, int | None], list[float]] = {
                (words, jobs): [] for words in (False, True) for jobs in (None, 1)
            }
            for _ in range(told.rounds):
                peers.append(bare(folder))
                for (words, jobs), times in taken.items():
                    times.append(ours(folder, words, jobs))
            peer = statistics.median(peers)
            print(
                f"| {count:,} {shape} | {size:,} | {peer:.1f} | "
                + " | ".join(f"{statistics.median(times) / peer:.2f}" for times in taken.values())
                + " |",
                flush=True,
            )


if __name__ == "__main__":
    main()
