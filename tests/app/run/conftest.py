"""One finished run on three interviews, for the tests of what a run writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import codebook
from studies import OTHER, TEXT

from analysis.networks.network import EdgeRule
from app.run.outputs import write_all
from app.run.pipeline import Outcome, run
from app.study.reading import Settings

BOOK = codebook(
    """
- id: T
  name: {zh: 技术, en: Technology}
  definition: 甲
  children:
    - {id: S, name: {zh: 标准, en: Standards}, definition: 口径, indicators: [统一标准]}
    - {id: I, name: {zh: "接口<b>", en: "Interfaces<b>"}, definition: 甲, indicators: [接口]}
- id: M
  name: {zh: 管理, en: Management}
  definition: 甲
  children:
    - {id: K, name: {zh: 考核, en: Appraisal}, definition: 甲, indicators: [考核]}
    - {id: N, name: {zh: 没有人说, en: Unsaid}, definition: 甲, indicators: [区块链]}
""",
    "lenses: {half: {name: 两半, groups: {上: [S], 下: [I, M]}}}",
)
HOSTILE = (
    "访谈编号：=1\n所在部门：<b>局\n资料性质：合成样例\n\n"
    "问：难在哪？\n答：没有统一标准<script>alert(1)</script>，接口𠮷也打不通。\n"
)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    """The outcome and its folder, written in Chinese; every pair that meets is drawn."""
    folder = tmp_path_factory.mktemp("访谈")
    for name, text in (("一.txt", TEXT), ("二.txt", OTHER), ("三.txt", HOSTILE)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04broken")
    out = folder / "out"
    settings = Settings((BOOK,), words=False)
    outcome = run([folder], out, settings, lens="half", rule=EdgeRule(1, 1), label="稿")
    write_all(outcome, out)
    return outcome, out


@pytest.fixture(scope="session")
def outcome(finished: tuple[Outcome, Path]) -> Outcome:
    return finished[0]


@pytest.fixture(scope="session")
def out(finished: tuple[Outcome, Path]) -> Path:
    return finished[1]


@pytest.fixture
def nothing(tmp_path: Path) -> Outcome:
    """A run that found no interview."""
    return run([tmp_path], tmp_path / "out", Settings((BOOK,), words=False))
