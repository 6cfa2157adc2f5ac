"""ENA pictures: units in the rotated space with group means and intervals; mean and difference
networks on the same nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.ena import ENA
from app.figures.canvas import bare, footer, saved, width, wrapped
from app.figures.labels import beside
from app.palette import colour_at
from corpus.catalogue import Language, message

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]

MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X")
MOST_NAMES: Final = 40
"""Units are named beside their marks up to this number."""
FAINTEST: Final = 0.02
"""Links of no more than this share of the heaviest are not drawn."""


class _Mean(NamedTuple):
    """A mean on one axis and half the width of its 95 % t interval."""

    middle: float
    reach: float


class _Group(NamedTuple):
    """Units of one group: which of the model's, how they are drawn, and where their mean lies."""

    name: str
    members: NDArray[np.bool_]
    colour: str
    marker: str
    mean: tuple[_Mean, _Mean] | None
    """Of the units with links, on both axes; None for fewer than two and for those in no group."""


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
    positions = _plane(model.points)
    groups = _groups(positions, labels, order)
    corners = [
        [axis.middle + sign * axis.reach for axis in group.mean]
        for group in groups
        if group.mean is not None
        for sign in (-1, 1)
    ]
    names = [group.name or message("ena.no_group", lang) for group in groups]
    sheet, axis = _sheet(
        model,
        np.vstack([positions, *corners]),
        title,
        note,
        lang,
        names if len(names) > 1 else [],
    )
    for group, name in zip(groups, names, strict=True):
        if group.members.any():
            _draw_group(axis, positions, group, name)
    if len(names) > 1:
        axis.legend(frameon=False, fontsize=9, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    if len(model.units) <= MOST_NAMES:
        _name_units(axis, model, positions, lang)
    return saved(sheet)


def _plane(points: Floats) -> Floats:
    """The first two dimensions (rows x 2); 0 on the second where there is only one."""
    second: Floats = points[:, 1] if points.shape[1] > 1 else np.zeros(len(points))
    return np.column_stack([points[:, 0], second])


def _groups(positions: Floats, labels: Sequence[str], order: Sequence[str]) -> list[_Group]:
    """The groups of ``order``, then those that only ``labels`` name; "" is no group."""
    groups = []
    for index, name in enumerate(dict.fromkeys([*order, *labels])):
        members = np.array([label == name for label in labels], np.bool_)
        colour, marker = colour_at(index), MARKERS[index % len(MARKERS)]
        if order and not name:
            colour, marker = "#9aa3ad", "X"
        mean = None
        linked = members & positions.any(axis=1)
        if np.count_nonzero(linked) >= 2 and name:
            mean = (_mean(positions[linked, 0]), _mean(positions[linked, 1]))
        groups.append(_Group(name, members, colour, marker, mean))
    return groups


def _draw_group(axis: Axes, positions: Floats, group: _Group, name: str) -> None:
    """The units of a group, and its mean with the interval on both axes."""
    axis.scatter(
        positions[group.members, 0],
        positions[group.members, 1],
        color=group.colour,
        marker=group.marker,
        s=26,
        alpha=0.8,
        label=name,
        zorder=2,
    )
    if group.mean is None:
        return
    across, upward = group.mean
    axis.errorbar(
        across.middle,
        upward.middle,
        xerr=across.reach,
        yerr=upward.reach,
        color=group.colour,
        marker=group.marker,
        markersize=10,
        markeredgecolor="black",
        capsize=4,
        linewidth=1.6,
        linestyle="none",
        zorder=3,
    )


def _name_units(axis: Axes, model: ENA, positions: Floats, lang: Language) -> None:
    """Units by name; those without links lie at the origin, one on another, and are counted."""
    linked = np.flatnonzero(model.points.any(axis=1)).tolist()
    beside(
        axis,
        [str(model.units[index]) for index in linked],
        [(float(positions[index, 0]), float(positions[index, 1])) for index in linked],
        [3.0] * len(linked),
        7.5,
        "#555555",
    )
    lone = len(model.units) - len(linked)
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


def network(
    model: ENA,
    codes: Sequence[str],
    weights: Floats,
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
    positions = _plane(model.nodes)
    sheet, axis = _sheet(model, positions, title, note, lang)
    _draw_links(axis, positions, model.pairs, weights, difference)
    strength = np.zeros(len(codes))
    for (first, second), weight in zip(model.pairs, np.abs(weights), strict=True):
        strength[first] += weight
        strength[second] += weight
    sizes: Floats = 40 + 260 * strength / (float(strength.max()) or 1.0)
    axis.scatter(
        positions[:, 0],
        positions[:, 1],
        s=sizes,
        color=list(colours) or "#2b3a4a",
        edgecolor="white",
        zorder=2,
    )
    beside(
        axis,
        list(codes),
        [(float(positions[index, 0]), float(positions[index, 1])) for index in range(len(codes))],
        (np.sqrt(sizes) / 2).tolist(),
    )
    return saved(sheet)


def _draw_links(
    axis: Axes,
    positions: Floats,
    pairs: Sequence[tuple[int, int]],
    weights: Floats,
    difference: bool,
) -> None:
    """A line per pair, as wide as its weight; the faintest are left out."""
    heaviest = float(np.abs(weights).max()) if len(weights) and np.abs(weights).max() > 0 else 1.0
    for (start, end), weight in zip(pairs, weights.tolist(), strict=True):
        share = abs(weight) / heaviest
        if share <= FAINTEST:
            continue
        first = weight > 0
        axis.plot(
            [positions[start, 0], positions[end, 0]],
            [positions[start, 1], positions[end, 1]],
            color=colour_at(0 if first else 1) if difference else "#5d7f9e",
            linestyle="-" if first or not difference else (0, (4, 2)),
            linewidth=0.4 + 5 * share,
            alpha=0.25 + 0.6 * share,
            zorder=1,
        )


def _sheet(
    model: ENA,
    positions: Floats,
    title: str,
    note: str,
    lang: Language,
    legend: Sequence[str] = (),
) -> tuple[Figure, Axes]:
    """Figure and axis at fixed places; limits around ``positions`` (rows x 2) and the origin, with
    room for names and beside it for a legend.
    """
    wide = 8.8 + (max(map(width, legend)) + 0.5 if legend else 0.0)
    lines = wrapped(note, wide)
    below = 0.75 + 0.2 * len(lines)
    tall = 6.4 + below
    sheet = bare(wide, tall)
    sheet.text(0.03, 1 - 0.12 / tall, title, fontsize=14, ha="left", va="top")
    footer(sheet, lines, 0.1)
    axis = sheet.add_axes((0.85 / wide, below / tall, 7.6 / wide, 5.8 / tall))
    _axes(axis, model, lang)
    for side, limit in ((0, axis.set_xlim), (1, axis.set_ylim)):
        values: Floats = positions[:, side]
        low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
        room = 0.14 * ((high - low) or 1.0)
        limit(low - room, high + room)
    return sheet, axis


def _axes(axis: Axes, model: ENA, lang: Language) -> None:
    axis.axhline(0, color="#cccccc", linewidth=0.8, zorder=0)
    axis.axvline(0, color="#cccccc", linewidth=0.8, zorder=0)
    kinds = ("MR1", "SVD2") if model.means else ("SVD1", "SVD2")
    shares = [
        f"{kind} ({model.variance[index]:.1%})" if index < len(model.variance) else ""
        for index, kind in enumerate(kinds)
    ]
    axis.set_xlabel(message("ena.axis", lang, axis=shares[0]))
    axis.set_ylabel(message("ena.axis", lang, axis=shares[1]))
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)


def _mean(values: Floats) -> _Mean:
    """Of at least two values."""
    from scipy.stats import t

    error: float = t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return _Mean(float(values.mean()), float(error))
