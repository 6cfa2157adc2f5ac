"""Which edges are drawn, by what rule, and where the nodes lie."""

from __future__ import annotations

import itertools
import math

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talks import written

from analysis.cooccurrence import cooccurrence
from analysis.networks.network import EdgeRule, build, ego, layout, placed, spread


def pairs(rows: list[tuple[str, str, int, int, float]], codebook: str = "k") -> pd.DataFrame:
    made = [
        {
            "codebook": codebook,
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
AB, BC, AC, CD, DE = ("A", "B"), ("B", "C"), ("A", "C"), ("C", "D"), ("D", "E")


@pytest.mark.parametrize(
    ("rule", "drawn"),
    [
        (EdgeRule(), {AB, BC, AC}),
        (EdgeRule(least_units=4), {AB, BC}),
        (EdgeRule(least_interviews=1), {AB, BC, AC, CD}),
        (EdgeRule(1, 1), {AB, BC, AC, CD, DE}),
        (EdgeRule(top=1), {AB}),
        (EdgeRule(1, 1, top=2), {CD, AB}),
        (EdgeRule(top=0), set()),
        (EdgeRule(floor=0.3), {AB, BC}),
        (EdgeRule(floor=0.4), {AB, BC}),
        (EdgeRule(q=0.05), {AB, BC}),
        (EdgeRule(q=0.001), set()),
        (EdgeRule(tree=True), {AB, BC}),
        (EdgeRule(weight="dice"), {AB, BC, AC}),
        (EdgeRule.kh_coder(), {AB, BC, AC, CD, DE}),
        (EdgeRule.kh_coder(floor=0.2), {AB, BC, AC, CD}),
        (EdgeRule.kh_coder(tree=True), {AB, BC, CD, DE}),
    ],
    ids=lambda value: value.text() if isinstance(value, EdgeRule) else None,
)
def test_rules_of_edges_by_hand(rule: EdgeRule, drawn: set[tuple[str, str]]) -> None:
    assert set(map(frozenset, build(TABLE, "k", {}, rule).edges)) == set(map(frozenset, drawn))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (EdgeRule(), "c>=2, interviews>=2, top 60 by jaccard"),
        (EdgeRule(q=0.05), "c>=2, interviews>=2, top 60 by jaccard, q<0.05"),
        (
            EdgeRule(1, 3, 9, "phi", 0.25, None, True),
            "c>=1, interviews>=3, top 9 by phi, phi>=0.25, minimum spanning tree only",
        ),
        (
            EdgeRule.kh_coder(floor=0.2),
            "c>=1, interviews>=1, top 60 by jaccard, jaccard>=0.2, minimum spanning tree marked",
        ),
    ],
)
def test_the_rule_in_one_line(rule: EdgeRule, text: str) -> None:
    assert rule.text() == text == build(TABLE, "k", {}, rule).graph["unit_rule"]


def test_nodes_bear_their_units_and_edges_every_number_as_plain_values() -> None:
    graph = build(TABLE, "k", {"A": 7, "C": 3})
    assert dict(graph.nodes(data="count")) == {"A": 7, "B": 0, "C": 3}
    edge = graph.edges["A", "B"]
    assert {key: edge[key] for key in ("c", "a", "b", "n", "interviews", "jaccard", "q")} == {
        "c": 5,
        "a": 10,
        "b": 10,
        "n": 100,
        "interviews": 3,
        "jaccard": 0.5,
        "q": 0.01,
    }
    assert edge["weight"] == 0.5 and {type(edge["c"]), type(edge["jaccard"])} == {int, float}
    assert graph.graph["codebook"] == "k" and not set(edge) & {"_rank", "_order", "codebook"}


def test_a_measure_that_the_table_does_not_hold_is_computed() -> None:
    graph = build(TABLE, "k", {}, EdgeRule(weight="dice"))
    assert graph.edges["A", "B"]["weight"] == pytest.approx(2 * 5 / 20)
    assert "dice" not in TABLE


def test_pairs_of_other_codebooks_are_left_out() -> None:
    table = pd.concat([TABLE, pairs([("A", "Z", 9, 9, 0.9)], "other")])
    assert "Z" not in build(table, "k", {}) and set(build(table, "other", {})) == {"A", "Z"}
    assert len(build(table, "no such", {})) == 0 == len(build(TABLE.iloc[:0], "k", {}))


def test_of_equal_weights_the_pair_that_meets_more_often_then_by_name() -> None:
    table = pairs([("B", "C", 2, 2, 0.5), ("A", "C", 3, 2, 0.5), ("A", "B", 2, 2, 0.5)])
    for top, edges in enumerate([["AC"], ["AC", "AB"], ["AC", "AB", "BC"]], 1):
        drawn = {"".join(sorted(edge)) for edge in build(table, "k", {}, EdgeRule(top=top)).edges}
        assert drawn == set(edges)


weights = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 9)), min_size=1, max_size=20
)


@settings(max_examples=25, deadline=None)
@given(weights)
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
    shuffled = build(table.iloc[::-1], "k", {}, EdgeRule(1, 1))
    assert all(shuffled.edges[edge]["tree"] == graph.edges[edge]["tree"] for edge in graph.edges)


def test_an_ego_network_holds_the_neighbours_and_their_edges() -> None:
    graph = build(TABLE, "k", {}, EdgeRule(1, 1))
    assert set(ego(graph, "A")) == {"A", "B", "C"}
    assert {frozenset(edge) for edge in ego(graph, "A").edges} == set(map(frozenset, (AB, BC, AC)))
    assert set(ego(graph, "E", 2)) == {"C", "D", "E"} and set(ego(graph, "E", 0)) == {"E"}
    assert ego(graph, "B").nodes["B"] == graph.nodes["B"]
    with pytest.raises(ValueError, match="node must be one of the graph's, got 'Z'"):
        ego(graph, "Z")


@settings(max_examples=6, deadline=None)
@given(weights)
def test_a_layout_lies_in_the_unit_square_and_is_the_same_twice(
    edges: list[tuple[int, int, int]],
) -> None:
    graph: nx.Graph = nx.Graph()
    graph.add_weighted_edges_from((one, two, float(w)) for one, two, w in edges if one != two)
    found = layout(graph)
    assert set(found) == set(graph) and found == layout(graph)
    assert all(0 <= value <= 1 for position in found.values() for value in position)
    assert not any("length" in data for _, _, data in graph.edges(data=True))
    if len(graph) > 1:
        assert len(set(found.values())) == len(graph), "no two nodes on one place"


def test_small_layouts() -> None:
    assert layout(nx.Graph()) == {}
    assert layout(nx.empty_graph(1)) == {0: (0.5, 0.5)}
    two: nx.Graph = nx.Graph()
    two.add_edge("A", "B", weight=1.0)
    ends = layout(two)
    assert math.dist(ends["A"], ends["B"]) >= 1 and set(ends) == {"A", "B"}


def test_heavy_edges_are_short() -> None:
    graph: nx.Graph = nx.path_graph(3)
    graph[0][1]["weight"], graph[1][2]["weight"] = 1.0, 0.1
    found = layout(graph)
    assert math.dist(found[0], found[1]) < math.dist(found[1], found[2])


def test_more_than_a_hundred_nodes_lie_in_the_square_too() -> None:
    graph = nx.cycle_graph(101)
    nx.set_edge_attributes(graph, 1.0, "weight")
    found = layout(graph)
    assert len(found) == 101 and all(0 <= x <= 1 and 0 <= y <= 1 for x, y in found.values())


points = st.lists(
    st.tuples(st.floats(0, 4, width=16), st.floats(0, 4, width=16)), min_size=0, max_size=9
)


@settings(max_examples=60, deadline=None)
@given(points)
def test_boxes_pushed_apart_do_not_overlap(where: list[tuple[float, float]]) -> None:
    nodes = {str(number): point for number, point in enumerate(where)}
    boxes = {node: (0.3 + 0.1 * (int(node) % 3), 0.2) for node in nodes}
    found = spread(nodes, boxes)
    assert list(found) == list(nodes)
    for one, two in itertools.combinations(nodes, 2):
        gaps = [
            abs(found[one][axis] - found[two][axis]) - boxes[one][axis] - boxes[two][axis]
            for axis in (0, 1)
        ]
        assert max(gaps) > -1e-6


def test_boxes_with_room_stay_where_they_are() -> None:
    where = {"a": (0.0, 0.0), "b": (2.0, 0.0), "c": (0.0, 1.0)}
    assert spread(where, dict.fromkeys(where, (0.5, 0.25))) == where
    assert spread({"a": (1.0, 2.0)}, {"a": (9.0, 9.0)}) == {"a": (1.0, 2.0)}
    assert spread({}, {}) == {}


def test_boxes_are_pushed_along_the_shorter_way() -> None:
    found = spread({"a": (0.0, 0.0), "b": (0.1, 0.0)}, dict.fromkeys("ab", (1.0, 0.2)))
    assert found["a"][0] == 0.0 and found["b"][0] == 0.1
    assert abs(found["a"][1] - found["b"][1]) >= 0.4
    assert spread({"a": (0, 0), "b": (0, 0)}, dict.fromkeys("ab", (1, 1)), 0) == {
        "a": (0, 0),
        "b": (0, 0),
    }


def test_positions_on_a_sheet_are_the_layout_at_its_size() -> None:
    graph = build(TABLE, "k", {}, EdgeRule(1, 1))
    small = dict.fromkeys(graph, (0.01, 0.01))
    unit = layout(graph)
    for node, position in placed(graph, small, (20, 10)).items():
        assert position == pytest.approx((unit[node][0] * 20, unit[node][1] * 10))
    wide = placed(graph, dict.fromkeys(graph, (1.0, 0.5)))
    for one, two in itertools.combinations(wide, 2):
        assert abs(wide[one][0] - wide[two][0]) >= 2 or abs(wide[one][1] - wide[two][1]) >= 1


def test_edges_follow_the_rule_and_the_layout_is_the_same_twice() -> None:
    units = ["XYZ", "Y", "XY"]
    table = cooccurrence(written([units, units], book="test")).table
    graph = build(table, "test", {"X": 4, "Y": 6, "Z": 2})
    assert {frozenset(edge) for edge in graph.edges} == {
        frozenset("XY"),
        frozenset("XZ"),
        frozenset("YZ"),
    }
    assert not build(table, "test", {}, EdgeRule(least_interviews=3))
    assert list(build(table, "test", {}, EdgeRule(top=1)).edges) == [("X", "Y")]
    assert layout(graph) == layout(graph) and all(
        0 <= x <= 1 and 0 <= y <= 1 for x, y in layout(graph).values()
    )
