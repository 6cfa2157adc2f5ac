"""Working apart and coming together: nothing lost, nothing doubled, twice is once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from studies import (
    OTHER,
    TEXT,
    begin,
    code_id,
    coding,
    contents,
    lay,
    sound,
    suggest,
    take,
    transcript_id,
)

from corpus.problem import FangtanError
from corpus.project import CoderInfo, Filter, Project, create, open_project
from corpus.project import operations as op
from corpus.project.identity import new_id
from corpus.project.merging import merge, split


def apart(
    project: Project,
    tmp_path: Path,
    *transcripts: str,
    coder: str = "王",
    suggestions: bool = False,
) -> tuple[Project, CoderInfo]:
    copy = split(
        project,
        tmp_path / f"{coder}-{new_id()[:6]}.fangtan",
        coder,
        transcripts,
        suggestions=suggestions,
    )
    return copy, copy.coder(coder)


def test_a_copy_is_blind_and_its_work_comes_home_once(project: Project, tmp_path: Path) -> None:
    (li,) = begin(project, "李")
    mine = lay(project, li, "没有统一标准")
    project.apply(op.WriteMemo("coding", mine, "我的想法"), coder=li)
    project.apply(op.WriteReview("coding", mine, "comment", "再看"), coder=li)
    suggest(project, ("接口也打不通", "P2", "lacking"))
    copy, wang = apart(project, tmp_path, "A-1")
    assert [info.source for info in copy.transcripts()] == ["访谈/一.txt"]
    assert (
        copy.codings(Filter(statuses=(), placed=None)) == []
        and copy.memos() == []
        and copy.reviews() == []
        and copy.views() == []
    )
    sound(copy)
    theirs = lay(copy, wang, "没有统一标准", "P1", "neutral")
    copy.apply(op.WriteMemo("coding", theirs, "王的想法"), coder=wang)
    copy.apply(op.WriteReview("code", code_id(copy, "P1"), "dispute", "太宽"), coder=wang)
    lay(copy, wang, "接口也打不通")
    copy.undo(wang)
    done = merge(project, copy)
    assert (done.codings, done.memos, done.reviews, done.conflicts, done.to_place, done.coders) == (
        2,
        1,
        1,
        0,
        0,
        ["王"],
    )
    assert {(one.coder, one.quote) for one in project.codings(Filter(statuses=("accepted",)))} == {
        (li.id, "没有统一标准"),
        (wang.id, "没有统一标准"),
    }
    once, revision = contents(project), project.revision
    again = merge(project, copy)
    assert (
        (again.events, again.known) == (0, done.events)
        and contents(project) == once
        and project.revision == revision
    )
    assert [(entry.coder, entry.kind) for entry in project.history(theirs)] == [
        ("王", "add_coding")
    ]
    lay(copy, wang, "各家的系统各管各的")
    assert merge(project, copy).codings == 1
    sound(project)


def test_two_coders_come_home_in_either_order(tmp_path: Path) -> None:
    told = []
    for order in (0, 1):
        with create(tmp_path / f"{order}.fangtan") as project:
            begin(project, "李")
            copies = [apart(project, tmp_path, coder=name) for name in ("王", "张")]
            for copy, coder in copies:
                lay(copy, coder, "没有统一标准")
                lay(copy, coder, "数据不共享", "P2", name="访谈/二.txt")
            for copy, _ in copies if order else reversed(copies):
                assert merge(project, copy).conflicts == 0
            sound(project)
            told.append(contents(project))
    assert told[0] == told[1] and len(told[0]["codings"]) == 4


def test_work_goes_on_at_home_meanwhile(project: Project, tmp_path: Path) -> None:
    """The text is revised and a code merged while the copy is out."""
    (li,) = begin(project, "李")
    copy, wang = apart(project, tmp_path)
    moved, gone = (
        lay(copy, wang, "建议统一标准", "C1", "demanded"),
        lay(copy, wang, "接口也打不通", "P1"),
    )
    start = copy.transcript(transcript_id(copy)).text.index("各家的系统")
    copy.apply(
        op.WriteMemo("span", transcript_id(copy), "看", op.Span(start, start + 5), "各家的系统"),
        coder=wang,
    )
    take(project, "整理说明。\n" + TEXT.replace("接口也打不通", "接口对接不了"))
    project.apply(op.MergeCodes(code_id(project, "P1"), code_id(project, "P2")), coder=li)
    done = merge(project, copy)
    assert (done.codings, done.conflicts, done.to_place) == (2, 0, 1)
    assert (
        coding(project, moved).placed
        and not coding(project, gone).placed
        and coding(project, gone).code == code_id(project, "P2")
    )
    assert [memo.placed for memo in project.memos("span")] == [True]
    sound(project)
    project.apply(op.ResizeCoding(gone, coding(project, moved).span, "建议统一标准"), coder=wang)
    sound(project)


def test_what_both_sides_changed_is_listed_and_settled(project: Project, tmp_path: Path) -> None:
    li, wang = begin(project, "李", "王")
    suggest(project, ("接口也打不通", "P2", "lacking"), ("没有统一标准", "P1", "lacking"))
    copy, _ = apart(project, tmp_path, suggestions=True)
    assert len(copy.codings()) == 2
    both, only = (
        next(one.id for one in project.codings() if one.quote == words)
        for words in ("接口也打不通", "没有统一标准")
    )
    project.apply(op.Decide(both, "accepted"), coder=li)
    copy.apply(op.Decide(both, "rejected"), coder=wang)
    copy.apply(op.Decide(only, "accepted", None, "neutral"), coder=wang)
    for told, name in ((project, "标准各异"), (copy, "标准分歧")):
        told.apply(op.RenameCode(code_id(told, "P1"), name), coder=li if told is project else wang)
    done = merge(project, copy)
    assert done.conflicts == 2
    assert (coding(project, both).status, coding(project, both).decider) == ("accepted", li.id)
    assert (
        coding(project, only).status,
        coding(project, only).polarity,
        coding(project, only).decider,
    ) == ("accepted", "neutral", wang.id)
    assert merge(project, copy).conflicts == 0 and len(project.conflicts()) == 2
    conflict = next(one for one in project.conflicts() if one.table == "codings")
    project.apply(op.SettleConflict(conflict.id, "theirs"), coder=li)
    assert (coding(project, both).status, coding(project, both).decider) == ("rejected", wang.id)
    project.apply(op.SettleConflict(project.conflicts()[0].id, "ours"), coder=li)
    assert (
        project.conflicts() == []
        and next(code.name for code in project.codes() if code.key == "P1") == "标准各异"
    )
    with pytest.raises(FangtanError) as refused:
        project.apply(op.SettleConflict(conflict.id, "ours"), coder=li)
    assert refused.value.key == "project.settled_already"
    sound(project)


def test_a_decision_outlives_the_machines_next_pass(project: Project, tmp_path: Path) -> None:
    """The study's own pass takes a suggestion away while the second coder accepts it."""
    begin(project, "李")
    suggest(project, ("接口也打不通", "P2", "lacking"), ("没有统一标准", "P1", "lacking"))
    copy, wang = apart(project, tmp_path, suggestions=True)
    one, two = (
        next(found.id for found in copy.codings() if found.quote == words)
        for words in ("接口也打不通", "没有统一标准")
    )
    copy.apply(op.Decide(one, "accepted"), coder=wang)
    copy.apply(op.WriteMemo("coding", two, "不确定"), coder=wang)
    suggest(project, key="second")
    assert project.codings() == []
    done = merge(project, copy)
    assert done.conflicts == 0 and coding(project, one).status == "accepted"
    assert [(memo.about, memo.quote) for memo in project.memos()] == [("span", "没有统一标准")]
    sound(project)


def test_a_pass_in_the_copy_doubles_nothing(project: Project, tmp_path: Path) -> None:
    begin(project, "李")
    copy, wang = apart(project, tmp_path)
    suggest(copy, ("接口也打不通", "P2", "lacking"), ("没有统一标准", "P1", "lacking"))
    suggest(project, ("接口也打不通", "P2", "lacking"), ("没有统一标准", "P1", "lacking"))
    copy.apply(op.Decide(copy.codings()[0].id, "accepted"), coder=wang)
    merge(project, copy)
    assert sorted(one.status for one in project.codings()) == ["accepted", "suggested"]
    sound(project)


def test_the_same_code_made_on_both_sides_is_one_code(project: Project, tmp_path: Path) -> None:
    (li,) = begin(project, "李")
    copy, wang = apart(project, tmp_path)
    project.apply(op.AddCode("book", "P9", "人手", code_id(project, "P")), coder=li)
    copy.apply(op.AddCode("book", "P9", "人手不足", code_id(copy, "P")), coder=wang)
    entity = lay(copy, wang, "没有统一标准", "P9")
    variable = op.DefineVariable("工龄", "number")
    for told, coder in ((project, li), (copy, wang)):
        told.apply(op.DefineVariable("工龄", "number"), coder=coder)
        told.apply(
            variable if told is copy else op.SaveCase("丙"), coder=coder
        ) if told is project else None
    copy.apply(
        op.SetAttribute(
            copy.cases()[0].id, next(one.id for one in copy.variables() if one.name == "工龄"), "12"
        ),
        coder=wang,
    )
    assert merge(project, copy).conflicts == 1
    assert coding(project, entity).code == code_id(project, "P9")
    assert project.cases()[0].attributes["工龄"] == "12"
    later = lay(copy, wang, "接口也打不通", "P9")
    assert merge(project, copy).conflicts == 0 and coding(project, later).code == code_id(
        project, "P9"
    )
    project.apply(op.SettleConflict(project.conflicts()[0].id, "theirs"), coder=li)
    assert next(code.name for code in project.codes() if code.key == "P9") == "人手不足"
    sound(project)


def test_both_sides_import_another_text(study: Project, tmp_path: Path) -> None:
    """A plain copy of the file, not one by ``split``: each side has its own revision 2."""
    li, wang = begin(study, "李", "王")
    mine = lay(study, li, "没有统一标准")
    study.close()
    assert study.path is not None
    shutil.copy(study.path, tmp_path / "拷贝.fangtan")
    with open_project(tmp_path / "拷贝.fangtan") as copy:
        take(copy, TEXT.replace("大家都盼着。", "大家都盼着呢。"))
        kept, lost = (
            lay(copy, wang, "建议统一标准", "C1", "demanded"),
            lay(copy, wang, "大家都盼着呢"),
        )
        take(copy, OTHER.replace("人手也不够用", "人手真不够用"), "访谈/二.txt")
        moved = lay(copy, wang, "人手真不够用", name="访谈/二.txt")
        away = lay(study, li, "年底要看结果", name="访谈/二.txt")
        take(study, "前言。\n" + TEXT)
        done = merge(study, copy)
        assert done.conflicts >= 1 and done.to_place == 1
        assert (
            coding(study, kept).placed
            and coding(study, mine).placed
            and not coding(study, lost).placed
        )
        assert coding(study, moved).placed and coding(study, away).placed
        sound(study)
        assert merge(study, copy).events == 0
    take(study, TEXT.replace("大家都盼着。", "大家都盼着呢。") + "完。\n")
    assert coding(study, lost).placed
    sound(study)


def test_a_code_taken_back_in_the_copy_stays_where_it_is_used(
    project: Project, tmp_path: Path
) -> None:
    (li,) = begin(project, "李")
    copy, wang = apart(project, tmp_path)
    copy.apply(made := op.AddCode("book", "P9", "人手", None), coder=wang)
    merge(project, copy)
    lay(project, li, "没有统一标准", "P9")
    copy.undo(wang)
    assert merge(project, copy).conflicts == 1
    assert code_id(project, "P9") == made.id
    sound(project)


def test_undo_at_home_leaves_what_came_home(project: Project, tmp_path: Path) -> None:
    _li, wang = begin(project, "李", "王")
    copy, _ = apart(project, tmp_path)
    lay(copy, wang, "没有统一标准")
    merge(project, copy)
    with pytest.raises(FangtanError) as refused:
        project.undo(wang)
    assert refused.value.key == "project.nothing_to_undo" and len(project.codings()) == 1


def test_what_is_no_copy_is_refused(study: Project, tmp_path: Path) -> None:
    begin(study, "李")
    assert study.path is not None
    with create(tmp_path / "别的.fangtan") as other, pytest.raises(FangtanError) as refused:
        merge(study, other)
    assert refused.value.key == "project.not_a_copy"
    with open_project(study.path) as same, pytest.raises(FangtanError) as refused:
        merge(study, same)
    assert refused.value.key == "project.same_file"
    copy, _ = apart(study, tmp_path)
    with pytest.raises(FangtanError) as refused:
        split(copy, tmp_path / "再分.fangtan", "张")
    assert refused.value.key == "project.copy_of_copy"
    for names, key in ((("没有这份",), "project.no_transcripts"), ((), "store.exists")):
        with pytest.raises(FangtanError) as refused:
            split(study, tmp_path / "别的.fangtan", "张", names)
        assert refused.value.key == key
    assert not list(tmp_path.glob(".*"))


def test_a_backup_is_made_before_a_merge_that_brings_something(
    study: Project, tmp_path: Path
) -> None:
    begin(study, "李")
    copy, wang = apart(study, tmp_path)
    lay(copy, wang, "没有统一标准")
    merge(study, copy)
    merge(study, copy)
    (made,) = (tmp_path / "研究.backups").iterdir()
    with open_project(made) as before:
        assert before.codings() == []
        sound(before)
