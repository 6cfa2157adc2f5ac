"""Talks in which the truth is known: worlds of uneven interviews, and data sets drawn from them.

A talk is a row of places (a few make a unit). 12 codes have a rate per place of their own, and
interviews differ in how much they speak of each. Codes are independent given interview and place,
but for six planted pairs where asked for (with probability ``copy`` the second code does at a place
what the first does). Or units are as long as those of the sample that ships, with its themes: each
stands in an interview as often as there (or some times as often), anywhere in it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.units import Course, Incidence

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
CODES = 12
USUAL = (60,) * 20


@dataclass(frozen=True)
class World:
    """``units``: how many each interview has; ``sample``: units and themes of the sample instead,
    each theme so many times as often.

    ``uneven``: standard deviation of the log of unit lengths; ``tiring``: log of lengths falls by
    twice that along a talk; ``run``: chance that a place repeats the last; ``spread``: standard
    deviation of an interview's log-odds of a code; ``base``: lowest and highest log-odds of a code
    at a place; ``opening``, ``closing``: shares without codes; ``trend``: log-odds that a code
    gains or loses from the middle to either end, alike in all interviews (half of the codes gain);
    ``wander``: the same, but up or down in each interview for itself; ``topics``: the guide has so
    many, in one order, and two codes belong to each, twelve times as likely while it is talked of;
    ``fullness``: standard deviation of a unit's log-odds, the same for all codes.
    """

    name: str
    units: tuple[int, ...] = USUAL
    sample: int = 0
    uneven: float = 0.0
    tiring: float = 0.0
    run: float = 0.0
    spread: float = 0.8
    base: tuple[float, float] = (-4.6, -2.2)
    opening: float = 0.0
    closing: float = 0.0
    trend: float = 0.0
    wander: float = 0.0
    topics: int = 0
    fullness: float = 0.0

    @property
    def codes(self) -> int:
        """How many codes there are."""
        return len(sample()[1][0]) if self.sample else CODES

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """All pairs of codes."""
        return list(itertools.combinations(range(self.codes), 2))

    @property
    def planted(self) -> NDArray[np.bool_]:
        """By pair: whether it is one of those that may be planted (code i with i + half)."""
        half = self.codes // 2
        return np.array([first + half == second < 2 * half for first, second in self.pairs])


LONG_AND_SHORT = (400, *(12,) * 19)
WORLDS = (
    World("equal units"),
    World("rates differ much between interviews", spread=1.5),
    World("runs of 2 places", run=0.5),
    World("runs of 5 places", run=0.8),
    World("runs of 12 places", run=0.92),
    World("rare codes", base=(-6.9, -5.3)),
    World("20 interviews of 6 units", (6,) * 20),
    World("5 interviews of 15 units", (15,) * 5),
    World("one of 400 units, 19 of 12", LONG_AND_SHORT),
    World("opening 15 %, closing 10 % without codes", opening=0.15, closing=0.1),
    World("trend of log-odds ±1", trend=1.0),
    World("trend of log-odds ±2", trend=2.0),
    World("lengths .5 (sd of log)", uneven=0.5),
    World("lengths .8", uneven=0.8),
    World("lengths .8, runs of 2", uneven=0.8, run=0.5),
    World("lengths .8, runs of 5, rates differ much", uneven=0.8, run=0.8, spread=1.5),
    World("lengths .8, opening and closing", uneven=0.8, opening=0.15, closing=0.1),
    World("lengths .8, trend ±1", uneven=0.8, trend=1.0),
    World("lengths .8, trend ±2", uneven=0.8, trend=2.0),
    World("lengths .8, trend ±2, runs of 5", uneven=0.8, trend=2.0, run=0.8),
    World("lengths .8 that fall along the talk, trend ±1", uneven=0.8, tiring=0.8, trend=1.0),
    World("20 of 12 units, lengths .8, trend ±1", (12,) * 20, uneven=0.8, trend=1.0),
    World("one of 400, 19 of 12, lengths .8, trend ±1", LONG_AND_SHORT, uneven=0.8, trend=1.0),
    World(
        "one of 400, 19 of 12, lengths .8, opening and closing, runs of 2",
        LONG_AND_SHORT,
        uneven=0.8,
        opening=0.15,
        closing=0.1,
        run=0.5,
    ),
    World("units and themes of the sample", sample=1),
    World("the same, five times as many codings", sample=5),
    World("the same, trend ±1", sample=5, trend=1.0),
    World("trend ±1, each interview its own way, lengths .8", uneven=0.8, wander=1.0),
    World("trend ±2, each interview its own way, lengths .8", uneven=0.8, wander=2.0),
    World("guide of 6 topics, lengths .8", uneven=0.8, topics=6),
    World("guide of 20 questions, lengths .8", (20,) * 20, uneven=0.8, topics=20),
    World("units fuller and emptier (sd of log-odds .5), lengths .8", uneven=0.8, fullness=0.5),
)


def simulate(world: World, chance: np.random.Generator, copy: float = 0.0) -> Incidence:
    """Interviews of a world, with where their codes begin."""
    sizes, occurrences = [], []
    codes = world.codes
    base = chance.uniform(*world.base, codes)
    slope = np.resize((-1, 1), codes)[chance.permutation(codes)] * world.trend
    for number in range(len(sample()[0]) if world.sample else len(world.units)):
        if world.sample:
            size = sample()[0][number]
            place, code = from_sample(world, number, slope, chance, copy)
        else:
            size = lengths(world, world.units[number], chance)
            place, code = np.nonzero(places(world, size, base, slope, chance, copy))
        sizes.append(size)
        occurrences.append(np.stack([np.full(len(place), number), code, place]))
    return together(sizes, np.concatenate(occurrences, axis=1), codes)


def lengths(world: World, units: int, chance: np.random.Generator) -> Integers:
    """How many places each unit of a talk has."""
    mean = 1.1 - world.tiring * np.linspace(-1, 1, units)
    return np.maximum(1, np.round(np.exp(chance.normal(mean, world.uneven, units)))).astype(int)


def places(
    world: World,
    size: Integers,
    base: Floats,
    slope: Floats,
    chance: np.random.Generator,
    copy: float,
) -> NDArray[np.bool_]:
    """Places of a talk x codes: which begins where."""
    total, codes = int(size.sum()), len(base)
    own = slope + world.wander * chance.choice((-1.0, 1.0), codes)
    logit = base + world.spread * chance.standard_normal(codes)
    logit = logit + own * np.linspace(-1, 1, total)[:, None]
    unit = np.repeat(np.arange(len(size)), size)
    if world.topics:
        topic = unit * world.topics // len(size)
        logit = logit + 2.5 * (topic[:, None] == np.arange(codes) // 2)
    if world.fullness:
        logit = logit + world.fullness * chance.standard_normal(len(size))[unit, None]
    held = chance.random((total, codes)) < 1 / (1 + np.exp(-logit))
    for place in range(1, total if world.run else 0):
        held[place] = np.where(chance.random(codes) < world.run, held[place - 1], held[place])
    for first in range(codes // 2 if copy else 0):
        second = first + codes // 2
        held[:, second] = np.where(chance.random(total) < copy, held[:, first], held[:, second])
    held[: int(world.opening * total)] = held[total - int(world.closing * total) :] = False
    return held


def from_sample(
    world: World, number: int, slope: Floats, chance: np.random.Generator, copy: float
) -> tuple[Integers, Integers]:
    """Places and codes of an interview of the sample, each theme as often as asked for. A planted
    theme also stands at some of the places of the other.
    """
    size, often = sample()[0][number], sample()[1][number] * world.sample
    along = np.linspace(-1, 1, int(size.sum()))
    found: list[Integers] = []
    for count, own in zip(often.tolist(), slope, strict=True):
        weight = 1 / (1 + np.exp(3.4 - own * along))
        found.append(chance.choice(len(along), count, p=weight / weight.sum()))
    half = world.codes // 2
    for first in range(half if copy else 0):
        copied = found[first][chance.random(len(found[first])) < copy]
        found[first + half] = np.concatenate([found[first + half], copied])
    return np.concatenate(found), np.repeat(np.arange(len(found)), [len(own) for own in found])


def together(sizes: Sequence[Integers], occurrences: Integers, codes: int) -> Incidence:
    """``sizes``: places of each unit by interview; ``occurrences``: interview, code, place."""
    count = np.array([len(size) for size in sizes])
    high = np.concatenate([np.cumsum(size) for size in sizes])
    low = high - np.concatenate(sizes)
    first = np.cumsum(count) - count
    interview, code, place = occurrences
    unit = np.empty(len(place), dtype=np.int64)
    for number, size in enumerate(sizes):
        own = interview == number
        unit[own] = first[number] + np.searchsorted(np.cumsum(size), place[own], "right")
    return Incidence.of_pairs(
        "turn",
        [("b", f"{number:02d}") for number in range(codes)],
        [str(number) for number in range(len(sizes))],
        np.repeat(np.arange(len(sizes), dtype=np.int32), count),
        np.stack([low, high], axis=1),
        unit,
        code,
        Course.of_occurrences(low, high, interview, code, place),
    )


@lru_cache(maxsize=1)
def sample() -> tuple[list[Integers], list[Integers]]:
    """Of the sample that ships: characters of each exchange, and how often each theme of the
    information ecology begins, by interview.
    """
    from analysis.coders.rules import coder_for
    from analysis.units import interview_units
    from app.study.inputs import find_inputs
    from app.study.reading import Settings, read_interviews
    from codebooks.loading import load

    book = load("information_ecology")
    coder, settings = coder_for(book), Settings((book,))
    themes = sorted(set(book.theme_of.values()))
    sizes, counts = [], []
    for path, name in find_inputs([Path(__file__).parents[1] / "corpus" / "sample"])[0]:
        for talk in read_interviews(path, name, settings)[0]:
            units = interview_units(talk, coder.code(talk), "exchange")
            own = [book.theme_of[code] for _, code in units.placed]
            sizes.append(np.diff((0, *units.ends)))
            counts.append(np.array([own.count(theme) for theme in themes]))
    return sizes, counts
