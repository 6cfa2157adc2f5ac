"""Two frames against each other over answers coded by hand with both."""

from __future__ import annotations

import pytest
from studies_by_hand import BOOK, Interview, interview, study_of

from app.analyses.crosswalk import CrosswalkOptions, crosswalk_of
from app.exporters.results import sentences, worded
from app.study.study import Study
from corpus.catalogue import LANGUAGES, Language, message
from corpus.problem import FangtanError

OTHER = BOOK.model_copy(update={"id": "other"})


def both(source: str, answers: list[str], others: list[str]) -> Interview:
    """An interview coded by both codebooks; ``others`` code the same sentences otherwise."""
    made, codings = interview(source, answers)
    second = [
        coding._replace(code=code, codebook="other")
        for coding, code in zip(codings, "".join(others).replace(" ", ""), strict=True)
    ]
    return made, (*codings, *second)


STUDY: Study = study_of(
    both("0", ["A B", "C"], ["C D", "A"]),
    both("1", ["A"], ["C"]),
    books=(BOOK, OTHER),
)
OPTIONS = CrosswalkOptions(rows="test", columns="other")


def cells(
    options: CrosswalkOptions, study: Study = STUDY
) -> dict[tuple[str, str], tuple[int, int]]:
    table = crosswalk_of(study, options).tables["crosswalk"]
    return {
        (row["row"], row["column"]): (row["c"], row["distinct"]) for row in table.to_dict("records")
    }


def test_themes_meet_in_units_and_on_different_words_by_hand() -> None:
    found = cells(OPTIONS)
    assert found["P", "Q"] == (2, 0)  # A with C on the same words twice: nothing of Q is left
    assert found["P", "R"] == (1, 0) and found["Q", "P"] == (1, 0) and found["R", "P"] == (0, 0)
    assert len(found) == 9


def test_one_word_that_calls_up_both_frames_is_not_significant() -> None:
    """Every coding of A in one frame is one of C in the other: solid, were all codings tested."""
    answers = [["A"], [""], ["A"], [""], [""]]
    coded = [
        both(str(n), [codes for answer in answers for codes in answer], ["C", "", "C", "", ""])
        for n in range(6)
    ]
    study = study_of(*coded, books=(BOOK, OTHER))
    result = crosswalk_of(study, OPTIONS)
    table = result.tables["crosswalk"].set_index(["row", "column"])
    row = table.loc[("P", "Q")]
    assert (row["c"], row["distinct"], row["lift"]) == (12, 0, 2.5)
    assert row["p_more"] == 1 and result.facts["significant"] == 0
    for lang in LANGUAGES:
        family = message("note.crosswalk_family", lang, family=result.facts["family"], cells=9)
        assert family in sentences(result, lang)
    assert message("note.crosswalk_family", "zh", family=0, cells=9) not in sentences(
        crosswalk_of(STUDY, OPTIONS), "zh"
    ), "no test is made of two interviews"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_column_and_the_note_say_what_is_tested(lang: Language) -> None:
    result = crosswalk_of(STUDY, OPTIONS)
    assert message("note.crosswalk", lang) in sentences(result, lang)
    assert {"zh": "检验此列", "en": "tested"}[lang] in message("column.distinct", lang)
    for column in ("own_a", "own_b", "lift_distinct"):
        assert column in result.tables["crosswalk"]
        assert message(f"column.{column}", lang) != f"column.{column}"


def test_numbers_follow_from_the_counts() -> None:
    row = next(
        row
        for row in crosswalk_of(STUDY, OPTIONS).tables["crosswalk"].to_dict("records")
        if (row["row"], row["column"]) == ("P", "Q")
    )
    assert (row["a"], row["b"], row["n"]) == (2, 2, 3)
    assert row["expected_c"] == pytest.approx(4 / 3) and row["lift"] == pytest.approx(1.5)


def test_a_lens_parts_the_codes_otherwise() -> None:
    options = CrosswalkOptions(rows="test:half", columns="other")
    found = cells(options)
    assert found["上", "Q"] == (2, 0) and found["下", "Q"] == (1, 1)
    assert {row for row, _ in found} == {"上", "下"}


def test_the_unit_changes_what_meets() -> None:
    options = CrosswalkOptions(rows="test", columns="other", unit="sentence")
    assert cells(options)["P", "Q"] == (2, 0)
    whole = CrosswalkOptions(rows="test", columns="other", unit="interview")
    assert cells(whole)["Q", "Q"] == (1, 1)


def test_rows_stand_by_count_and_then_by_name_in_the_language() -> None:
    result = crosswalk_of(STUDY, OPTIONS)
    for lang in LANGUAGES:
        table = worded(result, lang)["crosswalk"]
        name = {"zh": "问题", "en": "Problems"}[lang]
        assert table["c"].is_monotonic_decreasing and table.iloc[0]["row"] == name
    assert result.facts == {"cells": 9, "family": 0, "significant": 0}
    assert len(sentences(result, "en")) == len(sentences(result, "zh"))


@pytest.mark.parametrize(
    ("options", "key"),
    [
        (CrosswalkOptions(rows="none", columns="other"), "study.no_book"),
        (CrosswalkOptions(rows="test", columns="other:none"), "run.lens_unknown"),
        (CrosswalkOptions(), "study.no_book"),
    ],
)
def test_frames_that_are_none_are_refused(options: CrosswalkOptions, key: str) -> None:
    with pytest.raises(FangtanError) as refused:
        crosswalk_of(STUDY, options)
    assert refused.value.key == key and refused.value.text("zh") != refused.value.text("en")


def test_a_study_without_interviews_has_every_cell_empty() -> None:
    assert set(cells(OPTIONS, study_of(books=(BOOK, OTHER))).values()) == {(0, 0)}
