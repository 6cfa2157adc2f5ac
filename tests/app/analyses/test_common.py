"""What analyses share: groups of interviews by hand, checks of options, notes and phrases in both
languages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from builders import transcript
from studies_by_hand import interview, study_of

from analysis.networks.network import EdgeRule
from analysis.units import UNITS
from app.analyses.chains import ChainsOptions
from app.analyses.common import (
    TwoGroups,
    contrast_note,
    exchanges_are_turns,
    meetings_in_words,
    opening,
    two_groups,
)
from app.analyses.cooccur import CooccurOptions
from app.analyses.crosstab import CrosstabOptions
from app.analyses.crosswalk import CrosswalkOptions
from app.analyses.ena import EnaOptions
from app.analyses.mentions import MentionsOptions
from app.analyses.network import NetworkOptions
from app.analyses.pair import PairOptions
from app.analyses.saturation import SaturationOptions
from app.result import in_language
from corpus.catalogue import LANGUAGES, message
from corpus.problem import FangtanError


@dataclass
class Departments:
    """A study as far as groups need it: source -> department."""

    values: dict[str, str]

    def attribute(self, name: str) -> dict[str, str]:
        assert name == "department"
        return self.values


def grouped(asked: str, **values: str) -> TwoGroups:
    study: Any = Departments(values)
    return two_groups(study, asked)


MINUTES = "答：标准不一。\n答：接口不通。"


def test_the_first_notes_tell_of_interviews_whose_exchanges_are_turns() -> None:
    one, minutes = interview("一", ["A"]), replace(transcript(MINUTES), source="二")
    asked, alone = study_of(one), study_of(one, (minutes, ()))
    for lang in LANGUAGES:
        last = {
            unit: opening(alone, unit)[-1].text(lang)  # type: ignore[union-attr]
            for unit in UNITS
        }
        sentence = message("note.exchange_is_turn", lang, count=1)
        assert {unit for unit in UNITS if sentence in last[unit]} == {"exchange"}
        assert message("unit.exchange", lang) in last["exchange"]
        assert sentence in opening(alone)[-1].text(lang)  # type: ignore[union-attr]
        assert sentence not in opening(asked)[-1].text(lang)  # type: ignore[union-attr]
    assert len(opening(alone)) == len(opening(asked)), "callers leave out the last"
    assert exchanges_are_turns(asked) == []


def test_groups_hold_the_interviews_whose_value_has_a_word() -> None:
    values = {"a": "市公安局", "b": "民政局", "c": "街道办", "d": "社区", "e": ""}
    assert grouped("department=公安,街道+社区", **values).number == {
        "a": 1,
        "b": 0,
        "c": 2,
        "d": 2,
        "e": 0,
    }
    assert grouped("department=公安，民政＋街道", **values).names == ("公安", "民政＋街道")


@pytest.mark.parametrize(("asked", "a", "b"), [("公安,*", 1, 2), ("*,公安", 2, 1)])
def test_a_star_is_all_others_that_have_a_value(asked: str, a: int, b: int) -> None:
    groups = grouped(f"department={asked}", a="公安局", b="民政局", c="")
    assert groups.number == {"a": a, "b": b, "c": 0}
    said = {str(in_language({"x": name}, "en")["x"]) for name in groups.words}
    assert said == {"公安", "the others"}


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("department", "study.bad_groups"),
        ("department=公安", "study.bad_groups"),
        ("department=公安,民政,街道", "study.bad_groups"),
        ("department=公安,税务", "study.empty_group"),
        ("department=公安,局", "study.both_groups"),
    ],
)
def test_groups_that_are_none_are_refused(asked: str, key: str) -> None:
    with pytest.raises(FangtanError) as refused:
        grouped(asked, a="公安局", b="民政局")
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: CooccurOptions(draws=0), "draws must be at least 1, got 0"),
        (lambda: CooccurOptions(top=1), "top must be at least 2, got 1"),
        (lambda: CooccurOptions(draws=float("nan")), "draws must be at least 1, got nan"),
        (lambda: NetworkOptions(rule=EdgeRule(top=0)), "top must be at least 1, got 0"),
        (lambda: NetworkOptions(rule=EdgeRule(q=1.5)), "q must lie within 0..1, got 1.5"),
        (lambda: EnaOptions(back=0), "back must be at least 1, got 0"),
        (lambda: EnaOptions(forward=-1), "forward must be at least 0, got -1"),
        (lambda: EnaOptions(line="word"), "line must be one of"),
        (lambda: EnaOptions(window="infinite"), "window must be one of"),
        (lambda: EnaOptions(conversation="day"), "conversation must be one of"),
        (lambda: MentionsOptions(least=0), "least must be at least 1, got 0"),
        (lambda: SaturationOptions(base=0), "base must be at least 1, got 0"),
        (lambda: SaturationOptions(run=0), "run must be at least 1, got 0"),
        (lambda: SaturationOptions(threshold=2), "threshold must lie within 0..1, got 2"),
    ],
)
def test_an_option_out_of_range_is_named_with_its_range(make: Any, says: str) -> None:
    with pytest.raises(ValueError) as refused:
        make()
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda: CooccurOptions(unit="page"), "study.no_unit"),
        (lambda: NetworkOptions(unit="page"), "study.no_unit"),
        (lambda: ChainsOptions(reach="page"), "study.no_unit"),
        (lambda: CrosswalkOptions(unit="page"), "study.no_unit"),
        (lambda: PairOptions(first="a", second="b", unit="page"), "study.no_unit"),
        (lambda: PairOptions(first="a", second="a", words=True), "study.same_word"),
        (lambda: CooccurOptions(measure="g2"), "study.no_measure"),
        (lambda: NetworkOptions(rule=EdgeRule(weight="none")), "study.no_measure"),
        (lambda: CrosstabOptions(by="department", polarity="bad"), "study.no_polarity"),
    ],
)
def test_a_name_that_is_none_is_refused_in_a_sentence(make: Any, key: str) -> None:
    with pytest.raises(FangtanError) as refused:
        make()
    assert refused.value.key == key and refused.value.text("en") != refused.value.text("zh")


def test_meetings_are_worded_by_the_names_of_polarities() -> None:
    assert meetings_in_words("lacking×present 5、demanded×lacking 2", "zh") == (
        "缺失×具备 5、诉求×缺失 2"
    )
    assert meetings_in_words("", "en") == ""


@dataclass
class Contrasted:
    interviews: tuple[int, int]
    tested: bool
    p: float


def test_the_note_on_two_groups_says_whether_they_were_tested() -> None:
    groups = grouped("department=公安,*", a="公安局", b="民政局")
    tested: Any = Contrasted((5, 6), True, 0.0312)
    few: Any = Contrasted((1, 1), False, float("nan"))
    assert (
        contrast_note(tested, groups).text("en").startswith("Two groups: 公安 (5) and the others")
    )
    assert "p = 0.031" in contrast_note(tested, groups).text("zh")
    assert "样本不足" in contrast_note(few, groups).text("zh")
