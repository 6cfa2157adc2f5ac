"""Names beside points so that they cover neither one another nor the points, as far as there is
room.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from app.figures.canvas import halo, width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Box = tuple[float, float, float, float]
"""Left, low, right, high."""

_SIDES: Final = ((0, -1), (0, 1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
_STEPS: Final = (1.0, 2.0, 3.2)
_LEADER: Final[dict[str, object]] = {"arrowstyle": "-", "color": "#9aa3ad", "linewidth": 0.6}
"""The line to a name that stands farther off."""


class _Spot(NamedTuple):
    """A box for a text, its middle relative to the point, and how far off it is."""

    cost: float
    box: Box
    dx: float
    dy: float
    step: float


def beside(
    axis: Axes,
    texts: Sequence[str],
    places: Sequence[tuple[float, float]],
    radii: Sequence[float],
    size: float = 9.5,
    colour: str = "#000000",
) -> None:
    """Write each text beside its place (data coordinates; ``radii`` of the marks in points), the
    most crowded first below, above, right, left, then farther off with a thin line. The limits of
    the axis must be set, its figure without a layout engine.
    """
    dpi = axis.figure.dpi / 72
    data = np.array(places, np.float64).reshape(-1, 2)
    points: list[tuple[float, float]] = (axis.transData.transform(data) / dpi).tolist()
    marks = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(points, radii, strict=True)]
    window = axis.get_window_extent()
    edge = (window.x0 / dpi, window.y0 / dpi, window.x1 / dpi, window.y1 / dpi)
    taken: list[Box] = []
    for index, (text, (x, y), r) in enumerate(zip(texts, points, radii, strict=True)):
        spot = _best_spot(
            (x, y),
            r,
            (width(text) * 72 * size / 9.5, size * 1.35),
            taken,
            [mark for other, mark in enumerate(marks) if other != index],
            edge,
        )
        taken.append(spot.box)
        axis.annotate(
            text,
            places[index],
            xytext=(spot.dx, spot.dy),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=size,
            color=colour,
            zorder=4,
            annotation_clip=False,
            bbox=halo(0.08),
            arrowprops=_LEADER if spot.step > 1 else None,
        )


def _best_spot(
    point: tuple[float, float],
    radius: float,
    extent: tuple[float, float],
    taken: Sequence[Box],
    marks: Sequence[Box],
    edge: Box,
) -> _Spot:
    """Where a text of ``extent`` (width, height) covers least; all in points."""
    x, y = point
    wide, tall = extent
    spots = []
    for step in _STEPS:
        for side, (dx, dy) in enumerate(_SIDES):
            reach = radius + 2 + (step - 1) * tall
            cx, cy = x + dx * (reach + wide / 2), y + dy * (reach + tall / 2)
            box = (cx - wide / 2, cy - tall / 2, cx + wide / 2, cy + tall / 2)
            covered = sum(_shared(box, other) for other in taken) * 3 + sum(
                _shared(box, mark) for mark in marks
            )
            outside = (
                max(0.0, edge[0] - box[0])
                + max(0.0, edge[1] - box[1])
                + max(0.0, box[2] - edge[2])
                + max(0.0, box[3] - edge[3])
            )
            cost = covered + 20 * outside + 2 * side + 40 * (step - 1)
            spots.append(_Spot(cost, box, cx - x, cy - y, step))
    return min(spots, key=lambda spot: spot.cost)  # the first of the cheapest


def _shared(one: Box, two: Box) -> float:
    """Area that two boxes share."""
    return max(0.0, min(one[2], two[2]) - max(one[0], two[0])) * max(
        0.0, min(one[3], two[3]) - max(one[1], two[1])
    )
