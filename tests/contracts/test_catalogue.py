"""One catalogue of messages: both languages, the same places to fill, every key that the code
names.
"""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from analysis.coders.polarity.cues.masks import PSEUDO
from corpus.catalogue import LANGUAGES, MissingMessage, message, messages
from corpus.coding import POLARITIES

ROOT = Path(__file__).resolve().parents[2]
PREFIXES = {key.split(".")[0] for key in messages()}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("key", messages())
def test_both_languages_with_the_same_places(key: str) -> None:
    sentence = messages()[key]
    assert set(sentence) == set(LANGUAGES) and all(sentence.values())
    assert fields(sentence["zh"]) == fields(sentence["en"])


def named() -> set[str]:
    found = set()
    for path in [
        *ROOT.glob("corpus/**/*.py"),
        *ROOT.glob("codebooks/*.py"),
        *ROOT.glob("analysis/**/*.py"),
        *ROOT.glob("app/**/*.py"),
        *ROOT.glob("app/run/*.j2"),
    ]:
        if "migrations" in path.parts:
            continue
        found.update(
            key
            for key in re.findall(r"[\"']([a-z_]+\.[a-z_]+)[\"']", path.read_text("utf-8"))
            if key.split(".")[0] in PREFIXES - {"run", "network", "report"} or key in messages()
        )
    return {
        key
        for key in found
        if not key.endswith(
            (
                ".py",
                ".json",
                ".html",
                ".yaml",
                ".csv",
                ".xlsx",
                ".toml",
                ".txt",
                ".xml",
                ".js",
                ".css",
                ".fangtan",
            )
        )
    }


def test_every_key_in_the_code_exists() -> None:
    assert named() - set(messages()) == set()
    for polarity in POLARITIES:
        assert message(f"polarity.{polarity}")


def test_an_unknown_key_is_shown_itself_and_told_in_tests() -> None:
    with pytest.warns(MissingMessage, match=r"no\.such"):
        assert message("no.such", "en", count=3) == "no.such"


def test_pseudo_negators_hold_a_negator_character() -> None:
    assert PSEUDO.search("不断") and not PSEUDO.search("数据")
