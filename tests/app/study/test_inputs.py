"""Which files are read: in a fixed order, what is passed over, and what is told about it."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.study.inputs import find_inputs


def filled(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("问：请问？\n答：没有。", encoding="utf-8")
    return folder


def names_below(folder: Path, *inputs: Path, out: Path | None = None) -> list[str]:
    """The names found, told from ``folder``."""
    files, problems = find_inputs(inputs or [folder], out)
    assert not [problem for problem in problems if problem.severity == "error"]
    return [Path(name).relative_to(folder).as_posix() for _, name in files]


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    filled(tmp_path, "二.txt", "b/c.docx", "a.txt", "b/一.md", "没有后缀")
    found = names_below(tmp_path)
    assert found == sorted(["二.txt", "b/c.docx", "a.txt", "b/一.md", "没有后缀"])
    files, _ = find_inputs([tmp_path])
    assert all(path == Path(name) for path, name in files)


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.txt",
        "~$访谈.docx",
        "Thumbs.db",
        "desktop.ini",
        ".git/config",
        "__pycache__/x.txt",
        "earlier/run.json",
    ],
)
def test_what_is_no_interview_is_passed_over_in_silence(tmp_path: Path, name: str) -> None:
    filled(tmp_path, "a.txt", name)
    if name == "earlier/run.json":  # the output folder of another run
        filled(tmp_path, "earlier/codings.jsonl")
    assert names_below(tmp_path) == ["a.txt"]
    assert find_inputs([tmp_path])[1] == []


def test_the_output_folder_inside_is_not_read(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt", "out/b.txt", "deep/out/c.txt")
    assert names_below(tmp_path, out=tmp_path / "out") == ["a.txt", "deep/out/c.txt"]


@pytest.mark.parametrize("name", ["readme.md", "README.md", "Provenance.md"])
def test_files_about_the_others_are_passed_over_with_a_note(tmp_path: Path, name: str) -> None:
    filled(tmp_path, "a.txt", name)
    files, problems = find_inputs([tmp_path])
    assert [path.name for path, _ in files] == ["a.txt"]
    (problem,) = problems
    assert (problem.key, problem.severity) == ("read.passed_over", "note")
    assert name in problem.sentence("zh") and name in problem.sentence("en")


def test_a_readme_that_is_named_is_read_and_not_told_of(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt", "readme.md")
    files, problems = find_inputs([tmp_path, tmp_path / "readme.md"])
    assert [path.name for path, _ in files] == ["a.txt", "readme.md"] and problems == []


def test_a_file_that_is_given_twice_is_read_once(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt")
    assert names_below(tmp_path, tmp_path / "a.txt", tmp_path, tmp_path / "a.txt") == ["a.txt"]


def test_what_is_missing_is_named_and_the_rest_is_found(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt")
    files, problems = find_inputs([tmp_path / "没有", tmp_path / "a.txt"])
    assert len(files) == 1
    assert [(problem.key, problem.source) for problem in problems] == [
        ("read.missing", str(tmp_path / "没有"))
    ]
    assert find_inputs([]) == ([], [])


def test_a_label_stands_in_names_for_the_folder(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt", "深/b.txt")
    files, _ = find_inputs([tmp_path], label="合成样例")
    assert [name for _, name in files] == [
        str(Path("合成样例/a.txt")),
        str(Path("合成样例/深/b.txt")),
    ]
    assert all(path.exists() for path, _ in files)


def test_names_are_composed_and_twins_stay_two(tmp_path: Path) -> None:
    """On disk a name may be decomposed (macOS); two that look alike are two files."""
    composed, apart = (unicodedata.normalize(form, "é访谈.txt") for form in ("NFC", "NFD"))
    filled(tmp_path, apart)
    ((path, name),) = find_inputs([tmp_path])[0]
    assert name == str(tmp_path / composed) and path.exists()
    filled(tmp_path, composed)
    if len(list(tmp_path.iterdir())) == 1:  # a file system that takes them for one
        return
    names = [name for _, name in find_inputs([tmp_path])[0]]
    assert sorted(names) == sorted([str(tmp_path / composed), str(tmp_path / apart)])


def test_names_that_are_no_text_are_legible(tmp_path: Path) -> None:
    if os.name != "posix":
        return
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("答：没有。", "utf-8")
    ((path, name),) = find_inputs([tmp_path])[0]
    assert path.exists() and name.endswith("\ufffd.txt")
    assert name.encode("utf-8")


def test_folders_that_are_shut_are_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path, "a.txt", "shut/b.txt")
    usual = os.scandir

    def scandir(path: str) -> object:
        if str(path) == str(tmp_path / "shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path)

    monkeypatch.setattr(os, "scandir", scandir)
    files, problems = find_inputs([tmp_path])
    assert [path.name for path, _ in files] == ["a.txt"]
    assert [(problem.key, problem.source) for problem in problems] == [
        ("read.folder_shut", str(tmp_path / "shut"))
    ]
    assert "Permission denied" in problems[0].sentence("en")


SEGMENT = st.text(st.sampled_from("aé甲乙𠮷 一.+"), min_size=1, max_size=4).filter(
    lambda name: not name.startswith((".", "~$")) and name.strip(". ") == name
)


@given(st.sets(SEGMENT, max_size=5))
def test_every_file_is_found_once_whatever_its_name(
    tmp_path_factory: pytest.TempPathFactory, names: set[str]
) -> None:
    folder = filled(tmp_path_factory.mktemp("in"), *(f"{name}.txt" for name in names))
    files, problems = find_inputs([folder])
    assert {path for path, _ in files} == set(folder.iterdir()) and problems == []
    assert [name for _, name in files] == sorted({name for _, name in files})
