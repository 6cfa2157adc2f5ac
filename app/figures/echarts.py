"""Interactive charts as ECharts options: plain values, places computed here, so that page, picture
and graph file agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import networkx as nx
import pandas as pd

from analysis.networks.network import layout
from app.figures.network import SIGNIFICANT, coordinates
from app.palette import NO_THEME, colour_at, legend

GREY: Final = "#8b95a1"
WIDTH, HEIGHT, INCH = 1000.0, 720.0, 80.0


def network(
    graph: nx.Graph,
    names: Mapping[str, str],
    groups: Mapping[str, str],
    colours: Mapping[str, str],
    *,
    chosen: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The drawn network: size is the number of units of a code, width the weight, solid lines q <
    .05, dashed the others.

    ``data`` stands in the order of ``sorted(graph)`` and ``links`` in that of ``edges_of``, so that
    a click can be led back. ``colours`` by code are those of the groups (see ``app.palette``).
    """
    where = coordinates(graph, names)
    nodes = sorted(graph)
    most = max((graph.nodes[node]["count"] for node in nodes), default=1) or 1
    entries = legend(groups, colours, nodes)
    edges = edges_of(graph)
    heaviest = max((data["weight"] for _, _, data in edges), default=1.0) or 1.0
    near = (
        {other for node in chosen if node in graph for other in (node, *graph[node])}
        if len(chosen) == 1
        else set(chosen)
    )
    return {
        "animation": False,
        "tooltip": {"trigger": "item", "confine": True},
        "legend": [
            {
                "data": list(dict.fromkeys(group for group, _ in entries)),
                "type": "scroll",
                "bottom": 0,
            }
        ]
        if len(entries) > 1
        else [],
        "series": [
            {
                "type": "graph",
                "layout": "none",
                "roam": True,
                "scaleLimit": {"min": 0.5, "max": 5},
                "selectedMode": "single",
                "emphasis": {"focus": "adjacency"},
                "labelLayout": {"hideOverlap": True},
                "preserveAspect": "contain",
                "left": "12%",
                "right": "12%",
                "top": "4%",
                "bottom": "12%",
                "categories": [
                    {"name": group, "itemStyle": {"color": colour}} for group, colour in entries
                ],
                "data": [
                    {
                        "id": node,
                        "name": names.get(node, node),
                        "x": where[node][0] * INCH,
                        "y": -where[node][1] * INCH,
                        "value": graph.nodes[node]["count"],
                        "symbolSize": 9 + 33 * (graph.nodes[node]["count"] / most) ** 0.5,
                        "category": entries.index(
                            (groups.get(node, ""), colours.get(node, NO_THEME))
                        ),
                        "label": {"show": True, "position": "bottom", "fontSize": 12},
                        "itemStyle": {
                            "opacity": 1.0 if not near or node in near else 0.25,
                            "borderColor": "#ffffff",
                            "borderWidth": 1,
                        },
                    }
                    for node in nodes
                ],
                "links": [
                    {
                        "source": one,
                        "target": two,
                        "value": data["c"],
                        "lineStyle": {
                            "color": GREY,
                            "width": 1.0 + 6.0 * data["weight"] / heaviest,
                            "type": "solid"
                            if data.get("q", float("nan")) < SIGNIFICANT
                            else "dashed",
                            "opacity": 0.75 if not near or {one, two} <= near else 0.12,
                            "curveness": 0.0,
                        },
                    }
                    for one, two, data in edges
                ],
                "lineStyle": {"opacity": 0.75},
                "edgeLabel": {"show": False},
            }
        ],
    }


def edges_of(graph: nx.Graph) -> list[tuple[str, str, dict[str, Any]]]:
    """The edges in a fixed order."""
    if graph.is_directed():
        return sorted(
            ((str(one), str(two), data) for one, two, data in graph.edges(data=True)),
            key=lambda edge: edge[:2],
        )
    return sorted(
        ((*sorted((str(one), str(two))), data) for one, two, data in graph.edges(data=True)),
        key=lambda edge: edge[:2],
    )


def directed(graph: nx.DiGraph) -> dict[str, Any]:
    """Who speaks of whom: arrows as wide as the number of mentions."""
    where = layout(nx.Graph(graph))
    nodes = sorted(graph)
    edges = edges_of(graph)
    heaviest = max((data["weight"] for _, _, data in edges), default=1) or 1
    into = {
        node: sum(data["weight"] for _, _, data in graph.in_edges(node, data=True))
        for node in nodes
    }
    most = max(into.values(), default=1) or 1
    return {
        "animation": False,
        "tooltip": {"trigger": "item", "confine": True},
        "series": [
            {
                "type": "graph",
                "layout": "none",
                "roam": True,
                "selectedMode": "single",
                "emphasis": {"focus": "adjacency"},
                "preserveAspect": "contain",
                "left": "6%",
                "right": "10%",
                "top": "4%",
                "bottom": "6%",
                "edgeSymbol": ["none", "arrow"],
                "edgeSymbolSize": 9,
                "data": [
                    {
                        "id": node,
                        "name": node,
                        "x": where[node][0] * WIDTH,
                        "y": (1 - where[node][1]) * HEIGHT,
                        "value": into[node],
                        "symbolSize": 10 + 30 * (into[node] / most) ** 0.5,
                        "label": {"show": True, "position": "bottom"},
                        "itemStyle": {"color": colour_at(0)},
                    }
                    for node in nodes
                ],
                "links": [
                    {
                        "source": one,
                        "target": two,
                        "value": data["weight"],
                        "lineStyle": {
                            "color": GREY,
                            "width": 1 + 6 * data["weight"] / heaviest,
                            "curveness": 0.15,
                            "opacity": 0.7,
                        },
                    }
                    for one, two, data in edges
                ],
            }
        ],
    }


def sankey(
    links: pd.DataFrame, names: Mapping[str, str], colours: Mapping[str, str]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Problem, cause, countermeasure as bands; with the pairs in the order of the links. Bands have
    the colours of the themes of the codes they begin at.
    """
    rows = [
        row
        for row in links.to_dict("records")
        if row["step"] in ("problem-cause", "cause-countermeasure")
    ]
    nodes = list(dict.fromkeys(code for row in rows for code in (row["from"], row["to"])))
    spec = {
        "animation": False,
        "tooltip": {"trigger": "item", "confine": True},
        "series": [
            {
                "type": "sankey",
                "left": "2%",
                "right": "18%",
                "top": "2%",
                "bottom": "2%",
                "nodeAlign": "justify",
                "selectedMode": "single",
                "emphasis": {"focus": "adjacency"},
                "lineStyle": {"color": "source", "opacity": 0.4},
                "data": [
                    {
                        "name": node,
                        "label": {
                            "formatter": f"{node} {names.get(node, '')}".replace("{", "(").replace(
                                "}", ")"
                            )
                        },
                        "itemStyle": {"color": colours.get(node, NO_THEME)},
                    }
                    for node in nodes
                ],
                "links": [
                    {"source": row["from"], "target": row["to"], "value": int(row["units"])}
                    for row in rows
                ],
            }
        ],
    }
    return spec, [(row["from"], row["to"]) for row in rows]


def clicked(event: Any) -> tuple[str, int] | None:
    """("node" | "edge", index) of what was clicked in a graph or Sankey; None when nothing is."""
    chosen = (event or {}).get("selection", {}).get("selected") or []
    for one in chosen:
        if one.get("data_indices"):
            return str(one.get("data_type", "main")), int(one["data_indices"][0])
    return None
