"""Two groups on the axes of a space, by scipy, and what is said of them; pictures are handed names,
colours and sentences in the language asked.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import mannwhitneyu, ttest_ind
from studies_by_hand import lettered

from analysis.ena import ENA, model
from app.analyses import ena_findings
from app.analyses.common import TwoGroups
from app.analyses.ena import EnaOptions, ena
from app.analyses.ena_findings import (
    ON_SCREEN,
    READINGS,
    Nodes,
    Space,
    add_groups,
    ena_tables,
    network_picture,
    points_picture,
)
from app.exporters.results import head_of, sentences, worded, write
from app.result import Note, Result, note
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
            ena_findings.figures,
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


# Two groups

GROUPS = TwoGroups({}, ("甲", "*"))


def told(
    *, means: bool = False, shared: bool = False, sizes: tuple[int, int] = (5, 6)
) -> tuple[Space, Result]:
    """A space of two groups of units and one unit of neither; the last of the first group has no
    links. What is told of its groups.
    """
    group = np.array([1] * sizes[0] + [2] * sizes[1] + [0])
    counts = np.random.default_rng(8).poisson(3, (len(group), 3)).astype(float)
    counts[sizes[0] - 1] = 0
    rotated = model(tuple(range(len(group))), counts, 3, groups=group if means else None)
    space = Space(counts, counts.any(axis=1), group, rotated, shared)
    result = Result("ena", ena_tables(space, NODES, GROUPS), notes=[note("note.ena")])
    add_groups(result, space, NODES, GROUPS, 20)
    return space, result


def keys(result: Result) -> list[str]:
    return [words.key for words in result.notes if isinstance(words, Note)]


def test_statistics_of_the_axes_are_those_of_scipy_on_units_with_links() -> None:
    space, result = told()
    table = result.tables["unit_statistics"]
    assert table["axis"].tolist() == ["SVD1", "SVD2"] == space.axes[:2]
    for index, row in enumerate(table.to_dict("records")):
        first, second = space.ena.points[:4, index], space.ena.points[5:11, index]
        assert (row["units_1"], row["units_2"]) == (4, 6)
        assert (row["mean_1"], row["sd_2"]) == pytest.approx((first.mean(), second.std(ddof=1)))
        assert row["median_1"] == pytest.approx(np.median(first))
        welch = ttest_ind(first, second, equal_var=False)
        assert (row["t"], row["df"], row["p_t"]) == pytest.approx(
            (welch.statistic, welch.df, welch.pvalue)
        )
        ranks = mannwhitneyu(first, second, method="exact")
        assert (row["mann_whitney_u"], row["p_u"]) == pytest.approx((ranks.statistic, ranks.pvalue))
        assert row["rank_biserial"] == pytest.approx(2 * ranks.statistic / 24 - 1)
        pooled = (3 * first.var(ddof=1) + 5 * second.var(ddof=1)) / 8
        assert row["cohen_d"] == pytest.approx((first.mean() - second.mean()) / pooled**0.5)


@pytest.mark.parametrize(
    ("means", "shared", "reading", "notes"),
    [
        (False, False, "test", ["note.ena_svd", "note.ena_independent"]),
        (False, True, "dependent", ["note.ena_svd", "note.ena_dependent"]),
        (True, False, "circular", ["note.ena_circular", "note.ena_independent"]),
        (True, True, "circular", ["note.ena_circular", "note.ena_dependent"]),
    ],
)
def test_p_stands_only_where_it_is_a_test(
    means: bool, shared: bool, reading: str, notes: list[str]
) -> None:
    _, result = told(means=means, shared=shared)
    table = result.tables["unit_statistics"]
    tested = reading == "test"
    assert set(table["reading"]) == {reading}
    assert table[["p_t", "p_u"]].notna().all(axis=None) == tested
    assert table[["t", "df", "cohen_d", "mann_whitney_u", "rank_biserial"]].notna().all(axis=None)
    assert keys(result)[1:] == ["note.ena_test", *notes]
    assert 0 < float(str(result.facts["p"])) <= 1  # the permutation test stands in any case


def test_axes_through_the_means_part_the_groups_whatever_they_are() -> None:
    """Why no p: of random groups the means lie apart on the first axis, and not on the second."""
    space, result = told(means=True, sizes=(8, 8))
    first, second = result.tables["unit_statistics"].to_dict("records")
    assert first["axis"] == "MR1" and first["mean_1"] > first["mean_2"]
    assert abs(second["t"]) < first["t"] and space.reading == "circular"


@pytest.mark.parametrize("sizes", [(4, 6), (5, 3)])
def test_small_groups_are_refused_with_the_number_needed(sizes: tuple[int, int]) -> None:
    _, result = told(sizes=sizes)  # one of the first group has no links
    assert "unit_statistics" not in result.tables and np.isnan(float(str(result.facts["p"])))
    assert keys(result)[1:] == ["note.ena_few"]
    for lang in LANGUAGES:
        sentence = sentences(result, lang)[1]
        assert "4" in sentence or "four" in sentence
        assert str(sizes[0] - 1) in sentence and str(sizes[1]) in sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_statistics_are_headed_and_worded(lang: Language) -> None:
    for means in (False, True):
        _, result = told(means=means)
        table = worded(result, lang)["unit_statistics"]
        reading = READINGS["circular" if means else "test"]
        assert isinstance(reading, Note)
        assert table["reading"].tolist() == [reading.text(lang)] * 2
        assert set(ON_SCREEN) <= set(table.columns)
        heads = [head_of(column, lang) for column in table.columns]
        assert len(set(heads)) == len(heads)
        assert not {"p_t", "cohen_d", "mann_whitney_u", "units_1", "reading"} & (
            set(heads) - {"reading"}
        )
        assert message("table.unit_statistics", lang) != "table.unit_statistics"


LETTERS = ("A C", "D", "A", "C D", "A D", "B C", "C D E", "E")
STUDY = lettered(
    *([LETTERS[number], LETTERS[(number * 3 + 1) % 8], LETTERS[-number]] for number in range(8)),
    department=["甲", "乙"] * 4,
)


@pytest.mark.parametrize(
    ("rotation", "axis", "p", "note_key"),
    [("means", "MR1", False, "note.ena_circular"), ("svd", "SVD1", True, "note.ena_svd")],
)
def test_the_rotation_decides_in_a_study(
    rotation: Any, axis: str, p: bool, note_key: str, tmp_path: Path
) -> None:
    options = EnaOptions(groups="department=甲,*", rotation=rotation, draws=20, back=2)
    result = ena(STUDY, options)
    table = result.tables["unit_statistics"]
    assert table["axis"].tolist()[0] == axis == result.tables["axes"]["axis"][0]
    assert table["p_t"].notna().all() == p and note_key in keys(result)
    points = result.tables["points"]
    own = points[axis][(points["group"] == "甲") & (points["links"] > 0)]
    assert table["mean_1"][0] == pytest.approx(own.mean())
    result.pictures = type(result.pictures)()  # drawing is tested elsewhere
    write(result, tmp_path, "zh", {})
    file = pd.read_csv(tmp_path / "ena.unit_statistics.csv")
    assert file["p（Welch t）"].notna().all() == p and len(file) == 2


def test_two_speakers_of_one_interview_are_no_independent_units() -> None:
    two_voices = replace(
        STUDY,
        interviews=tuple(
            (
                replace(
                    transcript,
                    turns=tuple(
                        replace(turn, speaker="另一人") if turn.index % 4 == 3 else turn
                        for turn in transcript.turns
                    ),
                ),
                codings,
            )
            for transcript, codings in STUDY.interviews
        ),
    )
    options = EnaOptions(
        units="speaker", groups="department=甲,*", rotation="svd", draws=20, forward=2, back=3
    )
    result = ena(two_voices, options)
    table = result.tables["unit_statistics"]
    assert len(result.tables["points"]) == 16 and set(table["reading"]) == {"dependent"}
    assert table["p_t"].isna().all() and "note.ena_dependent" in keys(result)
    assert set(ena(STUDY, options).tables["unit_statistics"]["reading"]) == {"test"}


def test_an_unknown_rotation_is_misuse() -> None:
    with pytest.raises(ValueError, match="rotation must be one of"):
        EnaOptions(rotation="both")  # type: ignore[arg-type]
