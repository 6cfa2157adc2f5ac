"""A table of numbers as a heatmap; a mark in the cell tells the significant ones without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from app.figures.canvas import caption, figure, nothing_drawn, saved

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage
    from numpy.typing import ArrayLike, NDArray

MOST_CELLS: Final = 900
"""Texts stand in the cells of tables up to this size."""


def heatmap(
    values: ArrayLike,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    title: str,
    note: str,
    cells: Sequence[Sequence[object]] | None = None,
    marked: Sequence[Sequence[bool]] | NDArray[np.bool_] | None = None,
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
    sheet = figure(max(5.5, 2.6 + 0.62 * len(columns)), max(3.2, 2.0 + 0.42 * len(rows)))
    axis = sheet.subplots()
    axis.set_title(title, fontsize=14, loc="left")
    if not data.size:
        axis.set_axis_off()
        nothing_drawn(axis, nothing)
        caption(sheet, note)
        return saved(sheet)
    image = _image(axis, data, centre)
    axis.set_xticks(
        range(len(columns)), columns, rotation=40, ha="right", rotation_mode="anchor", fontsize=10
    )
    axis.set_yticks(range(len(rows)), rows, fontsize=10)
    _bars(axis, row_colours, column_colours, data.shape[0])
    for spine in axis.spines.values():
        spine.set_visible(False)
    if data.size <= MOST_CELLS:
        _write_cells(axis, image, data, cells, marked)
    if not np.isnan(data).all():
        sheet.colorbar(image, ax=axis, shrink=0.7, label=label)
    caption(sheet, note)
    return saved(sheet)


def _image(axis: Axes, data: NDArray[np.float64], centre: float | None) -> AxesImage:
    """The coloured cells: blue from 0 (or the least) on, or red and blue around ``centre``."""
    empty = np.isnan(data).all()
    if centre is None:
        least = 0.0 if empty else min(0.0, float(np.nanmin(data)))
        return axis.imshow(data, cmap="Blues", aspect="auto", vmin=least)
    reach = (1.0 if empty else float(np.nanmax(np.abs(data - centre)))) or 1.0
    return axis.imshow(data, cmap="RdBu_r", aspect="auto", vmin=centre - reach, vmax=centre + reach)


def _write_cells(
    axis: Axes,
    image: AxesImage,
    data: NDArray[np.float64],
    cells: Sequence[Sequence[object]] | None,
    marked: Sequence[Sequence[bool]] | NDArray[np.bool_] | None,
) -> None:
    for row, column in np.ndindex(data.shape):
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
                color="white" if _dark(image, float(data[row, column])) else "#222222",
            )


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


def _dark(image: AxesImage, value: float) -> bool:
    if value != value:
        return False
    red, green, blue, _ = image.cmap(image.norm(np.asarray(value)))
    return bool(0.299 * red + 0.587 * green + 0.114 * blue < 0.55)
