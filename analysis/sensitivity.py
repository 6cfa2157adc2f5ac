"""How far a network depends on the choice of unit: the same codings counted by sentence, turn,
exchange, window, interview.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.cooccurrence import CODE_A, CODE_B, CODEBOOK, Cooccurrence
from analysis.networks.network import EdgeRule, build

UNIT_A, UNIT_B, RHO, SHARED = "unit_a", "unit_b", "rho", "pairs"
Pair = tuple[str, str]
"""Two codes as a table of co-occurrence has them."""


@dataclass(frozen=True)
class Sensitivity:
    """``agreement``: per pair of units the Spearman correlation of weights over all pairs of codes
    that meet under either (a pair that does not meet weighs 0), and how many drawn edges they
    share. ``edges``: a row per pair drawn under any unit, per unit its weight and whether it is
    drawn.
    """

    agreement: pd.DataFrame
    edges: pd.DataFrame


def sensitivity(
    by_unit: Mapping[str, Cooccurrence], codebook: str, rule: EdgeRule | None = None
) -> Sensitivity:
    """Compare the networks of one codebook under several units. Raises ValueError for fewer than
    two units.
    """
    if len(by_unit) < 2:
        raise ValueError(f"by_unit must hold at least two units, got {len(by_unit)}")
    rule = rule or EdgeRule()
    tables = {
        unit: together.table[together.table[CODEBOOK] == codebook]
        for unit, together in by_unit.items()
    }
    weights = _weights(tables, rule.weight)
    drawn = {unit: _drawn(table, codebook, rule) for unit, table in tables.items()}
    agreement = pd.DataFrame(
        [
            _agreement(weights, drawn, first, second)
            for first, second in itertools.combinations(by_unit, 2)
        ]
    )
    return Sensitivity(agreement, _edges(weights, drawn))


def _drawn(table: pd.DataFrame, codebook: str, rule: EdgeRule) -> set[Pair]:
    """The pairs that are edges of the network, each in the order of its row."""
    rows = set(zip(table[CODE_A], table[CODE_B], strict=True))
    return {
        (first, second) if (first, second) in rows else (second, first)
        for first, second in build(table, codebook, {}, rule).edges
    }


def _weights(tables: Mapping[str, pd.DataFrame], measure: str) -> pd.DataFrame:
    """A row per pair of codes that meets under any unit, a column per unit: its weight, 0 where
    it does not meet.
    """
    series = {unit: table.set_index([CODE_A, CODE_B])[measure] for unit, table in tables.items()}
    pairs: list[Pair] = sorted(set().union(*(each.index for each in series.values())))
    names = [CODE_A, CODE_B]
    index = (
        pd.MultiIndex.from_tuples(pairs, names=names)
        if pairs
        else pd.MultiIndex.from_arrays([[], []], names=names)
    )
    return pd.DataFrame(
        {unit: each.reindex(index).fillna(0.0) for unit, each in series.items()}, index=index
    )


def _agreement(
    weights: pd.DataFrame, drawn: Mapping[str, set[Pair]], first: str, second: str
) -> dict[str, object]:
    """A row of ``agreement``. The correlation is NaN with fewer than three pairs, or where the
    weights under one unit do not differ.
    """
    part = weights[(weights[first] > 0) | (weights[second] > 0)]
    comparable = len(part) > 2 and part[first].nunique() > 1 and part[second].nunique() > 1
    return {
        UNIT_A: first,
        UNIT_B: second,
        RHO: float(part[first].rank().corr(part[second].rank())) if comparable else float("nan"),
        SHARED: len(part),
        "drawn_a": len(drawn[first]),
        "drawn_b": len(drawn[second]),
        "drawn_both": len(drawn[first] & drawn[second]),
    }


def _edges(weights: pd.DataFrame, drawn: Mapping[str, set[Pair]]) -> pd.DataFrame:
    """A row per pair drawn under any unit, those under most units first."""
    by_unit: dict[str, dict[Hashable, float]] = {unit: weights[unit].to_dict() for unit in drawn}
    edges = pd.DataFrame(
        [
            {
                CODE_A: pair[0],
                CODE_B: pair[1],
                **{f"weight_{unit}": float(by_unit[unit].get(pair, 0.0)) for unit in drawn},
                **{f"drawn_{unit}": pair in drawn[unit] for unit in drawn},
                "units": sum(pair in pairs for pairs in drawn.values()),
            }
            for pair in sorted(set().union(*drawn.values()))
        ]
    )
    if not len(edges):
        return edges
    return edges.sort_values(
        ["units", CODE_A, CODE_B], ascending=[False, True, True], kind="stable"
    ).reset_index(drop=True)
