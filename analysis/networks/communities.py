"""Communities of a network, and whether they are more than the luck of one random seed."""

from __future__ import annotations

import itertools
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

import networkx as nx

SEEDS: Final = 20
STABLE: Final = 0.8
"""Below this mean agreement the communities must not be interpreted one by one (our threshold)."""


@dataclass(frozen=True)
class Communities:
    """``of``: node -> number from 1 (largest first). ``stability``: mean adjusted Rand index over
    all pairs of ``SEEDS`` runs (1: every seed finds the same). ``modularity`` of the partition
    told.
    """

    of: dict[Hashable, int]
    stability: float
    modularity: float


def louvain(graph: nx.Graph, seed: int = 0, resolution: float = 1.0) -> Communities:
    """Louvain communities (Blondel et al. 2008) with a fixed seed and their stability (Hubert &
    Arabie 1985 index).

    A graph without an edge has one community per node and a stability of 1.
    """
    nodes = sorted(graph, key=str)
    if not graph.number_of_edges():
        return Communities({node: place for place, node in enumerate(nodes, 1)}, 1.0, 0.0)
    from sklearn.metrics import adjusted_rand_score

    ordered: nx.Graph = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_weighted_edges_from(
        sorted(
            (
                (*sorted((one, two), key=str), weight)
                for one, two, weight in graph.edges(data="weight")
            ),
            key=str,
        )
    )
    runs = [
        nx.community.louvain_communities(
            ordered, weight="weight", resolution=resolution, seed=seed + step
        )
        for step in range(SEEDS)
    ]
    labels = []
    for run in runs:
        of = {node: place for place, members in enumerate(run) for node in members}
        labels.append([of[node] for node in nodes])
    agreement = [adjusted_rand_score(one, two) for one, two in itertools.combinations(labels, 2)]
    first = sorted(runs[0], key=lambda members: (-len(members), sorted(map(str, members))))
    numbered = {node: place for place, members in enumerate(first, 1) for node in members}
    return Communities(
        numbered,
        float(sum(agreement) / len(agreement)),
        float(nx.community.modularity(ordered, first, weight="weight", resolution=resolution)),
    )
