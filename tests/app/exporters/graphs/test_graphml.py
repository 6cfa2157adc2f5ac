"""GraphML read back with the types of its attributes."""

from __future__ import annotations

import io

import networkx as nx
import pytest
from lxml import etree

from app.exporters.graphs.graphml import graphml


@pytest.mark.parametrize("name", ["ready", "ready_directed"])
def test_everything_is_read_back(request: pytest.FixtureRequest, name: str) -> None:
    graph: nx.Graph = request.getfixturevalue(name)
    found = nx.read_graphml(io.BytesIO(graphml(graph)[0]))
    assert found.is_directed() == graph.is_directed() and found.graph["rule"] == "c>=2, top 60"
    assert dict(found.nodes(data=True)) == dict(graph.nodes(data=True))
    assert nx.utils.graphs_equal(nx.Graph(found.edges), nx.Graph(graph.edges))


def test_attributes_have_a_type_and_go_by_their_name(ready: nx.Graph) -> None:
    root = etree.fromstring(graphml(ready)[0])
    keys = {
        (key.get("for"), key.get("id")): key.get("attr.type")
        for key in root
        if key.tag.endswith("}key")
    }
    assert keys["node", "count"] == "long" and keys["edge", "weight"] == "double"
    assert keys["node", "label"] == keys["graph", "rule"] == "string"


def test_nothing_at_all_is_a_sound_file() -> None:
    assert len(nx.read_graphml(io.BytesIO(graphml(nx.Graph())[0]))) == 0
