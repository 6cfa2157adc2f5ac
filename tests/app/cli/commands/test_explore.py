"""fangtan explore: what it hands to the server, and what keeps it from starting."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from coded_commands import ran

from app.explorer import server
from codebooks.loading import SHIPPED
from corpus.catalogue import message
from corpus.project import open_project


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """Calls of the server, which is not started."""
    calls: list[tuple[str, dict[str, Any]]] = []

    def serve(path: str, **options: Any) -> int:
        calls.append((path, options))
        return 0

    monkeypatch.setattr(server, "serve", serve)
    return calls


def test_a_study_is_opened_as_asked(study: Path, served: list[tuple[str, dict[str, Any]]]) -> None:
    options = ("--role", "reviewer", "--coder", "王", "--port", 8600, "--no-browser")
    assert ran("explore", study, *options, "--lang", "en")[0] == 0
    ((path, asked),) = served
    assert path == str(study)
    assert asked == {
        "port": 8600,
        "browser": False,
        "role": "reviewer",
        "coder": "王",
        "lang": "en",
        "demo": False,
        "say": asked["say"],
    }


def test_the_only_study_of_a_folder_need_not_be_named(
    study: Path,
    served: list[tuple[str, dict[str, Any]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ran("explore", "--lang", "en")[0] == 2
    shutil.copy(study, tmp_path / "一.fangtan")
    assert ran("explore")[0] == 0
    ((path, asked),) = served
    assert Path(path).name == "一.fangtan" and asked["role"] == "coder" and asked["browser"]
    shutil.copy(study, tmp_path / "二.fangtan")
    code, output = ran("explore")
    assert code == 2 and output.strip() == message("explore.which", found="一.fangtan、二.fangtan")
    assert len(served) == 1


@pytest.mark.parametrize("arguments", [["--port", "80"], ["--role", "boss"], ["--lang", "fr"]])
def test_what_no_server_takes_is_refused(
    study: Path, served: list[tuple[str, dict[str, Any]]], arguments: Sequence[str]
) -> None:
    code, output = ran("explore", study, *arguments)
    assert code == 2 and arguments[0] in output and served == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_no_study_is_told_before_a_server_starts(
    served: list[tuple[str, dict[str, Any]]], tmp_path: Path, lang: str
) -> None:
    (tmp_path / "不是.fangtan").write_text("问：难在哪？", "utf-8")
    for name in ("不是.fangtan", "没有.txt"):
        code, output = ran("explore", tmp_path / name, "--lang", lang)
        assert code == 2 and name.partition(".")[0] in output and "Traceback" not in output
    assert served == [] and [path.name for path in tmp_path.iterdir()] == ["不是.fangtan"]


def test_a_study_that_is_not_there_is_made_with_the_codebooks_shipped(
    served: list[tuple[str, dict[str, Any]]], tmp_path: Path
) -> None:
    assert ran("explore", tmp_path / "新.fangtan", "--coder", "王")[0] == 0
    ((path, asked),) = served
    assert asked["say"] == [message("explore.made", study=path)]
    with open_project(path, read_only=True) as made:
        assert [coder.name for coder in made.coders()] == ["王"]
        assert {book.family for book in made.codebooks()} == set(SHIPPED)
