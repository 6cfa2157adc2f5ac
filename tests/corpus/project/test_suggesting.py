"""The codings of a machine beside those of people: a pass replaces what nobody has decided on."""

from __future__ import annotations

import shutil
from pathlib import Path
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

from corpus.project import CoderInfo, Filter, Project, Refused, open_project
from corpus.project import operations as op
from corpus.project.checking import state_of
from corpus.project.suggesting import Suggested
from corpus.span import Span

Begun = tuple[Project, CoderInfo, CoderInfo]


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


def test_what_passes_changed_is_added_up() -> None:
    one, other = Suggested(1, 2, 3, 4, 5), Suggested(10, 20, 30, 40, 50)
    assert one + other == other + one == Suggested(11, 22, 33, 44, 55)
    assert one + Suggested() == one


def test_the_same_pass_again_writes_nothing(begun: Begun) -> None:
    study, _, _ = begun
    said = (("没有统一标准", "P1", "lacking"), ("接口也打不通", "P2", "lacking"))
    assert suggest(study, *said) == Suggested(added=2)
    revision, rows = study.revision, state_of(study)
    assert suggest(study, *said) == Suggested(kept=2)
    assert (study.revision, state_of(study)) == (revision, rows)


def test_an_empty_pass_takes_away_what_is_open_and_is_remembered(begun: Begun) -> None:
    study, li, _ = begun
    suggest(study, ("没有统一标准", "P1", "lacking"), ("接口也打不通", "P2", "lacking"))
    machine = study.coder("rules", "machine")
    assert study.passed(machine) == {transcript_id(study): (1, "pass")}
    study.apply(op.Decide(study.codings()[0].id, "accepted"), coder=li)
    assert suggest(study, key="next") == Suggested(gone=1)
    assert [one.status for one in study.codings()] == ["accepted"]
    assert study.passed(machine) == {transcript_id(study): (1, "next")}
    assert study.passed(li) == {}
    sound(study)


def test_ids_are_the_same_in_every_copy_of_the_study(tmp_path: Path, begun_file: Path) -> None:
    """Named after their place: the order in which a machine tells them changes nothing."""
    said = [
        ("没有统一标准", "P1", "lacking"),
        ("接口也打不通", "P2", "lacking"),
        ("建议统一标准", "C1", "demanded"),
    ]
    ids = []
    for name, told in (("甲", said), ("乙", said[::-1])):
        with open_project(shutil.copy(begun_file, tmp_path / f"{name}.fangtan")) as study:
            suggest(study, *told)
            ids.append({one.id for one in study.codings()})
    assert ids[0] == ids[1] and len(ids[0]) == 3


def test_two_polarities_of_one_place_are_two_suggestions(begun: Begun) -> None:
    study, _, _ = begun
    both = (("没有统一标准", "P1", "lacking"), ("没有统一标准", "P1", "demanded"))
    assert suggest(study, *both) == Suggested(added=2)
    assert suggest(study, *both[::-1]) == Suggested(kept=2)
    assert suggest(study, both[1]) == Suggested(gone=1, kept=1)
    assert [one.polarity for one in study.codings()] == ["demanded"]
    sound(study)


def test_the_same_said_twice_is_stored_twice_under_two_ids(begun: Begun) -> None:
    study, _, _ = begun
    twice = (("没有统一标准", "P1", "lacking"),) * 2
    assert suggest(study, *twice) == Suggested(added=2)
    assert len({one.id for one in study.codings()}) == 2
    assert suggest(study, *twice) == Suggested(kept=2)
    sound(study)


def test_what_a_person_rejected_is_not_said_again_after_an_undo_it_is(begun: Begun) -> None:
    study, li, _ = begun
    said = ("没有统一标准", "P1", "lacking")
    suggest(study, said)
    (open_one,) = study.codings()
    study.apply(op.Decide(open_one.id, "rejected"), coder=li)
    assert suggest(study, said) == Suggested(decided=1) and study.codings() == []
    study.undo(li)
    assert suggest(study, said) == Suggested(kept=1) and study.codings() == [open_one]


def test_another_machine_has_suggestions_of_its_own(begun: Begun) -> None:
    study, _, _ = begun
    suggest(study, ("没有统一标准", "P1", "lacking"))
    second = study.coder("encoder", "machine")
    text = study.transcript(transcript_id(study)).text
    made = [suggestion(text, "没有统一标准")]
    assert study.suggest(transcript_id(study), second, made, "p").added == 1
    assert study.suggest(transcript_id(study), second, [], "q").gone == 1
    assert len(study.codings()) == 1


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"code": "P77"}, "project.unknown_code"),
        ({"codebook": "other"}, "project.unknown_code"),
        ({"span": Span(3, 3), "quote": ""}, "project.quote_differs"),
        ({"span": Span(0, 6)}, "project.quote_differs"),
    ],
)
def test_a_pass_with_one_faulty_coding_leaves_all_as_it_was(
    begun: Begun, change: dict[str, Any], key: str
) -> None:
    study, _, _ = begun
    suggest(study, ("接口也打不通", "P2", "lacking"))
    rows, revision = state_of(study), study.revision
    text = study.transcript(transcript_id(study)).text
    good = suggestion(text, "建议统一标准", "C1")
    faulty = suggestion(text, "没有统一标准")._replace(**change)
    machine = study.coder("rules", "machine")
    with pytest.raises(Refused) as refused:
        study.suggest(transcript_id(study), machine, [good, faulty], "pass")
    assert refused.value.key == key
    assert (state_of(study), study.revision) == (rows, revision)
    with pytest.raises(Refused) as refused:
        study.suggest("0" * 32, machine, [], "pass")
    assert refused.value.key == "project.unknown_transcript"


def test_a_pass_writes_the_function_and_changes_it_where_it_is_told_otherwise(
    project: Project,
) -> None:
    begin(project, "李")
    machine, info = project.coder("rules", "machine"), project.transcripts()[0]
    said = suggestion(TEXT, "没有统一标准")
    for function in ("problem", "cause", None):
        project.suggest(info.id, machine, [said._replace(function=function)], str(function))
        (stored,) = project.codings()
        assert stored.function == function
    sound(project)
