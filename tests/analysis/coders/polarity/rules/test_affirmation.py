"""Affirmation within its reach, over the comma of a list, and of what is neutral by nature."""

from __future__ import annotations

import pytest
from polarity_sentences import Told, decided

from analysis.coders.polarity.rules.affirmation import AFFIRM_REACH, PLANNED_REACH


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("建了" + "一" * (AFFIRM_REACH - 2) + "【平台】。", ("affirmed", "present", "建了")),
        ("建了" + "一" * (AFFIRM_REACH - 1) + "【平台】。", ("default", "neutral", "")),
        ("建了平台，【接口】很大。", ("default", "neutral", "")),
        ("我们明确了目录，【平台】。", ("listed", "present", "明确了目录")),
        ("我们明确了目录；【平台】。", ("default", "neutral", "")),
        ("没有明确了目录，【平台】。", ("default", "neutral", "")),
        ("建了平台也有【接口】。", ("affirmed", "present", "也有")),
        ("预计建成【平台】。", ("affirmed", "neutral", "")),
        ("预计" + "一" * PLANNED_REACH + "建成【平台】。", ("affirmed", "present", "建成")),
        ("去年将数据接入【平台】。", ("affirmed", "present", "接入")),
        ("【平台】去年就建了。", ("affirmed_after", "present", "去年就建了")),
    ],
)
def test_of_concept_words(sentence: str, told: Told) -> None:
    assert decided(sentence) == told


def test_what_is_neutral_by_nature_stays_neutral_and_a_trouble_is_not_affirmed() -> None:
    assert decided("建了【微信群】。", default="neutral") == ("affirmed", "neutral", "建了")
    assert decided("建了【壁垒】。", "deficit") == ("default", "lacking", "")
