"""Do codes drift along the interviews, and how often would that alone bring two of them together?

Talk goes from one subject to another: a code may stand mostly at the beginning of all interviews,
or at their end, or early in one and late in another. Two codes that do so in the same way meet more
often than turned codes would. The course of a code is its share in each eighth of the talk, pooled
over interviews. What it brings about is reckoned unit by unit: a unit holds a code with
1 - exp(-n m), m its measure by the course and n such that as many units are held as do
hold it; two codes then meet by chance alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.layout import units_at
from analysis.nulls.courses import Talk

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
_STEPS_OF_A_TALK: Final = 32
"""For drifts places are told in so many parts of a talk, and the talk is turned by as many."""
_STEPS: Final = 40
_NOTHING: Final = 1e-9
_NEAR: Final = 1e-6
"""Of a unit: so near a count of units needs to be."""


class Drifts(NamedTuple):
    """By code: whether it drifts in the same way along all interviews (``common``), and whether it
    drifts along each interview in a way of its own (``own``).
    """

    common: NDArray[np.bool_]
    own: NDArray[np.bool_]


def drifts(talks: Sequence[Talk], codes: int) -> Drifts:
    """Which codes (0 ... ``codes`` - 1) measurably drift. Each wave is summed over the places of
    the code in a talk, and compared with the same sum when the talk is turned: the sums of all
    talks together (normal approximation) tell a common drift; their squares, each over what it is
    on average when turned, tell that talks drift whichever way (gamma approximation with the mean
    and the variance that turning gives). The ends of a talk are cut where codes stand, so they tell
    nothing and do not count.
    """
    from scipy.special import gammaincc, ndtr  # scipy.stats takes long to import

    far, variance, square, spread, heard = (np.zeros((codes, len(WAVES))) for _ in range(5))
    wave = np.cos(WAVES * np.pi * (np.arange(_STEPS_OF_A_TALK)[:, None] + 0.5) / _STEPS_OF_A_TALK)
    turned = np.stack([np.roll(wave, -turn, axis=0) for turn in range(_STEPS_OF_A_TALK)], axis=1)
    for talk in talks:
        inner = (talk.place > 0) & (talk.place < talk.length - 1)
        step = talk.place[inner] * _STEPS_OF_A_TALK // talk.length
        present, row = np.unique(talk.code[inner], return_inverse=True)
        count = np.bincount(
            row * _STEPS_OF_A_TALK + step, minlength=len(present) * _STEPS_OF_A_TALK
        ).reshape(len(present), _STEPS_OF_A_TALK)
        sums = np.einsum("cp,ptw->ctw", count, turned)  # codes x turns x waves
        sums -= sums.mean(axis=1, keepdims=True)
        own = sums.var(axis=1)
        # a sum that no turn changes tells nothing; its variance is no more than rounding
        told = own > _NOTHING
        squares = np.where(told[:, None], sums**2 / np.maximum(own, _NOTHING)[:, None], 0.0)
        far[present] += sums[:, 0]
        variance[present] += own
        square[present] += squares[:, 0]
        spread[present] += squares.var(axis=1)
        heard[present] += told
    z = np.where(variance > _NOTHING, far / np.sqrt(np.maximum(variance, _NOTHING)), 0.0)
    common = 2 * ndtr(-np.abs(z).max(axis=1)) * len(WAVES)
    scale = np.maximum(spread, _NOTHING)
    tail = gammaincc(np.maximum(heard, _NOTHING) ** 2 / scale, square * heard / scale)
    own_way = np.where((heard > 0) & (spread > _NOTHING), tail, 1.0).min(axis=1) * len(WAVES)
    return Drifts(common < LEVEL, own_way < LEVEL)


def expected_by_position(
    talks: Sequence[Talk], codes: int, first: Integers, second: Integers
) -> Floats:
    """The joint count of pairs of codes that their courses along the interviews would bring about,
    in interviews of at least two units.
    """
    course = _course(talks, codes)
    wanted = np.zeros(codes, dtype=np.bool_)
    wanted[first] = wanted[second] = True
    expected = np.zeros(len(first))
    for talk in talks:
        present = np.unique(talk.code[wanted[talk.code]])
        row = np.full(codes, -1, dtype=np.int64)
        row[present] = np.arange(len(present))
        pairs = np.flatnonzero((row[first] >= 0) & (row[second] >= 0))
        if len(pairs):
            chance = _chances(talk, present, course)
            expected[pairs] += np.einsum(
                "ij,ij->j", chance[:, row[first[pairs]]], chance[:, row[second[pairs]]]
            )
    return expected


def _course(talks: Sequence[Talk], codes: int) -> Floats:
    """Up to each border between parts: the share of a code's occurrences (PARTS + 1 x codes)."""
    count = np.zeros(PARTS * codes)
    for talk in talks:
        part = talk.place * PARTS // talk.length
        count += np.bincount(part * codes + talk.code, minlength=PARTS * codes)
    by_part = count.reshape(PARTS, codes)
    share = np.cumsum(by_part, axis=0) / np.maximum(by_part.sum(axis=0), 1.0)
    return np.concatenate([np.zeros((1, codes)), share])


def _chances(talk: Talk, present: Integers, course: Floats) -> Floats:
    """units x codes: how likely each unit is to hold each of the codes ``present``."""
    borders = np.linspace(0.0, 1.0, PARTS + 1)
    measure = np.stack(
        [
            np.interp(talk.high / talk.length, borders, course[:, code])
            - np.interp(talk.low / talk.length, borders, course[:, code])
            for code in present
        ],
        axis=1,
    )
    row_of = np.full(course.shape[1], -1, dtype=np.int64)
    row_of[present] = np.arange(len(present))
    row, place = row_of[talk.code], talk.place
    row, place = row[row >= 0], place[row >= 0]
    unit, of_place = units_at(talk.low, talk.high, place)
    holds = np.zeros((len(present), len(talk.low)), dtype=np.bool_)
    holds[row[of_place], unit] = True
    held = holds.sum(axis=1).astype(np.float64)
    often = np.maximum(held, 1e-9)
    for _ in range(_STEPS):  # Newton's method, from below
        empty = np.exp(-often * measure)
        lacking = (1 - empty).sum(axis=0) - held
        if (np.abs(lacking) < _NEAR).all():
            break
        slope = np.maximum((measure * empty).sum(axis=0), 1e-9)
        often = np.clip(often - lacking / slope, 1e-9, 1e5)
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
