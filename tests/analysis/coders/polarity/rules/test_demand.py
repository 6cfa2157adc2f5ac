"""Demands: over commas, denied, of a trouble, told of as things stand."""

from __future__ import annotations

import pytest
from polarity_sentences import Told, decided


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("希望有【平台】。", ("demanded", "demanded", "希望")),
        ("希望省里出钱，建一个【平台】。", ("appeal", "demanded", "希望")),
        ("希望省里出钱，大家出力，有【平台】。", ("appeal", "unsure", "希望")),
        ("希望省里出钱，大家出力，让【平台】用起来。", ("appeal", "demanded", "希望")),
        ("希望省里出钱，是以有【平台】。", ("affirmed", "present", "有")),
        ("希望大家来，现在没有【平台】。", ("negated", "lacking", "没有")),
        ("不希望有【平台】。", ("negated", "lacking", "不")),
        ("应该是有【平台】。", ("affirmed", "present", "是有")),
        ("【平台】应该统一。", ("demanded_after", "demanded", "应该统一")),
        ("【平台】没有，应该有。", ("blamed", "lacking", "没有")),
        ("要【统一标准】。", ("demand_joined", "demanded", "要")),
        ("不要【统一标准】。", ("negated", "lacking", "不")),
        ("【平台】能不能再快一点？", ("asked_for", "demanded", "能不能再")),
        ("希望有【平臺】。", ("demanded", "demanded", "希望")),
    ],
)
def test_of_concept_words(sentence: str, told: Told) -> None:
    assert decided(sentence) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("希望打破【壁垒】。", ("removal_demanded", "demanded", "希望")),
        ("希望有【壁垒】。", ("default", "lacking", "")),
        ("能不能别【推诿】。", ("removal_demanded", "demanded", "能不能")),
        ("应该少一点【推诿】。", ("removal_demanded", "demanded", "应该")),
    ],
)
def test_of_a_trouble_its_removal_is_demanded(sentence: str, told: Told) -> None:
    assert decided(sentence, "deficit") == told


def test_a_request_between_the_parts_of_an_indicator() -> None:
    told = ("asked_between", "demanded", "能不能")
    assert decided("【手续能不能再简化】。", gapped=True) == told
