"""A graph as pictures and files read it: the part of networkx that they use, with its types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, Protocol, TypedDict

Point = tuple[float, float]


class NodeData(TypedDict, total=False):
    """Attributes of a node. ``count``: units of a code; ``named``: how often an actor is named;
    ``x`` and ``y`` in 0..1, y upward; ``viz``: as GEXF draws it.
    """

    count: int
    named: int
    name: str
    label: str
    group: str
    codebook: str
    community: int
    color: str
    x: float
    y: float
    viz: dict[str, dict[str, float]]


class EdgeData(TypedDict, total=False):
    """Attributes of an edge. ``c``: units in common of ``a`` and ``b`` among ``n``; ``q``: NaN
    where nothing was tested, ``drift``: both ends drift along the interviews; ``meeting``: two
    polarities that stand in half of the units (``lacking×present``), ``polarities``: all that meet;
    ``signed``: a difference of two groups; ``mentions``, ``lacking`` and ``present``: of an actor
    by another.
    """

    weight: float
    c: int
    a: int
    b: int
    n: int
    q: float
    drift: bool
    tree: bool
    meeting: str
    polarities: str
    signed: float
    mentions: int
    lacking: int
    present: int


class Nodes(Protocol):
    """The nodes with their attributes."""

    def __getitem__(self, node: str, /) -> NodeData:
        """The attributes of one node."""

    def __call__(self, *, data: Literal[True]) -> Iterable[tuple[str, NodeData]]:
        """All nodes with their attributes."""


class Graph(Protocol):
    """A ``networkx.Graph`` or ``DiGraph`` whose nodes are codes, words or actors."""

    @property
    def graph(self) -> dict[str, object]:
        """The attributes of the graph itself, such as the rule of its edges."""

    @property
    def nodes(self) -> Nodes:
        """The nodes with their attributes."""

    def edges(self, *, data: Literal[True]) -> Iterable[tuple[str, str, EdgeData]]:
        """All edges with their attributes."""

    def is_directed(self) -> bool:
        """Whether an edge leads from its first node to its second."""

    def number_of_edges(self) -> int:
        """How many edges there are."""

    def copy(self) -> Graph:
        """With attributes of its own."""

    def __len__(self) -> int:
        """How many nodes there are."""

    def __iter__(self) -> Iterator[str]:
        """The nodes, as they were added."""

    def __contains__(self, node: object, /) -> bool:
        """Whether it is a node."""

    def __getitem__(self, node: str, /) -> Mapping[str, EdgeData]:
        """Neighbour -> the edge to it."""


def drifting(graph: Graph) -> int:
    """On how many edges both ends drift along the interviews."""
    return sum(data.get("drift", False) for _, _, data in graph.edges(data=True))
