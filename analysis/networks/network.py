"""The network of codes: which edges are drawn, by what rule, and where the nodes lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx
import numpy as np
import pandas as pd

from analysis.association import MEASURES
from analysis.cooccurrence import CODE_A, CODE_B, CODEBOOK, INTERVIEWS, A, B, C, N, Q

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
) -> nx.Graph:
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
    graph = nx.Graph(codebook=codebook, unit_rule=rule.text())
    for row in rows.to_dict("records"):
        for code in (row[CODE_A], row[CODE_B]):
            if code not in graph:
                graph.add_node(code, count=int(counts.get(code, 0)))
        numbers = {
            str(name): _plain(value)
            for name, value in row.items()
            if name not in (CODEBOOK, CODE_A, CODE_B)
        }
        graph.add_edge(row[CODE_A], row[CODE_B], **numbers, weight=float(row[rule.weight]))
    _mark_tree(graph)
    if rule.tree:
        graph.remove_edges_from(
            [(one, two) for one, two, data in graph.edges(data=True) if not data["tree"]]
        )
    return graph


def _mark_tree(graph: nx.Graph) -> None:
    """Edge attribute ``tree``: whether the edge stands in the minimum spanning tree (of each part)
    over 1 - weight; ties by name.
    """
    for one, two, data in graph.edges(data=True):
        data["tree"] = False
        data["_order"] = (-data["weight"], *sorted((str(one), str(two))))
    ranks = {
        order: place
        for place, order in enumerate(
            sorted(data["_order"] for _, _, data in graph.edges(data=True))
        )
    }
    for _, _, data in graph.edges(data=True):
        data["_rank"] = ranks[data.pop("_order")]
    for one, two in list(nx.minimum_spanning_edges(graph, weight="_rank", data=False)):
        graph[one][two]["tree"] = True
    for _, _, data in graph.edges(data=True):
        del data["_rank"]


def ego(graph: nx.Graph, node: str, reach: int = 1) -> nx.Graph:
    """The part of the graph within ``reach`` edges of a node. Raises ValueError for a node that the
    graph does not have.
    """
    if node not in graph:
        raise ValueError(f"node must be one of the graph's, got {node!r}")
    return nx.ego_graph(graph, node, radius=reach)


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def placed(
    graph: nx.Graph,
    boxes: Mapping[str, tuple[float, float]],
    size: tuple[float, float] = (12.0, 9.0),
) -> dict[str, tuple[float, float]]:
    """Positions in inches for a sheet of about ``size``, pushed apart until no two boxes (half
    width, half height, in inches) overlap.

    The one set of coordinates: the picture is drawn at this scale, the graph files carry the same
    places.
    """
    return spread(
        {node: (x * size[0], y * size[1]) for node, (x, y) in layout(graph).items()}, boxes
    )


def spread(
    where: Mapping[str, tuple[float, float]],
    boxes: Mapping[str, tuple[float, float]],
    rounds: int = 2000,
) -> dict[str, tuple[float, float]]:
    """Push nodes apart until their boxes do not overlap (deterministic; in the order of
    ``where``).
    """
    nodes = list(where)
    if len(nodes) < 2:
        return dict(where)
    place = np.array([where[node] for node in nodes], dtype=float)
    half = np.array([boxes[node] for node in nodes])
    first, second = np.triu_indices(len(nodes), 1)
    room = half[first] + half[second]
    for _ in range(rounds):
        apart = place[second] - place[first]
        gap = room - np.abs(apart)
        close = np.flatnonzero((gap > 1e-9).all(axis=1))
        if not len(close):
            break
        for pair in close.tolist():  # one after another, each with the places as they are by then
            one, two = first[pair], second[pair]
            way = place[two] - place[one]
            over = room[pair] - np.abs(way)
            if (over > 1e-9).all():
                axis = int(over[1] <= over[0])
                step = (over[axis] / 2 + 0.005) * (1 if way[axis] >= 0 else -1)
                place[one, axis] -= step
                place[two, axis] += step
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, place, strict=True)}


def layout(graph: nx.Graph) -> dict[str, tuple[float, float]]:
    """Positions in the unit square, the same for the same graph: Kamada–Kawai on lengths 1 / weight
    up to 100 nodes, a spring layout started from it above. Parts without a path between them are
    kept at a bounded distance.
    """
    if not graph:
        return {}
    if len(graph) == 1:
        return {next(iter(graph)): (0.5, 0.5)}
    heaviest = max(weight for _, _, weight in graph.edges(data="weight"))
    for _, _, data in graph.edges(data=True):
        data["length"] = 1.0 + 1.5 * (1.0 - data["weight"] / heaviest)
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    farthest = max(max(row.values()) for row in lengths.values())
    for node in graph:
        for other in graph:
            lengths[node].setdefault(other, farthest * 0.8 + 1.0)
    found = nx.kamada_kawai_layout(graph, dist=lengths, pos=nx.circular_layout(sorted(graph)))
    if len(graph) > 100:
        found = nx.spring_layout(graph, pos=found, weight="weight", seed=0, iterations=50)
    for _, _, data in graph.edges(data=True):
        del data["length"]
    xs, ys = [float(x) for x, _ in found.values()], [float(y) for _, y in found.values()]
    width, height = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    return {
        node: ((float(x) - min(xs)) / width, (float(y) - min(ys)) / height)
        for node, (x, y) in found.items()
    }
