"""What pictures ask of a graph is what networkx gives, directed or not."""

from __future__ import annotations

import networkx as nx
import pytest
from studies_by_hand import lettered

from analysis.networks.network import EdgeRule, build
from app.figures.graph import EdgeData, Graph, NodeData


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_every_part_of_the_protocol_is_there_and_answers(kind: type[nx.Graph]) -> None:
    made = kind()
    made.add_node("甲", count=2)
    made.add_edge("甲", "乙", weight=0.5, c=1)
    own = {name for name in vars(Graph) if callable(getattr(Graph, name)) or name == "nodes"}
    asked = {name for name in own if not name.startswith("_") or name in ("__len__", "__iter__")}
    assert {"nodes", "edges", "is_directed"} <= asked and all(hasattr(made, name) for name in asked)
    graph: Graph = made  # type: ignore[assignment]
    assert graph.is_directed() == (kind is nx.DiGraph) and len(graph) == 2
    assert list(graph) == ["甲", "乙"] and "甲" in graph and "丙" not in graph
    assert list(graph.nodes(data=True)) == [("甲", {"count": 2}), ("乙", {})]
    assert list(graph.edges(data=True)) == [("甲", "乙", {"weight": 0.5, "c": 1})]
    assert graph.nodes["甲"]["count"] == 2 and dict(graph["甲"]) == {"乙": {"weight": 0.5, "c": 1}}


def test_a_network_of_codes_has_attributes_of_the_types_told() -> None:
    together = lettered(["A B", "A B"], ["A B C"]).together()
    graph = build(together.table, "test", {"A": 3, "B": 3, "C": 1}, EdgeRule(1, 1))
    for _, node in graph.nodes(data=True):
        assert node.keys() <= NodeData.__annotations__.keys() and type(node["count"]) is int
    for _, _, edge in graph.edges(data=True):
        known = edge.keys() & EdgeData.__annotations__.keys()
        assert {"weight", "c", "q", "tree"} <= known
        assert type(edge["weight"]) is float and type(edge["c"]) is int
