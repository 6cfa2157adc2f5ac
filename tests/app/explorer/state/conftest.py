"""A small study that two people and a machine have coded, for what the explorer holds of one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from studies import OTHER, TEXT, code_id, lay, suggest, take

from app.explorer.state.study.desk import Desk
from app.study.projects import adopt
from codebooks.loading import parse
from corpus.project import create, open_project
from corpus.project import operations as op

BOOK = """
id: book
name: {zh: 编码簿, en: Codebook}
version: 1
codes:
- id: P
  name: {zh: 问题, en: Problems}
  definition: 问题
  children:
  - {id: P1, name: {zh: 标准不一, en: Standards}, definition: 标准, indicators: [统一标准]}
  - {id: P2, name: {zh: 接口不通, en: Interfaces}, definition: 接口, indicators: [接口]}
- id: C
  name: {zh: 对策, en: Measures}
  definition: 对策
  children:
  - {id: C1, name: {zh: 统一标准, en: One standard}, definition: 统一, indicators: [建议]}
lenses:
  两面:
    name: {zh: 两面, en: Two sides}
    groups: {难处: [P1, P2], 办法: [C1]}
"""


@pytest.fixture(scope="session")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three interviews; suggestions that are open, accepted and rejected; a dispute; a coding that
    waits for a place. Copy it before writing to it.
    """
    path = tmp_path_factory.mktemp("coded") / "研究.fangtan"
    with create(path, "研究") as project:
        li, wang = project.coder("李"), project.coder("王")
        adopt(project, parse(BOOK), li)
        take(project, TEXT)
        take(project, OTHER, "访谈/二.txt")
        take(project, "问：𠮷野家？\n答：沒有統一標準，𠀀也一樣。", "访谈/三.txt")
        suggest(
            project,
            ("没有统一标准", "P1", "lacking"),
            ("各家的系统各管各的", "P2", "unsure"),
            ("建议统一标准", "C1", "demanded"),
        )
        first, second, _ = project.codings()
        project.apply(op.Decide(first.id, "accepted"), coder=li)
        project.apply(op.Decide(second.id, "rejected"), coder=wang)
        lay(project, li, "接口也打不通", "P2")
        entity = lay(project, wang, "接口也打不通", "P1", "present")
        lay(project, wang, "数据不共享", "P2", "neutral", name="访谈/二.txt")
        lay(project, li, "𠀀也一樣", "C", "changed", name="访谈/三.txt")
        lay(project, li, "大家都盼着", "C")
        project.apply(op.WriteReview("coding", entity, "dispute", "不对"), coder=li)
        project.apply(op.AddCode("book", "X", "自己的", code_id(project, "C")), coder=li)
        take(project, TEXT.replace("大家都盼着", "人人都盼着"))
    return path


@pytest.fixture(scope="module")
def small(coded: Path) -> Iterator[Desk]:
    """A desk on that study, to be read."""
    with open_project(coded, read_only=True) as project:
        yield Desk(project)
