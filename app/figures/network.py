"""The co-occurrence network as a picture: names that do not overlap, the rule beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import networkx as nx

from analysis.networks.network import EdgeRule, placed, spread
from app.figures.canvas import bare, saved, width, wrapped
from app.palette import NO_THEME, colour_at, legend
from app.result import Note, Phrase, note
from corpus.catalogue import Language, message

SIGNIFICANT: Final = 0.05
MEETINGS: Final = {
    ("lacking", "lacking"): ("v", "#b03a2e"),
    ("present", "present"): ("^", "#3d7a3a"),
    ("demanded", "lacking"): ("D", "#b98a1e"),
}
"""Marks in the middle of an edge where half of its units or more have this meeting of polarities
(sorted pair -> shape, colour).
"""
_PAD, _TITLE, _LINE, _LEGEND = 0.55, 0.55, 0.2, 2.3
_NODE_LEAST, _NODE_MORE = 50.0, 620.0


class Panel(NamedTuple):
    """One network of a sheet: ``names`` and ``groups`` by code, and ``colours`` by code, which are
    those of the groups (see ``app.palette``).
    """

    title: str
    graph: nx.Graph
    names: Mapping[str, str]
    groups: Mapping[str, str]
    colours: Mapping[str, str]


def radius(graph: nx.Graph, node: str) -> float:
    """Of a node's circle, in points."""
    most = max(count for _, count in graph.nodes(data="count")) or 1
    return float((_NODE_LEAST + _NODE_MORE * graph.nodes[node]["count"] / most) ** 0.5) / 2


def boxes(names: Mapping[str, str], radii: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Half sizes in inches of a circle with its name below."""
    return {
        node: (max(width(names[node]) / 2, radii[node] / 72) + 0.07, radii[node] / 72 + 0.14)
        for node in radii
    }


def coordinates(graph: nx.Graph, names: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """Inches; the same for the picture and every file of a network."""
    if not graph:
        return {}
    share = min(1.0, max(0.55, (len(graph) / 24) ** 0.5))
    return placed(
        nx.Graph(graph),
        boxes(
            {node: names.get(node, str(node)) for node in graph},
            {node: radius(graph, node) if "count" in graph.nodes[node] else 6.0 for node in graph},
        ),
        (12.0 * share, 9.0 * share),
    )


def rule_words(rule: EdgeRule, unit: str) -> Phrase:
    """The whole rule of the edges, for readers."""
    weight = Note(f"measure.{rule.weight}")
    parts = [
        note(
            "figure.rule",
            unit=Note(f"unit.{unit}"),
            c=rule.least_units,
            interviews=rule.least_interviews,
            top=rule.top,
            weight=weight,
        )
    ]
    if rule.floor > 0:
        parts.append(note("figure.rule_floor", weight=weight, floor=f"{rule.floor:g}"))
    if rule.q is not None:
        parts.append(note("figure.rule_q", q=f"{rule.q:g}"))
    if rule.tree or rule.mark:
        parts.append(Note("figure.rule_tree" if rule.tree else "figure.rule_mark"))
    return Phrase(tuple(parts))


def rule_text(rule: EdgeRule, unit: str, lang: Language) -> str:
    """The whole rule of the edges as a sentence in ``lang``."""
    return rule_words(rule, unit).text(lang)


def draw(
    graphs: Sequence[Panel], rule: EdgeRule, unit: str, lang: Language = "zh", note: str = ""
) -> tuple[bytes, bytes]:
    """PNG (300 dpi) and SVG bytes of one panel per graph: (title, graph, code -> name, code ->
    group). ``note`` follows the rule.
    """
    return saved(network_figure(graphs, rule, unit, lang, note), 300 if len(graphs) == 1 else 150)


def network_figure(
    graphs: Sequence[Panel], rule: EdgeRule, unit: str, lang: Language = "zh", note: str = ""
) -> Any:
    """The figure of ``draw``: an inch of the sheet is a unit of the coordinates, so that what does
    not overlap there does not here.
    """
    tested = any(
        data.get("q", float("nan")) == data.get("q")
        for graph in (panel.graph for panel in graphs)
        for _, _, data in graph.edges(data=True)
    )
    told = rule_text(rule, unit, lang) + message(
        "figure.tested" if tested else "figure.untested", lang
    )
    if any(_meeting(data) for panel in graphs for _, _, data in panel.graph.edges(data=True)):
        told += message("figure.meetings", lang)
    return sheet(
        [(panel, coordinates(panel.graph, panel.names)) for panel in graphs],
        told + note,
        lang,
        rule,
    )


def sheet(
    panels: Sequence[tuple[Panel, Mapping[str, tuple[float, float]]]],
    told: str,
    lang: Language,
    rule: EdgeRule,
) -> Any:
    extents = [_extent(where, panel.names) for panel, where in panels]
    wide = max([8.0, *(box[2] - box[0] for box in extents)])
    beside = (
        _LEGEND
        if any(len(set(panel.groups.values())) > 1 for panel, _ in panels if panel.graph)
        else 0.0
    )
    lines = wrapped(told, wide + beside)
    heights = [max(1.2, box[3] - box[1]) + _TITLE for box in extents] or [1.2]
    made = bare(wide + beside, sum(heights) + _LINE * len(lines) + 0.3)
    top = made.get_figheight()
    for (panel, where), box, height in zip(panels, extents, heights, strict=False):
        graph = panel.graph
        made.text(
            0.3 / made.get_figwidth(),
            (top - 0.15) / made.get_figheight(),
            panel.title,
            fontsize=15,
            ha="left",
            va="top",
        )
        axis = made.add_axes(
            (
                0,
                (top - height) / made.get_figheight(),
                wide / made.get_figwidth(),
                (height - _TITLE) / made.get_figheight(),
            )
        )
        axis.set_axis_off()
        if graph:
            middle = (box[0] + box[2]) / 2
            axis.set_xlim(middle - wide / 2, middle + wide / 2)
            axis.set_ylim(box[1], box[1] + height - _TITLE)
            _panel(axis, panel, where, rule)
        else:
            axis.text(
                0.5,
                0.5,
                message("figure.no_edges", lang),
                ha="center",
                va="center",
                fontsize=13,
                color="#666666",
                transform=axis.transAxes,
            )
        top -= height
    made.text(
        0.5,
        0.12 / made.get_figheight(),
        "\n".join(lines),
        ha="center",
        va="bottom",
        fontsize=9.5,
        color="#444444",
        linespacing=1.35,
    )
    return made


def _extent(
    where: Mapping[str, tuple[float, float]], names: Mapping[str, str]
) -> tuple[float, float, float, float]:
    """Left, low, right, high in inches, with room for the names."""
    half = {node: max(0.45, width(names.get(node, str(node))) / 2) for node in where}
    left, right = (
        min((x - half[node] for node, (x, _) in where.items()), default=0.0),
        max((x + half[node] for node, (x, _) in where.items()), default=0.0),
    )
    ys = [y for _, y in where.values()] or [0.0]
    return left - 0.3, min(ys) - _PAD, right + 0.3, max(ys) + _PAD


def _meeting(data: Mapping[str, Any]) -> tuple[str, str] | None:
    """The shape and colour of an edge's mark: which polarities meet in at least half of its units
    (attribute ``meeting``).
    """
    met = data.get("meeting", "")
    return MEETINGS.get(tuple(met.split("×"))) if met else None


def _panel(
    axis: Any,
    panel: Panel,
    where: Mapping[str, tuple[float, float]],
    rule: EdgeRule,
) -> None:
    _, graph, names, groups, colours = panel
    heaviest = max(weight for _, _, weight in graph.edges(data="weight")) or 1.0
    for one, two, data in graph.edges(data=True):
        (x0, y0), (x1, y1) = where[one], where[two]
        share = data["weight"] / heaviest
        sure = data.get("q", float("nan")) < SIGNIFICANT
        dark = rule.mark and data.get("tree", False)
        axis.plot(
            [x0, x1],
            [y0, y1],
            color="#3d4650" if dark else "#8b95a1",
            linewidth=(0.6 + 3.8 * share) * (1.15 if dark else 1),
            alpha=0.85 if dark else 0.35 + 0.5 * share,
            zorder=1,
            linestyle="-" if sure else (0, (3.5, 2.5)),
        )
        if mark := _meeting(data):
            axis.scatter(
                [(x0 + x1) / 2],
                [(y0 + y1) / 2],
                marker=mark[0],
                s=58,
                color=mark[1],
                edgecolor="white",
                linewidth=0.7,
                zorder=1.5,
            )
    for node in graph:
        x, y = where[node]
        size = radius(graph, node)
        axis.scatter(
            [x],
            [y],
            s=(2 * size) ** 2,
            color=colours.get(node, NO_THEME),
            edgecolor="white",
            linewidth=1.0,
            zorder=2,
        )
        label(axis, names.get(node, str(node)), x, y, size)
    entries = legend(groups, colours, graph)
    if len(entries) > 1:
        for group, colour in entries:
            axis.scatter([], [], color=colour, label=group, s=70)
        axis.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=9.5)


def label(axis: Any, text: str, x: float, y: float, size: float) -> None:
    """A name below a circle of ``size`` points radius."""
    axis.annotate(
        text,
        (x, y),
        xytext=(0, -size - 1.5),
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=9.5,
        zorder=3,
        bbox={
            "boxstyle": "round,pad=0.08",
            "facecolor": "white",
            "edgecolor": "none",
            "alpha": 0.7,
        },
    )


def difference(
    table: Any,
    names: Mapping[str, str],
    labels: tuple[str, str],
    rule: EdgeRule,
    unit: str,
    lang: Language,
    top: int = 40,
) -> tuple[bytes, bytes]:
    """The largest differences of two groups of interviews: solid lines stronger in the first,
    dashed in the second; thick ones q < .05.
    """
    rows = [
        row
        for row in table.to_dict("records")
        if abs(row["difference"]) > 0 and max(row["c_1"], row["c_2"]) >= rule.least_units
    ][:top]
    graph: nx.Graph = nx.Graph()
    for row in rows:
        graph.add_edge(
            row["code_a"],
            row["code_b"],
            weight=abs(row["difference"]),
            signed=row["difference"],
            q=row["q"],
        )
    told = message(
        "figure.difference_note",
        lang,
        one=labels[0],
        two=labels[1],
        unit=message(f"unit.{unit}", lang),
        measure=message(f"measure.{rule.weight}", lang),
        top=top,
    )
    if not any(row["q"] == row["q"] for row in rows):
        told += message("figure.untested", lang)
    where = coordinates(graph, names)
    made = (
        sheet(
            [
                (
                    Panel(
                        message("figure.difference", lang, one=labels[0], two=labels[1]),
                        nx.Graph(),
                        {},
                        {},
                        {},
                    ),
                    {},
                )
            ],
            told,
            lang,
            rule,
        )
        if not graph
        else _difference(
            graph,
            names,
            where,
            message("figure.difference", lang, one=labels[0], two=labels[1]),
            told,
        )
    )
    return saved(made)


def _difference(
    graph: nx.Graph,
    names: Mapping[str, str],
    where: Mapping[str, tuple[float, float]],
    title: str,
    told: str,
) -> Any:
    box = _extent(where, names)
    wide = max(8.0, box[2] - box[0])
    lines = wrapped(told, wide)
    below = _LINE * len(lines) + 0.3
    made = bare(wide, box[3] - box[1] + _TITLE + below)
    made.text(0.3 / wide, 1 - 0.15 / made.get_figheight(), title, fontsize=15, ha="left", va="top")
    axis = made.add_axes(
        (0, below / made.get_figheight(), 1, (box[3] - box[1]) / made.get_figheight())
    )
    axis.set_axis_off()
    middle = (box[0] + box[2]) / 2
    axis.set_xlim(middle - wide / 2, middle + wide / 2)
    axis.set_ylim(box[1], box[3])
    heaviest = max(weight for _, _, weight in graph.edges(data="weight"))
    for one, two, data in graph.edges(data=True):
        first, sure = data["signed"] > 0, data["q"] < SIGNIFICANT
        axis.plot(
            [where[one][0], where[two][0]],
            [where[one][1], where[two][1]],
            color=colour_at(0 if first else 1),
            linestyle="-" if first else (0, (4, 2)),
            linewidth=(0.6 + 3 * data["weight"] / heaviest) * (1.6 if sure else 0.8),
            alpha=0.9 if sure else 0.5,
            zorder=1,
        )
    for node in graph:
        x, y = where[node]
        axis.scatter([x], [y], s=144 / 1.6, color="#44505c", edgecolor="white", zorder=2)
        label(axis, names.get(node, node), x, y, 5)
    made.text(
        0.5,
        0.12 / made.get_figheight(),
        "\n".join(lines),
        ha="center",
        va="bottom",
        fontsize=9.5,
        color="#444444",
        linespacing=1.35,
    )
    return made


__all__ = ["boxes", "coordinates", "difference", "draw", "network_figure", "rule_text", "spread"]
