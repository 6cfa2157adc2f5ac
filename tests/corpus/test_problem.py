"""Faults as values: place and sentence in both languages, and a record of plain values."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.problem import FangtanError, Problem, Unreadable


def test_the_place_is_the_file_and_the_line_where_one_is_known() -> None:
    assert Problem("a.txt", "turns.none").place() == "a.txt"
    problem = Problem("a.txt", "turns.none", 12)
    for language in ("zh", "en"):
        assert problem.place(language).startswith("a.txt ") and "12" in problem.place(language)
    assert problem.place("zh") != problem.place("en")


def test_a_sentence_is_place_and_message() -> None:
    problem = Problem("a.txt", "read.rows_cut", 9, "warning", {"rows": 8})
    assert problem.sentence() == f"{problem.place()}：{problem.message()}"
    assert problem.sentence("en") == f"{problem.place('en')}: {problem.message('en')}"
    assert "8" in problem.message() and "8" in problem.message("en")


def test_a_record_is_json_whatever_the_values() -> None:
    values = {"rows": 8, "share": 0.5, "path": Path("b"), "names": ("甲",)}
    record = Problem("a.txt", "read.rows_cut", 9, "warning", values).as_record()
    assert json.loads(json.dumps(record)) == {
        "source": "a.txt",
        "line": 9,
        "severity": "warning",
        "key": "read.rows_cut",
        "message": Problem("a.txt", "read.rows_cut", values={"rows": 8}).message(),
        "values": {"rows": 8, "share": 0.5, "path": "b", "names": "('甲',)"},
    }


def test_an_error_speaks_both_languages_and_keeps_its_values() -> None:
    error = FangtanError("codebook.missing", source="x", shipped="y")
    assert str(error) == error.text() != error.text("en")
    assert (error.key, error.values) == ("codebook.missing", {"source": "x", "shipped": "y"})


def test_an_unreadable_input_may_know_its_line() -> None:
    error = Unreadable("read.encoding_told", line=3, encoding="gbk")
    assert (error.line, error.values) == (3, {"encoding": "gbk"})
    assert Unreadable("read.scan").line is None
