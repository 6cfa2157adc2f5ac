"""Questions: open, rhetorical, polite."""

from __future__ import annotations

import pytest
from polarity_sentences import found

from analysis.coders.polarity.cues import questions


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("有没有平台", "有没有"),
        ("是否统一", "是否"),
        ("通不通", "通不通"),
        ("好不好用", "好不好"),
        ("快不快", "快不快"),
        ("用不着", None),
        ("好不快", None),
        ("有平台", None),
    ],
)
def test_open_questions(text: str, cue: str | None) -> None:
    assert found(questions.QUESTIONED, text) == cue


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("是不是统一了", True),
        ("是不是请省里", False),
        ("是不是就可以", False),
        ("是不是就统一", True),
    ],
)
def test_who_proposes_politely_asks_nothing(text: str, asks: bool) -> None:
    assert bool(questions.WHETHER.search(text)) == asks


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("哪有统一标准", "哪有"),
        ("谁愿意给", "谁愿意"),
        ("凭什么给", "凭什么"),
        ("怎么可能统一", "怎么可能"),
        ("谁在用", None),
        ("哪里用", None),
    ],
)
def test_rhetorical_questions(text: str, cue: str | None) -> None:
    assert found(questions.RHETORICAL, text) == cue


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("不是有平台吗", "有平台"),
        ("不是有平台么，", "有平台"),
        ("是不是有平台吗", None),
        ("不是有平台", None),
        ("不是有平台，吗", None),
        ("不是有平台吗的", None),
    ],
)
def test_what_an_isnt_it_asserts(text: str, said: str | None) -> None:
    match = questions.ISNT_IT.search(text.replace("，", ","))
    assert (match["said"] if match else None) == said


@pytest.mark.parametrize("text", ["我不知道", "说不好", "没听说", "未必", "记不清"])
def test_who_cannot_tell(text: str) -> None:
    assert questions.UNKNOWN.search(text)


@pytest.mark.parametrize(
    ("text", "open_"), [("数据有没有共享", True), ("数据是否共享", True), ("数据没有共享", False)]
)
def test_what_leaves_an_indicator_open_between_its_parts(text: str, open_: bool) -> None:
    assert bool(questions.BETWEEN_OPEN.search(text)) == open_
