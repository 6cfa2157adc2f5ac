"""fangtan read: the import report."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.main import app
from corpus.catalogue import Language, message

RUNNER = CliRunner()
WIDE = {"COLUMNS": "200"}
TALK = "访谈编号：A-1\n部门：民政局\n\n问：难在哪？\n答：没有统一标准。\n（笑声）\n"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "一.txt"
    path.write_text(TALK, "utf-8")
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_is_told_with_what_it_was_taken_for(talk: Path, lang: Language) -> None:
    result = RUNNER.invoke(app, ["read", str(talk), "--lang", lang])
    assert result.exit_code == 0, result.output
    for line in filter(None, TALK.splitlines()):
        assert line.split("：")[-1] in result.output
    for key in ("role.interviewer", "role.interviewee", "read.roles", "column.taken"):
        assert message(key, lang) in result.output


def test_who_asks_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "二.txt"
    path.write_text("甲：标准不统一。\n乙：为什么？\n甲：没有人管。\n", "utf-8")
    result = RUNNER.invoke(app, ["read", str(path), "--interviewer", "甲"])
    assert f"甲  {message('role.interviewer')}" in result.output


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_shown(
    talk: Path, tmp_path: Path, lang: Language
) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    result = RUNNER.invoke(app, ["read", str(talk), str(broken), "--lang", lang])
    assert result.exit_code == 1
    assert "坏.docx" in result.output and "没有统一标准" in result.output
    assert message("severity.error", lang) in result.output


def test_nothing_readable_is_exit_two(tmp_path: Path) -> None:
    assert RUNNER.invoke(app, ["read", str(tmp_path / "没有.txt")]).exit_code == 2


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "big5"])
def test_the_encoding_that_was_found_or_told_is_shown(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "三.txt"
    talk = "問：請問資料從哪裡來？\n答：主要是衛生單位送來的，沒有統一的標準，各單位都不一樣。\n"
    path.write_bytes((talk * 5).encode(encoding))
    found = RUNNER.invoke(app, ["read", str(path)], env=WIDE)
    told = RUNNER.invoke(app, ["read", str(path), "--encoding", encoding], env=WIDE)
    assert found.exit_code == told.exit_code == 0
    assert "[txt " in found.output and f"[txt {encoding}]" in told.output
    for result in (found, told):
        assert "沒有統一的標準" in result.output.replace("\n", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_encoding_that_does_not_fit_is_told_with_its_name(talk: Path, lang: Language) -> None:
    for encoding in ("ascii", "no-such-encoding"):
        result = RUNNER.invoke(app, ["read", str(talk), "--encoding", encoding, "--lang", lang])
        assert result.exit_code == 2 and encoding in result.output
        assert "一.txt" in result.output and "Traceback" not in result.output
