"""VOSviewer: a map of items and a network of links, tab-separated."""

from __future__ import annotations

import re

from app.figures.graph import Graph


def vosviewer(graph: Graph) -> tuple[bytes, bytes]:
    """Map (id, label, description, x, y, cluster, occurrences) and network (id, id, strength), as
    VOSviewer's manual asks for its file types. ``graph`` is prepared.

    Strength is the joint count where there is one. VOSviewer's links have no direction: both
    directions are summed. The description, which VOSviewer shows for an item, carries the rule of
    the picture.
    """
    number = {node: index for index, node in enumerate(graph, 1)}
    rule = str(graph.graph["rule"]).replace("<", "&lt;").replace(">", "&gt;")
    rows = ["\t".join(["id", "label", "description", "x", "y", "cluster", "weight<Occurrences>"])]
    for node, data in graph.nodes(data=True):
        cells = [
            str(number[node]),
            _quoted(str(data["label"])),
            _quoted(rule),
            f"{2 * data['x'] - 1:.4f}",
            f"{2 * data['y'] - 1:.4f}",
            str(data.get("community", 1)),
            str(data.get("count", data.get("named", 1))),
        ]
        rows.append("\t".join(cells))
    strength: dict[tuple[int, int], float] = {}
    for start, end, edge in graph.edges(data=True):
        ends = (min(number[start], number[end]), max(number[start], number[end]))
        strength[ends] = strength.get(ends, 0.0) + float(edge.get("c", edge.get("weight", 1.0)))
    links = [f"{start}\t{end}\t{value:.6g}" for (start, end), value in strength.items()]
    return ("\n".join(rows) + "\n").encode("utf-8"), ("\n".join(links) + "\n").encode("utf-8")


def _quoted(text: str) -> str:
    """A field with a comma or semicolon must stand in double quotes."""
    plain = re.sub(r"[\t\r\n]+", " ", text).replace('"', "'")
    return f'"{plain}"' if re.search(r"[,;]", plain) else plain
