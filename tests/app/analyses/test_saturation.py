"""Saturation in the order held: new codes by hand, dates before files, the verdict in words."""

from __future__ import annotations

import pytest
from studies_by_hand import BOOK, interview, lettered, study_of

from app.analyses import saturation as module
from app.analyses.saturation import SaturationOptions, saturation
from app.exporters.results import sentences
from app.study.study import Study
from codebooks.codebook import Bilingual
from corpus.catalogue import LANGUAGES, Language
from corpus.problem import FangtanError

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
    assert curve(study, codebook="test")[-1] == ("6", 0, 1)
    assert curve(study, codebook="second")[-1] == ("6", 1, 1)


def test_without_a_codebook_it_is_that_of_the_first_as_the_help_says() -> None:
    second = BOOK.model_copy(update={"id": "second", "name": Bilingual(zh="另一份", en="Another")})
    interviews = [interview(str(n), ["A"]) for n in range(6)]
    study = study_of(*interviews, interview("6", ["C"], book="second"), books=(BOOK, second))
    by_itself, first = (saturation(study, SaturationOptions(codebook=c)) for c in (None, "test"))
    assert by_itself.tables["saturation"].equals(first.tables["saturation"])
    assert by_itself.facts == first.facts and by_itself.facts["codebook"] == "test"
    for lang in LANGUAGES:
        assert sentences(by_itself, lang) == sentences(first, lang)
        assert any(BOOK.name.text(lang) in text for text in sentences(first, lang))
    other = saturation(study, SaturationOptions(codebook="second"))
    assert "另一份" in "".join(sentences(other, "zh")) and other.facts["codebook"] == "second"
    with pytest.raises(FangtanError) as refused:
        saturation(study, SaturationOptions(codebook="none"))
    assert refused.value.key == "study.no_book"


def test_reached_where_a_run_brings_nothing_more() -> None:
    result = saturation(lettered(*ANSWERS), SaturationOptions(base=2, run=2, threshold=0))
    assert (result.facts["reached"], result.facts["enough"]) == (5, True)
    late = lettered(*ANSWERS[:6], ["D"], ["E"])
    never = saturation(late, SaturationOptions(base=4, run=2, threshold=0))
    assert (never.facts["first"], never.facts["exceeded"]) == (6, [7, 8])
    assert never.facts["reached"] is None and never.facts["held_out"] == 2
    for lang, names in (("zh", "D 统一标准、E 建平台"), ("en", "D One standard、E A platform")):
        assert names in sentences(never, lang)[-1]  # type: ignore[arg-type]


def verdict(study: Study, lang: Language, **options: float) -> str:
    return sentences(saturation(study, SaturationOptions(**options)), lang)[-2]  # type: ignore[arg-type]


def test_the_verdict_says_where_the_threshold_was_exceeded_again() -> None:
    """New codes of the runs of one: – 0 1 0 0 0, then with and without one at the end."""
    answers = [["A"], ["A"], ["B"], ["A"], ["A"], ["A"]]
    options = {"base": 1, "run": 1, "threshold": 0}
    later = lettered(*answers)
    zh, en = (verdict(later, lang, **options) for lang in LANGUAGES)
    assert (
        "到第 2 份" in zh and "又超过：第 3 份（2，100%）；从第 4 份起到最后一份（第 6 份）" in zh
    )
    assert "at interview 2" in en and "again at 3 (2, 100%). Only from interview 4" in en
    undone = lettered(*answers, ["C"])
    zh, en = (verdict(undone, lang, **options) for lang in LANGUAGES)
    assert zh.startswith("不能判断为饱和") and "第 3 份（2，100%）、第 7 份（6，100%）" in zh
    assert en.startswith("No saturation") and "3 (2, 100%), 7 (6, 100%)" in en


def test_the_verdict_of_a_study_that_stays_saturated_or_never_is() -> None:
    options = {"base": 1, "run": 1, "threshold": 0}
    stays = lettered(*[["A"]] * 6)
    assert "没有再超过" in verdict(stays, "zh", **options)
    assert "not exceeded since" in verdict(stays, "en", **options)
    never = lettered(*[[code] for code in "ABCDE"], ["A B C D E"], ["A"])
    first = lettered(*[[code] for code in "ABCDE"], ["E"])
    assert "到第 6 份访谈时达到饱和" in verdict(first, "zh", **options)
    strict = verdict(never, "en", base=5, run=1, threshold=0)
    assert strict.startswith("Reached at interview 6")
    few = lettered(["A"], ["A"], ["B"], ["C"], ["D"], ["E"])
    assert verdict(few, "en", base=2, run=1, threshold=0).startswith("Not reached")


def test_many_interviews_that_exceed_are_named_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    study = lettered(*[["A"]] * 3, ["B"], ["C"], ["D"])
    told = verdict(study, "zh", base=1, run=1, threshold=0)
    assert told.count("份（") == 3 and "…" not in told
    monkeypatch.setattr(module, "NAMED", 2)
    told = verdict(study, "zh", base=1, run=1, threshold=0)
    assert told.count("份（") == 2 and "第 5 份（4，100%）、…，" in told


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
