"""Keyness: words that one side of the interviews uses more than the other, and whether interviews
dealt at random would show as much.

Log-likelihood takes every word for an independent draw, which speech is not: it ranks and
describes. The test takes the interview for what is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import comb
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.nulls.families import benjamini_hochberg

Design = Literal["groups", "within"]
Refusal = Literal["few_groups", "few_within", "larger"]
Floats = NDArray[np.float64]

LEAST_IN_GROUP: Final = 4
"""Interviews on each side below which groups are not tested, as for two networks
(``analysis.contrast``).
"""
LEAST_WITHIN: Final = 6
"""Interviews with words on both sides below which no test within interviews is made."""
PER: Final = 10_000
"""Rates are per so many words."""
LEVEL: Final = 0.05
EXACT: Final = 5000
"""Up to so many ways to deal the interviews, all of them are counted; above, as many as asked for
are drawn.
"""
_TOGETHER: Final = 500
"""So many deals are weighed at once."""


@dataclass(frozen=True)
class Keyness:
    """``table``: a row per word: word, frequency and frequency_rest (on either side), rate_words
    and rate_words_rest (per 10,000), expected_words (frequency that no difference would give),
    g2_signed, log_ratio, interviews and interviews_rest (with the word, on either side), p (NaN
    where it is not tested). ``words``, ``interviews``: of each side. ``refused``: why nothing is
    tested.
    """

    table: pd.DataFrame
    words: tuple[int, int]
    interviews: tuple[int, int]
    refused: Refusal | None

    @property
    def family(self) -> int:
        """How many words are tested."""
        return int(self.table["p"].notna().sum())


def keyness(
    target: Sequence[Mapping[str, int]],
    rest: Sequence[Mapping[str, int]],
    design: Design,
    *,
    least: int = 5,
    draws: int = 4999,
    seed: int = 0,
) -> Keyness:
    """Words over-used on one side. ``target`` and ``rest``: word -> count, interview by interview,
    in the same order. ``design``: ``groups`` where an interview has words on one side only,
    ``within`` where sides part interviews. Kept are words that occur ``least`` times or more on
    both sides together.

    - ``g2_signed``: log-likelihood of the 2 x 2 table of word and side (Dunning 1993), negative
      where the target uses the word less; equals quanteda's
      ``textstat_keyness(measure = "lr", correction = "none")``.
    - ``log_ratio``: log2 of the ratio of rates (Hardie 2014), a frequency of 0 taken as 0.5.
    - p, one-sided (more than expected), of frequency − ``expected_words``. Groups: the interviews
      are dealt to the two sides at random, each with its residual (count − words of the interview
      x rate over all). Within: each interview has the residual count − words of its target x its
      own rate over both sides, whose sign is turned at random. All deals are counted where there
      are at most 5,000, else p = (1 + draws as large) / (1 + draws).
    - Not tested are words in so few interviews that all of them in favour of the target would not
      reach .05 (Tarone 1990); which they are does not depend on the sides.
    - Refused: groups of fewer than 4 interviews; fewer than 6 with both sides; a target with more
      words than the rest, because residuals of a rare word then lean upwards and the test finds
      too much.

    Raises ValueError for lists of unequal length, least < 1, draws < 1, or groups where an
    interview has words on both sides.
    """
    if len(target) != len(rest):
        raise ValueError(f"target and rest must be as long, got {len(target)} and {len(rest)}")
    if least < 1 or draws < 1:
        raise ValueError(f"least and draws must be at least 1, got {least}, {draws}")
    counts = _Counts(target, rest, least)
    if design == "groups" and counts.parted.any():
        raise ValueError("groups must part the interviews, got one with words on both sides")
    refused = _refusal(counts, design)
    p = np.full(len(counts.words), np.nan)
    expected = counts.expected(design).sum(axis=0)
    if refused is None and counts.words:
        deals = _Groups(counts, draws, seed) if design == "groups" else _Within(counts, draws, seed)
        p = deals.p
    words, interviews = counts.sizes.sum(axis=1), (counts.sizes > 0).sum(axis=1)
    return Keyness(
        _table(counts, expected, p),
        (int(words[0]), int(words[1])),
        (int(interviews[0]), int(interviews[1])),
        refused,
    )


def keyness_table(parts: Mapping[str, Keyness], top: int) -> pd.DataFrame:
    """The ``top`` words of each comparison by the size of G2, the most over-used first; ``q`` by
    Benjamini–Hochberg over all words tested in all comparisons. ``parts``: group -> its
    comparison; the group stands in the first column.
    """
    together = pd.concat(
        [
            part.table.assign(group=pd.Series(group, part.table.index, dtype=object))
            for group, part in parts.items()
        ],
        ignore_index=True,
    )
    together["q"] = benjamini_hochberg(together["p"].to_numpy(np.float64))
    frames = []
    for group in parts:
        frame = together[together["group"] == group]
        strongest = frame["g2_signed"].abs().sort_values(ascending=False, kind="stable").index
        frames.append(
            frame.loc[strongest[:top]].sort_values(
                ["g2_signed", "word"], ascending=[False, True], kind="stable"
            )
        )
    table = pd.concat(frames, ignore_index=True)
    return table[["group", *(column for column in table.columns if column != "group")]]


class _Counts:
    """``words``; ``target`` and ``rest``: interviews x words; ``sizes``: 2 x interviews, all words
    counted on each side.
    """

    def __init__(
        self, target: Sequence[Mapping[str, int]], rest: Sequence[Mapping[str, int]], least: int
    ) -> None:
        total: Counter[str] = Counter()
        for counts in (*target, *rest):
            total.update(counts)
        self.words = sorted(word for word, count in total.items() if count >= least)
        self.target, self.rest = self._matrix(target), self._matrix(rest)
        self.sizes: Floats = np.array(
            [[sum(counts.values()) for counts in side] for side in (target, rest)], dtype=np.float64
        ).reshape(2, len(target))

    def _matrix(self, side: Sequence[Mapping[str, int]]) -> Floats:
        column = {word: index for index, word in enumerate(self.words)}
        matrix = np.zeros((len(side), len(self.words)))
        for row, counts in enumerate(side):
            for word, count in counts.items():
                if word in column:
                    matrix[row, column[word]] = count
        return matrix

    @property
    def both(self) -> Floats:
        """Interviews x words, whatever the side."""
        together: Floats = self.target + self.rest
        return together

    def expected(self, design: Design) -> Floats:
        """Interviews x words: counts in the target were the words used alike: by all interviews
        (groups), or on both sides of each interview (within).
        """
        size: Floats = self.sizes.sum(axis=0)
        if design == "groups":
            rate: Floats = self.both.sum(axis=0) / max(1.0, float(size.sum()))
            return np.outer(self.sizes[0], rate)
        share = np.divide(self.sizes[0], size, out=np.zeros_like(size), where=size > 0)
        within: Floats = self.both * share[:, None]
        return within

    @property
    def parted(self) -> NDArray[np.bool_]:
        """Interviews with words on both sides."""
        both: NDArray[np.bool_] = np.minimum(self.sizes[0], self.sizes[1]) > 0
        return both


def _refusal(counts: _Counts, design: Design) -> Refusal | None:
    """Why the test cannot be made."""
    if design == "groups":
        few = (counts.sizes > 0).sum(axis=1).min() < LEAST_IN_GROUP
        return "few_groups" if few else None
    if counts.parted.sum() < LEAST_WITHIN:
        return "few_within"
    words = counts.sizes[:, counts.parted].sum(axis=1)
    return "larger" if words[0] > words[1] else None


class _Groups:
    """``p`` of each word when the interviews are dealt to the groups."""

    def __init__(self, counts: _Counts, draws: int, seed: int) -> None:
        spoken = np.flatnonzero(counts.sizes.sum(axis=0) > 0)
        first = (counts.sizes[0, spoken] > 0).astype(np.float64)
        total, in_target = len(first), int(first.sum())
        both = counts.both[spoken]
        size: Floats = counts.sizes.sum(axis=0)[spoken]
        residuals = both - np.outer(size, both.sum(axis=0) / size.sum())
        exact = comb(total, in_target) <= EXACT
        if exact:
            deals = np.zeros((comb(total, in_target), total))
            for row, chosen in enumerate(combinations(range(total), in_target)):
                deals[row, list(chosen)] = 1
        else:
            chance = np.random.default_rng(seed)
            deals = chance.permuted(np.tile(first, (draws, 1)), axis=1)
        tested = np.array(
            [
                interviews > in_target
                or comb(in_target, interviews) <= LEVEL * comb(total, interviews)
                for interviews in (both > 0).sum(axis=0).tolist()
            ]
        )
        self.p = _share(residuals, deals, first, tested, exact)


class _Within:
    """``p`` of each word when the residual of each interview gets its sign at random."""

    def __init__(self, counts: _Counts, draws: int, seed: int) -> None:
        residuals = (counts.target - counts.expected("within"))[counts.parted]
        total = len(residuals)
        exact = 2**total <= EXACT
        if exact:
            deals = np.array(list(product((1.0, -1.0), repeat=total)))
        else:
            chance = np.random.default_rng(seed)
            deals = chance.integers(0, 2, (draws, total)) * 2.0 - 1.0
        interviews = (counts.both[counts.parted] > 0).sum(axis=0)
        tested = np.asarray(0.5**interviews <= LEVEL)
        self.p = _share(residuals, deals, np.ones(total), tested, exact)


def _share(
    residuals: Floats, deals: Floats, observed: Floats, tested: NDArray[np.bool_], exact: bool
) -> Floats:
    """The share of deals (deals x interviews) whose sum of residuals is as large as that of the
    deal observed; NaN for words that are not ``tested``.
    """
    p = np.full(len(tested), np.nan)
    values = residuals[:, tested]
    least = observed @ values - 1e-9
    larger = np.zeros(values.shape[1])
    for start in range(0, len(deals), _TOGETHER):
        larger += (deals[start : start + _TOGETHER] @ values >= least).sum(axis=0)
    p[tested] = larger / len(deals) if exact else (1 + larger) / (1 + len(deals))
    return p


def _table(counts: _Counts, expected: Floats, p: Floats) -> pd.DataFrame:
    """A row per word."""
    target, rest = counts.target.sum(axis=0), counts.rest.sum(axis=0)
    size, size_rest = counts.sizes.sum(axis=1).tolist()
    return pd.DataFrame(
        {
            "word": pd.Series(counts.words, dtype=object),
            "frequency": target.astype(np.int64),
            "frequency_rest": rest.astype(np.int64),
            "rate_words": PER * _per(target, size),
            "rate_words_rest": PER * _per(rest, size_rest),
            "expected_words": expected,
            "g2_signed": log_likelihood(target, rest, size, size_rest),
            "log_ratio": log_ratio(target, rest, size, size_rest),
            "interviews": (counts.target > 0).sum(axis=0),
            "interviews_rest": (counts.rest > 0).sum(axis=0),
            "p": p,
        }
    )


def _per(counts: Floats, size: float) -> Floats:
    """Counts per word of a side; NaN where nothing is said."""
    return counts / size if size else np.full(counts.shape, np.nan)


def log_likelihood(target: Floats, rest: Floats, size: float, size_rest: float) -> Floats:
    """Signed G2 of words that stand ``target`` times among ``size`` words and ``rest`` times among
    ``size_rest`` (Dunning 1993); negative where the rate in the target is the lower one.
    """
    total = size + size_rest
    if not total:
        return np.zeros(target.shape)
    g2 = np.zeros(target.shape)
    for row, column, seen in (
        (target + rest, size, target),
        (target + rest, size_rest, rest),
        (total - target - rest, size, size - target),
        (total - target - rest, size_rest, size_rest - rest),
    ):
        ratio = np.divide(seen * total, row * column, out=np.ones_like(seen), where=seen > 0)
        g2 += 2 * seen * np.log(ratio)
    return np.where(target * size_rest < rest * size, -1, 1) * np.maximum(g2, 0)


def log_ratio(target: Floats, rest: Floats, size: float, size_rest: float) -> Floats:
    """log2 of the ratio of rates; a frequency of 0 is taken as 0.5 (Hardie 2014). NaN where a side
    has no words.
    """
    if not size or not size_rest:
        return np.full(target.shape, np.nan)
    ratio: Floats = np.log2(np.maximum(target, 0.5) / size * size_rest / np.maximum(rest, 0.5))
    return ratio
