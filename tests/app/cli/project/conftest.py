"""A study in a file, coded by rule, with two interviews."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_commands import ONE, TWO, run


@pytest.fixture
def interviews(tmp_path: Path) -> Path:
    folder = tmp_path / "访谈"
    folder.mkdir()
    (folder / "一.txt").write_text(ONE, encoding="utf-8")
    (folder / "二.txt").write_bytes(TWO.encode("gb18030"))
    return folder


@pytest.fixture
def study(tmp_path: Path, interviews: Path) -> Path:
    path = tmp_path / "研究.fangtan"
    run("new", path, "-c", "information_ecology", "--coder", "李")
    run("import", path, interviews)
    run("code", path)
    return path
