"""Problems, causes and measures by theme: cells, what is joined to a problem, and links."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import codebook, transcript

from analysis.chain_links import NO_CAUSE
from analysis.chain_table import chain_table, rows_of
from corpus.coding import Coding, Function
from corpus.span import Span
from corpus.transcript import Transcript

BOOK = codebook(
    """
- id: A
  name: 标准
  definition: d
  children: [{id: A1, name: 编码, definition: d}, {id: A2, name: 格式, definition: d}]
- id: B
  name: 制度
  definition: d
  children: [{id: B1, name: 依据, definition: d}]
""",
    "lenses:\n  half: {name: 视角, groups: {甲: [A1], 乙: [B]}}\n",
)
Interview = tuple[Transcript, list[Coding]]


def said(text: str, *codings: tuple[str, str, Function | None], source: str = "一") -> Interview:
    """An interview with codings on the first place of some words each: (words, code, function)."""
    made = replace(transcript(text), source=source)
    laid = []
    for words, code, function in codings:
        start = made.text.index(words)
        turn = next(turn.index for turn in made.turns if turn.span.start <= start < turn.span.end)
        span = Span(start, start + len(words))
        laid.append(
            Coding(span, words, code, "test", "neutral", "甲", turn, "accepted", function=function)
        )
    return made, laid


def cell(interview: Interview, row: str, part: str) -> list[tuple[str, str, str]]:
    """(code, link, quote) of the passages in a cell."""
    found = chain_table([interview], BOOK).passages
    chosen = found[(found["row"] == row) & (found["part"] == part)]
    return list(zip(chosen["code"], chosen["link"], chosen["quote"], strict=True))


def test_a_line_counts_the_interviews_of_each_part() -> None:
    one = said(
        "问：说说。\n答：编码不统一。格式不统一。要有依据。",
        ("编码不统一。", "A1", "problem"),
        ("格式不统一。", "A2", "problem"),
        ("要有依据。", "B1", "countermeasure"),
    )
    two = said("问：说说。\n答：编码不统一。", ("编码不统一。", "A1", "problem"), source="二")
    table = chain_table([one, two], BOOK)
    assert table.matrix.to_numpy().tolist() == [
        ["A", 2, 0, 0, 0, 0, "problem_without_measure"],
        ["B", 0, 0, 1, 0, 0, "measure_without_problem"],
    ]
    assert table.cells[["row", "part", "interviews", "passages"]].to_numpy().tolist() == [
        ["A", "problem", 2, 3],
        ["B", "countermeasure", 1, 1],
    ]


def test_what_is_rejected_or_has_no_function_or_another_codebook_does_not_count() -> None:
    made, (coding,) = said("问：说说。\n答：编码不统一。", ("编码不统一。", "A1", "problem"))
    others = [
        coding._replace(status="rejected"),
        coding._replace(function=None),
        coding._replace(codebook="other"),
        coding._replace(code="gone"),
    ]
    for other in others:
        table = chain_table([(made, [other])], BOOK)
        assert table.matrix.empty and table.cells.empty and table.links.empty


def test_nothing_at_all_gives_empty_tables() -> None:
    table = chain_table([], BOOK)
    assert table.matrix.empty and table.passages.empty
    assert list(table.matrix) == [
        "row",
        "problem",
        "cause",
        "countermeasure",
        "effect",
        "state",
        "flag",
    ]


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("编码不统一。因为电话在一楼。", "cause", [("", "因为", "因为电话在一楼。")]),
        ("编码不统一。电话在一楼。", "cause", []),
        ("编码不统一。希望有一份清单。", "countermeasure", [("", "希望", "希望有一份清单。")]),
        ("编码不统一。他们希望有一份清单。", "countermeasure", []),
        ("希望有一份清单。编码不统一。", "countermeasure", []),
        ("编码不统一。\n问：还有呢？\n答：因为电话在一楼。", "cause", []),
        (
            "编码不统一。\n问：为什么？\n答：电话在一楼，电脑在三楼。",
            "cause",
            [("", "为什么", "电话在一楼，电脑在三楼。")],
        ),
        ("编码不统一。\n问：为什么？\n答：我不知道。电话在一楼，电脑在三楼。", "cause", []),
        (f"编码不统一。因为{'电话，' * 60}", "cause", []),
    ],
)
def test_a_sentence_without_a_coding_is_joined_by_its_word(
    text: str, part: str, expected: list[tuple[str, str, str]]
) -> None:
    interview = said(f"问：说说。\n答：{text}", ("编码不统一。", "A1", "problem"))
    assert cell(interview, "A", part) == expected


def test_a_coded_measure_of_another_theme_in_the_sentence_is_joined() -> None:
    interview = said(
        "问：说说。\n答：编码不统一，要有依据。",
        ("编码不统一，", "A1", "problem"),
        ("要有依据。", "B1", "countermeasure"),
    )
    assert cell(interview, "A", "countermeasure") == [("B1", "", "要有依据。")]
    assert cell(interview, "B", "countermeasure") == [("B1", "row", "要有依据。")]
    links = chain_table([interview], BOOK).links.to_numpy().tolist()
    assert links == [
        ["cause-countermeasure", NO_CAUSE, "B", 1, 0, 1, 0],
        ["problem-cause", "A", NO_CAUSE, 1, 0, 1, 0],
        ["problem-countermeasure", "A", "B", 1, 0, 1, 0],
    ]


def test_links_run_within_an_interview_only() -> None:
    problem = said("问：说说。\n答：编码不统一。", ("编码不统一。", "A1", "problem"))
    rest = (("怪编码。", "A1", "cause"), ("统一编码。", "A2", "countermeasure"))
    other = said("问：说说。\n答：怪编码。统一编码。", *rest, source="二")  # type: ignore[arg-type]
    assert chain_table([problem, other], BOOK).links.empty
    together = said(
        "问：说说。\n答：编码不统一。怪编码。统一编码。",
        ("编码不统一。", "A1", "problem"),
        *rest,  # type: ignore[arg-type]
    )
    assert chain_table([together], BOOK).links.to_numpy().tolist() == [
        ["cause-countermeasure", "A", "A", 1, 1, 0, 0],
        ["problem-cause", "A", "A", 1, 1, 0, 0],
        ["problem-countermeasure", "A", "A", 1, 1, 0, 0],
    ]


def test_every_passage_lies_where_it_says() -> None:
    interview = said(
        "问：说说。\n答：编码不统一。 因为电话在一楼。",
        ("编码不统一。", "A1", "problem"),
    )
    for row in chain_table([interview], BOOK).passages.itertuples():
        assert interview[0].text[row.start : row.end] == row.quote


def test_the_rows_of_a_lens_are_its_groups() -> None:
    assert rows_of(BOOK) == ({"A": "A", "A1": "A", "A2": "A", "B": "B", "B1": "B"}, ["A", "B"])
    groups, order = rows_of(BOOK, "half")
    assert (groups, order) == ({"A1": "甲", "B": "乙", "B1": "乙"}, ["甲", "乙"])
    interview = said(
        "问：说说。\n答：编码不统一。格式不统一。",
        ("编码不统一。", "A1", "problem"),
        ("格式不统一。", "A2", "problem"),
    )
    assert chain_table([interview], BOOK, "half").matrix["row"].tolist() == ["甲"]
    with pytest.raises(ValueError, match="lens"):
        chain_table([], BOOK, "none")
