"""A network as this project asks it: what networkx, which carries no types, gives and takes.

Graphs are those of networkx; these protocols say what of them is used here, so that nothing but
the calls of its algorithms stays untyped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, Protocol, TypedDict, overload

import networkx as nx


class Edge(TypedDict, total=False):
    """The attributes of an edge that are read here; ``c``, ``a``, ``b`` and ``n`` are its counts
    (see ``analysis.association``). An edge may carry more, such as every measure.
    """

    c: int
    a: int
    b: int
    n: int
    weight: float
    tree: bool
    """Whether the edge stands in the minimum spanning tree."""
    rank: int
    length: float
    distance: int


class Nodes(Protocol):
    """``graph.nodes``."""

    def __getitem__(self, node: str, /) -> dict[str, object]: ...

    def __iter__(self) -> Iterator[str]: ...

    def __len__(self) -> int: ...


class Edges(Protocol):
    """``graph.edges``: pairs of nodes, on a call with their attributes or their weight."""

    def __iter__(self) -> Iterator[tuple[str, str]]: ...

    def __len__(self) -> int: ...

    @overload
    def __call__(self, *, data: Literal[True]) -> Iterable[tuple[str, str, Edge]]: ...

    @overload
    def __call__(self, *, data: Literal["weight"]) -> Iterable[tuple[str, str, float]]: ...


class Degree(Protocol):
    """``graph.degree``: the number of edges of a node, or of all nodes the sum of an attribute."""

    @overload
    def __call__(self, node: str, /) -> int: ...

    @overload
    def __call__(self, *, weight: str) -> Iterable[tuple[str, float]]: ...


class Graph(Protocol):
    """An undirected graph of networkx, its nodes named by strings."""

    @property
    def graph(self) -> dict[str, object]: ...

    @property
    def nodes(self) -> Nodes: ...

    @property
    def edges(self) -> Edges: ...

    @property
    def degree(self) -> Degree: ...

    def __contains__(self, node: object, /) -> bool: ...

    def __iter__(self) -> Iterator[str]: ...

    def __len__(self) -> int: ...

    def __getitem__(self, node: str, /) -> Mapping[str, Edge]: ...

    def number_of_edges(self) -> int: ...

    def add_node(self, node: str, /, **attributes: object) -> None: ...

    def add_nodes_from(self, nodes: Iterable[str], /) -> None: ...

    def add_edge(self, first: str, second: str, /, **attributes: object) -> None: ...

    def add_weighted_edges_from(self, edges: Iterable[tuple[str, str, float]], /) -> None: ...

    def remove_edges_from(self, edges: Iterable[tuple[str, str]], /) -> None: ...


def empty(**attributes: object) -> Graph:
    """A graph without nodes; ``attributes`` of the graph itself."""
    graph: Graph = nx.Graph(**attributes)
    return graph
