"""Praise and blame, and the words that begin alike."""

from __future__ import annotations

import pytest
from polarity_sentences import found

from analysis.coders.polarity.cues import judgement
from analysis.coders.polarity.cues.masks import MASK


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("数据质量参差不齐", "参差不齐"),
        ("更新太慢", "太慢"),
        ("更新有点慢", "有点慢"),
        ("有点慢性病", None),
        ("质量很低", "很低"),
        ("有些少数民族", None),
        ("真低保", None),
        ("差不多", None),
        ("差异", None),
        ("质量差", "差"),
        ("不太及时", "不太及时"),
        ("没派上用场", "没派上用场"),
        ("这就是个问题", "是个问题"),
        ("平台的问题", "的问题"),
        ("重要的问题", None),
        ("问题不大", None),
        ("问题解决了", None),
        ("没人管", "没人管"),
        ("不行政", None),
        ("拖后腿", "拖后腿"),
        ("口径不一样", "不一样"),
        (f"很{MASK}慢", f"很{MASK}慢"),
    ],
)
def test_blame(text: str, cue: str | None) -> None:
    assert found(judgement.BAD, text) == cue


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("平台很好用", "很好"),
        ("很好奇", None),
        ("比较高", "比较高"),
        ("比较高层", None),
        ("做得挺扎实", "挺扎实"),
        ("快多了", "多了"),
        ("打通了", "打通"),
        ("没有问题", "没有问题"),
        ("不错", "不错"),
        ("及时雨", None),
        ("落地签", None),
        ("相对统一", "相对统一"),
        ("都统一不了", None),
        ("不管用", "管用"),
        ("不给力", None),
        ("还可以吧", "还可以"),
        ("还可以再说", None),
    ],
)
def test_praise(text: str, cue: str | None) -> None:
    assert found(judgement.GOOD, text) == cue


@pytest.mark.parametrize(
    ("clause", "praises"),
    [
        ("倒没什么问题", True),
        ("不算慢", True),
        ("倒不缺", True),
        ("也不难办", True),
        ("不难", True),
        ("不难民", False),
        ("没问题才怪", False),
        ("不差多少", False),
        ("没有问题是不可能的", False),
        ("我们没什么障碍", False),
        ("能不慢", False),
    ],
)
def test_a_fault_that_is_denied_at_the_head_of_a_clause(clause: str, praises: bool) -> None:
    assert bool(judgement.NOT_BAD.match(clause)) == praises


@pytest.mark.parametrize(
    ("before", "lies"),
    [
        ("问题就出在", True),
        ("难点主要是", True),
        ("卡在这个", True),
        ("最大的困难是我们的", True),
        ("问题是，", False),
        ("困难很多", False),
    ],
)
def test_a_trouble_named_before_lies_in_what_follows(before: str, lies: bool) -> None:
    assert bool(judgement.TROUBLED.search(before.replace("，", ","))) == lies


@pytest.mark.parametrize("text", ["没有", "打不通", "太慢", "不一样", "缺"])
def test_whatever_speaks_against_a_thing_is_negative(text: str) -> None:
    assert judgement.NEGATIVE.search(text)


@pytest.mark.parametrize("text", ["有平台", "很好", "市里建了", "讨论"])
def test_what_does_not_speak_against_it_is_not(text: str) -> None:
    assert not judgement.NEGATIVE.search(text)
