"""What is told of an ENA space: tables, the comparison of two groups, and pictures, drawn for a
language when they are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.ena import ENA, group_test
from analysis.two_samples import two_samples
from analysis.units import Key
from app.analyses.common import TwoGroups
from app.figures import ena as figures
from app.result import Note, Phrase, Picture, Result, Words, by_name, in_language, note
from corpus.catalogue import Language, message

LEAST_IN_A_GROUP: Final = 4
"""Units in each group below which the groups are neither tested nor compared."""
UNDER_PICTURES: Final = ("note.ena", "note.ena_forward_line", "note.ena_forward_rena")
"""Notes that stand under every picture."""
AXES: Final = 4
"""Dimensions of the space that the tables tell."""
ON_SCREEN: Final = (
    "axis",
    "mean_1",
    "mean_2",
    "t",
    "df",
    "p_t",
    "cohen_d",
    "mann_whitney_u",
    "p_u",
    "rank_biserial",
    "reading",
)
"""Statistics that have room on the screen; the files hold all."""
Reading = Literal["test", "circular", "dependent"]
READINGS: Final[Mapping[str, Words]] = {
    "test": Note("ena.reading_test"),
    "circular": Note("ena.reading_circular"),
    "dependent": Note("ena.reading_dependent"),
}
"""Whether the statistics of two groups can be read as a test, and if not, why."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes in order, the node of each code that belongs to one, their names, and their
    colours in order.
    """

    ids: tuple[str, ...]
    of_code: Mapping[Key, str]
    names: Mapping[str, Words]
    colours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Space:
    """``counts``: units x pairs of nodes; ``linked``: units that have links; ``group``: 1, 2 or 0
    of each unit, None without groups; ``shared``: whether an interview speaks in several units.
    """

    counts: NDArray[np.float64]
    linked: NDArray[np.bool_]
    group: NDArray[np.int_] | None
    ena: ENA
    shared: bool = False

    @property
    def reading(self) -> Reading:
        """How the statistics of two groups on the axes can be read."""
        return "circular" if self.ena.means else "dependent" if self.shared else "test"

    @property
    def axes(self) -> list[str]:
        """The names of the dimensions told."""
        shown = range(min(self.ena.points.shape[1], AXES))
        return [f"{'MR' if self.ena.means and axis == 0 else 'SVD'}{axis + 1}" for axis in shown]

    def mean(self, group: int) -> NDArray[np.float64]:
        """Mean weights of the linked units of a group."""
        mean: NDArray[np.float64] = self.ena.weights[self.of_group(group)].mean(axis=0)
        return mean

    def of_group(self, group: int) -> NDArray[np.bool_]:
        """Which units belong to a group and have links."""
        return self.linked if self.group is None else (self.group == group) & self.linked


def ena_tables(space: Space, nodes: Nodes, groups: TwoGroups | None) -> dict[str, pd.DataFrame]:
    """Points of units, nodes, connections (mean weights of pairs) and axes."""
    ena, axes = space.ena, space.axes
    points = pd.DataFrame(
        {
            "unit": list(map(str, ena.units)),
            **({} if groups is None else {"group": _group_cells(space, groups)}),
            **{axis: ena.points[:, index] for index, axis in enumerate(axes)},
            "links": space.counts.sum(axis=1).astype(int),
        }
    )
    placed = pd.DataFrame(
        {
            "node": list(nodes.ids),
            **{axis: ena.nodes[:, index] for index, axis in enumerate(axes)},
        }
    )
    connections = pd.DataFrame(
        {
            "code_a": [nodes.ids[first] for first, _ in ena.pairs],
            "code_b": [nodes.ids[second] for _, second in ena.pairs],
            "count": space.counts.sum(axis=0).astype(int),
            "weight_mean": ena.weights[space.linked].mean(axis=0),
        }
    )
    if groups is not None:
        connections["weight_1"], connections["weight_2"] = space.mean(1), space.mean(2)
        connections["difference"] = space.mean(1) - space.mean(2)
    fit, ranked = (
        [*correlations, *([float("nan")] * len(axes))][: len(axes)]
        for correlations in (ena.fit, ena.fit_spearman)
    )
    dimensions = pd.DataFrame(
        {
            "axis": axes,
            "variance": ena.variance[: len(axes)],
            "fit": fit,
            "fit_spearman": ranked,
        }
    )
    return {"points": points, "nodes": placed, "connections": connections, "axes": dimensions}


def _group_cells(space: Space, groups: TwoGroups | None) -> list[str]:
    """The group of each unit as asked for; "" for neither."""
    if groups is None or space.group is None:
        return ["" for _ in space.ena.units]
    return [groups.names[number - 1] if number else "" for number in space.group]


def add_network(result: Result, space: Space, nodes: Nodes) -> None:
    """The picture of the mean network of all units."""
    weights = space.ena.weights[space.linked].mean(axis=0)
    title, caption = Note("figure.ena_all"), _caption(result)
    result.pictures["network"] = partial(network_picture, space.ena, nodes, weights, title, caption)


def _unit_statistics(space: Space) -> pd.DataFrame:
    """The linked units of two groups compared on each of the first two axes; p only where it is
    one: where the rotation did not use the groups, and units do not share interviews.
    """
    rows: list[dict[str, object]] = []
    for index, axis in enumerate(space.axes[:2]):
        coordinates = space.ena.points[:, index]
        samples = two_samples(coordinates[space.of_group(1)], coordinates[space.of_group(2)])
        tested = space.reading == "test"
        rows.append(
            {
                "axis": axis,
                "units_1": samples.sizes[0],
                "units_2": samples.sizes[1],
                "mean_1": samples.means[0],
                "mean_2": samples.means[1],
                "sd_1": samples.deviations[0],
                "sd_2": samples.deviations[1],
                "median_1": samples.medians[0],
                "median_2": samples.medians[1],
                "t": samples.t,
                "df": samples.df,
                "p_t": samples.p_t if tested else float("nan"),
                "cohen_d": samples.d,
                "mann_whitney_u": samples.u,
                "p_u": samples.p_u if tested else float("nan"),
                "rank_biserial": samples.rank_biserial,
                "reading": space.reading,
            }
        )
    return pd.DataFrame(rows)


def _compare(result: Result, space: Space, draws: int, values: Mapping[str, object]) -> float:
    """The permutation test and the statistics of two groups that are large enough, with what must
    be said of them; p of the test. ``values``: names and sizes of the groups.
    """
    linked, group = space.linked, space.group
    if group is None:
        raise ValueError("space must know the group of each unit, got None")
    p = group_test(space.ena.weights[linked], group[linked], draws=draws)
    result.tables["unit_statistics"] = _unit_statistics(space)
    result.brief["unit_statistics"] = ON_SCREEN
    result.words["reading"] = partial(by_name, READINGS)
    result.notes += [
        note("note.ena_test", **values, p=f"{p:.3f}"),
        Note("note.ena_circular" if space.ena.means else "note.ena_svd"),
        Note("note.ena_dependent" if space.shared else "note.ena_independent"),
    ]
    return p


def add_groups(result: Result, space: Space, nodes: Nodes, groups: TwoGroups, draws: int) -> None:
    """The comparison of two groups, and their networks."""
    first, second = groups.words
    sizes = [int(space.of_group(number).sum()) for number in (1, 2)]
    p = float("nan")
    values: dict[str, object] = {"one": first, "two": second, "n_one": sizes[0], "n_two": sizes[1]}
    caption = _caption(result)
    if min(sizes) >= LEAST_IN_A_GROUP:
        p = _compare(result, space, draws, values)
    else:
        result.notes.append(note("note.ena_few", **values))
    result.facts["p"] = p
    for number, name in enumerate(groups.words, 1):
        result.pictures[f"group{number}"] = partial(
            network_picture,
            space.ena,
            nodes,
            space.mean(number),
            note("figure.ena_mean", group=name),
            caption,
        )
    result.pictures["difference"] = partial(
        network_picture,
        space.ena,
        nodes,
        space.mean(1) - space.mean(2),
        note("figure.ena_difference", one=first, two=second),
        Phrase((caption, note("figure.ena_solid", one=first, two=second))),
        difference=True,
    )


def add_points(result: Result, space: Space, groups: TwoGroups | None) -> None:
    """The picture of the units."""
    caption = _caption(result)
    if groups is not None:
        interval = "figure.ena_interval" if space.ena.means else "figure.ena_interval_svd"
        caption = Phrase((caption, Note(interval)))
    result.pictures["points"] = partial(
        points_picture, space.ena, _group_cells(space, groups), groups, caption
    )


def _caption(result: Result) -> Words:
    """The notes that tell lines, units and window; they stand under every picture."""
    rules = [
        words for words in result.notes if isinstance(words, Note) and words.key in UNDER_PICTURES
    ]
    return rules[0] if len(rules) == 1 else Phrase(tuple(rules), " ")


def network_picture(
    ena: ENA,
    nodes: Nodes,
    weights: NDArray[np.float64],
    title: Words,
    caption: Words,
    lang: Language,
    *,
    difference: bool = False,
) -> Picture:
    names = in_language(nodes.names, lang)
    texts = in_language({"title": title, "caption": caption}, lang)
    return figures.network(
        ena,
        [names[node] for node in nodes.ids],
        weights,
        texts["title"],
        texts["caption"],
        lang,
        colours=nodes.colours,
        difference=difference,
    )


def points_picture(
    ena: ENA, cells: list[str], groups: TwoGroups | None, caption: Words, lang: Language
) -> Picture:
    names: dict[str, str] = {}
    if groups is not None:
        names = in_language(dict(zip(groups.names, groups.words, strict=True)), lang)
    return figures.points(
        ena,
        [names.get(cell, cell) for cell in cells],
        message("figure.ena_points", lang),
        in_language({"caption": caption}, lang)["caption"],
        lang,
        tuple(names.values()),
    )
