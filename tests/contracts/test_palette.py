"""One theme, one colour: on every page, in every picture, in every file, whatever is drawn."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from builders import codebook
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from analysis.networks.network import EdgeRule
from app.analyses.cooccur import CooccurOptions, cooccur
from app.analyses.crosstab import CrosstabOptions, attribute_table
from app.analyses.ena import EnaOptions, ena
from app.analyses.network import NetworkOptions, network
from app.explorer.state.coding.page_data import code_rows
from app.explorer.state.coding.tree import colours as tree_colours
from app.explorer.state.study.desk import Desk
from app.figures import directed as directed_figures
from app.figures import echarts, heatmap, sankey
from app.figures import ena as ena_figures
from app.figures import network as network_figures
from app.palette import (
    NO_THEME,
    POLARITY_COLOURS,
    code_colours,
    theme_colours,
)
from app.run.outputs import networks, write_all
from app.run.pipeline import Outcome, run
from app.study.machines.passes import code_project
from app.study.projects import adopt, import_interviews
from app.study.reading import Settings
from app.study.study import Study, load
from codebooks.codebook import Codebook
from codebooks.loading import SHIPPED
from codebooks.loading import load as load_book
from corpus.coding import POLARITIES, Function
from corpus.project import create

RULE = EdgeRule(least_units=1, least_interviews=1)


def own_book() -> Codebook:
    """Seventeen themes, each with a code that the sample names."""
    words = re.findall("..", "数据平台系统标准接口社区街道疫情表格领导考核经费人手部门审批更新小区")
    return codebook(
        "".join(
            f"""
- id: T{number}
  name: {{zh: 主题{number}, en: Theme {number}}}
  definition: 甲
  children:
    - id: C{number}
      name: {{zh: {word}, en: Word {number}}}
      definition: 乙
      indicators: [{word}]
"""
            for number, word in enumerate(words)
        )
    )


class Sample:
    """The sample coded by some codebooks, as a run in a folder and as a project."""

    def __init__(self, folder: Path, books: tuple[Codebook, ...]) -> None:
        self.books, self.out = books, folder / "out"
        with as_file(files("corpus") / "sample") as sample:
            chosen = sorted(path for path in Path(sample).iterdir() if path.suffix == ".txt")
            settings = Settings(books, words=False)
            self.outcome: Outcome = run(chosen, self.out, settings, rule=RULE)
            write_all(self.outcome, self.out)
            self.project = create(folder / "甲.fangtan")
            coder = self.project.coder("甲")
            for book in books:
                adopt(self.project, book, coder)
            import_interviews(self.project, chosen[:1], settings)
        code_project(self.project)
        self.study: Study = load(self.out)
        self.colours = theme_colours(books)
        self.names = {code.name.text("zh"): key for key, code in self._codes()}

    def _codes(self) -> Iterator[tuple[tuple[str, str], Any]]:
        for book in self.books:
            for code, _, _ in book.walk():
                yield (book.id, code.id), code


@pytest.fixture(scope="module", params=["sample", "own"])
def coded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sample]:
    books = tuple(map(load_book, SHIPPED)) if request.param == "sample" else (own_book(),)
    made = Sample(tmp_path_factory.mktemp(request.param), books)
    yield made
    made.project.close()


def figures_of(draw: Callable[[], object], module: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    kept: list[Any] = []
    monkeypatch.setattr(module, "saved", lambda figure, *_: kept.append(figure) or (b"", b""))
    draw()
    return kept[0]


def marks(axis: Any) -> set[str]:
    """The colours of the circles on an axis."""
    return {
        to_hex(colour)
        for collection in axis.collections
        if isinstance(collection, PathCollection)
        for colour in collection.get_facecolors()
    }


@pytest.mark.thorough
def test_pages(coded: Sample) -> None:
    facts = Desk(coded.project).facts()
    of_tree = tree_colours(facts)
    assert {facts.key(code): colour for code, colour in of_tree.items()} == coded.colours
    rows = code_rows(facts.books, {facts.key(code): code for code in facts.all_codes})
    assert {row["id"]: row["color"] for row in rows} == of_tree


def test_pictures_and_files_of_a_run(coded: Sample) -> None:
    for book, panel in networks(coded.outcome, "zh"):
        assert len(panel.graph) >= 5
        for node in panel.graph:
            assert panel.colours[node] == coded.colours[book, node]
        figure = network_figures.network_figure([panel], RULE, "exchange")
        drawn = {coded.colours[book, node] for node in panel.graph}
        assert drawn <= marks(figure.axes[0])
    keys = {f"{book}:{code}": colour for (book, code), colour in coded.colours.items()}
    graph = nx.read_graphml(coded.out / "network.graphml")
    assert graph and all(data["color"] == keys[node] for node, data in graph.nodes(data=True))
    assert gexf_colours((coded.out / "network.gexf").read_bytes()) == {
        node: keys[node] for node in graph
    }
    table = pd.read_csv(coded.out / "network.nodes.csv")
    assert dict(zip(table["id"], table["color"], strict=True)) == {
        node: keys[node] for node in graph
    }


def gexf_colours(data: bytes) -> dict[str, str]:
    found = {}
    for node in ET.fromstring(data).iter():
        if node.tag.endswith("}node"):
            (colour,) = [part for part in node if part.tag.endswith("}color")]
            red, green, blue = (int(colour.attrib[part]) for part in "rgb")
            found[node.attrib["id"]] = f"#{red:02x}{green:02x}{blue:02x}"
    return found


def test_report(coded: Sample) -> None:
    report = (coded.out / "report.html").read_text("utf-8")
    told = re.findall(r'<i class="mark" style="background:(#\w+)"></i>([^<]+)</td>', report)
    themes = {
        (code.name.zh, coded.colours[book.id, code.id])
        for book in coded.books
        for code in book.codes
    }
    in_chains = [(name, colour) for colour, name in told if (name, colour) in themes]
    assert in_chains, "the table of problems and causes"
    codes = {code for _, code in coded.colours}
    assert [(code, colour) for colour, code in told if code in codes] == [
        (code, colour) for (_, code), colour in coded.colours.items()
    ]
    assert len(told) == len(coded.colours) + len(in_chains)


@pytest.mark.thorough
@pytest.mark.parametrize("rule", [RULE, EdgeRule(1, 1, top=5), EdgeRule(3, 2, top=9, tree=True)])
def test_analyses_under_any_rule(
    coded: Sample, rule: EdgeRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    for book in coded.books:
        options = NetworkOptions(codebook=book.id, rule=rule, by_theme=True, stability=False)
        result = network(coded.study, options)
        draw = partial(result.pictures.draw, "picture", "zh")
        figure = figures_of(draw, network_figures, monkeypatch)
        nodes = list(result.tables["nodes"]["node"])
        assert {coded.colours[book.id, node] for node in nodes} <= marks(figure.axes[0])
        data = result.files("zh")["network.gexf"]
        assert gexf_colours(data) == {node: coded.colours[book.id, node] for node in nodes}


def test_interactive_network(coded: Sample) -> None:
    for book, panel in networks(coded.outcome, "zh"):
        spec = echarts.network(panel.graph, panel.names, panel.groups, panel.colours)["series"][0]
        for node in spec["data"]:
            colour = spec["categories"][node["category"]]["itemStyle"]["color"]
            assert colour == coded.colours[book, node["id"]]


def test_heatmap(coded: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    book = coded.books[0]
    for result in (
        cooccur(coded.study, CooccurOptions(codebook=book.id)),
        attribute_table(coded.study, CrosstabOptions(by="department", codebook=book.id)),
    ):
        draw = partial(result.pictures.draw, "heatmap", "zh")
        figure = figures_of(draw, heatmap, monkeypatch)
        axis = figure.axes[0]
        bars = [to_hex(bar.get_facecolor()) for bar in axis.patches if isinstance(bar, Rectangle)]
        names = [label.get_text() for label in axis.get_yticklabels()]
        assert bars[: len(names)] == [coded.colours[coded.names[name]] for name in names]


def test_bands(monkeypatch: pytest.MonkeyPatch) -> None:
    book = load_book("problem_cause_countermeasure")
    colours = code_colours((book,), book)
    codes = [code.id for code, _, _ in book.walk() if not code.children]
    links = pd.DataFrame(
        [
            {"step": step, "from": one, "to": two, "units": 2, "expected": True}
            for step, one, two in (
                ("problem-cause", codes[0], codes[-2]),
                ("cause-countermeasure", codes[-2], codes[-1]),
            )
        ]
    )
    heads: dict[Function, str] = {"problem": "p", "cause": "c", "countermeasure": "m"}
    spec = echarts.sankey(links, {}, colours, heads).chart
    for node in spec["series"][0]["data"]:
        assert node["itemStyle"]["color"] == colours[node["name"]]
    figure = figures_of(
        lambda: sankey.sankey(links, {}, colours, "题", "注", "zh"), sankey, monkeypatch
    )
    ribbons = [to_hex(patch.get_facecolor()) for patch in figure.axes[0].patches]
    assert ribbons == [colours[codes[0]], colours[codes[-2]]]


def test_ena(coded: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    book = coded.books[0]
    result = ena(coded.study, EnaOptions(codebook=book.id))
    draw = partial(result.pictures.draw, "network", "zh")
    figure = figures_of(draw, ena_figures, monkeypatch)
    nodes = [
        to_hex(colour)
        for collection in figure.axes[0].collections
        for colour in collection.get_facecolors()
    ]
    assert nodes == [coded.colours[book.id, theme.id] for theme in book.codes]


# Polarities


def test_the_report_has_the_colours_of_the_polarities_as_variables(coded: Sample) -> None:
    style = (coded.out / "report.html").read_text("utf-8").partition("</style>")[0]
    root = re.findall(r"--(\w+):(#\w+)", style.partition("}")[0])
    assert {name: colour for name, colour in root if name in POLARITIES} == POLARITY_COLOURS
    for polarity in POLARITIES:
        assert re.findall(rf"\.{polarity}\{{([^}}]*background[^}}]*)\}}", style) == [
            f"background:var(--{polarity})"
        ]


def test_the_template_of_the_report_names_no_colour_of_a_polarity() -> None:
    template = (files("app.run") / "report.html.j2").read_text("utf-8")
    for polarity in POLARITIES:
        assert f".{polarity}{{background" not in template


@pytest.mark.parametrize(
    ("meeting", "polarity"),
    [
        ("lacking×lacking", "lacking"),
        ("present×present", "present"),
        ("demanded×lacking", "demanded"),
    ],
)
def test_marks_on_edges_have_the_colour_of_their_polarity(meeting: str, polarity: str) -> None:
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from("甲乙", count=2)
    graph.add_edge("甲", "乙", weight=0.5, q=0.01, meeting=meeting)
    panel = network_figures.Panel("图", graph, {}, {}, {})
    axis = network_figures.network_figure([panel], RULE, "exchange").axes[0]
    assert marks(axis) - {NO_THEME} == {POLARITY_COLOURS[polarity]}


@pytest.mark.parametrize(("lacking", "expected"), [(3, True), (2, True), (1, False), (0, False)])
def test_an_arrow_that_stands_for_a_lack_has_the_colour_of_what_is_lacking(
    lacking: int, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph: nx.DiGraph = nx.DiGraph()
    graph.add_nodes_from("甲乙", named=1)
    graph.add_edge("甲", "乙", weight=3, mentions=3, lacking=lacking, present=3 - lacking)
    figure = figures_of(
        lambda: directed_figures.directed(graph, "图", "注", "zh"), directed_figures, monkeypatch
    )
    (arrow,) = [text.arrow_patch for text in figure.axes[0].texts if text.arrow_patch]
    assert (to_hex(arrow.get_edgecolor()) == POLARITY_COLOURS["lacking"]) is expected


def test_the_sheet_is_read_by_gephi_with_the_colours(coded: Sample) -> None:
    """GEXF 1.2: the colour stands in the namespace ``viz``."""
    graph = nx.read_gexf(io.BytesIO((coded.out / "network.gexf").read_bytes()))
    node, data = next(iter(graph.nodes(data=True)))
    assert set(data["viz"]["color"]) >= {"r", "g", "b"} and data["color"].startswith("#"), node
