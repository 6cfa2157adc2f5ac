"""Words that hold a negator and negate nothing."""

from __future__ import annotations

import pytest

from analysis.coders.polarity.cues.masks import DEGREES, KEPT, MASK, PSEUDO
from analysis.coders.polarity.cues.negation import NEGATOR


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("不断完善", "不断"),
        ("所有平台", "所有"),
        ("不但有", "不但"),
        ("并不是只有平台", "并不是只有"),
        ("无人机", "无人机"),
        ("未来三年", "未来"),
        ("不同部门", "不同"),
        ("不同意", None),
        ("不同步", None),
        ("不同。", None),
        ("不管怎样", "不管"),
        ("不管用。", None),
        ("不管用的人是谁", None),
        ("不一定有", "不一定"),
        ("不一定好用", None),
        ("未必管用", None),
        ("要不我们", "要不"),
        ("要不要", None),
        ("如何才能建立", "如何才能建立"),
        ("如何走", None),
        ("没有平台", None),
        ("离不开平台", "离不开"),
    ],
)
def test_what_is_masked_and_what_negates(text: str, word: str | None) -> None:
    match = PSEUDO.search(text)
    assert (match[0] if match else None) == word


@pytest.mark.parametrize("word", sorted(KEPT | DEGREES))
def test_words_that_decide_by_themselves_hold_a_negator(word: str) -> None:
    assert NEGATOR.search(word) and PSEUDO.fullmatch(word)
    assert not KEPT & DEGREES


def test_the_mask_is_one_character_that_no_speech_holds() -> None:
    assert len(MASK) == 1 and not MASK.isalnum() and not NEGATOR.search(MASK * 3)
