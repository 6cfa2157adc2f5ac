"""The one door of a study: coders, operations sent once, many as one, and text that no database
keeps.
"""

from __future__ import annotations

import hashlib
import threading
from typing import Any

import pytest
from studies import TEXT, adopt, code_id, lay, read, sound, take, transcript_id

from corpus.problem import FangtanError
from corpus.project import CoderInfo, Project, Refused, open_project
from corpus.project import operations as op
from corpus.project.checking import state_of
from corpus.span import Span

Begun = tuple[Project, CoderInfo, CoderInfo]


def test_a_coder_is_made_once_by_name_and_round(study: Project) -> None:
    li = study.coder(" 李 ")
    assert study.coder("李") == li and (li.name, li.kind, li.round) == ("李", "person", 0)
    second = study.coder("李", round=1)
    assert second.id != li.id and study.coders() == [li, second]
    assert study.revision == 2
    for name in ("", "  ", "\u3000"):
        with pytest.raises(Refused) as refused:
            study.coder(name)
        assert refused.value.key == "project.empty_name"
    machine = study.coder("rules", "machine")
    with pytest.raises(Refused) as refused:
        study.coder("rules")
    assert refused.value.key == "project.other_kind" and "rules" in refused.value.text("en")
    assert study.coders()[-1] == machine


def test_the_same_coder_has_the_same_id_in_every_copy(study: Project) -> None:
    """Named after project, name and round; another study gives another id."""
    assert study.path is not None
    li = study.coder("李")
    other = study.path.with_name("别.fangtan")
    from corpus.project import create

    with create(other, project=study.id) as copy, create(other.with_name("外.fangtan")) as foreign:
        assert copy.coder("李") == li and foreign.coder("李").id != li.id


def test_a_file_is_known_by_name_content_and_options(study: Project) -> None:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert not study.knows("一.txt", digest, "")
    take(study, TEXT, "一.txt")
    assert study.knows("一.txt", digest, "")
    assert not study.knows("一.txt", digest, "roles")
    assert not study.knows("一.txt", "0" * 64, "") and not study.knows("二.txt", digest, "")
    assert study.files() == [("一.txt", digest)]


def test_many_operations_are_one_event_and_one_step_back(begun: Begun) -> None:
    study, li, _ = begun
    before = state_of(study)
    case, variable = op.SaveCase("甲"), op.DefineVariable("工龄", "number")
    steps = [case, variable, op.SetAttribute(case.id, variable.id, "3")]
    applied = study.apply_all(steps, "cases_table", coder=li)
    (event, touched), *_ = study.log(1)
    assert (event.kind, event.id, touched) == ("cases_table", applied.event, 3)
    after = state_of(study)
    study.undo(li)
    assert state_of(study) == before
    study.redo(li)
    assert state_of(study) == after


def test_many_operations_are_done_or_none(begun: Begun) -> None:
    study, li, _ = begun
    before, revision = state_of(study), study.revision
    case = op.SaveCase("甲")
    with pytest.raises(Refused) as refused:
        study.apply_all([case, op.SaveCase("A-1")], "cases_table", coder=li)
    assert refused.value.key == "project.name_taken"
    assert (state_of(study), study.revision) == (before, revision)
    sound(study)


def test_operations_of_one_client_are_told_apart_by_their_number(begun: Begun) -> None:
    study, li, wang = begun
    first = study.apply(op.SaveCase("甲"), coder=li, client="page", seq=1)
    assert study.apply(op.SaveCase("乙"), coder=li, client="page", seq=1).event == first.event
    second = study.apply(op.SaveCase("乙"), coder=wang, client="page", seq=2)
    other = study.apply(op.SaveCase("丙"), coder=li, client="tab", seq=1)
    assert len({first.event, second.event, other.event}) == 3
    again = study.apply(op.SaveCase("丁"), coder=li, client="page", seq=2)
    assert again.repeated and (again.revision, again.event) == (second.revision, second.event)
    assert [case.name for case in study.cases()] == sorted(["A-1", "A-2", "甲", "乙", "丙"])


def test_a_refused_operation_may_be_sent_again_under_its_number(begun: Begun) -> None:
    study, li, _ = begun
    with pytest.raises(Refused):
        study.apply(op.SaveCase("A-1"), coder=li, client="page", seq=1)
    assert not study.apply(op.SaveCase("甲"), coder=li, client="page", seq=1).repeated


BAD = ["\x00", "好\x00坏", "\ud83d", "坏\udc00"]
UNSTORABLE: list[Any] = [
    lambda bad: op.SaveCase(bad),
    lambda bad: op.WriteMemo("project", "", bad),
    lambda bad: op.SaveView("名", "page", {"deep": [{"list": (bad,)}]}),
    lambda bad: op.SaveView("名", "page", {bad: 1}),
    lambda bad: op.AdoptCodebook("b", "1", "f" * 64, "名", "{}", (("X", bad, "", ""),)),
]


@pytest.mark.parametrize("bad", BAD, ids=ascii)
@pytest.mark.parametrize("number", range(len(UNSTORABLE)))
def test_text_that_no_database_keeps_is_refused(begun: Begun, number: int, bad: str) -> None:
    study, li, _ = begun
    revision = study.revision
    with pytest.raises(Refused) as refused:
        study.apply(UNSTORABLE[number](bad), coder=li)
    assert refused.value.key == "project.bad_text" and study.revision == revision


@pytest.mark.parametrize(
    "text", ["𠮷𠀀😀", "\u200b\ufeff", "'; DROP TABLE codings; --", "繁體\t\n"]
)
def test_any_other_text_comes_back_as_it_was(begun: Begun, text: str) -> None:
    study, li, _ = begun
    study.apply(op.WriteMemo("project", "", f"甲{text}"), coder=li)
    study.apply(op.SaveView("名", "page", {"q": text, text: [text]}), coder=li)
    assert [memo.text for memo in study.memos()] == [f"甲{text}"]
    assert study.views()[0].state == {"q": text, text: [text]}
    sound(study)


def test_eight_threads_share_one_study(begun: Begun) -> None:
    study, li, _ = begun
    start = study.revision

    def work(number: int) -> None:
        for step in range(5):
            study.apply(op.SaveCase(f"{number}-{step}"), coder=li)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert study.revision == start + 40
    numbers = [event.number for event, _ in study.log(40)]
    assert numbers == list(range(start + 40, start, -1))
    sound(study)


def test_another_program_sees_each_step_at_once(begun: Begun) -> None:
    study, li, _ = begun
    assert study.path is not None
    with open_project(study.path) as other:
        entity = lay(study, li, "没有统一标准")
        assert [one.id for one in other.codings()] == [entity]
        other.apply(op.SetPolarity(entity, "unsure"), coder=li)
        assert study.codings()[0].polarity == "unsure" and study.revision == other.revision
        study.undo(li)
        assert other.codings()[0].polarity == "lacking"


def test_what_the_door_tells_of_the_study_itself(study: Project) -> None:
    assert study.path is not None and study.name == str(study.path)
    assert (study.title, study.origin) == ("研究", None)
    assert len(study.id) == len(study.copy) == 32 and study.id != study.copy


def test_reading_what_is_not_there_is_refused_in_words(study: Project) -> None:
    with pytest.raises(FangtanError) as refused:
        study.transcript("0" * 32)
    assert refused.value.key == "project.unknown_transcript"
    adopt(study, study.coder("李"))
    take(study, TEXT)
    made = op.AddCoding(transcript_id(study), Span(0, 2), "访谈", code_id(study, "P1"))
    with pytest.raises(Refused) as refused_coder:
        study.apply(made, coder=CoderInfo("0" * 32, "陌生人", "person"))
    assert "陌生人" in refused_coder.value.text("zh")
    assert read(TEXT, "x").text == study.transcript(transcript_id(study)).text
