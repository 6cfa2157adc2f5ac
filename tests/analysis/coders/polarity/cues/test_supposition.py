"""Suppositions, their consequences, and topics in their form."""

from __future__ import annotations

import pytest
from polarity_sentences import found

from analysis.coders.polarity.cues import supposition


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("如果断了", "如果"),
        ("要是断了", "要是"),
        ("主要是断了", None),
        ("只要是平台", None),
        ("需要是平台", None),
        ("建了的话", "的话"),
        ("萬一斷了", "万一"),
        ("断了", None),
    ],
)
def test_suppositions(text: str, cue: str | None) -> None:
    assert found(supposition.HYPOTHETICAL, text) == cue


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("如果没有人管", "如果"),
        ("如果说有困难", None),
        ("如果你问我", None),
        ("如果您真要讲", None),
        ("要是说起来", None),
        ("一旦没人管", None),
    ],
)
def test_what_leaves_its_consequence_uncertain(text: str, cue: str | None) -> None:
    assert found(supposition.SUPPOSED, text) == cue


@pytest.mark.parametrize(
    ("clause", "follows"),
    [
        ("就查不到", True),
        ("我们这边就查不到", True),
        ("就是平台", False),
        ("那平台就停", True),
        ("那个平台", False),
        ("方便大家", False),
        ("便查不到", True),
        ("社会平台", False),
        ("会停", True),
        ("会议上说", False),
        ("恐怕要停", True),
        ("一二三四五六七八九就", False),
        ("平台停了", False),
    ],
)
def test_consequences_open_with_a_word_of_their_own(clause: str, follows: bool) -> None:
    assert bool(supposition.THEN.match(clause)) == follows


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("如果单纯讲平台", True),
        ("如果我们只说平台", True),
        ("如果只提平台", True),
        ("如果只提高更新", False),
        ("如果讲平台", False),
    ],
)
def test_a_topic_in_the_form_of_a_supposition(text: str, topic: bool) -> None:
    assert bool(supposition.TOPIC_IF.match(text)) == topic


@pytest.mark.parametrize(
    ("before", "named"),
    [
        ("", True),
        ("那我们", False),
        ("那么", True),
        ("我们的", True),
        ("至于", True),
        ("没有", False),
    ],
)
def test_what_may_stand_before_a_noun_that_only_names(before: str, named: bool) -> None:
    assert bool(supposition.NAMED.fullmatch(before)) == named


@pytest.mark.parametrize("text", ["要是有平台就好了", "那该多好", "就省事", "会好很多"])
def test_what_makes_a_supposition_a_wish(text: str) -> None:
    assert supposition.WOULD_BE_GOOD.search(text)


def test_a_wish_that_the_demands_take() -> None:
    assert supposition.WISHED.match("要是能有平台") and not supposition.WISHED.match("要是有平台")
