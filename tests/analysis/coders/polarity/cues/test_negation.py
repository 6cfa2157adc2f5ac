"""Negators, complements and denials: what each takes, and what only looks like one."""

from __future__ import annotations

import pytest
from polarity_sentences import found

from analysis.coders.polarity.cues import negation


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("我们没有平台", "没有"),
        ("没得平台", "没得"),
        ("不太统一", "不太"),
        ("从来不更新", "从来不"),
        ("不愿意给", "不愿意"),
        ("用不着平台", "用不着"),
        ("尚未统一", "尚未"),
        ("缺乏标准", "缺乏"),
        ("缺标准", "缺"),
        ("很难统一", "很难"),
        ("别推诿", "别"),
        ("非标准", "非"),
        ("沒有平臺", "没有"),
        ("有平台", None),
        ("平台慢", None),
    ],
)
def test_the_longest_negator_is_taken(text: str, cue: str | None) -> None:
    assert found(negation.NEGATOR, text) == cue


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("打不通", "打不通"),
        ("对接不上来", "接不上"),
        ("拿不到数据", "拿不到"),
        ("跟不上", "跟不上"),
        ("推不下去", "推不下去"),
        ("来不及", "来不及"),
        ("说不清楚", "说不清"),
        ("轮不上级说", None),
        ("不通", None),
        ("打得通", None),
        ("管不管", None),
    ],
)
def test_what_does_not_come_off(text: str, cue: str | None) -> None:
    assert found(negation.COMPLEMENT, text) == cue


@pytest.mark.parametrize(
    ("text", "cue"), [("打得通", "打得通"), ("拿得到", "拿得到"), ("打不通", None), ("得到", None)]
)
def test_what_does(text: str, cue: str | None) -> None:
    assert found(negation.POSSIBLE, text) == cue


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("不是没有标准", "不是没有"),
        ("不能不统一", "不能不"),
        ("能不能不统一", None),
        ("没有一个不配合", "没有一个不"),
        ("非统一标准不可", "非统一标准不可"),
        ("非统一，标准不可", None),
        ("少不了平台", "少不了"),
        ("没有标准不行", None),
        ("不得不填", "不得不"),
    ],
)
def test_two_negators_that_affirm(text: str, cue: str | None) -> None:
    assert found(negation.DOUBLE, text) == cue


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("不是平台的问题，是人的问题", "平台的问题"),
        ("并不在于标准，而在于人", "标准"),
        ("不只是因为人少，主要是没钱", "人少"),
        ("不单是平台，还是人", "平台"),
        ("不是平台。是人", None),
        ("不是平台，我们", None),
    ],
)
def test_what_is_denied_before_what_is_so(text: str, denied: str | None) -> None:
    match = negation.NOT_A_BUT_B.search(text.replace("，", ","))
    assert (match["a"] if match else None) == denied


@pytest.mark.parametrize(
    ("before", "asked"),
    [("大家不能", True), ("不要再", True), ("别", True), ("禁止", True), ("不会", False)],
)
def test_what_forbids_a_trouble_stands_right_before_it(before: str, asked: bool) -> None:
    assert bool(negation.PROHIBITION.search(before)) == asked
    assert not negation.PROHIBITION.search(f"{before}我们")


@pytest.mark.parametrize(
    ("after", "trails"),
    [
        ("我们这边一直都没有", True),
        ("也没有", True),
        ("这一块基本上还是缺", True),
        ("不断完善", False),
        ("没有的事", False),
        ("很好用没有", False),
        ("", False),
    ],
)
def test_a_topic_is_denied_behind_it_over_words_that_are_listed(after: str, trails: bool) -> None:
    assert bool(negation.TRAILING.search(after)) == trails


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("数据还没有介接", "没有"),
        ("数据没问题都共享", None),
        ("数据没多久就共享", None),
        ("数据未来共享", None),
        ("数据有没有共享", None),
        ("数据不给共享", "不给"),
    ],
)
def test_only_what_surely_denies_counts_inside_an_indicator(text: str, cue: str | None) -> None:
    assert found(negation.BETWEEN_DENIED, text) == cue


def test_negators_that_leave_a_trouble_are_negators() -> None:
    assert all(found(negation.NEGATOR, word) == word for word in negation.LACKING)
