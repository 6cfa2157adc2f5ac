"""The network of codes: which edges are drawn, by what rule, and where the nodes lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.association import MEASURES
from analysis.cooccurrence import CODE_A, CODE_B, CODEBOOK, INTERVIEWS, A, B, C, N, Q
from analysis.networks.graph import Edge, Graph, empty

Floats = NDArray[np.float64]
Point = tuple[float, float]
Positions = dict[str, Floats]
"""Node -> x and y, as networkx gives them."""

TOP: Final = 60


@dataclass(frozen=True, slots=True)
class EdgeRule:
    """Which pairs are drawn (KH Coder's habit of a top N, with two floors). The rule is printed
    beside every picture.
    """

    least_units: int = 2
    least_interviews: int = 2
    top: int = TOP
    weight: str = "jaccard"
    floor: float = 0.0
    """Edges of a smaller weight are not drawn."""
    q: float | None = None
    """Only edges with q below this are drawn (None: drawn anyway, dashed when not significant)."""
    tree: bool = False
    """Only the minimum spanning tree (over 1 - weight, KH Coder's way) is drawn."""
    mark: bool = False
    """The spanning tree is drawn darker than the other edges."""

    @classmethod
    def kh_coder(cls, top: int = 60, floor: float = 0.0, tree: bool = False) -> EdgeRule:
        """KH Coder's rule: Jaccard, the top edges (or those from a floor on, such as its .2), no
        floor of units or interviews, the spanning tree marked.
        """
        return cls(1, 1, top, "jaccard", floor, None, tree, True)

    def text(self) -> str:
        """The rule in one line, written into graph files."""
        parts = [
            f"c>={self.least_units}",
            f"interviews>={self.least_interviews}",
            f"top {self.top} by {self.weight}",
        ]
        parts += [f"{self.weight}>={self.floor:g}"] if self.floor > 0 else []
        parts += [f"q<{self.q:g}"] if self.q is not None else []
        return ", ".join(
            parts
            + (
                ["minimum spanning tree only"]
                if self.tree
                else ["minimum spanning tree marked"]
                if self.mark
                else []
            )
        )


def build(
    table: pd.DataFrame, codebook: str, counts: Mapping[str, int], rule: EdgeRule | None = None
) -> Graph:
    """Pairs of one codebook -> undirected graph.

    Nodes are the codes that occur (``counts``: code -> units), attribute ``count``; edges carry
    every number of the table and ``weight``. A code without a drawn edge stays out of the graph.
    """
    rule = rule or EdgeRule()
    rows = table[
        (table[CODEBOOK] == codebook)
        & (table[C] >= rule.least_units)
        & (table[INTERVIEWS] >= rule.least_interviews)
    ]
    if rule.weight not in rows:
        rows = rows.assign(
            **{
                rule.weight: MEASURES[rule.weight].function(
                    rows[C].to_numpy(), rows[A].to_numpy(), rows[B].to_numpy(), rows[N].to_numpy()
                )
            }
        )
    rows = rows[rows[rule.weight] >= rule.floor] if rule.floor > 0 else rows
    rows = rows[rows[Q] < rule.q] if rule.q is not None else rows
    rows = rows.sort_values(
        [rule.weight, C, CODE_A, CODE_B], ascending=[False, False, True, True], kind="stable"
    ).head(rule.top)
    graph = empty(codebook=codebook, unit_rule=rule.text())
    for row in rows.to_dict("records"):
        numbers: dict[str, object] = {
            str(name): _plain(value)
            for name, value in row.items()
            if name not in (CODEBOOK, CODE_A, CODE_B)
        }
        ends: tuple[str, str] = (row[CODE_A], row[CODE_B])
        for code in ends:
            if code not in graph:
                graph.add_node(code, count=int(counts.get(code, 0)))
        graph.add_edge(*ends, **numbers, weight=float(row[rule.weight]))
    _mark_tree(graph)
    if rule.tree:
        graph.remove_edges_from(
            [(first, second) for first, second, data in graph.edges(data=True) if not data["tree"]]
        )
    return graph


def _mark_tree(graph: Graph) -> None:
    """Edge attribute ``tree``: whether the edge stands in the minimum spanning tree (of each part)
    over 1 - weight; ties by name.
    """

    def order(edge: tuple[str, str, Edge]) -> tuple[float, list[str]]:
        return -edge[2]["weight"], sorted((str(edge[0]), str(edge[1])))

    for rank, (_, _, data) in enumerate(sorted(graph.edges(data=True), key=order)):
        data["tree"] = False
        data["rank"] = rank
    branches: list[tuple[str, str]] = list(
        nx.minimum_spanning_edges(graph, weight="rank", data=False)
    )
    for first, second in branches:
        graph[first][second]["tree"] = True
    for _, _, data in graph.edges(data=True):
        del data["rank"]


def ego(graph: Graph, node: str, reach: int = 1) -> Graph:
    """The part of the graph within ``reach`` edges of a node. Raises ValueError for a node that the
    graph does not have.
    """
    if node not in graph:
        raise ValueError(f"node must be one of the graph's, got {node!r}")
    near: Graph = nx.ego_graph(graph, node, radius=reach)
    return near


def _plain(value: object) -> object:
    """A number of NumPy as one of Python."""
    return value.item() if isinstance(value, np.generic) else value


def placed(
    graph: Graph,
    boxes: Mapping[str, Point],
    size: Point = (12.0, 9.0),
) -> dict[str, Point]:
    """Positions in inches for a sheet of about ``size``, pushed apart until no two boxes (half
    width, half height, in inches) overlap.

    The one set of coordinates: the picture is drawn at this scale, the graph files carry the same
    places.
    """
    return spread(
        {node: (x * size[0], y * size[1]) for node, (x, y) in layout(graph).items()}, boxes
    )


def spread(
    where: Mapping[str, Point],
    boxes: Mapping[str, Point],
    rounds: int = 2000,
) -> dict[str, Point]:
    """Push nodes apart until their boxes do not overlap (deterministic; in the order of
    ``where``).
    """
    nodes = list(where)
    if len(nodes) < 2:
        return dict(where)
    centre = np.array([where[node] for node in nodes], dtype=np.float64)
    half = np.array([boxes[node] for node in nodes], dtype=np.float64)
    first, second = np.triu_indices(len(nodes), 1)
    room = half[first] + half[second]
    for _ in range(rounds):
        gap = room - np.abs(centre[second] - centre[first])
        close = np.flatnonzero((gap > 1e-9).all(axis=1))
        if not len(close):
            break
        for pair in close.tolist():  # one after another, each with the places as they are by then
            _push_apart(centre, int(first[pair]), int(second[pair]), room[pair])
    places: list[list[float]] = centre.tolist()
    return {node: (x, y) for node, (x, y) in zip(nodes, places, strict=True)}


def _push_apart(centre: Floats, first: int, second: int, room: Floats) -> None:
    """Move two boxes that overlap away from each other, the way that is shorter; ``room``: how far
    apart their centres must be, in width and in height.
    """
    way = centre[second] - centre[first]
    over = room - np.abs(way)
    if (over > 1e-9).all():
        axis = int(over[1] <= over[0])
        step = (over[axis] / 2 + 0.005) * (1 if way[axis] >= 0 else -1)
        centre[first, axis] -= step
        centre[second, axis] += step


def layout(graph: Graph) -> dict[str, Point]:
    """Positions in the unit square, the same for the same graph: Kamada–Kawai on lengths 1 / weight
    up to 100 nodes, a spring layout started from it above. Parts without a path between them are
    kept at a bounded distance.
    """
    nodes = list(graph)
    if len(nodes) < 2:
        return dict.fromkeys(nodes, (0.5, 0.5))
    start: Positions = nx.circular_layout(sorted(nodes))
    positions: Positions = nx.kamada_kawai_layout(graph, dist=_path_lengths(graph), pos=start)
    if len(nodes) > 100:
        positions = nx.spring_layout(graph, pos=positions, weight="weight", seed=0, iterations=50)
    xs = {node: float(position[0]) for node, position in positions.items()}
    ys = {node: float(position[1]) for node, position in positions.items()}
    left, bottom = min(xs.values()), min(ys.values())
    width, height = max(xs.values()) - left or 1.0, max(ys.values()) - bottom or 1.0
    return {node: ((x - left) / width, (ys[node] - bottom) / height) for node, x in xs.items()}


def _path_lengths(graph: Graph) -> dict[str, dict[str, float]]:
    """The length of the shortest path between each two nodes, shorter over heavier edges; where
    there is none, somewhat less than the longest.
    """
    heaviest = max(weight for _, _, weight in graph.edges(data="weight"))
    for _, _, data in graph.edges(data=True):
        data["length"] = 1.0 + 1.5 * (1.0 - data["weight"] / heaviest)
    lengths: dict[str, dict[str, float]] = dict(
        nx.all_pairs_dijkstra_path_length(graph, weight="length")
    )
    for _, _, data in graph.edges(data=True):
        del data["length"]
    farthest = max(max(row.values()) for row in lengths.values())
    for node in graph:
        for other in graph:
            lengths[node].setdefault(other, farthest * 0.8 + 1.0)
    return lengths
