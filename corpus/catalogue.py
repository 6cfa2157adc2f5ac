"""The one catalogue of messages: every sentence that a person reads, in Chinese and in English.

The sentences live in ``corpus/messages/*.toml``: a table per message key with the fields ``zh`` and
``en``. Code names keys; only the faces decide on the language.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, Literal

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")


@cache
def messages() -> dict[str, dict[str, str]]:
    """All messages, key -> language -> template (``str.format`` placeholders)."""
    found: dict[str, dict[str, str]] = {}
    folder = files("corpus") / "messages"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for key, sentence in tomllib.loads(file.read_text("utf-8")).items():
            if key in found:
                raise ValueError(
                    f"message key {key!r} stands twice, the second time in {file.name}"
                )
            found[key] = sentence
    return found


def message(key: str, lang: Language = "zh", /, **values: object) -> str:
    """The sentence ``key`` in ``lang`` with ``values`` filled in. Raises KeyError for an unknown
    key.
    """
    template = messages()[key][lang]
    return template.format(**values) if values else template
