"""Which edges are drawn under which unit: a row per edge, a column per unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from app.figures.canvas import bare, footer, saved, width, wrapped
from corpus.catalogue import Language, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TOP = 45
"""Rows of the picture; the table has all edges."""
_ROW, _COLUMN = 0.24, 0.85


class _Row(NamedTuple):
    """An edge: its weight under each unit, whether it is drawn there, and if so under all."""

    text: str
    weights: tuple[float, ...]
    drawn: tuple[bool, ...]
    everywhere: bool


class _Page(NamedTuple):
    """Inches: where the columns begin, the width of the sheet, the upper edge of the rows."""

    left: float
    wide: float
    top: float


def edges_by_unit(
    edges: pd.DataFrame, units: Sequence[str], names: Mapping[str, str], note: str, lang: Language
) -> tuple[bytes, bytes]:
    """``edges`` as in ``analysis.sensitivity``. Full circles are drawn edges (area by weight),
    empty ones meet but are not drawn, nothing: they never meet.

    Edges that every unit draws stand first, then those that appear or vanish.
    """
    rows = _rows(edges.head(TOP), units, names)
    left = max([2.0, *(width(row.text) for row in rows)]) + 0.5
    wide = max(7.0, left + _COLUMN * len(units) + 0.4)
    lines = wrapped(note, wide)
    below, above = 0.2 * len(lines) + 0.35, 1.05
    sheet = bare(wide, above + below + _ROW * max(1, len(rows)))
    tall = sheet.get_figheight()
    sheet.text(
        0.3 / wide,
        1 - 0.15 / tall,
        message("figure.sensitivity_edges", lang),
        fontsize=14,
        ha="left",
        va="top",
    )
    axis = sheet.add_axes((0, below / tall, 1, (tall - below - 0.55) / tall))
    axis.set_axis_off()
    axis.set_xlim(0, wide)
    axis.set_ylim(0, tall - below - 0.55)
    page = _Page(left, wide, tall - below - 0.55 - 0.3)
    _draw_heads(axis, page, units, lang)
    _draw_rows(axis, page, rows)
    if not rows:
        _draw_nothing(axis, page, message("figure.no_edges", lang))
    footer(sheet, lines, 0.12)
    return saved(sheet)


def _rows(edges: pd.DataFrame, units: Sequence[str], names: Mapping[str, str]) -> list[_Row]:
    return [
        _Row(
            f"{names.get(row['code_a'], row['code_a'])} — "
            f"{names.get(row['code_b'], row['code_b'])}",
            tuple(float(row[f"weight_{unit}"]) for unit in units),
            tuple(bool(row[f"drawn_{unit}"]) for unit in units),
            row["units"] == len(units),
        )
        for row in edges.to_dict("records")
    ]


def _draw_heads(axis: Axes, page: _Page, units: Sequence[str], lang: Language) -> None:
    """The units above their columns, without what stands in brackets behind them."""
    for index, unit in enumerate(units):
        axis.text(
            page.left + _COLUMN * (index + 0.5),
            page.top + 0.12,
            message(f"unit.{unit}", lang).partition("（")[0].partition(" (")[0],
            ha="center",
            va="bottom",
            fontsize=9.5,
        )


def _draw_rows(axis: Axes, page: _Page, rows: Sequence[_Row]) -> None:
    """The edges with their circles, on stripes; a line below those that every unit draws."""
    everywhere = sum(row.everywhere for row in rows)
    heaviest = max((weight for row in rows for weight in row.weights), default=0.0) or 1.0
    for index, row in enumerate(rows):
        y = page.top - _ROW * (index + 0.5)
        if index % 2 == 0:
            axis.axhspan(y - _ROW / 2, y + _ROW / 2, color="#f4f6f8", zorder=0, linewidth=0)
        if index == everywhere and everywhere:
            ends = [0.3, page.wide - 0.3]
            axis.plot(ends, [y + _ROW / 2] * 2, color="#44505c", linewidth=1.0, zorder=1)
        axis.text(page.left - 0.15, y, row.text, ha="right", va="center", fontsize=9.5)
        for column, (weight, drawn) in enumerate(zip(row.weights, row.drawn, strict=True)):
            if weight > 0:
                axis.scatter(
                    [page.left + _COLUMN * (column + 0.5)],
                    [y],
                    s=12 + 120 * weight / heaviest,
                    facecolor="#2f6db3" if drawn else "white",
                    edgecolor="#2f6db3" if drawn else "#9aa3ad",
                    linewidth=1.0,
                    zorder=2,
                )


def _draw_nothing(axis: Axes, page: _Page, text: str) -> None:
    axis.text(
        page.wide / 2,
        page.top / 2,
        text,
        ha="center",
        va="center",
        fontsize=12,
        color="#666666",
    )
