"""Centralities against brute force in fractions, communities against planted ones, backbones by
hand.
"""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.networks.centrality import centralities, exact_weight
from analysis.networks.communities import louvain
from analysis.networks.network import EdgeRule, build, ego


def all_paths(graph: nx.Graph, one: int, two: int) -> list[tuple[Fraction, list[int]]]:
    """Every simple path with its exact length, by walking."""
    found: list[tuple[Fraction, list[int]]] = []

    def walk(path: list[int], length: Fraction) -> None:
        if path[-1] == two:
            found.append((length, path))
            return
        for other in graph[path[-1]]:
            if other not in path:
                walk([*path, other], length + 1 / Fraction(graph[path[-1]][other]["weight"]))

    walk([one], Fraction(0))
    return found


def brute(graph: nx.Graph) -> dict[int, Fraction]:
    between = dict.fromkeys(graph, Fraction(0))
    for one, two in itertools.combinations(graph, 2):
        paths = all_paths(graph, one, two)
        if not paths:
            continue
        shortest = min(length for length, _ in paths)
        best = [path for length, path in paths if length == shortest]
        for path in best:
            for inner in path[1:-1]:
                between[inner] += Fraction(1, len(best))
    pairs = Fraction((len(graph) - 1) * (len(graph) - 2), 2)
    return {node: value / pairs for node, value in between.items()}


@pytest.mark.parametrize("seed", range(50))
def test_betweenness_equals_exact_fractions_where_paths_tie(seed: int) -> None:
    chance = random.Random(seed)
    graph = nx.gnp_random_graph(7, 0.5, seed=seed)
    for one, two in graph.edges:
        graph[one][two]["weight"] = Fraction(
            1, chance.choice([3, 6, 7, 10, 20, 30])
        )  # many sums are equal, few as floats
    found = centralities(graph).set_index("node")["betweenness"]
    for node, value in brute(graph).items():
        assert found[node] == pytest.approx(float(value), abs=1e-12)


def test_the_floats_that_networkx_uses_would_miss_a_tie() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([(0, 1, 1 / 0.1), (1, 2, 1 / 0.2), (0, 3, 1 / 0.3)])
    graph.add_weighted_edges_from([(2, 4, 1.0), (3, 4, 1.0)])
    counts = {(0, 1): (1, 1, 10, 100), (1, 2): (1, 1, 5, 100)}
    assert exact_weight({"weight": 0.1, "c": 1, "a": 5, "b": 6, "n": 9}, "jaccard") == Fraction(
        1, 10
    )
    assert exact_weight(
        {"weight": 0.1, **dict(zip("cabn", counts[0, 1], strict=True))}, "jaccard"
    ) == Fraction(1, 10)
    assert sum(1 / Fraction(w) for w in (3.0, 3.0)) == Fraction(2, 3)


def test_centralities_of_a_star_by_hand() -> None:
    graph = nx.star_graph(4)
    nx.set_edge_attributes(graph, 2.0, "weight")
    table = centralities(graph).set_index("node")
    assert table.loc[
        0, ["degree", "strength", "betweenness", "closeness"]
    ].tolist() == pytest.approx([4, 8.0, 1.0, 2.0])
    assert table.loc[1, "betweenness"] == 0 and table.loc[1, "closeness"] == pytest.approx(
        4 / (0.5 + 3 * 1.0)
    )
    assert table.loc[0, "eigenvector"] == pytest.approx(np.sqrt(0.5))
    assert centralities(nx.Graph()).empty


def test_planted_communities_are_found_by_every_seed() -> None:
    graph = nx.Graph()
    for base in (0, 10, 20):
        for one, two in itertools.combinations(range(base, base + 6), 2):
            graph.add_edge(one, two, weight=1.0)
    graph.add_edge(0, 10, weight=0.05)
    graph.add_edge(10, 20, weight=0.05)
    found = louvain(graph)
    assert found.stability == 1.0 and found.modularity > 0.6
    assert {
        frozenset(node // 10 for node in graph if found.of[node] == number) for number in (1, 2, 3)
    } == {frozenset({0}), frozenset({1}), frozenset({2})}
    lone: nx.Graph = nx.empty_graph(3)
    assert louvain(lone).stability == 1.0 and set(louvain(lone).of.values()) == {1, 2, 3}


def test_a_graph_without_structure_is_called_unstable() -> None:
    graph = nx.gnp_random_graph(60, 0.15, seed=2)
    nx.set_edge_attributes(graph, 1.0, "weight")
    assert louvain(graph).stability < 0.8


def pairs(rows: list[tuple[str, str, int, int, float]]) -> pd.DataFrame:
    made = [
        {
            "codebook": "k",
            "code_a": a,
            "code_b": b,
            "c": c,
            "a": 10,
            "b": 10,
            "n": 100,
            "interviews": i,
            "jaccard": w,
            "q": 0.01 if w > 0.3 else 0.5,
        }
        for a, b, c, i, w in rows
    ]
    return pd.DataFrame(made)


TABLE = pairs(
    [
        ("A", "B", 5, 3, 0.5),
        ("B", "C", 4, 2, 0.4),
        ("A", "C", 3, 2, 0.2),
        ("C", "D", 2, 1, 0.6),
        ("D", "E", 1, 1, 0.1),
    ]
)


def test_rules_of_edges_by_hand() -> None:
    def drawn(rule: EdgeRule) -> set[tuple[str, str]]:
        return set(build(TABLE, "k", {}, rule).edges)

    assert drawn(EdgeRule()) == {("A", "B"), ("B", "C"), ("A", "C")}
    assert drawn(EdgeRule(top=1)) == {("A", "B")}
    assert drawn(EdgeRule(floor=0.3)) == {("A", "B"), ("B", "C")}
    assert drawn(EdgeRule(q=0.05)) == {("A", "B"), ("B", "C")}
    assert drawn(EdgeRule(tree=True)) == {("A", "B"), ("B", "C")}
    assert len(drawn(EdgeRule.kh_coder())) == 5
    assert drawn(EdgeRule(weight="dice")) == drawn(
        EdgeRule()
    )  # a measure that the table does not hold is computed
    assert "q<0.05" in EdgeRule(q=0.05).text() and "spanning" in EdgeRule(tree=True).text()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 9)), min_size=1, max_size=20
    )
)
def test_the_marked_tree_is_a_spanning_tree_of_greatest_weight(
    edges: list[tuple[int, int, int]],
) -> None:
    kept = {tuple(sorted((one, two))): weight for one, two, weight in edges if one != two}
    if not kept:
        return
    table = pairs(
        [(str(one), str(two), weight, 2, weight / 10) for (one, two), weight in kept.items()]
    )
    graph = build(table, "k", {}, EdgeRule(1, 1))
    tree = [(one, two) for one, two, data in graph.edges(data=True) if data["tree"]]
    assert len(tree) == len(graph) - nx.number_connected_components(graph)
    assert nx.is_forest(graph.edge_subgraph(tree))
    reference = nx.maximum_spanning_tree(graph, weight="weight")
    assert sum(graph[one][two]["weight"] for one, two in tree) == pytest.approx(
        reference.size(weight="weight")
    )


def test_an_ego_network_holds_the_neighbours_and_their_edges() -> None:
    graph = build(TABLE, "k", {}, EdgeRule(1, 1))
    assert set(ego(graph, "A")) == {"A", "B", "C"} and {
        frozenset(edge) for edge in ego(graph, "A").edges
    } == {frozenset("AB"), frozenset("BC"), frozenset("AC")}
    with pytest.raises(ValueError, match="node must be"):
        ego(graph, "Z")
