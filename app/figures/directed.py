"""A directed network (who speaks of whom): arrows as wide as the mentions, red dashes where what is
said is mostly a lack.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import networkx as nx

from app.figures.canvas import caption, figure, nothing_drawn, saved
from app.figures.network import boxes, spread
from corpus.catalogue import Language, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _HEIGHT = 11.0, 8.5


def directed(graph: nx.DiGraph, title: str, note: str, lang: Language) -> tuple[bytes, bytes]:
    """``graph``: edges with mentions, lacking, present; nodes with ``named``."""
    sheet = figure(_WIDTH, _HEIGHT)
    axis = sheet.subplots()
    axis.set_axis_off()
    axis.set_title(title, fontsize=14, loc="left")
    if not graph:
        nothing_drawn(axis, message("figure.no_mentions", lang))
        caption(sheet, note)
        return saved(sheet)
    nodes = sorted(graph, key=lambda node: (-graph.nodes[node]["named"], node))
    circle = nx.circular_layout(nodes)
    positions = spread(
        {
            node: (float(circle[node][0]) * _WIDTH * 0.42, float(circle[node][1]) * _HEIGHT * 0.42)
            for node in nodes
        },
        boxes({node: node for node in nodes}, dict.fromkeys(nodes, 14.0)),
    )
    named = max(graph.nodes[node]["named"] for node in nodes) or 1
    sizes = {node: 90 + 700 * graph.nodes[node]["named"] / named for node in nodes}
    _draw_arrows(axis, graph, positions, sizes)
    for node in nodes:
        _draw_node(axis, node, positions[node], sizes[node])
    axis.margins(0.12)
    caption(sheet, note)
    return saved(sheet)


def _draw_arrows(
    axis: Axes,
    graph: nx.DiGraph,
    positions: Mapping[str, tuple[float, float]],
    sizes: Mapping[str, float],
) -> None:
    """``sizes``: areas of the circles in square points; arrows end at their rims."""
    most = max(data["mentions"] for _, _, data in graph.edges(data=True))
    for speaker, named, data in graph.edges(data=True):
        lacking = 2 * data["lacking"] > data["mentions"]
        share = data["mentions"] / most
        axis.annotate(
            "",
            positions[named],
            positions[speaker],
            zorder=1,
            arrowprops={
                "arrowstyle": "-|>",
                "mutation_scale": 9 + 8 * share,
                "linewidth": 0.5 + 3.2 * share,
                "color": "#c8553d" if lacking else "#5d7f9e",
                "alpha": 0.35 + 0.5 * share,
                "linestyle": (0, (4, 2)) if lacking else "-",
                "connectionstyle": "arc3,rad=0.13",
                "shrinkA": sizes[speaker] ** 0.5 / 2,
                "shrinkB": sizes[named] ** 0.5 / 2 + 1,
            },
        )


def _draw_node(axis: Axes, name: str, position: tuple[float, float], size: float) -> None:
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
        bbox={
            "boxstyle": "round,pad=0.12",
            "facecolor": "white",
            "edgecolor": "none",
            "alpha": 0.75,
        },
    )
