"""Saturation: how many codes each further interview still adds, in the order held and in random
orders.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

BASE, RUN, THRESHOLD = 4, 2, 0.05
"""Guest, Namey & Chen 2020: base size, run length and new-information threshold of their main
example (other values are offered).
"""
LEAST: Final = 6
"""Interviews below which nothing is said: base and run would hardly fit."""


@dataclass(frozen=True)
class Saturation:
    """``curve``: per place in the order held: source, new codes, cumulative codes, mean and
    2.5/97.5 % of the cumulative codes over random orders, and the new-information ratio of the run
    that ends there (NaN before base + run). ``reached``: the number of interviews at which the
    ratio first falls to the threshold (None: not reached), with the run included;
    ``reached_random``: the share of random orders that reach it. ``held_out``: codes of the last
    third that the first two thirds lack, in the order held; ``held_out_random``: mean over random
    splits.
    """

    curve: pd.DataFrame
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
    codes = sorted({code for _, own in interviews for code in own}, key=str)
    column = {code: place for place, code in enumerate(codes)}
    have = np.zeros((len(interviews), len(codes)), dtype=bool)
    for place, (_, own) in enumerate(interviews):
        have[place, [column[code] for code in own]] = True
    count = len(interviews)
    enough = count >= max(LEAST, base + run)
    told = _cumulative(have)
    ratio = _ratios(told, base, run) if enough else np.full(count, np.nan)
    chance = np.random.default_rng(seed)
    orders = [chance.permutation(count) for _ in range(draws if enough else 0)]
    random = (
        np.array([_cumulative(have[order]) for order in orders])
        if orders
        else np.full((1, count), np.nan)
    )
    curve = pd.DataFrame(
        {
            "place": np.arange(1, count + 1),
            "source": [source for source, _ in interviews],
            "new": np.diff(told, prepend=0),
            "cumulative": told,
            "random_mean": random.mean(axis=0),
            "random_low": np.quantile(random, 0.025, axis=0),
            "random_high": np.quantile(random, 0.975, axis=0),
            "ratio": ratio,
        }
    )
    cut = count - count // 3
    missing = tuple(
        code
        for code in codes
        if enough and have[cut:, column[code]].any() and not have[:cut, column[code]].any()
    )
    outside = [
        int((have[order[cut:]].any(axis=0) & ~have[order[:cut]].any(axis=0)).sum())
        for order in orders
    ]
    reached_random = (
        [_reached(_ratios(line, base, run), threshold) is not None for line in random]
        if orders
        else []
    )
    return Saturation(
        curve,
        _reached(ratio, threshold) if enough else None,
        float(np.mean(reached_random)) if reached_random else float("nan"),
        missing,
        float(np.mean(outside)) if outside else float("nan"),
        enough,
    )


def _cumulative(have: np.ndarray) -> np.ndarray:
    return (
        np.logical_or.accumulate(have, axis=0).sum(axis=1) if len(have) else np.zeros(0, dtype=int)
    )


def _ratios(cumulative: np.ndarray, base: int, run: int) -> np.ndarray:
    """New codes of the run that ends at each place over the codes of the base (the first ``base``
    interviews).
    """
    ratio = np.full(len(cumulative), np.nan)
    if len(cumulative) < base + run or cumulative[base - 1] == 0:
        return ratio
    for place in range(base + run - 1, len(cumulative)):
        ratio[place] = (cumulative[place] - cumulative[place - run]) / cumulative[base - 1]
    return ratio


def _reached(ratio: np.ndarray, threshold: float) -> int | None:
    below = np.flatnonzero(ratio <= threshold)
    return int(below[0]) + 1 if len(below) else None
