"""Troubles: removed, stuck, forbidden, denied of something else."""

from __future__ import annotations

import pytest
from polarity_sentences import Told, decided

from analysis.coders.polarity.rules.troubles import ALONE_AFTER, REMOVAL_REACH


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("【壁垒】" + "一" * (REMOVAL_REACH - 2) + "打破了。", ("removed", "present", "打破")),
        ("【壁垒】" + "一" * (REMOVAL_REACH - 1) + "打破了。", ("default", "lacking", "")),
        ("【壁垒】很难打破。", ("removed", "lacking", "打破")),
        ("【壁垒】打破不了。", ("removed", "lacking", "打破")),
        ("没有人说得清【壁垒】在哪。", ("spared", "lacking", "")),
        ("难免【推诿】。", ("unbroken", "lacking", "")),
        ("缺乏【壁垒】。", ("unbroken", "lacking", "")),
        ("【推诿】就没有了。", ("gone", "present", "就没有了")),
        ("那些【壁垒】，一下子就打破了。", ("removed_next", "present", "打破了")),
        ("【压力】不大。", ("gone", "present", "不大")),
        ("【压力】没那么大了。", ("gone", "present", "没那么大")),
        ("【压力】不是一般的大。", ("default", "lacking", "")),
        ("【压力】不大的部门。", ("default", "lacking", "")),
        ("【推诿】这两年几乎看不到了。", ("gone", "present", "这两年几乎看不到")),
        ("【推诿】已经不是问题了。", ("gone", "present", "已经不是问题")),
        ("谁也不想【推诿】。", ("absent", "unsure", "不想")),
        ("用不着【推诿】了。", ("absent", "present", "用不着")),
        ("不希望看到【推诿】。", ("prohibited", "demanded", "不")),
        ("那些【壁垒】，谁都解决不了。", ("default", "lacking", "")),
        (
            "一" * ALONE_AFTER + "【壁垒】，一下子就打破了。",
            ("removed_next", "present", "打破了"),
        ),
        ("一" * (ALONE_AFTER + 1) + "【壁垒】，一下子就打破了。", ("default", "lacking", "")),
    ],
)
def test_of_troubles(sentence: str, told: Told) -> None:
    assert decided(sentence, "deficit") == told


@pytest.mark.parametrize(
    "words",
    [
        "不要",
        "不许",
        "不准",
        "不得",
        "不可",
        "不能",
        "别",
        "不能再",
        "不要互相",
        "不应该",
        "不该",
        "禁止",
        "严禁",
        "禁止再",
    ],
)
def test_whatever_forbids_a_trouble_demands_that_it_should_not_be(words: str) -> None:
    assert decided(f"各家{words}【推诿】。", "deficit")[1] == "demanded"


@pytest.mark.parametrize("words", ["没有", "不", "从来不", "不会", "不再"])
def test_what_only_denies_it_does_not(words: str) -> None:
    assert decided(f"各家{words}【推诿】。", "deficit") == ("absent", "present", words)


def test_only_some_removals_count_with_other_words() -> None:
    assert decided("我们打通了【接口】。") == ("removed", "present", "打通")
    assert decided("我们减少了【接口】。")[0] != "removed"
