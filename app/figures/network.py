"""The co-occurrence network as a picture: names that do not overlap, the rule beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

import networkx as nx

from analysis.network import EdgeRule, layout
from app.figures.canvas import PALETTE, caption, figure, saved
from corpus.catalogue import Language, message

SIGNIFICANT: Final = 0.05
_WIDTH, _HEIGHT = 12.0, 9.0


def draw(
    graphs: Sequence[tuple[str, nx.Graph, Mapping[str, str], Mapping[str, str]]], rule: EdgeRule, unit: str, lang: Language = "zh"
) -> tuple[bytes, bytes]:
    """PNG (300 dpi) and SVG bytes of one panel per graph: (title, graph, code -> name, code -> group)."""
    heights = [_HEIGHT if graph else 1.6 for _, graph, _, _ in graphs] or [1.6]
    made = figure(_WIDTH, sum(heights) + 0.4)
    axes = made.subplots(len(heights), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axis, (title, graph, names, groups) in zip(axes, graphs, strict=False):
        _panel(axis, title, graph, names, groups, lang)
    told = message("figure.rule", lang, unit=message(f"unit.{unit}", lang), c=rule.least_units, interviews=rule.least_interviews, top=rule.top, weight=message(f"measure.{rule.weight}", lang))
    tested = any(data.get("q", float("nan")) == data.get("q") for _, graph, _, _ in graphs for _, _, data in graph.edges(data=True))
    told += message("figure.tested" if tested else "figure.untested", lang)
    caption(made, told)
    return saved(made, 300 if len(graphs) == 1 else 150)


_KNOWN: Final[WeakKeyDictionary[nx.Graph, dict[str, tuple[float, float]]]] = WeakKeyDictionary()
"""Where the nodes of a graph lie: the same in the picture of all codebooks and in its own."""


def _places(graph: nx.Graph, names: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    if graph not in _KNOWN:
        _KNOWN[graph] = spread({node: (x * _WIDTH, y * _HEIGHT) for node, (x, y) in layout(graph).items()}, {node: len(names.get(node, node)) for node in graph})
    return _KNOWN[graph]


def _panel(axis: Any, title: str, graph: nx.Graph, names: Mapping[str, str], groups: Mapping[str, str], lang: Language) -> None:
    from matplotlib.collections import LineCollection
    from matplotlib.colors import to_rgba

    axis.set_axis_off()
    axis.set_title(title, fontsize=16, loc="left")
    if not graph:
        axis.text(0.5, 0.5, message("figure.no_edges", lang), ha="center", va="center", fontsize=13, color="#666666", transform=axis.transAxes)
        return
    where = _places(graph, names)
    heaviest = max(weight for _, _, weight in graph.edges(data="weight"))
    most = max(count for _, count in graph.nodes(data="count")) or 1
    shown = sorted({groups.get(node, "") for node in graph})
    colour = {group: PALETTE[place % len(PALETTE)] for place, group in enumerate(shown)}
    edges = list(graph.edges(data=True))
    shares = [data["weight"] / heaviest for _, _, data in edges]
    axis.add_collection(
        LineCollection(
            [(where[one], where[two]) for one, two, _ in edges],
            linewidths=[0.5 + 3.8 * share for share in shares],
            colors=[to_rgba("#8b95a1", 0.3 + 0.5 * share) for share in shares],
            linestyles=["-" if data.get("q", float("nan")) < SIGNIFICANT else (0, (3.5, 2.5)) for _, _, data in edges],
            zorder=1,
        )
    )
    sizes = {node: 50 + 620 * count / most for node, count in graph.nodes(data="count")}
    axis.scatter(*zip(*map(where.__getitem__, graph), strict=True), s=list(sizes.values()), color=[colour[groups.get(node, "")] for node in graph], edgecolor="white", linewidth=1.0, zorder=2)
    for node, size in sizes.items():
        axis.annotate(names.get(node, node), where[node], xytext=(0, -(size**0.5) / 2 - 2), textcoords="offset points", ha="center", va="top", fontsize=9.5, zorder=3, bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.75})
    axis.margins(0.09)
    if len(shown) > 1:
        for group in shown:
            axis.scatter([], [], color=colour[group], label=group, s=70)
        axis.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=9.5)


def spread(where: Mapping[str, tuple[float, float]], letters: Mapping[str, int], rounds: int = 300) -> dict[str, tuple[float, float]]:
    """Push nodes apart until the boxes of their names do not overlap (inches; deterministic; order of ``where``)."""
    nodes = list(where)
    place = {node: list(where[node]) for node in nodes}
    half = {node: (0.085 * max(2, letters[node]) + 0.08, 0.25) for node in nodes}
    for _ in range(rounds):
        moved = False
        for i, one in enumerate(nodes):
            for two in nodes[i + 1 :]:
                dx, dy = place[two][0] - place[one][0], place[two][1] - place[one][1]
                gap_x = half[one][0] + half[two][0] - abs(dx)
                gap_y = half[one][1] + half[two][1] - abs(dy)
                if gap_x > 0 and gap_y > 0:
                    moved = True
                    axis, gap, sign = (0, gap_x, 1 if dx >= 0 else -1) if gap_x < gap_y else (1, gap_y, 1 if dy >= 0 else -1)
                    place[one][axis] -= sign * (gap / 2 + 0.005)
                    place[two][axis] += sign * (gap / 2 + 0.005)
        if not moved:
            break
    return {node: (x, y) for node, (x, y) in place.items()}


def difference(table: Any, names: Mapping[str, str], labels: tuple[str, str], rule: EdgeRule, unit: str, lang: Language, top: int = 40) -> tuple[bytes, bytes]:
    """The largest differences of two groups of interviews: blue solid lines stronger in the first, red dashed in the second; thick ones q < .05."""
    made = figure(_WIDTH, _HEIGHT)
    axis = made.subplots()
    axis.set_axis_off()
    axis.set_title(message("figure.difference", lang, one=labels[0], two=labels[1]), fontsize=14, loc="left")
    rows = [row for row in table.to_dict("records") if abs(row["difference"]) > 0 and max(row["c_1"], row["c_2"]) >= rule.least_units][:top]
    graph: nx.Graph = nx.Graph()
    for row in rows:
        graph.add_edge(row["code_a"], row["code_b"], weight=abs(row["difference"]), signed=row["difference"], q=row["q"])
    if graph:
        where = spread({node: (x * _WIDTH, y * _HEIGHT) for node, (x, y) in layout(graph).items()}, {node: len(names.get(node, node)) for node in graph})
        heaviest = max(weight for _, _, weight in graph.edges(data="weight"))
        for one, two, data in graph.edges(data=True):
            first = data["signed"] > 0
            sure = data["q"] < SIGNIFICANT
            axis.plot([where[one][0], where[two][0]], [where[one][1], where[two][1]], color=PALETTE[0] if first else PALETTE[1], linestyle="-" if first else (0, (4, 2)), linewidth=(0.6 + 3 * data["weight"] / heaviest) * (1.6 if sure else 0.8), alpha=0.9 if sure else 0.5, zorder=1)
        for node in graph:
            x, y = where[node]
            axis.scatter([x], [y], s=90, color="#44505c", edgecolor="white", zorder=2)
            axis.annotate(names.get(node, node), (x, y), xytext=(0, -7), textcoords="offset points", ha="center", va="top", fontsize=9.5, zorder=3, bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.75})
        axis.margins(0.09)
    else:
        axis.text(0.5, 0.5, message("figure.no_edges", lang), ha="center", va="center", transform=axis.transAxes, fontsize=12, color="#666666")
    caption(made, message("figure.difference_note", lang, one=labels[0], two=labels[1], unit=message(f"unit.{unit}", lang), measure=message(f"measure.{rule.weight}", lang), top=top))
    return saved(made)
