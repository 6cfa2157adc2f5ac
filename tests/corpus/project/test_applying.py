"""What operations on codings, memos, reviews and views do, told case by case."""

from __future__ import annotations

from studies import (
    begin,
    coding,
    lay,
    sound,
    suggest,
)

from corpus.project import Project
from corpus.project import operations as op


def test_a_machines_suggestion_is_decided_never_removed(project: Project) -> None:
    li, wang = begin(project, "李", "王")
    suggest(
        project,
        ("接口也打不通", "P2", "lacking"),
        ("没有统一标准", "P1", "lacking"),
        ("建议统一标准", "C1", "demanded"),
    )
    one, two, three = (found.id for found in project.codings())
    project.apply(op.RemoveCoding(one), coder=li)
    project.apply(op.SetPolarity(two, "neutral"), coder=li)
    project.apply(op.Decide(three, "accepted"), coder=wang)
    assert [
        (found.status, found.decider)
        for found in (coding(project, entity) for entity in (one, two, three))
    ] == [("rejected", li.id), ("accepted", li.id), ("accepted", wang.id)]
    project.apply(op.Decide(three, "suggested"), coder=wang)
    assert coding(project, three).decider is None
    sound(project)


def test_splitting_and_merging_keep_the_words_and_the_memos(project: Project) -> None:
    (li,) = begin(project, "李")
    entity = lay(project, li, "没有统一标准，接口也打不通")
    cut = op.SplitCoding(entity, coding(project, entity).span.start + 7)
    project.apply(cut, coder=li)
    assert (coding(project, entity).quote, coding(project, cut.id).quote) == (
        "没有统一标准，",
        "接口也打不通",
    )
    project.apply(op.WriteMemo("coding", cut.id, "后半句"), coder=li)
    project.apply(op.MergeCodings((entity, cut.id)), coder=li)
    assert [found.quote for found in project.codings()] == ["没有统一标准，接口也打不通"]
    assert project.memos("coding")[0].target == entity
    sound(project)
