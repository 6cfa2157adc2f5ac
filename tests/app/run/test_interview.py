"""One file from bytes to counts: numbers by hand, parts that come back, work that is shared out."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from studies_by_hand import BOOK, interview

from analysis.coders.rules import coder_for
from app.run import interview as module
from app.run.interview import FileResult, Task, counted, prepare, process, quotations_in, tasks
from app.study.reading import Settings
from corpus.catalogue import LANGUAGES

SETTINGS = Settings((BOOK,), words=False)
MADE, CODINGS = interview(
    "甲.txt", ["A B A:present", "", "C:demanded"], id="A-1", department="局", extra="x"
)


def test_codings_units_and_lengths_are_counted_by_hand() -> None:
    result = counted(MADE, CODINGS, SETTINGS)
    assert result.counts == [
        ("test", "A", "lacking", 1),
        ("test", "A", "present", 1),
        ("test", "B", "lacking", 1),
        ("test", "C", "demanded", 1),
    ]
    letters = len("这里说的是A。")
    lengths = {code: number for _, code, number in result.covered}
    assert lengths == {"A": 2 * letters, "B": letters, "C": letters}
    assert len(result.spans) == 3
    assert list(zip(result.rows, result.keys, strict=True)) == [
        (0, ("test", "A")),
        (0, ("test", "B")),
        (2, ("test", "C")),
    ]
    facts = result.facts
    assert (facts["id"], facts["department"], facts["date"]) == ("A-1", "局", "")
    assert {key: facts[key] for key in ("turns", "answers", "sentences", "codings", "units")} == {
        "turns": 6,
        "answers": 3,
        "sentences": 5,
        "codings": 4,
        "units": 3,
    }
    assert facts["characters"] == 4 * letters + len("没什么。") and "extra" not in facts
    assert result.words == {} and result.table is None


def test_a_place_coded_twice_by_one_code_covers_its_letters_once() -> None:
    twice = (CODINGS[0], CODINGS[0]._replace(polarity="present", coder="乙"))
    result = counted(MADE, twice, SETTINGS)
    assert result.covered == [("test", "A", len(CODINGS[0].quote))]
    assert sum(number for *_, number in result.counts) == 2


def test_lines_are_the_records_of_transcript_and_codings() -> None:
    result = counted(MADE, CODINGS, SETTINGS)
    assert orjson.loads(result.transcript) == MADE.as_record()
    assert [orjson.loads(line) for line in result.codings] == [
        each.as_record("甲.txt") for each in CODINGS
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_of_quotations_are_those_of_the_language(lang: Any) -> None:
    rows = quotations_in((BOOK,), lang)
    table = counted(MADE, CODINGS, SETTINGS, rows).table
    assert table is not None and table.count(b"\r\n") == len(CODINGS)
    assert BOOK.by_id["A"].name.text(lang).encode() in table
    assert rows is quotations_in((BOOK,), lang)


def test_words_of_those_who_answer_are_counted_where_they_are_asked_for() -> None:
    spoken, codings = interview("a", ["", ""])
    result = counted(spoken, codings, replace(SETTINGS, words=True))
    assert "问题" not in result.words  # only the interviewer says it
    assert counted(spoken, codings, SETTINGS).words == {}


def test_an_interview_in_which_nobody_answers_has_no_units() -> None:
    empty = replace(MADE, turns=(), speakers=())
    result = counted(empty, (), replace(SETTINGS, words=True))
    assert (result.spans, result.words, result.facts["characters"]) == ([], {}, 0)


# Results as bytes


@pytest.fixture
def result() -> FileResult:
    rows = quotations_in((BOOK,), "zh")
    other, codings = interview("甲.txt#2", [""])
    return FileResult(
        "甲.txt",
        "digest",
        [counted(MADE, CODINGS, SETTINGS, rows), counted(other, codings, SETTINGS, rows)],
        [{"source": "甲.txt", "key": "x"}],
        last=False,
    )


def test_a_result_comes_back_but_for_its_rows(result: FileResult) -> None:
    again = FileResult.from_bytes(result.to_bytes(), last=False)
    assert (again.name, again.digest, again.problems) == ("甲.txt", "digest", result.problems)
    assert [replace(each, table=None) for each in result.interviews] == again.interviews
    assert again.to_bytes() == result.to_bytes() and not again.last
    assert FileResult.from_bytes(result.to_bytes()).last


def test_a_process_hands_over_the_rows_too(result: FileResult) -> None:
    again = pickle.loads(pickle.dumps(result))
    assert again.interviews == result.interviews and again.last is False


def test_bytes_of_another_kind_are_refused(result: FileResult) -> None:
    data = result.to_bytes()
    for bad in (b"", b"nonsense", b"{}", b"[]", data.split(b"\n")[0], data.rsplit(b"\n", 1)[0]):
        with pytest.raises((ValueError, KeyError, TypeError)):
            FileResult.from_bytes(bad)


# Work


def table_of(folder: Path, rows: int) -> Path:
    path = folder / "多份.csv"
    lines = "".join(f"T{row},公安的数据没有共享给我们社区，第{row}次了。\n" for row in range(rows))
    path.write_text(f"编号,访谈全文\n{lines}", encoding="utf-8")
    return path


@pytest.mark.parametrize(("rows", "parts"), [(1, [1]), (4, [4]), (5, [4, 1]), (9, [4, 4, 1])])
def test_a_file_of_many_interviews_is_shared_out_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, parts: list[int]
) -> None:
    monkeypatch.setattr(module, "BATCH", 4)
    work = tasks(table_of(tmp_path, rows), "多份.csv", "d", SETTINGS)
    assert [len(task.documents or ()) for task in work] == parts
    assert [task.last for task in work] == [False] * (len(parts) - 1) + [True]
    done = [process(task, SETTINGS) for task in work]
    ids = [each.facts["id"] for part in done for each in part.interviews]
    assert ids == [f"T{row}" for row in range(rows)]
    assert [part.last for part in done] == [task.last for task in work]


def test_other_formats_and_tables_that_cannot_be_read_are_one_piece(tmp_path: Path) -> None:
    for name in ("a.txt", "a.docx"):
        assert tasks(tmp_path / name, name, "d", SETTINGS) == [Task(tmp_path / name, name, "d")]
    (tmp_path / "b.csv").write_bytes(b"")
    (task,) = tasks(tmp_path / "b.csv", "b.csv", "d", SETTINGS)
    assert task.last and [problem.severity for problem in task.problems] == ["error"]
    result = process(task, SETTINGS)
    assert result.interviews == [] and [each["severity"] for each in result.problems] == ["error"]


def test_a_file_is_read_coded_and_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("问：难吗？\n答：难。", encoding="utf-8")
    result = process(Task(tmp_path / "a.txt", "稿/a.txt", "d"), SETTINGS, "en")
    assert [each.source for each in result.interviews] == ["稿/a.txt"]
    assert result.interviews[0].codings == [] and result.interviews[0].table == b""
    gone = process(Task(tmp_path / "gone.txt", "gone.txt", ""), SETTINGS)
    assert gone.interviews == [] and [each["key"] for each in gone.problems] == ["read.missing"]


def test_a_process_has_the_coder_that_was_handed_to_it() -> None:
    coder = coder_for(BOOK)
    prepare(SETTINGS, coder)
    assert coder_for(BOOK) is coder
