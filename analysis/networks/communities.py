"""Communities of a network, and whether they are more than the luck of one random seed."""

from __future__ import annotations

import itertools
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

import networkx as nx

from analysis.networks.graph import Graph, empty

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


def louvain(graph: Graph, seed: int = 0, resolution: float = 1.0) -> Communities:
    """Louvain communities (Blondel et al. 2008) with a fixed seed and their stability (Hubert &
    Arabie 1985 index).

    A graph without an edge has one community per node and a stability of 1.
    """
    nodes = sorted(graph, key=str)
    if not graph.number_of_edges():
        return Communities({node: number for number, node in enumerate(nodes, 1)}, 1.0, 0.0)
    ordered = _ordered(graph, nodes)
    runs: list[list[set[str]]] = [
        nx.community.louvain_communities(
            ordered, weight="weight", resolution=resolution, seed=seed + step
        )
        for step in range(SEEDS)
    ]
    first = sorted(runs[0], key=lambda members: (-len(members), sorted(map(str, members))))
    modularity: float = nx.community.modularity(
        ordered, first, weight="weight", resolution=resolution
    )
    return Communities(
        {node: number for number, members in enumerate(first, 1) for node in members},
        _stability(runs, nodes),
        float(modularity),
    )


def _ordered(graph: Graph, nodes: list[str]) -> Graph:
    """The graph with nodes and edges in the order of names, on which Louvain depends."""
    edges: list[tuple[str, str, float]] = []
    for one_end, other_end, weight in graph.edges(data="weight"):
        first, second = sorted((one_end, other_end), key=str)
        edges.append((first, second, weight))
    ordered = empty()
    ordered.add_nodes_from(nodes)
    ordered.add_weighted_edges_from(sorted(edges, key=str))
    return ordered


def _stability(runs: list[list[set[str]]], nodes: list[str]) -> float:
    """Mean adjusted Rand index over all pairs of partitions."""
    from sklearn.metrics import adjusted_rand_score

    labels = []
    for partition in runs:
        number = {node: index for index, members in enumerate(partition) for node in members}
        labels.append([number[node] for node in nodes])
    agreement: list[float] = [
        adjusted_rand_score(first, second) for first, second in itertools.combinations(labels, 2)
    ]
    return float(sum(agreement) / len(agreement))
