"""What people have said of sentences, from codings: by hand, and what is read between them."""

from __future__ import annotations

from itertools import pairwise

from builders import codebook, transcript
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders.learning.answers import (
    BESIDE,
    GAP,
    READ,
    Answers,
    Talk,
    answers_of,
    row_at,
    rows_of,
    talk_of,
    way_of,
)
from analysis.coders.rules import RuleCoder
from corpus.coding import Coding, Evidence, Status
from corpus.span import Span

BOOK = codebook(
    "- {id: A, name: 甲, definition: d, indicators: [接口]}\n- {id: B, name: 乙, definition: d}"
)
KEYS = [("test", "A"), ("test", "B")]
SAID = [f"这是第{number}句话。" for number in range(40)]


def talk() -> Talk:
    made = transcript(f"问：请讲。\n答：{''.join(SAID)}")
    return talk_of([made], RuleCoder(BOOK))


def lay(
    row: int,
    code: str = "A",
    coder: str = "李",
    status: Status = "accepted",
    rule: str = "",
) -> Coding:
    span = talk().rows[row].span
    seen = Evidence(rule, "", span, "", None, "r", "h") if rule else None
    return Coding(span, SAID[row], code, "test", "neutral", coder, 1, status, seen)


def answers(*codings: Coding) -> Answers:
    return answers_of(talk(), [codings], {"rules", "learned"}, KEYS)


def test_talk_is_what_is_coded_with_what_the_rules_find() -> None:
    made = transcript("问：接口怎样？\n答：接口断了。别的没有。")
    found = talk_of([made, made], RuleCoder(BOOK))
    assert found.texts == ("接口断了。", "别的没有。") * 2
    assert found.ruled == ((("test", "A"),), ()) * 2
    assert found.interviews.tolist() == [0, 0, 1, 1]
    assert row_at(found, 1, found.rows[3].span) == 3
    assert row_at(found, 0, Span(0, 1)) is None and row_at(found, 2, found.rows[3].span) is None


def test_decisions_are_yes_and_no_and_open_suggestions_say_nothing() -> None:
    found = answers(
        lay(1, coder="rules"),
        lay(2, coder="rules", status="rejected"),
        lay(3, coder="rules", status="suggested"),
    )
    told = found.of(("test", "A"))
    assert {row: one.yes for row, one in told.items()} == {1: True, 2: False}
    assert (found.count(("test", "A"), True), found.count(("test", "A"), False)) == (1, 1)
    assert not found.of(("test", "B"))


def test_who_codes_by_hand_has_read_what_lies_around_and_between() -> None:
    told = answers(lay(10), lay(10 + GAP + 1), lay(39)).of(("test", "A"))
    read = {row for row, one in told.items() if not one.yes}
    first, second = 10, 10 + GAP + 1
    assert read == {
        row for row in range(first - BESIDE, second + BESIDE + 1) if row not in (first, second)
    } | set(range(39 - BESIDE, 39))
    assert {one.weight for one in told.values() if not one.yes} == {READ}


def test_reading_for_one_code_says_nothing_of_another() -> None:
    found = answers(lay(10), lay(12, "B", "王"))
    assert 12 in found.of(("test", "A")) and not found.of(("test", "A"))[12].yes
    assert found.of(("test", "B"))[10].weight == READ
    assert answers(lay(10), lay(12, "B", "rules")).of(("test", "B")).keys() == {12}


def test_where_people_differ_there_is_no_answer() -> None:
    found = answers(lay(5, coder="rules"), lay(5, coder="learned", status="rejected"))
    assert not found.of(("test", "A"))


def test_the_way_by_which_it_was_put_up_is_kept() -> None:
    coding = lay(5, coder="learned", rule="looked.random")
    assert way_of(coding) == "random" and way_of(lay(5)) is None
    assert answers(coding).of(("test", "A"))[5].way == "random"


@given(st.data())
def test_a_coding_is_about_each_sentence_that_it_half_covers(data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, 60), min_size=2, max_size=12)))
    spans = [Span(*pair) for pair in pairwise(cuts)]
    low, high = sorted(data.draw(st.tuples(st.integers(0, 60), st.integers(0, 60))))
    coding = Span(low, high)
    expected = [
        number
        for number, span in enumerate(spans)
        if len(span & coding) and 2 * len(span & coding) >= min(len(span), len(coding))
    ]
    assert rows_of(spans, coding) == expected
