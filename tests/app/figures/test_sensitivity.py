"""Edges under every unit as a picture: a circle where codes meet, full where the edge is drawn."""

from __future__ import annotations

import pandas as pd
import pytest
from drawing import figure_of, written
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from app.figures import sensitivity as module
from app.figures.sensitivity import TOP, edges_by_unit
from corpus.catalogue import LANGUAGES, Language, message

UNITS = ("sentence", "turn")
FULL, EMPTY = "#2f6db3", "#ffffff"


def table(*rows: tuple[str, str, float, float, bool, bool]) -> pd.DataFrame:
    columns = ["code_a", "code_b", "weight_sentence", "weight_turn", "drawn_sentence", "drawn_turn"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(units=frame["drawn_sentence"].astype(int) + frame["drawn_turn"])


EDGES = table(
    ("A", "B", 0.5, 0.25, True, True),
    ("A", "C", 0.1, 0.4, False, True),
    ("B", "C", 0.0, 0.2, False, True),
)


def axis_of(monkeypatch: pytest.MonkeyPatch, edges: pd.DataFrame, lang: Language = "zh") -> Axes:
    figure = figure_of(
        module,
        monkeypatch,
        lambda: edges_by_unit(edges, UNITS, {"A": "甲码", "B": "乙码"}, "规则：前 60 条", lang),
    )
    text = written(figure)
    assert "规则：前 60 条" in text and message("figure.sensitivity_edges", lang) in text
    return figure.axes[0]


def test_circles_are_full_where_drawn_empty_where_they_only_meet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    marks = axis_of(monkeypatch, EDGES).collections
    found = [(to_hex(mark.get_facecolor()[0]), float(mark.get_sizes()[0])) for mark in marks]
    assert found == [
        (FULL, pytest.approx(12 + 120)),
        (FULL, pytest.approx(12 + 60)),
        (EMPTY, pytest.approx(12 + 24)),
        (FULL, pytest.approx(12 + 96)),
        (FULL, pytest.approx(12 + 48)),  # the third meets under turns only
    ]
    heights = [float(mark.get_offsets()[0][1]) for mark in marks]
    assert heights[0] == heights[1] > heights[2] == heights[3] > heights[4]
    assert marks[1].get_offsets()[0][0] == marks[3].get_offsets()[0][0]


def test_rows_are_named_by_both_codes_and_columns_by_the_unit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for lang in LANGUAGES:
        texts = [text.get_text() for text in axis_of(monkeypatch, EDGES, lang).texts]
        assert texts[len(UNITS) :] == ["甲码 — 乙码", "甲码 — C", "乙码 — C"]
        for unit, head in zip(UNITS, texts, strict=False):
            assert head and message(f"unit.{unit}", lang).startswith(head)
            assert "（" not in head and "(" not in head


@pytest.mark.parametrize(("everywhere", "lines"), [(0, 0), (1, 1), (2, 1), (3, 0)])
def test_a_line_parts_what_every_unit_draws_from_the_rest(
    monkeypatch: pytest.MonkeyPatch, everywhere: int, lines: int
) -> None:
    edges = table(*[("A", f"C{row}", 0.5, 0.5, row < everywhere, True) for row in range(3)])
    axis = axis_of(monkeypatch, edges)
    assert len(axis.lines) == lines
    if lines:
        height = axis.lines[0].get_ydata()[0]
        above = [mark for mark in axis.collections if mark.get_offsets()[0][1] > height]
        assert len(above) == everywhere * len(UNITS)


def test_no_more_rows_than_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    edges = table(*[("A", f"C{row}", 0.0, 0.5, False, True) for row in range(TOP + 3)])
    assert len(axis_of(monkeypatch, edges).collections) == TOP


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_edges_are_said(monkeypatch: pytest.MonkeyPatch, lang: Language) -> None:
    axis = axis_of(monkeypatch, pd.DataFrame(), lang)
    assert axis.texts[-1].get_text() == message("figure.no_edges", lang)
    assert not axis.collections
