"""Tables of turns or of interviews, from spreadsheets and from text with commas."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook

from corpus.problem import Unreadable
from corpus.readers.sheet import read_csv, read_xlsx
from corpus.readers.source import Source

Rows = list[list[object]]


def xlsx(**sheets: Rows) -> Source:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return Source("a.xlsx", stream.getvalue())


TALK: Rows = [["说话人", "内容"], ["访谈者", "何来？"], ["受访者", "卫健。"]]


def test_a_sheet_of_fields_describes_the_talks_of_the_others() -> None:
    fields: Rows = [["项目", "内容"], ["编号", "W-1"], ["日期", date(2023, 5, 6)]]
    first, second = read_xlsx(xlsx(信息=fields, 上=TALK, 下=TALK))
    assert (first.part, second.part) == ("上", "下")
    assert first.metadata == second.metadata == (("编号", "W-1", 2), ("日期", "2023-05-06", 3))
    assert [(line.speaker, line.text, line.number) for line in first.lines] == [
        ("访谈者", "何来？", 2),
        ("受访者", "卫健。", 3),
    ]


def test_one_talk_has_no_part() -> None:
    (only,) = read_xlsx(xlsx(一=TALK, 二=[]))
    assert only.part == "" and only.format == "xlsx"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("speaker,text\nA,x\nB,y\n", ["A", "B"]),
        ("speaker\ttext\nA\tx\n", ["A"]),
        ("speaker;text\nA;x\n", ["A"]),
        ("问,甲\n答,乙\n问,丙\n答,丁\n", ["问", "答", "问", "答"]),
        ('speaker,text\nA,"x\ny"\n,z\n', ["A", None]),
    ],
)
def test_columns_are_parted_by_what_the_first_line_holds_most(
    text: str, speakers: list[str | None]
) -> None:
    (document,) = read_csv(Source("a.csv", text.encode()))
    assert [line.speaker for line in document.lines] == speakers


def test_two_columns_of_other_kinds_have_no_turns() -> None:
    for text in ("甲,一\n乙,二\n丙,三\n丁,四\n", "x,y,z\n1,2,3\n", "", "说话人,内容\n"):
        with pytest.raises(Unreadable) as caught:
            read_csv(Source("a.csv", text.encode()))
        assert caught.value.key == "read.columns"


def test_a_book_without_a_talk_is_refused() -> None:
    for source, key in [
        (xlsx(一=[["编号", "W-1"]]), "read.columns"),
        (Source("a.xlsx", b"no zip"), "read.damaged"),
    ]:
        with pytest.raises(Unreadable) as caught:
            read_xlsx(source)
        assert caught.value.key == key


def test_bytes_that_are_no_text_are_named_with_their_line() -> None:
    data = "说话人,内容\n甲,疫情期间数据没有统一标准\n乙,".encode() + b"\xff,\n"
    (document,) = read_csv(Source("a.csv", data))
    assert [(problem.key, problem.line) for problem in document.problems] == [("read.bad_bytes", 3)]
