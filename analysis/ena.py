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
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
ForwardRule = Literal["line", "rena"]
"""Which links count in a window that reaches forward: those of the line itself, or all that rENA
counts.
"""
FEW_UNITS: Final = 10
POOR_FIT: Final = 0.9


@dataclass(frozen=True)
class ENA:
    """``pairs`` index codes in column-major upper-triangle order (0,1), (0,2), (1,2) …; rows are
    units in order of first appearance.

    counts and weights: units x pairs; points and centroids: units x dimensions; rotation: pairs x
    dimensions; nodes: codes x dimensions; variance: share of each dimension; fit and fit_spearman:
    Pearson and Spearman correlation of the differences of any two units in points and in centroids
    (co-registration, rENA's ena.correlations), on each of the first two dimensions. ``warnings``
    are message keys.
    """

    units: tuple[Hashable, ...]
    pairs: tuple[tuple[int, int], ...]
    counts: Floats
    weights: Floats
    centre: Floats
    points: Floats
    rotation: Floats
    nodes: Floats
    centroids: Floats
    variance: Floats
    fit: tuple[float, ...]
    fit_spearman: tuple[float, ...]
    warnings: tuple[str, ...]
    means: bool = False
    """Whether the first axis is a means rotation (MR1)."""


def code_pairs(codes: int) -> tuple[tuple[int, int], ...]:
    """Pairs in column-major upper-triangle order."""
    return tuple((a, b) for b in range(codes) for a in range(b))


def accumulate(
    lines: ArrayLike,
    units: Sequence[Hashable],
    conversations: Sequence[Hashable],
    *,
    back: float = 4,
    forward: float = 0,
    forward_rule: ForwardRule = "line",
    weighted: bool = False,
    window: Literal["moving", "conversation"] = "moving",
) -> tuple[tuple[Hashable, ...], Floats]:
    """Connection counts per unit (units in order of first appearance, units x pairs).

    ``lines`` (n x codes, 0/1 or counts) stand in time order. A moving window holds the line,
    ``back`` - 1 lines before and ``forward`` after it, within the conversation, over all speakers;
    the links of the line x with the window sum w are x_a w_b + w_a x_b - x_a x_b and belong to the
    unit of the line. With ``forward_rule="rena"`` they are those that rENA 0.2.7 counts (see
    ``_rena_links``): the same for forward = 0, more for forward > 0. ``weighted`` keeps products of
    counts, otherwise each line gives 0 or 1 per pair. ``window="conversation"`` links a unit's own
    lines in a conversation. Raises ValueError for back < 1, forward < 0, another forward_rule or
    lengths that differ.
    """
    data = np.asarray(lines, dtype=np.float64)
    if data.ndim != 2 or len(units) != len(data) or len(conversations) != len(data):
        raise ValueError(
            f"lines, units and conversations must have one length, got {data.shape}, "
            f"{len(units)}, {len(conversations)}"
        )
    if back < 1 or forward < 0:
        raise ValueError(
            f"back must be at least 1 and forward at least 0, got back={back}, forward={forward}"
        )
    if forward_rule not in get_args(ForwardRule):
        raise ValueError(
            f"forward_rule must be one of {get_args(ForwardRule)}, got {forward_rule!r}"
        )
    names = tuple(dict.fromkeys(units))
    row_of_unit = {name: index for index, name in enumerate(names)}
    owner = np.array([row_of_unit[unit] for unit in units], dtype=np.int64)
    pairs = code_pairs(data.shape[1])
    first = np.array([pair[0] for pair in pairs], dtype=np.int64)
    second = np.array([pair[1] for pair in pairs], dtype=np.int64)
    totals = np.zeros((len(names), len(pairs)))
    if window == "conversation":
        for rows in _rows_by_key(list(zip(conversations, units, strict=True))):
            total = data[rows].sum(axis=0)
            linked = total[first] * total[second]
            totals[owner[rows[0]]] += linked if weighted else linked > 0
        return names, totals
    links = _window_links if forward_rule == "line" else _rena_links
    for rows in _rows_by_key(conversations):
        linked = links(data[rows], first, second, back, forward)
        np.add.at(totals, owner[rows], linked if weighted else (linked > 0).astype(np.float64))
    return names, totals


def _rows_by_key(keys: Sequence[Hashable]) -> list[list[int]]:
    """The indices of the rows that have one key, in order; keys by first appearance."""
    rows: dict[Hashable, list[int]] = {}
    for row, key in enumerate(keys):
        rows.setdefault(key, []).append(row)
    return list(rows.values())


def _window_links(
    lines: Floats, first: Indices, second: Indices, back: float, forward: float
) -> Floats:
    """Links of each line of one conversation with its moving window (lines x pairs of the codes
    ``first`` and ``second``).
    """
    running = _running(lines)
    low, high = _window_bounds(len(lines), back, forward)
    around: Floats = running[high] - running[low]
    return (
        lines[:, first] * around[:, second]
        + around[:, first] * lines[:, second]
        - lines[:, first] * lines[:, second]
    )


def _rena_links(
    lines: Floats, first: Indices, second: Indices, back: float, forward: float
) -> Floats:
    """Links of the moving window of each line as rENA 0.2.7 counts them: those of the whole window
    less those among the lines before and less those among the lines after, so that lines before
    and after are linked over the line as well.

    The lines before are taken to be the first (window - 1 - ``forward``). Near the end of a
    conversation fewer lines than ``forward`` follow; then the last of the lines before are not
    taken off, and links among them count.
    """
    running = _running(lines)
    count = len(lines)
    low, high = _window_bounds(count, back, forward)
    before = np.maximum(0, high - low - 1 - int(min(forward, count)))
    window: Floats = running[high] - running[low]
    head: Floats = running[low + before] - running[low]
    tail: Floats = running[high] - running[1 : count + 1]
    links: Floats = (
        window[:, first] * window[:, second]
        - head[:, first] * head[:, second]
        - tail[:, first] * tail[:, second]
    )
    return links


def _running(lines: Floats) -> Floats:
    """Sums of the first 0, 1, 2 … lines."""
    return np.vstack([np.zeros(lines.shape[1]), np.cumsum(lines, axis=0)])


def _window_bounds(count: int, back: float, forward: float) -> tuple[Indices, Indices]:
    """First line of the window of each line, and the one after its last."""
    position = np.arange(count)
    low = np.maximum(0, position - (min(back, count) - 1)).astype(np.int64)
    high = np.minimum(count, position + min(forward, count) + 1).astype(np.int64)
    return low, high


def sphere(counts: Floats) -> Floats:
    """Each row divided by its L2 norm; empty rows stay empty."""
    norm: Floats = np.linalg.norm(counts, axis=1, keepdims=True)
    unit_length: Floats = np.divide(
        counts, norm, out=np.zeros_like(counts, dtype=np.float64), where=norm > 0
    )
    return unit_length


def model(
    names: tuple[Hashable, ...],
    counts: ArrayLike,
    codes: int,
    *,
    groups: ArrayLike | None = None,
    normalise: Literal["sphere", "none"] = "sphere",
) -> ENA:
    """The rotated space. ``groups`` (one of 1, 2 or 0 for neither, per unit) asks for a means
    rotation, else SVD.

    "none" divides all rows by the largest norm. Raises ValueError for fewer than two units with
    links, units that do not differ, or an empty group.
    """
    links = np.asarray(counts, dtype=np.float64)
    filled = np.flatnonzero(links.any(axis=1))
    if len(filled) < 2:
        raise ValueError(f"ENA needs at least two units with links, got {len(filled)}")
    weights = sphere(links) if normalise == "sphere" else _by_largest_norm(links)
    centre: Floats = weights[filled].mean(axis=0)
    centred = np.zeros_like(weights)
    centred[filled] = weights[filled] - centre
    if float(np.abs(centred).max()) < 1e-12:
        raise ValueError("ENA needs units that differ: all have the same links in proportion")
    rotation = _svd(centred) if groups is None else _means(centred, np.asarray(groups))
    points: Floats = centred @ rotation
    spread: Floats = points.var(axis=0, ddof=1)
    pairs = code_pairs(codes)
    nodes, centroids, rank = _nodes(weights, points, pairs, codes)
    correlations = [
        _co_registration(points[:, d], centroids[:, d]) for d in range(min(2, points.shape[1]))
    ]
    fit = tuple(pearson for pearson, _ in correlations)
    doubts = {
        "ena.few_units": len(filled) < FEW_UNITS,
        "ena.poor_fit": min(fit) < POOR_FIT,
        "ena.rank": rank < codes,
        "ena.empty": len(filled) < len(links),
    }
    return ENA(
        units=names,
        pairs=pairs,
        counts=links,
        weights=weights,
        centre=centre,
        points=points,
        rotation=rotation,
        nodes=nodes,
        centroids=centroids,
        variance=spread / spread.sum(),
        fit=fit,
        fit_spearman=tuple(spearman for _, spearman in correlations),
        warnings=tuple(key for key, holds in doubts.items() if holds),
        means=groups is not None,
    )


def _by_largest_norm(counts: Floats) -> Floats:
    """All rows divided by the L2 norm of the longest."""
    norms: Floats = np.linalg.norm(counts, axis=1)
    return counts / float(norms.max())


def _nodes(
    weights: Floats, points: Floats, pairs: Sequence[tuple[int, int]], codes: int
) -> tuple[Floats, Floats, int]:
    """Where the codes lie so that the centroid of each unit (the mean of the codes by its links)
    comes nearest to its point, by least squares: nodes (codes x dimensions), centroids (units x
    dimensions), rank.
    """
    share = np.zeros((len(weights), codes))
    for column, (a, b) in enumerate(pairs):
        share[:, a] += weights[:, column] / 2
        share[:, b] += weights[:, column] / 2
    total: Floats = np.abs(share).sum(axis=1, keepdims=True)
    share /= np.maximum(total, 1e-4)
    solution = np.linalg.lstsq(share, points, rcond=None)
    nodes = np.asarray(solution[0], dtype=np.float64)
    return nodes, share @ nodes, int(solution[2])


def _signed(rotation: Floats) -> Floats:
    """The axes (columns) turned so that the largest coefficient of each by size is positive."""
    largest: Indices = np.abs(rotation).argmax(axis=0)
    sign: Floats = np.sign(rotation[largest, np.arange(rotation.shape[1])])
    return rotation * np.where(sign == 0, 1.0, sign)


def _axes(data: Floats) -> Floats:
    """The right singular vectors as columns."""
    axes: Floats = np.linalg.svd(data, full_matrices=False).Vh.T
    return axes


def _svd(centred: Floats) -> Floats:
    return _signed(_axes(centred))


def _means(centred: Floats, groups: NDArray[np.generic]) -> Floats:
    """MR1 runs from the mean of group 2 to that of group 1; the rest is the SVD of what is
    orthogonal to it.
    """
    in_first, in_second = groups == 1, groups == 2
    if not in_first.any() or not in_second.any():
        raise ValueError("groups must hold units of both group 1 and group 2")
    data: Floats = centred - centred.mean(axis=0)
    axis: Floats = data[in_first].mean(axis=0) - data[in_second].mean(axis=0)
    norm = float(np.linalg.norm(axis))
    if norm == 0:
        raise ValueError("groups have the same mean: there is no axis between them")
    axis = axis / norm
    basis: Floats = np.linalg.qr(np.column_stack([axis, np.eye(len(axis))])).Q[:, : len(axis)]
    rest = basis[:, 1:]
    inner = _axes((data - np.outer(data @ axis, axis)) @ rest)
    rotation: Floats = np.column_stack([axis, _signed(rest @ inner)])
    return rotation


def _co_registration(points: Floats, centroids: Floats) -> tuple[float, float]:
    """Pearson and Spearman correlation of all differences of two units on one dimension; NaN where
    they do not vary. Differences that agree to ten decimals are tied.
    """
    from scipy.stats import rankdata

    i, j = np.triu_indices(len(points), 1)
    between_points: Floats = points[i] - points[j]
    between_centroids: Floats = centroids[i] - centroids[j]
    if not (float(between_points.std()) > 0 and float(between_centroids.std()) > 0):
        return float("nan"), float("nan")
    pearson = float(np.corrcoef(between_points, between_centroids)[0, 1])
    by_point, by_centroid = (
        np.asarray(rankdata(np.round(side, 10)), dtype=np.float64)
        for side in (between_points, between_centroids)
    )
    if not (float(by_point.std()) > 0 and float(by_centroid.std()) > 0):
        return pearson, float("nan")
    return pearson, float(np.corrcoef(by_point, by_centroid)[0, 1])


def group_test(weights: ArrayLike, groups: ArrayLike, *, draws: int = 2000, seed: int = 0) -> float:
    """Permutation p of the distance between two group means in the full space.

    The means rotation is thereby refitted in every draw: its first axis is the line between the
    means, so that their distance on it is the distance in the full space. (A t-test on MR1 after
    the rotation was fitted to the same groups rejects random groups most of the time.) ``groups``:
    1, 2, or 0 for neither. p = (1 + draws at least as far) / (1 + draws). Raises ValueError for an
    empty group.
    """
    group = np.asarray(groups, dtype=np.int64)
    data = np.asarray(weights, dtype=np.float64)[group > 0]
    labels = group[group > 0]
    if not (labels == 1).any() or not (labels == 2).any():
        raise ValueError("groups must hold units of both group 1 and group 2")

    def distance(dealt: NDArray[np.int64]) -> float:
        apart: Floats = data[dealt == 1].mean(axis=0) - data[dealt == 2].mean(axis=0)
        return float(np.linalg.norm(apart))

    observed = distance(labels)
    chance = np.random.default_rng(seed)
    far = sum(distance(chance.permutation(labels)) >= observed - 1e-12 for _ in range(draws))
    return (1 + far) / (1 + draws)
