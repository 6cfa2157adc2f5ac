"""A network as every format is given it: places, labels and attributes by hand."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.exporters.graphs.prepared import prepared, printable
from app.figures.network import coordinates
from app.palette import NO_THEME

NAMES = {"b": "接口\n不通", "a": "标准不一"}


@pytest.fixture
def graph() -> nx.Graph:
    made: nx.Graph = nx.Graph(unit_rule="c>=2\x00,\ttop 60")
    made.add_node("b", count=3, share=0.5, units=[1], kind="问\n题", drawn=True)
    made.add_node("a", count=4)
    made.add_node("c", count=1)
    made.add_edge("b", "a", weight=0.5, c=2, q=float("nan"), g2=4.5, who={"x"})
    made.add_edge("a", "c", weight=0.25, c=1, q=0.04, hypergeometric=0.01, polarities="缺失×缺失 2")
    return made


def test_nodes_stand_in_the_order_of_their_names_with_labels_on_one_line(graph: nx.Graph) -> None:
    ready = prepared(graph, NAMES)
    assert list(ready) == ["a", "b", "c"]
    assert [ready.nodes[node]["label"] for node in ready] == ["标准不一", "接口 不通", "c"]
    assert ready.graph == {"rule": "c>=2 ,\ttop 60".replace("\t", " ")}


def test_texts_and_numbers_go_along_and_nothing_else(graph: nx.Graph) -> None:
    ready = prepared(graph, NAMES)
    own = {key for key in ready.nodes["b"] if key not in ("label", "x", "y")}
    assert own == {"count", "share", "kind", "drawn"} and ready.nodes["b"]["kind"] == "问 题"
    assert ready.edges["a", "b"] == {"weight": 0.5, "c": 2, "g2_assumes_independent_units": 4.5}
    assert ready.edges["a", "c"] == {
        "weight": 0.25,
        "c": 1,
        "q": 0.04,
        "hypergeometric_assumes_independent_units": 0.01,
        "polarities": "缺失×缺失 2",
    }


def test_groups_and_colours_stand_where_they_are_given(graph: nx.Graph) -> None:
    ready = prepared(graph, NAMES, {"a": 2, "b": 1}, {"a": "#2f74c0"})
    assert {node: (data["community"], data["color"]) for node, data in ready.nodes(data=True)} == {
        "a": (2, "#2f74c0"),
        "b": (1, NO_THEME),
        "c": (0, NO_THEME),
    }
    assert not {"community", "color"} & prepared(graph, NAMES).nodes["a"].keys()


def test_places_are_those_of_the_picture_in_the_unit_square(graph: nx.Graph) -> None:
    ready = prepared(graph, NAMES)
    where = coordinates(graph, NAMES)
    xs, ys = zip(*where.values(), strict=True)
    reach = max(max(xs) - min(xs), max(ys) - min(ys))
    for node, (x, y) in where.items():
        assert ready.nodes[node]["x"] == pytest.approx((x - min(xs)) / reach)
        assert ready.nodes[node]["y"] == pytest.approx((y - min(ys)) / reach)
    assert max(max(data["x"], data["y"]) for _, data in ready.nodes(data=True)) == 1


def test_a_lone_node_and_none_at_all() -> None:
    lone: nx.Graph = nx.Graph()
    lone.add_node("a", count=1)
    assert [data for _, data in prepared(lone, {}).nodes(data=True)] == [
        {"count": 1, "label": "a", "x": 0.0, "y": 0.0}
    ]
    empty = prepared(nx.DiGraph(), {})
    assert empty.is_directed() and len(empty) == 0 and empty.graph == {"rule": ""}


def test_a_directed_graph_keeps_its_ways(graph: nx.Graph) -> None:
    made: nx.DiGraph = nx.DiGraph()
    made.add_node("a", named=1)
    made.add_node("b", named=0)
    made.add_edge("b", "a", weight=np.float64(2.0).item(), mentions=2)
    assert list(prepared(made, {}).edges(data=True)) == [("b", "a", {"weight": 2.0, "mentions": 2})]


@given(st.text(st.characters(codec=None), max_size=12))
def test_whatever_is_printable_stands_in_xml_and_on_one_line(text: str) -> None:
    plain = printable(text)
    element = etree.Element("name")
    element.text = plain  # refuses what XML may not hold
    assert etree.fromstring(etree.tostring(element)).text in (plain, None)
    assert not set(plain) & set("\n\r\t") and printable(plain) == plain
    if text.isalnum():
        assert plain == text
