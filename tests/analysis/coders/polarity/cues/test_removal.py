"""Removal: a trouble that is broken, gone, or stuck where it was."""

from __future__ import annotations

import pytest

from analysis.coders.polarity.cues import removal


@pytest.mark.parametrize("verb", sorted(removal.ACHIEVING))
def test_verbs_that_count_with_any_indicator_are_verbs_of_removal(verb: str) -> None:
    assert removal.REMOVAL.fullmatch(verb)


@pytest.mark.parametrize(
    ("ahead", "stuck"),
    [("还没有", True), ("很难", True), ("我们已经", False), ("不是", True), ("终于", False)],
)
def test_what_has_not_come_about(ahead: str, stuck: bool) -> None:
    assert bool(removal.STUCK.search(ahead)) == stuck


@pytest.mark.parametrize(
    ("after", "gone"),
    [
        ("就没有了", True),
        ("的情况就没有了", True),
        ("基本上不存在", True),
        ("少多了", True),
        ("还有", False),
        ("我们这边没有了", False),
        ("没有", False),
    ],
)
def test_gone_right_behind(after: str, gone: bool) -> None:
    assert bool(removal.GONE.search(after)) == gone


@pytest.mark.parametrize(
    ("clause", "removed"),
    [
        ("一下子就打破了", True),
        ("后面再没有出现过", True),
        ("现在不存在", True),
        ("打破", False),
        ("没人管", False),
    ],
)
def test_what_became_of_it_in_the_next_clause(clause: str, removed: bool) -> None:
    assert bool(removal.REMOVED_NEXT.search(clause)) == removed


@pytest.mark.parametrize(
    ("after", "alone"), [("", True), ("这种现象嘛", True), ("的问题", True), ("很深", False)]
)
def test_a_trouble_alone_in_its_clause(after: str, alone: bool) -> None:
    assert bool(removal.ALONE.match(after)) == alone
