"""The command line as a whole: its commands, its help, and that it starts with its own packages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import analysis
from app.cli import main

RUNNER = CliRunner()
ROOT = Path(__file__).resolve().parents[3]


def commands(group: typer.Typer = main.app) -> list[list[str]]:
    """Every command as its words."""
    found = [
        [info.name or info.callback.__name__.rstrip("_").replace("_", "-")]
        for info in group.registered_commands
        if info.callback
    ]
    for sub in group.registered_groups:
        assert sub.typer_instance is not None
        found += [[str(sub.name), *words] for words in commands(sub.typer_instance)]
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_a_help_in_chinese_and_english(words: list[str]) -> None:
    result = RUNNER.invoke(main.app, [*words, "--help"])
    assert result.exit_code == 0, result.output
    assert re.search(r"[一-鿿]", result.output) and re.search(r"[A-Z][a-z]+", result.output)


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_stands_in_the_readme(words: list[str]) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert re.search(rf"\b{re.escape(words[-1])}\b", text)
    assert f"fangtan {words[0]}" in text or f"`{words[0]}`" in text


def test_another_distribution_in_the_place_of_ours_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(analysis, "__distribution__", "somebody")
    with pytest.raises(SystemExit) as stop:
        main.main()
    assert stop.value.code == 2
    assert "analysis" in capsys.readouterr().err
