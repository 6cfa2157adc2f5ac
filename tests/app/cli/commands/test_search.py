"""``fangtan search``: words in context, combined with codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from coded_commands import ran, told

from corpus.project import open_project


def hits(study: Path, *arguments: object) -> list[tuple[str, str]]:
    return [
        (row["match"], row["codes"]) for row in told("search", study, *arguments)["tables"]["kwic"]
    ]


def test_words_in_context(study: Path) -> None:
    found = told("search", study, "统一标准", "--width", 2)
    assert found["facts"] == {"hits": 2, "interviews": 1}
    row = found["tables"]["kwic"][0]
    assert (row["left"], row["match"], row["right"]) == ("没有", "统一标准", "，接")
    assert (row["speaker"], row["id"], row["codes"], row["turn"]) == ("答", "A-1", "P1", 2)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["打不通", "打通"], [("打不通", "P2、C1"), ("打通", "")]),
        (["打.?通", "--pattern"], [("打不通", "P2、C1"), ("打通", "")]),
        (["标准", "--and", "P1"], [("标准", "P1")]),
        (["标准", "--not", "P1"], [("标准", "C1")]),
        (["标准", "--near", "book:P2"], [("标准", "P1")]),
        (["--and", "P2", "-c", "book"], [("接口也打不通。", "P2、C1")]),
        (["标准", "--coder", "甲"], [("标准", "P1"), ("标准", "")]),
        (["标准", "--polarity", "demanded"], [("标准", ""), ("标准", "C1")]),
        (["标准", "--status", "suggested"], [("标准", ""), ("标准", "")]),
        (["人手", "--where", "department=公安"], [("人手", "")]),
        (["人手", "--where", "department=民政+街道"], []),
        (["难在哪"], []),
        (["难在哪", "--interviewer", "--where", "id=A-2"], [("难在哪", "")]),
    ],
)
def test_what_is_asked_for(study: Path, arguments: list[str], found: list[tuple[str, str]]) -> None:
    assert hits(study, *arguments) == found


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "没有要找的内容"),
        (["--not", "P1"], "没有要找的内容"),
        (["标准", "--and", "X9"], "X9"),
        (["标准", "--and", "P1", "-c", "other"], "P1"),
        (["(", "-e"], "正则表达式"),
        (["标准", "--coder", "丙"], "甲"),
        (["标准", "--polarity", "good"], "lacking"),
        (["标准", "--where", "department"], "字段=值"),
        (["标准", "--where", "department=火星"], "公安局"),
        (["标准", "--where", "level=高"], "department"),
    ],
)
def test_a_query_that_cannot_be_met_is_answered_in_a_sentence(
    study: Path, arguments: list[str], sentence: str
) -> None:
    code, output = ran("search", study, *arguments)
    assert code == 2 and sentence in output
    code, output = ran("search", study, *arguments, "--lang", "en", "--json")
    assert code == 2 and json.loads(output)["error"]


WORDS = ["标准", "接口", "，", "没有", "答", "A-1", "𠮷", "统一标准", "各"]


@pytest.mark.parametrize("word", WORDS)
def test_each_word_is_found_as_often_as_it_stands_in_the_answers(study: Path, word: str) -> None:
    """By two routes: the hits, and the word counted in the speech of each turn."""
    with open_project(study, read_only=True) as project:
        spoken = {
            info.source: [
                turn.span.of(text.text) for turn in text.turns if turn.role != "interviewer"
            ]
            for info in project.transcripts()
            for text in [project.transcript(info.id)]
        }
        texts = {info.source: project.transcript(info.id).text for info in project.transcripts()}
    found = told("search", study, word, "--width", 3)
    rows = found["tables"]["kwic"]
    counted = {source: sum(turn.count(word) for turn in turns) for source, turns in spoken.items()}
    assert found["facts"]["hits"] == len(rows) == sum(counted.values())
    assert found["facts"]["interviews"] == sum(number > 0 for number in counted.values())
    for row in rows:
        text = texts[row["source"]]
        assert text[row["start"] : row["end"]] == row["match"] == word
        assert text[: row["start"]].endswith(row["left"].removeprefix("…"))
        assert text[row["end"] :].startswith(row["right"].removesuffix("…"))


def test_files_hold_what_json_tells(study: Path, tmp_path: Path) -> None:
    rows = told("search", study, "标准")["tables"]["kwic"]
    code, output = ran("search", study, "标准", "-o", tmp_path)
    assert code == 0 and str(tmp_path) in output
    with (tmp_path / "search.kwic.csv").open(encoding="utf-8-sig", newline="") as lines:
        written = list(csv.reader(lines))
    assert len(written) == len(rows) + 1 and len(set(written[0])) == len(written[0])
    for cells, row in zip(written[1:], rows, strict=True):
        assert {str(row["match"]), row["source"], row["left"]} <= set(cells)
    assert {path.suffix for path in tmp_path.iterdir()} >= {".csv", ".xlsx"}


def test_more_conditions_never_find_more(study: Path) -> None:
    everything = set(map(tuple, hits(study, "标准")))
    for condition in (["--and", "P1"], ["--not", "P1"], ["--near", "P2"], ["--coder", "乙"]):
        assert len(hits(study, "标准", *condition)) <= len(everything) + 1
    both = len(hits(study, "标准", "--and", "P1")) + len(hits(study, "标准", "--not", "P1"))
    assert both == len(hits(study, "标准"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_found_is_said_and_is_no_fault(study: Path, lang: str) -> None:
    code, output = ran("search", study, "火星", "--lang", lang)
    assert code == 0 and "0" in output
    assert told("search", study, "火星", "--lang", lang)["tables"]["kwic"] == []
