"""A directed network (who speaks of whom): arrows as wide as the mentions, red dashes where what is
said is mostly a lack.
"""

from __future__ import annotations

import networkx as nx

from app.figures.canvas import caption, figure, saved
from app.figures.network import boxes, spread
from corpus.catalogue import Language, message

_WIDTH, _HEIGHT = 11.0, 8.5


def directed(graph: nx.DiGraph, title: str, note: str, lang: Language) -> tuple[bytes, bytes]:
    """``graph``: edges with mentions, lacking, present; nodes with ``named``."""
    made = figure(_WIDTH, _HEIGHT)
    axis = made.subplots()
    axis.set_axis_off()
    axis.set_title(title, fontsize=14, loc="left")
    if not graph:
        axis.text(
            0.5,
            0.5,
            message("figure.no_mentions", lang),
            ha="center",
            va="center",
            transform=axis.transAxes,
            fontsize=12,
            color="#666666",
        )
        caption(made, note)
        return saved(made)
    nodes = sorted(graph, key=lambda node: (-graph.nodes[node]["named"], node))
    circle = nx.circular_layout(nodes)
    where = spread(
        {
            node: (float(circle[node][0]) * _WIDTH * 0.42, float(circle[node][1]) * _HEIGHT * 0.42)
            for node in nodes
        },
        boxes({node: node for node in nodes}, dict.fromkeys(nodes, 14.0)),
    )
    most = max(data["mentions"] for _, _, data in graph.edges(data=True))
    named = max(graph.nodes[node]["named"] for node in nodes) or 1
    sizes = {node: 90 + 700 * graph.nodes[node]["named"] / named for node in nodes}
    for one, two, data in graph.edges(data=True):
        lacking = 2 * data["lacking"] > data["mentions"]
        share = data["mentions"] / most
        axis.annotate(
            "",
            where[two],
            where[one],
            zorder=1,
            arrowprops={
                "arrowstyle": "-|>",
                "mutation_scale": 9 + 8 * share,
                "linewidth": 0.5 + 3.2 * share,
                "color": "#c8553d" if lacking else "#5d7f9e",
                "alpha": 0.35 + 0.5 * share,
                "linestyle": (0, (4, 2)) if lacking else "-",
                "connectionstyle": "arc3,rad=0.13",
                "shrinkA": sizes[one] ** 0.5 / 2,
                "shrinkB": sizes[two] ** 0.5 / 2 + 1,
            },
        )
    for node in nodes:
        x, y = where[node]
        axis.scatter([x], [y], s=sizes[node], color="#2f6db3", edgecolor="white", zorder=2)
        axis.annotate(
            node,
            (x, y),
            xytext=(0, -(sizes[node] ** 0.5) / 2 - 2),
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
    axis.margins(0.12)
    caption(made, note)
    return saved(made)
