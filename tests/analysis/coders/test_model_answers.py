"""Answers of a model are held against the text: what does not stand there is dropped."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders.model_answers import REASON, checked, plain, readable
from corpus.coding import POLARITIES
from corpus.span import Span

SENTENCES = ["放心得很。", "没人教，没人管。"]
CODES = ["t:A", "t:B"]
GOOD = {"sentence": 2, "code": "t:B", "quote": "没人教", "polarity": "lacking", "reason": "无培训"}


def answer(*entries: object) -> str:
    return json.dumps({"codings": list(entries)}, ensure_ascii=False)


def test_what_holds_comes_out_with_its_place() -> None:
    made = checked(answer(GOOD), SENTENCES, CODES)
    assert made.said == ((1, "t:B", Span(0, 3), "lacking", "无培训"),) and not made.dropped


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"quote": "没人教过我们"}, "quote"),
        ({"quote": ""}, "quote"),
        ({"quote": "放心得很。没人教"}, "quote"),
        ({"quote": "没人", "sentence": 1, "code": "t:C"}, "code"),
        ({"code": None}, "broken"),
        ({"quote": 3}, "broken"),
    ],
)
def test_what_does_not_hold_is_dropped(change: dict[str, object], fault: str) -> None:
    made = checked(answer({**GOOD, **change}), SENTENCES, CODES)
    assert made.said == () and made.dropped == {fault: 1}


def test_a_wrong_number_is_mended_where_one_sentence_holds_the_quote() -> None:
    for number in (1, 0, 99, "2", None, True, 2.0):
        made = checked(answer({**GOOD, "sentence": number}), SENTENCES, CODES)
        assert [said.sentence for said in made.said] == [1]
    both = {**GOOD, "quote": "。", "sentence": 7}
    assert checked(answer(both), SENTENCES, CODES).dropped == {"quote": 1}


def test_several_codes_a_sentence_and_each_once() -> None:
    other = {**GOOD, "code": "t:A"}
    made = checked(answer(GOOD, other, GOOD, "x"), SENTENCES, CODES)
    assert [said.code for said in made.said] == ["t:B", "t:A"]
    assert made.dropped == {"twice": 1, "broken": 1}


def test_a_polarity_that_is_none_is_unsure() -> None:
    made = checked(answer({**GOOD, "polarity": "bad"}), SENTENCES, CODES)
    assert made.said[0].polarity == "unsure"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "很抱歉，我不能回答。",
        '{"codings": [',
        '{"codings": "x"}',
        "[1]",
        "}{",
        '{"codings": ' + "[" * 5000 + "]" * 5000 + "}",
        '{"a": ' + "9" * 5000 + "}",
    ],
)
def test_what_is_no_answer_is_broken(text: str) -> None:
    made = checked(text, SENTENCES, CODES)
    assert made.said == () and sum(made.dropped.values()) >= 1


def test_thoughts_and_fences_are_passed_over() -> None:
    text = f"<think>{{也许}}</think>好的：\n```json\n{answer(GOOD)}\n```"
    assert checked(text, SENTENCES, CODES).said
    assert readable("<think>没想完 {") is None


@given(st.text(max_size=300))
def test_a_reason_is_one_line_that_a_store_can_hold(text: str) -> None:
    line = plain(text)
    assert len(line) <= REASON and not set(line) & set("\n\r\x00\u2028\u202e")
    line.encode("utf-8")
    assert plain("坏\ud800了\n好") == "坏了 好" and plain(None) == ""


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(CODES),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["sentence", "code", "quote", "polarity", "reason", "codings"]),
                inner,
            )
        ),
        max_leaves=12,
    )
)
def test_no_answer_breaks_the_check_or_gets_past_it(value: object) -> None:
    for text in (json.dumps(value), json.dumps({"codings": value})):
        for said in checked(text, SENTENCES, CODES).said:
            assert said.code in CODES and said.polarity in POLARITIES
            assert said.quote.of(SENTENCES[said.sentence])
