"""How often a word is to be expected: by hand, and what follows for the order of rules."""

from __future__ import annotations

import pytest
from builders import codebook
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders.expectation import expected_count, spoken_text
from analysis.coders.scanning import Scanner

BOOK = codebook(
    """
- id: P
  name: 主题
  definition: {zh: 數據共享, en: sharing}
  children:
  - id: A
    name: 甲
    definition: 接口
    examples: [{text: ＡＰＩ沒有。}, {text: 不通, coded: false}]
"""
)


def test_what_is_spoken_are_definitions_and_examples_in_the_shadows_writing() -> None:
    assert spoken_text(BOOK).split("\n") == ["数据共享", "api没有。", "不通", "接口"]
    bare = codebook("- {id: A, name: 甲, definition: 定义}")
    assert spoken_text(bare) == "定义"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("通", 1 + 8.0),
        ("的", 8.0),
        ("数据", 1 + 0.5),
        ("平台", 0.5),
        ("不一样", 0.1),
        ("统一标准", 0.02),
        ("数据共享", 1 + 0.02),
        ("五个字的词", 0.02),
    ],
)
def test_as_often_as_it_is_said_and_some_more_by_its_length(word: str, expected: float) -> None:
    assert expected_count(word, spoken_text(BOOK)) == pytest.approx(expected)


@given(st.text("标准统一", min_size=1, max_size=6), st.text("标准统一，", max_size=40))
def test_what_is_said_more_is_expected_more_and_nothing_is_impossible(word: str, text: str) -> None:
    once = expected_count(word, text)
    assert once > 0
    assert expected_count(word, text + "，" + word) >= once + 1


def test_expectation_bears_on_speed_only() -> None:
    """The rarest part of a near rule is held by the automaton; whichever it is, hits are alike."""
    rules = "near: [{words: [数据, 共享, 慢], within: 9}]"
    texts = ["数据共享很慢", "慢在数据共享", "数据很慢", "共享数据不慢,数据共享慢"]
    found = []
    for example in ("", "数据数据数据", "共享共享慢慢慢慢"):
        book = codebook(
            f"- {{id: A, name: 甲, definition: 甲, {rules}, examples: [{{text: '甲{example}'}}]}}"
        )
        found.append([Scanner([book]).find(text) for text in texts])
    assert found[0] == found[1] == found[2]
    assert [len(hits) for hits, _ in found[0]] == [1, 1, 0, 2]
