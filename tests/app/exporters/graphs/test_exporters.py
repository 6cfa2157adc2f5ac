"""All formats of a network at once: names of files, and one graph in each."""

from __future__ import annotations

import io

import networkx as nx
import pytest

from app.exporters.graphs.exporters import EXPORTERS, graph_files

ENDINGS = [ending for exporter in EXPORTERS for ending in exporter.endings]


@pytest.fixture
def graph() -> nx.Graph:
    made: nx.Graph = nx.Graph(unit_rule="c>=2")
    made.add_node("A", count=2)
    made.add_node("B", count=1)
    made.add_edge("A", "B", weight=0.5, c=1)
    return made


@pytest.mark.parametrize("stem", ["network", "谁提到谁"])
def test_a_file_for_every_ending(graph: nx.Graph, stem: str) -> None:
    files = graph_files(graph, {}, stem=stem)
    assert list(files) == [f"{stem}{ending}" for ending in ENDINGS] and all(files.values())


def test_names_communities_and_colours_reach_the_files(graph: nx.Graph) -> None:
    files = graph_files(graph, {"A": "标准"}, {"A": 3}, colours={"A": "#2f74c0"})
    found = nx.read_graphml(io.BytesIO(files["network.graphml"]))
    data = found.nodes["A"]
    assert (data["label"], data["community"], data["color"]) == ("标准", 3, "#2f74c0")
    assert "\t3\t2" in files["network.vosviewer-map.txt"].decode()
    assert b"color" not in graph_files(graph, {})["network.graphml"]


def test_the_rule_stands_in_every_file_whose_format_has_room(graph: nx.Graph) -> None:
    files = graph_files(graph, {})
    for name, data in files.items():
        if not name.endswith((".csv", "vosviewer-network.txt")):
            assert b"c>=2" in data or b"c&gt;=2" in data, name
