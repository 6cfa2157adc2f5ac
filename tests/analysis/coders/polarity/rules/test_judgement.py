"""Praise and blame behind an indicator: which stands first, and how far it reaches."""

from __future__ import annotations

import pytest
from polarity_sentences import Told, decided

from analysis.coders.polarity.mention import BEHIND


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("【平台】好用就是慢。", ("praised", "present", "好用")),
        ("【平台】慢但好用。", ("blamed", "lacking", "慢")),
        ("【平台】的问题。", ("blamed", "lacking", "的问题")),
        ("关于【平台】的问题。", ("default", "neutral", "")),
        ("问题很多，【平台】。", ("default", "neutral", "")),
        ("打得通【平台】。", ("possible", "present", "")),
        ("【平台】" + "一" * (BEHIND - 2) + "很好用。", ("praised", "present", "很好")),
        ("【平台】" + "一" * (BEHIND - 1) + "很好用。", ("default", "neutral", "")),
        ("【平台】很好奇。", ("default", "neutral", "")),
    ],
)
def test_of_concept_words(sentence: str, told: Told) -> None:
    assert decided(sentence) == told


@pytest.mark.parametrize(
    ("behind", "cue"),
    [
        ("问题不大", "问题不大"),
        ("的问题也不大", "的问题也不大"),
        ("这一块问题不太大", "这一块问题不太大"),
    ],
)
def test_a_small_problem_is_praise(behind: str, cue: str) -> None:
    assert decided(f"【接口】{behind}。") == ("denied_fault", "present", cue)
    assert decided(f"我们没有【接口】{behind}。")[1] == "lacking"


def test_what_is_small_otherwise_is_blamed_and_a_small_problem_farther_off_is_not() -> None:
    assert decided("【平台】作用不大。") == ("blamed", "lacking", "不大")
    assert decided("【平台】总的来说问题不大。") == ("default", "neutral", "")
