"""Saturation: how many codes each further interview still adds, in the order held and in random
orders.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

BASE, RUN, THRESHOLD = 4, 2, 0.05
"""Guest, Namey & Chen 2020: base size, run length and new-information threshold of their main
example (other values are offered).
"""
LEAST: Final = 6
"""Interviews below which nothing is said: base and run would hardly fit."""


@dataclass(frozen=True)
class Saturation:
    """``curve``: per position in the order held: source, new codes, cumulative codes, mean and
    2.5/97.5 % of the cumulative codes over random orders, and the new-information ratio of the run
    that ends there (NaN before base + run).

    Numbers of interviews, with the run included: ``first``, at which the ratio first falls to the
    threshold (None: never); ``exceeded``, after it, at which the ratio lies above the threshold
    again; ``reached``, from which on it stays within the threshold to the last interview (None:
    the last ratio exceeds it, or there is none). ``reached`` differs from ``first`` where something
    was exceeded again: saturation is no finding as long as a later interview takes it back.

    ``reached_random``: the share of random orders that are within the threshold at their end, as
    ``reached`` asks. ``held_out``: codes of the last third that the first two thirds lack, in the
    order held; ``held_out_random``: mean over random splits.
    """

    curve: pd.DataFrame
    first: int | None
    exceeded: tuple[int, ...]
    reached: int | None
    reached_random: float
    held_out: tuple[Hashable, ...]
    held_out_random: float
    enough: bool


def saturation(
    interviews: Sequence[tuple[str, Collection[Hashable]]],
    *,
    base: int = BASE,
    run: int = RUN,
    threshold: float = THRESHOLD,
    draws: int = 1000,
    seed: int = 0,
) -> Saturation:
    """``interviews``: (source, its codes) in the order held. Methods: Guest, Namey & Chen 2020
    (PLoS ONE 15(5)); the held-out third is the habit of Chinese grounded-theory papers. Refused
    (``enough`` false, ratios NaN) with fewer than six interviews or base + run. Raises ValueError
    for base or run < 1 or a threshold outside 0..1.
    """
    if base < 1 or run < 1 or not 0 <= threshold <= 1:
        raise ValueError(
            f"base and run must be at least 1 and threshold within 0..1, got {base}, {run}, "
            f"{threshold}"
        )
    codes, given = _given(interviews)
    count = len(interviews)
    enough = count >= max(LEAST, base + run)
    cumulative = _cumulative(given)
    ratio = _ratios(cumulative, base, run) if enough else np.full(count, np.nan)
    chance = np.random.default_rng(seed)
    orders = [chance.permutation(count) for _ in range(draws if enough else 0)]
    random = [_cumulative(given[order]) for order in orders]
    cut = count - count // 3
    missing = _missing(given, cut)
    first, exceeded = _fall(ratio, threshold)
    return Saturation(
        curve=_curve([source for source, _ in interviews], cumulative, ratio, random),
        first=first,
        exceeded=exceeded,
        reached=_reached(ratio, threshold),
        reached_random=_mean(
            [_reached(_ratios(line, base, run), threshold) is not None for line in random]
        ),
        held_out=tuple(codes[column] for column in np.flatnonzero(missing)) if enough else (),
        held_out_random=_mean([int(_missing(given[order], cut).sum()) for order in orders]),
        enough=enough,
    )


def _given(
    interviews: Sequence[tuple[str, Collection[Hashable]]],
) -> tuple[list[Hashable], NDArray[np.bool_]]:
    """All codes in order, and which interview has which (interviews x codes)."""
    codes = sorted({code for _, own_codes in interviews for code in own_codes}, key=str)
    column = {code: index for index, code in enumerate(codes)}
    given = np.zeros((len(interviews), len(codes)), dtype=np.bool_)
    for row, (_, own_codes) in enumerate(interviews):
        given[row, [column[code] for code in own_codes]] = True
    return codes, given


def _curve(
    sources: list[str], cumulative: Counts, ratio: Floats, random: Sequence[Counts]
) -> pd.DataFrame:
    """A row per interview in the order held; NaN for random orders where there are none."""
    count = len(sources)
    lines = np.array(random, dtype=np.float64) if random else np.full((1, count), np.nan)
    return pd.DataFrame(
        {
            "place": np.arange(1, count + 1),
            "source": sources,
            "new": np.diff(cumulative, prepend=0),
            "cumulative": cumulative,
            "random_mean": lines.mean(axis=0),
            "random_low": np.quantile(lines, 0.025, axis=0),
            "random_high": np.quantile(lines, 0.975, axis=0),
            "ratio": ratio,
        }
    )


def _missing(given: NDArray[np.bool_], cut: int) -> NDArray[np.bool_]:
    """Which codes the interviews from ``cut`` on have and those before it lack."""
    before: NDArray[np.bool_] = np.logical_or.reduce(given[:cut], axis=0)
    after: NDArray[np.bool_] = np.logical_or.reduce(given[cut:], axis=0)
    return after & ~before


def _mean(values: Sequence[float]) -> float:
    """NaN for no values."""
    return float(np.mean(values)) if values else float("nan")


def _cumulative(given: NDArray[np.bool_]) -> Counts:
    """How many codes the interviews up to each one have together."""
    if not len(given):
        return np.zeros(0, dtype=np.int64)
    so_far: NDArray[np.bool_] = np.logical_or.accumulate(given, axis=0)
    return np.asarray(so_far.sum(axis=1), dtype=np.int64)


def _ratios(cumulative: Counts, base: int, run: int) -> Floats:
    """New codes of the run that ends at each interview over the codes of the base (the first
    ``base`` interviews); NaN before the first run ends and where the base has none.
    """
    ratio = np.full(len(cumulative), np.nan)
    if len(cumulative) < base + run or int(cumulative[base - 1]) == 0:
        return ratio
    first = base + run - 1
    ratio[first:] = (cumulative[first:] - cumulative[base - 1 : len(cumulative) - run]) / (
        cumulative[base - 1]
    )
    return ratio


def _fall(ratio: Floats, threshold: float) -> tuple[int | None, tuple[int, ...]]:
    """The number of interviews at which the ratio first falls to the threshold, and those after it
    at which it lies above again.
    """
    within = np.flatnonzero(ratio <= threshold)
    if not len(within):
        return None, ()
    above = np.flatnonzero(ratio > threshold)
    return int(within[0]) + 1, tuple((above[above > within[0]] + 1).tolist())


def _reached(ratio: Floats, threshold: float) -> int | None:
    """The number of interviews from which on the ratio stays within the threshold to the end."""
    first, exceeded = _fall(ratio, threshold)
    if first is None or not exceeded:
        return first
    return exceeded[-1] + 1 if exceeded[-1] < len(ratio) else None
