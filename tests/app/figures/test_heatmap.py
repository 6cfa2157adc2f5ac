"""Tables as colours: what stands in a cell, what is marked, what the scale is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawing import figure_of, written
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from app.figures import heatmap as module
from app.figures.heatmap import MOST_CELLS, heatmap

NAN = float("nan")


def drawn(monkeypatch: pytest.MonkeyPatch, values: Any, **options: Any) -> Figure:
    rows, columns = np.atleast_2d(np.asarray(values, float)).shape
    names = {
        "rows": [f"行{row}" for row in range(rows)],
        "columns": [f"列{column}" for column in range(columns)],
        "title": "题",
        "note": "规则",
        **options,
    }
    return figure_of(module, monkeypatch, lambda: heatmap(values, **names))


def test_cells_hold_their_texts_and_a_mark_where_significant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figure = drawn(
        monkeypatch,
        [[1, 2, 3], [4, 5, NAN]],
        cells=[["1", 2, ""], ["4", "5", ""]],
        marked=[[False, True, True], [False, False, False]],
    )
    axis = figure.axes[0]
    assert {text.get_position(): text.get_text() for text in axis.texts} == {
        (0, 0): "1",
        (1, 0): "2✱",
        (2, 0): "✱",  # a mark without a text
        (0, 1): "4",
        (1, 1): "5",
    }
    assert [label.get_text() for label in axis.get_yticklabels()] == ["行0", "行1"]
    assert [label.get_text() for label in axis.get_xticklabels()] == ["列0", "列1", "列2"]
    assert axis.get_title(loc="left") == "题" and figure.get_supxlabel() == "规则"


def test_colours_are_the_numbers_and_what_is_missing_stays_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figure = drawn(monkeypatch, [[0.2, 0.4, NAN]], label="Jaccard")
    image = figure.axes[0].images[0]
    assert image.get_array().filled(-1).tolist() == [[0.2, 0.4, -1.0]]
    assert image.get_clim() == (0.0, 0.4)
    assert figure.axes[1].get_ylabel() == "Jaccard"


@pytest.mark.parametrize(
    ("values", "centre", "limits"),
    [
        ([[-1, 0, 2]], None, (-1, 2)),
        ([[1, 2, 3]], None, (0, 3)),
        ([[-1, 0, 3]], 0.0, (-3, 3)),
        ([[0.5, 1, 1.25]], 1.0, (0.5, 1.5)),
        ([[2, 2, 2]], 2.0, (1, 3)),  # nothing differs from the centre
        ([[NAN, NAN, NAN]], 0.0, (-1, 1)),
    ],
)
def test_the_scale_begins_at_zero_or_is_even_around_its_centre(
    monkeypatch: pytest.MonkeyPatch,
    values: Any,
    centre: float | None,
    limits: tuple[float, float],
) -> None:
    image = drawn(monkeypatch, values, centre=centre).axes[0].images[0]
    assert image.get_clim() == pytest.approx(limits)
    assert image.get_cmap().name == ("Blues" if centre is None else "RdBu_r")


def test_a_table_without_any_number_has_no_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(drawn(monkeypatch, [[NAN] * 3]).axes) == 1


@pytest.mark.parametrize("nothing", ["—", "没有编码"])
def test_a_table_without_rows_says_so(monkeypatch: pytest.MonkeyPatch, nothing: str) -> None:
    figure = drawn(monkeypatch, [], rows=[], columns=[], nothing=nothing)
    assert [text.get_text() for text in figure.axes[0].texts] == [nothing]
    assert not figure.axes[0].images and "规则" in written(figure)


def test_texts_on_dark_cells_are_white(monkeypatch: pytest.MonkeyPatch) -> None:
    figure = drawn(monkeypatch, [[0, 10, NAN]], cells=[["0", "10", "无"]])
    colours = {text.get_text(): text.get_color() for text in figure.axes[0].texts}
    assert colours == {"0": "#222222", "10": "white", "无": "#222222"}


@pytest.mark.parametrize(("rows", "texts"), [(30, MOST_CELLS), (31, 0)])
def test_large_tables_are_colours_only(
    monkeypatch: pytest.MonkeyPatch, rows: int, texts: int
) -> None:
    figure = drawn(monkeypatch, np.ones((rows, 30)), cells=[["1"] * 30] * rows)
    assert len(figure.axes[0].texts) == texts


def test_bars_in_the_colours_of_themes_stand_beside_rows_and_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figure = drawn(
        monkeypatch,
        [[1, 2, 3], [4, 5, 6]],
        row_colours=["#2f74c0", "#8c8c00"],
        column_colours=["#fa1e96", "#966e5a", "#008278"],
    )
    bars = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    assert [(to_hex(bar.get_facecolor()), bar.get_x(), bar.get_y()) for bar in bars] == [
        ("#2f74c0", -0.62, -0.5),
        ("#8c8c00", -0.62, 0.5),
        ("#fa1e96", -0.5, pytest.approx(1.52)),
        ("#966e5a", 0.5, pytest.approx(1.52)),
        ("#008278", 1.5, pytest.approx(1.52)),
    ]
    assert not any(bar.get_clip_on() for bar in bars)


def test_the_sheet_grows_with_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    small, tall = drawn(monkeypatch, np.ones((1, 3))), drawn(monkeypatch, np.ones((40, 3)))
    assert tall.get_figheight() - small.get_figheight() > 15
    assert small.get_figwidth() == tall.get_figwidth() == 5.5
