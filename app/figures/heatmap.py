"""A table of numbers as a heatmap; a mark in the cell tells the significant ones without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from app.figures.canvas import caption, figure, saved

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def heatmap(
    values: Any,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    title: str,
    note: str,
    cells: Any = None,
    marked: Any = None,
    centre: float | None = None,
    label: str = "",
    row_colours: Sequence[str] = (),
    column_colours: Sequence[str] = (),
    nothing: str = "—",
) -> tuple[bytes, bytes]:
    """``values`` (rows x columns; NaN is left white); ``cells``: texts in the cells; ``marked``: a
    ✱ after the text; ``centre``: a value with a diverging scale around it; ``nothing``: what is
    said where there are no rows; ``row_colours`` and ``column_colours``: bars beside the names, the
    colours of the themes of the codes that stand there.
    """
    data = np.asarray(values, float)
    made = figure(max(5.5, 2.6 + 0.62 * len(columns)), max(3.2, 2.0 + 0.42 * len(rows)))
    axis = made.subplots()
    if not data.size:
        axis.set_axis_off()
        axis.set_title(title, fontsize=14, loc="left")
        axis.text(
            0.5,
            0.5,
            nothing,
            ha="center",
            va="center",
            fontsize=12,
            color="#666666",
            transform=axis.transAxes,
        )
        caption(made, note)
        return saved(made)
    if centre is None:
        image = axis.imshow(
            data,
            cmap="Blues",
            aspect="auto",
            vmin=min(0.0, float(np.nanmin(data)))
            if data.size and not np.isnan(data).all()
            else 0.0,
        )
    else:
        reach = (
            float(np.nanmax(np.abs(data - centre)))
            if data.size and not np.isnan(data).all()
            else 1.0
        )
        image = axis.imshow(
            data,
            cmap="RdBu_r",
            aspect="auto",
            vmin=centre - (reach or 1.0),
            vmax=centre + (reach or 1.0),
        )
    axis.set_xticks(
        range(len(columns)), columns, rotation=40, ha="right", rotation_mode="anchor", fontsize=10
    )
    axis.set_yticks(range(len(rows)), rows, fontsize=10)
    _bars(axis, row_colours, column_colours, data.shape[0])
    axis.set_title(title, fontsize=14, loc="left")
    for spine in axis.spines.values():
        spine.set_visible(False)
    if data.size <= 900:
        for row in range(data.shape[0]):
            for column in range(data.shape[1]):
                text = "" if cells is None else str(cells[row][column])
                if marked is not None and marked[row][column]:
                    text += "✱"
                if text:
                    axis.text(
                        column,
                        row,
                        text,
                        ha="center",
                        va="center",
                        fontsize=8,
                        color="white" if _dark(image, data[row, column]) else "#222222",
                    )
    if data.size and not np.isnan(data).all():
        made.colorbar(image, ax=axis, shrink=0.7, label=label)
    caption(made, note)
    return saved(made)


def _bars(axis: Axes, rows: Sequence[str], columns: Sequence[str], below: int) -> None:
    """A coloured bar before every row and under every column."""
    from matplotlib.patches import Rectangle

    for index, colour in enumerate(rows):
        axis.add_patch(Rectangle((-0.62, index - 0.5), 0.1, 1, color=colour, lw=0, clip_on=False))
    for index, colour in enumerate(columns):
        bar = Rectangle((index - 0.5, below - 0.48), 1, 0.1, color=colour, lw=0, clip_on=False)
        axis.add_patch(bar)
    if rows:
        axis.tick_params(axis="y", length=0, pad=9)
    if columns:
        axis.tick_params(axis="x", length=0, pad=7)


def _dark(image: Any, value: float) -> bool:
    if value != value:
        return False
    red, green, blue, _ = image.cmap(image.norm(value))
    return bool(0.299 * red + 0.587 * green + 0.114 * blue < 0.55)
