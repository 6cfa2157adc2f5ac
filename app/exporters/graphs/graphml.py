"""GraphML, with types of attributes and the rule as an attribute of the graph."""

from __future__ import annotations

import io

import networkx as nx


def graphml(graph: nx.Graph) -> tuple[bytes]:
    """One file. ``graph`` is prepared, or has texts and numbers for attributes."""
    stream = io.BytesIO()
    nx.write_graphml(graph, stream, encoding="utf-8", named_key_ids=True)
    return (stream.getvalue(),)
