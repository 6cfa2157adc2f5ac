"""Who did what and when, the history of one thing, and taking steps back."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_commands import record, run

from app.cli.project.log import FIELDS
from corpus.catalogue import message
from corpus.project import Filter, open_project
from corpus.project import operations as op
from corpus.span import Span


def lay(study: Path, words: str = "接口也打不通", coder: str = "李") -> str:
    """Lay a code on these words of the first interview; the id of the coding."""
    with open_project(study) as project:
        (info,) = [info for info in project.transcripts() if info.source.endswith("一.txt")]
        start = project.transcript(info.id).text.index(words)
        code = next(code for code in project.codes() if code.parent is not None)
        operation = op.AddCoding(
            info.id, Span(start, start + len(words)), words, code.id, "lacking"
        )
        project.apply(operation, coder=project.coder(coder))
    return operation.id


def test_the_log_in_both_languages(study: Path) -> None:
    lay(study)
    assert "导入" in run("log", study) and "编码者" in run("log", study)
    english = run("log", study, "--lang", "en")
    assert "import" in english and "time (UTC)" in english
    newest = record("log", study, "--limit", "1")
    assert [(entry["kind"], entry["coder"], entry["rows"]) for entry in newest] == [
        ("add_coding", "李", 1)
    ]
    numbers = [entry["number"] for entry in record("log", study)]
    assert numbers == sorted(numbers, reverse=True)
    assert {entry["coder"] for entry in record("log", study, "--coder", "李")} == {"李"}


def test_the_history_of_a_coding_by_its_words_and_by_its_id(study: Path) -> None:
    entity = lay(study)
    with open_project(study) as project:
        machine = [
            coding.id
            for coding in project.codings(Filter(text="接口也打不通"))
            if coding.id != entity
        ]
        li = project.coder("李")
        for suggestion in machine:
            project.apply(op.RemoveCoding(suggestion), coder=li)
        project.apply(op.SetPolarity(entity, "unsure"), coder=li)
    text = run("history", study, entity[:8])
    assert f"{message('polarity.lacking', 'zh')} → {message('polarity.unsure', 'zh')}" in text
    english = run("history", study, entity, "--lang", "en")
    assert "set polarity" in english and "接口也打不通" in english
    assert f"{message('polarity.lacking', 'en')} → {message('polarity.unsure', 'en')}" in english
    told = record("history", study, entity)
    assert [event["kind"] for event in told["events"]] == ["add_coding", "set_polarity"]
    assert told["events"][1]["changes"] == {"polarity": ["lacking", "unsure"]}
    assert all(event["coder"] == "李" for event in told["events"])
    if not machine:
        assert record("history", study, "接口也打不通")["id"] == entity


def test_the_history_of_what_was_removed_is_still_told(study: Path) -> None:
    entity = lay(study)
    with open_project(study) as project:
        project.apply(op.RemoveCoding(entity), coder=project.coder("李"))
    assert "已删除" in run("history", study, entity[:10])
    assert "removed" in run("history", study, entity[:10], "--lang", "en")


def test_the_history_of_a_code_a_case_and_a_transcript(study: Path) -> None:
    with open_project(study) as project:
        code = next(code for code in project.codes() if code.parent is not None)
        other = next(info for info in project.codes() if info.id not in (code.id, code.parent))
        li = project.coder("李")
        project.apply(op.RenameCode(code.id, "改了名", "#aa3322"), coder=li)
        project.apply(op.MoveCode(code.id, None), coder=li)
    for name in (code.key, f"{code.family}:{code.key}", "改了名"):
        text = run("history", study, name)
        assert f"{code.name} → 改了名" in text and "#aa3322" in text
    assert other.id != code.id
    assert record("history", study, "A-1")["what"] == "A-1"
    assert record("history", study, "一.txt")["what"].endswith("一.txt")


def test_words_that_mean_several_things_are_listed(study: Path) -> None:
    ids = {lay(study, "没有统一标准"), lay(study, "建议统一标准")}
    things = {thing["id"] for thing in record("history", study, "统一标准", code=1)["things"]}
    assert ids <= things
    assert "请用编号指明" in run("history", study, "统一标准", code=1)
    assert "name one by its id" in run("history", study, "统一标准", "--lang", "en", code=1)


@pytest.mark.parametrize("what", ["没有这样的话", "abcdef", "C999"])
def test_what_the_study_does_not_know(study: Path, what: str) -> None:
    assert what in run("history", study, what, code=2)
    assert "knows nothing of" in run("history", study, what, "--lang", "en", code=2)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_field_of_a_history_has_a_name(lang: str) -> None:
    for field in FIELDS:
        assert message(f"history_field.{field}", lang) != f"history_field.{field}"


def test_undo_names_a_coder_whom_the_study_knows(study: Path, tmp_path: Path) -> None:
    assert "李" in run("undo", study, "--coder", "无此人", code=2)
    assert "李" in run("log", study, "--coder", "无此人", code=2)
    assert [coder["name"] for coder in record("info", study)["coders"]] == ["李", "rules"]
    assert "引用" in run("undo", study, "--coder", "李", code=2), (
        "codings stand on the codebook that the step brought"
    )
    table = tmp_path / "人.csv"
    table.write_text("受访者,级别\nA-1,科级\nA-2,处级\n", encoding="utf-8")
    run("cases", study, "--import", table, "--coder", "李")
    assert record("undo", study, "--coder", "李")["done"] == 1
    assert "处级" not in run("cases", study)
    assert record("undo", study, "--coder", "李", "--redo")["done"] == 1
    assert "处级" in run("cases", study)
    assert "没有可以" in run("undo", study, "--coder", "李", "--redo", code=2)


def test_steps_that_could_not_all_be_taken_back_are_counted(study: Path) -> None:
    lay(study, coder="王")
    assert "1" in run("undo", study, "--coder", "王", "--steps", "3", code=2)
    assert "1 operations of 王" in run("undo", study, "--coder", "王", "--redo", "--lang", "en")
