"""What undo would touch next, told by the log alone; events that only older programs wrote."""

from __future__ import annotations

import pytest
from studies import begin, coding, contents, lay, sound, suggest

from corpus.project import Project, Refused
from corpus.project import operations as op
from corpus.project.checking import state_of
from corpus.project.identity import new_id
from corpus.project.operations import FORMER_KINDS, OPERATIONS
from corpus.project.undoing import UNDOABLE, event_with_id, next_target


def test_what_a_person_did_is_undone_and_nothing_else() -> None:
    assert {operation.kind for operation in OPERATIONS} < UNDOABLE
    assert FORMER_KINDS < UNDOABLE and not FORMER_KINDS & {one.kind for one in OPERATIONS}
    assert not UNDOABLE & {"undo", "redo", "import", "suggest", "split", "add_coder"}


def test_the_next_target_walks_down_and_up_the_steps(study: Project) -> None:
    (li,) = begin(study, "李")
    entity = lay(study, li, "没有统一标准")
    first = study.apply(op.SetPolarity(entity, "unsure"), coder=li).event
    second = study.apply(op.SetPolarity(entity, "present"), coder=li).event

    def targets() -> tuple[str | None, str | None]:
        with study.store.read() as connection:
            undo = next_target(connection, li.id, "undo")
            redo = next_target(connection, li.id, "redo")
        assert study.can(li) == (undo is not None, redo is not None)
        standing = study.standing(li)
        assert tuple(event.id if event else None for event in standing) == (undo, redo)
        return undo, redo

    assert targets() == (second, None)
    study.undo(li)
    assert targets() == (first, second)
    study.undo(li)
    undo, redo = targets()
    assert undo not in (first, second, None) and redo == first
    study.redo(li)
    assert targets() == (first, second)
    study.apply(op.WriteMemo("project", "", "换一条路"), coder=li)
    assert targets()[1] is None
    with study.store.read() as connection:
        assert event_with_id(connection, second).kind == "set_polarity"
        assert next_target(connection, "0" * 32, "undo") is None


def test_sending_an_undo_twice_takes_one_step_back(study: Project) -> None:
    (li,) = begin(study, "李")
    lay(study, li, "没有统一标准")
    lay(study, li, "接口也打不通", "P2")
    answer = study.undo(li, client="browser", seq=1)
    again = study.undo(li, client="browser", seq=1)
    assert again.repeated and (again.event, again.revision) == (answer.event, answer.revision)
    assert len(study.codings()) == 1


@pytest.mark.parametrize("kind", sorted(FORMER_KINDS))
def test_an_event_of_an_older_program_is_shown_replayed_and_undone(
    study: Project, kind: str
) -> None:
    """A study of last year holds named sets; no operation makes them any more."""
    (li,) = begin(study, "李")
    before = contents(study)
    entity = new_id()
    row = {"id": entity, "name": "街道", "kind": "code", "members": ["P1", "P2"]}
    with study.writing(kind, li.id) as writer:
        writer.put("groupings", row)
    sound(study)
    assert state_of(study)["groupings", entity] == row
    assert [(entry.kind, entry.after) for entry in study.history(entity)] == [(kind, row)]
    assert study.log(1)[0][0].kind == kind
    study.undo(li)
    assert ("groupings", entity) not in state_of(study) and contents(study) == before
    study.redo(li)
    assert state_of(study)["groupings", entity] == row
    sound(study)


def test_nothing_to_undo_and_nothing_to_redo(study: Project) -> None:
    wang = study.coder("王")
    for turn, key in ((study.undo, "nothing_to_undo"), (study.redo, "nothing_to_redo")):
        with pytest.raises(Refused) as refused:
            turn(wang)
        assert refused.value.key == f"project.{key}"


def test_undo_goes_to_any_depth_and_touches_nobody_else(project: Project) -> None:
    li, _wang = begin(project, "李", "王")
    start = contents(project)
    states = [start]
    for words in ("没有统一标准", "接口也打不通", "建议统一标准", "各家的系统各管各的"):
        lay(project, li, words)
        states.append(contents(project))
    for state in reversed(states[:-1]):
        project.undo(li)
        assert contents(project) == state
    with pytest.raises(Refused) as refused:
        project.undo(li) if project.can(li)[0] is False else [project.undo(li) for _ in range(9)]
    assert refused.value.key == "project.nothing_to_undo"


def test_undo_of_what_others_went_on_from_is_refused(project: Project) -> None:
    li, wang = begin(project, "李", "王")
    suggest(project, ("接口也打不通", "P2", "lacking"))
    entity = project.codings()[0].id
    project.apply(op.Decide(entity, "accepted"), coder=li)
    project.apply(op.SetPolarity(entity, "neutral"), coder=wang)
    with pytest.raises(Refused) as refused:
        project.undo(li)
    assert refused.value.key == "project.undo_moved_on"
    project.undo(wang)
    project.undo(li)
    assert coding(project, entity).status == "suggested"


def test_undo_does_not_take_away_what_others_wrote_on(project: Project) -> None:
    li, wang = begin(project, "李", "王")
    entity = lay(project, li, "接口也打不通")
    project.apply(op.WriteMemo("coding", entity, "我也这么看"), coder=wang)
    with pytest.raises(Refused) as refused:
        project.undo(li)
    assert refused.value.key == "project.undo_moved_on"
    project.apply(op.RemoveCoding(entity), coder=li)
    memo = project.memos("span")[0]
    assert (memo.quote, memo.text, memo.coder, memo.placed) == (
        "接口也打不通",
        "我也这么看",
        wang.id,
        True,
    )
    sound(project)


def test_what_changes_nothing_is_no_step_of_undo(project: Project) -> None:
    (li,) = begin(project, "李")
    entity = lay(project, li, "接口也打不通", "P2", "lacking")
    project.apply(op.SetPolarity(entity, "lacking"), coder=li)
    project.undo(li)
    assert project.codings() == []


def test_a_new_operation_forgets_what_could_be_done_again(project: Project) -> None:
    (li,) = begin(project, "李")
    lay(project, li, "接口也打不通")
    project.undo(li)
    lay(project, li, "没有统一标准")
    assert project.can(li)[1] is False
    with pytest.raises(Refused) as refused:
        project.redo(li)
    assert refused.value.key == "project.nothing_to_redo"
