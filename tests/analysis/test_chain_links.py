"""Links between rows: how each is drawn, what a person joined, and the passages behind a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest
from builders import codebook, transcript

from analysis.chain_links import BY_PERSON, NO_CAUSE, WAYS, behind
from analysis.chain_table import ChainTable, chain_table, rows_of
from corpus.coding import Coding, CodingLink, Function, Step
from corpus.span import Span

BOOK = codebook(
    """
- id: A
  name: 标准
  definition: d
  children: [{id: A1, name: 编码, definition: d}]
- id: B
  name: 制度
  definition: d
  children: [{id: B1, name: 依据, definition: d}]
- id: C
  name: 经费
  definition: d
  children: [{id: C1, name: 预算, definition: d}]
""",
    "lenses:\n  half: {name: 视角, groups: {甲: [A1], 乙: [B]}}\n",
)
FAR = "问：说说。\n答：编码不统一。\n问：还有呢？\n答：经费不够。\n问：还有呢？\n答：要有依据。"
"""Three answers: nothing joins one with another."""


def laid(text: str, *codings: tuple[str, str, Function | None]) -> tuple[object, list[Coding]]:
    """An interview with codings: (words, code, function)."""
    made = replace(transcript(text), source="一")
    found = []
    for words, code, function in codings:
        start = made.text.index(words)
        turn = next(turn.index for turn in made.turns if turn.span.start <= start < turn.span.end)
        span = Span(start, start + len(words))
        found.append(
            Coding(span, words, code, "test", "neutral", "甲", turn, "accepted", function=function)
        )
    return made, found


THREE = (
    ("编码不统一。", "A1", "problem"),
    ("经费不够。", "C1", "cause"),
    ("要有依据。", "B1", "countermeasure"),
)


def table(
    codings: Sequence[tuple[str, str, Function | None]],
    *joined: tuple[int, int, Step],
    text: str = FAR,
    lens: str | None = None,
) -> ChainTable:
    """The table of one interview in which a person joined the codings of these numbers."""
    made, found = laid(text, *codings)
    links = [CodingLink(found[one], found[two], step, "李") for one, two, step in joined]
    return chain_table([(made, found)], BOOK, lens, links={"一": links})  # type: ignore[list-item]


def links(found: ChainTable) -> dict[tuple[str, str, str], str]:
    """(step, from, to) -> the ways in which it is drawn."""
    return {
        (row["step"], row["from"], row["to"]): " ".join(
            way for way in WAYS if row[f"by_{way}"] and row["interviews"] == 1
        )
        for row in found.links.to_dict("records")
    }


def test_nothing_is_linked_over_themes_and_answers_without_a_person() -> None:
    assert table(THREE).links.empty  # type: ignore[arg-type]


def test_a_person_joins_a_problem_with_its_cause_and_its_measure() -> None:
    found = table(THREE, (0, 1, "problem-cause"), (0, 2, "problem-countermeasure"))  # type: ignore[arg-type]
    assert links(found) == {
        ("cause-countermeasure", "C", "B"): "person",
        ("problem-cause", "A", "C"): "person",
        ("problem-countermeasure", "A", "B"): "person",
    }
    cells = found.passages[["row", "part", "code", "link"]].to_numpy().tolist()
    assert sorted(cells) == [
        ["A", "cause", "C1", BY_PERSON],
        ["A", "countermeasure", "B1", BY_PERSON],
        ["A", "problem", "A1", BY_PERSON],
        ["B", "countermeasure", "B1", "row"],
        ["C", "cause", "C1", "row"],
    ]
    assert found.matrix["flag"].tolist() == ["", "measure_without_problem", ""]


def test_a_measure_against_a_cause_belongs_to_the_problem_of_that_cause_too() -> None:
    alone = table(THREE, (1, 2, "cause-countermeasure"))  # type: ignore[arg-type]
    assert links(alone) == {("cause-countermeasure", "C", "B"): "person"}
    found = table(THREE, (0, 1, "problem-cause"), (1, 2, "cause-countermeasure"))  # type: ignore[arg-type]
    measures = found.passages[found.passages["part"] == "countermeasure"]
    assert set(measures["row"]) == {"A", "B", "C"}
    assert links(found) == {
        ("cause-countermeasure", "C", "B"): "person",
        ("problem-cause", "A", "C"): "person",
    }


def test_what_a_person_says_counts_where_the_codings_have_no_function() -> None:
    bare = [(words, code, None) for words, code, _ in THREE]
    assert table(bare).matrix.empty
    found = table(bare, (0, 2, "problem-countermeasure"))
    assert links(found) == {
        ("cause-countermeasure", NO_CAUSE, "B"): "person",
        ("problem-cause", "A", NO_CAUSE): "person",
        ("problem-countermeasure", "A", "B"): "person",
    }
    assert found.cells[["row", "part"]].to_numpy().tolist() == [
        ["A", "problem"],
        ["A", "countermeasure"],
        ["B", "countermeasure"],
    ]


def test_a_link_tells_every_way_in_which_it_is_drawn() -> None:
    text = "问：说说。\n答：编码不统一，怪编码。因为编码太老。"
    same: list[tuple[str, str, Function | None]] = [
        ("编码不统一，", "A1", "problem"),
        ("怪编码。", "A1", "cause"),
        ("因为编码太老。", "A1", "cause"),
    ]
    theme = ("problem-cause", "A", "A")
    assert links(table(same, text=text)) == {theme: "theme"}
    assert links(table(same, (0, 1, "problem-cause"), text=text)) == {theme: "theme person"}
    other: list[tuple[str, str, Function | None]] = [same[0], ("怪编码。", "B1", "cause")]
    assert links(table(other, text=text))["problem-cause", "A", "B"] == "words"
    both = table(other, (0, 1, "problem-cause"), text=text)
    assert links(both)["problem-cause", "A", "B"] == "words person"


def test_cause_and_measure_are_linked_as_loosely_as_the_looser_of_them() -> None:
    codings: list[tuple[str, str, Function | None]] = [
        ("编码不统一。", "A1", "problem"),
        ("经费不够。", "A1", "cause"),
        ("要有依据。", "B1", "countermeasure"),
    ]
    found = table(codings, (0, 2, "problem-countermeasure"))
    assert links(found)["problem-countermeasure", "A", "B"] == "person"
    assert links(found)["cause-countermeasure", "A", "B"] == "theme"


@pytest.mark.parametrize(
    "spoilt",
    [
        {"first": {"status": "rejected"}},
        {"second": {"status": "rejected"}},
        {"first": {"codebook": "other"}},
        {"first": {"code": "gone"}},
    ],
)
def test_a_link_from_what_does_not_count_is_none(spoilt: dict[str, dict[str, str]]) -> None:
    made, (problem, cause, _) = laid(FAR, *THREE)  # type: ignore[arg-type]
    link = CodingLink(problem, cause, "problem-cause", "李")
    changed = {name: getattr(link, name)._replace(**value) for name, value in spoilt.items()}
    drawn = {"一": [link._replace(**changed)]}
    assert chain_table([(made, [problem, cause])], BOOK, links=drawn).links.empty  # type: ignore[list-item]


def test_what_is_joined_from_outside_the_rows_stands_in_that_of_the_problem() -> None:
    found = table(THREE, (0, 1, "problem-cause"), lens="half")  # type: ignore[arg-type]
    assert links(found) == {("problem-cause", "甲", "甲"): "person"}
    causes = found.passages[found.passages["part"] == "cause"]
    assert causes[["row", "code", "quote"]].to_numpy().tolist() == [["甲", "", "经费不够。"]]


# The passages behind a link


def quotes(found: ChainTable, step: Step, first: str, second: str) -> list[str]:
    chosen = behind(found.passages, rows_of(BOOK)[0], step, first, second)
    return [str(quote) for quote in chosen["quote"]]


def test_behind_a_link_stand_its_two_ends_alone() -> None:
    found = table(THREE, (0, 1, "problem-cause"), (0, 2, "problem-countermeasure"))  # type: ignore[arg-type]
    assert quotes(found, "problem-cause", "A", "C") == ["编码不统一。", "经费不够。"]
    assert quotes(found, "problem-countermeasure", "A", "B") == ["编码不统一。", "要有依据。"]
    assert quotes(found, "cause-countermeasure", "C", "B") == ["经费不够。", "要有依据。"]
    assert quotes(found, "problem-cause", "A", "B") == []
    assert quotes(found, "problem-cause", "A", NO_CAUSE) == []


def test_behind_no_cause_stand_the_problem_and_the_measure() -> None:
    found = table(THREE[::2], (0, 1, "problem-countermeasure"))  # type: ignore[arg-type]
    assert quotes(found, "problem-cause", "A", NO_CAUSE) == ["编码不统一。"]
    assert quotes(found, "cause-countermeasure", NO_CAUSE, "B") == ["编码不统一。", "要有依据。"]


def test_a_cause_and_a_measure_without_a_problem_are_linked_by_a_person_alone() -> None:
    same: list[tuple[str, str, Function | None]] = [
        ("经费不够。", "A1", "cause"),
        ("要有依据。", "A1", "countermeasure"),
    ]
    assert quotes(table(same), "cause-countermeasure", "A", "A") == []
    by_hand = table(same, (0, 1, "cause-countermeasure"))
    assert quotes(by_hand, "cause-countermeasure", "A", "A") == ["经费不够。", "要有依据。"]


def test_every_link_has_passages_behind_it() -> None:
    text = "问：说说。\n答：编码不统一，要有依据。因为经费不够。\n问：为什么？\n答：电话在一楼。"
    codings: list[tuple[str, str, Function | None]] = [
        ("编码不统一，", "A1", "problem"),
        ("要有依据。", "B1", "countermeasure"),
        ("因为经费不够。", "C1", "cause"),
    ]
    found = table(codings, text=text)
    assert len(found.links) >= 4
    for row in found.links.to_dict("records"):
        assert quotes(found, row["step"], row["from"], row["to"]), row
    assert behind(found.passages.iloc[:0], {}, "problem-cause", "A", "B").equals(
        pd.DataFrame(found.passages.iloc[:0])
    )
