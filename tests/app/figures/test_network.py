"""Pictures measured with the renderer: names that do not overlap, the rule on the sheet,
significance without colour.
"""

from __future__ import annotations

import itertools
import random
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from drawing import figure_of, written
from matplotlib.colors import to_hex
from matplotlib.text import Annotation

from analysis.networks.network import EdgeRule
from app.exporters.graphs.exporters import graph_files
from app.figures import echarts
from app.figures import network as module
from app.figures.canvas import saved, width
from app.figures.network import (
    MEETINGS,
    Panel,
    coordinates,
    difference,
    drift_text,
    line_of,
    network_figure,
    radius,
    rule_text,
)
from app.figures.network import boxes as node_boxes
from app.palette import NO_THEME, colour_at
from codebooks.loading import SHIPPED, load
from corpus.catalogue import LANGUAGES, message


def shipped(lang: str, count: int) -> dict[str, str]:
    """The longest names of the shipped codebooks."""
    names = {code.id: code.name.text(lang) for book in SHIPPED for code, _, _ in load(book).walk()}
    return dict(sorted(names.items(), key=lambda item: (-len(item[1]), item[0]))[:count])


def network(names: dict[str, str], density: float, seed: int) -> nx.Graph:
    chance = random.Random(seed)
    graph: nx.Graph = nx.Graph()
    for name in names:
        graph.add_node(name, count=chance.randint(1, 40))
    for one, two in itertools.combinations(names, 2):
        if chance.random() < density:
            weight = round(chance.random(), 2) + 0.01
            graph.add_edge(
                one,
                two,
                weight=weight,
                q=chance.choice([0.01, 0.5]),
                meeting=chance.choice(["", "lacking×lacking"]),
            )
    graph.remove_nodes_from(list(nx.isolates(graph)))
    return graph


def boxes(figure: Any) -> list[tuple[str, Any]]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    renderer = FigureCanvasAgg(figure).get_renderer()
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for axis in figure.axes
        for text in axis.texts
        if isinstance(text, Annotation) and text.get_text()
    ]


def plain(graph: nx.Graph, names: dict[str, str]) -> Panel:
    return Panel("图", graph, names, {}, {})


def overlapping(found: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [
        (one, two)
        for (one, a), (two, b) in itertools.combinations(found, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("density", "seed"), [(0.06, 1), (0.14, 2), (0.4, 3)])
def test_no_two_names_overlap_at_thirty_codes(lang: str, density: float, seed: int) -> None:
    names = shipped(lang, 30)
    graph = network(names, density, seed)
    assert len(graph) >= 24
    figure = network_figure(
        [Panel("图", graph, names, {node: node[:2] for node in graph}, {})],
        EdgeRule(),
        "exchange",
        lang,
    )  # type: ignore[arg-type]
    found = boxes(figure)
    assert len(found) == len(graph) and overlapping(found) == []
    sheet = figure.bbox
    assert all(
        box.x0 >= 0 and box.y0 >= 0 and box.x1 <= sheet.x1 and box.y1 <= sheet.y1
        for _, box in found
    )


def test_the_check_sees_names_that_do_overlap() -> None:
    names = {"A": "一个很长很长的名字", "B": "另一个很长的名字"}
    graph = network(names, 1.0, 1)
    figure = network_figure([plain(graph, names)], EdgeRule(), "exchange")
    for text in figure.axes[0].texts:
        text.xy = (1.0, 1.0)
    assert overlapping(boxes(figure))


def test_significance_is_told_by_the_line_and_the_rule_stands_on_the_sheet() -> None:
    names = shipped("zh", 12)
    graph = network(names, 0.5, 4)
    rule = EdgeRule(top=7, floor=0.2, q=0.1, mark=True)
    figure = network_figure([plain(graph, names)], rule, "turn")
    styles = [line.get_linestyle() for line in figure.axes[0].lines]
    sure = sum(data["q"] < 0.05 for _, _, data in graph.edges(data=True))
    assert styles.count("-") == sure and styles.count("--") == graph.number_of_edges() - sure
    told = "".join(text.get_text().replace("\n", "") for text in figure.texts)
    for part in ("前 7 条", "≥0.2", "q<0.1", "最小生成树", "话轮", "虚线不显著", "缺失×缺失"):
        assert part in told
    for _, _, data in graph.edges(data=True):
        data["q"] = float("nan")
    assert "样本不足" in "".join(
        text.get_text() for text in network_figure([plain(graph, names)], rule, "turn").texts
    )
    assert "q <" in rule_text(rule, "turn", "en") and "spanning tree" in rule_text(
        EdgeRule(tree=True), "turn", "en"
    )


def test_a_pair_that_drifts_is_never_solid_and_the_sheet_warns() -> None:
    names = {"A": "甲", "B": "乙", "C": "丙"}
    graph: nx.Graph = nx.Graph()
    for name in names:
        graph.add_node(name, count=3)
    graph.add_edge("A", "B", weight=0.5, q=0.001, c=2, drift=True)
    graph.add_edge("A", "C", weight=0.5, q=0.5, c=2, drift=True)
    graph.add_edge("B", "C", weight=0.5, q=0.001, c=2, drift=False)
    assert [line_of(data) for _, _, data in graph.edges(data=True)] == ["dotted", "dashed", "solid"]
    links = {
        (link["source"], link["target"]): link["lineStyle"]["type"]
        for link in echarts.network(graph, names, {}, {})["series"][0]["links"]
    }
    assert links == {("A", "B"): "dotted", ("A", "C"): "dashed", ("B", "C"): "solid"}
    for lang in LANGUAGES:
        figure = network_figure([plain(graph, names)], EdgeRule(), "turn", lang)
        assert [line.get_linestyle() for line in figure.axes[0].lines].count("-") == 1
        warning = message("figure.drift", lang, pairs=2)
        assert drift_text([graph], lang) == warning
        assert warning.replace(" ", "") in written(figure).replace(" ", "")
    for name, data in graph_files(graph, names).items():
        if not name.endswith("csv") and "vosviewer-network" not in name:
            assert "drift: on 2 edges" in data.decode("utf-8")
    graph.remove_edge("A", "B"), graph.remove_edge("A", "C")
    assert drift_text([graph], "en") == ""
    assert "drift" not in graph_files(graph, names)["network.net"].decode("utf-8-sig")


def test_every_file_has_the_coordinates_of_the_picture() -> None:
    names = shipped("zh", 14)
    graph = network(names, 0.3, 5)
    graph.graph["unit_rule"] = "c>=2; top, 60"
    where = coordinates(graph, names)
    drawn = {
        text.get_text(): text.xy
        for text in network_figure([plain(graph, names)], EdgeRule(), "turn").axes[0].texts
    }
    files = graph_files(graph, names)
    xml = nx.read_graphml(__import__("io").BytesIO(files["network.graphml"]))
    pajek = [
        line.split('"')
        for line in files["network.net"].decode("utf-8-sig").splitlines()
        if '"' in line
    ]
    vos = [line.split("\t") for line in files["network.vosviewer-map.txt"].decode().splitlines()]
    assert (
        vos[0] == ["id", "label", "description", "x", "y", "cluster", "weight<Occurrences>"]
        and vos[1][2] == '"c&gt;=2; top, 60"'
    )
    one, two = list(graph)[:2]
    for node in graph:
        assert where[node] == pytest.approx(drawn[names[node]])
        x, y = xml.nodes[node]["x"], xml.nodes[node]["y"]
        row = next(row for row in vos[1:] if row[1].strip('"') == names[node])
        assert (float(row[3]) + 1) / 2 == pytest.approx(x, abs=1e-4) and (
            float(row[4]) + 1
        ) / 2 == pytest.approx(y, abs=1e-4)
        told = next(parts for parts in pajek if parts[1] == names[node])[2].split()
        assert float(told[0]) == pytest.approx(x, abs=1e-4) and 1 - float(told[1]) == pytest.approx(
            y, abs=1e-4
        )
    scale = (where[one][0] - where[two][0]) / (xml.nodes[one]["x"] - xml.nodes[two]["x"])
    assert (where[one][1] - where[two][1]) / (
        xml.nodes[one]["y"] - xml.nodes[two]["y"]
    ) == pytest.approx(scale)


# What is drawn, against the graph


def small() -> nx.Graph:
    """Three codes: one edge is certain and marked, one is not tested."""
    graph: nx.Graph = nx.Graph()
    for node, count in (("A", 16), ("B", 4), ("C", 1)):
        graph.add_node(node, count=count)
    graph.add_edge("A", "B", weight=0.5, q=0.01, meeting="demanded×lacking", tree=True)
    graph.add_edge("B", "C", weight=0.25, q=float("nan"), meeting="neutral×present", tree=False)
    return graph


GROUPS = {"A": "主题一", "B": "主题二", "C": "主题二"}
COLOURS_OF = {"A": "#2f74c0", "B": "#8c8c00", "C": "#8c8c00"}


def axis_of(graph: nx.Graph, rule: EdgeRule | None = None, **changes: Any) -> Any:
    panel = Panel("图", graph, {"A": "甲码", "B": "乙码"}, GROUPS, COLOURS_OF)._replace(**changes)
    return network_figure([panel], rule or EdgeRule(), "exchange").axes[0]


def test_the_area_of_a_circle_grows_with_the_units_of_a_code() -> None:
    graph = small()
    areas = [4 * radius(graph, node) ** 2 for node in graph]
    assert areas == pytest.approx([670, 50 + 620 / 4, 50 + 620 / 16])
    graph.add_node("D", count=0)
    assert 4 * radius(graph, "D") ** 2 == pytest.approx(50)
    lone: nx.Graph = nx.Graph()
    lone.add_node("E", count=0)
    assert radius(lone, "E") > 0


def test_a_box_is_as_wide_as_the_wider_of_name_and_circle() -> None:
    found = node_boxes({"a": "很长的一个名字", "b": ""}, {"a": 10.0, "b": 36.0})
    assert found["a"] == pytest.approx((width("很长的一个名字") / 2 + 0.07, 10 / 72 + 0.14))
    assert found["b"] == pytest.approx((0.5 + 0.07, 0.5 + 0.14))


def test_lines_are_as_wide_as_the_weight_and_circles_have_the_colour_of_their_theme() -> None:
    axis = axis_of(small())
    assert [line.get_linewidth() for line in axis.lines] == pytest.approx([4.4, 2.5])
    assert [line.get_linestyle() for line in axis.lines] == ["-", "--"]
    circles = [
        to_hex(mark.get_facecolor()[0]) for mark in axis.collections if mark.get_zorder() == 2
    ]
    assert circles == ["#2f74c0", "#8c8c00", "#8c8c00"]
    assert [text.get_text() for text in axis.texts] == ["甲码", "乙码", "C"]
    assert [text.get_text() for text in axis.get_legend().texts] == ["主题一", "主题二"]


def test_a_meeting_of_polarities_is_marked_in_the_middle_of_its_edge() -> None:
    graph = small()
    axis = axis_of(graph)
    where = coordinates(graph, {"A": "甲码", "B": "乙码"})
    (mark,) = [mark for mark in axis.collections if mark.get_zorder() == 1.5]
    assert mark.get_offsets()[0].tolist() == pytest.approx(
        [(where["A"][side] + where["B"][side]) / 2 for side in (0, 1)]
    )
    assert to_hex(mark.get_facecolor()[0]) == MEETINGS["demanded", "lacking"][1]


def test_the_spanning_tree_is_darker_where_the_rule_marks_it() -> None:
    colours = [
        [to_hex(line.get_color()) for line in axis_of(small(), EdgeRule(mark=mark)).lines]
        for mark in (False, True)
    ]
    assert colours == [["#8b95a1", "#8b95a1"], ["#3d4650", "#8b95a1"]]


def test_one_group_needs_no_legend() -> None:
    axis = axis_of(small(), groups={}, colours={})
    assert axis.get_legend() is None
    assert {
        to_hex(mark.get_facecolor()[0]) for mark in axis.collections if mark.get_zorder() == 2
    } == {NO_THEME}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_network_says_so_beside_its_rule(lang: Any) -> None:
    figure = network_figure([Panel("空", nx.Graph(), {}, {}, {})], EdgeRule(), "turn", lang)
    assert [text.get_text() for text in figure.axes[0].texts] == [message("figure.no_edges", lang)]
    assert message("unit.turn", lang) in written(figure) and "空" in written(figure)
    assert coordinates(nx.Graph(), {}) == {}


def test_panels_stand_one_below_another() -> None:
    panels = [Panel(title, small(), {}, {}, {}) for title in ("甲书", "乙书")]
    figure = network_figure(panels, EdgeRule(), "exchange")
    upper, lower = (axis.get_position() for axis in figure.axes)
    assert upper.y0 >= lower.y1 and [text.get_text() for text in figure.texts[:2]] == [
        "甲书",
        "乙书",
    ]


@pytest.mark.parametrize(
    ("rule", "said", "silent"),
    [
        (EdgeRule(), ("2", "60", "Jaccard"), ("≥0", "q<", "生成树")),
        (EdgeRule(floor=0.25), ("≥0.25",), ("q<",)),
        (EdgeRule(q=0.05), ("q<0.05",), ("生成树",)),
        (EdgeRule(3, 1, 9, "npmi"), ("3", "1", "9", "NPMI"), ("Jaccard",)),
    ],
)
def test_the_rule_says_what_it_asks_for_and_no_more(
    rule: EdgeRule, said: tuple[str, ...], silent: tuple[str, ...]
) -> None:
    text = rule_text(rule, "exchange", "zh")
    assert all(part in text for part in said) and not any(part in text for part in silent)
    assert message("unit.exchange", "zh") in text
    assert text != rule_text(rule, "exchange", "en")


# The difference of two groups


def contrast_table(*rows: tuple[str, str, int, int, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["code_a", "code_b", "c_1", "c_2", "difference", "q"])


DIFFERENCES = (
    ("A", "B", 4, 1, 0.4, 0.01),
    ("A", "C", 0, 3, -0.2, 0.5),
    ("B", "C", 1, 1, 0.9, 0.01),  # too few units under the rule
    ("C", "D", 5, 5, 0.0, 0.9),  # no difference
)


def differences(monkeypatch: pytest.MonkeyPatch, table: pd.DataFrame, **options: Any) -> Any:
    names = {"A": "甲码"}
    labels = ("公安", "其余")
    return figure_of(
        module,
        monkeypatch,
        lambda: difference(table, names, labels, EdgeRule(), "exchange", "zh", **options),
    )


def test_differences_are_solid_in_the_first_group_and_dashed_in_the_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figure = differences(monkeypatch, contrast_table(*DIFFERENCES))
    axis = figure.axes[0]
    assert [line.get_linestyle() for line in axis.lines] == ["-", "--"]
    assert [line.get_linewidth() for line in axis.lines] == pytest.approx([3.6 * 1.6, 2.1 * 0.8])
    assert [to_hex(line.get_color()) for line in axis.lines] == [colour_at(0), colour_at(1)]
    assert [text.get_text() for text in axis.texts] == ["甲码", "B", "C"]
    assert "公安" in written(figure) and "其余" in written(figure)
    assert message("figure.untested", "zh") not in written(figure)


def test_the_largest_differences_only_and_a_table_without_tests_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [(*row[:5], float("nan")) for row in DIFFERENCES]
    figure = differences(monkeypatch, contrast_table(*rows), top=1)
    assert len(figure.axes[0].lines) == 1 and len(figure.axes[0].texts) == 2
    assert message("figure.untested", "zh") in written(figure)


def test_groups_that_do_not_differ_have_no_edges(monkeypatch: pytest.MonkeyPatch) -> None:
    figure = differences(monkeypatch, contrast_table(*DIFFERENCES[2:]))
    assert [text.get_text() for text in figure.axes[0].texts] == [message("figure.no_edges", "zh")]


def test_names_of_hostile_codes_are_written_as_they_stand() -> None:
    names = {"A": r"$\bad$", "B": "<b>&", "C": "二\n行"}
    panel = Panel("$", small(), names, {}, {})
    png, svg = saved(network_figure([panel], EdgeRule(), "exchange", "en"), 30)
    assert png.startswith(b"\x89PNG") and rb"<!-- $\bad$ -->" in svg and b"&lt;b&gt;&amp;" in svg
