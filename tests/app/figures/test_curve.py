"""The saturation curve against the table that it draws."""

from __future__ import annotations

import pandas as pd
import pytest
from drawing import figure_of, written
from matplotlib.axes import Axes

from analysis.saturation import saturation
from app.figures import curve as module
from app.figures.curve import saturation_curve
from corpus.catalogue import LANGUAGES, Language, message

HELD = [{"A", "B"}, {"A"}, {"C"}, set(), {"A", "C"}, {"D"}, set(), {"A"}]
"""The codes of eight interviews: 2, 2, 3, 3, 3, 4, 4, 4 are known."""


def curve_of(count: int) -> pd.DataFrame:
    return saturation([(f"{number}.txt", HELD[number]) for number in range(count)]).curve


def axis_of(
    monkeypatch: pytest.MonkeyPatch,
    curve: pd.DataFrame,
    reached: int | None = None,
    lang: Language = "zh",
) -> Axes:
    figure = figure_of(
        module, monkeypatch, lambda: saturation_curve(curve, reached, "基数 4，每批 2", lang)
    )
    assert "基数 4，每批 2" in written(figure)
    return figure.axes[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_line_and_bars_are_the_columns_of_the_table(
    monkeypatch: pytest.MonkeyPatch, lang: Language
) -> None:
    axis = axis_of(monkeypatch, curve_of(8), lang=lang)
    lines = {line.get_label(): line for line in axis.lines}
    held = lines[message("saturation.told", lang)]
    assert list(held.get_xdata()) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert list(held.get_ydata()) == [2, 2, 3, 3, 3, 4, 4, 4]
    assert [bar.get_height() for bar in axis.patches] == [2, 0, 1, 0, 0, 1, 0, 0]
    mean = lines[message("saturation.mean", lang)].get_ydata()
    assert list(mean) == pytest.approx(curve_of(8)["random_mean"].tolist()) and mean[-1] == 4
    assert axis.get_xlabel() == message("saturation.x", lang)
    assert axis.get_ylabel() == message("saturation.y", lang)
    legend = axis.get_legend()
    assert legend is not None and message("saturation.band", lang) in {
        text.get_text() for text in legend.texts
    }


def test_the_band_reaches_from_the_low_to_the_high_quantile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    curve = curve_of(8)
    (band,) = axis_of(monkeypatch, curve).collections
    corners = band.get_paths()[0].vertices
    for row in curve.to_dict("records"):
        heights = corners[corners[:, 0] == row["place"], 1]
        assert heights.min() == pytest.approx(row["random_low"])
        assert heights.max() == pytest.approx(row["random_high"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reached", [None, 7])
def test_where_saturation_is_reached_stands_a_line_with_its_number(
    monkeypatch: pytest.MonkeyPatch, reached: int | None, lang: Language
) -> None:
    axis = axis_of(monkeypatch, curve_of(8), reached, lang)
    upright = [line for line in axis.lines if len(set(line.get_xdata())) == 1]
    assert [line.get_xdata()[0] for line in upright] == ([] if reached is None else [7])
    assert [text.get_text() for text in axis.texts] == (
        [] if reached is None else [message("saturation.here", lang, place=7)]
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_interviews_that_exceed_the_threshold_again_are_crossed(
    monkeypatch: pytest.MonkeyPatch, lang: Language
) -> None:
    figure = figure_of(
        module,
        monkeypatch,
        lambda: saturation_curve(curve_of(8), None, "", lang, exceeded=(3, 6)),
    )
    crosses = [line for line in figure.axes[0].lines if line.get_marker() == "x"]
    assert [list(zip(*line.get_data(), strict=True)) for line in crosses] == [[(3, 3), (6, 4)]]
    assert crosses[0].get_label() == message("saturation.again", lang)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_too_few_interviews_have_no_band(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    axis = axis_of(monkeypatch, curve_of(count))
    assert not axis.collections and len(axis.lines) == 1
    assert len(axis.lines[0].get_xdata()) == count and len(axis.patches) == count
