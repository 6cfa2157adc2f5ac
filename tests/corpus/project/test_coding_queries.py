"""Filters, pages and counts of codings: the database against the same question in Python."""

from __future__ import annotations

from collections import Counter

import pytest
from studies import (
    TEXT,
    begin,
    code_id,
    lay,
    take,
    transcript_id,
)

from corpus.project import Filter, Project


def test_two_coders_may_lay_the_same_code_on_the_same_words(project: Project) -> None:
    li, wang = begin(project, "李", "王")
    assert lay(project, li, "接口也打不通") != lay(project, wang, "接口也打不通")
    assert project.count(Filter(), "coder") == {(li.id,): 1, (wang.id,): 1}


def test_filters_pages_and_counts_agree(project: Project) -> None:
    (li,) = begin(project, "李")
    for words, key, polarity in (
        ("没有统一标准", "P1", "lacking"),
        ("接口也打不通", "P2", "lacking"),
        ("建议统一标准", "C1", "demanded"),
    ):
        lay(project, li, words, key, polarity)
    lay(project, li, "数据不共享", "P2", "lacking", "访谈/二.txt")
    assert project.count(Filter(), "polarity") == {("lacking",): 3, ("demanded",): 1}
    for order in ("source", "newest", "polarity", "length"):
        whole = [one.coding.id for one in project.quotations(order=order)]
        assert whole == [
            one.coding.id
            for offset in range(4)
            for one in project.quotations(order=order, limit=1, offset=offset)
        ]
    page = project.quotations(Filter(text="统一", polarities=("demanded",)))
    assert [(one.coding.quote, one.source, one.speaker) for one in page] == [
        ("建议统一标准", "访谈/一.txt", "答")
    ]
    with pytest.raises(ValueError, match="order"):
        project.quotations(order="x")
    with pytest.raises(ValueError, match="quote"):
        project.count(Filter(), "quote")


def test_counts_tell_placed_codings_from_those_that_wait(project: Project) -> None:
    """By two routes: the counts of the database against the codings counted one by one."""
    (li,) = begin(project, "李")
    for words, key in (
        ("没有统一标准", "P1"),
        ("接口也打不通", "P2"),
        ("建议统一标准", "C1"),
        ("大家都盼着", "P1"),
    ):
        lay(project, li, words, key)
    lay(project, li, "数据不共享", "P1", name="访谈/二.txt")
    take(project, TEXT.replace("接口也打不通", "接口对接不了").replace("大家都盼着", "大家都在等"))
    for wanted in (
        Filter(),
        Filter(placed=False),
        Filter(placed=None),
        Filter(text="统一"),
        Filter(text="统一", placed=None),
        Filter(codes=(code_id(project, "P1"),)),
        Filter(transcripts=(transcript_id(project),), placed=False),
    ):
        stands = project.codings(wanted)
        assert project.count(wanted) == {(): len(stands)}
        assert project.count(wanted, "polarity", "code") == Counter(
            (one.polarity, one.code) for one in stands
        )
    assert project.count(Filter(placed=False)) == {(): 2}
