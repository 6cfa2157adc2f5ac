"""Rulings of the rules on invented sentences, and what a person made of them."""

from __future__ import annotations

from collections.abc import Iterable

from builders import codebook, coded

from analysis.coders.polarity.learned import Correction
from analysis.coders.polarity.ruling import Kinds, Ruling, ruling_of
from corpus.coding import Coding, Polarity

BOOK = codebook(
    "- {id: A, name: 平台, definition: 一起用的系统, indicators: [平台, 系统, 接口, 数据库]}\n"
    "- {id: B, name: 壁垒, definition: 隔开的, class: deficit, indicators: [壁垒, 孤岛]}\n"
    "- {id: C, name: 混合, definition: 两类词, indicators: {concept: [标准], deficit: [扯皮]},\n"
    "   near: [{words: [口径, 不一], class: deficit}], patterns: [{pattern: 账号\\d+}]}\n"
)
WORDS = ("平台", "系统", "接口", "数据库")
NEUTRAL = ("我说的是那个{}。", "{}在三楼。", "那是市里的{}。", "先讲{}吧。")
DEMANDED = ("希望{}好用。", "建议把{}做起来。", "应该有{}。", "需要{}来管。")
LACKING = ("我们没有{}。", "还没有{}呢。", "根本没有{}。", "这边没有{}。")


def codings(sentence: str) -> list[Coding]:
    """What the rules code in an answer."""
    return coded(BOOK, sentence)


def ruling(sentence: str) -> Ruling:
    """What the rules tell of the only indicator of a sentence."""
    (coding,) = codings(sentence)
    made = ruling_of(coding, Kinds((BOOK,)))
    assert made is not None
    return made


def corrections(frames: Iterable[str], polarity: Polarity, interviews: int = 4) -> list[Correction]:
    """One for each frame and word, dealt to the interviews in turn."""
    sentences = [frame.format(word) for frame in frames for word in WORDS]
    return [
        Correction(ruling(sentence), polarity, f"访谈{number % interviews}")
        for number, sentence in enumerate(sentences)
    ]
