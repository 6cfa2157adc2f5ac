"""Interviews come in once, come in anew, and never cost a coding."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from studies import OTHER, TEXT, begin, coding, lay, read, sound, suggest, take, transcript_id

from corpus.problem import Problem
from corpus.project import Filter, Project
from corpus.project import operations as op
from corpus.project.carrying import Alignment, common
from corpus.span import Span


def test_the_same_bytes_are_known_and_nothing_is_written(project: Project) -> None:
    first = take(project, TEXT)
    assert (first.outcome, len(first.transcripts)) == ("new", 1)
    revision = project.revision
    assert take(project, TEXT).outcome == "unchanged" and project.revision == revision
    assert take(project, TEXT, options="other").outcome == "unchanged"
    assert project.transcripts()[0].revision == 1


def test_a_changed_file_is_a_new_revision_and_codings_move_with_their_words(
    project: Project,
) -> None:
    (li,) = begin(project, "李")
    stays, gone = lay(project, li, "没有统一标准"), lay(project, li, "接口也打不通", "P2")
    suggest(project, ("建议统一标准", "C1", "demanded"))
    memo = op.WriteMemo(
        "span", transcript_id(project), "看这里", _span(project, "各家的系统"), "各家的系统"
    )
    lost = op.WriteMemo(
        "span", transcript_id(project), "这句", _span(project, "也打不通"), "也打不通"
    )
    for one in (memo, lost):
        project.apply(one, coder=li)
    done = take(project, "说明：第二次整理。\n" + TEXT.replace("接口也打不通", "接口对接不了"))
    assert (done.outcome, done.carried, done.to_place) == ("revised", 2, 2)
    assert project.transcripts()[0].revision == 2
    text = project.transcript(transcript_id(project)).text
    for one in project.codings():
        assert one.span.of(text) == one.quote and (
            one.evidence is None or one.evidence.span.of(text) == one.quote[:2]
        )
    assert coding(project, stays).placed and not coding(project, gone).placed
    assert [one.id for one in project.codings(Filter(statuses=(), placed=False))] == [gone]
    assert {one.text: one.placed for one in project.memos("span")} == {
        "看这里": True,
        "这句": False,
    }
    assert project.transcript(transcript_id(project), 1).text.count("接口也打不通") == 1
    sound(project)
    place = _span(project, "接口对接不了")
    project.apply(op.ResizeCoding(gone, place, "接口对接不了", 2), coder=li)
    project.apply(
        op.WriteMemo("span", transcript_id(project), "这句", place, "接口对接不了", lost.id),
        coder=li,
    )
    assert coding(project, gone).placed and all(one.placed for one in project.memos("span"))
    sound(project)


def _span(project: Project, words: str) -> Span:
    start = project.transcript(transcript_id(project)).text.index(words)
    return Span(start, start + len(words))


def test_words_that_come_back_take_their_codings_back(project: Project) -> None:
    (li,) = begin(project, "李")
    entity = lay(project, li, "接口也打不通", "P2")
    assert take(project, TEXT.replace("接口也打不通", "接口对接不了")).to_place == 1
    done = take(project, TEXT + "补充一句。\n")
    assert (done.carried, done.to_place) == (1, 0) and coding(project, entity).placed
    sound(project)


def test_a_sentence_said_twice_is_not_taken_for_the_other_one() -> None:
    old, new = (
        "甲说：是的。\n乙说：不是。\n丙说：是的。\n",
        "乙说：不是。\n丁说：没有。\n丙说：是的。\n",
    )
    assert Alignment(old, new).carry(Span(3, 6)) is None
    assert Alignment(old, new).carry(Span(17, 20)) == Span(17, 20)


@given(
    st.lists(st.text("甲乙丙，。\n", min_size=1, max_size=12), min_size=1, max_size=12), st.data()
)
@settings(max_examples=150, deadline=None)
def test_a_carried_span_has_its_words_and_an_unchanged_text_carries_all(
    pieces: list[str], data: st.DataObject
) -> None:
    old = "".join(pieces)
    changed = "".join(data.draw(st.permutations(pieces)))
    start = data.draw(st.integers(0, len(old) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(old))))
    carried = Alignment(old, changed).carry(span)
    assert carried is None or carried.of(changed) == span.of(old)
    assert Alignment(old, old).carry(span) == span
    assert Alignment(old, "前言。\n" + old).carry(span) == Span(span.start + 4, span.end + 4)


def test_every_line_may_have_changed_and_codings_still_move(project: Project) -> None:
    (li,) = begin(project, "李")
    entity = lay(project, li, "没有统一标准")
    done = take(project, TEXT.replace("问：", "访谈者：").replace("答：", "受访者："))
    assert (done.carried, done.to_place) == (1, 0) and coding(project, entity).placed


def test_duplicates_are_named(project: Project) -> None:
    take(project, TEXT)
    twin = take(project, TEXT, "访谈/又一份.txt")
    assert twin.outcome == "duplicate" and twin.problems[0].values["other"] == "访谈/一.txt"
    same = project.add_file("访谈/另存.txt", "0" * 64, "", [read(TEXT, "访谈/另存.txt")])
    assert same.outcome == "new" and [problem.key for problem in same.problems] == [
        "project.same_text"
    ]
    assert len(project.transcripts()) == 2
    sound(project)


def test_another_interview_under_a_known_name_is_not_mixed_with_it(project: Project) -> None:
    long_one = "问：难在哪？\n" + "".join(
        f"答：第{number}件事是标准不一样，第{number * 7}个系统接不上。\n" for number in range(30)
    )
    long_two = "问：家里几口人？\n" + "".join(
        f"答：村口的老李家养了{number}头牛，山上还种着{number * 3}亩茶。\n" for number in range(30)
    )
    take(project, long_one)
    done = take(project, long_two)
    assert done.outcome == "failed" and done.problems[0].key == "project.other_interview"
    assert project.transcripts()[0].revision == 1 and common(long_one, long_two) < 0.02 < common(
        long_one, long_one.replace("标准", "规范")
    )


def test_a_file_that_fails_leaves_what_was_known(project: Project) -> None:
    take(project, TEXT)
    revision = project.revision
    done = project.add_file(
        "访谈/一.txt", "f" * 64, "", [], [Problem("访谈/一.txt", "read.missing")]
    )
    assert (
        done.outcome == "failed"
        and project.revision == revision
        and len(project.transcripts()) == 1
    )


def test_people_come_in_as_cases_and_a_persons_word_stands(project: Project) -> None:
    (li,) = begin(project, "李")
    case = project.cases()[0]
    assert (case.name, case.attributes, case.speaks) == (
        "A-1",
        {"部门": "民政局"},
        ((transcript_id(project), "答"),),
    )
    project.apply(op.SaveCase("王科长", case.id), coder=li)
    take(
        project,
        TEXT.replace("部门：民政局", "部门：财政局").replace("大家都盼着。", "大家都盼着。真的。"),
    )
    assert project.cases()[-1].name == "王科长" and len(project.cases()) == 2
    twin = take(project, OTHER.replace("人手", "钱"), "乙/二.txt")
    assert twin.outcome == "new" and [case.name for case in project.cases()][:2] == [
        "A-2",
        "A-2（乙/二.txt）",
    ]
    sound(project)


def test_a_renamed_variable_is_not_renamed_back_by_the_next_import(project: Project) -> None:
    (li,) = begin(project, "李")
    variable = project.variables()[0]
    project.apply(op.DefineVariable("单位", "text", variable.id), coder=li)
    take(project, OTHER.replace("A-2", "A-3").replace("人手", "钱"), "访谈/三.txt")
    assert {one.name for one in project.variables()} == {"单位", "部门"}
    sound(project)


def test_folders_and_single_files_give_one_name(tmp_path: Path, study: Project) -> None:
    from app.study.projects import import_interviews
    from app.study.reading import Settings

    for folder in ("甲组", "乙组", "别处/甲组"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "01.txt").write_text(TEXT.replace("A-1", folder), encoding="utf-8")
    (tmp_path / "甲组/坏.txt").write_bytes(b"\x00\x01\x02\x03" * 99)
    first = import_interviews(study, [tmp_path / "甲组"], Settings(()))
    assert [one.outcome for one in first.files] == ["new", "failed"] and first.exit_code == 1
    again = import_interviews(
        study, [tmp_path / "甲组/01.txt", tmp_path / "乙组/01.txt"], Settings(())
    )
    assert [one.outcome for one in again.files] == ["unchanged", "new"]
    clash = import_interviews(
        study, [tmp_path / "甲组/01.txt", tmp_path / "别处/甲组/01.txt"], Settings(())
    )
    assert [(one.outcome, [problem.key for problem in one.problems]) for one in clash.files] == [
        ("unchanged", []),
        ("failed", ["project.same_name"]),
    ]
    assert [info.source for info in study.transcripts()] == ["乙组/01.txt", "甲组/01.txt"]


@pytest.mark.parametrize("name", ["一 个 名字.txt", "名字#1.txt", "emoji😀.txt"])
def test_any_name_of_a_file(project: Project, name: str) -> None:
    assert take(project, TEXT, name).outcome == "new"
    assert project.transcripts()[0].source == name
