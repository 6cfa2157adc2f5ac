"""What the buttons of the pages do to a small study: interviews taken in, codes arranged, a
difference decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from studies import OTHER, TEXT, take

from app.explorer.pages.compare import CHOSEN
from app.study.projects import adopt
from codebooks.loading import load
from corpus.project import Filter, Project, create
from corpus.project.operations import AddCoding
from corpus.span import Span

BOOK = "problem_cause_countermeasure"
SCRIPT = """
import streamlit as st
from app.explorer.pages.{page} import render
from app.explorer.widgets.session import start
for name, value in {params!r}.items():
    st.query_params[name] = value
render(start())
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A study with one interview and two coders, and the reader is one of them."""
    path = tmp_path / "study.fangtan"
    for name, value in (("STUDY", str(path)), ("ROLE", "coder"), ("LANG", "zh"), ("CODER", "甲")):
        monkeypatch.setenv(f"FANGTAN_{name}", value)
    with create(path, "研究𠮷") as project:
        adopt(project, load(BOOK), project.coder("甲"))
        take(project, TEXT)
        yield project


def page(name: str, **params: str) -> AppTest:
    at = AppTest.from_string(SCRIPT.format(page=name, params=params), default_timeout=60).run()
    assert not at.exception
    return at


def codes(project: Project) -> dict[str, str]:
    """Key -> id of the codes that stand, in the order of the codebook."""
    return {code.key: code.id for code in project.codes()}


def lay(project: Project, name: str, code: str, start: int, end: int) -> str:
    """The id of a coding that a coder lays on a stretch."""
    info = project.transcripts()[0]
    quote = project.transcript(info.id).text[start:end]
    operation = AddCoding(info.id, Span(start, end), quote, code, "lacking")
    project.apply(operation, coder=project.coder(name))
    return operation.id


def test_a_code_gets_the_name_that_is_typed(project: Project) -> None:
    first, second, *_ = codes(project).values()
    at = page("books")
    at.selectbox(key=f"arrange_code_{BOOK}").set_value(second).run()
    assert at.button(key="arrange_rename").disabled
    [field] = [each for each in at.text_input if str(each.key).startswith(f"arrange_name_{second}")]
    field.set_value("  新名𠮷 ").run()
    at.button(key="arrange_rename").click().run()
    names = {code.id: code.name for code in project.codes()}
    assert not at.exception and names[second] == "新名𠮷" and names[first] != "新名𠮷"


def test_a_code_is_moved_to_the_top_and_never_below_itself(project: Project) -> None:
    child = next(code for code in project.codes() if code.parent)
    at = page("books")
    at.selectbox(key=f"arrange_code_{BOOK}").set_value(child.parent).run()
    [parents] = [each for each in at.selectbox if str(each.key).startswith("arrange_parent_")]
    assert not [option for option in parents.options if option.startswith(f"{child.key} ")]
    at.selectbox(key=f"arrange_code_{BOOK}").set_value(child.id).run()
    [parents] = [each for each in at.selectbox if str(each.key).startswith("arrange_parent_")]
    parents.select_index(0).run()
    at.button(key="arrange_move").click().run()
    assert not at.exception
    assert next(code for code in project.codes() if code.id == child.id).parent is None


def test_merged_codings_stand_under_the_heir(project: Project) -> None:
    leaves = [code.id for code in project.codes() if code.parent][-2:]
    coding = lay(project, "甲", leaves[0], 0, 4)
    at = page("books")
    at.selectbox(key=f"arrange_code_{BOOK}").set_value(leaves[0]).run()
    assert at.button(key="arrange_merge").disabled
    at.selectbox(key=f"arrange_heir_{leaves[0]}").set_value(leaves[1]).run()
    at.button(key="arrange_merge").click().run()
    assert not at.exception and leaves[0] not in codes(project).values()
    stored = project.coding(coding)
    assert stored is not None and stored.code == leaves[1]


def test_a_difference_is_decided_with_its_reason_for_every_coding_in_it(project: Project) -> None:
    first, second = [code.id for code in project.codes() if code.parent][:2]
    mine, theirs = lay(project, "甲", first, 0, 4), lay(project, "乙", second, 0, 4)
    at = page("compare", **{CHOSEN: mine})
    [submit] = [each for each in at.button if "FormSubmitter:adjudicate" in str(each.key)]
    submit.click().run()
    assert at.error and not project.reviews("coding")
    at.text_input(key="verdict_reason_0").set_value("原话更近")
    [submit] = [each for each in at.button if "FormSubmitter:adjudicate" in str(each.key)]
    submit.click().run()
    assert not at.exception and not at.error, [error.value for error in at.error]
    reviews = project.reviews("coding")
    assert {review.target for review in reviews} == {mine, theirs}
    assert {review.verdict for review in reviews} == {"adjudicate"}
    assert all(review.text.endswith("：原话更近") for review in reviews)


def test_a_folder_is_taken_in_and_coded_and_what_became_of_it_is_told(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "访谈"
    folder.mkdir()
    (folder / "二.txt").write_text(OTHER, encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    at = page("overview")
    assert at.button(key="do_import").disabled
    at.text_input(key="folder_0").set_value(f" {folder} ").run()
    at.button(key="do_import").click().run()
    assert not at.exception and len(project.transcripts()) == 2
    report = at.session_state["import_report"]
    assert len(report) > 1 and any("空.txt" in sentence for sentence in report[1:])
    assert at.text_input(key="folder_1").value == ""
    machine = {coder.id for coder in project.coders() if coder.kind == "machine"}
    codings = project.codings(Filter(statuses=()))
    assert codings and {coding.coder for coding in codings} == machine


def test_the_coder_that_learns_suggests_by_what_was_coded(project: Project) -> None:
    words = "没有统一标准"
    start = project.transcript(project.transcripts()[0].id).text.index(words)
    lay(project, "甲", codes(project)["P1"], start, start + len(words))
    before = project.codings(Filter(statuses=()))
    at = page("overview")
    at.button(key="code_learned").click().run()
    assert not at.exception and not at.error
    names = {coder.id: coder.name for coder in project.coders()}
    new = [one for one in project.codings(Filter(statuses=())) if one not in before]
    assert new and {names[one.coder] for one in new} == {"learned"}
    assert {one.status for one in new} == {"suggested"}
