"""The keys of the explorer, for the list that ``?`` opens on every page."""

from __future__ import annotations

from typing import Final

from corpus.catalogue import Language, message

KEYS: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    ("everywhere", (("?", "help"), ("Tab", "tab"), ("Esc", "escape"))),
    (
        "cards",
        (
            ("j k", "move"),
            ("Enter", "open"),
            ("a x", "decide"),
            ("g", "agree"),
            ("c d", "comment"),
            ("y l", "copy"),
            ("u", "undo"),
        ),
    ),
    ("looking", (("y n", "answer"), ("s", "skip"), ("u", "undo"))),
    (
        "coding",
        (
            ("1–9", "code"),
            ("/", "find"),
            ("j k", "move"),
            ("a x", "decide"),
            ("u", "undo"),
            ("?", "more"),
        ),
    ),
)
"""Group -> (keys, what they do); the words are the messages ``keys.<name>``."""


def shortcut_list(lang: Language) -> dict[str, object]:
    """The list in words."""
    return {
        "title": message("keys.title", lang),
        "close": message("keys.close", lang),
        "groups": [
            {
                "name": message(f"keys.{group}", lang),
                "keys": [[keys, message(f"keys.{name}", lang)] for keys, name in rows],
            }
            for group, rows in KEYS
        ],
    }
