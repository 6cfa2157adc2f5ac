"""Co-occurrence at scale: counting pairs, the shift test, growth for ten times the work, memory.
Each case in a process of its own.

uv run python benchmarks/cooccurrence.py [--units 1000000] [--rounds 3] [--write
docs/performance-cooccurrence.md]
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from analysis.cooccurrence import cooccurrence
from analysis.nulls.courses import talks
from analysis.nulls.shift_test import circular_shift, shift_test
from analysis.units import Incidence

SHIFTS = 999


def study(
    interviews: int, units: int, codes: int, per_unit: float, seed: int = 1, skew: float = 0.0
) -> Incidence:
    """Random units of 20 to 199 characters: so many codes each on average, popular codes first when
    ``skew`` > 0 (Zipf's
    exponent, as words have).
    """
    chance = np.random.default_rng(seed)
    total = interviews * units
    weight = 1 / np.arange(1, codes + 1) ** skew
    marks = chance.poisson(per_unit, total)
    columns = chance.choice(codes, int(marks.sum()), p=weight / weight.sum())
    rows = np.repeat(np.arange(total), marks)
    matrix = csr_matrix((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(total, codes))
    matrix.data[:] = 1
    keys = tuple(("b", f"{code:05d}") for code in range(codes))
    length = chance.integers(20, 200, total)
    end = np.cumsum(length)
    spans = np.stack([end - length, end], axis=1)
    return Incidence(
        "turn",
        keys,
        tuple(map(str, range(interviews))),
        matrix,
        np.repeat(np.arange(interviews, dtype=np.int32), units),
        spans,
    )


def timed(work: Callable[[], Any], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def count_case(units: int, codes: int, rounds: int) -> dict[str, float]:
    """Table of pairs (counts, spread over interviews, measures), without the test; the peer is the
    bare sparse product.
    """
    words = codes > 1000
    made = study(units // 1000, 1000, codes, 12.0 if words else 3.0, skew=1.0 if words else 0.5)
    before = peak()
    ours = timed(
        lambda: cooccurrence(
            made, test=False, least=2 if words else 1, limit=3000 if words else None
        ),
        rounds,
    )
    bare = timed(lambda: made.matrix.T @ made.matrix, rounds)
    return {"seconds": ours, "ratio": ours / bare, "data_mib": before, "peak_mib": peak()}


def dense_case(units: int, codes: int, rounds: int) -> dict[str, float]:
    """The same counts by a dense product of floats in NumPy (what a notebook does)."""
    made = study(units // 1000, 1000, codes, 3.0, skew=0.5)
    dense = made.matrix.toarray().astype(np.float32)
    return {
        "seconds": timed(lambda: dense.T @ dense, rounds),
        "ratio": 1.0,
        "data_mib": peak(),
        "peak_mib": peak(),
    }


def monte_carlo(made: Incidence, pairs: list[tuple[int, int]], draws: int) -> Any:
    """The peer: random shifts of the same null (places turned along the talk, either code of a pair
    against the other by the toss of a coin in each talk), all pairs of codes at once, in NumPy.
    """
    chance = np.random.default_rng(0)
    codes = len(made.codes)
    one, two = (np.array([pair[side] for pair in pairs]) for side in (0, 1))
    blocks = []
    for talk in talks(made, np.arange(codes)):
        unit_of = np.searchsorted(talk.high, np.arange(talk.length), "right")
        still = np.zeros((len(talk.low), codes), dtype=np.float32)
        still[unit_of[talk.place], talk.code] = 1
        blocks.append((talk, unit_of, still))
    seen = sum(still.T @ still for _, _, still in blocks)[one, two]
    far = np.zeros(len(pairs))
    for _ in range(draws):
        joint = np.zeros((codes, codes), dtype=np.float32)
        for talk, unit_of, still in blocks:
            turned = np.zeros_like(still)
            place = (talk.place + int(chance.integers(talk.length))) % talk.length
            turned[unit_of[place], talk.code] = 1
            met = still.T @ turned
            joint += met if chance.integers(2) else met.T
        far += joint[one, two] >= seen
    return (1 + far) / (1 + draws)


def shift_case(interviews: int, units: int, codes: int, rounds: int) -> dict[str, float]:
    made = study(interviews, units, codes, 3.0, skew=0.5)
    pairs = list(itertools.combinations(range(codes), 2))
    exact = timed(lambda: circular_shift(made, pairs), rounds)
    draws = timed(lambda: monte_carlo(made, pairs, SHIFTS), 1)
    exact_p = shift_test(made, pairs, position=False).more
    drawn_p = monte_carlo(made, pairs, SHIFTS)
    return {
        "seconds": exact,
        "ratio": exact / draws,
        "peak_mib": peak(),
        "apart": float(np.abs(exact_p - drawn_p).max()),
    }


CASES: dict[str, Callable[..., dict[str, float]]] = {
    "count": count_case,
    "dense": dense_case,
    "shift": shift_case,
}


def child(case: str, *numbers: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--case", case, *map(str, numbers)],
        capture_output=True,
        text=True,
        check=True,
    )
    made: dict[str, float] = json.loads(done.stdout)
    return made


def page(units: int, rounds: int) -> str:
    lines = [
        (
            "| case | seconds | of the bare sparse product | growth for 10 × the units | peak "
            "memory, MiB (of it the input and Python) |"
        ),
        "|---|---|---|---|---|",
    ]
    for codes, name in (
        (60, "60 codes, 3 a unit"),
        (5000, "5,000 words, 12 a unit, Zipf; the 3,000 heaviest pairs kept"),
    ):
        small, large = (
            child("count", units // 10, codes, rounds),
            child("count", units, codes, rounds),
        )
        for size, told, growth in (
            (units // 10, small, ""),
            (units, large, f"{large['seconds'] / small['seconds']:.1f}"),
        ):
            lines.append(
                f"| {size:,} units x {name} | {told['seconds']:.2f} | {told['ratio']:.1f} | "
                f"{growth} | {told['peak_mib']:.0f} ({told['data_mib']:.0f}) |"
            )
    dense = child("dense", units, 60, rounds)
    lines.append(
        f"| for comparison: {units:,} x 60, dense product in NumPy (float32), counts only | "
        f"{dense['seconds']:.2f} | | | {dense['peak_mib']:.0f} |"
    )
    tests = [
        (
            "| case | seconds | of a Monte-Carlo of 999 shifts | growth for 10 × the work | "
            "largest difference of p | peak memory, MiB |"
        ),
        "|---|---|---|---|---|---|",
    ]
    base = child("shift", 40, 200, 40, rounds)
    for name, shape in (
        ("40 interviews x 200 turns x 40 codes (780 pairs)", (40, 200, 40)),
        ("400 interviews", (400, 200, 40)),
        ("40 interviews of 2,000 turns", (40, 2000, 40)),
        ("126 codes (7,875 pairs)", (40, 200, 126)),
    ):
        made = base if shape == (40, 200, 40) else child("shift", *shape, rounds)
        growth = "" if made is base else f"{made['seconds'] / base['seconds']:.1f}"
        tests.append(
            f"| {name} | {made['seconds']:.2f} | {made['ratio']:.3f} | {growth} | "
            f"{made['apart']:.3f} | {made['peak_mib']:.0f} |"
        )
    return "\n".join(
        [
            "# Speed of co-occurrence",
            "",
            (
                f"Medians of {rounds} rounds on one machine (2 cores, shared), each case in its "
                f"own process; seconds tell the order of magnitude, ratios are of one run. Made by"
            ),
            (
                f"`uv run python benchmarks/cooccurrence.py --units {units} --rounds {rounds} "
                f"--write docs/performance-cooccurrence.md`."
            ),
            "",
            (
                "## Counting pairs: c, a, b, N, interviews and the measures of the table, without "
                "the test"
            ),
            "",
            *lines,
            "",
            "## The circular-shift test within interviews, exact, both sides",
            "",
            *tests,
            "",
            (
                f"The exact test gives every p value to the last digit; {SHIFTS} random shifts "
                f"cannot go below .001, and their p values scatter as the column of "
                f"differences shows."
            ),
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--case", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.case:
        print(json.dumps(CASES[asked.case[0]](*map(int, asked.case[1:]))))
        return
    text = page(asked.units, asked.rounds)
    if asked.write:
        asked.write.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
