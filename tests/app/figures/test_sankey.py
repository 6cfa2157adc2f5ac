"""Bands from problems over causes to countermeasures: heights by hand, ribbons that fit bars."""

from __future__ import annotations

import pandas as pd
import pytest
from drawing import figure_of, written
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from app.figures import sankey as module
from app.figures.sankey import TOP, sankey
from app.palette import NO_THEME
from corpus.catalogue import LANGUAGES, Language, message

COLUMNS = ["step", "from", "to", "units", "interviews", "expected"]
LINKS = (
    ("problem-cause", "P1", "C1", 3, 2, True),
    ("problem-cause", "P1", "C2", 1, 1, False),
    ("problem-cause", "P2", "C1", 2, 1, True),
    ("cause-countermeasure", "C1", "M1", 2, 1, True),
    ("problem-countermeasure", "P1", "M1", 9, 9, True),  # not drawn
)
NAMES = {"P1": "标准不一", "P2": "接口不通", "C1": "没有经费", "M1": "统一标准"}


def table(rows: tuple[tuple[object, ...], ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def axis_of(monkeypatch: pytest.MonkeyPatch, links: pd.DataFrame, lang: Language = "zh") -> Axes:
    colours = {"P1": "#2f74c0", "P2": "#8c8c00"}
    figure = figure_of(module, monkeypatch, lambda: sankey(links, NAMES, colours, "题", "注", lang))
    assert "题" in written(figure) and "注" in written(figure)
    return figure.axes[0]


def bars(axis: Axes) -> dict[str, tuple[float, float, float]]:
    """Text of a bar -> (middle, upper edge, height)."""
    found = {}
    texts = [text for text in axis.texts if text.get_va() == "center"]
    for text, bar in zip(texts, axis.collections, strict=True):
        corners = bar.get_paths()[0].get_extents()
        found[text.get_text()] = ((corners.x0 + corners.x1) / 2, corners.y0, corners.height)
    return found


def test_bars_are_as_tall_as_what_comes_in_or_goes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = bars(axis_of(monkeypatch, table(LINKS)))
    assert {name: (round(x, 9), height) for name, (x, _, height) in found.items()} == {
        "标准不一 4": (0, 4),
        "接口不通 2": (0, 2),
        "没有经费 5": (1, 5),  # five come in, two go out
        "C2 1": (1, 1),  # a code without a name is its own
        "统一标准 2": (2, 2),
    }
    gap = 0.35 * 6 / 2  # of the tallest column over the most rows
    assert found["接口不通 2"][1] == pytest.approx(4 + gap)
    assert found["标准不一 4"][1] == found["没有经费 5"][1] == 0  # the tallest first


def test_ribbons_lie_side_by_side_within_their_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    axis = axis_of(monkeypatch, table(LINKS))
    found = bars(axis)
    ends = []
    for ribbon in axis.patches:
        corners = ribbon.get_path().vertices
        ends.append((corners[0][1], corners[3][1], corners[4][1] - corners[3][1]))
    # from P1 to C1 and C2, from P2 to C1 below the first, from C1 to M1
    lower = found["接口不通 2"][1], found["C2 1"][1]
    assert ends == [
        pytest.approx((0, 0, 3)),
        pytest.approx((3, lower[1], 1)),
        pytest.approx((lower[0], 3, 2)),
        pytest.approx((0, 0, 2)),
    ]


def test_ribbons_have_the_colour_where_they_begin_and_are_hatched_where_not_expected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ribbons = axis_of(monkeypatch, table(LINKS)).patches
    assert [to_hex(ribbon.get_facecolor()) for ribbon in ribbons] == [
        "#2f74c0",
        "#2f74c0",
        "#8c8c00",
        NO_THEME,
    ]
    assert [bool(ribbon.get_hatch()) for ribbon in ribbons] == [False, True, False, False]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_are_headed_and_a_study_without_chains_says_so(
    monkeypatch: pytest.MonkeyPatch, lang: Language
) -> None:
    heads = [
        text.get_text()
        for text in axis_of(monkeypatch, table(LINKS), lang).texts
        if text.get_va() == "bottom"
    ]
    assert heads == [
        message(f"function.{name}", lang) for name in ("problem", "cause", "countermeasure")
    ]
    for links in (table(()), table(LINKS[-1:])):
        axis = axis_of(monkeypatch, links, lang)
        assert [text.get_text() for text in axis.texts] == [message("figure.no_chains", lang)]
        assert not axis.patches


def test_only_the_first_ribbons_of_a_step_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tuple(("problem-cause", f"P{number}", "C", 1, 1, True) for number in range(TOP + 5))
    axis = axis_of(monkeypatch, table(rows))
    assert len(axis.patches) == TOP and f"C {TOP}" in bars(axis)


def test_causes_without_problems_are_drawn_on_the_right_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = bars(axis_of(monkeypatch, table((("cause-countermeasure", "C1", "M1", 3, 1, True),))))
    assert {round(x, 9) for x, _, _ in found.values()} == {1, 2}
