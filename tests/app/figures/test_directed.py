"""Who speaks of whom as a picture: sizes, widths and colours against the numbers of the graph."""

from __future__ import annotations

import networkx as nx
import pytest
from drawing import figure_of, written
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from app.figures import directed as module
from app.figures.directed import directed
from corpus.catalogue import LANGUAGES, Language, message

LACK, OTHER = "#c8553d", "#5d7f9e"


def graph_of(*edges: tuple[str, str, int, int]) -> nx.DiGraph:
    """Edges as (speaker, named, mentions, of them lacking)."""
    graph: nx.DiGraph = nx.DiGraph()
    for speaker, named, mentions, lacking in edges:
        graph.add_edge(speaker, named, mentions=mentions, lacking=lacking, present=0)
    for node in graph:
        graph.nodes[node]["named"] = graph.in_degree(node, weight="mentions")
    return graph


def drawn(monkeypatch: pytest.MonkeyPatch, graph: nx.DiGraph, lang: Language = "zh") -> Figure:
    return figure_of(module, monkeypatch, lambda: directed(graph, "谁提到谁", "至少 2 次", lang))


THREE = (("社区", "公安局", 8, 5), ("公安局", "社区", 4, 2), ("卫健委", "公安局", 2, 0))


def arrows(figure: Figure) -> dict[tuple[float, float], object]:
    return {text.xyann: text for text in figure.axes[0].texts if text.arrow_patch is not None}


def test_a_circle_and_a_name_for_each_department_larger_the_more_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figure = drawn(monkeypatch, graph_of(*THREE))
    axis = figure.axes[0]
    names = [text.get_text() for text in axis.texts if text.get_text()]
    areas = [float(circle.get_sizes()[0]) for circle in axis.collections]
    assert names == ["公安局", "社区", "卫健委"]  # named 10, 4 and 0 times
    assert areas == pytest.approx([790, 90 + 700 * 0.4, 90])
    assert "谁提到谁" in written(figure) and "至少 2 次" in written(figure)


def test_arrows_are_as_wide_as_mentions_and_red_and_dashed_where_a_lack_prevails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [
        (
            text.arrow_patch.get_linewidth(),
            to_hex(text.arrow_patch.get_edgecolor()),
            text.arrow_patch.get_linestyle(),
        )
        for text in drawn(monkeypatch, graph_of(*THREE)).axes[0].texts
        if text.arrow_patch is not None
    ]
    # the first is mostly a lack (5 of 8); half is not most (2 of 4)
    assert [colour for _, colour, _ in found] == [LACK, OTHER, OTHER]
    assert [width for width, _, _ in found] == pytest.approx([3.7, 0.5 + 1.6, 0.5 + 0.8])
    assert [style for *_, style in found] == [(0, (4, 2)), "-", "-"]


def test_an_arrow_begins_at_who_speaks_and_ends_at_who_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    axis = drawn(monkeypatch, graph_of(("社区", "公安局", 3, 0))).axes[0]
    (arrow,) = [text for text in axis.texts if text.arrow_patch is not None]
    place = {text.get_text(): text.xy for text in axis.texts if text.get_text()}
    assert arrow.xyann == place["社区"] and arrow.xy == place["公安局"]


def test_names_stand_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"一个名字很长的部门{number:02d}" for number in range(20)]
    ring = [(name, names[number - 1], 1, 0) for number, name in enumerate(names)]
    axis = drawn(monkeypatch, graph_of(*ring)).axes[0]
    places = {text.get_text(): text.xy for text in axis.texts if text.get_text()}
    assert len(set(places.values())) == len(places) == 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_study_without_mentions_says_so(monkeypatch: pytest.MonkeyPatch, lang: Language) -> None:
    figure = drawn(monkeypatch, nx.DiGraph(), lang)
    assert [text.get_text() for text in figure.axes[0].texts] == [
        message("figure.no_mentions", lang)
    ]
    assert "至少 2 次" in written(figure)


def test_names_are_written_as_they_stand() -> None:
    png, svg = directed(graph_of((r"$\bad$", "<b>&--", 1, 1)), "$", "%", "en")
    assert png.startswith(b"\x89PNG") and rb"<!-- $\bad$ -->" in svg
