"""What ``--help`` says: Chinese, then English, from a catalogue of its own."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import app.cli as package
from app.cli.help_text import both
from app.cli.main import app

SENTENCES: dict[str, dict[str, str]] = tomllib.loads(
    files("app.cli").joinpath("messages", "help.toml").read_text("utf-8")
)


def asked() -> set[str]:
    """The keys that the code asks for."""
    keys: set[str] = set()
    for path in Path(package.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "both"
                and isinstance(node.args[0], ast.Constant)
            ):
                keys.add(str(node.args[0].value))
    return keys


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_a_sentence_is_its_two_languages_in_order(key: str) -> None:
    sentence = SENTENCES[key]
    for between in (" / ", "", "\n\n"):
        words = both(key, between=between)
        assert words.startswith(sentence["zh"]) and words.endswith(sentence["en"])
        gap = words.removeprefix(sentence["zh"]).removesuffix(sentence["en"])
        assert gap == ("/ " if between == " / " and sentence["zh"].endswith("）") else between)
    assert re.search(r"[\u4e00-\u9fff]", sentence["zh"])
    assert re.search(r"[A-Za-z]", sentence["en"])


def commands() -> set[str]:
    """The commands of the program, whose sentences are asked for by their names."""
    return {
        str(info.name or getattr(info.callback, "__name__", "")) for info in app.registered_commands
    }


def test_what_the_code_asks_for_is_there_and_nothing_is_idle() -> None:
    assert asked() - set(SENTENCES) == set()
    idle = set(SENTENCES) - asked() - {f"help.{name}" for name in commands()}
    assert idle == set()


def test_a_key_that_is_not_there_is_shown_itself() -> None:
    assert both("help.nothing") == "help.nothing / help.nothing"
