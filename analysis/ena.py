"""Epistemic network analysis: connections within moving windows, a rotated space of units, nodes
placed by least squares.

After Shaffer, Collier & Ruis 2016 and Bowman et al. 2021, held to rENA 0.2.7 (CRAN): back counts
the line itself; units are normalised by their L2 norm, centred over non-empty rows, units without
links stay at the origin. Signs of the axes are ours: the largest coefficient of each axis by size
is positive (first group positive on MR1).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

Array = Any
FEW_UNITS: Final = 10
POOR_FIT: Final = 0.9


@dataclass(frozen=True)
class ENA:
    """``pairs`` index codes in column-major upper-triangle order (0,1), (0,2), (1,2) …; rows are
    units in order of first appearance.

    counts and weights: units x pairs; points and centroids: units x dimensions; rotation: pairs x
    dimensions; nodes: codes x dimensions; variance: share of each dimension; fit: Pearson
    correlation of all differences of points and centroids on the first two dimensions. ``warnings``
    are message keys.
    """

    units: tuple[Hashable, ...]
    pairs: tuple[tuple[int, int], ...]
    counts: Array
    weights: Array
    centre: Array
    points: Array
    rotation: Array
    nodes: Array
    centroids: Array
    variance: Array
    fit: tuple[float, ...]
    warnings: tuple[str, ...]
    means: bool = False
    """Whether the first axis is a means rotation (MR1)."""


def code_pairs(codes: int) -> tuple[tuple[int, int], ...]:
    """Pairs in column-major upper-triangle order."""
    return tuple((a, b) for b in range(codes) for a in range(b))


def accumulate(
    lines: Array,
    units: Sequence[Hashable],
    conversations: Sequence[Hashable],
    *,
    back: float = 4,
    forward: float = 0,
    weighted: bool = False,
    window: Literal["moving", "conversation"] = "moving",
) -> tuple[tuple[Hashable, ...], Array]:
    """Connection counts per unit (units in order of first appearance, units x pairs).

    ``lines`` (n x codes, 0/1 or counts) stand in time order. A moving window holds the line,
    ``back`` - 1 lines before and ``forward`` after it, within the conversation, over all speakers;
    the links of the line x with the window sum w are x_a w_b + w_a x_b - x_a x_b and belong to the
    unit of the line (for forward > 0 rENA also counts links between the lines before and after; we
    do not). ``weighted`` keeps products of counts, otherwise each line gives 0 or 1 per pair.
    ``window="conversation"`` links a unit's own lines in a conversation. Raises ValueError for back
    < 1, forward < 0 or lengths that differ.
    """
    data = np.asarray(lines, float)
    if data.ndim != 2 or len(units) != len(data) or len(conversations) != len(data):
        raise ValueError(
            f"lines, units and conversations must have one length, got {data.shape}, "
            f"{len(units)}, {len(conversations)}"
        )
    if back < 1 or forward < 0:
        raise ValueError(
            f"back must be at least 1 and forward at least 0, got back={back}, forward={forward}"
        )
    names = tuple(dict.fromkeys(units))
    pairs = code_pairs(data.shape[1])
    first, second = (np.array([pair[side] for pair in pairs], dtype=int) for side in (0, 1))
    owner = {name: place for place, name in enumerate(names)}
    totals = np.zeros((len(names), len(pairs)))
    if window == "conversation":
        groups: dict[tuple[Hashable, Hashable], list[int]] = {}
        for row, key in enumerate(zip(conversations, units, strict=True)):
            groups.setdefault(key, []).append(row)
        for (_, unit), rows in groups.items():
            total = data[rows].sum(axis=0)
            linked = total[first] * total[second]
            totals[owner[unit]] += linked if weighted else linked > 0
        return names, totals
    talks: dict[Hashable, list[int]] = {}
    for row, talk in enumerate(conversations):
        talks.setdefault(talk, []).append(row)
    for rows in talks.values():
        talk_data = data[rows]
        running = np.vstack([np.zeros(data.shape[1]), np.cumsum(talk_data, axis=0)])
        place = np.arange(len(rows))
        low = np.maximum(0, place - (min(back, len(rows)) - 1)).astype(int)
        high = np.minimum(len(rows), place + min(forward, len(rows)) + 1).astype(int)
        around = running[high] - running[low]
        x, w = talk_data, around
        linked = (
            x[:, first] * w[:, second] + w[:, first] * x[:, second] - x[:, first] * x[:, second]
        )
        np.add.at(
            totals,
            [owner[units[row]] for row in rows],
            linked if weighted else (linked > 0).astype(float),
        )
    return names, totals


def sphere(counts: Array) -> Array:
    """Each row divided by its L2 norm; empty rows stay empty."""
    norm = np.linalg.norm(counts, axis=1, keepdims=True)
    return np.divide(counts, norm, out=np.zeros_like(counts, dtype=float), where=norm > 0)


def model(
    names: tuple[Hashable, ...],
    counts: Array,
    codes: int,
    *,
    groups: Array | None = None,
    normalise: Literal["sphere", "none"] = "sphere",
) -> ENA:
    """The rotated space. ``groups`` (one of 1, 2 or 0 for neither, per unit) asks for a means
    rotation, else SVD.

    "none" divides all rows by the largest norm. Raises ValueError for fewer than two units with
    links, units that do not differ, or an empty group.
    """
    counts = np.asarray(counts, float)
    filled = np.flatnonzero(counts.any(axis=1))
    if len(filled) < 2:
        raise ValueError(f"ENA needs at least two units with links, got {len(filled)}")
    weights = (
        sphere(counts) if normalise == "sphere" else counts / np.linalg.norm(counts, axis=1).max()
    )
    centre = weights[filled].mean(axis=0)
    centred = np.zeros_like(weights)
    centred[filled] = weights[filled] - centre
    if np.abs(centred).max() < 1e-12:
        raise ValueError("ENA needs units that differ: all have the same links in proportion")
    rotation = _svd(centred) if groups is None else _means(centred, np.asarray(groups))
    points = centred @ rotation
    spread = points.var(axis=0, ddof=1)
    pairs = code_pairs(codes)
    share = np.zeros((len(weights), codes))
    for column, (a, b) in enumerate(pairs):
        share[:, a] += weights[:, column] / 2
        share[:, b] += weights[:, column] / 2
    share /= np.maximum(np.abs(share).sum(axis=1, keepdims=True), 1e-4)
    nodes, _, rank, _ = np.linalg.lstsq(share, points, rcond=None)
    centroids = share @ nodes
    fit = tuple(_fit(points[:, d], centroids[:, d]) for d in range(min(2, points.shape[1])))
    warnings = [
        key
        for key, found in (
            ("ena.few_units", len(filled) < FEW_UNITS),
            ("ena.poor_fit", min(fit) < POOR_FIT),
            ("ena.rank", rank < codes),
            ("ena.empty", len(filled) < len(counts)),
        )
        if found
    ]
    return ENA(
        names,
        pairs,
        counts,
        weights,
        centre,
        points,
        rotation,
        nodes,
        centroids,
        spread / spread.sum(),
        fit,
        tuple(warnings),
        groups is not None,
    )


def _signed(rotation: Array) -> Array:
    largest = np.abs(rotation).argmax(axis=0)
    sign = np.sign(rotation[largest, np.arange(rotation.shape[1])])
    return rotation * np.where(sign == 0, 1, sign)


def _svd(centred: Array) -> Array:
    return _signed(np.linalg.svd(centred, full_matrices=False)[2].T)


def _means(centred: Array, groups: Array) -> Array:
    """MR1 runs from the mean of group 2 to that of group 1; the rest is the SVD of what is
    orthogonal to it.
    """
    if not (groups == 1).any() or not (groups == 2).any():
        raise ValueError("groups must hold units of both group 1 and group 2")
    data = centred - centred.mean(axis=0)
    axis = data[groups == 1].mean(axis=0) - data[groups == 2].mean(axis=0)
    norm = np.linalg.norm(axis)
    if norm == 0:
        raise ValueError("groups have the same mean: there is no axis between them")
    axis = axis / norm
    basis = np.linalg.qr(np.column_stack([axis, np.eye(len(axis))]))[0][:, : len(axis)]
    rest = basis[:, 1:]
    inner = np.linalg.svd((data - np.outer(data @ axis, axis)) @ rest, full_matrices=False)[2].T
    return np.column_stack([axis, _signed(rest @ inner)])


def _fit(points: Array, centroids: Array) -> float:
    i, j = np.triu_indices(len(points), 1)
    one, two = points[i] - points[j], centroids[i] - centroids[j]
    return float(np.corrcoef(one, two)[0, 1]) if one.std() > 0 and two.std() > 0 else float("nan")


def group_test(weights: Array, groups: Array, *, draws: int = 2000, seed: int = 0) -> float:
    """Permutation p of the distance between two group means in the full space.

    The means rotation is thereby refitted in every draw: its first axis is the line between the
    means, so that their distance on it is the distance in the full space. (A t-test on MR1 after
    the rotation was fitted to the same groups rejects random groups most of the time.) ``groups``:
    1, 2, or 0 for neither. p = (1 + draws at least as far) / (1 + draws). Raises ValueError for an
    empty group.
    """
    labels = np.asarray(groups)
    chosen = labels > 0
    data, labels = np.asarray(weights, float)[chosen], labels[chosen]
    if not (labels == 1).any() or not (labels == 2).any():
        raise ValueError("groups must hold units of both group 1 and group 2")

    def distance(given: Array) -> float:
        return float(np.linalg.norm(data[given == 1].mean(axis=0) - data[given == 2].mean(axis=0)))

    seen = distance(labels)
    chance = np.random.default_rng(seed)
    far = sum(distance(chance.permutation(labels)) >= seen - 1e-12 for _ in range(draws))
    return (1 + far) / (1 + draws)
