"""问题—原因—对策 as a Sankey picture: three columns, ribbons as wide as the units that tell the
link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from app.figures.canvas import caption, figure, halo, nothing_drawn, saved
from app.palette import NO_THEME
from corpus.catalogue import Language, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TOP = 30
"""Ribbons drawn between two columns."""
_STEPS: Final = ("problem-cause", "cause-countermeasure")
_HEADS: Final = ("function.problem", "function.cause", "function.countermeasure")
_XS: Final = (0.0, 1.0, 2.0)
_BAR: Final = 0.035
"""Where the columns stand, and half the width of their bars."""


class _Flow(NamedTuple):
    """A ribbon from a code of column ``step`` to one of the next; its width is a count of units."""

    step: int
    source: str
    target: str
    width: float
    expected: bool


def sankey(
    links: pd.DataFrame,
    names: Mapping[str, str],
    colours: Mapping[str, str],
    title: str,
    note: str,
    lang: Language,
) -> tuple[bytes, bytes]:
    """``links`` as in ``analysis.chain`` (steps problem-cause and cause-countermeasure are drawn);
    links that the codebook does not expect are hatched. ``colours``: code -> that of its theme.
    """
    flows = _flows(links)
    columns = [_heights(flows, side) for side in range(3)]
    rows = max(len(column) for column in columns)
    sheet = figure(12, max(4.0, 1.6 + 0.42 * rows))
    axis = sheet.subplots()
    axis.set_axis_off()
    axis.set_title(title, fontsize=14, loc="left")
    if not flows:
        nothing_drawn(axis, message("figure.no_chains", lang))
        caption(sheet, note)
        return saved(sheet)
    gap = 0.35 * max(sum(column.values()) for column in columns) / max(rows, 1)
    bars = [_stacked(column, gap) for column in columns]
    tallest = max(max(y + height for y, height in column.values()) for column in bars if column)
    _draw_ribbons(axis, flows, bars, colours)
    for side, column in enumerate(bars):
        axis.text(
            _XS[side],
            -0.6 * gap - 0.03 * tallest,
            message(_HEADS[side], lang),
            ha="center",
            va="bottom",
            fontsize=11,
            color="#444444",
        )
        _draw_bars(axis, side, column, names, colours)
    axis.set_xlim(-0.1, 2.1)
    axis.set_ylim(tallest * 1.01, -0.08 * tallest - gap)
    caption(sheet, note)
    return saved(sheet)


def _flows(links: pd.DataFrame) -> list[_Flow]:
    """The first ``TOP`` links of each step."""
    return [
        _Flow(step, row["from"], row["to"], float(row["units"]), bool(row["expected"]))
        for step, name in enumerate(_STEPS)
        for row in links[links["step"] == name].head(TOP).to_dict("records")
    ]


def _heights(flows: Sequence[_Flow], side: int) -> dict[str, float]:
    """Code -> units of one column: what comes in or what goes out, whichever is more."""
    into: dict[str, float] = {}
    out: dict[str, float] = {}
    for flow in flows:
        if flow.step == side:
            out[flow.source] = out.get(flow.source, 0.0) + flow.width
        if flow.step + 1 == side:
            into[flow.target] = into.get(flow.target, 0.0) + flow.width
    return {
        code: max(into.get(code, 0.0), out.get(code, 0.0))
        for code in sorted(into.keys() | out.keys())
    }


def _stacked(column: Mapping[str, float], gap: float) -> dict[str, tuple[float, float]]:
    """Code -> (upper edge, height) of its bar, the tallest first."""
    y = 0.0
    bars = {}
    for code, height in sorted(column.items(), key=lambda item: (-item[1], item[0])):
        bars[code] = (y, height)
        y += height + gap
    return bars


def _draw_ribbons(
    axis: Axes,
    flows: Sequence[_Flow],
    bars: Sequence[Mapping[str, tuple[float, float]]],
    colours: Mapping[str, str],
) -> None:
    """Ribbons leave and reach a bar in the order of the bars at their other ends."""
    left = [dict.fromkeys(column, 0.0) for column in bars]
    reached = [dict.fromkeys(column, 0.0) for column in bars]
    for step, source, target, width, expected in sorted(
        flows,
        key=lambda flow: (
            flow.step,
            bars[flow.step][flow.source][0],
            bars[flow.step + 1][flow.target][0],
        ),
    ):
        y0 = bars[step][source][0] + left[step][source]
        y1 = bars[step + 1][target][0] + reached[step + 1][target]
        left[step][source] += width
        reached[step + 1][target] += width
        colour = colours.get(source, NO_THEME)
        _ribbon(axis, _XS[step] + _BAR, _XS[step + 1] - _BAR, y0, y1, width, colour, expected)


def _draw_bars(
    axis: Axes,
    side: int,
    bars: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    colours: Mapping[str, str],
) -> None:
    """The bars of one column with their names: right of them, in the last column left."""
    for code, (y, height) in bars.items():
        axis.fill_between(
            [_XS[side] - _BAR, _XS[side] + _BAR],
            y,
            y + height,
            color=colours.get(code, NO_THEME),
            linewidth=0,
        )
        axis.text(
            _XS[side] + (_BAR + 0.015 if side < 2 else -_BAR - 0.015),
            y + height / 2,
            f"{names.get(code, code)} {height:g}",
            ha="left" if side < 2 else "right",
            va="center",
            fontsize=9,
            bbox=halo(0.1),
        )


def _ribbon(
    axis: Axes,
    x0: float,
    x1: float,
    y0: float,
    y1: float,
    width: float,
    colour: str,
    expected: bool,
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    middle = (x0 + x1) / 2
    points = [
        (x0, y0),
        (middle, y0),
        (middle, y1),
        (x1, y1),
        (x1, y1 + width),
        (middle, y1 + width),
        (middle, y0 + width),
        (x0, y0 + width),
        (x0, y0),
    ]
    codes = [
        Path.MOVETO,
        Path.CURVE4,
        Path.CURVE4,
        Path.CURVE4,
        Path.LINETO,
        Path.CURVE4,
        Path.CURVE4,
        Path.CURVE4,
        Path.CLOSEPOLY,
    ]
    axis.add_patch(
        PathPatch(
            Path(points, codes),
            facecolor=colour,
            edgecolor=colour if expected else "#ffffff",
            alpha=0.45 if expected else 0.3,
            linewidth=0.4,
            hatch=None if expected else "////",
        )
    )
