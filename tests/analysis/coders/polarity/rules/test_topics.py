"""A topic alone in its clause, and when the next clause is no comment on it."""

from __future__ import annotations

import pytest
from polarity_sentences import Told, decided


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("【目录】嘛，没搞过。", ("topic_blamed", "lacking", "没")),
        ("至于【目录】，没人管。", ("topic_blamed", "lacking", "没")),
        ("【目录】嘛，说老实话，没人管。", ("topic_blamed", "lacking", "没")),
        ("【目录】很大，没搞过。", ("default", "neutral", "")),
        ("我们这边各个部门的【目录】嘛，没搞过。", ("default", "neutral", "")),
        ("【目录】嘛，据说没人管。", ("default", "neutral", "")),
        ("【目录】嘛，但没人管。", ("default", "neutral", "")),
        ("【目录】嘛，希望市里管。", ("topic_wished", "demanded", "希望")),
        ("【目录】嘛，挺好用的。", ("topic_praised", "present", "挺好")),
        ("【目录】嘛，挺好用，就是慢。", ("topic_praised", "present", "挺好")),
        ("【目录】嘛，我说不好。", ("topic_doubted", "unsure", "说不好")),
        ("【目录】嘛，问题不大。", ("topic_fine", "present", "问题不大")),
        ("【目錄】嘛，沒搞過。", ("topic_blamed", "lacking", "没")),
    ],
)
def test_of_concept_words(sentence: str, told: Told) -> None:
    assert decided(sentence) == told


def test_codes_with_a_default_and_troubles_have_no_comment() -> None:
    assert decided("【目录】嘛，没人管。", default="neutral") == ("default", "neutral", "")
    assert decided("【壁垒】嘛，没人管。", "deficit") == ("default", "lacking", "")
