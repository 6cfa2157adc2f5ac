"""Which edges are drawn under which unit: a row per edge, a column per unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from app.figures.canvas import bare, saved, width, wrapped
from corpus.catalogue import Language, message

TOP = 45
"""Rows of the picture; the table has all edges."""
_ROW, _COLUMN = 0.24, 0.85


def edges_by_unit(
    edges: pd.DataFrame, units: Sequence[str], names: Mapping[str, str], note: str, lang: Language
) -> tuple[bytes, bytes]:
    """``edges`` as in ``analysis.sensitivity``. Full circles are drawn edges (area by weight),
    empty ones meet but are not drawn, nothing: they never meet.

    Edges that every unit draws stand first, then those that appear or vanish.
    """
    rows = edges.head(TOP).to_dict("records")
    texts = [
        f"{names.get(row['code_a'], row['code_a'])} — {names.get(row['code_b'], row['code_b'])}"
        for row in rows
    ]
    left = max([2.0, *map(width, texts)]) + 0.5
    wide = max(7.0, left + _COLUMN * len(units) + 0.4)
    lines = wrapped(note, wide)
    below, above = 0.2 * len(lines) + 0.35, 1.05
    made = bare(wide, above + below + _ROW * max(1, len(rows)))
    tall = made.get_figheight()
    made.text(
        0.3 / wide,
        1 - 0.15 / tall,
        message("figure.sensitivity_edges", lang),
        fontsize=14,
        ha="left",
        va="top",
    )
    axis = made.add_axes((0, below / tall, 1, (tall - below - 0.55) / tall))
    axis.set_axis_off()
    axis.set_xlim(0, wide)
    axis.set_ylim(0, tall - below - 0.55)
    top = tall - below - 0.55 - 0.3
    heaviest = max([row[f"weight_{unit}"] for row in rows for unit in units], default=0.0) or 1.0
    for place, unit in enumerate(units):
        axis.text(
            left + _COLUMN * (place + 0.5),
            top + 0.12,
            message(f"unit.{unit}", lang).partition("（")[0].partition(" (")[0],
            ha="center",
            va="bottom",
            fontsize=9.5,
        )
    everywhere = sum(row["units"] == len(units) for row in rows)
    for number, (row, text) in enumerate(zip(rows, texts, strict=True)):
        y = top - _ROW * (number + 0.5)
        if number % 2 == 0:
            axis.axhspan(y - _ROW / 2, y + _ROW / 2, color="#f4f6f8", zorder=0, linewidth=0)
        if number == everywhere and everywhere:
            axis.plot(
                [0.3, wide - 0.3], [y + _ROW / 2] * 2, color="#44505c", linewidth=1.0, zorder=1
            )
        axis.text(left - 0.15, y, text, ha="right", va="center", fontsize=9.5)
        for place, unit in enumerate(units):
            weight, x = row[f"weight_{unit}"], left + _COLUMN * (place + 0.5)
            if weight > 0:
                drawn = row[f"drawn_{unit}"]
                axis.scatter(
                    [x],
                    [y],
                    s=12 + 120 * weight / heaviest,
                    facecolor="#2f6db3" if drawn else "white",
                    edgecolor="#2f6db3" if drawn else "#9aa3ad",
                    linewidth=1.0,
                    zorder=2,
                )
    if not rows:
        axis.text(
            wide / 2,
            top / 2,
            message("figure.no_edges", lang),
            ha="center",
            va="center",
            fontsize=12,
            color="#666666",
        )
    made.text(
        0.5,
        0.12 / tall,
        "\n".join(lines),
        ha="center",
        va="bottom",
        fontsize=9.5,
        color="#444444",
        linespacing=1.35,
    )
    return saved(made)
