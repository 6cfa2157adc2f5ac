"""Pictures measured with the renderer: names that do not overlap, the rule on the sheet,
significance without colour.
"""

from __future__ import annotations

import itertools
import random
from typing import Any

import networkx as nx
import numpy as np
import pytest
from matplotlib.text import Annotation

from analysis.ena import code_pairs, model
from analysis.networks.network import EdgeRule
from app.exporters.graphs.exporters import graph_files
from app.figures import ena as ena_figures
from app.figures.canvas import width, wrapped
from app.figures.network import Panel, coordinates, network_figure, rule_text
from codebooks.loading import SHIPPED, load


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


def test_names_in_ena_do_not_overlap_where_nodes_are_close(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = np.random.default_rng(3).poisson(3, (14, len(code_pairs(9)))).astype(float)
    made = model(tuple(range(14)), counts, 9)
    kept: list[Any] = []
    monkeypatch.setattr(ena_figures, "saved", lambda figure: kept.append(figure) or (b"", b""))
    ena_figures.network(
        made, list(shipped("zh", 9).values()), counts.mean(axis=0), "图", "规则", "zh"
    )
    assert overlapping(boxes(kept[0])) == []


def test_captions_are_broken_to_the_width_and_never_before_a_closing_mark() -> None:
    text = (
        "单元：问答轮；连线：共现 ≥2 个单元且 ≥2 份访谈；Jaccard 系数前 60 条；实线 "
        "q<.05（访谈内循环移位检验），虚线不显著。"
    ) * 3
    lines = wrapped(text, 6.0)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= 5.4 + 0.3 for line in lines) and not any(
        line[0] in "，。；）" or line[-1] == "（" for line in lines
    )
