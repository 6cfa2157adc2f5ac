"""The words by which transcripts name who speaks and what a header field is."""

from __future__ import annotations

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.turns.labels import (
    CODE,
    CREDIT,
    FIELDS,
    GENERIC,
    INTERVIEWEE,
    INTERVIEWER,
    NOT_A_LABEL,
    NOTES,
    OTHER,
    STRUCTURE,
    plain,
    role_of,
)


def test_no_word_means_two_roles_and_none_is_barred() -> None:
    roles = (INTERVIEWER, INTERVIEWEE, OTHER)
    assert sum(map(len, roles)) == len(frozenset().union(*roles))
    assert not frozenset().union(*roles) & NOT_A_LABEL


def test_words_are_stored_in_the_form_in_which_they_are_looked_up() -> None:
    for word in (*INTERVIEWER, *INTERVIEWEE, *OTHER, *NOT_A_LABEL, *NOTES, *FIELDS):
        assert plain(word) == word


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("访谈者", "interviewer"),
        ("訪談者", "interviewer"),
        ("访谈员1", "interviewer"),
        ("访谈者（李某）", "interviewer"),
        ("Q3", "interviewer"),
        ("问12", "interviewer"),
        ("Interviewer", "interviewer"),
        ("受访者D", "interviewee"),
        ("受访者甲", "interviewee"),
        ("王某（受访者）", "interviewee"),
        ("答", "interviewee"),
        ("a2", "interviewee"),
        ("众人", "other"),
        ("记录员", "other"),
        ("王局长", None),
        ("P1", None),
        ("", None),
    ],
)
def test_the_role_that_a_label_tells(label: str, role: str | None) -> None:
    assert role_of(label) == role


@pytest.mark.parametrize("label", ["F05", "B2", "FG-1", "R", "ABC123"])
def test_respondent_codes(label: str) -> None:
    assert CODE.match(label)


@pytest.mark.parametrize("label", ["f05", "ABCD1", "F1234", "张三", "F05x"])
def test_what_is_no_respondent_code(label: str) -> None:
    assert not CODE.match(label)


@pytest.mark.parametrize("label", ["说话人1", "发言人", "Speaker_2", "spk_3", "讲者二"])
def test_voices_of_speech_recognition_have_no_role(label: str) -> None:
    assert GENERIC.match(label) and role_of(label) is None


def test_lines_that_only_say_that_the_talk_begins() -> None:
    assert STRUCTURE.match("访谈实录") and STRUCTURE.match("Transcript")
    assert not STRUCTURE.match("访谈实录如下我们开始")


def test_credits_of_subtitles() -> None:
    assert CREDIT.search("字幕由amara.org社区提供") and CREDIT.search("请不吝点赞,订阅转发打赏")
    assert not CREDIT.search("我们的字幕做得不好,你说呢")


ROLES = [(INTERVIEWER, "interviewer"), (INTERVIEWEE, "interviewee"), (OTHER, "other")]


@pytest.mark.parametrize(("words", "role"), ROLES, ids=[role for _, role in ROLES])
def test_every_word_of_a_role_tells_it_blank_loud_and_in_brackets(
    words: frozenset[str], role: str
) -> None:
    for word in words:
        told = (word, word.upper(), f" {word} ", " ".join(word), f"王某（{word}）", f"王某({word})")
        assert [role_of(label) for label in told] == [role] * len(told), word


@pytest.mark.parametrize(("words", "role"), ROLES, ids=[role for _, role in ROLES])
def test_a_number_or_a_letter_behind_a_chinese_word_changes_no_role(
    words: frozenset[str], role: str
) -> None:
    for word in words:
        if "\u4e00" <= word[-1] <= "\u9fff":
            for mark in ("1", "12", "-3", "A", "甲", "二"):
                assert role_of(f"{word}{mark}") == role, (word, mark)


def test_traditional_characters_tell_the_same() -> None:
    traditional = opencc.OpenCC("s2t")
    for words, role in ROLES:
        for word in words:
            label = traditional.convert(word)
            if plain(label) == word:
                assert role_of(label) == role
    assert role_of("受訪者") == role_of("受訪者Ａ".replace("Ａ", "A")) == "interviewee"


@given(st.text(st.characters(codec="utf-8"), max_size=12))
@settings(max_examples=100)
def test_no_label_raises_and_blanks_never_matter(label: str) -> None:
    role = role_of(label)
    assert role in ("interviewer", "interviewee", "other", None)
    assert role_of(label.replace(" ", "")) == role
    assert plain(plain(label)) == plain(label)
