"""How often does the circular-shift test cry wolf where interviews are uneven?

Talks of 20 interviews with 60 units of a few places each; 12 codes with a rate per place of their
own, interviews differ in how much they speak of each. Units differ in length, talks open and close
without codes, codes come in runs, and drift along all interviews alike, half of them up and half of
them down. Told are, without any association, the share of pairs at p < .05 and of data sets with a
pair at q < .05; then the power for six planted pairs. The former test, which turned whole units,
stands beside it.

    uv run python benchmarks/calibration_talks.py [--sets 100] [--seed 1] [--write
    docs/calibration-talks.md]
"""

from __future__ import annotations

import argparse
import itertools
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from analysis.nulls import over_family, shift_test
from analysis.units import Course, Incidence

INTERVIEWS, UNITS, CODES = 20, 60, 12
PAIRS = list(itertools.combinations(range(CODES), 2))
PLANTED = {(code, code + 6) for code in range(6)}


@dataclass(frozen=True)
class World:
    """``uneven``: standard deviation of the log of unit lengths; ``run``: chance that a place
    repeats the last; ``opening``, ``closing``: shares without codes; ``trend``: log-odds that a
    code gains or loses from the middle to either end; ``copy``: strength of planted pairs.
    """

    name: str
    uneven: float = 0.0
    run: float = 0.0
    opening: float = 0.0
    closing: float = 0.0
    trend: float = 0.0
    copy: float = 0.0


WORLDS = (
    World("equal units"),
    World("unit lengths, sd of log .5", 0.5),
    World("unit lengths, sd of log .8", 0.8),
    World("the same, codes in runs", 0.8, 0.5),
    World("the same, opening 15 %, closing 10 % without codes", 0.8, 0.0, 0.15, 0.1),
    World("trend of log-odds ±1, lengths .8", 0.8, trend=1.0),
    World("trend of log-odds ±2, lengths .8", 0.8, trend=2.0),
    World("equal units, copy .2", copy=0.2),
    World("lengths .8, copy .2", 0.8, copy=0.2),
    World("lengths .8, trend ±1, copy .2", 0.8, trend=1.0, copy=0.2),
)


def simulate(world: World, chance: np.random.Generator) -> Incidence:
    """Interviews of a world, with where their codes begin."""
    base = chance.uniform(-4.6, -2.2, CODES)
    slope = chance.choice([-1, 1], CODES) * world.trend
    sizes, occurrences, units = [], [], []
    first = 0
    for number in range(INTERVIEWS):
        size = np.maximum(1, np.round(np.exp(chance.normal(1.1, world.uneven, UNITS)))).astype(int)
        total = int(size.sum())
        level = base + 0.8 * chance.standard_normal(CODES)
        logit = level + slope * np.linspace(-1, 1, total)[:, None]
        held = chance.random((total, CODES)) < 1 / (1 + np.exp(-logit))
        for place in range(1, total if world.run else 0):
            held[place] = np.where(chance.random(CODES) < world.run, held[place - 1], held[place])
        if world.copy:
            for one, two in sorted(PLANTED):
                copied = chance.random(total) < world.copy
                held[:, two] = np.where(copied, held[:, one], held[:, two])
        held[: int(world.opening * total)] = held[total - int(world.closing * total) :] = False
        place, code = np.nonzero(held)
        occurrences.append(np.stack([np.full(len(place), number), code, place]))
        units.append(first + np.searchsorted(np.cumsum(size), place, "right"))
        sizes.append(size)
        first += UNITS
    high = np.concatenate([np.cumsum(size) for size in sizes])
    low = high - np.concatenate(sizes)
    interview, code, place = np.concatenate(occurrences, axis=1)
    return Incidence.of_pairs(
        "turn",
        [("b", f"{number:02d}") for number in range(CODES)],
        [str(number) for number in range(INTERVIEWS)],
        np.repeat(np.arange(INTERVIEWS, dtype=np.int32), UNITS),
        np.stack([low, high], axis=1),
        np.concatenate(units),
        code,
        Course.of_occurrences(low, high, interview, code, place),
    )


def by_units(counted: Incidence) -> Incidence:
    """The same as if all units were equally long: what the former test took them for."""
    return replace(counted, spans=counted.spans * 0, course=None)


def row(world: World, sets: int, seed: int) -> str:
    chance = np.random.default_rng([seed, WORLDS.index(world)])
    true = np.array([pair in PLANTED for pair in PAIRS]) & (world.copy > 0)
    false, wolf, power, warned, former = [], [], [], [], []
    for _ in range(sets):
        counted = simulate(world, chance)
        tested = shift_test(counted, PAIRS)
        q, _ = over_family(tested.more, tested.least)
        false.append(float((tested.more[~true] < 0.05).mean()))
        wolf.append(bool((q[~true] < 0.05).any()))
        power.append(float((q[true] < 0.05).mean()) if true.any() else float("nan"))
        warned.append(bool(tested.drift.any()))
        old = shift_test(by_units(counted), PAIRS, position=False).more
        former.append(float((old[~true] < 0.05).mean()))
    error = 1.96 * float(np.std(false, ddof=1)) / sets**0.5
    return (
        f"| {world.name} | {np.mean(false):.3f} ± {error:.3f} | {np.mean(wolf):.2f} | "
        f"{f'{np.mean(power):.2f}' if true.any() else ''} | {np.mean(warned):.2f} | "
        f"{np.mean(former):.3f} |"
    )


def page(sets: int, seed: int) -> str:
    return "\n".join(
        [
            "# Calibration of the circular-shift test where interviews are uneven",
            "",
            f"Made by `uv run python benchmarks/calibration_talks.py --sets {sets} --seed {seed} "
            "--write docs/calibration-talks.md`; the model stands at the head of that file. "
            "It is our own simulation, not a published benchmark.",
            "",
            f"{sets} data sets of {len(PAIRS)} pairs. False: pairs without association at p < .05, "
            "± half a 95 % interval. With a false edge: data sets in which such a pair has q < "
            ".05. Warned: data sets in which the result warns of codes that drift. Whole units: "
            "false pairs of a test that turns units as if all were equally long.",
            "",
            "| world | false | with a false edge | power | warned | whole units: false |",
            "|---|---|---|---|---|---|",
            *(row(world, sets, seed) for world in WORLDS),
            "",
            "Where codes drift along all interviews alike, p is an approximation (the distribution "
            "is moved to what the common course would bring together), and the result says so. A "
            "guide that calls up two codes with one question is association for every test here.",
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    text = page(asked.sets, asked.seed)
    if asked.write:
        asked.write.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
