"""Centralities against brute force in fractions, against networkx, and by hand."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.association import MEASURES
from analysis.networks.centrality import centralities, distances, exact_weight


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
    """1/10 and 1/5 against 3/10: equal as fractions, not as floats."""
    graph: nx.Graph = nx.Graph()
    for one, two, tenths in [(0, 1, 1), (1, 2, 2), (0, 3, 2), (3, 2, 1), (0, 4, 3), (4, 2, 0)]:
        if tenths:
            graph.add_edge(one, two, weight=1 / Fraction(tenths, 10))
    graph.add_edge(4, 2, weight=Fraction(10**9))
    graph.remove_node(4)
    graph.add_edge(0, 5, weight=1 / Fraction(3, 20))
    graph.add_edge(5, 2, weight=1 / Fraction(3, 20))
    exact = centralities(graph).set_index("node")["betweenness"]
    assert exact[1] == exact[3] == exact[5]
    floats = nx.Graph()
    for one, two, data in graph.edges(data=True):
        floats.add_edge(one, two, distance=1 / float(data["weight"]))
    naive = nx.betweenness_centrality(floats, weight="distance")
    assert len({round(naive[node], 9) for node in (1, 3, 5)}) > 1, "so exactness is needed"


def test_the_weight_of_an_edge_is_taken_from_its_counts_where_the_measure_allows() -> None:
    data = {"weight": 0.1, "c": 1, "a": 5, "b": 6, "n": 9}
    assert exact_weight(data, "jaccard") == Fraction(1, 10)
    assert exact_weight({"weight": 0.5, "c": 1, "a": 5, "b": 6}, "jaccard") == Fraction(1, 2)
    assert exact_weight(data) == Fraction(0.1) != Fraction(1, 10)
    assert exact_weight({"weight": 2}, "no such measure") == 2


@given(st.integers(1, 30), st.integers(0, 20), st.integers(0, 20), st.integers(0, 40))
def test_exact_weights_are_the_measures(c: int, more_a: int, more_b: int, rest: int) -> None:
    a, b = c + more_a, c + more_b
    n = a + b - c + rest
    for name, measure in MEASURES.items():
        if measure.exact is not None:
            data = {"weight": 0.0, "c": c, "a": a, "b": b, "n": n}
            value = float(measure.function(c, a, b, n))
            assert float(exact_weight(data, name)) == pytest.approx(value), name


def test_distances_are_whole_numbers_in_proportion_to_one_over_weight() -> None:
    graph: nx.Graph = nx.Graph()
    graph.add_weighted_edges_from([(0, 1, Fraction(1, 3)), (1, 2, Fraction(2, 5)), (2, 3, 0)])
    graph.add_edge(3, 0, weight=-1)
    found = distances(graph)
    assert set(found) == {0, 1, 2, 3} and set(found.edges) == {(0, 1), (1, 2)}
    assert found.graph["scale"] == 2
    assert found[0][1]["distance"] == 6 and found[1][2]["distance"] == 5
    assert distances(nx.empty_graph(2)).graph["scale"] == 1


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


weighted = st.dictionaries(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([0.25, 0.5, 1.0, 2.0]),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(weighted)
def test_degree_strength_and_closeness_are_those_of_networkx(
    weights: dict[tuple[int, int], float],
) -> None:
    """Powers of two, so that its sums of floats are exact."""
    graph: nx.Graph = nx.Graph()
    graph.add_weighted_edges_from((one, two, weight) for (one, two), weight in weights.items())
    graph.add_node("alone")
    far = nx.Graph()
    far.add_nodes_from(graph)
    far.add_edges_from((one, two, {"d": 1 / weight}) for (one, two), weight in weights.items())
    table = centralities(graph).set_index("node")
    assert table["degree"].to_dict() == dict(graph.degree)
    assert table["strength"].to_dict() == pytest.approx(dict(graph.degree(weight="weight")))
    assert table["closeness"].to_dict() == pytest.approx(nx.closeness_centrality(far, distance="d"))
    assert table["betweenness"].to_dict() == pytest.approx(
        nx.betweenness_centrality(far, weight="d")
    )


def test_the_eigenvector_is_that_of_the_largest_part() -> None:
    graph: nx.Graph = nx.Graph()
    graph.add_weighted_edges_from(
        [("a", "b", 1.0), ("b", "c", 2.0), ("c", "a", 1.0), ("y", "z", 9.0)]
    )
    found = centralities(graph).set_index("node")["eigenvector"]
    assert found["y"] == found["z"] == 0.0
    expected = nx.eigenvector_centrality_numpy(graph.subgraph("abc"), weight="weight")
    assert found[list("abc")].to_dict() == pytest.approx(
        {node: abs(value) for node, value in expected.items()}
    )
    assert (found**2).sum() == pytest.approx(1.0)


def test_small_graphs() -> None:
    assert centralities(nx.Graph()).empty and "node" in centralities(nx.Graph())
    (alone,) = centralities(nx.empty_graph(1)).to_dict("records")
    assert alone == {
        "node": 0,
        "degree": 0,
        "strength": 0.0,
        "betweenness": 0.0,
        "closeness": 0.0,
        "eigenvector": 1.0,
    }
