"""The words behind a pair: exactly the units that were counted, with every coding in them."""

from __future__ import annotations

import pytest
from studies_by_hand import BOOK, interview, lettered, study_of

from analysis.units import UNITS
from app.analyses.cooccur import CooccurOptions, cooccur
from app.analyses.pair import PLACE, PairOptions, pair
from app.exporters.results import sentences
from corpus.problem import FangtanError

STUDY = lettered(
    ["A B A:present", "A", "B C"], ["A:demanded B", "A B:lacking:rejected"], id=["甲", "乙"]
)


def test_units_are_numbered_and_their_codings_stand_in_text_order() -> None:
    result = pair(STUDY, PairOptions(first="A", second="B"))
    table = result.tables["quotations"]
    assert list(table.columns) == [*PLACE, "code", "polarity", "quote", "indicator"]
    assert [tuple(row) for row in table[["unit", "id", "code", "polarity"]].to_numpy()] == [
        (1, "甲", "A", "lacking"),
        (1, "甲", "B", "lacking"),
        (1, "甲", "A", "present"),
        (2, "乙", "A", "demanded"),
        (2, "乙", "B", "lacking"),
    ]
    assert result.facts == {"c": 2, "unit": "exchange"}
    for row in table.to_dict("records"):
        text = STUDY.interviews[int(row["source"])][0].text
        assert text[row["start"] : row["end"]] == row["quote"]


@pytest.mark.parametrize("unit", UNITS)
def test_the_number_of_units_is_that_of_the_table_of_pairs(unit: str) -> None:
    table = cooccur(STUDY, CooccurOptions(unit=unit, draws=5)).tables["pairs"]
    for row in table.to_dict("records"):
        options = PairOptions(first=row["code_a"], second=row["code_b"], unit=unit)
        assert pair(STUDY, options).facts == {"c": row["c"], "unit": unit}


def test_both_orders_have_the_same_units() -> None:
    one, two = (pair(STUDY, PairOptions(first=a, second=b)) for a, b in ("AB", "BA"))
    assert one.tables["quotations"].equals(two.tables["quotations"])


def test_a_pair_that_never_meets_is_an_empty_table_with_its_note() -> None:
    result = pair(STUDY, PairOptions(first="A", second="E"))
    assert result.tables["quotations"].empty and result.facts["c"] == 0
    assert all("0" in sentences(result, lang)[-1] for lang in ("zh", "en"))


def test_a_code_may_be_told_with_its_codebook() -> None:
    second = BOOK.model_copy(update={"id": "second"})
    study = study_of(
        interview("a", ["A B"]), interview("b", ["A B"], book="second"), books=(BOOK, second)
    )
    for first, codebook, sources in (
        ("A", None, {"a"}),
        ("second:A", None, {"b"}),
        ("A", "second", {"b"}),
    ):
        second_code = "B" if codebook or ":" not in first else "second:B"
        options = PairOptions(first=first, second=second_code, codebook=codebook)
        assert set(pair(study, options).tables["quotations"]["source"]) == sources


@pytest.mark.parametrize(
    ("first", "second", "codebook", "key"),
    [
        ("A", "Z", None, "study.no_code"),
        ("none:A", "B", None, "study.no_code"),
        ("A", "B", "none", "study.no_code"),
        ("A", "test:A", None, "study.same_code"),
    ],
)
def test_codes_that_are_none_or_the_same_are_refused(
    first: str, second: str, codebook: str | None, key: str
) -> None:
    with pytest.raises(FangtanError) as refused:
        pair(STUDY, PairOptions(first=first, second=second, codebook=codebook))
    assert refused.value.key == key and refused.value.text("en")


def test_two_words_lead_to_the_sentences_that_hold_them() -> None:
    result = pair(STUDY, PairOptions(first="这里", second="没有的词", words=True))
    assert result.facts["c"] == 0 and list(result.tables["quotations"].columns) == [*PLACE, "quote"]


@pytest.mark.parametrize(("lens", "kind"), [(None, "theme"), ("half", "group")])
def test_units_of_two_themes_are_those_of_the_table(lens: str | None, kind: str) -> None:
    study = lettered(["A B", "A C", "B C D", "E"], ["A D", "C", "B E C"])
    table = cooccur(study, CooccurOptions(by="themes", lens=lens, draws=5)).tables["pairs"]
    assert len(table) == (3 if lens is None else 1)
    for row in table.to_dict("records"):
        both = row[f"{kind}_a"], row[f"{kind}_b"]
        result = pair(study, PairOptions(first=both[0], second=both[1], by="themes", lens=lens))
        quotations = result.tables["quotations"]
        assert result.facts["c"] == row["c"] == quotations["unit"].nunique()
        assert set(quotations[kind]) == set(both)
        of_code = BOOK.theme_of if lens is None else BOOK.group_of(lens)
        assert [of_code[code] for code in quotations["code"]] == quotations[kind].tolist()
        assert all(len(set(unit[kind])) == 2 for _, unit in quotations.groupby("unit"))


def test_a_theme_may_be_told_by_name_and_must_be_one() -> None:
    options = [
        PairOptions(first=first, second=second, by="themes")
        for first, second in (("P", "Q"), ("问题", "Causes"))
    ]
    by_id, by_name = (pair(STUDY, option).tables["quotations"] for option in options)
    assert by_id.equals(by_name) and len(by_id) == 2
    for first, second, lens, key in (
        ("A", "Q", None, "study.no_theme"),
        ("P", "问题", None, "study.same_theme"),
        ("P", "上", "half", "study.no_group"),
        ("上", "上", "half", "study.same_group"),
    ):
        with pytest.raises(FangtanError) as refused:
            pair(STUDY, PairOptions(first=first, second=second, by="themes", lens=lens))
        assert refused.value.key == key
    with pytest.raises(FangtanError):
        PairOptions(first="上", second="下", lens="half")
    with pytest.raises(FangtanError):
        PairOptions(first="一", second="二", by="themes", words=True)
