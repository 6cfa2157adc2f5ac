"""A topic and what may stand about it."""

from __future__ import annotations

import pytest

from analysis.coders.polarity.cues import topics


@pytest.mark.parametrize(
    ("after", "topic"),
    [
        ("嘛", True),
        ("", True),
        ("这一块呢", True),
        ("方面来说", True),
        ("的东西", True),
        ("慢", False),
    ],
)
def test_what_may_stand_behind_a_topic(after: str, topic: bool) -> None:
    assert bool(topics.TOPIC.match(after)) == topic


@pytest.mark.parametrize(
    ("before", "introduced"),
    [
        ("所谓的", True),
        ("至于", True),
        ("第三个", True),
        ("我们提了", True),
        ("他们申请过", True),
        ("", True),
        ("我们提", False),
        ("第十个", False),
    ],
)
def test_what_marks_a_topic_without_a_particle(before: str, introduced: bool) -> None:
    assert bool(topics.INTRODUCED.fullmatch(before)) == introduced


@pytest.mark.parametrize(
    ("clause", "aside"),
    [
        ("说老实话", True),
        ("我说句实在话", True),
        ("怎么说呢", True),
        ("你也知道的", True),
        ("对吧", True),
        ("说平台", False),
        ("说真的平台慢", False),
    ],
)
def test_whole_clauses_that_say_nothing(clause: str, aside: bool) -> None:
    assert bool(topics.ASIDE.fullmatch(clause)) == aside
