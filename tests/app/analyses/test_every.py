"""The family of analyses: choosing one by its name (its members are held in tests/contracts)."""

from __future__ import annotations

import pytest
from studies_by_hand import lettered

from app.analyses.every import ANALYSES, OF_A_STUDY, analysis
from corpus.problem import FangtanError

STUDY = lettered(*[["A B", "A C", "B"]] * 3, department=["甲", "乙", "甲"])
QUICK = [member for member in OF_A_STUDY if member.name in ("chains", "crosstab", "saturation")]


@pytest.mark.parametrize("member", QUICK, ids=lambda member: member.name)
def test_an_analysis_by_name_is_the_one_of_its_options(member: object) -> None:
    made = analysis(STUDY, name=member.name, book="test", by="department")  # type: ignore[attr-defined]
    own = member.function(STUDY, member.chosen("test", "department"))  # type: ignore[attr-defined]
    assert made.name == member.name and made.facts.keys() == own.facts.keys()  # type: ignore[attr-defined]
    for name, table in made.tables.items():
        assert table.equals(own.tables[name])


def test_the_pair_belongs_to_a_page_of_its_own() -> None:
    pairs = [member for member in ANALYSES if member.needs == "pair"]
    assert [member.name for member in pairs] == ["pair"] and not set(pairs) & set(OF_A_STUDY)
    with pytest.raises(ValueError, match="name must be one of"):
        analysis(STUDY, name="pair", book="test", by=None)
    options = pairs[0].chosen("A", "B")
    assert (options.first, options.second) == ("A", "B")


@pytest.mark.parametrize("name", ["", "Network", "nonsense"])
def test_another_name_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(ValueError, match=r"cooccur.*saturation"):
        analysis(STUDY, name=name, book="test", by=None)


def test_what_the_study_does_not_allow_is_said() -> None:
    with pytest.raises(ValueError, match="by must name an attribute"):
        analysis(STUDY, name="crosstab", book="test", by=None)
    for name, book, by in (("crosstab", "test", "身高"), ("network", "none", None)):
        with pytest.raises(FangtanError):
            analysis(STUDY, name=name, book=book, by=by)
