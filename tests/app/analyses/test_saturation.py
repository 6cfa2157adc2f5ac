"""Saturation in the order held: new codes by hand, dates before files, the verdict in words."""

from __future__ import annotations

import pytest
from studies_by_hand import BOOK, interview, lettered, study_of

from app.analyses.saturation import SaturationOptions, saturation
from app.exporters.results import sentences
from app.study.study import Study
from corpus.catalogue import LANGUAGES

ANSWERS = (["A B"], ["A"], ["C"], [""], ["A"], ["B"], ["A C"], ["C"])
"""Known after each: 2, 2, 3, 3, 3, 3, 3, 3."""


def curve(study: Study, **options: object) -> list[tuple[str, int, int]]:
    table = saturation(study, SaturationOptions(**options)).tables["saturation"]  # type: ignore[arg-type]
    return [tuple(row) for row in table[["source", "new", "cumulative"]].to_numpy()]  # type: ignore[misc]


def test_new_codes_by_interview() -> None:
    found = curve(lettered(*ANSWERS))
    assert [new for _, new, _ in found] == [2, 0, 1, 0, 0, 0, 0, 0]
    assert [known for *_, known in found] == [2, 2, 3, 3, 3, 3, 3, 3]


def test_dates_go_before_the_order_of_files_only_where_all_have_one() -> None:
    dates = [f"2023-03-{20 - number:02d}" for number in range(8)]
    result = saturation(lettered(*ANSWERS, date=dates), SaturationOptions())
    assert result.tables["saturation"]["source"].tolist() == list("76543210")
    some = saturation(lettered(*ANSWERS, date=["", *dates[1:]]), SaturationOptions())
    assert some.tables["saturation"]["source"].tolist() == list("01234567")
    assert sentences(some, "zh")[0] != sentences(result, "zh")[0]


def test_rejected_codings_and_other_codebooks_do_not_count() -> None:
    study = study_of(
        *(interview(str(n), ["A", "B:lacking:rejected"]) for n in range(6)),
        interview("6", ["C"], book="second"),
        books=(BOOK, BOOK.model_copy(update={"id": "second"})),
    )
    assert curve(study)[-1] == ("6", 1, 2)
    assert curve(study, codebook="test")[-1] == ("6", 0, 1)


def test_reached_where_a_run_brings_nothing_more() -> None:
    result = saturation(lettered(*ANSWERS), SaturationOptions(base=2, run=2, threshold=0))
    assert (result.facts["reached"], result.facts["enough"]) == (5, True)
    late = lettered(*ANSWERS[:6], ["D"], ["E"])
    never = saturation(late, SaturationOptions(base=4, run=2, threshold=0))
    assert never.facts["reached"] == 6 and never.facts["held_out"] == 2
    for lang, names in (("zh", "D 统一标准、E 建平台"), ("en", "D One standard、E A platform")):
        assert names in sentences(never, lang)[-1]  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 5])
def test_too_few_interviews_get_no_verdict(count: int, lang: str) -> None:
    result = saturation(lettered(*ANSWERS[:count]), SaturationOptions())
    assert result.facts["reached"] is None and not result.facts["enough"]
    assert len(result.tables["saturation"]) == count
    assert "6" in sentences(result, lang)[-1]  # type: ignore[arg-type]


@pytest.mark.parametrize("threshold", [0.0, 0.5, 1.0])
def test_options_tell_themselves_in_words(threshold: float) -> None:
    values = SaturationOptions(base=3, run=1, threshold=threshold).values
    assert values == {"base": 3, "run": 1, "threshold": f"{threshold:.0%}"}
