"""A study in a file, coded by rule, with two interviews."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from project_commands import ONE, TWO, run


def _written(folder: Path) -> Path:
    folder.mkdir()
    (folder / "一.txt").write_text(ONE, encoding="utf-8")
    (folder / "二.txt").write_bytes(TWO.encode("gb18030"))
    return folder


@pytest.fixture
def interviews(tmp_path: Path) -> Path:
    return _written(tmp_path / "访谈")


@pytest.fixture(scope="session")
def coded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study as three commands make it: made once, copied for each test."""
    folder = tmp_path_factory.mktemp("coded")
    path = folder / "研究.fangtan"
    run("new", path, "-c", "information_ecology", "--coder", "李")
    run("import", path, _written(folder / "访谈"))
    run("code", path)
    return path


@pytest.fixture
def study(tmp_path: Path, interviews: Path, coded_file: Path) -> Path:
    return Path(shutil.copy(coded_file, tmp_path / "研究.fangtan"))
