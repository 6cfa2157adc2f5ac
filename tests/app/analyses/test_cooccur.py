"""Pairs with every measure: counts by hand, measures from the counts, groups and units compared."""

from __future__ import annotations

import math
from functools import cache

import pytest
from builders import codebook
from drawing import figure_of, written
from studies_by_hand import BOOK, lettered, study_of

from analysis.units import UNITS
from app.analyses.cooccur import CooccurOptions, cooccur, unit_in_words
from app.exporters.results import sentences, worded
from app.figures import heatmap as heatmap_module
from app.result import Result, note
from app.study.study import Study
from corpus.catalogue import LANGUAGES, Language, message
from corpus.problem import FangtanError

STUDY = lettered(
    ["A B:present", "A B", "C", ""],
    ["A C", "B", "A B:demanded"],
    department=["公安局", "民政局"],
)
"""Seven exchanges: A in 4, B in 4, C in 2; A with B in 3, A with C in 1."""


@cache
def of_study(options: CooccurOptions) -> Result:
    """Computed once for all tests here."""
    return cooccur(STUDY, options)


def asked(study: Study = STUDY, **options: object) -> Result:
    chosen = CooccurOptions(draws=20, **options)  # type: ignore[arg-type]
    return of_study(chosen) if study is STUDY else cooccur(study, chosen)


def test_counts_by_hand_and_measures_from_the_counts() -> None:
    first, second = asked().tables["pairs"].to_dict("records")
    assert [first[key] for key in ("code_a", "code_b", "c", "a", "b", "n", "interviews")] == [
        *("A", "B", 3, 4, 4, 7, 2)
    ]
    assert [second[key] for key in ("code_a", "code_b", "c", "a", "b", "n")] == [
        "A",
        "C",
        1,
        4,
        2,
        7,
    ]
    assert first["jaccard"] == pytest.approx(3 / 5) and second["jaccard"] == pytest.approx(1 / 5)
    assert first["lift"] == pytest.approx(3 * 7 / 16) and first["dice"] == pytest.approx(6 / 8)
    assert first["overlap"] == pytest.approx(3 / 4) and first["ochiai"] == pytest.approx(3 / 4)
    assert first["pmi"] == pytest.approx(math.log2(21 / 16))
    assert math.isnan(first["low"]) and math.isnan(first["high"])  # of two interviews


def test_intervals_hold_the_value() -> None:
    table = asked(lettered(*[["A B", "A", "B"], ["A B"], ["A", "B"]] * 2)).tables["pairs"]
    assert ((table["low"] <= table["jaccard"]) & (table["jaccard"] <= table["high"])).all()
    assert (table["low"] < table["high"]).all()


def test_polarities_that_meet_stand_beside_the_pair() -> None:
    result = asked()
    assert result.tables["pairs"]["polarities"].tolist() == [
        "lacking×lacking 1、lacking×present 1、lacking×demanded 1",
        "lacking×lacking 1",
    ]
    assert result.tables["polarities"]["units"].sum() == 4
    told = worded(result, "zh")["pairs"]["polarities"].iloc[0]
    assert told == "缺失×缺失 1、缺失×具备 1、缺失×诉求 1"


@pytest.mark.parametrize("measure", ["jaccard", "count", "npmi", "lift"])
def test_rows_stand_by_the_measure_asked_for(measure: str) -> None:
    table = asked(measure=measure).tables["pairs"]
    assert table["c" if measure == "count" else measure].is_monotonic_decreasing


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_interviews_are_too_few_to_be_tested_and_it_says_so(lang: str) -> None:
    result = asked()
    assert result.tables["pairs"]["q"].isna().all() and result.facts["significant"] == 0
    assert any("5" in note for note in sentences(result, lang))  # type: ignore[arg-type]
    assert result.facts["pairs"] == 2 and result.facts["units"] == 7


def test_pairs_that_avoid_one_another_are_a_table_of_their_own() -> None:
    study = lettered(*[["A", "B"] * 4] * 6)
    result = asked(study)
    assert result.tables["pairs"].empty
    (row,) = result.tables["apart"].to_dict("records")
    assert (row["code_a"], row["code_b"], row["c"], row["a"], row["b"], row["n"]) == (
        *("A", "B", 0, 24, 24, 48),
    )
    assert row["expected_c"] == 12 and 0 < row["p_less"] < 0.5**6
    assert row["p_less"] <= row["q_less"] <= 1


def test_two_groups_are_compared_with_their_own_counts() -> None:
    result = asked(groups="department=公安,民政")
    row = result.tables["contrast"].set_index(["code_a", "code_b"]).loc[("A", "B")]
    assert (row["c_1"], row["c_2"]) == (2, 1)
    assert row["difference"] == pytest.approx(2 / 2 - 1 / 3)
    assert len(result.notes) == len(asked().notes) + 1
    assert math.isnan(float(str(result.facts["contrast_p"]))), "one interview on each side"
    with pytest.raises(FangtanError):
        asked(groups="department=公安")


def test_p_of_the_comparison_stands_among_the_facts() -> None:
    many = lettered(*[["A B", "C"], ["A", "B"]] * 4, department=["公安局", "民政局"] * 4)
    facts = asked(many, groups="department=公安,民政").facts
    assert 0 < float(str(facts["contrast_p"])) < 0.05 and facts["pairs"] == 1


def test_every_unit_is_compared_where_it_is_asked_for() -> None:
    result = asked(units=True)
    assert len(result.tables["sensitivity"]) == len(UNITS) * (len(UNITS) - 1) // 2
    assert set(result.pictures) == {"heatmap", "sensitivity", "sensitivity_edges"}
    edges = result.tables["sensitivity_edges"].set_index(["code_a", "code_b"])
    assert edges.loc[("A", "B"), "weight_exchange"] == pytest.approx(0.6)
    assert "sensitivity" not in asked().tables


@pytest.mark.parametrize("unit", UNITS)
def test_units_by_name_in_both_languages(unit: str) -> None:
    for lang in LANGUAGES:
        assert unit_in_words(unit, lang) == message(f"unit.{unit}", lang)
    assert asked(unit=unit).facts["unit"] == unit


def test_words_have_columns_of_their_own_and_no_codebook() -> None:
    table = asked(words=True).tables["pairs"]
    assert list(table.columns[:2]) == ["word_a", "word_b"] and "codebook" not in table


@pytest.mark.parametrize("study", [study_of(), lettered([]), lettered([""]), lettered(["A"])])
def test_nothing_together_gives_an_empty_table(study: Study) -> None:
    result = asked(study)
    assert (
        result.tables["pairs"].empty and result.facts["pairs"] == 0 and "apart" not in result.tables
    )


DRIFTING = lettered(*[["A B"] * 6 + ["C"] * 13 + ["C D"]] * 8)
"""In all interviews A and B stand at the beginning, C with D at the end; C and D do not drift."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pairs_that_drift_are_warned_of_and_have_no_mark(
    lang: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = asked(DRIFTING)
    table = result.tables["pairs"].set_index(["code_a", "code_b"])
    assert table["drift"].tolist() == [True, False] and (table["q"] < 0.05).all()
    assert (result.facts["significant"], result.facts["drifting"]) == (1, 1)
    assert message("note.drift", lang, pairs=1) in sentences(result, lang)
    figure = figure_of(heatmap_module, monkeypatch, lambda: result.pictures.draw("heatmap", lang))
    cells = [text.get_text() for text in figure.axes[0].texts]
    assert cells.count("8✱") == 2 and cells.count("48") == 2
    warning = message("figure.star_drift", lang, pairs=1).replace(" ", "")
    assert warning in written(figure).replace(" ", "")


THEMED = lettered(*[["A B", "C", "A C", "B D", "", "E"]] * 6)
"""Themes: P (A, B) in three exchanges of each interview, Q (C) in two, R (D, E) in two; P with Q in
one, P with R in one. The lens parts A and C from B, D and E: 上 in three, 下 in three, both in one.
"""


def test_pairs_of_themes_by_hand() -> None:
    result = asked(THEMED, by="themes")
    table = result.tables["pairs"].set_index(["theme_a", "theme_b"])
    assert sorted(table.index) == [("P", "Q"), ("P", "R")]
    assert table.loc[("P", "Q"), ["c", "a", "b", "n", "interviews"]].tolist() == [6, 18, 12, 36, 6]
    assert table.loc[("P", "R"), ["c", "a", "b"]].tolist() == [6, 18, 12]
    assert table["jaccard"].tolist() == pytest.approx([6 / 24, 6 / 24])
    assert table["polarities"].tolist() == ["lacking×lacking 6"] * 2
    assert (table["family"] <= 3).all() and result.facts["by"] == "themes"
    assert "code_a" not in result.tables["polarities"] and "code_a" not in result.brief["pairs"]


def test_the_test_of_themes_is_that_of_codings_renamed() -> None:
    """A book whose codes are the themes, and codings of these."""
    book = codebook("".join(f"- {{id: {theme}, name: n, definition: d}}\n" for theme in "PQR"))
    renamed = study_of(
        *(
            (made, tuple(one._replace(code=BOOK.theme_of[one.code]) for one in codings))
            for made, codings in THEMED.interviews
        ),
        books=(book,),
    )
    themes, codes = asked(THEMED, by="themes").tables["pairs"], asked(renamed).tables["pairs"]
    assert themes.shape == codes.shape
    assert themes.fillna(-1).to_numpy().tolist() == codes.fillna(-1).to_numpy().tolist()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_groups_of_a_lens_are_called_so_and_by_name(lang: Language) -> None:
    result = asked(THEMED, by="themes", lens="half", units=True)
    (row,) = worded(result, lang)["pairs"].to_dict("records")
    assert (row["group_a"], row["group_b"], row["c"], row["a"], row["b"]) == (
        "上",
        "下",
        6,
        18,
        18,
    )
    lens = BOOK.lenses["half"].name
    assert note("note.by_lens", lens=lens).text(lang) in sentences(result, lang)
    themes = worded(asked(THEMED, by="themes"), lang)["pairs"]
    assert set(themes["theme_a"]) == {BOOK.by_id["P"].name.text(lang)}
    assert set(result.tables["sensitivity_edges"].columns[:2]) == {"group_a", "group_b"}
    assert all(result.pictures.draw(name, lang)[0] for name in ("heatmap", "sensitivity_edges"))


def test_what_does_not_go_with_themes_is_refused() -> None:
    with pytest.raises(FangtanError):
        CooccurOptions(by="themes", words=True)
    with pytest.raises(FangtanError):
        CooccurOptions(lens="half")
    with pytest.raises(ValueError, match="by must be one of"):
        CooccurOptions(by="lens")
    with pytest.raises(FangtanError):
        asked(THEMED, by="themes", lens="nobody")
