"""Centralities of a code network, with shortest paths in exact arithmetic.

Two paths of the same length are a tie only if their sums are equal. With floating 1 / weight they
often differ in the last digit and betweenness goes to one of them alone; here distances are whole
numbers (weights as fractions, brought to a common denominator).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from analysis.association import MEASURES

NODE, DEGREE, STRENGTH, BETWEENNESS, CLOSENESS, EIGENVECTOR = (
    "node",
    "degree",
    "strength",
    "betweenness",
    "closeness",
    "eigenvector",
)


def exact_weight(data: Mapping[str, Any], measure: str = "") -> Fraction:
    """The weight of an edge as a fraction: from its counts c, a, b, n where the measure allows,
    else from ``weight``.
    """
    exact = MEASURES[measure].exact if measure in MEASURES else None
    if exact is not None and all(key in data for key in "cabn"):
        return exact(*(int(data[key]) for key in "cabn"))
    return Fraction(data["weight"])


def distances(graph: nx.Graph, measure: str = "") -> nx.Graph:
    """A copy with the whole-number edge attribute ``distance``, proportional to 1 / weight. Edges
    of weight <= 0 are left out.
    """
    made: nx.Graph = nx.Graph()
    made.add_nodes_from(graph)
    lengths = {}
    for one, two, data in graph.edges(data=True):
        weight = exact_weight(data, measure)
        if weight > 0:
            lengths[one, two] = 1 / weight
    scale = math.lcm(*(length.denominator for length in lengths.values())) if lengths else 1
    for (one, two), length in lengths.items():
        made.add_edge(one, two, distance=int(length * scale))
    made.graph["scale"] = scale
    return made


def centralities(graph: nx.Graph, measure: str = "") -> pd.DataFrame:
    """A row per node: degree, strength (sum of weights), betweenness and closeness over distances 1
    / weight, eigenvector.

    Betweenness is normalised (0..1, Freeman 1977; ties exact); closeness is the improved formula
    for several parts (Wasserman & Faust 1994), over the distance 1 / weight; the eigenvector
    (Bonacich 1972) is that of the largest part, of length 1, nodes elsewhere have 0. ``measure``
    names the weight, so that its exact fraction can be taken from the counts.
    """
    if not graph:
        return pd.DataFrame(columns=[NODE, DEGREE, STRENGTH, BETWEENNESS, CLOSENESS, EIGENVECTOR])
    far = distances(graph, measure)
    scale = far.graph["scale"]
    between = nx.betweenness_centrality(far, weight="distance")
    close = nx.closeness_centrality(far, distance="distance")
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


def _eigenvector(graph: nx.Graph) -> dict[Any, float]:
    parts = [sorted(nodes, key=str) for nodes in nx.connected_components(graph)]
    part = max(parts, key=lambda nodes: (len(nodes), [str(node) for node in nodes]))
    if len(part) < 2:
        return dict.fromkeys(part, 1.0)
    _, vectors = np.linalg.eigh(nx.to_numpy_array(graph, nodelist=part, weight="weight"))
    leading = np.abs(vectors[:, -1])
    return {node: float(value) for node, value in zip(part, leading, strict=True)}
