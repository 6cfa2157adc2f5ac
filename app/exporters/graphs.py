"""A network in the formats of other programs, the rule of its edges inside."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

import networkx as nx

from app.figures.network import coordinates


def graph_files(graph: nx.Graph, names: Mapping[str, str], groups: Mapping[str, int] | None = None, stem: str = "network") -> dict[str, bytes]:
    """File name -> bytes: GraphML, GEXF, Pajek (.net), VOSviewer (map and network), nodes and edges as CSV.

    ``groups``: node -> community number. Node names are the labels; attribute types are kept (GraphML, GEXF); the rule stands as a graph attribute, in the
    GEXF description, or as a comment where the format has no attribute.
    """
    where = _unit_square(coordinates(graph, names))
    rule = str(graph.graph.get("unit_rule", ""))
    made: nx.Graph = nx.DiGraph(rule=rule) if graph.is_directed() else nx.Graph(rule=rule)
    for node, data in sorted(graph.nodes(data=True), key=lambda item: str(item[0])):
        kept = {key: value for key, value in data.items() if isinstance(value, (str, int, float, bool))}
        kept |= {"label": names.get(node, str(node)), "x": where[node][0], "y": where[node][1]}
        if groups is not None:
            kept["community"] = groups.get(node, 0)
        made.add_node(str(node), **kept)
    for one, two, data in graph.edges(data=True):
        made.add_edge(str(one), str(two), **{key: value for key, value in data.items() if isinstance(value, (str, int, float, bool)) and value == value})
    files = {f"{stem}.graphml": _graphml(made), f"{stem}.gexf": _gexf(made, rule), f"{stem}.net": _pajek(made, rule)}
    files[f"{stem}.vosviewer-map.txt"], files[f"{stem}.vosviewer-network.txt"] = _vosviewer(made)
    files[f"{stem}.nodes.csv"] = _table(["id", "label"], [(node, data) for node, data in made.nodes(data=True)])
    rows = []
    for one, two, data in made.edges(data=True):
        rows.append((one, {"target": two, "label_source": names.get(one, one), "label_target": names.get(two, two), **data}))
    files[f"{stem}.edges.csv"] = _table(["source", "target", "label_source", "label_target"], rows)
    return files


def _unit_square(where: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Into 0..1 with the proportions kept, y upward as in the picture."""
    if not where:
        return {}
    left, low = min(x for x, _ in where.values()), min(y for _, y in where.values())
    reach = max(max(x for x, _ in where.values()) - left, max(y for _, y in where.values()) - low) or 1.0
    return {node: ((x - left) / reach, (y - low) / reach) for node, (x, y) in where.items()}


def _graphml(graph: nx.Graph) -> bytes:
    stream = io.BytesIO()
    nx.write_graphml(graph, stream, encoding="utf-8", named_key_ids=True)
    return stream.getvalue()


def _gexf(graph: nx.Graph, rule: str) -> bytes:
    text = "\n".join(nx.generate_gexf(graph, encoding="utf-8"))
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text)
    escaped = rule.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"(<creator>[^<]*</creator>)", lambda match: f"{match[1]}<description>{escaped}</description>", text, count=1).encode("utf-8")


def _pajek(graph: nx.Graph, rule: str) -> bytes:
    number = {node: place for place, node in enumerate(graph, 1)}
    lines = [f"% {rule}", f"*Vertices {len(graph)}"]
    for node, data in graph.nodes(data=True):
        label = str(data["label"]).replace('"', "'")
        lines.append(f'{number[node]} "{label}" {data["x"]:.4f} {data["y"]:.4f} 0.5')
    lines.append("*Arcs" if graph.is_directed() else "*Edges")
    lines += [f"{number[one]} {number[two]} {float(data.get('weight', 1.0)):.6g}" for one, two, data in graph.edges(data=True)]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _vosviewer(graph: nx.Graph) -> tuple[bytes, bytes]:
    """Map (id, label, x, y, cluster, occurrences) and network (id, id, strength), tab-separated; strength is the joint count where there is one."""
    number = {node: place for place, node in enumerate(graph, 1)}
    head = ["id", "label", "x", "y", "cluster", "weight<Occurrences>"]
    rows = ["\t".join(head)]
    for node, data in graph.nodes(data=True):
        label = re.sub(r"[\t\r\n]+", " ", str(data["label"]))
        rows.append("\t".join([str(number[node]), label, f"{2 * data['x'] - 1:.4f}", f"{2 * data['y'] - 1:.4f}", str(data.get("community", 1)), str(data.get("count", data.get("named", 1)))]))
    links = ["\t".join([str(number[one]), str(number[two]), f"{float(data.get('c', data.get('weight', 1.0))):.6g}"]) for one, two, data in graph.edges(data=True)]
    return ("\n".join(rows) + "\n").encode("utf-8"), ("\n".join(links) + "\n").encode("utf-8")


def _table(first: list[str], rows: list[tuple[str, dict[str, object]]]) -> bytes:
    from app.exporters.files import safe

    columns = list(dict.fromkeys([*first, *(key for _, data in rows for key in data)]))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    for name, data in rows:
        record = {first[0]: name, **data}
        writer.writerow([safe(record.get(column, "")) for column in columns])
    return stream.getvalue().encode("utf-8-sig")
