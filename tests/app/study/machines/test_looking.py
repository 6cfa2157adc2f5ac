"""What to look at next in a study: from the first answer to a coder that has learned."""

from __future__ import annotations

from pathlib import Path

import pytest
import studies
from builders import codebook

from analysis.coders.learning.learner import ENOUGH
from app.study.machines.looking import Waiting, batch_at, learner_of, lookout
from app.study.machines.passes import code_project
from app.study.machines.telling import told_lines, told_record
from app.study.projects import adopt
from corpus.problem import FangtanError
from corpus.project import Filter, Project, create
from corpus.project.operations import AddCode, Decide

BOOK = codebook("- {id: A, name: 设备, definition: 电脑、网络、打印机这些办公机器}")
ABOUT = ("电脑", "网速", "打印机", "系统")


def sentence(interview: int, place: int) -> str:
    if place % 4 == 0:
        said = ("电脑老是死机", "网速慢得打不开", "打印机又坏了", "系统一登录就卡")
        return f"{said[(place // 4) % 4]}，这是第{interview}{place}回了。"
    other = ("昨天开了一天会", "孩子放假回老家", "楼下修路很吵人", "领导下周要来看")
    return f"{other[(place + interview) % 4]}，{interview}楼的人{place}点说的。"


@pytest.fixture
def study(tmp_path: Path) -> Project:
    project = create(tmp_path / "研究.fangtan", "研究")
    adopt(project, BOOK, project.coder("李"))
    for number in range(5):
        said = "".join(sentence(number, place) for place in range(20))
        studies.take(project, f"问：请讲。\n答：{said}", name=f"{number}.txt")
    return project


def answer(project: Project, one: Waiting) -> bool:
    yes = one.coding.quote.startswith(ABOUT)
    project.apply(one.answer(learner_of(project), yes), coder=project.coder("李"))
    return yes


def test_a_study_without_codebook_or_talk_is_told_what_is_missing(tmp_path: Path) -> None:
    with create(tmp_path / "空.fangtan", "空") as project:
        with pytest.raises(FangtanError) as missing:
            lookout(project)
        assert missing.value.key == "looking.no_books"
        adopt(project, BOOK, project.coder("李"))
        with pytest.raises(FangtanError) as silent:
            lookout(project)
        assert silent.value.key == "looking.no_talk"


def test_answers_teach_and_what_was_answered_is_not_put_up_again(study: Project) -> None:
    seen: set[tuple[str, int]] = set()
    yes = 0
    for _ in range(6):
        batch = lookout(study).batch(10)
        places = {(one.transcript, one.coding.span.start) for one in batch.waiting}
        assert len(places) == len(batch.waiting) and not places & seen
        seen |= places
        yes += sum([answer(study, one) for one in batch.waiting])
    (told,) = lookout(study).told()
    assert (told.worth.yes, told.worth.yes + told.worth.no) == (yes, len(seen))
    assert yes >= ENOUGH and told.worth.f1 is not None and told.worth.f1 > 0.8
    code_project(study, by="learned")
    machine = learner_of(study)
    open_ = study.codings(Filter(coders=(machine.id,), statuses=("suggested",)))
    assert all(coding.quote.startswith(ABOUT) for coding in open_)
    every = study.codings(Filter(coders=(machine.id,), statuses=()))
    found = {coding.quote for coding in every if coding.status != "rejected"}
    assert len([quote for quote in found if quote.startswith(ABOUT)]) >= 23  # of 25


def test_what_is_put_off_comes_no_more(study: Project) -> None:
    first = lookout(study).batch(10)
    again = lookout(study).batch(10, skipped=[one.place for one in first.waiting])
    assert not {one.place for one in first.waiting} & {one.place for one in again.waiting}


def test_only_the_codes_asked_for_are_put_up_codes_of_the_study_too(study: Project) -> None:
    made = AddCode("test", "own", "吵闹", None)
    study.apply(made, coder=study.coder("李"))
    batch = lookout(study).batch(5, codes=[("test", "own")])
    assert {one.code for one in batch.waiting} == {made.id}
    assert answer(study, batch.waiting[0]) in (True, False)


def test_an_answer_is_one_thing_to_undo(study: Project) -> None:
    one = lookout(study).batch(1).waiting[0]
    answer(study, one)
    assert len(study.codings(Filter(statuses=()))) == 1
    study.undo(study.coder("李"))
    assert not study.codings(Filter(statuses=()))


def test_a_batch_is_the_same_in_a_process_of_its_own(study: Project) -> None:
    here = lookout(study).batch(6)
    there = batch_at(study.name, 6, (), (), lambda done, total: None)
    assert [one.place for one in here.waiting] == [one.place for one in there.waiting]


def test_what_is_known_of_a_code_is_told_in_words_and_figures(study: Project) -> None:
    for _ in range(5):
        for one in lookout(study).batch(10).waiting:
            answer(study, one)
    (told,) = lookout(study).told()
    record = told_record(told)
    assert record["f1"] is not None and record["f1_low"] is not None
    assert record["f1_low"] <= record["f1"] and record["drawn_at_random"] >= 10
    for lang in ("zh", "en"):
        lines = told_lines(told, "A 设备", lang)  # type: ignore[arg-type]
        assert f"{record['f1']:.2f}" in lines[0] and str(record["drawn_at_random"]) in lines[-1]


def test_a_pass_of_the_coder_that_learned_is_made_anew_when_somebody_has_answered(
    study: Project,
) -> None:
    first = code_project(study, by="learned")
    assert first.coded == 5 and code_project(study, by="learned").skipped == 5
    suggestion = study.codings(Filter(statuses=("suggested",)))[0]
    study.apply(Decide(suggestion.id, "rejected"), coder=study.coder("李"))
    assert code_project(study, by="learned").coded == 5
