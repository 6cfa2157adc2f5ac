"""Pajek by hand: y from the top, quotation marks softened, arcs where there is a way."""

from __future__ import annotations

import networkx as nx

from app.exporters.graphs.pajek import pajek


def test_a_network_line_by_line(ready: nx.Graph) -> None:
    (data,) = pajek(ready)
    assert data.decode("utf-8-sig").split("\r\n") == [
        "% c>=2, top 60",
        "*Vertices 2",
        "1 \"标准'不一'\" 0.0000 0.0000 0.5",
        '2 "接口, 不通" 1.0000 0.7500 0.5',
        "*Edges",
        "1 2 0.123457",
        "",
    ]
    assert data.startswith(b"\xef\xbb\xbf")


def test_arcs_keep_their_way(ready_directed: nx.DiGraph) -> None:
    lines = pajek(ready_directed)[0].decode("utf-8-sig").split("\r\n")
    assert lines[4:] == ["*Arcs", "1 2 2", "2 1 0.123457", ""]


def test_an_edge_without_weight_weighs_one(ready: nx.Graph) -> None:
    del ready.edges["A", "B"]["weight"]
    assert pajek(ready)[0].endswith(b"1 2 1\r\n")


def test_other_readers_take_it(ready: nx.Graph) -> None:
    lines = pajek(ready)[0].decode("utf-8-sig").splitlines()[1:]
    found = nx.Graph(nx.parse_pajek(lines))
    assert set(found) == {"标准'不一'", "接口, 不通"} and found.number_of_edges() == 1
