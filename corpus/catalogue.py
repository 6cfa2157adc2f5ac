"""The one catalogue of messages: every sentence that a person reads, in Chinese and in English.

The sentences stand with the room that speaks them, in ``messages/*.toml``: a table per message key
with the fields ``zh`` and ``en``. Code names keys; only the faces decide on the language.
"""

from __future__ import annotations

import tomllib
import warnings
from functools import cache
from importlib.resources import files
from typing import Final, Literal

Language = Literal["zh", "en"]
ROOMS: Final = ("corpus", "codebooks", "app", "app/cli", "app/explorer")
"""Where messages stand. Named as folders: nothing of the rooms above is imported from here."""
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")


@cache
def messages() -> dict[str, dict[str, str]]:
    """All messages, key -> language -> template (``str.format`` placeholders)."""
    found: dict[str, dict[str, str]] = {}
    for room in ROOMS:
        package, *inner = room.split("/")
        folder = files(package).joinpath(*inner, "messages")
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if not file.name.endswith(".toml"):
                continue
            for key, sentence in tomllib.loads(file.read_text("utf-8")).items():
                if key in found:
                    raise ValueError(
                        f"message key {key!r} stands twice, the second time in {room}/{file.name}"
                    )
                found[key] = sentence
    return found


class MissingMessage(ImportWarning):
    """A key without a sentence. Python passes over it in silence; in the tests it is an error."""


def message(key: str, lang: Language = "zh", /, **values: object) -> str:
    """The sentence ``key`` in ``lang`` with ``values`` filled in.

    A key that is not in the catalogue is shown itself: a face that lacks a word goes on.
    """
    sentence = messages().get(key)
    if sentence is None:
        warnings.warn(key, MissingMessage, stacklevel=2)
        return key
    return sentence[lang].format(**values) if values else sentence[lang]
