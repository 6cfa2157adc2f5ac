"""fangtan codebook check and show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.main import app
from codebooks.loading import SHIPPED, load
from corpus.catalogue import Language, message

RUNNER = CliRunner()
OWN = """
id: leaving
name: {zh: 乡村教师离职, en: Why teachers leave}
version: 1.0.0
codes:
  - id: T1
    name: {zh: 待遇, en: Pay}
    definition: 工资与补贴
    indicators: [工资, 补贴]
  - id: T2
    name: 家庭
    definition: 家里的事
    indicators: [工资]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "离职.yaml"
    path.write_text(OWN, "utf-8")
    return path


def test_the_shipped_codebooks_are_clean() -> None:
    result = RUNNER.invoke(app, ["codebook", "check"])
    assert result.exit_code == 0
    for name in SHIPPED:
        assert name in result.output


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_indicator_of_two_codes_is_found_with_its_line(own: Path, lang: Language) -> None:
    result = RUNNER.invoke(app, ["codebook", "check", str(own), "--json", "--lang", lang])
    findings = json.loads(result.output)
    assert result.exit_code == (1 if any(one["severity"] != "note" for one in findings) else 0)
    doubled = [finding for finding in findings if "工资" in finding["message"]]
    assert doubled and all(finding["source"] == str(own) for finding in doubled)
    assert all(finding["line"] for finding in doubled)


def test_screen_and_json_tell_the_same_findings(own: Path) -> None:
    findings = json.loads(RUNNER.invoke(app, ["codebook", "check", str(own), "--json"]).output)
    screen = RUNNER.invoke(app, ["codebook", "check", str(own)]).output
    assert findings and all(finding["message"] in screen for finding in findings)


def test_a_codebook_that_cannot_be_loaded_does_not_keep_the_others(own: Path) -> None:
    broken = own.with_name("坏.yaml")
    broken.write_text("id: [", "utf-8")
    both = RUNNER.invoke(app, ["codebook", "check", str(broken), str(own), "--json"])
    assert both.exit_code == 1
    assert {finding["source"] for finding in json.loads(both.output)} >= {str(broken), str(own)}
    assert RUNNER.invoke(app, ["codebook", "check", str(broken)]).exit_code == 2


def test_indicators_that_never_fire_are_listed(own: Path, tmp_path: Path) -> None:
    talks = tmp_path / "访谈"
    talks.mkdir()
    (talks / "一.txt").write_text("问：为什么走？\n答：工资太低。\n", "utf-8")
    result = RUNNER.invoke(app, ["codebook", "check", str(own), "--against", str(talks), "--json"])
    silent = [one["message"] for one in json.loads(result.output) if "补贴" in one["message"]]
    assert silent


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tree_names_every_code_with_its_definition(own: Path, lang: Language) -> None:
    result = RUNNER.invoke(app, ["codebook", "show", str(own), "--lang", lang])
    assert result.exit_code == 0
    words = " ".join(result.output.split())
    for code, _, _ in load(str(own)).walk():
        assert f"{code.id} {code.name.text(lang)}" in words


def test_a_codebook_that_is_not_there_is_named() -> None:
    result = RUNNER.invoke(app, ["codebook", "show", "没有"])
    assert result.exit_code == 2 and "没有" in result.stderr
    assert message("place.line", "zh", line=1) not in result.stderr
