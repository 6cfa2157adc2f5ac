"""``session.edit``: who may write what, what is said when it is not done, and that a refusal leaves
the study as it was.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from studies_of_pages import copy

from app.explorer.state.coding.browser_operations import Remove, Review
from app.explorer.state.coding.page import Answers
from app.explorer.state.coding.page_data import Role
from app.explorer.state.study.desk import Desk
from app.explorer.widgets import edit as module
from app.explorer.widgets.edit import OPINIONS, Edit, coder_named
from app.study.reading import Settings
from codebooks.loading import load
from corpus.catalogue import Language, message
from corpus.project import Filter, Project, Refused, open_project
from corpus.project.operations import (
    Decide,
    Operation,
    RemoveView,
    SaveCase,
    SaveView,
    WriteMemo,
    WriteReview,
)

CLIENT = "c" * 32
NEW = "访谈编号：Z-9\n\n问：难在哪？\n答：没有统一标准。\n"
"""合成样例"""


@pytest.fixture
def study(sample: Path, tmp_path: Path) -> Iterator[Project]:
    with open_project(copy(sample, tmp_path / "study.fangtan")) as project:
        yield project


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was said on the page: error boxes and notices."""
    sentences: list[str] = []
    monkeypatch.setattr(module, "error_box", sentences.append)
    monkeypatch.setattr(module, "notice", lambda text, icon="": sentences.append(text))
    return sentences


def editor(
    project: Project, role: Role = "coder", name: str | None = "王", lang: Language = "zh"
) -> Edit:
    desk = Desk(project)
    coder = coder_named(desk, name) if name is not None else None
    return Edit(desk, desk.facts(), lang, role, coder)


def every_operation() -> list[Operation]:
    """One of each kind; a review only as a decision between coders."""
    found: list[Operation] = []
    for kind in Operation.__subclasses__():
        values: dict[str, Any] = {
            one.name: "x"
            for one in fields(kind)
            if one.default is MISSING and one.default_factory is MISSING
        }
        found.append(kind(**(values | ({"verdict": "adjudicate"} if kind is WriteReview else {}))))
    return found


def suggestion(project: Project) -> str:
    return next(one.id for one in project.codings(Filter()) if one.status == "suggested")


def test_there_are_operations_to_try() -> None:
    assert len(every_operation()) > 20


@pytest.mark.thorough
@pytest.mark.parametrize("operation", every_operation(), ids=lambda operation: operation.kind)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_reviewer_does_none_of_these(
    operation: Operation, lang: Language, study: Project, heard: list[str]
) -> None:
    edit = editor(study, "reviewer", "李导师", lang)
    revision = study.revision
    assert not edit.allows(operation)
    assert edit.attempt(operation) == (0, message("working.reviewer", lang))
    assert not edit.apply(operation) and heard == [message("working.reviewer", lang)]
    assert study.revision == revision


def calls(edit: Edit, table: Path, project: Project) -> dict[str, Callable[[], object]]:
    """Every method of ``Edit`` that writes, asked for what a reviewer may not do."""
    coding = suggestion(project)
    removal = Remove(seq=1, coding=coding)
    return {
        "attempt": lambda: edit.attempt(
            WriteReview("coding", coding, "accept", ""), SaveCase("甲")
        ),
        "apply": lambda: edit.apply(Decide(coding, "accepted")),
        "apply_outbox": lambda: edit.apply_outbox(CLIENT, [removal], Answers()),
        "turn_back": lambda: edit.turn_back("undo"),
        "learner": edit.learner,
        "adopt": lambda: edit.adopt(load("problem_cause_countermeasure")),
        "code": lambda: edit.code(again=True),
        "import_files": lambda: edit.import_files([table], Settings(())),
        "read_cases": lambda: edit.read_cases(table),
    }


READING = {"person", "ask_again", "wait_for_name", "named", "allows", "standing"}


def test_every_method_that_writes_refuses_a_reviewer_and_leaves_the_file(
    study: Project, tmp_path: Path, heard: list[str]
) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("case,部门\n新的人,财务\n", encoding="utf-8")
    edit = editor(study, "reviewer", "李导师")
    study.apply(SaveCase("旧的人"), coder=study.coder("李导师"))  # by the same person as a coder
    tried = calls(edit, table, study)
    methods = {name for name, _ in inspect.getmembers(Edit, inspect.isfunction) if name[0] != "_"}
    assert methods == READING | set(tried)
    assert study.path is not None
    study.store.close()
    before, revision = study.path.read_bytes(), study.revision
    for name, call in tried.items():
        try:
            answer = call()
        except Refused as error:
            assert error.key == "working.reviewer", name
        else:
            assert answer in (False, (0, message("working.reviewer"))) or name == "apply_outbox"
    assert study.revision == revision
    study.store.close()
    assert study.path.read_bytes() == before


@pytest.mark.parametrize("verdict", OPINIONS)
def test_a_reviewer_gives_opinions_and_takes_back_only_these(
    verdict: Any, study: Project, heard: list[str]
) -> None:
    edit = editor(study, "reviewer", "李导师")
    coding = suggestion(study)
    assert edit.apply(WriteReview("coding", coding, verdict, "理由"))
    assert [review.verdict for review in study.reviews("coding", coding)][-1] == verdict
    assert edit.standing()[0] is not None and edit.turn_back("undo")
    assert all(review.text != "理由" for review in study.reviews("coding", coding))
    assert edit.standing()[1] is not None and edit.turn_back("redo")
    assert study.reviews("coding", coding)[-1].text == "理由"
    assert message("undo.done_undo", "zh", what="")[:3] in heard[0]


def test_the_outbox_of_a_reviewer_takes_reviews_only(study: Project) -> None:
    edit, answers, coding = editor(study, "reviewer", "李导师"), Answers(), suggestion(study)
    asked = [
        Remove(seq=1, coding=coding),
        Review(seq=2, coding=coding, verdict="dispute", text="引文太短", uuid="a" * 32),
    ]
    assert edit.apply_outbox(CLIENT, asked, answers)
    assert answers.ack == {CLIENT: 2} and [one.seq for one in answers.refused] == [1]
    assert study.coding(coding) is not None and study.reviews("coding", coding)[-1].id == "a" * 32


def test_without_a_name_nothing_is_done_and_it_is_asked_for(
    study: Project, tmp_path: Path, heard: list[str]
) -> None:
    edit, revision = editor(study, name=None), study.revision
    waited: list[bool] = []
    edit.wait_for_name = lambda: waited.append(True)  # type: ignore[method-assign]
    assert not edit.apply(SaveCase("甲")) and waited == [True]
    assert heard == [message("explorer.name_first")]
    assert not edit.named() and len(waited) == 2
    assert not edit.apply_outbox(CLIENT, [Remove(seq=1, coding="x")], Answers())
    assert not edit.turn_back("undo") and edit.standing() == (None, None)
    for call in (
        lambda: edit.adopt(load("problem_cause_countermeasure")),
        lambda: edit.read_cases(tmp_path / "x.csv"),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.key == "explorer.name_first"
    assert study.revision == revision
    assert edit.attempt() == (0, "") and len(waited) == 2  # nothing to do needs no name


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_work_goes_on_up_to_the_first_refusal_which_is_said(
    lang: Language, study: Project, heard: list[str]
) -> None:
    edit = editor(study, lang=lang)
    count, refusal = edit.attempt(SaveCase("甲"), RemoveView("none"), SaveCase("乙"))
    assert (
        count == 1 and len(refusal) > 5 and ("\u4e00" <= refusal[0] <= "\u9fff") == (lang == "zh")
    )
    names = {case.name for case in study.cases()}
    assert "甲" in names and "乙" not in names
    assert not edit.apply(SaveCase("丙"), RemoveView("none")) and heard == [refusal]
    assert "丙" in {case.name for case in study.cases()}


def test_what_the_browser_sends_twice_is_done_once(study: Project) -> None:
    edit, coding = editor(study), suggestion(study)
    memo = WriteMemo("coding", coding, "一次")
    assert edit.attempt(memo, client=CLIENT, seq=1) == (1, "")
    revision = study.revision
    assert edit.attempt(memo, client=CLIENT, seq=1) == (1, "") and study.revision == revision


def test_undo_says_what_it_took_back_or_why_not(study: Project, heard: list[str]) -> None:
    edit = editor(study, name="新人")
    assert not edit.turn_back("undo") and heard.pop() == message("project.nothing_to_undo")
    assert edit.apply(SaveView("旧的检索", "concordance", {"search_text": "数据"}))
    assert edit.turn_back("undo") and "旧的检索" in heard.pop()
    assert study.views("concordance") == []
    assert edit.turn_back("redo") and "旧的检索" in heard.pop()
    assert [view.name for view in study.views("concordance")] == ["旧的检索"]


def test_a_coder_does_the_larger_work(study: Project, tmp_path: Path) -> None:
    edit = editor(study)
    file, table = tmp_path / "新.txt", tmp_path / "cases.csv"
    file.write_text(NEW, encoding="utf-8")
    table.write_text("case,部门\n新的人,财务\n", encoding="utf-8")
    seen: list[str] = []
    outcome = edit.import_files(
        [file], Settings(()), progress=lambda done, total, name: seen.append(name), uploaded=True
    )
    assert outcome.count("new") == 1 and seen == ["新.txt"]
    assert edit.code().changed.added > 0
    assert edit.read_cases(table).made == 1 and "新的人" in {case.name for case in study.cases()}
    book = load("information_ecology")
    newer = book.model_copy(update={"version": "99.0.0"})
    assert edit.adopt(newer) and not edit.adopt(newer)


def test_a_name_is_found_again_or_made_and_a_machines_is_refused(study: Project) -> None:
    desk = Desk(study)
    made = coder_named(desk, "新来的人")
    revision = study.revision
    assert coder_named(Desk(study), "新来的人") == made and study.revision == revision
    for name in ("rules", "  "):
        with pytest.raises(Refused):
            coder_named(desk, name)


@pytest.mark.thorough
def test_a_page_asks_for_the_name_and_keeps_what_was_typed(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("STUDY", str(study.path)), ("ROLE", "coder"), ("LANG", "zh")):
        monkeypatch.setenv(f"FANGTAN_{name}", value)
    for name in ("CODER", "DEMO"):
        monkeypatch.delenv(f"FANGTAN_{name}", raising=False)
    at = AppTest.from_string(
        "from app.explorer.main import page_of\n"
        "from app.explorer.pages import PAGES\n"
        "from app.explorer.widgets.session import start\n"
        "page_of(next(spec for spec in PAGES if spec.id == 'books'), [start()])()",
        default_timeout=120,
    ).run()

    def add() -> None:
        next(one for one in at.button if one.label == message("cases_page.add")).click().run()

    at.text_input(key="own_key_0").input("自定")
    at.text_input(key="own_name_0").input("自己的编码")
    add()
    assert not at.exception and "自定" not in {code.key for code in study.codes()}
    assert at.text_input(key="name_input") is not None
    assert at.text_input(key="own_name_0").value == "自己的编码"
    at.text_input(key="name_input").input("后来的人")
    next(one for one in at.button if one.label == message("explorer.begin")).click().run()
    assert "后来的人" in {coder.name for coder in study.coders()}
    assert "name_input" not in [one.key for one in at.text_input]
    assert at.text_input(key="own_name_0").value == "自己的编码"
    add()
    assert not at.exception and "自定" in {code.key for code in study.codes()}
    assert at.text_input(key="own_name_1").value == ""
