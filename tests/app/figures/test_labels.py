"""Names beside points: each once, off one another and off the points, inside the axis."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from app.figures.canvas import bare
from app.figures.labels import beside


def axis_of(inches: float = 5.0) -> Axes:
    """An axis of the unit square that fills its sheet but for a margin."""
    axis = bare(inches, inches).add_axes((0.1, 0.1, 0.8, 0.8))
    axis.set_xlim(0, 1)
    axis.set_ylim(0, 1)
    return axis


def extents(axis: Axes) -> dict[str, Bbox]:
    """Name -> the pixels that it covers, without the line to its point."""
    renderer = FigureCanvasAgg(axis.figure).get_renderer()
    found = {}
    for text in axis.texts:
        text.update_positions(renderer)
        found[text.get_text()] = Text.get_window_extent(text, renderer)
    return found


def overlap(one: Bbox, two: Bbox) -> float:
    """Square pixels that two boxes share."""
    wide = min(one.x1, two.x1) - max(one.x0, two.x0)
    tall = min(one.y1, two.y1) - max(one.y0, two.y0)
    return max(0.0, wide) * max(0.0, tall)


def test_a_lone_point_has_its_name_right_below() -> None:
    axis = axis_of()
    beside(axis, ["标准不一"], [(0.5, 0.5)], [4.0])
    (text,) = axis.texts
    dx, dy = text.xyann
    assert (text.get_text(), text.xy, dx) == ("标准不一", (0.5, 0.5), pytest.approx(0))
    assert dy == pytest.approx(-(4 + 2 + 9.5 * 1.35 / 2))
    assert text.arrow_patch is None


def test_at_the_lower_edge_the_name_stands_above() -> None:
    axis = axis_of()
    beside(axis, ["甲"], [(0.5, 0.0)], [4.0])
    assert axis.texts[0].xyann[1] > 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_names_of_crowded_points_do_not_cover_one_another(seed: int) -> None:
    places = np.random.default_rng(seed).uniform(0.3, 0.7, (12, 2))
    names = [f"编码{number:02d}" for number in range(12)]
    axis = axis_of(8.0)
    beside(axis, names, [(float(x), float(y)) for x, y in places], [3.0] * 12)
    found = extents(axis)
    assert list(found) == names
    assert all(overlap(one, two) < 1 for one, two in itertools.combinations(found.values(), 2))
    window = axis.get_window_extent()
    assert all(box.x0 >= window.x0 and box.y1 <= window.y1 for box in found.values())


def test_names_at_one_place_all_stand_somewhere_else_the_far_ones_with_a_line() -> None:
    names = [f"同一处的点{number}" for number in range(10)]
    axis = axis_of()
    beside(axis, names, [(0.5, 0.5)] * 10, [2.0] * 10)
    assert len({text.xyann for text in axis.texts}) == 10
    lined = [text for text in axis.texts if text.arrow_patch is not None]
    near = [text for text in axis.texts if text.arrow_patch is None]
    assert lined and near
    assert min(np.hypot(*text.xyann) for text in lined) > min(
        np.hypot(*text.xyann) for text in near
    )


def test_size_and_colour_are_those_asked_for_and_no_names_leave_the_axis_empty() -> None:
    axis = axis_of()
    beside(axis, [], [], [])
    assert not axis.texts
    beside(axis, ["a", "b"], [(0.2, 0.2), (0.8, 0.8)], [1.0, 1.0], 7.5, "#555555")
    assert {(text.get_fontsize(), text.get_color()) for text in axis.texts} == {(7.5, "#555555")}


def test_lists_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError):
        beside(axis_of(), ["a", "b"], [(0.2, 0.2)], [1.0])
