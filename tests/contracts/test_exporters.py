"""Every exporter of graphs: read back by other readers, with hostile names, with nothing at all."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from app.exporters.graphs.exporters import EXPORTERS, Exporter, graph_files
from app.exporters.graphs.prepared import prepared
from codebooks.loading import load
from corpus.catalogue import LANGUAGES, messages
from corpus.formulas import guarded

HOSTILE = (
    '引"号',
    "<b>&amp;</b>",
    "=cmd|' /C calc'!A0",
    "a,b;c",
    "行\n二\t三\r四",
    "\x00\x0b\ud800",
    "😀 نص",
    "字" * 300,
    "",
)
Names = dict[str, str]


def hostile(directed: bool = False) -> tuple[nx.Graph, Names]:
    names = {f"N{number}": name for number, name in enumerate(HOSTILE)}
    return linked(names, directed), names


def linked(names: Names, directed: bool) -> nx.Graph:
    """A ring with a chord, its attributes of every kind."""
    graph: nx.Graph = nx.DiGraph() if directed else nx.Graph()
    graph.graph["unit_rule"] = 'c>=2 & <q>, "top"; 60'
    nodes = list(names)
    for number, node in enumerate(nodes):
        graph.add_node(node, count=number + 1, share=0.5, skipped=[1])
    for number, node in enumerate(nodes):
        graph.add_edge(node, nodes[(number + 1) % len(nodes)], weight=0.25 + number, c=number + 1)
    graph.add_edge(nodes[0], nodes[2], weight=1.0, c=4, q=float("nan"), polarities=names[nodes[1]])
    return graph


def shipped(lang: Any) -> tuple[nx.Graph, Names]:
    book = load("information_ecology")
    names = {code.id: code.name.text(lang) for code, _, _ in book.walk()}
    return linked(names, False), names


STUDIES: dict[str, Callable[[], tuple[nx.Graph, Names]]] = {
    "hostile": hostile,
    "directed": lambda: hostile(True),
    **{lang: lambda lang=lang: shipped(lang) for lang in LANGUAGES},  # type: ignore[misc]
}


@pytest.fixture(params=STUDIES)
def study(request: pytest.FixtureRequest) -> tuple[nx.Graph, Names]:
    return STUDIES[request.param]()


def colours(graph: nx.Graph) -> dict[str, str]:
    return dict.fromkeys(graph, "#2f74c0")


def files(graph: nx.Graph, names: Names) -> dict[str, bytes]:
    return graph_files(graph, names, dict.fromkeys(graph, 1), colours=colours(graph))


def ends(graph: nx.Graph) -> set[frozenset[str]] | set[tuple[str, str]]:
    return set(graph.edges) if graph.is_directed() else set(map(frozenset, graph.edges))


# The family


def test_names_and_endings_differ() -> None:
    assert len({exporter.name for exporter in EXPORTERS}) == len(EXPORTERS)
    endings = [ending for exporter in EXPORTERS for ending in exporter.endings]
    assert len(set(endings)) == len(endings) and all(ending.startswith(".") for ending in endings)


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
@pytest.mark.parametrize("directed", [False, True])
def test_an_empty_study_gives_sound_files(exporter: Exporter, directed: bool) -> None:
    graph: nx.Graph = nx.DiGraph() if directed else nx.Graph()
    written = exporter.write(prepared(graph, {}))
    assert len(written) == len(exporter.endings)
    for data in written:
        data.decode("utf-8-sig")


@pytest.mark.thorough
@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_equal_graphs_give_equal_bytes_and_stay_as_they_are(
    exporter: Exporter, study: tuple[nx.Graph, Names]
) -> None:
    graph, names = study
    before = nx.to_dict_of_dicts(graph), dict(graph.nodes(data=True))
    ready = prepared(graph, names, None, colours(graph))
    first, second = (
        exporter.write(ready),
        exporter.write(prepared(graph, names, None, colours(graph))),
    )
    assert first == second == exporter.write(ready)
    assert (nx.to_dict_of_dicts(graph), dict(graph.nodes(data=True))) == before


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_every_node_stands_in_every_file(exporter: Exporter, study: tuple[nx.Graph, Names]) -> None:
    ready = prepared(*study)
    text = exporter.write(ready)[0].decode("utf-8-sig")
    assert sum(line.count("字" * 300) for line in text.splitlines()) in (0, 1)
    assert len(text.splitlines()) >= len(ready)


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda one: one.name)
def test_a_format_is_named_where_people_look_for_it(exporter: Exporter) -> None:
    page = (Path(__file__).parents[2] / "docs" / "analyses.md").read_text("utf-8")
    assert exporter.name in page
    for sentence in messages()["network_page.download"].values():
        assert exporter.name.lower() in sentence.lower()


# What other readers find


def test_graphml(study: tuple[nx.Graph, Names]) -> None:
    graph, names = study
    found = nx.read_graphml(io.BytesIO(files(graph, names)["network.graphml"]))
    ready = prepared(graph, names, dict.fromkeys(graph, 1), colours(graph))
    assert found.graph["rule"] == graph.graph["unit_rule"] and ends(found) == ends(graph)
    for node, data in ready.nodes(data=True):
        assert found.nodes[node] == pytest.approx(data) or found.nodes[node] == data
    ET.fromstring(files(graph, names)["network.graphml"])


def test_gexf(study: tuple[nx.Graph, Names]) -> None:
    graph, names = study
    data = files(graph, names)["network.gexf"]
    found = nx.read_gexf(io.BytesIO(data))
    assert ends(found) == ends(graph)
    ready = prepared(graph, names)
    assert {node: found.nodes[node]["label"] for node in found} == {
        node: ready.nodes[node]["label"] for node in ready
    }
    (description,) = [
        part for part in ET.fromstring(data).iter() if part.tag.endswith("}description")
    ]
    assert description.text == graph.graph["unit_rule"]
    assert b"lastmodifieddate" not in data


def test_pajek(study: tuple[nx.Graph, Names]) -> None:
    graph, names = study
    lines = files(graph, names)["network.net"].decode("utf-8-sig").split("\r\n")
    assert lines[0] == f"% {graph.graph['unit_rule']}" and lines[1] == f"*Vertices {len(graph)}"
    vertices = [
        re.fullmatch(r'(\d+) "([^"]*)" (\S+) (\S+) 0\.5', line)
        for line in lines[2 : 2 + len(graph)]
    ]
    assert all(vertices)
    at = 2 + len(graph)
    assert lines[at] == ("*Arcs" if graph.is_directed() else "*Edges")
    nodes = sorted(graph)
    found = {
        tuple(nodes[int(number) - 1] for number in line.split()[:2]) for line in lines[at + 1 : -1]
    }
    assert {frozenset(pair) for pair in found} == {frozenset(pair) for pair in graph.edges}
    assert len(lines) == at + 1 + graph.number_of_edges() + 1


def test_vosviewer(study: tuple[nx.Graph, Names]) -> None:
    graph, names = study
    made = files(graph, names)
    rows = list(csv.reader(io.StringIO(made["network.vosviewer-map.txt"].decode()), delimiter="\t"))
    assert [len(row) for row in rows] == [7] * (len(graph) + 1)
    ready = prepared(graph, names)
    assert [row[1] for row in rows[1:]] == [
        data["label"].replace('"', "'") for _, data in ready.nodes(data=True)
    ]
    links = [
        line.split("\t") for line in made["network.vosviewer-network.txt"].decode().splitlines()
    ]
    number = {node: str(index) for index, node in enumerate(sorted(graph), 1)}
    total = sum(data["c"] for _, _, data in graph.edges(data=True))
    assert sum(float(strength) for _, _, strength in links) == total
    assert {frozenset(link[:2]) for link in links} == {
        frozenset((number[start], number[end])) for start, end in graph.edges
    }


def test_tables(study: tuple[nx.Graph, Names]) -> None:
    graph, names = study
    made = files(graph, names)
    nodes, edges = (
        list(
            csv.DictReader(io.StringIO(made[f"network.{part}.csv"].decode("utf-8-sig"), newline=""))
        )
        for part in ("nodes", "edges")
    )
    ready = prepared(graph, names)
    assert {row["id"]: row["label"] for row in nodes} == {
        node: guarded(data["label"]) for node, data in ready.nodes(data=True)
    }
    assert {row["color"] for row in nodes} == {"#2f74c0"} and {
        row["community"] for row in nodes
    } == {"1"}
    assert {frozenset((row["source"], row["target"])) for row in edges} == {
        frozenset(pair) for pair in graph.edges
    }
    assert all(row["label_source"] == guarded(ready.nodes[row["source"]]["label"]) for row in edges)
    assert "skipped" not in nodes[0] and all(row["q"] == "" for row in edges if "q" in row)


def test_tests_that_take_units_for_independent_say_so() -> None:
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from("ab", count=1)
    graph.add_edge("a", "b", weight=1.0, g2=3.0)
    (_, _, data), *_ = prepared(graph, {}).edges(data=True)
    assert data == {"weight": 1.0, "g2_assumes_independent_units": 3.0}
