"""Which possible labels open turns: those that prove themselves, recur, or are named."""

from __future__ import annotations

import pytest

from corpus.document import Line
from corpus.turns.acceptance import accept, candidates, opens_cue

Fields = list[tuple[str, str, int]]


def opened(*texts: str, fields: Fields | None = None, named: tuple[str, ...] = ()) -> list[str]:
    """The names whose labels are accepted, "" for a line that opens nothing."""
    lines = [
        Line(text, number, "heading" if text.startswith("#") else "text")
        for number, text in enumerate(texts, 1)
    ]
    labels = accept(lines, candidates(lines), fields or [], named)
    return [label.name if label else "" for label in labels]


def test_a_role_word_proves_itself() -> None:
    assert opened("问：数据从哪里来？", "答：卫健推的。") == ["问", "答"]


def test_a_name_has_to_recur() -> None:
    assert opened("张三：数据从哪里来？", "没有统一标准。") == ["", ""]
    assert opened("张三：从哪里来？", "李四：卫健。", "张三：谁改？", "李四：我们。") == [
        "张三",
        "李四",
        "张三",
        "李四",
    ]


def test_a_name_that_stands_once_is_a_label_when_header_or_user_name_it() -> None:
    once = "张三：数据从哪里来？"
    assert opened(once, fields=[("访谈者", "李四、张三", 1)]) == ["张三"]
    assert opened(once, fields=[("地点", "张三", 1)]) == [""]
    assert opened(once, named=("张三",)) == ["张三"]


def test_a_name_above_its_time() -> None:
    assert opened("张三", "00:12", "数据从哪里来？") == ["张三", "", ""]
    assert opened("张三", "数据从哪里来？") == ["", ""]


def test_the_question_is_numbered_where_only_answers_are_labelled() -> None:
    assert opened("1. 数据从哪里来？", "答：卫健推的。") == ["问", "答"]
    assert opened("1. 数据从卫健来。", "答：是的。") == ["", "答"], "no question mark"


def test_a_format_that_tells_who_speaks_needs_no_label() -> None:
    assert candidates([Line("问：来源？", 1, "row", "甲")]) == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("问：来源？", True), ("【访谈者】来源？", True), ("数据从哪里来", False), ("", False)],
)
def test_a_cue_that_starts_with_a_label(text: str, expected: bool) -> None:
    assert opens_cue(text) is expected
