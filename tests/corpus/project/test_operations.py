"""Every operation: done, refused with its message, told by the history, undone and done again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from studies import (
    CODES,
    adopt,
    begin,
    code_id,
    coding,
    contents,
    lay,
    sound,
    suggest,
    suggestion,
    take,
    transcript_id,
)

from corpus.project import CoderInfo, Filter, Project, Refused
from corpus.project import operations as op
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


DONE: dict[type[Operation], Made] = {
    op.AddCoding: _placed,
    op.RemoveCoding: _on_a_coding(lambda entity, _: op.RemoveCoding(entity)),
    op.Recode: _on_a_coding(lambda entity, project: op.Recode(entity, code_id(project, "P1"))),
    op.SetPolarity: _on_a_coding(lambda entity, _: op.SetPolarity(entity, "unsure")),
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
    li, wang = begin(project, "李", "王")
    lay(project, wang, "数据不共享", "P2", name="访谈/二.txt")
    made = DONE[kind](project, li)
    before = contents(project)
    applied = project.apply(made, coder=li, client="c", seq=1)
    assert not applied.repeated and applied.revision == project.revision
    after = contents(project)
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
    assert contents(project) == before
    assert project.can(li)[1]
    project.redo(li)
    assert contents(project) == after
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


def test_two_coders_may_lay_the_same_code_on_the_same_words(project: Project) -> None:
    li, wang = begin(project, "李", "王")
    assert lay(project, li, "接口也打不通") != lay(project, wang, "接口也打不通")
    assert project.count(Filter(), "coder") == {(li.id,): 1, (wang.id,): 1}


def test_a_coder_who_is_not_of_the_study_is_refused(study: Project) -> None:
    begin(study, "李")
    with pytest.raises(Refused) as refused:
        study.apply(op.SaveCase("某"), coder=CoderInfo(new_id(), "陌生人", "person"))
    assert refused.value.key == "project.unknown_coder"
    with pytest.raises(Refused) as refused:
        study.coder("李", "machine")
    assert refused.value.key == "project.other_kind"


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


def test_merging_codes_keeps_the_decided_one_of_two_and_both_memos(project: Project) -> None:
    (li,) = begin(project, "李")
    suggest(project, ("接口也打不通", "P1", "lacking"), ("接口也打不通", "P2", "lacking"))
    from_code, into_code = (
        next(found for found in project.codings() if found.code == code_id(project, key))
        for key in ("P1", "P2")
    )
    project.apply(op.WriteMemo("coding", into_code.id, "旧的"), coder=li)
    project.apply(op.Decide(from_code.id, "accepted"), coder=li)
    project.apply(op.MergeCodes(code_id(project, "P1"), code_id(project, "P2")), coder=li)
    (left,) = project.codings()
    assert (left.id, left.status, left.code) == (from_code.id, "accepted", code_id(project, "P2"))
    assert project.memos("coding")[0].target == left.id
    assert suggest(project, ("接口也打不通", "P1", "lacking")).decided == 1
    sound(project)


def test_a_variable_takes_another_type_with_its_values(project: Project) -> None:
    (li,) = begin(project, "李")
    made = op.DefineVariable("工龄", "text")
    project.apply(made, coder=li)
    project.apply(op.SetAttribute(project.cases()[0].id, made.id, " 1,200 "), coder=li)
    project.apply(replace(made, type="number"), coder=li)
    assert project.cases()[0].attributes["工龄"] == "1200"
    for told, kept in (
        ("2023-3-5", "2023-03-05"),
        ("2023年3月5日", "2023-03-05"),
        ("2023/03/05 10:20", "2023-03-05"),
    ):
        when = op.DefineVariable(f"日期{told}", "date")
        project.apply(when, coder=li)
        project.apply(op.SetAttribute(project.cases()[0].id, when.id, told), coder=li)
        assert project.cases()[0].attributes[when.name] == kept
    project.apply(op.SetAttribute(project.cases()[0].id, made.id, ""), coder=li)
    assert "工龄" not in project.cases()[0].attributes
    sound(project)


def test_a_new_version_of_a_codebook_keeps_codings_and_what_the_study_named(
    project: Project,
) -> None:
    (li,) = begin(project, "李")
    entity = lay(project, li, "接口也打不通", "P2")
    project.apply(op.RenameCode(code_id(project, "P1"), "标准各异"), coder=li)
    project.apply(op.AddCode("book", "P9", "人手", code_id(project, "P")), coder=li)
    newer = [
        ("P", "问题与困难", "Problems", ""),
        ("P1", "标准不统一", "Standards", "P"),
        ("P3", "考核缺位", "No assessment", "P"),
        ("C", "对策", "Measures", ""),
        ("C1", "统一标准", "One standard", "C"),
    ]
    adopt(project, li, newer, "2")  # type: ignore[arg-type]
    named = {code.key: (code.name, code.retired) for code in project.codes(retired=True)}
    assert named == {
        "P": ("问题与困难", False),
        "P1": ("标准各异", False),
        "P2": ("接口不通", True),
        "P3": ("考核缺位", False),
        "P9": ("人手", False),
        "C": ("对策", False),
        "C1": ("统一标准", False),
    }
    assert coding(project, entity).code == code_id(project, "P2")
    assert [book.version for book in project.codebooks()] == ["2"] and len(
        project.codebooks(current=False)
    ) == 2
    adopt(project, li, CODES, "1")
    assert not next(code for code in project.codes() if code.key == "P2").retired
    sound(project)


def test_codings_know_the_version_under_which_they_were_made(project: Project) -> None:
    (li,) = begin(project, "李")
    old = lay(project, li, "接口也打不通", "P2")
    adopt(project, li, [*CODES, ("C2", "考核", "Assessment", "C")], "2")
    new = lay(project, li, "建议统一标准", "C1")
    hashes = {book.hash: book.version for book in project.codebooks(current=False)}
    assert (hashes[coding(project, old).hash], hashes[coding(project, new).hash]) == ("1", "2")


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
    take(project, "前面加了一行说明。\n" + _text())
    assert coding(project, entity).placed
    assert suggest(project, ("接口也打不通", "P2", "lacking")).decided == 1
    assert len(project.codings()) == 1


def _text() -> str:
    from studies import TEXT

    return TEXT


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
    take(
        project, _text().replace("接口也打不通", "接口对接不了").replace("大家都盼着", "大家都在等")
    )
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
