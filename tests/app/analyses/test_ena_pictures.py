"""Pictures of epistemic networks are handed names, colours and sentences in the language asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analysis.ena import ENA, model
from app.analyses import ena_pictures
from app.analyses.common import TwoGroups
from app.analyses.ena_pictures import Nodes, network_picture, points_picture
from app.result import Note
from codebooks.codebook import Bilingual
from corpus.catalogue import LANGUAGES, Language, message

NODES = Nodes(
    ("Q", "P", "R"),
    {("test", "A"): "P"},
    {"P": Bilingual(zh="问题", en="Problems"), "Q": "原因", "R": Note("groups.rest")},
    ("#2f74c0", "#8c8c00", "#fa1e96"),
)


@pytest.fixture(scope="module")
def space() -> ENA:
    counts = np.random.default_rng(2).poisson(3, (5, 3)).astype(float)
    return model(tuple("vwxyz"), counts, 3)


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
    """What the figures are handed."""
    calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    for name in ("network", "points"):
        monkeypatch.setattr(
            ena_pictures.figures,
            name,
            lambda *values, **options: calls.append((values, options)) or (b"png", b"svg"),
        )
    return calls


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nodes_stand_in_their_order_with_names_and_colours(
    handed: list[Any], space: ENA, lang: Language
) -> None:
    weights = np.ones(3)
    drawn = network_picture(
        space, NODES, weights, Note("figure.ena_all"), "注", lang, difference=True
    )
    ((values, options),) = handed
    assert drawn == (b"png", b"svg") and values[0] is space and values[2] is weights
    assert values[1] == [
        "原因",
        {"zh": "问题", "en": "Problems"}[lang],
        message("groups.rest", lang),
    ]
    assert values[3:] == (message("figure.ena_all", lang), "注", lang)
    assert options == {"colours": NODES.colours, "difference": True}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_groups_of_units_are_named_and_ordered_as_asked(
    handed: list[Any], space: ENA, lang: Language
) -> None:
    groups = TwoGroups({}, ("公安", "*"))
    points_picture(space, ["*", "公安", "", "*", "公安"], groups, "注", lang)
    rest = message("groups.rest", lang)
    (((_, cells, title, note, said, order), _),) = handed
    assert cells == [rest, "公安", "", rest, "公安"] and order == ("公安", rest)
    assert (title, note, said) == (message("figure.ena_points", lang), "注", lang)


def test_without_groups_cells_stand_as_they_are(handed: list[Any], space: ENA) -> None:
    points_picture(space, ["", "甲", "", "", ""], None, "注", "zh")
    ((values, _),) = handed
    assert values[1] == ["", "甲", "", "", ""] and values[5] == ()
