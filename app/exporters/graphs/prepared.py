"""A network as every format is given it: plain attributes, labels, places, colours, the rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

import networkx as nx

from analysis.association import MEASURES
from app.figures.graph import Graph, drifting
from app.figures.network import coordinates
from app.palette import NO_THEME

_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
"""What no line of text and no XML may hold."""


def printable(text: str) -> str:
    """A name on one line, without what XML refuses."""
    return _UNPRINTABLE.sub(" ", text)


def prepared(
    graph: Graph,
    names: Mapping[str, str],
    groups: Mapping[str, int] | None = None,
    colours: Mapping[str, str] | None = None,
) -> Graph:
    """A copy with the attributes that go into files: of the graph ``rule``
    (with the number of edges whose ends drift along the interviews), of a node ``label``,
    ``x`` and ``y`` (0..1, y upward), ``community`` and ``color`` where they are given, of nodes and
    edges whatever is text or a number. Nodes stand in the order of their names.
    """
    places = _unit_square(coordinates(graph, names))
    rule = printable(str(graph.graph.get("unit_rule", "")) + drift_in_files(graph))
    ready: nx.Graph = nx.DiGraph(rule=rule) if graph.is_directed() else nx.Graph(rule=rule)
    for node, data in sorted(graph.nodes(data=True), key=lambda item: str(item[0])):
        attributes: dict[str, object] = {
            key: _plain(value) for key, value in data.items() if _is_plain(value)
        }
        attributes["label"] = printable(names.get(node, str(node)))
        attributes["x"], attributes["y"] = places[node]
        if groups is not None:
            attributes["community"] = groups.get(node, 0)
        if colours is not None:
            attributes["color"] = colours.get(node, NO_THEME)
        ready.add_node(printable(str(node)), **attributes)
    for start, end, of_edge in graph.edges(data=True):
        attributes = {
            _attribute(key): _plain(value)
            for key, value in of_edge.items()
            if _is_plain(value) and value == value
        }
        ready.add_edge(printable(str(start)), printable(str(end)), **attributes)
    return cast("Graph", ready)


def drift_in_files(graph: Graph) -> str:
    """What the rule of the edges adds in files where some have the attribute ``drift``; else
    nothing.
    """
    count = drifting(graph)
    return (
        f"; drift: on {count} edges both ends drift along the interviews, their q is approximate"
        if count
        else ""
    )


def _is_plain(value: object) -> bool:
    return isinstance(value, (str, int, float, bool))


def _plain(value: object) -> object:
    return printable(value) if isinstance(value, str) else value


def _unit_square(places: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Into 0..1 with the proportions kept, y upward as in the picture."""
    if not places:
        return {}
    xs, ys = zip(*places.values(), strict=True)
    left, low = min(xs), min(ys)
    reach = max(max(xs) - left, max(ys) - low) or 1.0
    return {node: ((x - left) / reach, (y - low) / reach) for node, (x, y) in places.items()}


def _attribute(key: str) -> str:
    """Tests that take units for independent say so in the name of their attribute."""
    measure = MEASURES.get(key)
    return (
        f"{key}_assumes_independent_units"
        if measure is not None and measure.assumes_independence
        else key
    )
