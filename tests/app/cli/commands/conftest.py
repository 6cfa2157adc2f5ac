"""A small study of two coders, for the commands that look at one."""

from __future__ import annotations

from pathlib import Path

import pytest
from coded_commands import begin
from studies import lay

from corpus.project import create


@pytest.fixture(scope="session")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two interviews; 甲 and 乙 agree on the words of the first and differ in all else. The tests
    only read it.
    """
    path = tmp_path_factory.mktemp("commands") / "研究.fangtan"
    with create(path, "研究") as project:
        one, two = begin(project)
        lay(project, one, "没有统一标准，", "P1")
        lay(project, one, "接口也打不通。", "P2")
        lay(project, two, "没有统一标准，", "P1", "present")
        lay(project, two, "接口也打不通。", "C1")
        lay(project, two, "建议统一标准，", "C1", "demanded")
    return path
