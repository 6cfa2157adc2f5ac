"""GEXF read back: colours that are drawn, the rule as description, no date."""

from __future__ import annotations

import io

import networkx as nx
from lxml import etree

from app.exporters.graphs.gexf import gexf

NAMES = {"g": "http://www.gexf.net/1.2draft", "viz": "http://www.gexf.net/1.2draft/viz"}


def test_colours_are_read_back_as_drawn_and_as_attribute(ready: nx.Graph) -> None:
    found = nx.read_gexf(io.BytesIO(gexf(ready)[0]))
    assert found.nodes["A"]["color"] == "#2f74c0"
    assert found.nodes["B"]["viz"]["color"] == {"r": 10, "g": 11, "b": 12, "a": 1.0}
    assert found.nodes["B"]["label"] == "接口, 不通" and found.nodes["A"]["count"] == 5
    assert found.edges["A", "B"]["weight"] == 0.123456789
    assert "viz" not in ready.nodes["A"]  # the graph handed over stays as it is


def test_the_rule_is_the_description(ready: nx.Graph) -> None:
    ready.graph["rule"] = "c>=2 & <q>"
    root = etree.fromstring(gexf(ready)[0])
    assert [node.text for node in root.iterfind(".//g:description", NAMES)] == ["c>=2 & <q>"]
    ready.graph["rule"] = ""
    assert not list(etree.fromstring(gexf(ready)[0]).iterfind(".//g:description", NAMES))


def test_no_date_and_nodes_without_colour_have_none(ready: nx.Graph) -> None:
    del ready.nodes["A"]["color"]
    root = etree.fromstring(gexf(ready)[0])
    assert "lastmodifieddate" not in root.find("g:meta", NAMES).attrib
    assert len(root.findall(".//viz:color", NAMES)) == 1


def test_a_way_is_kept(ready_directed: nx.DiGraph) -> None:
    found = nx.read_gexf(io.BytesIO(gexf(ready_directed)[0]))
    assert found.is_directed() and set(found.edges) == {("A", "B"), ("B", "A")}
