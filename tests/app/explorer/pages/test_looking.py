"""The view 待看: a batch is made beside the page, answers are stored and taken back, what is put
off does not come again, and a reviewer looks without answering.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from studies import take

from app.explorer.pages.review.looking import ROUND
from app.explorer.state.looking import AHEAD, Round
from app.study.projects import adopt
from codebooks.loading import load
from corpus.catalogue import message
from corpus.project import Filter, Project, StoredCoding, create
from corpus.project.checking import check
from corpus.project.operations import AddCoding

BOOK = "problem_cause_countermeasure"
TEXTS = (
    "访谈编号：L-1\n\n问：难在哪？\n答：各部门的数据标准不统一。去年冬天食堂换了新的厨师。"
    "我们每周三下午开例会讨论进度。接口一直没有打通。\n问：别的呢？\n答：年轻人都不愿意来基层工作。"
    "服务器是十年前买的旧机器。\n",
    "访谈编号：L-2\n\n问：难在哪？\n答：没有专门的经费支持这项工作。领导换届以后方案就搁置了。"
    "群众对网上办事的满意度提高了。\n问：那怎么办？\n答：希望省里出台一部条例。"
    "隐私泄露的事情谁也不敢承担责任。\n",
)
"""合成样例"""
SCRIPT = """
import streamlit as st
from app.explorer.pages.review import render
from app.explorer.widgets.session import start
st.query_params["review_view"] = "looking"
render(start())
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """Two interviews without codings, and the reader is a coder."""
    path = tmp_path / "study.fangtan"
    for name, value in (("STUDY", str(path)), ("ROLE", "coder"), ("LANG", "zh"), ("CODER", "甲")):
        monkeypatch.setenv(f"FANGTAN_{name}", value)
    with create(path, "研究𠮷") as project:
        adopt(project, load(BOOK), project.coder("甲"))
        for number, text in enumerate(TEXTS, 1):
            take(project, text, f"访谈/{number}.txt")
        yield project


def opened() -> AppTest:
    at = AppTest.from_string(SCRIPT, default_timeout=60).run()
    assert not at.exception
    return at


def round_of(at: AppTest) -> Round:
    held = at.session_state[ROUND]
    assert isinstance(held, Round)
    return held


def begun() -> AppTest:
    """The view with a batch on it."""
    at = opened()
    press(at, "begin")
    return came(at)


def came(at: AppTest) -> AppTest:
    """The page once the batch under way is there."""
    work = round_of(at).work
    assert work is not None
    work.wait(60)
    at.run()
    assert not at.exception and not at.error, [error.value for error in at.error]
    return at


def keys(at: AppTest) -> list[str]:
    return [str(button.key) for button in at.button]


def press(at: AppTest, name: str) -> None:
    """Press a button of the view: its key changes with every sentence."""
    [key] = [key for key in keys(at) if key.startswith(f"looking_{name}")]
    at.button(key=key).click().run()
    assert not at.exception and not at.error, [error.value for error in at.error]


def stored(project: Project) -> list[StoredCoding]:
    return project.codings(Filter(statuses=()))


def test_nothing_is_made_before_it_is_asked_for(project: Project) -> None:
    at = opened()
    assert [info.value for info in at.info] == [message("looking_page.what")]
    assert not stored(project) and ROUND not in at.session_state


def test_a_yes_and_a_no_are_stored_and_the_next_sentence_comes(project: Project) -> None:
    at = begun()
    first, second = round_of(at).waiting[:2]
    assert len(round_of(at).waiting) == 10
    [polarity] = [each for each in at.get("button_group") if "polarity" in str(each.key)]
    polarity.set_value("demanded").run()
    press(at, "yes")
    press(at, "no")
    said = {coding.span: (coding.status, coding.quote, coding.code) for coding in stored(project)}
    assert said[first.coding.span] == ("accepted", first.coding.quote, first.code)
    assert said[second.coding.span] == ("rejected", second.coding.quote, second.code)
    [yes] = [coding for coding in stored(project) if coding.status == "accepted"]
    assert yes.polarity == "demanded"
    assert yes.evidence is not None and yes.evidence.rule == f"looked.{first.way}"
    assert len(round_of(at).waiting) == 8 and check(project).sound


def test_what_is_skipped_stores_nothing_and_does_not_come_again(project: Project) -> None:
    at = begun()
    first = round_of(at).waiting[0]
    revision = project.revision
    press(at, "skip")
    assert project.revision == revision and not stored(project)
    press(at, "begin")
    came(at)
    assert first.place not in {waiting.place for waiting in round_of(at).waiting}


def test_undo_takes_an_answer_back_and_asks_again(project: Project) -> None:
    at = begun()
    first, second = round_of(at).waiting[:2]
    press(at, "yes")
    press(at, "undo")
    assert not stored(project) and round_of(at).waiting[:2] == [first, second]
    press(at, "no")
    assert [coding.status for coding in stored(project)] == ["rejected"]
    assert round_of(at).waiting[0] == second


def test_the_next_batch_is_begun_before_the_last_sentence(project: Project) -> None:
    at = begun()
    while len(round_of(at).waiting) > AHEAD:
        assert round_of(at).work is None
        press(at, "no")
    left = {waiting.place for waiting in round_of(at).waiting}
    work = round_of(at).work
    assert work is not None
    work.wait(60)
    assert not left & {waiting.place for waiting in work.result().waiting}
    for _ in range(AHEAD):
        press(at, "no")
    assert round_of(at).waiting and round_of(at).work is None

    assert at.dataframe and len(stored(project)) == 10


def test_a_sentence_that_another_has_answered_is_passed_over(project: Project) -> None:
    at = begun()
    first, second = round_of(at).waiting[:2]
    made = AddCoding(first.transcript, first.coding.span, first.coding.quote, first.code, "lacking")
    project.apply(made, coder=project.coder("乙"))
    at.run()
    assert not at.exception and round_of(at).waiting[0] == second


def test_a_refusal_is_said_and_the_next_sentence_comes(project: Project) -> None:
    at = begun()
    first, second = round_of(at).waiting[:2]
    take(project, TEXTS[0].replace("食堂", "饭堂"), "访谈/1.txt")
    take(project, TEXTS[1].replace("群众", "百姓"), "访谈/2.txt")
    press(at, "yes")
    assert at.session_state["notices"] and not stored(project)
    assert round_of(at).waiting[0] == second != first


def test_codes_chosen_are_the_only_ones_asked_about(project: Project) -> None:
    at = opened()
    code = next(code for code in project.codes() if code.parent)
    at.multiselect(key="looking_codes").set_value([code.id]).run()
    press(at, "begin")
    came(at)
    assert {waiting.code for waiting in round_of(at).waiting} == {code.id}


def test_a_batch_under_way_is_stopped(project: Project) -> None:
    at = opened()
    press(at, "begin")
    round_of(at).stop()
    at.run()
    assert message("looking_page.stopped") in [info.value for info in at.info]
    press(at, "begin")
    assert came(at) and round_of(at).waiting


def test_a_reviewer_looks_and_does_not_answer(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANGTAN_ROLE", "reviewer")
    at = begun()
    first, second = round_of(at).waiting[:2]
    assert not [key for key in keys(at) if key.startswith(("looking_yes", "looking_no"))]
    press(at, "skip")
    assert round_of(at).waiting[0] == second != first
    assert not stored(project)
    assert "learned" not in {coder.name for coder in project.coders()}
