"""A network that is ready for files, small enough to be written by hand."""

from __future__ import annotations

import networkx as nx
import pytest


def _ready(graph: nx.Graph) -> nx.Graph:
    graph.graph["rule"] = "c>=2, top 60"
    graph.add_node("A", label='标准"不一"', x=0.0, y=1.0, count=5, color="#2f74c0")
    graph.add_node("B", label="接口, 不通", x=1.0, y=0.25, count=3, color="#0a0b0c", community=2)
    graph.add_edge("B", "A", weight=0.123456789, c=2)
    return graph


@pytest.fixture
def ready() -> nx.Graph:
    """Two codes and one edge, as ``prepared`` leaves them."""
    return _ready(nx.Graph())


@pytest.fixture
def ready_directed() -> nx.DiGraph:
    """The same with a way from B to A and one back."""
    graph = _ready(nx.DiGraph())
    graph.add_edge("A", "B", weight=2.0)
    return graph
