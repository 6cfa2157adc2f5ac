"""ENA pictures: units in the rotated space with group means and intervals; mean and difference networks on the same nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.ena import ENA
from app.figures.canvas import PALETTE, caption, figure, saved
from corpus.catalogue import Language, message

MARKERS = ("o", "s", "^", "D", "v", "P", "X")


def points(model: ENA, labels: Sequence[str], title: str, note: str, lang: Language) -> tuple[bytes, bytes]:
    """A mark per unit, shape and colour by group, with group means and 95 % t intervals on each axis."""
    made = figure(8.5, 7)
    axis = made.subplots()
    _axes(axis, model, title, lang)
    names = list(dict.fromkeys(labels))
    y = model.points[:, 1] if model.points.shape[1] > 1 else np.zeros(len(model.points))
    for place, name in enumerate(names):
        own = np.array([label == name for label in labels])
        colour, marker = PALETTE[place % len(PALETTE)], MARKERS[place % len(MARKERS)]
        axis.scatter(model.points[own, 0], y[own], color=colour, marker=marker, s=26, alpha=0.75, label=name or message("ena.no_group", lang))
        if own.sum() >= 2 and name:
            mean = (float(model.points[own, 0].mean()), float(y[own].mean()))
            reach = [_interval(values) for values in (model.points[own, 0], y[own])]
            axis.errorbar(*mean, xerr=reach[0], yerr=reach[1], color=colour, marker=marker, markersize=10, markeredgecolor="black", capsize=4, linewidth=1.6, linestyle="none")
    if len(model.units) <= 40:
        for unit, x, height in zip(model.units, model.points[:, 0], y, strict=True):
            if x == 0 and height == 0:  # units without links lie at the origin, one on another
                continue
            axis.annotate(str(unit), (x, height), xytext=(4, 3), textcoords="offset points", fontsize=7.5, color="#555555")
    if len(names) > 1:
        axis.legend(frameon=False, fontsize=9)
    caption(made, note)
    return saved(made)


def network(model: ENA, codes: Sequence[str], weights: Any, title: str, note: str, lang: Language, *, difference: bool = False) -> tuple[bytes, bytes]:
    """Mean (or difference of mean) line weights between the code positions; in a difference, solid lines are stronger in group 1, dashed in group 2."""
    made = figure(8.5, 7)
    axis = made.subplots()
    _axes(axis, model, title, lang)
    x = model.nodes[:, 0]
    y = model.nodes[:, 1] if model.nodes.shape[1] > 1 else np.zeros(len(x))
    heaviest = float(np.abs(weights).max()) if len(weights) and np.abs(weights).max() > 0 else 1.0
    for (one, two), weight in zip(model.pairs, weights, strict=True):
        share = abs(float(weight)) / heaviest
        if share > 0.02:
            first = weight > 0
            axis.plot([x[one], x[two]], [y[one], y[two]], color=(PALETTE[0] if first else PALETTE[1]) if difference else "#5d7f9e", linestyle="-" if first or not difference else (0, (4, 2)), linewidth=0.4 + 5 * share, alpha=0.25 + 0.6 * share, zorder=1)
    strength = np.zeros(len(codes))
    for (one, two), weight in zip(model.pairs, np.abs(weights), strict=True):
        strength[one] += weight
        strength[two] += weight
    top = float(strength.max()) or 1.0
    axis.scatter(x, y, s=40 + 260 * strength / top, color="#2b3a4a", zorder=2)
    for place, name in enumerate(codes):
        axis.annotate(name, (x[place], y[place]), xytext=(0, -9), textcoords="offset points", ha="center", va="top", fontsize=9.5, zorder=3, bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.75})
    caption(made, note)
    return saved(made)


def _axes(axis: Any, model: ENA, title: str, lang: Language) -> None:
    axis.axhline(0, color="#cccccc", linewidth=0.8, zorder=0)
    axis.axvline(0, color="#cccccc", linewidth=0.8, zorder=0)
    axis.set_title(title, fontsize=14, loc="left")
    kinds = ("MR1", "SVD2") if model.means else ("SVD1", "SVD2")
    shares = [f"{kinds[place]} ({model.variance[place]:.1%})" if place < len(model.variance) else "" for place in (0, 1)]
    axis.set_xlabel(message("ena.axis", lang, axis=shares[0]))
    axis.set_ylabel(message("ena.axis", lang, axis=shares[1]))
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    axis.margins(0.12)


def _interval(values: Any) -> float:
    """Half width of the 95 % t interval of a mean."""
    from scipy.stats import t

    return float(t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)))
