"""The list of keys: every key has its words in both languages, no key has two meanings."""

from __future__ import annotations

import json

import pytest

from app.explorer.state.shortcuts import KEYS, shortcut_list
from corpus.catalogue import LANGUAGES, Language, message, messages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_is_the_table_in_words(lang: Language) -> None:
    shown = json.loads(json.dumps(shortcut_list(lang)))
    assert set(shown) == {"title", "close", "groups"}
    assert [group["name"] for group in shown["groups"]] == [
        message(f"keys.{group}", lang) for group, _ in KEYS
    ]
    for group, (_, rows) in zip(shown["groups"], KEYS, strict=True):
        assert group["keys"] == [[keys, message(f"keys.{name}", lang)] for keys, name in rows]
        assert all(words and "keys." not in words for _, words in group["keys"])


def test_no_key_has_two_meanings_in_one_place() -> None:
    for group, rows in KEYS:
        keys = [key for keys, _ in rows for key in keys.split()]
        assert len(keys) == len(set(keys)), group


def test_the_same_key_does_the_same_on_cards_and_on_the_coding_page() -> None:
    meanings: dict[str, set[str]] = {}
    for group, rows in KEYS:
        for keys, name in rows:
            if group != "everywhere":
                meanings.setdefault(keys, set()).add(name)
    assert all(len(names) == 1 for names in meanings.values())


def test_the_languages_differ() -> None:
    names = {name for _, rows in KEYS for _, name in rows}
    assert all(f"keys.{name}" in messages() for name in names)
    assert shortcut_list("zh") != shortcut_list("en")
