"""The pictures of epistemic network analysis, drawn for a language when they are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.ena import ENA
from analysis.units import Key
from app.analyses.common import (
    TwoGroups,
)
from app.figures import ena as figures
from app.result import Picture, Words, in_language
from corpus.catalogue import Language, message


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes in order, the node of each code that belongs to one, their names, and their
    colours in order.
    """

    ids: tuple[str, ...]
    of_code: Mapping[Key, str]
    names: Mapping[str, Words]
    colours: tuple[str, ...]


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
