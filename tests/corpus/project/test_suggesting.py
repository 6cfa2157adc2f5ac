"""The codings of a machine beside those of people: a pass replaces what nobody has decided on."""

from __future__ import annotations

from typing import Any

import pytest
from studies import (
    TEXT,
    begin,
    code_id,
    coding,
    lay,
    sound,
    suggest,
    suggestion,
    take,
    transcript_id,
)

from corpus.project import Filter, Project, Refused
from corpus.project import operations as op
from corpus.span import Span


def test_a_pass_of_the_machine_replaces_only_its_open_suggestions(project: Project) -> None:
    (li,) = begin(project, "李")
    first = suggest(
        project,
        ("没有统一标准", "P1", "lacking"),
        ("接口也打不通", "P2", "lacking"),
        ("建议统一标准", "C1", "demanded"),
        ("希望尽快打通接口", "C", "demanded"),
        ("各家的系统各管各的", "P", "lacking"),
    )
    assert first.added == 5
    accepted, rejected, recoded, resized, left = (found.id for found in project.codings())
    accepted, rejected, left, recoded, resized = (
        next(found.id for found in project.codings() if found.quote == words)
        for words in (
            "没有统一标准",
            "接口也打不通",
            "建议统一标准",
            "希望尽快打通接口",
            "各家的系统各管各的",
        )
    )
    own = lay(project, li, "接口也打不通", "P2")
    project.apply(op.Decide(accepted, "accepted"), coder=li)
    project.apply(op.Decide(rejected, "rejected"), coder=li)
    project.apply(op.Recode(recoded, code_id(project, "P")), coder=li)
    at = coding(project, resized).span
    project.apply(op.ResizeCoding(resized, Span(at.start, at.end - 4), "各家的系统"), coder=li)
    project.apply(op.WriteMemo("coding", left, "记一笔"), coder=li)
    kept = {
        entity: coding(project, entity) for entity in (accepted, rejected, recoded, resized, own)
    }
    second = suggest(
        project,
        ("没有统一标准", "P1", "present"),
        ("接口也打不通", "P2", "lacking"),
        ("希望尽快打通接口", "C", "demanded"),
        ("各家的系统各管各的", "P", "lacking"),
        ("大家都盼着", "C", "demanded"),
    )
    assert (second.added, second.gone, second.polarity_changed, second.kept, second.decided) == (
        1,
        1,
        0,
        0,
        4,
    )
    assert {entity: coding(project, entity) for entity in kept} == kept
    assert {
        (found.quote, found.status) for found in project.codings(Filter(statuses=("suggested",)))
    } == {("大家都盼着", "suggested")}
    assert project.memos("span")[0].quote == "建议统一标准"
    third = suggest(project, ("大家都盼着", "C", "present"))
    assert (third.added, third.gone, third.polarity_changed, third.kept) == (0, 0, 1, 0)
    assert suggest(project, ("大家都盼着", "C", "present")).kept == 1
    sound(project)


def test_a_decision_stands_when_the_text_has_moved(project: Project) -> None:
    (li,) = begin(project, "李")
    suggest(project, ("接口也打不通", "P2", "lacking"))
    entity = project.codings()[0].id
    project.apply(op.Recode(entity, code_id(project, "P1")), coder=li)
    take(project, "前面加了一行说明。\n" + TEXT)
    assert coding(project, entity).placed
    assert suggest(project, ("接口也打不通", "P2", "lacking")).decided == 1
    assert len(project.codings()) == 1


def test_a_machine_is_held_to_the_text_and_people_to_their_own(study: Project) -> None:
    (li,) = begin(study, "李")
    text = study.transcript(transcript_id(study)).text
    machine = study.coder("rules", "machine")
    made: Any = suggestion(text, "接口也打不通")._replace(quote="接口也打得通")
    for coder, said, revision, key in (
        (machine, [made], None, "project.quote_differs"),
        (machine, [], 2, "project.revision_moved"),
        (li, [], None, "project.not_a_machine"),
    ):
        with pytest.raises(Refused) as refused:
            study.suggest(transcript_id(study), coder, said, "pass", revision)
        assert refused.value.key == key
