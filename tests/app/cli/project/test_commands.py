"""The commands as a family: docs, help, both languages, faults said in a sentence."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from project_commands import record, run

from app.cli.project import person, project_app
from corpus.catalogue import message
from corpus.project import Filter, open_project
from corpus.project.checking import state_of

NAMES = [str(command.name) for command in project_app.registered_commands]
DOCS = (Path(__file__).resolve().parents[4] / "docs" / "project.md").read_text("utf-8")
NEEDS = {
    "import": ("访谈",),
    "split": ("--coder", "王", "-o", "wang.fangtan"),
    "merge": ("wang.fangtan",),
    "history": ("C1",),
    "assign": ("A-1", "答"),
}
"""What a command needs beside the study."""


@pytest.mark.parametrize("name", NAMES)
def test_every_command_stands_in_the_docs(name: str) -> None:
    assert f"`fangtan project {name} STUDY" in DOCS


@pytest.mark.parametrize("name", NAMES)
def test_every_command_says_in_both_languages_what_it_does(name: str) -> None:
    text = run(name, "--help")
    assert "--lang" in text and "--json" in text
    assert any("\u4e00" <= sign <= "\u9fff" for sign in text)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "new"])
def test_a_study_that_is_not_there_is_said_in_both_languages(name: str, tmp_path: Path) -> None:
    path = tmp_path / "没有.fangtan"
    for lang in ("zh", "en"):
        text = run(name, path, *NEEDS.get(name, ()), "--lang", lang, code=2)
        assert text.strip() == message("store.missing", lang, name=str(path))
    error = record(name, path, *NEEDS.get(name, ()), code=2)
    assert error == {"error": message("store.missing", "zh", name=str(path)), "problems": []}
    assert not path.exists()


def test_the_coder_is_the_one_named_else_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    assert person("李") == "李"
    monkeypatch.setattr("getpass.getuser", lambda: "wang")
    assert person(None) == "wang"

    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert person(None) == "researcher"


def test_the_commands_are_named_without_loading_what_they_need() -> None:
    heavy = "{'pandas', 'sqlalchemy', 'streamlit', 'rjieba', 'matplotlib'}"
    code = f"import sys, app.cli.project; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "new"])
def test_a_file_that_is_no_study_is_said_and_left_as_it_is(name: str, tmp_path: Path) -> None:
    path = tmp_path / "不是.fangtan"
    path.write_text("问：难在哪？\n答：没有统一标准。\n" * 9, encoding="utf-8")
    before = path.read_bytes()
    for lang in ("zh", "en"):
        text = run(name, path, *NEEDS.get(name, ()), "--lang", lang, code=2)
        assert text.strip() == message("store.foreign", lang, name=str(path))
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


READERS = ["info", "check", "log", "cases", "conflicts", "merge-codings", "history"]


@pytest.mark.parametrize("name", READERS)
def test_what_only_looks_changes_nothing_and_tells_more_than_nothing(
    name: str, study: Path
) -> None:
    """In both languages and as JSON; the revision of the study stays as it is."""
    with open_project(study, read_only=True) as project:
        before, revision = state_of(project), project.revision
    needs = {"history": ["A-1"], "merge-codings": ["--coder", "李"]}.get(name, [])
    chinese, english = (run(name, study, *needs, "--lang", lang) for lang in ("zh", "en"))
    assert chinese.strip() and english.strip() and chinese.isascii() is False
    assert record(name, study, *needs) is not None
    with open_project(study, read_only=True) as project:
        assert (state_of(project), project.revision) == (before, revision)


def test_info_counts_what_stands_in_the_study(study: Path) -> None:
    """By two routes: the record of the command, and the study asked thing by thing."""
    facts = record("info", study)
    with open_project(study, read_only=True) as project:
        everything = project.codings(Filter(statuses=(), placed=None))
        names = {coder.id: coder.name for coder in project.coders()}
        counted = Counter((names[one.coder], one.status) for one in everything)
        assert facts["characters"] == sum(
            len(project.transcript(info.id).text) for info in project.transcripts()
        )
        assert (facts["project"], facts["revision"]) == (project.id, project.revision)
        assert facts["to_place"] == sum(not one.placed for one in everything)
        assert facts["memos"] == len(project.memos()) and facts["conflicts"] == 0
    assert {
        (coder["name"], status): coder[status]
        for coder in facts["coders"]
        for status in ("suggested", "accepted", "rejected")
        if coder[status]
    } == counted


def test_the_log_is_cut_and_filtered_and_undo_adds_to_it(study: Path) -> None:
    whole = record("log", study)
    assert [entry["number"] for entry in whole] == sorted(
        (entry["number"] for entry in whole), reverse=True
    )
    assert record("log", study, "--limit", 2) == whole[:2]
    run("assign", study, "A-2", "答", "--case", "A-1", "--coder", "李")
    undone = record("undo", study, "--coder", "李")
    assert undone == {"done": 1, "revision": whole[0]["number"] + 2}
    assert record("undo", study, "--coder", "李", "--redo")["revision"] == undone["revision"] + 1
    newest = record("log", study, "--coder", "李", "--limit", 3)
    assert [entry["kind"] for entry in newest] == ["redo", "undo", "assign_case"]
    assert {entry["coder"] for entry in newest} == {"李"}
    error = record("log", study, "--coder", "张", code=2)["error"]
    assert "张" in error and "李" in error
