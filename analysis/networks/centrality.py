"""Centralities of a code network, with shortest paths in exact arithmetic.

Two paths of the same length are a tie only if their sums are equal. With floating 1 / weight they
often differ in the last digit and betweenness goes to one of them alone; here distances are whole
numbers (weights as fractions, brought to a common denominator).
"""

from __future__ import annotations

import math
from fractions import Fraction

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.association import MEASURES
from analysis.networks.graph import Edge, Graph, empty

NODE, DEGREE, STRENGTH, BETWEENNESS, CLOSENESS, EIGENVECTOR = (
    "node",
    "degree",
    "strength",
    "betweenness",
    "closeness",
    "eigenvector",
)


def exact_weight(data: Edge, measure: str = "") -> Fraction:
    """The weight of an edge as a fraction: from its counts c, a, b, n where the measure allows,
    else from ``weight``.
    """
    exact = MEASURES[measure].exact if measure in MEASURES else None
    if exact is not None and all(key in data for key in "cabn"):
        return exact(int(data["c"]), int(data["a"]), int(data["b"]), int(data["n"]))
    return Fraction(data["weight"])


def distances(graph: Graph, measure: str = "") -> Graph:
    """A copy with the whole-number edge attribute ``distance``, proportional to 1 / weight, and the
    graph attribute ``scale``, the distance of a weight of 1. Edges of weight <= 0 are left out.
    """
    return _in_whole_numbers(graph, measure)[0]


def _in_whole_numbers(graph: Graph, measure: str) -> tuple[Graph, int]:
    """The graph with distances, and their scale."""
    lengths: dict[tuple[str, str], Fraction] = {}
    for first, second, data in graph.edges(data=True):
        weight = exact_weight(data, measure)
        if weight > 0:
            lengths[first, second] = 1 / weight
    scale = math.lcm(*(length.denominator for length in lengths.values())) if lengths else 1
    measured = empty()
    measured.add_nodes_from(graph)
    for (first, second), length in lengths.items():
        measured.add_edge(first, second, distance=int(length * scale))
    measured.graph["scale"] = scale
    return measured, scale


def centralities(graph: Graph, measure: str = "") -> pd.DataFrame:
    """A row per node: degree, strength (sum of weights), betweenness and closeness over distances 1
    / weight, eigenvector.

    Betweenness is normalised (0..1, Freeman 1977; ties exact); closeness is the improved formula
    for several parts (Wasserman & Faust 1994), over the distance 1 / weight; the eigenvector
    (Bonacich 1972) is that of the largest part, of length 1, nodes elsewhere have 0. ``measure``
    names the weight, so that its exact fraction can be taken from the counts.
    """
    if not len(graph):
        return pd.DataFrame(columns=[NODE, DEGREE, STRENGTH, BETWEENNESS, CLOSENESS, EIGENVECTOR])
    measured, scale = _in_whole_numbers(graph, measure)
    between: dict[str, float] = nx.betweenness_centrality(measured, weight="distance")
    close: dict[str, float] = nx.closeness_centrality(measured, distance="distance")
    leading = _eigenvector(graph)
    strength = dict(graph.degree(weight="weight"))
    return pd.DataFrame(
        [
            {
                NODE: node,
                DEGREE: graph.degree(node),
                STRENGTH: float(strength[node]),
                BETWEENNESS: float(between[node]),
                CLOSENESS: float(close[node] * scale),
                EIGENVECTOR: leading.get(node, 0.0),
            }
            for node in graph
        ]
    )


def _eigenvector(graph: Graph) -> dict[str, float]:
    """The leading eigenvector of the largest part."""
    connected: list[set[str]] = list(nx.connected_components(graph))
    parts = [sorted(nodes, key=str) for nodes in connected]
    part = max(parts, key=lambda nodes: (len(nodes), [str(node) for node in nodes]))
    if len(part) < 2:
        return dict.fromkeys(part, 1.0)
    adjacency: NDArray[np.float64] = nx.to_numpy_array(graph, nodelist=part, weight="weight")
    leading = np.abs(np.linalg.eigh(adjacency).eigenvectors[:, -1]).tolist()
    return dict(zip(part, leading, strict=True))
