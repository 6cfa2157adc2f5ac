"""Pajek (.net), with the rule as a comment: the format has no attributes."""

from __future__ import annotations

from app.figures.graph import Graph


def pajek(graph: Graph) -> tuple[bytes]:
    """One file in UTF-8 with a mark, as Pajek reads it. ``graph`` is prepared."""
    number = {node: index for index, node in enumerate(graph, 1)}
    lines = [f"% {graph.graph['rule']}", f"*Vertices {len(graph)}"]
    for node, data in graph.nodes(data=True):
        label = str(data["label"]).replace('"', "'")
        # Pajek counts y from the top
        lines.append(f'{number[node]} "{label}" {data["x"]:.4f} {1 - data["y"]:.4f} 0.5')
    lines.append("*Arcs" if graph.is_directed() else "*Edges")
    lines += [
        f"{number[start]} {number[end]} {float(data.get('weight', 1.0)):.6g}"
        for start, end, data in graph.edges(data=True)
    ]
    return (("\r\n".join(lines) + "\r\n").encode("utf-8-sig"),)
