"""Nodes and edges as two tables, for a spreadsheet or R."""

from __future__ import annotations

from collections.abc import Sequence

from app.exporters.csv import csv_bytes
from app.figures.graph import Graph


def node_and_edge_tables(graph: Graph) -> tuple[bytes, bytes]:
    """CSV of the nodes and of the edges; an attribute that one of them lacks is an empty cell.
    ``graph`` is prepared.
    """
    label = {node: data["label"] for node, data in graph.nodes(data=True)}
    nodes: list[dict[str, object]] = [{"id": node, **data} for node, data in graph.nodes(data=True)]
    edges: list[dict[str, object]] = [
        {
            "source": start,
            "target": end,
            "label_source": label[start],
            "label_target": label[end],
            **data,
        }
        for start, end, data in graph.edges(data=True)
    ]
    return (
        _table(("id", "label"), nodes),
        _table(("source", "target", "label_source", "label_target"), edges),
    )


def _table(first: Sequence[str], records: Sequence[dict[str, object]]) -> bytes:
    columns = list(dict.fromkeys([*first, *(key for record in records for key in record)]))
    return csv_bytes(
        [columns, *([record.get(column, "") for column in columns] for record in records)]
    )
