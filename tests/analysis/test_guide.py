"""Topics of the guide: by the words of a guide in the questions, and by headings between the
turns.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import transcript

from analysis.guide import by_guide, by_headings, read_guide, topic_at
from corpus.span import Span


def test_a_question_belongs_to_the_topic_whose_words_it_holds_and_a_follow_up_goes_on() -> None:
    guide = read_guide("# 提纲\n共享现状：共享 平台\n\n困难: 困难，问题\n")
    assert guide == {"共享现状": ("共享", "平台"), "困难": ("困难", "问题")}
    made = transcript(
        "问：您好，先介绍一下？\n答：我在社区。\n问：數據共享的情况？\n答：有平台。\n问："
        "还有呢？\n答：没了。\n问：有什么困难和问题，平台呢？\n答：多。"
    )
    found = by_guide(made, guide)
    assert [name for _, name in found] == ["共享现状", "困难"]
    assert [
        topic_at(found, turn.span.start) for turn in made.turns if turn.role == "interviewee"
    ] == ["", "共享现状", "共享现状", "困难"]


@pytest.mark.parametrize(
    ("text", "line"), [("共享：平台\n没有词\n", "2"), ("：词", "1"), ("", "1")]
)
def test_a_bad_guide_is_named_by_its_line(text: str, line: str) -> None:
    with pytest.raises(ValueError, match=f"^{line}$"):
        read_guide(text)


def test_headings_between_the_turns_are_topics() -> None:
    made = transcript("问：一？\n答：甲。\n问：二？\n答：乙。")
    one = made.text.replace("问：一", "一、基本情况\n问：一").replace(
        "问：二", "二、协同中的困难\n问：二"
    )
    turns, at = [], 0
    for turn in made.turns:
        start = one.index(turn.span.of(made.text), at)
        turns.append(replace(turn, span=Span(start, start + len(turn.span))))
        at = start + len(turn.span)
    headed = replace(made, text=one, turns=tuple(turns))
    found = by_headings(headed)
    assert [name for _, name in found] == ["基本情况", "协同中的困难"]
    assert [
        topic_at(found, turn.span.start) for turn in headed.turns if turn.role == "interviewee"
    ] == ["基本情况", "协同中的困难"]
    assert by_headings(made) == []
