"""Do codes drift along the interviews, and how often would that alone bring two of them together?

Talk goes from one subject to another: a code may stand mostly at the beginning of all interviews,
or at their end. Two codes that do so in the same way meet more often than turned codes would. The
course of a code is its share in each eighth of the talk, pooled over interviews. What it brings
about is reckoned unit by unit: a unit holds a code with 1 - exp(-n m), m its measure by the course
and n such that as many units are held as do hold it; two codes then meet by chance alone.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.courses import Talk, talks
from analysis.units import Incidence

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

PARTS: Final = 8
"""Into so many parts of equal length a talk is cut for the course of its codes."""
WAVES: Final = np.arange(1, 5)
"""A drift is sought as cosines of so many half waves over the talk: one is a trend, more are
subjects that have their time.
"""
LEVEL: Final = 0.05
"""A code drifts when it does at this level (two-sided, Bonferroni over the waves)."""
_TURNS: Final = 32
_STEPS: Final = 40


def drifts(incidence: Incidence, codes: Integers) -> NDArray[np.bool_]:
    """By code: whether it measurably drifts along the interviews. Each wave is summed over the
    places of the code, and compared with the same sum when the talks are turned (normal
    approximation over interviews). The ends of a talk are cut where codes stand, so they tell
    nothing and do not count.
    """
    from scipy.stats import norm

    far = np.zeros((len(WAVES), len(codes)))
    variance = np.zeros((len(WAVES), len(codes)))
    turn = np.arange(_TURNS) / _TURNS
    for talk in talks(incidence, codes):
        inner = (talk.place > 0) & (talk.place < talk.length - 1)
        code, place = talk.code[inner], (talk.place[inner] + 0.5) / talk.length
        if not len(code):
            continue
        present, first = np.unique(code, return_index=True)  # occurrences stand code after code
        turned = (place[:, None] + turn) % 1.0
        for wave, count in enumerate(WAVES):
            sums = np.add.reduceat(np.cos(count * np.pi * turned), first, axis=0)
            far[wave, present] += sums[:, 0] - sums.mean(axis=1)
            variance[wave, present] += sums.var(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(variance > 0, far / np.sqrt(variance), 0.0)
    p = 2 * norm.sf(np.abs(z).max(axis=0)) * len(WAVES)
    drifting: NDArray[np.bool_] = p < LEVEL
    return drifting


def expected_by_position(
    incidence: Incidence, codes: Integers, first: Integers, second: Integers
) -> Floats:
    """The joint count of pairs of codes that their courses along the interviews would bring about,
    in interviews of at least two units.
    """
    course = _course(incidence, codes)
    expected = np.zeros(len(first))
    for talk in talks(incidence, codes):
        present = np.unique(talk.code)
        row = np.full(len(codes), -1, dtype=np.int64)
        row[present] = np.arange(len(present))
        pairs = np.flatnonzero((row[first] >= 0) & (row[second] >= 0))
        if len(pairs):
            chance = _chances(talk, present, course)
            expected[pairs] += np.einsum(
                "ij,ij->j", chance[:, row[first[pairs]]], chance[:, row[second[pairs]]]
            )
    return expected


def _course(incidence: Incidence, codes: Integers) -> Floats:
    """Up to each border between parts: the share of a code's occurrences (PARTS + 1 x codes)."""
    count = np.zeros((PARTS, len(codes)))
    for talk in talks(incidence, codes):
        np.add.at(count, (talk.place * PARTS // talk.length, talk.code), 1.0)
    share = np.cumsum(count, axis=0) / np.maximum(count.sum(axis=0), 1.0)
    return np.concatenate([np.zeros((1, len(codes))), share])


def _chances(talk: Talk, present: Integers, course: Floats) -> Floats:
    """units x codes: how likely each unit is to hold each of the codes that occur."""
    borders = np.linspace(0.0, 1.0, PARTS + 1)
    measure = np.stack(
        [
            np.interp(talk.high / talk.length, borders, course[:, code])
            - np.interp(talk.low / talk.length, borders, course[:, code])
            for code in present
        ],
        axis=1,
    )
    first = np.searchsorted(talk.high, talk.place, "right")
    last = np.searchsorted(talk.low, talk.place, "right")
    holds = np.zeros((len(present), len(talk.low)), dtype=np.bool_)
    row = np.searchsorted(present, talk.code)
    for step in range(int((last - first).max(initial=0))):
        inside = first + step < last
        holds[row[inside], first[inside] + step] = True
    held = holds.sum(axis=1).astype(np.float64)
    often = np.maximum(held, 1e-9)
    for _ in range(_STEPS):  # Newton's method, from below
        empty = np.exp(-often * measure)
        slope = np.maximum((measure * empty).sum(axis=0), 1e-9)
        often = np.clip(often - ((1 - empty).sum(axis=0) - held) / slope, 1e-9, 1e5)
    chance: Floats = 1 - np.exp(-often * measure)
    return chance


def tilted(distribution: Floats, mean: Floats) -> Floats:
    """Distributions (pairs x sums) weighed exponentially so that their means are as asked for, as
    far as they can be (Esscher).
    """
    count = np.arange(distribution.shape[1])
    weight = np.zeros(len(distribution))
    centre = (distribution * count).sum(axis=1)
    result = distribution
    for _ in range(_STEPS):
        raised = np.exp(np.clip(weight[:, None] * (count - centre[:, None]), -300, 300))
        result = distribution * raised
        result = result / result.sum(axis=1, keepdims=True)
        now = (result * count).sum(axis=1)
        spread = (result * count**2).sum(axis=1) - now**2
        weight += np.clip((mean - now) / np.maximum(spread, 1e-6), -0.5, 0.5)
    return result
