"""What the protocols say of a graph holds for those of networkx."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.networks.graph import Edge, Graph, empty

CODES = ("统一标准", "數據共享", "𠮷", "IE3.2", "a b")
PAIRS = st.lists(
    st.tuples(st.sampled_from(CODES), st.sampled_from(CODES), st.floats(0.01, 1)).filter(
        lambda edge: edge[0] != edge[1]
    ),
    max_size=8,
    unique_by=lambda edge: frozenset(edge[:2]),
)


def graph_of(edges: list[tuple[str, str, float]]) -> Graph:
    graph = empty(codebook="test")
    graph.add_weighted_edges_from(edges)
    return graph


def test_an_empty_graph_has_only_what_is_said_of_it() -> None:
    graph = empty(codebook="信息生态", unit_rule="c>=2")
    assert isinstance(graph, nx.Graph) and not graph.is_directed()
    assert graph.graph == {"codebook": "信息生态", "unit_rule": "c>=2"}
    assert (len(graph), graph.number_of_edges(), list(graph), list(graph.edges)) == (0, 0, [], [])


def test_each_empty_graph_is_its_own() -> None:
    first, second = empty(), empty()
    first.add_node("统一标准")
    assert "统一标准" in first and "统一标准" not in second


@given(PAIRS)
def test_edges_are_read_alike_in_every_way(edges: list[tuple[str, str, float]]) -> None:
    graph = graph_of(edges)
    assert graph.number_of_edges() == len(graph.edges) == len(edges)
    weights = {frozenset(ends): weight for *ends, weight in graph.edges(data="weight")}
    assert weights == {frozenset(ends): weight for *ends, weight in edges}
    for first, second, data in graph.edges(data=True):
        assert graph[first][second] is data and graph[second][first] is data
        assert data["weight"] == weights[frozenset((first, second))]


@given(PAIRS)
def test_degrees_count_edges_and_sum_weights(edges: list[tuple[str, str, float]]) -> None:
    graph = graph_of(edges)
    strength = dict(graph.degree(weight="weight"))
    for node in graph:
        at_node = [weight for first, second, weight in edges if node in (first, second)]
        assert graph.degree(node) == len(at_node)
        assert strength[node] == pytest.approx(sum(at_node))


def test_attributes_are_kept_with_their_names_and_can_be_changed() -> None:
    graph = empty()
    graph.add_node("统一标准", count=7)
    graph.add_edge("统一标准", "𠮷", c=2, a=7, b=3, n=20, weight=0.25, tree=True)
    assert graph.nodes["统一标准"] == {"count": 7} and graph.nodes["𠮷"] == {}
    data = graph["𠮷"]["统一标准"]
    assert set(data) <= set(Edge.__annotations__)
    data["tree"] = False
    assert [edge["tree"] for _, _, edge in graph.edges(data=True)] == [False]
    graph.remove_edges_from([("𠮷", "统一标准")])
    assert graph.number_of_edges() == 0 and set(graph) == {"统一标准", "𠮷"}


def test_nodes_stand_in_the_order_in_which_they_were_added() -> None:
    graph = empty()
    graph.add_nodes_from(reversed(CODES))
    assert list(graph) == list(graph.nodes) == list(reversed(CODES))
