"""Nodes and edges as rows of cells by hand."""

from __future__ import annotations

import csv
import io

import networkx as nx

from app.exporters.graphs.tables import node_and_edge_tables


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_columns_of_all_and_empty_cells_where_one_lacks_them(ready: nx.Graph) -> None:
    nodes, edges = node_and_edge_tables(ready)
    assert rows(nodes) == [
        ["id", "label", "x", "y", "count", "color", "community"],
        ["A", '标准"不一"', "0.0", "1.0", "5", "#2f74c0", ""],
        ["B", "接口, 不通", "1.0", "0.25", "3", "#0a0b0c", "2"],
    ]
    assert rows(edges) == [
        ["source", "target", "label_source", "label_target", "weight", "c"],
        ["A", "B", '标准"不一"', "接口, 不通", "0.123456789", "2"],
    ]


def test_a_directed_edge_begins_where_it_begins(ready_directed: nx.DiGraph) -> None:
    _, edges = node_and_edge_tables(ready_directed)
    assert [row[:2] for row in rows(edges)[1:]] == [["A", "B"], ["B", "A"]]
    assert [row[-1] for row in rows(edges)[1:]] == ["", "2"]


def test_labels_that_a_spreadsheet_would_run_are_guarded(ready: nx.Graph) -> None:
    ready.nodes["A"]["label"] = "=cmd|'/C calc'!A0"
    for table in node_and_edge_tables(ready):
        assert any(cell == "'=cmd|'/C calc'!A0" for row in rows(table) for cell in row)


def test_no_nodes_give_headings_only() -> None:
    nodes, edges = node_and_edge_tables(nx.Graph())
    assert rows(nodes) == [["id", "label"]]
    assert rows(edges) == [["source", "target", "label_source", "label_target"]]
