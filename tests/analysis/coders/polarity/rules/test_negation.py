"""Negation at its borders: how far a negator reaches, and what is denied of something else."""

from __future__ import annotations

import pytest
from polarity_sentences import Told, decided

from analysis.coders.polarity.mention import REACH


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("没" + "一" * REACH + "【平台】。", ("negated", "lacking", "没")),
        ("没" + "一" * (REACH + 1) + "【平台】。", ("default", "neutral", "")),
        ("没有平台，【接口】。", ("default", "neutral", "")),
        ("不是【平台】。", ("negated", "lacking", "不是")),
        ("不是【平台】的问题。", ("denied_trouble", "neutral", "不是")),
        ("不是没有【平台】，而是没人用。", ("double", "present", "不是没有")),
        ("不能不【统一】。", ("double", "present", "不能不")),
        ("不断完善【平台】。", ("default", "neutral", "")),
        ("沒有【平臺】。", ("negated", "lacking", "没有")),
        ("没有但【平台】。", ("default", "neutral", "")),
    ],
)
def test_of_concept_words(sentence: str, told: Told) -> None:
    assert decided(sentence) == told


def test_an_asset_is_negated_as_a_concept_is_and_a_trouble_is_not() -> None:
    assert decided("没有【减负】。", "asset") == ("negated", "lacking", "没有")
    assert decided("没有【推诿】。", "deficit") == ("absent", "present", "没有")


@pytest.mark.parametrize(
    ("sentence", "gapped", "told"),
    [
        ("【数据一直不给共享】。", True, ("denied_between", "lacking", "不给")),
        ("【数据一直不给共享】。", False, ("default", "neutral", "")),
        ("【数据不再是摆设共享】。", True, ("ended_between", "lacking", "不再是")),
        ("【数据没共享】。", True, ("default", "neutral", "")),
        ("【没有共享】。", True, ("default", "neutral", "")),
    ],
)
def test_a_negator_inside_an_indicator_counts_where_its_parts_stand_apart(
    sentence: str, gapped: bool, told: Told
) -> None:
    """An indicator of five characters or fewer cannot enclose a cue between its parts."""
    assert decided(sentence, gapped=gapped) == told
