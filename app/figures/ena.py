"""ENA pictures: units in the rotated space with group means and intervals; mean and difference
networks on the same nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.ena import ENA
from app.figures.canvas import bare, saved, width, wrapped
from app.figures.labels import beside
from app.palette import colour_at
from corpus.catalogue import Language, message

MARKERS = ("o", "s", "^", "D", "v", "P", "X")


def points(
    model: ENA,
    labels: Sequence[str],
    title: str,
    note: str,
    lang: Language,
    order: Sequence[str] = (),
) -> tuple[bytes, bytes]:
    """A mark per unit, shape and colour by group (``order``: the groups, in the colours of the
    networks), with group means and 95 % t intervals on each axis.
    """
    y = model.points[:, 1] if model.points.shape[1] > 1 else np.zeros(len(model.points))
    names = (
        [*order, *(name for name in dict.fromkeys(labels) if name not in order)]
        if order
        else list(dict.fromkeys(labels))
    )
    member = {name: np.array([label == name for label in labels]) for name in names}
    middle = {
        name: [
            (float(values[own].mean()), _interval(values[own]))
            for values in (model.points[:, 0], y)
        ]
        for name, own in member.items()
        if own.sum() >= 2 and name
    }
    corners = [
        [mean + sign * reach for mean, reach in pair]
        for pair in middle.values()
        for sign in (-1, 1)
    ]
    made, axis = _sheet(
        model,
        np.vstack([np.column_stack([model.points[:, 0], y]), *corners]),
        title,
        note,
        lang,
        [name or message("ena.no_group", lang) for name in names] if len(names) > 1 else [],
    )
    for place, (name, own) in enumerate(member.items()):
        if not own.any():
            continue
        colour, marker = (
            (colour_at(place), MARKERS[place % len(MARKERS)])
            if name or not order
            else ("#9aa3ad", "X")
        )
        axis.scatter(
            model.points[own, 0],
            y[own],
            color=colour,
            marker=marker,
            s=26,
            alpha=0.8,
            label=name or message("ena.no_group", lang),
            zorder=2,
        )
        if name in middle:
            (at_x, reach_x), (at_y, reach_y) = middle[name]
            axis.errorbar(
                at_x,
                at_y,
                xerr=reach_x,
                yerr=reach_y,
                color=colour,
                marker=marker,
                markersize=10,
                markeredgecolor="black",
                capsize=4,
                linewidth=1.6,
                linestyle="none",
                zorder=3,
            )
    if len(names) > 1:
        axis.legend(frameon=False, fontsize=9, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    if len(model.units) <= 40:
        shown = [
            place for place in range(len(model.units)) if model.points[place].any()
        ]  # units without links lie at the origin, one on another
        beside(
            axis,
            [str(model.units[place]) for place in shown],
            [(float(model.points[place, 0]), float(y[place])) for place in shown],
            [3.0] * len(shown),
            7.5,
            "#555555",
        )
        lone = len(model.units) - len(shown)
        if lone:
            axis.annotate(
                message("ena.at_origin", lang, count=lone),
                (0, 0),
                xytext=(6, -4),
                textcoords="offset points",
                va="top",
                fontsize=7.5,
                color="#555555",
            )
    return saved(made)


def network(
    model: ENA,
    codes: Sequence[str],
    weights: Any,
    title: str,
    note: str,
    lang: Language,
    *,
    colours: Sequence[str] = (),
    difference: bool = False,
) -> tuple[bytes, bytes]:
    """Mean (or difference of mean) line weights between the code positions; in a difference, solid
    lines are stronger in group 1, dashed in group 2. ``colours`` are those of the themes (or groups
    of a lens) that are the codes; without them all are dark.
    """
    x = model.nodes[:, 0]
    y = model.nodes[:, 1] if model.nodes.shape[1] > 1 else np.zeros(len(x))
    made, axis = _sheet(model, np.column_stack([x, y]), title, note, lang)
    heaviest = float(np.abs(weights).max()) if len(weights) and np.abs(weights).max() > 0 else 1.0
    for (one, two), weight in zip(model.pairs, weights, strict=True):
        share = abs(float(weight)) / heaviest
        if share > 0.02:
            first = weight > 0
            axis.plot(
                [x[one], x[two]],
                [y[one], y[two]],
                color=colour_at(0 if first else 1) if difference else "#5d7f9e",
                linestyle="-" if first or not difference else (0, (4, 2)),
                linewidth=0.4 + 5 * share,
                alpha=0.25 + 0.6 * share,
                zorder=1,
            )
    strength = np.zeros(len(codes))
    for (one, two), weight in zip(model.pairs, np.abs(weights), strict=True):
        strength[one] += weight
        strength[two] += weight
    sizes = 40 + 260 * strength / (float(strength.max()) or 1.0)
    axis.scatter(x, y, s=sizes, color=list(colours) or "#2b3a4a", edgecolor="white", zorder=2)
    beside(
        axis,
        list(codes),
        [(float(x[place]), float(y[place])) for place in range(len(codes))],
        (np.sqrt(sizes) / 2).tolist(),
    )
    return saved(made)


def _sheet(
    model: ENA, where: Any, title: str, note: str, lang: Language, legend: Sequence[str] = ()
) -> tuple[Any, Any]:
    """Figure and axis of fixed places; limits around ``where`` and the origin, with room for names
    and beside it for a legend.
    """
    wide = 8.8 + (max(map(width, legend)) + 0.5 if legend else 0.0)
    lines = wrapped(note, wide)
    below = 0.75 + 0.2 * len(lines)
    tall = 6.4 + below
    made = bare(wide, tall)
    made.text(0.03, 1 - 0.12 / tall, title, fontsize=14, ha="left", va="top")
    made.text(
        0.5,
        0.1 / tall,
        "\n".join(lines),
        ha="center",
        va="bottom",
        fontsize=9.5,
        color="#444444",
        linespacing=1.35,
    )
    axis = made.add_axes((0.85 / wide, below / tall, 7.6 / wide, 5.8 / tall))
    _axes(axis, model, lang)
    for side, limit in ((0, axis.set_xlim), (1, axis.set_ylim)):
        low, high = min(0.0, float(where[:, side].min())), max(0.0, float(where[:, side].max()))
        room = 0.14 * ((high - low) or 1.0)
        limit(low - room, high + room)
    return made, axis


def _axes(axis: Any, model: ENA, lang: Language) -> None:
    axis.axhline(0, color="#cccccc", linewidth=0.8, zorder=0)
    axis.axvline(0, color="#cccccc", linewidth=0.8, zorder=0)
    kinds = ("MR1", "SVD2") if model.means else ("SVD1", "SVD2")
    shares = [
        f"{kinds[place]} ({model.variance[place]:.1%})" if place < len(model.variance) else ""
        for place in (0, 1)
    ]
    axis.set_xlabel(message("ena.axis", lang, axis=shares[0]))
    axis.set_ylabel(message("ena.axis", lang, axis=shares[1]))
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)


def _interval(values: Any) -> float:
    """Half width of the 95 % t interval of a mean."""
    from scipy.stats import t

    return float(t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)))
