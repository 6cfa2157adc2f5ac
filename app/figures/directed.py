"""A directed network (who speaks of whom): arrows as wide as the mentions, red dashes where what is
said is mostly a lack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from app.figures.canvas import caption, figure, halo, nothing_drawn, saved
from app.figures.graph import Graph, Point
from app.figures.network import boxes, spread
from app.palette import POLARITY_COLOURS
from corpus.catalogue import Language, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _HEIGHT = 11.0, 8.5
_OTHER: Final = "#5d7f9e"
"""Of an arrow that does not stand for a lack."""


def directed(graph: Graph, title: str, note: str, lang: Language) -> tuple[bytes, bytes]:
    """``graph``: edges with mentions, lacking, present; nodes with ``named``."""
    sheet = figure(_WIDTH, _HEIGHT)
    axis = sheet.subplots()
    axis.set_axis_off()
    axis.set_title(title, fontsize=14, loc="left")
    if not len(graph):
        nothing_drawn(axis, message("figure.no_mentions", lang))
        caption(sheet, note)
        return saved(sheet)
    times_named = {node: data["named"] for node, data in graph.nodes(data=True)}
    nodes = sorted(times_named, key=lambda node: (-times_named[node], node))
    positions = _on_a_circle(nodes)
    most = max(times_named.values()) or 1
    sizes = {node: 90 + 700 * times_named[node] / most for node in nodes}
    _draw_arrows(axis, graph, positions, sizes)
    for node in nodes:
        _draw_node(axis, node, positions[node], sizes[node])
    axis.margins(0.12)
    caption(sheet, note)
    return saved(sheet)


def _on_a_circle(nodes: Sequence[str]) -> dict[str, Point]:
    """Positions in inches, pushed apart where names would cover one another."""
    circle: Mapping[str, NDArray[np.float64]] = nx.circular_layout(nodes)
    return spread(
        {
            node: (float(circle[node][0]) * _WIDTH * 0.42, float(circle[node][1]) * _HEIGHT * 0.42)
            for node in nodes
        },
        boxes({node: node for node in nodes}, dict.fromkeys(nodes, 14.0)),
    )


def _draw_arrows(
    axis: Axes,
    graph: Graph,
    positions: Mapping[str, Point],
    sizes: Mapping[str, float],
) -> None:
    """``sizes``: areas of the circles in square points; arrows end at their rims."""
    most = max(data["mentions"] for _, _, data in graph.edges(data=True))
    for speaker, named, data in graph.edges(data=True):
        lacking = 2 * data["lacking"] > data["mentions"]
        share = data["mentions"] / most
        arrow: dict[str, object] = {
            "arrowstyle": "-|>",
            "mutation_scale": 9 + 8 * share,
            "linewidth": 0.5 + 3.2 * share,
            "color": POLARITY_COLOURS["lacking"] if lacking else _OTHER,
            "alpha": 0.35 + 0.5 * share,
            "linestyle": (0, (4, 2)) if lacking else "-",
            "connectionstyle": "arc3,rad=0.13",
            "shrinkA": sizes[speaker] ** 0.5 / 2,
            "shrinkB": sizes[named] ** 0.5 / 2 + 1,
        }
        axis.annotate("", positions[named], positions[speaker], zorder=1, arrowprops=arrow)


def _draw_node(axis: Axes, name: str, position: Point, size: float) -> None:
    x, y = position
    axis.scatter([x], [y], s=size, color="#2f6db3", edgecolor="white", zorder=2)
    axis.annotate(
        name,
        (x, y),
        xytext=(0, -(size**0.5) / 2 - 2),
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=10,
        zorder=3,
        bbox=halo(0.12, 0.75),
    )
