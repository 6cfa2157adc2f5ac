"""Two frames against each other over answers coded by hand with both."""

from __future__ import annotations

import pytest
from studies_by_hand import BOOK, interview, study_of

from app.analyses.crosswalk import CrosswalkOptions, crosswalk_of
from app.exporters.results import sentences, worded
from app.study.study import Study
from corpus.problem import FangtanError

OTHER = BOOK.model_copy(update={"id": "other"})


def both(source: str, answers: list[str], others: list[str]) -> tuple[object, ...]:
    """An interview coded by both codebooks; ``others`` code the same sentences otherwise."""
    made, codings = interview(source, answers)
    second = [
        coding._replace(code=code, codebook="other")
        for coding, code in zip(codings, "".join(others).replace(" ", ""), strict=True)
    ]
    return made, (*codings, *second)


STUDY: Study = study_of(
    both("0", ["A B", "C"], ["C D", "A"]),  # type: ignore[arg-type]
    both("1", ["A"], ["C"]),  # type: ignore[arg-type]
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
    assert found["P", "Q"] == (2, 1)  # A with C on the same words twice; B with C on others
    assert found["P", "R"] == (1, 1) and found["Q", "P"] == (1, 0) and found["R", "P"] == (0, 0)
    assert len(found) == 9


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
    for lang, name in (("zh", "问题"), ("en", "Problems")):
        table = worded(result, lang)["crosswalk"]  # type: ignore[arg-type]
        assert table["c"].is_monotonic_decreasing and table.iloc[0]["row"] == name
    assert result.facts == {"cells": 9, "significant": 0}
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
