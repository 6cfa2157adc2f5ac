"""Questions: open before and behind, rhetorical, polite, answered in the next clause."""

from __future__ import annotations

import pytest
from polarity_sentences import Told, decided


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("有没有【平台】？", ("questioned", "unsure", "")),
        ("【平台】有没有？", ("questioned", "unsure", "")),
        ("谁愿意搞【平台】？", ("rhetorical", "lacking", "谁愿意")),
        ("【平台】谁愿意搞？", ("rhetorical_after", "lacking", "谁愿意")),
        ("【平台】有什么用？", ("rhetorical_after", "lacking", "有什么用")),
        ("不是有【平台】吗？", ("isnt_it", "present", "不是有平台吗")),
        ("是不是有【平台】？", ("whether", "unsure", "")),
        ("是不是请省里建【平台】？", ("default", "neutral", "")),
        ("我不知道有没有【平台】。", ("unknown", "unsure", "不知道")),
        ("我不知道，【平台】有了。", ("affirmed_after", "present", "有了")),
        ("【平台】好不好用？", ("asked_in", "unsure", "")),
        ("【平台】行不行？", ("asked_in", "unsure", "")),
        ("明年把新的【平台】先建起来再说，好不好？", ("default", "neutral", "")),
        ("我们就先建【平台】再说别的事行不行？", ("default", "neutral", "")),
        ("会不会在背后，有【平台】？", ("asked_in", "unsure", "")),
        ("会不会在背后，有【平台】。", ("affirmed", "present", "有")),
        ("誰願意搞【平臺】？", ("rhetorical", "lacking", "谁愿意")),
    ],
)
def test_of_concept_words(sentence: str, told: Told) -> None:
    assert decided(sentence) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("有没有【壁垒】？", ("questioned", "unsure", "")),
        ("哪有【壁垒】？", ("rhetorical", "present", "哪有")),
        ("谁会【推诿】？", ("rhetorical", "lacking", "谁会")),
        ("不是有【壁垒】吗？", ("isnt_it", "lacking", "不是有壁垒吗")),
    ],
)
def test_of_troubles(sentence: str, told: Told) -> None:
    assert decided(sentence, "deficit") == told


def test_between_the_parts_of_an_indicator() -> None:
    sentence = "【数据有没有共享】。"
    assert decided(sentence, gapped=True) == ("open_between", "unsure", "")
    assert decided(sentence, gapped=False)[0] == "default"
