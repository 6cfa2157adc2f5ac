"""How far a network depends on the choice of unit: the same codings counted by sentence, turn,
exchange, window, interview.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx
import pandas as pd

from analysis.cooccurrence import CODE_A, CODE_B, CODEBOOK, Cooccurrence
from analysis.networks.network import EdgeRule, build

UNIT_A, UNIT_B, RHO, SHARED = "unit_a", "unit_b", "rho", "pairs"


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
    weights: dict[str, pd.Series] = {}
    drawn: dict[str, set[tuple[str, str]]] = {}
    for unit, together in by_unit.items():
        table = together.table[together.table[CODEBOOK] == codebook]
        weights[unit] = table.set_index([CODE_A, CODE_B])[rule.weight]
        graph: nx.Graph = build(together.table, codebook, {}, rule)
        drawn[unit] = {
            (one, two) if (one, two) in weights[unit].index else (two, one)
            for one, two in graph.edges
        }
    every = sorted(set().union(*(series.index for series in weights.values())))
    index = (
        pd.MultiIndex.from_tuples(every, names=[CODE_A, CODE_B])
        if every
        else pd.MultiIndex.from_arrays([[], []], names=[CODE_A, CODE_B])
    )
    whole = pd.DataFrame(
        {unit: series.reindex(index).fillna(0.0) for unit, series in weights.items()}, index=index
    )
    rows = []
    for one, two in itertools.combinations(by_unit, 2):
        part = whole[(whole[one] > 0) | (whole[two] > 0)]
        rho = (
            float(part[one].rank().corr(part[two].rank()))
            if len(part) > 2 and part[one].nunique() > 1 and part[two].nunique() > 1
            else float("nan")
        )
        rows.append(
            {
                UNIT_A: one,
                UNIT_B: two,
                RHO: rho,
                SHARED: len(part),
                "drawn_a": len(drawn[one]),
                "drawn_b": len(drawn[two]),
                "drawn_both": len(drawn[one] & drawn[two]),
            }
        )
    any_drawn = sorted(set().union(*drawn.values()))
    edges = pd.DataFrame(
        [
            {
                CODE_A: pair[0],
                CODE_B: pair[1],
                **{f"weight_{unit}": float(whole[unit].get(pair, 0.0)) for unit in by_unit},
                **{f"drawn_{unit}": pair in drawn[unit] for unit in by_unit},
                "units": sum(pair in drawn[unit] for unit in by_unit),
            }
            for pair in any_drawn
        ]
    )
    if len(edges):
        edges = edges.sort_values(
            ["units", CODE_A, CODE_B], ascending=[False, True, True], kind="stable"
        ).reset_index(drop=True)
    return Sensitivity(pd.DataFrame(rows), edges)
