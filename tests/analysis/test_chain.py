"""Problems, causes and countermeasures that are told together, by hand and by a plain count."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from builders import codebook
from hypothesis import given, settings
from hypothesis import strategies as st
from talks import BOOK, interview, lay, talk

from analysis.chain import STEPS, chains
from analysis.units import UNITS, UnitKind, members
from corpus.coding import Coding, CodingLink, Step
from corpus.transcript import Transcript

CODES = """
- {id: P1, name: p, definition: d, function: problem, indicators: [接口]}
- {id: R1, name: r, definition: d, function: cause, indicators: [经费]}
- {id: C1, name: c, definition: d, function: countermeasure, indicators: [平台]}
- {id: C2, name: c2, definition: d, function: countermeasure, indicators: [培训]}
"""
PRC = codebook(CODES, "links:\n  - {problem: P1, causes: [R1], countermeasures: [C1]}")
FUNCTION = {"P1": "problem", "R1": "cause", "C1": "countermeasure", "C2": "countermeasure"}
SIGNS = {"甲": "P1", "乙": "R1", "丙": "C1", "丁": "C2"}


Study = list[tuple[Transcript, list[Coding]]]


def marked(answers: list[list[str]], name: str = "t") -> tuple[Transcript, list[Coding]]:
    """Every 甲 is a problem, 乙 a cause, 丙 and 丁 countermeasures."""
    made = talk(answers, name)
    codings = []
    for turn in made.turns:
        if turn.role == "interviewer":
            continue
        for at, sign in enumerate(turn.span.of(made.text)):
            if sign in SIGNS:
                first = lay(made, sign, SIGNS[sign])
                start = turn.span.start + at
                span = type(first.span)(start, start + 1)
                codings.append(first._replace(span=span, turn=turn.index))
    return made, codings


def test_chains_by_hand() -> None:
    study = [
        interview([["接口打不通。", "因为没有经费。", "希望建平台。"]], "a", PRC),
        interview([["接口打不通。"], ["因为没有经费。"], ["建议搞培训。"]], "b", PRC),
    ]
    found = chains(study, PRC, "exchange")
    links = {
        (row["step"], row["from"], row["to"]): (row["units"], row["expected"])
        for row in found.links.to_dict("records")
    }
    assert links == {
        ("problem-cause", "P1", "R1"): (1, True),
        ("cause-countermeasure", "R1", "C1"): (1, True),
        ("problem-countermeasure", "P1", "C1"): (1, True),
    }
    assert found.chains[["problem", "cause", "countermeasure", "units"]].values.tolist() == [
        ["P1", "R1", "C1", 1]
    ]
    assert sorted(
        zip(found.orphans["kind"], found.orphans["source"], found.orphans["code"], strict=True)
    ) == [("cause", "b", "R1"), ("countermeasure", "b", "C2")]
    wide = chains(study, PRC, "interview")
    assert {("cause-countermeasure", "R1", "C2", False)} <= {
        (row["step"], row["from"], row["to"], row["expected"])
        for row in wide.links.to_dict("records")
    } and wide.orphans.empty


def test_totals_count_units_and_interviews_of_each_function() -> None:
    study = [marked([["甲。"], ["甲乙。"], ["丙丁。"]], "a"), marked([["甲。"]], "b")]
    found = chains(study, PRC)
    assert found.totals.to_numpy().tolist() == [
        ["problem", 3, 2],
        ["cause", 1, 1],
        ["countermeasure", 1, 1],
    ]


def test_the_most_frequent_links_come_first_within_their_step() -> None:
    study = [marked([["乙丁。"], ["乙丙。"], ["乙丁。"]], "a"), marked([["甲乙丙。"]], "b")]
    found = chains(study, PRC)
    columns = ["step", "from", "to", "units", "interviews", "expected"]
    assert list(found.links) == [*columns, "by_person"] and not found.links["by_person"].any()
    assert found.links[columns].to_numpy().tolist() == [
        ["cause-countermeasure", "R1", "C1", 2, 2, True],
        ["cause-countermeasure", "R1", "C2", 2, 1, False],
        ["problem-cause", "P1", "R1", 1, 1, True],
        ["problem-countermeasure", "P1", "C1", 1, 1, True],
    ]
    assert found.chains.to_numpy().tolist() == [["P1", "R1", "C1", 1, 1]]


def test_an_orphan_is_told_with_its_words_once() -> None:
    made, codings = marked([["丙。", "乙。"], ["甲。", "乙。"]])
    found = chains([(made, codings)], PRC, "sentence").orphans
    assert list(found) == ["kind", "source", "start", "end", "code", "quote"]
    assert found[["kind", "source", "code", "quote"]].to_numpy().tolist() == [
        ["countermeasure", "t", "C1", "丙"],
        ["cause", "t", "R1", "乙"],
        ["cause", "t", "R1", "乙"],
    ]
    assert all(made.text[row.start : row.end] == row.quote for row in found.itertuples())


def test_what_is_grounded_in_one_of_its_windows_is_no_orphan() -> None:
    """A window reaches back over three sentences, so a coding stands in four of them."""
    near, far = (
        marked([["甲。", "一。", "二。", "乙。"]]),
        marked([["甲。", "一。", "二。", "三。", "乙。"]]),
    )
    assert chains([near], PRC, "window").orphans.empty
    assert chains([far], PRC, "window").orphans["code"].tolist() == ["R1"]
    later = marked([["乙。", "甲。"]])
    assert chains([later], PRC, "window").orphans.empty, "the problem may be told after its cause"


def test_a_cause_without_a_problem_grounds_its_countermeasure() -> None:
    found = chains([marked([["乙丙。"]])], PRC)
    assert found.orphans[["kind", "code"]].to_numpy().tolist() == [["cause", "R1"]]
    alone = chains([marked([["甲丙。"]])], PRC)
    assert alone.orphans["kind"].tolist() == ["countermeasure"], "a measure rests on a cause"


def test_codes_of_other_books_and_without_a_function_count_nowhere() -> None:
    made, codings = marked([["甲乙丙。"]])
    strange = [coding._replace(codebook="other") for coding in codings]
    unknown = [coding._replace(code="gone") for coding in codings]
    rejected = [coding._replace(status="rejected") for coding in codings]
    for laid in (strange, unknown, rejected, []):
        found = chains([(made, laid)], PRC)
        assert found.links.empty and found.chains.empty and found.orphans.empty
        assert found.totals["units"].tolist() == [0, 0, 0]


def test_a_theme_in_a_link_stands_for_all_below_it() -> None:
    book = codebook(
        """
- id: P
  name: 问题
  definition: d
  children:
  - {id: P1, name: p, definition: d, function: problem}
  - {id: P2, name: p, definition: d, function: problem}
- {id: R1, name: r, definition: d, function: cause}
- {id: C1, name: c, definition: d, function: countermeasure}
""",
        "links:\n  - {problem: P, causes: [R1]}",
    )
    made, codings = marked([["甲乙丙。"]])
    second = codings[0]._replace(code="P2")
    links = chains([(made, [*codings, second])], book).links
    assert {(row["from"], row["to"]): row["expected"] for row in links.to_dict("records")} == {
        ("P1", "R1"): True,
        ("P2", "R1"): True,
        ("R1", "C1"): False,
        ("P1", "C1"): False,
        ("P2", "C1"): False,
    }


answers = st.lists(
    st.lists(
        st.lists(st.sampled_from("甲乙丙丁一"), max_size=4).map("".join), min_size=1, max_size=3
    ).map(lambda sentences: [f"{sentence}。" for sentence in sentences if sentence] or ["一。"]),
    min_size=1,
    max_size=3,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(answers, min_size=1, max_size=3), st.sampled_from(UNITS))
def test_any_study_is_counted_as_by_going_through_its_units(
    study: list[list[list[str]]], unit: UnitKind
) -> None:
    interviews = [marked(one, str(number)) for number, one in enumerate(study)]
    links: dict[tuple[str, str], list[str]] = {}
    triples: dict[tuple[str, str, str], list[str]] = {}
    for made, codings in interviews:
        spans, placed = members(made, codings, unit)
        for number in range(len(spans)):
            inside = {coding.code for at, coding in placed if at == number}
            for one, two in itertools.permutations(inside, 2):
                if (FUNCTION[one], FUNCTION[two]) in STEPS:
                    links.setdefault((one, two), []).append(made.source)
            for three in itertools.permutations(inside, 3):
                if [FUNCTION[code] for code in three] == ["problem", "cause", "countermeasure"]:
                    triples.setdefault(three, []).append(made.source)
    found = chains(interviews, PRC, unit)
    assert {
        (row["from"], row["to"]): (row["units"], row["interviews"])
        for row in found.links.to_dict("records")
    } == {pair: (len(where), len(set(where))) for pair, where in links.items()}
    assert {
        (row["problem"], row["cause"], row["countermeasure"]): (row["units"], row["interviews"])
        for row in found.chains.to_dict("records")
    } == {codes: (len(where), len(set(where))) for codes, where in triples.items()}


def joined(study: Study, *steps: tuple[str, str, Step]) -> dict[str, list[CodingLink]]:
    """Links of the first interview between the first codings of two codes each."""
    made, codings = study[0]
    first = {coding.code: coding for coding in reversed(codings)}
    return {made.source: [CodingLink(first[a], first[b], step, "甲") for a, b, step in steps]}


def test_what_a_person_joined_over_units_is_one_unit_more_and_no_orphan() -> None:
    study = [marked([["甲。"], ["乙。"], ["丙。"]])]
    assert chains(study, PRC).links.empty and len(chains(study, PRC).orphans) == 2
    drawn = joined(study, ("P1", "R1", "problem-cause"), ("R1", "C1", "cause-countermeasure"))
    found = chains(study, PRC, links=drawn)
    assert found.links[["from", "to", "units", "interviews", "by_person"]].to_numpy().tolist() == [
        ["R1", "C1", 1, 1, 1],
        ["P1", "R1", 1, 1, 1],
    ]
    assert found.chains.to_numpy().tolist() == [["P1", "R1", "C1", 1, 1]]
    assert found.orphans.empty
    assert found.totals.equals(chains(study, PRC).totals)


def test_what_stands_in_one_unit_is_not_counted_twice_when_a_person_joins_it() -> None:
    study = [marked([["甲乙丙。"]])]
    drawn = joined(study, ("P1", "R1", "problem-cause"), ("R1", "C1", "cause-countermeasure"))
    found, before = chains(study, PRC, links=drawn), chains(study, PRC)
    assert found.links["by_person"].tolist() == [1, 1, 0]
    assert found.links.drop(columns="by_person").equals(before.links.drop(columns="by_person"))
    assert found.chains.equals(before.chains)


def test_a_problem_does_not_ground_its_measure() -> None:
    study = [marked([["甲。"], ["丙。"]])]
    found = chains(study, PRC, links=joined(study, ("P1", "C1", "problem-countermeasure")))
    assert found.orphans["kind"].tolist() == ["countermeasure"] and len(found.links) == 1


@pytest.mark.parametrize(
    "spoilt",
    [
        {"step": "problem-countermeasure"},  # the second is a cause by its code
        {"first": {"status": "rejected"}},
        {"second": {"codebook": "other"}},
        {"second": {"code": "gone"}},
    ],
)
def test_a_link_that_does_not_fit_the_codes_counts_nowhere(spoilt: dict[str, Any]) -> None:
    study = [marked([["甲。"], ["乙。"]])]
    ((source, (link,)),) = joined(study, ("P1", "R1", "problem-cause")).items()
    changed = {
        name: value if name == "step" else getattr(link, name)._replace(**value)
        for name, value in spoilt.items()
    }
    assert chains(study, PRC, links={source: [link._replace(**changed)]}).links.empty


@pytest.mark.parametrize("missing", ["problem", "cause", "countermeasure"])
def test_a_codebook_without_one_of_the_functions_is_refused(missing: str) -> None:
    kept = "\n".join(line for line in CODES.splitlines() if f"function: {missing}" not in line)
    with pytest.raises(ValueError, match="problem, cause and countermeasure, got") as refused:
        chains([], codebook(kept))
    assert f"'{missing}'" not in str(refused.value)


def test_a_codebook_of_states_is_refused() -> None:
    with pytest.raises(ValueError, match=r"functions .* got \[\]"):
        chains([], BOOK)
