"""Affirmation: what is there, and the words that begin like it."""

from __future__ import annotations

import pytest
from polarity_sentences import found

from analysis.coders.polarity.cues import affirmation


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("市里建了平台", "建了"),
        ("都有平台", "都有"),
        ("有平台", "有"),
        ("有点平台", None),
        ("有的平台", None),
        ("所有平台", None),
        ("没有平台", None),
        ("公有平台", None),
        ("有可能", None),
        ("还有平台", "还有"),
        ("还有的平台", None),
        ("已经上线", "上线"),
        ("给了我们", "给了"),
        ("起码给我们开", None),
        ("上面给我们开", "给我们"),
        ("请提供", None),
        ("提供平台", "提供"),
        ("专门对接", None),
        ("组织考量", None),
        ("组织了编制", "组织"),
        ("多亏平台", "多亏"),
        ("實行平台", "实行"),
    ],
)
def test_what_is_there_was_built_or_is_in_use(text: str, cue: str | None) -> None:
    assert found(affirmation.AFFIRM, text) == cue


@pytest.mark.parametrize(
    ("after", "affirmed"),
    [
        ("去年就建了", True),
        ("里面都有", True),
        ("我们现在有了", True),
        ("有点乱", False),
        ("有问题", False),
        ("很慢", False),
        ("三月份才建了", False),
        ("三月份就成立", True),
        ("已经公布了", True),
        ("基本上有保障", True),
    ],
)
def test_a_topic_is_affirmed_behind_it_over_words_that_are_listed(
    after: str, affirmed: bool
) -> None:
    assert bool(affirmation.AFFIRMED_AFTER.search(after)) == affirmed


@pytest.mark.parametrize(
    ("clause", "reaches"),
    [("明确了目录", True), ("我们建立了一套目录", True), ("明确了", False), ("明确了目录,", False)],
)
def test_a_verb_that_reaches_over_the_comma_of_its_list(clause: str, reaches: bool) -> None:
    assert bool(affirmation.LISTING.search(clause)) == reaches


@pytest.mark.parametrize(
    ("after", "member"), [("", True), ("等", True), ("这些要求", True), ("不好用", False)]
)
def test_a_member_of_a_list_fills_its_clause(after: str, member: bool) -> None:
    assert bool(affirmation.LISTED.fullmatch(after)) == member
