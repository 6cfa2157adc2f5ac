"""How far a result depends on which interviews were held: bootstrap and case dropping, always over
whole interviews.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.association import MEASURES
from analysis.units import Incidence

LEAST_INTERVIEWS: Final = 5
"""With fewer interviews than this nothing is resampled (NaN): too little data."""
CORRELATION: Final = 0.7
CERTAINTY: Final = 0.95


def per_interview(
    incidence: Incidence, pairs: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Counts by interview: joint (interviews x pairs), occurrences (interviews x codes), units
    (interviews).
    """
    from scipy.sparse import csr_matrix

    interviews = len(incidence.sources)
    belongs = csr_matrix(
        (
            np.ones(len(incidence.interview), dtype=np.int64),
            (incidence.interview, np.arange(len(incidence.interview))),
        ),
        shape=(interviews, len(incidence.interview)),
    )
    single = np.asarray((belongs @ incidence.matrix).todense(), dtype=np.int64)
    columns = incidence.matrix.tocsc()
    joint = np.zeros((interviews, len(pairs)), dtype=np.int64)
    for place, (one, two) in enumerate(pairs):
        both = np.intersect1d(
            columns.indices[columns.indptr[one] : columns.indptr[one + 1]],
            columns.indices[columns.indptr[two] : columns.indptr[two + 1]],
            assume_unique=True,
        )
        joint[:, place] = np.bincount(incidence.interview[both], minlength=interviews)
    return joint, single, np.bincount(incidence.interview, minlength=interviews)


def bootstrap(
    incidence: Incidence,
    pairs: Sequence[tuple[int, int]],
    measure: str = "jaccard",
    *,
    draws: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Percentile interval of a measure for each pair of columns, interviews drawn with replacement:
    (low, high).

    NaN when there are fewer than five interviews with units. Raises ValueError for an unknown
    measure.
    """
    if measure not in MEASURES:
        raise ValueError(f"measure must be one of {tuple(MEASURES)}, got {measure!r}")
    joint, single, units = per_interview(incidence, pairs)
    nothing = np.full(len(pairs), np.nan)
    if int((units > 0).sum()) < LEAST_INTERVIEWS or not pairs:
        return nothing, nothing.copy()
    chance = np.random.default_rng(seed)
    count = len(units)
    weights = chance.multinomial(count, np.full(count, 1 / count), size=draws)
    first, second = (np.array([pair[side] for pair in pairs]) for side in (0, 1))
    function = MEASURES[measure].function
    occurrences, total = weights @ single, (weights @ units)[:, None]
    low, high = nothing, nothing.copy()
    tail = (1 - level) / 2
    for start in range(0, len(pairs), 200):
        own = slice(start, start + 200)
        drawn = function(
            weights @ joint[:, own], occurrences[:, first[own]], occurrences[:, second[own]], total
        )
        with np.errstate(invalid="ignore"):
            low[own], high[own] = np.nanquantile(drawn, [tail, 1 - tail], axis=0)
    return low, high


def case_dropping(
    cases: int,
    statistic: Callable[[NDArray[np.int64]], pd.Series],
    *,
    shares: Sequence[float] = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7),
    draws: int = 50,
    seed: int = 0,
) -> tuple[pd.DataFrame, float]:
    """How a statistic of nodes holds when interviews are left out (Epskamp, Borsboom & Fried 2018).

    ``statistic(kept)`` gives the value of each node from the interviews kept (sorted indices).
    Returns the table (share left out, mean and 5 % quantile of the Spearman correlation with the
    whole) and the CS coefficient: the largest share of interviews that can be left out so that the
    correlation stays at .7 or above with 95 % certainty (advice: at least .25, better .5). NaN with
    fewer than five interviews.
    """
    columns = ["left_out", "mean", "low_5"]
    if cases < LEAST_INTERVIEWS:
        return pd.DataFrame(columns=columns), float("nan")
    whole = statistic(np.arange(cases))
    chance = np.random.default_rng(seed)
    rows, best, going = [], 0.0, True
    for share in shares:
        keep = round(cases * (1 - share))
        if keep < 3:
            break
        found = np.array(
            [
                _correlation(whole, statistic(np.sort(chance.choice(cases, keep, replace=False))))
                for _ in range(draws)
            ]
        )
        rows.append((share, float(found.mean()), float(np.quantile(found, 1 - CERTAINTY))))
        going = going and float((found >= CORRELATION).mean()) >= CERTAINTY
        if going:
            best = share
    return pd.DataFrame(rows, columns=columns), best


def _correlation(whole: pd.Series, part: pd.Series) -> float:
    """Spearman; a node that the part lacks has 0. Without any difference between nodes nothing is
    held: 0.
    """
    other = part.reindex(whole.index).fillna(0.0)
    if whole.nunique() < 2 or other.nunique() < 2:
        return 0.0
    return float(whole.rank().corr(other.rank()))
