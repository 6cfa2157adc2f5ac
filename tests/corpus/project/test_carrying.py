"""Spans of an older text in a newer one: by hand, and whatever the texts are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.project.carrying import Alignment, common
from corpus.span import Span

OLD = "问：平台怎么样？\n答：没有统一标准，口径不一样。\n答：数据打不通。\n"
TEXTS = st.text("数据标，。\n", max_size=40)


def words(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        "题头\n" + OLD,
        OLD.replace("怎么样", "建得怎么样"),
        OLD.replace("口径不一样", "各说各的"),
        "答：数据打不通。\n答：没有统一标准，口径不一样。\n",
    ],
    ids=["same", "line before", "line changed", "neighbour changed", "moved"],
)
def test_words_that_stand_in_the_newer_text_are_carried(new: str) -> None:
    span = Alignment(OLD, new).carry(words(OLD, "没有统一标准"))
    assert span == words(new, "没有统一标准")


@pytest.mark.parametrize("new", ["", OLD.replace("没有统一标准", "没有统一的标准")])
def test_words_that_are_gone_are_for_a_person(new: str) -> None:
    assert Alignment(OLD, new).carry(words(OLD, "没有统一标准")) is None


def test_words_that_stand_twice_are_not_guessed() -> None:
    assert Alignment("甲。标准。", "标准。乙丙。标准。乙").carry(Span(0, 1)) is None
    old, new = "答：标准。", "乙标准丙。\n标准丁。"
    assert Alignment(old, new).carry(words(old, "标准")) in (None, words(new, "标准"))


def test_code_points_outside_the_basic_plane_count_once() -> None:
    assert Alignment("𠮷😀标准", "前\n𠮷😀标准").carry(Span(2, 4)) == Span(4, 6)


def test_evidence_moves_with_its_coding_and_its_cue_by_itself() -> None:
    new = "题头\n" + OLD
    span, cue = words(OLD, "标准"), words(OLD, "没有")
    evidence = {"start": span.start, "end": span.end, "cue_start": cue.start, "cue_end": cue.end}
    carried = Alignment(OLD, new).carry_evidence(evidence, 3)
    assert carried == {name: offset + 3 for name, offset in evidence.items()}
    gone = Alignment(OLD, OLD.replace("没有", "缺乏")).carry_evidence(evidence, 0)
    assert (gone["start"], gone["cue_start"], gone["cue_end"]) == (span.start, None, None)
    assert evidence["start"] == span.start, "what was given is left alone"


@pytest.mark.parametrize("evidence", [None, {}])
def test_no_evidence_stays_none(evidence: object) -> None:
    assert Alignment(OLD, OLD).carry_evidence(evidence, 3) == evidence


def test_evidence_without_a_cue_has_none_after() -> None:
    evidence = {"start": 1, "end": 2, "cue_start": None, "cue_end": None}
    assert Alignment(OLD, OLD).carry_evidence(evidence, 1) == {**evidence, "start": 2, "end": 3}


@given(old=TEXTS, new=TEXTS, data=st.data())
def test_what_is_carried_is_the_same_words(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    span = Span(start, data.draw(st.integers(start, len(old))))
    carried = Alignment(old, new).carry(span)
    assert carried is None or (len(carried), carried.of(new)) == (len(span), span.of(old))


@given(text=TEXTS, data=st.data())
def test_the_same_text_carries_all_in_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    if span:
        assert Alignment(text, text).carry(span) == span


def test_what_two_texts_have_in_common() -> None:
    assert common("abcdefgh", "xxabcdefghxx") == 1.0
    assert common("abcdefgh", "ijklmnop") == 0.0
    assert common("abcdefghi", "abcdefgh-") == 0.5
    assert common("short", "another text altogether") == 1.0


@given(old=TEXTS, new=TEXTS)
def test_in_common_is_a_share_and_does_not_ask_which_is_older(old: str, new: str) -> None:
    assert 0 <= common(old, new) <= 1 and common(old, new) == common(new, old)
    assert common(old, old) == 1
