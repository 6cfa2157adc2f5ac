"""The page on the analyses names every command, option and measure, and nothing that is gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from analysis.association import MEASURES
from app.cli.commands import analyses, codebook_preview, compare, search

PAGE = (Path(__file__).parents[4] / "docs" / "analyses.md").read_text("utf-8")


def commands() -> dict[str, list[tuple[str, str]]]:
    """Command -> its options, each with the name that turns it off ("" for most)."""
    program = typer.Typer()
    for room in (analyses, search, compare):
        room.register(program)
    books = typer.Typer()
    program.add_typer(books, name="codebook")
    codebook_preview.register(books)
    books.callback()(lambda: None)  # one command alone would not be called by its name
    group = typer.main.get_command(program)
    every = {
        **{name: command for name, command in group.commands.items() if name != "codebook"},  # type: ignore[attr-defined]
        "codebook preview": group.commands["codebook"].commands["preview"],  # type: ignore[attr-defined]
    }
    return {
        name: [
            (
                next((option for option in parameter.opts if option.startswith("--")), ""),
                next(iter(parameter.secondary_opts), ""),
            )
            for parameter in command.params
            if any(option.startswith("--") for option in parameter.opts)
        ]
        for name, command in every.items()
    }


COMMON = {"--out", "--codebook", "--lang", "--json", "--unit", "--help"}


@pytest.mark.parametrize("command", commands())
def test_every_command_and_option_is_told(command: str) -> None:
    assert f"## fangtan {command}\n" in PAGE
    section = PAGE.split(f"## fangtan {command}\n")[1].split("\n## ")[0]
    told = set(re.findall(r"--[a-z-]+", section))
    for name, other in commands()[command]:
        assert {name, other} & (told | COMMON), name


def test_every_measure_is_told_with_its_formula_and_none_that_is_gone() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", PAGE, re.MULTILINE))
    assert set(rows) == set(MEASURES)
    assert all("c" in formula or "o" in formula or "lift" in formula for formula in rows.values())
    for name, measure in MEASURES.items():
        assert ("assumes independent units" in rows[name]) == measure.assumes_independence


def test_no_command_is_told_that_does_not_exist() -> None:
    assert set(re.findall(r"^## fangtan ([\w ]+)$", PAGE, re.MULTILINE)) == set(commands())
