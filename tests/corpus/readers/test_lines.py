"""Text as lines with their numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.problem import Unreadable
from corpus.readers import lines
from corpus.readers.lines import lines_of


def test_line_ends_of_every_kind() -> None:
    made = lines_of("甲\r\n乙\r丙\n\n丁")
    assert [(line.number, line.text) for line in made] == [
        (1, "甲"),
        (2, "乙"),
        (3, "丙"),
        (4, ""),
        (5, "丁"),
    ]
    assert {(line.kind, line.page) for line in made} == {("text", 0)}


def test_headings_only_in_markdown() -> None:
    text = "# 甲\n#乙\n####### 丙\n###### 丁"
    assert [line.kind for line in lines_of(text, markdown=True)] == [
        "heading",
        "text",
        "text",
        "heading",
    ]
    assert {line.kind for line in lines_of(text)} == {"text"}


def test_form_feeds_part_pages_and_other_separators_only_lines() -> None:
    made = lines_of("甲\u2028乙\x0c丙\r\n丁\x0c")
    assert [(line.text, line.page) for line in made] == [
        ("甲", 1),
        ("乙", 1),
        ("丙", 2),
        ("丁", 2),
        ("", 3),
    ]


@pytest.mark.parametrize("end", ["\n", "\x0c"])
def test_too_many_lines_are_refused(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINES", 5)
    assert len(lines_of(end.join("abcde"))) == 5
    with pytest.raises(Unreadable) as caught:
        lines_of(end.join("abcdef"))
    assert caught.value.key == "read.too_many_lines" and caught.value.values == {"limit": 5}


@given(some.lists(some.text(alphabet="甲乙 a", max_size=5), min_size=1, max_size=9))
def test_lines_come_back(texts: list[str]) -> None:
    assert [line.text for line in lines_of("\n".join(texts))] == texts
