"""Chains of problem, cause and countermeasure over answers coded by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from studies_by_hand import BOOK, interview, lettered, study_of

from app.analyses.chains import (
    ChainsOptions,
    chains,
    codebook_of_chains,
    function_in_words,
    orphan_in_words,
    step_in_words,
)
from app.exporters.results import sentences
from codebooks.codebook import Codebook
from corpus.catalogue import LANGUAGES
from corpus.coding import CodingLink
from corpus.problem import FangtanError

STUDY = lettered(["A C D", "A C", "D", "E C:lacking:rejected"], ["B C", ""])
"""In the first interview a whole chain, a part of one, and two measures without a cause."""


def test_links_and_chains_by_hand() -> None:
    tables = chains(STUDY, ChainsOptions()).tables
    assert tables["links"].to_numpy().tolist() == [
        ["cause-countermeasure", "C", "D", 1, 1, True, 0],
        ["problem-cause", "A", "C", 2, 1, True, 0],
        ["problem-cause", "B", "C", 1, 1, False, 0],
        ["problem-countermeasure", "A", "D", 1, 1, True, 0],
    ]
    assert tables["chains"].to_numpy().tolist() == [["A", "C", "D", 1, 1]]
    assert tables["totals"].to_numpy().tolist() == [
        ["problem", 3, 2],
        ["cause", 3, 2],
        ["countermeasure", 3, 1],
    ]


def test_what_a_person_joined_is_shown_beside_the_rest() -> None:
    _, (_, codings) = STUDY.interviews
    other = STUDY.interviews[0][1]
    link = CodingLink(other[0], other[6], "problem-countermeasure", "李")
    assert (other[0].code, other[6].code, len(codings)) == ("A", "E", 2)
    tables = chains(replace(STUDY, links={"0": (link,)}), ChainsOptions()).tables
    assert tables["links"].to_numpy().tolist()[-1] == [
        "problem-countermeasure", "A", "E", 1, 1, False, 1
    ]  # fmt: skip


def test_what_stands_without_its_ground_is_quoted() -> None:
    result = chains(STUDY, ChainsOptions())
    rows = result.tables["orphans"].to_dict("records")
    assert [(row["kind"], row["code"], row["quote"]) for row in rows] == [
        ("countermeasure", "D", "这里说的是D。"),
        ("countermeasure", "E", "这里说的是E。"),
    ]
    text = STUDY.interviews[0][0].text
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert result.facts == {"links": 4, "chains": 1, "orphan_countermeasure": 2, "orphan_cause": 0}


@pytest.mark.parametrize(
    ("reach", "orphans", "number"),
    [("exchange", 2, 1), ("interview", 0, 2), ("sentence", 6, 0), (None, 2, 1)],
)
def test_the_reach_decides_what_is_told_together(
    reach: str | None, orphans: int, number: int
) -> None:
    result = chains(STUDY, ChainsOptions(reach=reach))
    assert len(result.tables["orphans"]) == orphans
    assert result.facts["chains"] == number


@pytest.mark.parametrize("lang", LANGUAGES)
def test_notes_tell_what_lacks_its_ground(lang: str) -> None:
    told = sentences(chains(STUDY, ChainsOptions()), lang)[-1]  # type: ignore[arg-type]
    assert "2" in told and "0" in told


def test_a_codebook_must_have_all_three() -> None:
    half: Codebook = BOOK.model_copy(update={"id": "half", "codes": BOOK.codes[:2], "links": ()})
    assert codebook_of_chains((half, BOOK), None) is BOOK
    assert codebook_of_chains((half, BOOK), "half") is None
    assert codebook_of_chains((), None) is None
    with pytest.raises(FangtanError) as refused:
        chains(study_of(interview("a", ["A"], book="half"), books=(half,)), ChainsOptions())
    assert refused.value.text("zh") != refused.value.text("en")


@pytest.mark.parametrize("study", [study_of(), lettered([]), lettered([""])])
def test_nothing_coded_gives_empty_tables(study: object) -> None:
    result = chains(study, ChainsOptions())  # type: ignore[arg-type]
    assert all(result.tables[name].empty for name in ("links", "chains", "orphans"))
    assert result.tables["totals"]["units"].tolist() == [0, 0, 0]


def test_vocabularies() -> None:
    assert step_in_words("problem-cause", "en") == "problems → causes"
    assert step_in_words("cause-countermeasure", "zh") == "原因 → 对策"
    assert function_in_words("countermeasure", "zh") == "对策"
    assert orphan_in_words("cause", "zh") == "没有问题的原因"
