"""A network in the formats of other programs, the rule of its edges inside."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import networkx as nx

from analysis.association import MEASURES
from app.exporters.csv import csv_bytes
from app.figures.network import coordinates
from app.palette import NO_THEME


def graph_files(
    graph: nx.Graph,
    names: Mapping[str, str],
    groups: Mapping[str, int] | None = None,
    stem: str = "network",
    colours: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """File name -> bytes: GraphML, GEXF, Pajek (.net), VOSviewer (map and network), nodes and edges
    as CSV.

    ``groups``: node -> community number; ``colours``: node -> colour of its theme, the attribute
    ``color`` and what Gephi draws it in. Node names are the labels; attribute types are kept
    (GraphML, GEXF); the rule stands as a graph attribute, in the GEXF description, or as a comment
    where the format has no attribute.
    """
    where = _unit_square(coordinates(graph, names))
    rule = str(graph.graph.get("unit_rule", ""))
    made: nx.Graph = nx.DiGraph(rule=rule) if graph.is_directed() else nx.Graph(rule=rule)
    for node, data in sorted(graph.nodes(data=True), key=lambda item: str(item[0])):
        kept = {
            key: value for key, value in data.items() if isinstance(value, (str, int, float, bool))
        }
        kept |= {"label": names.get(node, str(node)), "x": where[node][0], "y": where[node][1]}
        if groups is not None:
            kept["community"] = groups.get(node, 0)
        if colours is not None:
            kept["color"] = colours.get(node, NO_THEME)
        made.add_node(str(node), **kept)
    for one, two, data in graph.edges(data=True):
        made.add_edge(
            str(one),
            str(two),
            **{
                _attribute(key): value
                for key, value in data.items()
                if isinstance(value, (str, int, float, bool)) and value == value
            },
        )
    files = {
        f"{stem}.graphml": _graphml(made),
        f"{stem}.gexf": _gexf(made, rule),
        f"{stem}.net": _pajek(made, rule),
    }
    files[f"{stem}.vosviewer-map.txt"], files[f"{stem}.vosviewer-network.txt"] = _vosviewer(
        made, rule
    )
    files[f"{stem}.nodes.csv"] = _table(
        ["id", "label"], [(node, data) for node, data in made.nodes(data=True)]
    )
    rows = []
    for one, two, data in made.edges(data=True):
        rows.append(
            (
                one,
                {
                    "target": two,
                    "label_source": names.get(one, one),
                    "label_target": names.get(two, two),
                    **data,
                },
            )
        )
    files[f"{stem}.edges.csv"] = _table(["source", "target", "label_source", "label_target"], rows)
    return files


def _unit_square(where: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Into 0..1 with the proportions kept, y upward as in the picture."""
    if not where:
        return {}
    left, low = min(x for x, _ in where.values()), min(y for _, y in where.values())
    reach = (
        max(max(x for x, _ in where.values()) - left, max(y for _, y in where.values()) - low)
        or 1.0
    )
    return {node: ((x - left) / reach, (y - low) / reach) for node, (x, y) in where.items()}


def _attribute(key: str) -> str:
    """Tests that take units for independent say so in the name of their attribute."""
    measure = MEASURES.get(key)
    return (
        f"{key}_assumes_independent_units"
        if measure is not None and measure.assumes_independence
        else key
    )


def _graphml(graph: nx.Graph) -> bytes:
    stream = io.BytesIO()
    nx.write_graphml(graph, stream, encoding="utf-8", named_key_ids=True)
    return stream.getvalue()


def with_drawn_colours(graph: nx.Graph) -> nx.Graph:
    """A copy in which the attribute ``color`` of nodes is also the colour that GEXF draws."""
    drawn = graph.copy()
    for _, data in drawn.nodes(data=True):
        if colour := data.get("color"):
            red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
            data["viz"] = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}
    return drawn


def _gexf(graph: nx.Graph, rule: str) -> bytes:
    text = "\n".join(nx.generate_gexf(with_drawn_colours(graph), encoding="utf-8"))
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text)
    escaped = rule.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(
        r"(<creator>[^<]*</creator>)",
        lambda match: f"{match[1]}<description>{escaped}</description>",
        text,
        count=1,
    ).encode("utf-8")


def _pajek(graph: nx.Graph, rule: str) -> bytes:
    number = {node: place for place, node in enumerate(graph, 1)}
    lines = [f"% {rule}", f"*Vertices {len(graph)}"]
    for node, data in graph.nodes(data=True):
        label = str(data["label"]).replace('"', "'")
        lines.append(
            f'{number[node]} "{label}" {data["x"]:.4f} {1 - data["y"]:.4f} 0.5'
        )  # Pajek counts y from the top
    lines.append("*Arcs" if graph.is_directed() else "*Edges")
    lines += [
        f"{number[one]} {number[two]} {float(data.get('weight', 1.0)):.6g}"
        for one, two, data in graph.edges(data=True)
    ]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _vosviewer(graph: nx.Graph, rule: str) -> tuple[bytes, bytes]:
    """Map (id, label, description, x, y, cluster, occurrences) and network (id, id, strength),
    tab-separated, as VOSviewer's documentation of its file types asks.

    Strength is the joint count where there is one. VOSviewer's links have no direction: both
    directions are summed. The description, which VOSviewer shows for an item, carries the rule of
    the picture.
    """
    number = {node: place for place, node in enumerate(graph, 1)}
    rows = ["\t".join(["id", "label", "description", "x", "y", "cluster", "weight<Occurrences>"])]
    for node, data in graph.nodes(data=True):
        rows.append(
            "\t".join(
                [
                    str(number[node]),
                    _quoted(str(data["label"])),
                    _quoted(rule.replace("<", "&lt;").replace(">", "&gt;")),
                    f"{2 * data['x'] - 1:.4f}",
                    f"{2 * data['y'] - 1:.4f}",
                    str(data.get("community", 1)),
                    str(data.get("count", data.get("named", 1))),
                ]
            )
        )
    strength: dict[tuple[int, int], float] = {}
    for one, two, data in graph.edges(data=True):
        ends = (min(number[one], number[two]), max(number[one], number[two]))
        strength[ends] = strength.get(ends, 0.0) + float(data.get("c", data.get("weight", 1.0)))
    links = [f"{one}\t{two}\t{value:.6g}" for (one, two), value in strength.items()]
    return ("\n".join(rows) + "\n").encode("utf-8"), ("\n".join(links) + "\n").encode("utf-8")


def _quoted(text: str) -> str:
    """A field with a comma or semicolon must stand in double quotes."""
    plain = re.sub(r"[\t\r\n]+", " ", text).replace('"', "'")
    return f'"{plain}"' if re.search(r"[,;]", plain) else plain


def _table(first: list[str], rows: list[tuple[str, dict[str, object]]]) -> bytes:
    columns = list(dict.fromkeys([*first, *(key for _, data in rows for key in data)]))
    records = [{first[0]: name, **data} for name, data in rows]
    return csv_bytes(
        [columns, *([record.get(column, "") for column in columns] for record in records)]
    )
