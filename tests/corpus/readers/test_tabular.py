"""Rows of cells to turns, fields and interviews."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from corpus.document import Line
from corpus.readers.tabular import (
    COLUMNS,
    Table,
    assemble,
    cell_text,
    column_of,
    fields_of,
    find_header,
    interviews,
    seconds_of,
    turn_lines,
)
from corpus.turns.labels import plain


def test_headers_are_stored_in_the_form_in_which_they_are_looked_up() -> None:
    assert all(plain(header) == header for header in COLUMNS)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("说话人", "speaker"),
        ("說話人", "speaker"),
        (" Speaker ", "speaker"),
        ("内容（逐字）", "text"),
        ("发言\n内容", "text"),
        ("天气", None),
        ("", None),
    ],
)
def test_the_column_that_a_header_names(header: str, column: str | None) -> None:
    assert column_of(header) == column


def test_a_header_is_looked_for_in_five_rows() -> None:
    header = ["编号", "说话人", "内容", "内容"]
    assert find_header([["某次访谈"], header]) == (1, {"index": 0, "speaker": 1, "text": 2})
    assert find_header([["某次访谈"]] * 5 + [header]) is None
    assert find_header([["问题", "回答"]]) == (0, {"question": 0, "answer": 1})
    assert find_header([["内容"]]) is None, "one column is a list of words"
    assert find_header([]) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (datetime(2023, 5, 6), "2023-05-06"),
        (datetime(2023, 5, 6, 9, 30), "2023-05-06 09:30"),
        (date(2023, 5, 6), "2023-05-06"),
        (time(9, 30, 5), "09:30:05"),
        (timedelta(hours=1, seconds=5), "01:00:05"),
        (3.0, "3"),
        (2.5, "2.5"),
        (float("nan"), ""),
        (float("inf"), ""),
        (True, "True"),
    ],
)
def test_a_cell_as_text(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:00:02", 2),
        ("00:00:20,500", 20.5),
        ("[01:05]", 65),
        ("62.5", 62.5),
        ("０１：０５", 65),
        ("1:2:3:4", None),
        ("上午", None),
        ("", None),
    ],
)
def test_seconds_of_a_cell(text: str, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


def test_turns_have_speakers_roles_times_and_remarks() -> None:
    columns = {"speaker": 0, "role": 1, "start": 2, "text": 3, "memo": 4}
    rows = [
        ["说话人", "角色", "开始", "内容", "备注"],
        ["李", "访谈者", "00:05", " 请问？ ", "笑"],
        ["", "", "", "还有呢？"],
        ["王", "", "", ""],
        ["", "受访者", "", "没有。"],
    ]
    assert turn_lines(rows, 0, columns, 3) == [
        Line("请问？", 4, "row", "李", "interviewer", 5, None, "笑"),
        Line("还有呢？", 5, "row", continues=True),
        Line("没有。", 7, "row", "受访者", "interviewee"),
    ]


def test_short_texts_with_two_times_are_cues() -> None:
    columns = {"start": 0, "end": 1, "text": 2}
    short = turn_lines([["a", "b", "c"], ["1", "2", "好"]], 0, columns, 1)
    long = turn_lines([["a", "b", "c"], ["1", "2", "好" * 61]], 0, columns, 1)
    assert [line.kind for line in (*short, *long)] == ["cue", "row"]
    assert (short[0].start_s, short[0].end_s) == (1, 2)


def test_a_question_and_its_answer_are_two_turns() -> None:
    rows = [["问题", "回答", "备注"], ["从哪里来？", "卫健。", "笑"], ["", "没有了。"]]
    assert turn_lines(rows, 0, {"question": 0, "answer": 1, "memo": 2}, 1) == [
        Line("从哪里来？", 2, "row", "问", "interviewer"),
        Line("卫健。", 2, "row", "答", "interviewee", memo="笑"),
        Line("没有了。", 3, "row", "答", "interviewee"),
    ]


def test_tables_of_labels_and_values() -> None:
    rows = [["基本信息"], ["姓名：", "王某", "职务", "科长"], ["", ""], ["部门", "民政局"]]
    assert fields_of(Table(rows, 5)) == [
        ("姓名", "王某", 6),
        ("职务", "科长", 6),
        ("部门", "民政局", 8),
    ]
    assert fields_of(Table([["苹果", "三斤"], ["梨", "两斤"]], 1)) is None
    assert fields_of(Table([["一句很长很长很长很长很长的话", "姓名"]], 1)) is None


def test_paragraphs_and_tables_in_order() -> None:
    turns = Table([["编号", "W-1"], ["说话人", "内容"], ["问", "请问？"]], 2)
    other = Table([["苹果", "三斤"], ["", " "]], 9)
    (document,) = assemble([Line("访谈", 1), turns, Line("完", 8), other], "docx")
    assert [line.text for line in document.lines] == ["访谈", "请问？", "完", "苹果\t三斤"]
    assert document.metadata == (("编号", "W-1", 2),) and document.format == "docx"


def test_one_row_an_interview() -> None:
    rows = [
        ["编号", "部门", "访谈内容"],
        ["F1", "卫健", "问：请问？\n答：没有。"],
        ["F1", "", "问：还有呢？"],
        ["", "公安", "答：好。"],
        ["F4", "公安", " "],
        ["F5"],
    ]
    documents = interviews(rows, "csv", "utf-8") or []
    assert [document.part for document in documents] == ["F1", "F1@3", "4"]
    assert [line.text for line in documents[0].lines] == ["问：请问？", "答：没有。"]
    assert documents[0].metadata == (("编号", "F1", 2), ("部门", "卫健", 2))
    assert documents[1].metadata == (("编号", "F1", 3),)
    assert documents[0].encoding == "utf-8"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["说话人", "内容"], ["问", "请问？"]],
        [["编号", "内容"]],
        [["编号", "内容"], ["F1", ""]],
        [["问题", "回答"], ["甲", "乙"]],
    ],
)
def test_tables_that_hold_no_interviews(rows: list[list[str]]) -> None:
    assert interviews(rows, "csv") is None
