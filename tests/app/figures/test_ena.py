"""Pictures of epistemic networks against the model that they draw."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from drawing import figure_of, written
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from scipy.stats import t

from analysis.ena import ENA, code_pairs, model
from app.figures import ena as module
from app.figures.ena import MARKERS, network, points
from app.palette import colour_at
from codebooks.loading import SHIPPED, load
from corpus.catalogue import LANGUAGES, Language, message

COUNTS = np.random.default_rng(3).poisson(3, (12, len(code_pairs(4)))).astype(float)
GROUPS = np.array([1, 2] * 6)
COUNTS_LINKED = np.arange(12) < 11


@pytest.fixture(scope="module")
def space() -> ENA:
    """Twelve units, four codes, two groups by turns; the last unit has no links."""
    counts = COUNTS.copy()
    counts[-1] = 0
    return model(tuple(f"A-{unit}" for unit in range(12)), counts, 4, groups=GROUPS)


def labels(*, last: str = "乙") -> list[str]:
    return ["甲" if group == 1 else "乙" for group in GROUPS[:-1]] + [last]


def drawn_points(
    monkeypatch: pytest.MonkeyPatch,
    space: ENA,
    cells: list[str],
    order: tuple[str, ...] = (),
    lang: Language = "zh",
) -> Figure:
    return figure_of(module, monkeypatch, lambda: points(space, cells, "题", "规则", lang, order))


def drawn_network(
    monkeypatch: pytest.MonkeyPatch, space: ENA, weights: Any, **options: Any
) -> Figure:
    codes = ["甲码", "乙码", "丙码", "丁码"]
    return figure_of(
        module,
        monkeypatch,
        lambda: network(space, codes, weights, "题", "规则", "zh", **options),
    )


# Units


def test_every_unit_is_a_mark_at_its_point_by_group(
    monkeypatch: pytest.MonkeyPatch, space: ENA
) -> None:
    axis = drawn_points(monkeypatch, space, labels()).axes[0]
    first, second, *_ = [mark for mark in axis.collections if len(mark.get_offsets()) > 2]
    for mark, group in ((first, 1), (second, 2)):
        assert mark.get_offsets().tolist() == [
            pytest.approx(row) for row in space.points[group == GROUPS, :2].tolist()
        ]
    assert [to_hex(mark.get_facecolor()[0]) for mark in (first, second)] == [
        colour_at(0),
        colour_at(1),
    ]
    legend = axis.get_legend()
    assert legend is not None and [text.get_text() for text in legend.texts] == ["甲", "乙"]


def test_means_of_groups_have_the_t_interval_of_their_units(
    monkeypatch: pytest.MonkeyPatch, space: ENA
) -> None:
    axis = drawn_points(monkeypatch, space, labels()).axes[0]
    means = [line for line in axis.lines if line.get_markersize() == 10]
    assert len(means) == 2
    for line, group in zip(means, (1, 2), strict=True):
        own = space.points[(group == GROUPS) & COUNTS_LINKED, :2]
        assert [line.get_xdata()[0], line.get_ydata()[0]] == pytest.approx(own.mean(axis=0))
    bars = [
        segment
        for mark in axis.collections
        if hasattr(mark, "get_segments")
        for segment in mark.get_segments()
    ]
    own = space.points[GROUPS == 1, 0]
    low, high = t.interval(0.95, 5, own.mean(), own.std(ddof=1) / np.sqrt(6))
    assert bars[0][:, 0].tolist() == pytest.approx([low, high])


def test_units_in_no_group_are_grey_and_named_in_the_language(
    monkeypatch: pytest.MonkeyPatch, space: ENA
) -> None:
    for lang in LANGUAGES:
        figure = drawn_points(monkeypatch, space, labels(last=""), ("乙", "甲"), lang)
        legend = figure.axes[0].get_legend()
        assert legend is not None
        assert [text.get_text() for text in legend.texts] == [
            "乙",
            "甲",
            message("ena.no_group", lang),
        ]
        marks = [mark for mark in figure.axes[0].collections if len(mark.get_facecolor())]
        assert {to_hex(mark.get_facecolor()[0]) for mark in marks} >= {"#9aa3ad", colour_at(0)}


def test_one_group_has_no_legend_and_many_have_shapes_over_again(
    monkeypatch: pytest.MonkeyPatch, space: ENA
) -> None:
    assert drawn_points(monkeypatch, space, [""] * 12).axes[0].get_legend() is None
    cells = [f"组{number}" for number in range(12)]
    axis = drawn_points(monkeypatch, space, cells).axes[0]
    marks = [mark for mark in axis.collections if len(mark.get_offsets()) == 1]
    assert len(marks) == 12 > len(MARKERS)
    assert not [line for line in axis.lines if line.get_markersize() == 10]  # no mean of one


def test_few_units_are_named_and_those_without_links_counted(
    monkeypatch: pytest.MonkeyPatch, space: ENA
) -> None:
    figure = drawn_points(monkeypatch, space, labels())
    names = {text.get_text() for text in figure.axes[0].texts}
    assert names == {f"A-{unit}" for unit in range(11)} | {message("ena.at_origin", "zh", count=1)}


def test_many_units_are_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = np.random.default_rng(1).poisson(3, (41, 3)).astype(float)
    made = model(tuple(range(41)), counts, 3)
    axis = drawn_points(monkeypatch, made, [""] * 41).axes[0]
    assert not axis.texts
    assert "SVD1" in axis.get_xlabel() and f"{made.variance[0]:.1%}" in axis.get_xlabel()


def test_axes_tell_their_kind_and_the_rule_stands_below(
    monkeypatch: pytest.MonkeyPatch, space: ENA
) -> None:
    figure = drawn_points(monkeypatch, space, labels())
    axis = figure.axes[0]
    assert "MR1" in axis.get_xlabel() and "SVD2" in axis.get_ylabel()
    assert "题" in written(figure) and "规则" in written(figure)
    low, high = axis.get_xlim()
    assert low < 0 < high


# Networks


def test_lines_are_as_wide_as_the_weights_and_the_faintest_are_left_out(
    monkeypatch: pytest.MonkeyPatch, space: ENA
) -> None:
    weights = np.array([1.0, 0.5, 0.019, 0.0, 0.25, 0.021])
    axis = drawn_network(monkeypatch, space, weights).axes[0]
    lines = [line for line in axis.lines if line.get_zorder() == 1]
    assert [line.get_linewidth() for line in lines] == pytest.approx(
        [0.4 + 5 * weight for weight in (1.0, 0.5, 0.25, 0.021)]
    )
    for line, pair in zip(lines, [space.pairs[at] for at in (0, 1, 4, 5)], strict=True):
        assert list(line.get_xdata()) == pytest.approx([space.nodes[node, 0] for node in pair])
        assert list(line.get_ydata()) == pytest.approx([space.nodes[node, 1] for node in pair])


def test_nodes_are_as_large_as_what_they_link(monkeypatch: pytest.MonkeyPatch, space: ENA) -> None:
    weights = np.array([1.0, 0.5, 0.0, 0.0, 0.0, 0.5])  # pairs 01, 02, 12, 03, 13, 23
    axis = drawn_network(monkeypatch, space, weights).axes[0]
    (nodes,) = axis.collections
    assert nodes.get_sizes().tolist() == pytest.approx(
        [40 + 260 * share for share in (1.5 / 1.5, 1.0 / 1.5, 1.0 / 1.5, 0.5 / 1.5)]
    )
    assert [text.get_text() for text in axis.texts] == ["甲码", "乙码", "丙码", "丁码"]


def test_a_difference_is_solid_for_the_first_group_and_dashed_for_the_second(
    monkeypatch: pytest.MonkeyPatch, space: ENA
) -> None:
    weights = np.array([1.0, -0.5, 0.0, 0.0, 0.0, 0.0])
    for difference, found in (
        (True, [("-", colour_at(0)), ("--", colour_at(1))]),
        (False, [("-", "#5d7f9e"), ("-", "#5d7f9e")]),
    ):
        axis = drawn_network(monkeypatch, space, weights, difference=difference).axes[0]
        lines = [line for line in axis.lines if line.get_zorder() == 1]
        assert [(line.get_linestyle(), to_hex(line.get_color())) for line in lines] == found


@pytest.mark.parametrize("colours", [(), ("#2f74c0", "#8c8c00", "#fa1e96", "#966e5a")])
def test_nodes_have_the_colours_of_their_themes(
    monkeypatch: pytest.MonkeyPatch, space: ENA, colours: tuple[str, ...]
) -> None:
    (nodes,) = drawn_network(monkeypatch, space, np.ones(6), colours=colours).axes[0].collections
    found = [to_hex(colour) for colour in nodes.get_facecolors()]
    assert found == list(colours or ["#2b3a4a"])


def test_a_network_without_any_link_is_nodes_only(
    monkeypatch: pytest.MonkeyPatch, space: ENA
) -> None:
    axis = drawn_network(monkeypatch, space, np.zeros(6)).axes[0]
    assert not [line for line in axis.lines if line.get_zorder() == 1]
    assert axis.collections[0].get_sizes().tolist() == [40.0] * 4


def test_names_do_not_overlap_where_nodes_are_close(monkeypatch: pytest.MonkeyPatch) -> None:
    """The longest names of the shipped codebooks on nine nodes."""
    every = {code.name.text("zh") for book in SHIPPED for code, _, _ in load(book).walk()}
    names = sorted(every, key=lambda name: (-len(name), name))[:9]
    counts = np.random.default_rng(3).poisson(3, (14, len(code_pairs(9)))).astype(float)
    made = model(tuple(range(14)), counts, 9)
    figure = figure_of(
        module,
        monkeypatch,
        lambda: network(made, names, counts.mean(axis=0), "图", "规则", "zh"),
    )
    renderer = FigureCanvasAgg(figure).get_renderer()
    for text in figure.axes[0].texts:
        text.update_positions(renderer)
    boxes = [Text.get_window_extent(text, renderer) for text in figure.axes[0].texts]
    assert len(boxes) == 9
    for one, two in itertools.combinations(boxes, 2):
        shared = (
            min(one.x1, two.x1) - max(one.x0, two.x0),
            min(one.y1, two.y1) - max(one.y0, two.y0),
        )
        assert min(shared) <= 0.5
