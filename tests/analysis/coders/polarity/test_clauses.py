"""Sentences read into clauses: bounds, masks, the cues that may stand in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders.polarity.clauses import Reader
from analysis.coders.polarity.cues.demand import DEMAND
from analysis.coders.polarity.cues.masks import KEPT, MASK, PSEUDO
from analysis.coders.polarity.cues.negation import NEGATOR
from analysis.coders.polarity.cues.questions import WHETHER

READER = Reader([NEGATOR, DEMAND])


def clauses(text: str) -> list[str]:
    sentence = READER.read(text, 0, len(text))
    return [sentence.text[start:end] for start, end in sentence.bounds]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("有平台,没人用。", ["有平台", "没人用", ""]),
        ("有平台、接口、目录", ["有平台、接口、目录"]),
        ("有吗?!没有;算了\n好", ["有吗", "没有", "算了", "好"]),
        ("", [""]),
        ("。", ["", ""]),
    ],
)
def test_clauses_end_at_marks_but_not_in_a_list(text: str, expected: list[str]) -> None:
    assert clauses(text) == expected


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("不断完善", f"{MASK}{MASK}完善"),
        ("特别慢", f"很{MASK}慢"),
        ("有,不过没人用", f"有,但{MASK}没人用"),
        ("只不过是表", f"只{MASK}{MASK}是表"),
        ("没问题", "没问题"),
        ("没有平台", "没有平台"),
        ("所有平台", f"{MASK}{MASK}平台"),
    ],
)
def test_what_only_looks_like_a_negator_is_masked(text: str, masked: str) -> None:
    assert READER.read(text, 0, len(text)).text == masked


@pytest.mark.parametrize("phrase", sorted(KEPT))
def test_kept_phrases_would_be_masked_otherwise(phrase: str) -> None:
    assert PSEUDO.fullmatch(phrase) and READER.read(phrase, 0, len(phrase)).text == phrase


def test_a_cue_that_was_masked_may_no_longer_stand_but_an_open_question_may() -> None:
    negator, demand = READER.bits([NEGATOR]), READER.bits([DEMAND])
    whether = READER.bits([WHETHER])
    assert READER.read("我们没有平台", 0, 6).may & negator
    assert not READER.read("不断完善", 0, 4).may & negator
    asked = READER.read("是不是平台", 0, 5)
    assert not asked.may & negator and asked.may & whether and not asked.may & demand


def test_without_cues_every_sentence_may_be_meant() -> None:
    assert READER.read("", 0, 0).may & READER.bits([])


def test_a_cue_that_is_not_told_of_is_misuse() -> None:
    with pytest.raises(KeyError):
        Reader([NEGATOR]).bits([DEMAND])


def test_offsets_count_from_the_sentence() -> None:
    sentence = READER.read("前面。有平台,没人用。", 3, 11)
    assert (sentence.start, sentence.text) == (3, "有平台,没人用。")
    assert [sentence.index(offset) for offset in (0, 2, 3, 4, 6, 7, 99)] == [0, 0, 0, 1, 1, 1, 2]


@given(st.text("不断没有平台特别,。?!;\n过非常是", max_size=60))
def test_masks_keep_every_offset(text: str) -> None:
    sentence = READER.read(text, 0, len(text))
    assert len(sentence.text) == len(text)
    covered = 0
    for start, end in sentence.bounds:
        assert covered <= start <= end <= len(text)
        assert not set(text[start:end]) & set(",。?!;\n")
        assert set(text[covered:start]) <= set(",。?!;\n")
        covered = end
    assert covered <= len(text) and set(text[covered:]) <= set(",。?!;\n")
