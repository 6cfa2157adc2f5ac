"""Plain text and Markdown: lines as they stand, headings, bad bytes, tables by tabs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document
from corpus.problem import Unreadable
from corpus.readers import read as read_any
from corpus.readers.plain import LIMIT, read
from corpus.readers.source import Source

TALK = "问：请问疫情期间数据从哪里来？\n答：主要是卫健委推过来的，没有统一标准。"


def document(text: str, name: str = "a.txt", encoding: str = "utf-8") -> Document:
    (made,) = read(Source(name, text.encode(encoding)))
    return made


@given(
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), max_size=20
        ).filter(lambda line: not line.startswith("\ufeff")),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(("\n", "\r\n", "\r")),
)
@settings(max_examples=80)
def test_lines_are_those_of_the_file_whatever_ends_them(lines: list[str], end: str) -> None:
    (made,) = read(Source("a.txt", end.join(lines).encode(), "utf-8"))
    assert [line.text for line in made.lines if line.text] == [line for line in lines if line]
    assert [line.number for line in made.lines] == sorted({line.number for line in made.lines})
    assert made.problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_is_told_beside_the_text(encoding: str) -> None:
    made = document(TALK, encoding=encoding)
    assert [line.text for line in made.lines] == TALK.split("\n")
    assert made.format == "txt" and made.encoding


@pytest.mark.parametrize(
    ("name", "format_"),
    [("a.md", "md"), ("a.MARKDOWN", "md"), ("a.txt", "txt"), ("a.log", "txt"), ("a", "txt")],
)
def test_markdown_is_told_by_the_name_of_the_file(name: str, format_: str) -> None:
    made = document("# 访谈\n\n问：难在哪？\n答：没有标准。", name)
    assert made.format == format_
    assert (made.lines[0].kind == "heading") is (format_ == "md")


def test_a_table_in_markdown_stays_lines() -> None:
    text = "说话人\t内容\n问\t难在哪？\n答\t没有标准。"
    assert document(text, "a.md").format == "md"
    assert [line.speaker for line in document(text).lines][-2:] == ["问", "答"]


TABLES = [
    ("说话人\t内容\n问\t难在哪？\n答\t没有标准。", True),
    ("问题\t回答\n难在哪？\t没有标准。", True),
    ("\n说话人\t内容\n问\t难在哪？\n答\t没有标准。\n", True),
    ("说话人\t内容", False),
    ("说话人\t内容\n问\t难在哪？\n没有制表符的一行", False),
    ("问：难在哪？\t嗯\n答：没有\t标准。", False),
    ("说话人 内容\n问 难在哪？", False),
]


@pytest.mark.parametrize(("text", "table"), TABLES)
def test_columns_parted_by_tabs_are_a_table_only_when_each_line_has_them(
    text: str, table: bool
) -> None:
    made = document(text)
    speakers = {line.speaker for line in made.lines if line.speaker}
    assert bool(speakers) is table
    assert made.format == "txt" and made.encoding


def test_a_nul_is_told_with_its_line() -> None:
    made = document("第一行\n第二\x00行\n第三\x00行")
    assert [(problem.key, problem.line, problem.severity) for problem in made.problems] == [
        ("read.nul", 2, "warning")
    ]
    assert "a.txt" in made.problems[0].sentence("zh") and "2" in made.problems[0].sentence("en")


def test_bytes_that_are_no_text_are_told_and_the_rest_is_read() -> None:
    data = "问：难在哪？\n答：没有".encode() + b"\xff\xff" + "标准。".encode()
    with pytest.raises(Unreadable) as refused:
        read(Source("坏.txt", data, "utf-8"))
    assert (refused.value.key, refused.value.line) == ("read.encoding_told", 2)
    data = ("问：难在哪？\n答：没有统一的标准，各家都不一样。\n" * 40 + "答：").encode() + b"\xff"
    (made,) = read(Source("坏.txt", data))
    assert [problem.source for problem in made.problems] == ["坏.txt"]
    assert made.problems[0].line == 81 and made.lines[0].text == "问：难在哪？"


def test_what_is_too_large_is_refused_unread() -> None:
    with pytest.raises(Unreadable) as refused:
        read(Source("大.txt", b"a" * (LIMIT + 1)))
    assert (refused.value.key, refused.value.values) == ("read.too_large", {"limit": 32})


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "\ufeff".encode()])
def test_nothing_to_read_is_said(data: bytes) -> None:
    documents, problems = read_any(Source("空.txt", data))
    assert documents == []
    assert {problem.key for problem in problems} <= {"read.empty", "read.blank"} and problems
