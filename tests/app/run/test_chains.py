"""The table of problems, causes and measures in the report: the numbers of ``fangtan chains``, its
passages, and where there is none.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import codebook
from lxml import html
from studies_by_hand import BOOK as WITH_FUNCTIONS

from app.analyses.themes.chain_table import ChainTableOptions, chain_table_of, flag_in_words
from app.run.chains import (
    QUOTED,
    CellPassage,
    Cells,
    books_of_chains,
    cell_passages,
    count_in,
    flags,
)
from app.run.pipeline import Outcome
from app.run.report import LONGEST, render
from app.study.study import Study, load
from corpus.catalogue import LANGUAGES, Language, message
from corpus.coding import CodingLink

PARTS = ("problem", "cause", "countermeasure")


@pytest.fixture(scope="module")
def study(out: Path) -> Study:
    return load(out)


def table_of(outcome: Outcome, lang: Language) -> Any:
    page = html.fromstring(render(outcome, {}, lang))
    (table,) = page.iterfind(".//table[@class='chains']")
    return table


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_has_the_numbers_of_the_command(
    outcome: Outcome, study: Study, lang: Language
) -> None:
    book = study.books[0]
    matrix = chain_table_of(study, ChainTableOptions()).tables["matrix"]
    names = {code.id: code.name.text(lang) for code in book.codes}
    expected = [
        [
            names[row["row"]],
            *(str(row[part] or "") for part in PARTS),
            flag_in_words(row["flag"], lang),
        ]
        for row in matrix.to_dict("records")
        if any(row[part] for part in PARTS)
    ]
    shown = []
    for row in table_of(outcome, lang).iterfind("tbody/tr"):
        first, *cells, last = row.iterfind("td")
        numbers = ["".join(node.text_content() for node in cell.iterfind("b")) for cell in cells]
        shown.append([first.text_content(), *numbers, last.text_content()])
    assert shown == expected and shown
    heads = [node.text_content() for node in table_of(outcome, lang).iterfind("thead//th")]
    assert len(heads) == 5 and all(
        message(f"function.{part}", lang) in " ".join(heads) for part in PARTS
    )


def test_a_cell_quotes_its_clearest_passages_each_of_another_interview(
    outcome: Outcome, study: Study
) -> None:
    passages = chain_table_of(study, ChainTableOptions()).tables["passages"]
    ids = {transcript.source: str(transcript.metadata["id"]) for transcript, _ in study.interviews}
    for (_, row, part), cell in outcome.chains.items():
        chosen = passages[(passages["row"] == row) & (passages["part"] == part)]
        clearest = chosen.drop_duplicates("source").head(QUOTED)
        assert [(passage.source, passage.quote) for passage, _ in cell.quotes] == list(
            zip(clearest["source"], clearest["quote"], strict=True)
        )
        assert [interview for _, interview in cell.quotes] == [
            ids[source] for source in clearest["source"]
        ]


def test_what_was_said_is_text_and_short(outcome: Outcome) -> None:
    said = "<b>没有</b>标准，" * 20
    cells: Cells = {}
    count_in(cells, "甲", "<i>", [CellPassage("test", "T", "problem", 0, len(said), said, 3)])
    (row,) = table_of(replace(outcome, chains=cells), "zh").iterfind("tbody/tr")
    (quote,) = row.iterfind(".//div")
    assert quote.text_content() == f"“{said[: LONGEST - 1]}…”（<i>）"
    assert row[-1].text_content() == message("flag.problem_without_measure", "zh")


@pytest.mark.parametrize("part", ["status", "effect"])
def test_a_report_without_problems_causes_and_measures_has_no_table(
    outcome: Outcome, part: Any
) -> None:
    cells: Cells = {}
    count_in(cells, "甲", "1", [CellPassage("test", "T", part, 0, 2, "有的", 3)])
    for held in ({}, cells):
        text = render(replace(outcome, chains=held), {}, "zh")
        assert 'class="chains"' not in text
        assert message("analysis.chain_table", "zh") not in text


def test_codebooks_of_functions_have_no_such_table(study: Study) -> None:
    assert books_of_chains([WITH_FUNCTIONS, *study.books]) == list(study.books)
    transcript, codings = study.interviews[0]
    assert cell_passages(transcript, codings, [WITH_FUNCTIONS]) == []


def test_what_people_joined_counts() -> None:
    from studies_by_hand import interview

    book = codebook("- {id: A, name: 甲, definition: d}\n- {id: B, name: 乙, definition: d}")
    transcript, (one, other) = interview("一", ["A", "B"])
    assert cell_passages(transcript, (one, other), [book]) == []
    link = CodingLink(one, other, "problem-countermeasure", "李")
    cells: Cells = {}
    count_in(cells, "一", "1", cell_passages(transcript, (one, other), [book], [link]))
    assert {(row, part): cell.interviews for (_, row, part), cell in cells.items()} == {
        ("A", "problem"): 1,
        ("A", "countermeasure"): 1,
        ("B", "countermeasure"): 1,
    }
    assert flags(cells, book) == {"A": "", "B": "measure_without_problem"}
