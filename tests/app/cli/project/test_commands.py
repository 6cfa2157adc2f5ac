"""The commands as a family: docs, help, both languages, faults said in a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from project_commands import record, run

from app.cli.project import person, project_app
from corpus.catalogue import message

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
