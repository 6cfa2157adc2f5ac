"""Names beside points so that they cover neither one another nor the points, as far as there is
room.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from app.figures.canvas import width

_SIDES: Final = ((0, -1), (0, 1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
_STEPS: Final = (1.0, 2.0, 3.2)


def beside(
    axis: Any,
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
    at = axis.transData.transform(np.array(places, dtype=float).reshape(-1, 2)) / dpi  # points
    marks = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(at, radii, strict=True)]
    window = axis.get_window_extent()
    edge = (window.x0 / dpi, window.y0 / dpi, window.x1 / dpi, window.y1 / dpi)
    taken: list[tuple[float, float, float, float]] = []
    for number, (text, (x, y), r) in enumerate(zip(texts, at, radii, strict=True)):
        wide, tall = width(text) * 72 * size / 9.5, size * 1.35
        best, least = None, float("inf")
        for step in _STEPS:
            for side, (dx, dy) in enumerate(_SIDES):
                reach = r + 2 + (step - 1) * tall
                cx, cy = x + dx * (reach + wide / 2), y + dy * (reach + tall / 2)
                box = (cx - wide / 2, cy - tall / 2, cx + wide / 2, cy + tall / 2)
                covered = sum(_shared(box, other) for other in taken) * 3 + sum(
                    _shared(box, other) for place, other in enumerate(marks) if place != number
                )
                outside = (
                    max(0.0, edge[0] - box[0])
                    + max(0.0, edge[1] - box[1])
                    + max(0.0, box[2] - edge[2])
                    + max(0.0, box[3] - edge[3])
                )
                cost = covered + 20 * outside + 2 * side + 40 * (step - 1)
                if cost < least:
                    best, least = (box, cx - x, cy - y, step), cost
        assert best is not None
        box, dx, dy, step = best
        taken.append(box)
        axis.annotate(
            text,
            places[number],
            xytext=(dx, dy),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=size,
            color=colour,
            zorder=4,
            annotation_clip=False,
            bbox={
                "boxstyle": "round,pad=0.08",
                "facecolor": "white",
                "edgecolor": "none",
                "alpha": 0.7,
            },
            arrowprops={"arrowstyle": "-", "color": "#9aa3ad", "linewidth": 0.6}
            if step > 1
            else None,
        )


def _shared(
    one: tuple[float, float, float, float], two: tuple[float, float, float, float]
) -> float:
    """Area that two boxes share."""
    return max(0.0, min(one[2], two[2]) - max(one[0], two[0])) * max(
        0.0, min(one[3], two[3]) - max(one[1], two[1])
    )
