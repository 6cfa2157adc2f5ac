"""Interactive charts as ECharts options: plain values, places computed here, so that page, picture
and graph file agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import networkx as nx
import pandas as pd

from analysis.networks.network import layout
from app.figures.graph import EdgeData, Graph, Point
from app.figures.network import coordinates, line_of
from app.palette import NO_THEME, colour_at, legend
from corpus.coding import STEPS, Function, Step

Chart = dict[str, Any]
"""Options of ECharts, or a part of them."""
GREY: Final = "#8b95a1"
COLUMN_OF: Final[dict[Function, int]] = {"problem": 0, "cause": 1, "countermeasure": 2}
"""The column of a Sankey diagram in which each part stands."""
MARGIN: Final = 2
"""Left and right of the columns of a Sankey diagram, in percent."""
WIDTH, HEIGHT, INCH = 1000.0, 720.0, 80.0


def network(
    graph: Graph,
    names: Mapping[str, str],
    groups: Mapping[str, str],
    colours: Mapping[str, str],
    *,
    chosen: tuple[str, ...] = (),
) -> Chart:
    """The drawn network: size is the number of units of a code, width the weight, the kind of
    line as ``app.figures.network.line_of`` has it.

    ``data`` stands in the order of ``sorted(graph)`` and ``links`` in that of ``edges_of``, so that
    a click can be led back. ``colours`` by code are those of the groups (see ``app.palette``).
    """
    entries = legend(groups, colours, sorted(graph))
    near = _near(graph, chosen)
    scroll: Chart = {
        "data": list(dict.fromkeys(group for group, _ in entries)),
        "type": "scroll",
        "bottom": 0,
    }
    series: Chart = {
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
        "data": _code_nodes(graph, names, groups, colours, entries, near),
        "links": _code_links(graph, near),
        "lineStyle": {"opacity": 0.75},
        "edgeLabel": {"show": False},
    }
    return {
        "animation": False,
        "tooltip": {"trigger": "item", "confine": True},
        "legend": [scroll] if len(entries) > 1 else [],
        "series": [series],
    }


def _near(graph: Graph, chosen: tuple[str, ...]) -> set[str]:
    """What does not fade: a code with its neighbours, the two of a pair; empty: nothing fades."""
    if len(chosen) != 1:
        return set(chosen)
    (code,) = chosen
    return {code, *graph[code]} if code in graph else set()


def _code_nodes(
    graph: Graph,
    names: Mapping[str, str],
    groups: Mapping[str, str],
    colours: Mapping[str, str],
    entries: Sequence[tuple[str, str]],
    near: set[str],
) -> list[Chart]:
    """A circle per code; its category is the index of its group and colour in ``entries``."""
    positions = coordinates(graph, names)
    counts = {node: data["count"] for node, data in graph.nodes(data=True)}
    most = max(counts.values(), default=1) or 1
    return [
        {
            "id": node,
            "name": names.get(node, node),
            "x": positions[node][0] * INCH,
            "y": -positions[node][1] * INCH,
            "value": counts[node],
            "symbolSize": 9 + 33 * (counts[node] / most) ** 0.5,
            "category": entries.index((groups.get(node, ""), colours.get(node, NO_THEME))),
            "label": {"show": True, "position": "bottom", "fontSize": 12},
            "itemStyle": {
                "opacity": 1.0 if not near or node in near else 0.25,
                "borderColor": "#ffffff",
                "borderWidth": 1,
            },
        }
        for node in sorted(graph)
    ]


def _code_links(graph: Graph, near: set[str]) -> list[Chart]:
    """A line per edge, in the order of ``edges_of``."""
    edges = edges_of(graph)
    heaviest = max((data["weight"] for _, _, data in edges), default=1.0) or 1.0
    return [
        {
            "source": source,
            "target": target,
            "value": data["c"],
            "lineStyle": {
                "color": GREY,
                "width": 1.0 + 6.0 * data["weight"] / heaviest,
                "type": line_of(data),
                "opacity": 0.75 if not near or {source, target} <= near else 0.12,
                "curveness": 0.0,
            },
        }
        for source, target, data in edges
    ]


def edges_of(graph: Graph) -> list[tuple[str, str, EdgeData]]:
    """The edges in the order of their ends; without a direction, the ends in their order."""
    edges = [(str(source), str(target), data) for source, target, data in graph.edges(data=True)]
    if not graph.is_directed():
        edges = [(min(source, target), max(source, target), data) for source, target, data in edges]
    return sorted(edges, key=lambda edge: edge[:2])


def directed(graph: Graph) -> Chart:
    """Who speaks of whom: arrows as wide as the number of mentions."""
    series: Chart = {
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
        "data": _actor_nodes(graph),
        "links": _arrows(graph),
    }
    return {
        "animation": False,
        "tooltip": {"trigger": "item", "confine": True},
        "series": [series],
    }


def _actor_nodes(graph: Graph) -> list[Chart]:
    """A circle per actor, its size by how often others speak of it."""
    positions: Mapping[str, Point] = layout(nx.Graph(graph))
    mentions: dict[str, float] = dict.fromkeys(sorted(graph), 0)
    for _, named, data in graph.edges(data=True):
        mentions[named] += data["weight"]
    most = max(mentions.values(), default=1) or 1
    return [
        {
            "id": node,
            "name": node,
            "x": positions[node][0] * WIDTH,
            "y": (1 - positions[node][1]) * HEIGHT,
            "value": value,
            "symbolSize": 10 + 30 * (value / most) ** 0.5,
            "label": {"show": True, "position": "bottom"},
            "itemStyle": {"color": colour_at(0)},
        }
        for node, value in mentions.items()
    ]


def _arrows(graph: Graph) -> list[Chart]:
    """An arrow per edge, in the order of ``edges_of``."""
    edges = edges_of(graph)
    heaviest = max((data["weight"] for _, _, data in edges), default=1) or 1
    return [
        {
            "source": source,
            "target": target,
            "value": data["weight"],
            "lineStyle": {
                "color": GREY,
                "width": 1 + 6 * data["weight"] / heaviest,
                "curveness": 0.15,
                "opacity": 0.7,
            },
        }
        for source, target, data in edges
    ]


class Node(NamedTuple):
    """A block of a Sankey diagram: a code (theme, group) in the column of a part."""

    part: Function
    name: str


class Band(NamedTuple):
    """A band of a Sankey diagram, from a code (theme, group) to another."""

    step: Step
    first: str
    second: str


class Bands(NamedTuple):
    """A Sankey diagram; ``nodes`` and ``links`` stand in the order by which a click is led back."""

    chart: Chart
    nodes: list[Node]
    links: list[Band]


def sankey(
    links: pd.DataFrame,
    names: Mapping[str, str],
    colours: Mapping[str, str],
    heads: Mapping[Function, str],
    *,
    rows: bool = False,
) -> Bands:
    """Problem, cause, countermeasure as bands, in the order of ``links`` (columns step, from, to,
    units); a band has the colour of what it begins at. ``heads``: part -> what stands above its
    column. ``rows``: these are themes or groups, which may stand in every column, a node in each;
    a code stands in one.
    """
    bands = [
        (step, str(source), str(target), int(units))
        for step, source, target, units in zip(
            links["step"], links["from"], links["to"], links["units"], strict=True
        )
        if step in ("problem-cause", "cause-countermeasure")
    ]
    ends = [
        (Node(STEPS[step][0], source), Node(STEPS[step][1], target))
        for step, source, target, _ in bands
    ]
    nodes = list(dict.fromkeys(node for pair in ends for node in pair))
    ids = {
        node: f"{names.get(node.name, node.name)} · {heads[node.part]}" if rows else node.name
        for node in nodes
    }
    series: Chart = {
        "type": "sankey",
        "left": f"{MARGIN}%",
        "right": f"{MARGIN}%",
        "top": 28,
        "bottom": "2%",
        "nodeAlign": "justify",
        "selectedMode": "single",
        "emphasis": {"focus": "adjacency"},
        "lineStyle": {"color": "source", "opacity": 0.4},
        "data": [
            _block(node, ids[node], _label(node.name, names, rows), colours, _deepest(nodes))
            for node in nodes
        ],
        "links": [
            {"source": ids[source], "target": ids[target], "value": units}
            for (source, target), (_, _, _, units) in zip(ends, bands, strict=True)
        ],
    }
    chart: Chart = {
        "animation": False,
        "tooltip": {"trigger": "item", "confine": True},
        "title": _heads(nodes, heads),
        "series": [series],
    }
    return Bands(chart, nodes, [Band(*band[:3]) for band in bands])


def _block(node: Node, name: str, label: str, colours: Mapping[str, str], deepest: int) -> Chart:
    """A node; in the last column its label stands before it."""
    column = COLUMN_OF[node.part]
    return {
        "name": name,
        "depth": column,
        "label": {
            "position": "left" if column == deepest else "right",
            "formatter": _without_braces(label),
        },
        "itemStyle": {"color": colours.get(node.name, NO_THEME)},
    }


def _heads(nodes: Sequence[Node], heads: Mapping[Function, str]) -> list[Chart]:
    """The heads of the columns that hold nodes, above them."""
    deepest = _deepest(nodes)
    return [
        {
            "text": heads[part],
            "left": {0: f"{MARGIN}%", deepest: "right"}.get(column, "center"),
            "top": 0,
            "textStyle": {"fontSize": 13, "fontWeight": "normal", "color": GREY},
        }
        for part, column in COLUMN_OF.items()
        if any(node.part == part for node in nodes)
    ]


def _deepest(nodes: Sequence[Node]) -> int:
    """The last column that holds anything; at least the second."""
    return max((COLUMN_OF[node.part] for node in nodes), default=1) or 1


def _label(code: str, names: Mapping[str, str], rows: bool) -> str:
    """A code with its name; a theme or group by its name."""
    return names.get(code, code) if rows else f"{code} {names.get(code, '')}"


def _without_braces(text: str) -> str:
    """ECharts takes what stands in braces for a variable."""
    return text.replace("{", "(").replace("}", ")")


def clicked(event: Any) -> tuple[str, int] | None:
    """("node" | "edge", index) of what was clicked in a graph or Sankey; None when nothing is."""
    state: dict[str, Any] = event or {}
    parts: Iterable[dict[str, Any]] = state.get("selection", {}).get("selected") or ()
    for part in parts:
        if part.get("data_indices"):
            return str(part.get("data_type", "main")), int(part["data_indices"][0])
    return None
