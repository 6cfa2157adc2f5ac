"""问题—原因—对策 as a Sankey picture: three columns, ribbons as wide as the units that tell the
link.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from app.figures.canvas import caption, figure, saved
from app.palette import NO_THEME
from corpus.catalogue import Language, message

TOP = 30
"""Ribbons drawn between two columns."""


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
    parts = [
        links[links["step"] == step].head(TOP) for step in ("problem-cause", "cause-countermeasure")
    ]
    columns: list[dict[str, float]] = [{}, {}, {}]
    flows: list[tuple[int, str, str, float, bool]] = []
    for place, part in enumerate(parts):
        for row in part.to_dict("records"):
            flows.append(
                (place, row["from"], row["to"], float(row["units"]), bool(row["expected"]))
            )
    for side, column in enumerate(columns):
        into: dict[str, float] = {}
        out: dict[str, float] = {}
        for place, one, two, width, _ in flows:
            if place == side:
                out[one] = out.get(one, 0.0) + width
            if place + 1 == side:
                into[two] = into.get(two, 0.0) + width
        column.update(
            {
                code: max(into.get(code, 0.0), out.get(code, 0.0))
                for code in sorted(into.keys() | out.keys())
            }
        )
    rows = max((len(column) for column in columns), default=0)
    made = figure(12, max(4.0, 1.6 + 0.42 * rows))
    axis = made.subplots()
    axis.set_axis_off()
    axis.set_title(title, fontsize=14, loc="left")
    if not flows:
        axis.text(
            0.5,
            0.5,
            message("figure.no_chains", lang),
            ha="center",
            va="center",
            transform=axis.transAxes,
            fontsize=12,
            color="#666666",
        )
        caption(made, note)
        return saved(made)
    tallest = max(sum(column.values()) for column in columns)
    gap = 0.35 * tallest / max(rows, 1)
    where: list[dict[str, tuple[float, float]]] = []
    for column in columns:
        y = 0.0
        laid = {}
        for code, height in sorted(column.items(), key=lambda item: (-item[1], item[0])):
            laid[code] = (y, height)
            y += height + gap
        where.append(laid)
    whole = max(max(y + height for y, height in laid.values()) for laid in where if laid)
    used = [{code: [0.0, 0.0] for code in laid} for laid in where]
    xs, bar = (0.0, 1.0, 2.0), 0.035
    for place, one, two, width, expected in sorted(
        flows,
        key=lambda flow: (flow[0], where[flow[0]][flow[1]][0], where[flow[0] + 1][flow[2]][0]),
    ):
        y0 = where[place][one][0] + used[place][one][1]
        y1 = where[place + 1][two][0] + used[place + 1][two][0]
        used[place][one][1] += width
        used[place + 1][two][0] += width
        _ribbon(
            axis,
            xs[place] + bar,
            xs[place + 1] - bar,
            y0,
            y1,
            width,
            colours.get(one, NO_THEME),
            expected,
        )
    for side, laid in enumerate(where):
        axis.text(
            xs[side],
            -0.6 * gap - 0.03 * whole,
            message(("function.problem", "function.cause", "function.countermeasure")[side], lang),
            ha="center",
            va="bottom",
            fontsize=11,
            color="#444444",
        )
        for code, (y, height) in laid.items():
            axis.fill_between(
                [xs[side] - bar, xs[side] + bar],
                y,
                y + height,
                color=colours.get(code, NO_THEME),
                linewidth=0,
            )
            axis.text(
                xs[side] + (bar + 0.015 if side < 2 else -bar - 0.015),
                y + height / 2,
                f"{names.get(code, code)} {height:g}",
                ha="left" if side < 2 else "right",
                va="center",
                fontsize=9,
                bbox={
                    "boxstyle": "round,pad=0.1",
                    "facecolor": "white",
                    "edgecolor": "none",
                    "alpha": 0.7,
                },
            )
    axis.set_xlim(-0.1, 2.1)
    axis.set_ylim(whole * 1.01, -0.08 * whole - gap)
    caption(made, note)
    return saved(made)


def _ribbon(
    axis: object,
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
    axis.add_patch(  # type: ignore[attr-defined]
        PathPatch(
            Path(points, codes),
            facecolor=colour,
            edgecolor=colour if expected else "#ffffff",
            alpha=0.45 if expected else 0.3,
            linewidth=0.4,
            hatch=None if expected else "////",
        )
    )
