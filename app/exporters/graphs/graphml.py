"""GraphML, with types of attributes and the rule as an attribute of the graph."""

from __future__ import annotations

import io

import networkx as nx

from app.figures.graph import Graph


def graphml(graph: Graph) -> tuple[bytes]:
    """One file. ``graph`` is prepared, or has texts and numbers for attributes."""
    stream = io.BytesIO()
    nx.write_graphml(graph, stream, encoding="utf-8", named_key_ids=True)
    return (stream.getvalue(),)
