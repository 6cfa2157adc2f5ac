"""Every operation: done, refused with its message, told by the history, undone and done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from studies import (
    begin,
    code_id,
    coding,
    contents,
    lay,
    sound,
    suggest,
    transcript_id,
)

from corpus.project import CoderInfo, Filter, Project, Refused
from corpus.project import operations as op
from corpus.project.checking import state_of
from corpus.project.identity import new_id
from corpus.project.operations import OPERATIONS, Operation
from corpus.project.project import HANDLERS
from corpus.span import Span

Made = Callable[[Project, CoderInfo], Operation]


def _on_a_coding(make: Callable[[str, Project], Operation]) -> Made:
    return lambda project, li: make(lay(project, li, "接口也打不通", "P2"), project)


def _conflict(project: Project, li: CoderInfo) -> str:
    entity = lay(project, li, "建议统一标准", "C1", "demanded")
    row = {
        "id": new_id(),
        "event": new_id(),
        "table": "codings",
        "entity": entity,
        "settled": False,
        "at": "2026-01-01",
    }
    with project.writing("merge") as writer:
        stands = writer.get("codings", entity)
        assert stands is not None
        writer.put(
            "conflicts", {**row, "ours": stands, "theirs": {**stands, "polarity": "present"}}
        )
    return str(row["id"])


def _review(project: Project, li: CoderInfo) -> str:
    done = op.WriteReview("code", code_id(project, "P1"), "comment", "定义太宽")
    project.apply(done, coder=li)
    return done.id


def _view(project: Project, li: CoderInfo) -> str:
    done = op.SaveView("缺失的", "codings", {"polarity": ["lacking"]})
    project.apply(done, coder=li)
    return done.id


def _variable(project: Project) -> str:
    return next(variable.id for variable in project.variables() if variable.name == "部门")


def _merging(project: Project, li: CoderInfo) -> Operation:
    return op.MergeCodings(
        (lay(project, li, "没有统一标准"), lay(project, li, "接口也打不通", "P1"))
    )


def _linking(project: Project, li: CoderInfo) -> op.LinkCodings:
    """A suggestion of the machine joined with a coding of one's own: the suggestion is accepted."""
    suggest(project, ("接口也打不通", "P2", "lacking"))
    problem = project.codings(Filter(statuses=("suggested",)))[0].id
    return op.LinkCodings(
        problem, lay(project, li, "建议统一标准", "C1", "demanded"), "problem-countermeasure"
    )


def _linked(project: Project, li: CoderInfo) -> str:
    done = _linking(project, li)
    project.apply(done, coder=li)
    return done.id


def _placed(project: Project, li: CoderInfo) -> Operation:
    return op.AddCoding(
        transcript_id(project),
        Span(26, 32),
        project.transcript(transcript_id(project)).text[26:32],
        code_id(project, "P1"),
        "lacking",
        1,
    )


def _decided(project: Project, li: CoderInfo) -> Operation:
    suggest(project, ("接口也打不通", "P2", "lacking"))
    return op.Decide(
        project.codings(Filter(statuses=("suggested",)))[0].id,
        "accepted",
        code_id(project, "P1"),
        "neutral",
    )


def _answered(project: Project, li: CoderInfo) -> Operation:
    text = project.transcript(transcript_id(project)).text
    span = Span(26, 32)
    machine = project.coder("learned", "machine")
    return op.AnswerSuggestion(
        transcript_id(project), span, span.of(text), code_id(project, "P1"), machine.id, False
    )


DONE: dict[type[Operation], Made] = {
    op.AddCoding: _placed,
    op.RemoveCoding: _on_a_coding(lambda entity, _: op.RemoveCoding(entity)),
    op.Recode: _on_a_coding(lambda entity, project: op.Recode(entity, code_id(project, "P1"))),
    op.SetPolarity: _on_a_coding(lambda entity, _: op.SetPolarity(entity, "unsure")),
    op.SetFunction: _on_a_coding(lambda entity, _: op.SetFunction(entity, "cause")),
    op.ResizeCoding: _on_a_coding(
        lambda entity, project: op.ResizeCoding(
            entity, Span(26, 30), project.transcript(transcript_id(project)).text[26:30]
        )
    ),
    op.SplitCoding: _on_a_coding(
        lambda entity, project: op.SplitCoding(entity, coding(project, entity).span.start + 2)
    ),
    op.MergeCodings: _merging,
    op.Decide: _decided,
    op.AnswerSuggestion: _answered,
    op.LinkCodings: _linking,
    op.UnlinkCodings: lambda project, li: op.UnlinkCodings(_linked(project, li)),
    op.WriteMemo: lambda project, li: op.WriteMemo(
        "transcript", transcript_id(project), "这一份要再看"
    ),
    op.WriteReview: lambda project, li: op.WriteReview(
        "code", code_id(project, "P1"), "dispute", "与 P2 重叠"
    ),
    op.SettleReview: lambda project, li: op.SettleReview(_review(project, li)),
    op.SaveCase: lambda project, li: op.SaveCase("王科长"),
    op.AssignCase: lambda project, li: op.AssignCase(
        transcript_id(project), "答", project.cases()[1].id
    ),
    op.DefineVariable: lambda project, li: op.DefineVariable("工龄", "number"),
    op.SetAttribute: lambda project, li: op.SetAttribute(
        project.cases()[0].id, _variable(project), "财政局"
    ),
    op.AddCode: lambda project, li: op.AddCode("book", "P9", "人手不足", code_id(project, "P")),
    op.RenameCode: lambda project, li: op.RenameCode(code_id(project, "P1"), "标准各异", "#aa3322"),
    op.MoveCode: lambda project, li: op.MoveCode(code_id(project, "P1"), code_id(project, "C")),
    op.MergeCodes: lambda project, li: (
        lay(project, li, "没有统一标准"),
        op.MergeCodes(code_id(project, "P1"), code_id(project, "P2")),
    )[1],
    op.AdoptCodebook: lambda project, li: op.AdoptCodebook(
        "second", "1", "f" * 64, "另一份", '{"codes": [{"id": "X"}]}', (("X", "某", "", ""),)
    ),
    op.SaveView: lambda project, li: op.SaveView(
        "我的", "network", {"unit": "turn", "codes": [1, 2]}
    ),
    op.RemoveView: lambda project, li: op.RemoveView(_view(project, li)),
    op.SettleConflict: lambda project, li: op.SettleConflict(_conflict(project, li), "theirs"),
}


def test_every_operation_is_here_and_has_a_handler() -> None:
    assert set(DONE) == set(OPERATIONS) == set(HANDLERS)


@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.kind)
def test_done_undone_done_again_and_sent_twice(project: Project, kind: type[Operation]) -> None:
    """Undo and redo give every row of every table back, ids and moments and all."""
    li, wang = begin(project, "李", "王")
    lay(project, wang, "数据不共享", "P2", name="访谈/二.txt")
    made = DONE[kind](project, li)
    before = state_of(project)
    applied = project.apply(made, coder=li, client="c", seq=1)
    assert not applied.repeated and applied.revision == project.revision
    after = state_of(project)
    newest, touched = project.log(1)[0]
    assert (newest.kind, newest.coder, newest.number) == (
        kind.kind,
        li.id,
        applied.revision,
    ) and touched > 0
    again = project.apply(made, coder=li, client="c", seq=1)
    assert (
        again.repeated
        and (again.revision, again.event) == (applied.revision, applied.event)
        and project.revision == applied.revision
    )
    sound(project)
    assert project.can(li)[0]
    project.undo(li)
    assert state_of(project) == before
    assert project.can(li)[1]
    project.redo(li)
    assert state_of(project) == after
    sound(project)


def test_the_history_tells_who_when_and_what_stood_before(project: Project) -> None:
    li, _wang = begin(project, "李", "王")
    entity = lay(project, li, "接口也打不通", "P2")
    project.apply(op.SetPolarity(entity, "unsure"), coder=li)
    project.undo(li)
    project.apply(op.Recode(entity, code_id(project, "P1")), coder=li)
    project.apply(op.RemoveCoding(entity), coder=li)
    told = project.history(entity)
    assert [(entry.coder, entry.kind) for entry in told] == [
        ("李", "add_coding"),
        ("李", "set_polarity"),
        ("李", "undo"),
        ("李", "recode"),
        ("李", "remove_coding"),
    ]
    assert told[0].before is None and told[-1].after is None
    assert (told[1].before or {})["polarity"] == "lacking" and (told[1].after or {})[
        "polarity"
    ] == "unsure"
    assert [entry.at for entry in told] == sorted(entry.at for entry in told)


REFUSED: list[tuple[str, Made]] = [
    (
        "project.quote_differs",
        lambda project, li: replace(_placed(project, li), quote="别的话别的"),
    ),
    (
        "project.bad_span",
        lambda project, li: replace(_placed(project, li), span=Span(5, 5), quote=""),
    ),
    ("project.bad_span", lambda project, li: replace(_placed(project, li), span=Span(5, 5000))),
    ("project.unknown_code", lambda project, li: replace(_placed(project, li), code=new_id())),
    (
        "project.unknown_transcript",
        lambda project, li: replace(_placed(project, li), transcript=new_id()),
    ),
    ("project.unknown_polarity", lambda project, li: replace(_placed(project, li), polarity="好")),
    (
        "project.unknown_function",
        lambda project, li: replace(_placed(project, li), function="好"),
    ),
    (
        "project.unknown_function",
        lambda project, li: op.SetFunction(lay(project, li, "接口也打不通"), "?"),
    ),
    ("project.revision_moved", lambda project, li: replace(_placed(project, li), revision=7)),
    (
        "project.coded_already",
        lambda project, li: (
            lay(project, li, "接口也打不通", "P2"),
            replace(
                _placed(project, li),
                span=coding(project, project.codings()[0].id).span,
                quote="接口也打不通",
                code=code_id(project, "P2"),
            ),
        )[1],
    ),
    (
        "project.id_taken",
        lambda project, li: replace(
            _placed(project, li), id=lay(project, li, "接口也打不通", "P2")
        ),
    ),
    (
        "project.answered_already",
        lambda project, li: (
            project.apply(_answered(project, li), coder=li),
            replace(_answered(project, li), id=new_id()),
        )[1],
    ),
    (
        "project.not_a_machine",
        lambda project, li: replace(_answered(project, li), machine=li.id),
    ),
    ("project.unknown_coding", lambda project, li: op.RemoveCoding(new_id())),
    ("project.unknown_coding", lambda project, li: op.SetPolarity(new_id(), "lacking")),
    (
        "project.unknown_polarity",
        lambda project, li: op.SetPolarity(lay(project, li, "接口也打不通"), "?"),
    ),
    ("project.bad_cut", lambda project, li: op.SplitCoding(lay(project, li, "接口也打不通"), 3)),
    ("project.merge_two", lambda project, li: op.MergeCodings((lay(project, li, "接口也打不通"),))),
    (
        "project.merge_unlike",
        lambda project, li: op.MergeCodings(
            (lay(project, li, "接口也打不通", "P1"), lay(project, li, "没有统一标准", "P2"))
        ),
    ),
    (
        "project.own_coding",
        lambda project, li: op.Decide(lay(project, li, "接口也打不通"), "accepted"),
    ),
    (
        "project.unknown_status",
        lambda project, li: op.Decide(lay(project, li, "接口也打不通"), "好"),
    ),  # type: ignore[arg-type]
    ("project.unknown_step", lambda project, li: replace(_linking(project, li), step="effect")),
    ("project.unknown_coding", lambda project, li: replace(_linking(project, li), first="0" * 32)),
    (
        "project.link_two",
        lambda project, li: replace(made := _linking(project, li), second=made.first),
    ),
    (
        "project.link_apart",
        lambda project, li: replace(
            _linking(project, li), second=lay(project, li, "数据不共享", name="访谈/二.txt")
        ),
    ),
    (
        "project.link_rejected",
        lambda project, li: (
            made := _linking(project, li),
            project.apply(op.Decide(made.first, "rejected"), coder=li),
        )[0],
    ),
    (
        "project.linked_already",
        lambda project, li: (
            made := _linking(project, li),
            project.apply(made, coder=li),
            op.LinkCodings(made.second, made.first, "problem-cause"),
        )[2],
    ),
    (
        "project.id_taken",
        lambda project, li: op.LinkCodings(
            lay(project, li, "没有统一标准"),
            lay(project, li, "接口也打不通"),
            "problem-cause",
            _linked(project, li),
        ),
    ),
    ("project.unknown", lambda project, li: op.UnlinkCodings(new_id())),
    ("project.empty_memo", lambda project, li: op.WriteMemo("project", "", "  ")),
    ("project.unknown", lambda project, li: op.WriteMemo("code", new_id(), "说明")),
    ("project.bad_span", lambda project, li: op.WriteMemo("span", transcript_id(project), "说明")),
    (
        "project.quote_differs",
        lambda project, li: op.WriteMemo(
            "span", transcript_id(project), "说明", Span(3, 6), "不对吧"
        ),
    ),
    (
        "project.revision_moved",
        lambda project, li: op.WriteMemo(
            "span", transcript_id(project), "说明", Span(0, 2), "访谈", revision=3
        ),
    ),
    ("project.bad_text", lambda project, li: op.WriteMemo("project", "", "坏\x00字")),
    ("project.bad_text", lambda project, li: op.SaveView("坏", "page", {"x": ["\ud800"]})),
    (
        "project.unknown_verdict",
        lambda project, li: op.WriteReview("code", code_id(project, "P"), "好"),
    ),  # type: ignore[arg-type]
    (
        "project.empty_review",
        lambda project, li: op.WriteReview("code", code_id(project, "P"), "dispute"),
    ),
    ("project.unknown", lambda project, li: op.WriteReview("coding", new_id(), "accept")),
    (
        "project.bad_pair",
        lambda project, li: op.WriteReview("pair", code_id(project, "P"), "accept"),
    ),
    (
        "project.unknown",
        lambda project, li: op.WriteReview("pair", f"{code_id(project, 'P')}|{new_id()}", "accept"),
    ),
    ("project.unknown", lambda project, li: op.SettleReview(new_id())),
    ("project.empty_name", lambda project, li: op.SaveCase(" ")),
    ("project.name_taken", lambda project, li: op.SaveCase("A-1")),
    (
        "project.unknown_speaker",
        lambda project, li: op.AssignCase(transcript_id(project), "张三", project.cases()[0].id),
    ),
    ("project.unknown", lambda project, li: op.AssignCase(transcript_id(project), "答", new_id())),
    ("project.name_taken", lambda project, li: op.DefineVariable("部门")),
    (
        "project.bad_value",
        lambda project, li: op.DefineVariable("部门", "number", _variable(project)),
    ),
    (
        "project.bad_value",
        lambda project, li: (
            project.apply(variable := op.DefineVariable("生日", "date"), coder=li),
            op.SetAttribute(project.cases()[0].id, variable.id, "2023年13月1日"),
        )[1],
    ),
    (
        "project.bad_value",
        lambda project, li: (
            project.apply(variable := op.DefineVariable("工龄", "number"), coder=li),
            op.SetAttribute(project.cases()[0].id, variable.id, "nan"),
        )[1],
    ),
    (
        "project.bad_value",
        lambda project, li: (
            project.apply(variable := op.DefineVariable("党员", "boolean"), coder=li),
            op.SetAttribute(project.cases()[0].id, variable.id, "也许"),
        )[1],
    ),
    ("project.unknown", lambda project, li: op.SetAttribute(new_id(), _variable(project), "1")),
    ("project.unknown_codebook", lambda project, li: op.AddCode("none", "X", "某")),
    ("project.name_taken", lambda project, li: op.AddCode("book", "P1", "某")),
    ("project.long_key", lambda project, li: op.AddCode("book", "P" * 81, "某")),
    ("project.empty_name", lambda project, li: op.RenameCode(code_id(project, "P1"), "")),
    ("project.bad_color", lambda project, li: op.RenameCode(code_id(project, "P1"), None, "red;}")),
    (
        "project.under_itself",
        lambda project, li: op.MoveCode(code_id(project, "P"), code_id(project, "P1")),
    ),
    (
        "project.merge_itself",
        lambda project, li: op.MergeCodes(code_id(project, "P"), code_id(project, "P")),
    ),
    (
        "project.under_itself",
        lambda project, li: op.MergeCodes(code_id(project, "P"), code_id(project, "P1")),
    ),
    ("project.unknown", lambda project, li: op.RemoveView(new_id())),
    ("project.empty_name", lambda project, li: op.SaveView(" ", "page", {})),
    ("project.unknown", lambda project, li: op.SettleConflict(new_id(), "ours")),
]


@pytest.mark.parametrize(
    ("key", "make"), REFUSED, ids=[f"{number}-{key}" for number, (key, _) in enumerate(REFUSED)]
)
def test_refused_with_its_reason_and_nothing_changed(study: Project, key: str, make: Made) -> None:
    (li,) = begin(study, "李")
    made = make(study, li)
    before, revision = contents(study), study.revision
    with pytest.raises(Refused) as refused:
        study.apply(made, coder=li)
    assert refused.value.key == key
    assert refused.value.text("zh") and refused.value.text("en")
    assert contents(study) == before and study.revision == revision


def test_a_retired_code_takes_nothing_and_names_its_heir(project: Project) -> None:
    (li,) = begin(project, "李")
    kept = lay(project, li, "没有统一标准", "P1")
    project.apply(op.MergeCodes(code_id(project, "P1"), code_id(project, "P2")), coder=li)
    assert coding(project, kept).code == code_id(project, "P2")
    for made in (
        replace(_placed(project, li), code=code_id(project, "P1")),
        op.Recode(kept, code_id(project, "P1")),
        op.RenameCode(code_id(project, "P1"), "新"),
    ):
        with pytest.raises(Refused) as refused:
            project.apply(made, coder=li)
        assert refused.value.key == "project.retired_code" and "P2" in str(refused.value)
    sound(project)


def test_what_is_anothers_is_left_alone(project: Project) -> None:
    li, wang = begin(project, "李", "王")
    entity = lay(project, li, "接口也打不通", "P2")
    memo, review, view = (
        op.WriteMemo("coding", entity, "想法"),
        op.WriteReview("coding", entity, "comment", "看看"),
        op.SaveView("我的", "page", {}),
    )
    for made in (memo, review, view):
        project.apply(made, coder=li)
    theirs: list[Operation] = [
        op.RemoveCoding(entity),
        op.Recode(entity, code_id(project, "P1")),
        op.SetPolarity(entity, "neutral"),
        op.ResizeCoding(entity, Span(0, 2), "访谈"),
        op.SplitCoding(entity, coding(project, entity).span.start + 1),
        op.MergeCodings((entity, lay(project, wang, "没有统一标准", "P2"))),
        op.Decide(entity, "rejected"),
        replace(memo, text="改了"),
        replace(memo, text=""),
        replace(review, text="改了"),
        replace(view, name="你的"),
        op.RemoveView(view.id),
    ]
    before = contents(project)
    for made in theirs:
        with pytest.raises(Refused) as refused:
            project.apply(made, coder=wang)
        assert refused.value.key == "project.not_yours" and "李" in str(refused.value), made
    assert contents(project) == before


def test_a_coder_who_is_not_of_the_study_is_refused(study: Project) -> None:
    begin(study, "李")
    with pytest.raises(Refused) as refused:
        study.apply(op.SaveCase("某"), coder=CoderInfo(new_id(), "陌生人", "person"))
    assert refused.value.key == "project.unknown_coder"
    with pytest.raises(Refused) as refused:
        study.coder("李", "machine")
    assert refused.value.key == "project.other_kind"
