"""Communities: planted ones are found, their quality by its formula, their luck told."""

from __future__ import annotations

import itertools
import random

import networkx as nx
import pytest

from analysis.networks.communities import STABLE, louvain


def cliques(*sizes: int, bridge: float = 0.05) -> nx.Graph:
    """Cliques of weight 1, joined in a row by weak edges; nodes are named 10, 11 … 20, 21 …"""
    graph: nx.Graph = nx.Graph()
    for number, size in enumerate(sizes, 1):
        for one, two in itertools.combinations(range(number * 10, number * 10 + size), 2):
            graph.add_edge(one, two, weight=1.0)
        if number > 1:
            graph.add_edge((number - 1) * 10, number * 10, weight=bridge)
    return graph


def test_planted_communities_are_found_by_every_seed() -> None:
    graph = cliques(6, 6, 6)
    found = louvain(graph)
    assert found.stability == 1.0 and found.modularity > 0.6
    assert {
        frozenset(node // 10 for node in graph if found.of[node] == number) for number in (1, 2, 3)
    } == {frozenset({1}), frozenset({2}), frozenset({3})}


def test_the_largest_is_number_one_and_of_equals_the_first_by_name() -> None:
    found = louvain(cliques(3, 5, 4, 4)).of
    assert {node // 10: number for node, number in found.items()} == {2: 1, 3: 2, 4: 3, 1: 4}


def test_modularity_by_its_formula() -> None:
    """Newman 2006: the sum over communities of (inside / m) - (degrees / 2m)^2."""
    graph = cliques(3, 4)
    found = louvain(graph)
    total = graph.size(weight="weight")
    expected = 0.0
    for number in set(found.of.values()):
        members = [node for node in graph if found.of[node] == number]
        inside = graph.subgraph(members).size(weight="weight")
        degrees = sum(degree for _, degree in graph.degree(members, weight="weight"))
        expected += inside / total - (degrees / (2 * total)) ** 2
    assert found.modularity == pytest.approx(expected)


def test_weights_decide_not_the_number_of_edges() -> None:
    square = nx.cycle_graph(4)
    for one, two in square.edges:
        square[one][two]["weight"] = 5.0 if {one, two} in ({0, 1}, {2, 3}) else 0.1
    found = louvain(square).of
    assert found[0] == found[1] != found[2] == found[3]


def test_a_higher_resolution_makes_more_communities() -> None:
    graph = cliques(5, 5, bridge=1.0)
    counts = [len(set(louvain(graph, resolution=value).of.values())) for value in (0.05, 9)]
    assert counts[0] == 1 and counts[1] > 2


def test_a_graph_without_structure_is_called_unstable() -> None:
    graph = nx.gnp_random_graph(60, 0.15, seed=2)
    nx.set_edge_attributes(graph, 1.0, "weight")
    assert louvain(graph).stability < STABLE


@pytest.mark.parametrize("count", [0, 1, 3])
def test_without_an_edge_everybody_stands_alone(count: int) -> None:
    found = louvain(nx.empty_graph(count))
    assert found.of == {node: node + 1 for node in range(count)}
    assert (found.stability, found.modularity) == (1.0, 0.0)


def test_the_order_in_which_a_graph_was_built_changes_nothing() -> None:
    chance = random.Random(4)
    edges = [
        (one, two, chance.choice([0.1, 0.25, 1.0]))
        for one, two in itertools.combinations(range(9), 2)
        if chance.random() < 0.35
    ]
    graph: nx.Graph = nx.Graph()
    graph.add_weighted_edges_from(edges)
    other: nx.Graph = nx.Graph()
    chance.shuffle(edges)
    other.add_weighted_edges_from((two, one, weight) for one, two, weight in edges)
    first, second = louvain(graph), louvain(other)
    assert first.of == second.of and first.stability == second.stability
    assert set(first.of) == set(graph)
    sizes = [list(first.of.values()).count(number) for number in sorted(set(first.of.values()))]
    assert sizes == sorted(sizes, reverse=True)
    for part in nx.connected_components(graph):
        numbers = {first.of[node] for node in part}
        assert not numbers & {first.of[node] for node in set(graph) - part}
