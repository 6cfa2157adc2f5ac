"""The sides that keyness compares, by sentences written here."""

from __future__ import annotations

from itertools import pairwise

import pytest
from builders import transcript
from hypothesis import given
from hypothesis import strategies as st

from analysis.words.counted import CountedWord, counted_words
from analysis.words.sides import counts, parted, terms
from corpus.segmentation import Segmenter

SEGMENTER = Segmenter()
TALK = transcript(
    "问：数据平台怎么样？\n答：数据平台、平台接口，数据不好用。\n问：接口呢？\n答：平台接口要有。"
)


def test_words_are_those_of_all_word_statistics() -> None:
    words = terms(TALK, SEGMENTER)
    assert words == counted_words(TALK, SEGMENTER)
    said = counts(words)
    assert said["数据"] == 2 and said["接口"] == 2 and sum(said.values()) == len(words)


def test_a_role_is_counted_by_itself() -> None:
    asked = counts(terms(TALK, SEGMENTER, roles=("interviewer",)))
    assert asked["数据"] == 1 and asked["平台"] == 1


def test_phrases_stand_side_by_side_with_nothing_between() -> None:
    phrases = terms(TALK, SEGMENTER, phrases=True)
    said = counts(phrases)
    assert said["数据平台"] == 1 and said["平台接口"] == 2
    assert "接口数据" not in said, "a comma stands between"
    assert all(phrase.word == TALK.shadow[phrase.start : phrase.end] for phrase in phrases)


def test_no_phrase_goes_on_from_a_turn_to_the_next_or_is_longer_than_eight() -> None:
    words = [word.word for word in terms(TALK, SEGMENTER)]
    phrases = terms(TALK, SEGMENTER, phrases=True)
    assert all(phrase.end - phrase.start <= 8 for phrase in phrases)
    joined = {first + second for first, second in pairwise(words)}
    assert {phrase.word for phrase in phrases} <= joined
    assert {phrase.turn for phrase in phrases} <= {turn.index for turn in TALK.turns}


def test_traditional_and_simplified_characters_count_alike() -> None:
    other = transcript("问：如何？\n答：數據平台沒有統一標準。")
    same = transcript("问：如何？\n答：数据平台没有统一标准。")
    for phrases in (False, True):
        assert counts(terms(other, SEGMENTER, phrases=phrases)) == counts(
            terms(same, SEGMENTER, phrases=phrases)
        )


def word(start: int, end: int, text: str = "词语") -> CountedWord:
    return CountedWord(0, start, end, text)


@pytest.mark.parametrize(
    ("stretches", "inside"),
    [
        ([], 0),
        ([(10, 12)], 1),
        ([(0, 40)], 3),
        ([(9, 11)], 0),
        ([(11, 12), (10, 11)], 1),
        ([(0, 13), (5, 22)], 2),
        ([(0, 100), (3, 4)], 3),
    ],
)
def test_a_word_is_inside_where_all_of_it_is(stretches: list[tuple[int, int]], inside: int) -> None:
    words = [word(10, 12), word(20, 22), word(30, 32)]
    target, rest = parted(words, stretches)
    assert target.get("词语", 0) == inside and rest.get("词语", 0) == 3 - inside


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=6),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), max_size=8),
)
def test_parted_against_character_by_character(
    stretches: list[tuple[int, int]], words: list[tuple[int, int]]
) -> None:
    spans = [(start, start + length) for start, length in stretches]
    covered = {at for start, end in spans for at in range(start, end)}
    said = [word(start, start + length, str(start)) for start, length in words]
    target, rest = parted(said, spans)
    inside = [each for each in said if covered.issuperset(range(each.start, each.end))]
    assert target == counts(inside)
    assert sum(target.values()) + sum(rest.values()) == len(said)
