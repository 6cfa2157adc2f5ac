"""The co-occurrence network as a picture: names that do not overlap, the rule beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import networkx as nx
import pandas as pd

from analysis.networks.network import EdgeRule, placed, spread
from app.figures import canvas
from app.figures.canvas import bare, footer, halo, nothing_drawn, saved, width, wrapped
from app.figures.graph import EdgeData, Graph, Point, drifting
from app.palette import NO_THEME, POLARITY_COLOURS, colour_at, legend
from app.result import Note, Phrase, note
from corpus.catalogue import Language, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Box = tuple[float, float, float, float]
"""Left, low, right, high in inches."""

SIGNIFICANT: Final = 0.05
Line = Literal["solid", "dotted", "dashed"]
_STROKES: Final = {"solid": "-", "dotted": (0, (0.05, 1.9)), "dashed": (0, (3.5, 2.5))}
MEETINGS: Final = {
    ("lacking", "lacking"): ("v", POLARITY_COLOURS["lacking"]),
    ("present", "present"): ("^", POLARITY_COLOURS["present"]),
    ("demanded", "lacking"): ("D", POLARITY_COLOURS["demanded"]),
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
    graph: Graph
    names: Mapping[str, str]
    groups: Mapping[str, str]
    colours: Mapping[str, str]


def radius(graph: Graph, node: str) -> float:
    """Of a node's circle, in points."""
    most = max(data["count"] for _, data in graph.nodes(data=True)) or 1
    return float((_NODE_LEAST + _NODE_MORE * graph.nodes[node]["count"] / most) ** 0.5) / 2


def boxes(names: Mapping[str, str], radii: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Half sizes in inches of a circle with its name below."""
    return {
        node: (max(width(names[node]) / 2, radii[node] / 72) + 0.07, radii[node] / 72 + 0.14)
        for node in radii
    }


def coordinates(graph: Graph, names: Mapping[str, str]) -> dict[str, Point]:
    """Inches; the same for the picture and every file of a network."""
    if not len(graph):
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


def line_of(data: EdgeData) -> Line:
    """How an edge is drawn: solid where q < .05; dotted where both its ends drift along the
    interviews, so that such a q is no more than an approximation; dashed otherwise.
    """
    if not data.get("q", math.nan) < SIGNIFICANT:
        return "dashed"
    return "dotted" if data.get("drift", False) else "solid"


def drift_text(graphs: Iterable[Graph], lang: Language) -> str:
    """The warning that on some edges both ends drift along the interviews; empty without any."""
    count = sum(map(drifting, graphs))
    return message("figure.drift", lang, pairs=count) if count else ""


def draw(
    graphs: Sequence[Panel], rule: EdgeRule, unit: str, lang: Language = "zh", note: str = ""
) -> tuple[bytes, bytes]:
    """PNG (300 dpi) and SVG bytes of one panel per graph: (title, graph, code -> name, code ->
    group). ``note`` follows the rule.
    """
    return saved(
        network_figure(graphs, rule, unit, lang, note), canvas.DPI // (1 if len(graphs) == 1 else 2)
    )


def network_figure(
    graphs: Sequence[Panel], rule: EdgeRule, unit: str, lang: Language = "zh", note: str = ""
) -> Figure:
    """The figure of ``draw``: an inch of the sheet is a unit of the coordinates, so that what does
    not overlap there does not here.
    """
    edges = [data for panel in graphs for _, _, data in panel.graph.edges(data=True)]
    tested = any(not math.isnan(data.get("q", math.nan)) for data in edges)
    caption = rule_text(rule, unit, lang)
    caption += message("figure.tested" if tested else "figure.untested", lang)
    if tested:
        caption += drift_text([panel.graph for panel in graphs], lang)
    if any(_meeting(data) for data in edges):
        caption += message("figure.meetings", lang)
    return sheet(
        [(panel, coordinates(panel.graph, panel.names)) for panel in graphs],
        caption + note,
        lang,
        rule,
    )


def sheet(
    panels: Sequence[tuple[Panel, Mapping[str, Point]]],
    caption: str,
    lang: Language,
    rule: EdgeRule,
) -> Figure:
    """Panels one below the other, each with its positions in inches; ``caption`` below them."""
    extents = [_extent(positions, panel.names) for panel, positions in panels]
    wide = max([8.0, *(right - left for left, _, right, _ in extents)])
    grouped = any(len(set(panel.groups.values())) > 1 for panel, _ in panels if len(panel.graph))
    beside = _LEGEND if grouped else 0.0
    lines = wrapped(caption, wide + beside)
    heights = [max(1.2, high - low) + _TITLE for _, low, _, high in extents] or [1.2]
    figure = bare(wide + beside, sum(heights) + _LINE * len(lines) + 0.3)
    top = figure.get_figheight()
    for (panel, positions), extent, height in zip(panels, extents, heights, strict=False):
        axis = _strip(figure, panel.title, top, height, wide)
        if len(panel.graph):
            _frame(axis, extent, wide, height)
            _panel(axis, panel, positions, rule)
        else:
            nothing_drawn(axis, message("figure.no_edges", lang), 13)
        top -= height
    footer(figure, lines, 0.12)
    return figure


def _strip(figure: Figure, title: str, top: float, height: float, wide: float) -> Axes:
    """An empty axis of ``wide`` inches under its title; the strip of ``height`` inches ends at
    ``top``, counted from the lower edge of the sheet.
    """
    across, tall = figure.get_figwidth(), figure.get_figheight()
    figure.text(0.3 / across, (top - 0.15) / tall, title, fontsize=15, ha="left", va="top")
    axis = figure.add_axes((0, (top - height) / tall, wide / across, (height - _TITLE) / tall))
    axis.set_axis_off()
    return axis


def _frame(axis: Axes, extent: Box, wide: float, height: float) -> None:
    """Limits around what is drawn for the axis of a strip (see ``_strip``)."""
    left, low, right, _ = extent
    middle = (left + right) / 2
    axis.set_xlim(middle - wide / 2, middle + wide / 2)
    axis.set_ylim(low, low + height - _TITLE)


def _extent(positions: Mapping[str, Point], names: Mapping[str, str]) -> Box:
    """What the nodes take, with room for the names."""
    half = {node: max(0.45, width(names.get(node, str(node))) / 2) for node in positions}
    left, right = (
        min((x - half[node] for node, (x, _) in positions.items()), default=0.0),
        max((x + half[node] for node, (x, _) in positions.items()), default=0.0),
    )
    ys = [y for _, y in positions.values()] or [0.0]
    return left - 0.3, min(ys) - _PAD, right + 0.3, max(ys) + _PAD


def _meeting(data: EdgeData) -> tuple[str, str] | None:
    """The shape and colour of an edge's mark: which polarities meet in at least half of its units
    (attribute ``meeting``).
    """
    first, _, second = data.get("meeting", "").partition("×")
    return MEETINGS.get((first, second))


def _panel(axis: Axes, panel: Panel, positions: Mapping[str, Point], rule: EdgeRule) -> None:
    """Edges, their marks, nodes with names, and a legend where there is more than one group."""
    _, graph, names, groups, colours = panel
    edges = list(graph.edges(data=True))
    heaviest = max(data["weight"] for _, _, data in edges) or 1.0
    for start, end, data in edges:
        _draw_edge(axis, positions[start], positions[end], data, heaviest, rule.mark)
    for node in graph:
        x, y = positions[node]
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


def _draw_edge(
    axis: Axes, start: Point, end: Point, data: EdgeData, heaviest: float, mark_tree: bool
) -> None:
    """As wide as the weight, solid where significant (see ``line_of``), darker in the marked tree;
    in the middle the mark of the polarities that meet.
    """
    share = data["weight"] / heaviest
    dark = mark_tree and data.get("tree", False)
    axis.plot(
        [start[0], end[0]],
        [start[1], end[1]],
        color="#3d4650" if dark else "#8b95a1",
        linewidth=(0.6 + 3.8 * share) * (1.15 if dark else 1),
        alpha=0.85 if dark else 0.35 + 0.5 * share,
        zorder=1,
        linestyle=_STROKES[line_of(data)],
        dash_capstyle="round" if line_of(data) == "dotted" else "butt",
    )
    if meeting := _meeting(data):
        shape, colour = meeting
        axis.scatter(
            [(start[0] + end[0]) / 2],
            [(start[1] + end[1]) / 2],
            marker=shape,
            s=58,
            color=colour,
            edgecolor="white",
            linewidth=0.7,
            zorder=1.5,
        )


def label(axis: Axes, text: str, x: float, y: float, size: float) -> None:
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
        bbox=halo(0.08),
    )


class _Difference(NamedTuple):
    """A pair in two groups of interviews: first less second; ``q`` is NaN where nothing was
    tested.
    """

    code_a: str
    code_b: str
    signed: float
    q: float


def difference(
    table: pd.DataFrame,
    names: Mapping[str, str],
    labels: tuple[str, str],
    rule: EdgeRule,
    unit: str,
    lang: Language,
    top: int = 40,
) -> tuple[bytes, bytes]:
    """The largest differences of two groups of interviews: solid lines stronger in the first,
    dashed in the second; thick ones q < .05. ``table`` as in ``analysis.contrast``.
    """
    pairs = _differences(table, rule.least_units)[:top]
    title = message("figure.difference", lang, one=labels[0], two=labels[1])
    caption = message(
        "figure.difference_note",
        lang,
        one=labels[0],
        two=labels[1],
        unit=message(f"unit.{unit}", lang),
        measure=message(f"measure.{rule.weight}", lang),
        top=top,
    )
    if all(math.isnan(pair.q) for pair in pairs):
        caption += message("figure.untested", lang)
    if not pairs:
        empty = Panel(title, nx.Graph(), {}, {}, {})
        return saved(sheet([(empty, {})], caption, lang, rule))
    graph: Graph = _graph_of(pairs)
    return saved(_difference(graph, names, coordinates(graph, names), title, caption))


def _differences(table: pd.DataFrame, least_units: int) -> list[_Difference]:
    """The pairs that differ and have enough units in one of the groups, as they stand."""
    if table.empty:
        return []
    differing = table[
        (table["difference"].abs() > 0) & (table[["c_1", "c_2"]].max(axis=1) >= least_units)
    ]
    return [
        _Difference(str(code_a), str(code_b), float(signed), float(q))
        for code_a, code_b, signed, q in zip(
            differing["code_a"],
            differing["code_b"],
            differing["difference"],
            differing["q"],
            strict=True,
        )
    ]


def _graph_of(pairs: Sequence[_Difference]) -> nx.Graph:
    graph: nx.Graph = nx.Graph()
    for pair in pairs:
        graph.add_edge(
            pair.code_a, pair.code_b, weight=abs(pair.signed), signed=pair.signed, q=pair.q
        )
    return graph


def _difference(
    graph: Graph,
    names: Mapping[str, str],
    positions: Mapping[str, Point],
    title: str,
    caption: str,
) -> Figure:
    extent = _extent(positions, names)
    left, low, right, high = extent
    wide = max(8.0, right - left)
    lines = wrapped(caption, wide)
    below = _LINE * len(lines) + 0.3
    figure = bare(wide, high - low + _TITLE + below)
    tall = figure.get_figheight()
    figure.text(0.3 / wide, 1 - 0.15 / tall, title, fontsize=15, ha="left", va="top")
    axis = figure.add_axes((0, below / tall, 1, (high - low) / tall))
    axis.set_axis_off()
    middle = (left + right) / 2
    axis.set_xlim(middle - wide / 2, middle + wide / 2)
    axis.set_ylim(low, high)
    edges = list(graph.edges(data=True))
    heaviest = max(data["weight"] for _, _, data in edges)
    for start, end, data in edges:
        first, sure = data["signed"] > 0, data["q"] < SIGNIFICANT
        axis.plot(
            [positions[start][0], positions[end][0]],
            [positions[start][1], positions[end][1]],
            color=colour_at(0 if first else 1),
            linestyle="-" if first else (0, (4, 2)),
            linewidth=(0.6 + 3 * data["weight"] / heaviest) * (1.6 if sure else 0.8),
            alpha=0.9 if sure else 0.5,
            zorder=1,
        )
    for node in graph:
        x, y = positions[node]
        axis.scatter([x], [y], s=144 / 1.6, color="#44505c", edgecolor="white", zorder=2)
        label(axis, names.get(node, node), x, y, 5)
    footer(figure, lines, 0.12)
    return figure


__all__ = ["boxes", "coordinates", "difference", "draw", "network_figure", "rule_text", "spread"]
