"""What a rule sees around an indicator: windows, the 但是 that cuts them, the reach of negators."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from analysis.coders.polarity.decide import read
from analysis.coders.polarity.mention import REACH, WINDOW, Finding, Mention, last


def mention(marked: str, default: str | None = None) -> Mention:
    """The indicator between 【 and 】."""
    before, indicator, after = re.split("[【】]", marked)
    text = before + indicator + after
    start, end = len(before), len(before) + len(indicator)
    return Mention.at(read(text, 0, len(text)), start, end, "concept", default, False)  # type: ignore[arg-type]


def test_the_words_around_it_are_those_of_its_clause() -> None:
    found = mention("以前没有,我们的【平台】很好用,就是慢。")
    assert (found.before, found.after, found.index) == ("我们的", "很好用", 1)
    assert found.text[slice(*found.clause)] == "我们的平台很好用"
    assert found.next_clause and found.text[slice(*found.next_clause)] == "就是慢"


def test_where_punctuation_is_missing_a_window_bounds_them() -> None:
    found = mention("一" * 40 + "【平台】" + "二" * 40)
    assert (found.before, found.after) == ("一" * WINDOW, "二" * WINDOW)
    assert found.low == found.start - WINDOW and found.next_clause is None


def test_a_turn_cuts_them_on_both_sides() -> None:
    found = mention("没有接口但有【平台】然而不好用。")
    assert (found.before, found.after) == ("有", "")
    assert found.text[found.low : found.start] == found.before


def test_buguo_within_a_clause_cuts_behind_nothing() -> None:
    assert mention("【平台】只不过慢").after.endswith("慢")


def test_a_negator_reaches_so_far_and_no_farther() -> None:
    near = mention("没" + "一" * REACH + "【平台】")
    far = mention("没" + "一" * (REACH + 1) + "【平台】")
    assert near.negator() and far.negator() is None
    negator = near.negator()
    assert negator and near.near_start + negator.start() == 0


def test_what_others_are_quoted_to_say_is_not_behind() -> None:
    assert mention("管【目录】的说是我们操作不规范。").behind == "的"
    assert mention("管【目录】的操作不规范。").behind == "的操作不规范"


def test_an_affirmed_code_that_is_neutral_by_nature_stays_neutral() -> None:
    assert mention("【微信群】", "neutral").affirmed == "neutral"
    assert mention("【微信群】", "lacking").affirmed == "present" == mention("【平台】").affirmed


def test_the_last_match_and_the_offsets_of_a_finding() -> None:
    cue = last(re.compile("没"), "没没有")
    assert cue and cue.start() == 1 and last(re.compile("没"), "有") is None
    assert Finding.by("lacking", "polarity.negation", cue, 5) == (
        "lacking",
        "polarity.negation",
        6,
        7,
    )
    assert Finding("neutral", "polarity.default")[2:] == (-1, -1)


@given(st.text("没有平台但不过,。的一", min_size=1, max_size=80), st.data())
def test_wherever_an_indicator_lies_the_words_stand_where_they_are_said_to(
    text: str, data: st.DataObject
) -> None:
    """Also where it begins on a mark or ends in a later clause."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    clauses = read(text, 0, len(text))
    found = Mention.at(clauses, start, end, "concept", None, False)
    assert clauses.text[found.low : found.start] == found.before
    assert clauses.text[found.end :].startswith(found.after)
    assert found.before.endswith(found.near) and found.after.startswith(found.behind)
    assert found.near_start + len(found.near) == found.start
