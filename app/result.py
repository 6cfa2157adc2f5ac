"""What an analysis hands to the faces: named tables, pictures, files, and the sentences that must
stand beside them. Nothing in it is in a language: a face words it when somebody looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar, runtime_checkable

import pandas as pd

from corpus.catalogue import Language, message

K = TypeVar("K")

Picture = tuple[bytes, bytes]
"""(PNG, SVG)."""
Drawing = Callable[[Language], Picture]
"""Draws a picture with its words in a language. Importable with all that it holds (a partial of a
function of a module), so that a process can hand it over.
"""
Files = Callable[[Language], Mapping[str, bytes]]
"""File name -> bytes, with the labels in a language. Importable like a ``Drawing``."""
Vocabulary = Callable[[object, Language], str]
"""A value of a column -> how it reads in a language. Importable like a ``Drawing``."""


@runtime_checkable
class Wording(Protocol):
    """Something that reads differently in each language: a note, the name of a code."""

    def text(self, lang: Language) -> str:
        """How it reads in ``lang``."""


Words = str | Wording


@dataclass(frozen=True, slots=True)
class Note:
    """A message of the catalogue with its values, as ``Problem`` holds one. A value may be worded
    itself (the name of a unit, of a code, another note).
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: Language) -> str:
        """The sentence in ``lang``; an unknown key stands for itself."""
        return message(
            self.key,
            lang,
            **{name: worded_value(value, lang) for name, value in self.values.items()},
        )


def note(key: str, /, **values: object) -> Note:
    """``Note(key, values)`` with the values by name."""
    return Note(key, values)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Parts that read one after the other, with ``between`` in the gaps."""

    parts: tuple[Words, ...]
    between: str = ""

    def text(self, lang: Language) -> str:
        """All parts in ``lang``."""
        return self.between.join(str(worded_value(part, lang)) for part in self.parts)


def worded_value(value: object, lang: Language) -> object:
    """The text of what is worded; anything else as it is."""
    return value.text(lang) if isinstance(value, Wording) else value


def in_language(names: Mapping[K, Words], lang: Language) -> dict[K, str]:
    """The same keys with their names in ``lang``."""
    return {key: str(worded_value(name, lang)) for key, name in names.items()}


def by_name(names: Mapping[str, Words], value: object, lang: Language) -> str:
    """A vocabulary (bind ``names``): the name of a value; a value without one stands for itself."""
    return str(worded_value(names.get(str(value), str(value)), lang))


class Pictures:
    """Pictures by name, each drawn for a language when it is first looked at in it."""

    def __init__(self) -> None:
        self._drawings: dict[str, Drawing] = {}
        self._drawn: dict[tuple[str, Language], Picture] = {}

    def __setitem__(self, name: str, drawing: Drawing) -> None:
        self._drawings[name] = drawing

    def __iter__(self) -> Iterator[str]:
        return iter(self._drawings)

    def __len__(self) -> int:
        return len(self._drawings)

    def draw(self, name: str, lang: Language) -> Picture:
        """The picture with its words in ``lang``. Raises KeyError for an unknown name."""
        if (name, lang) not in self._drawn:
            self._drawn[name, lang] = self._drawings[name](lang)
        return self._drawn[name, lang]


def no_files(lang: Language) -> dict[str, bytes]:
    """The files of a result that has none."""
    return {}


@dataclass(slots=True)
class Result:
    """``tables``: name -> frame with column keys, codes and values as they are stored; the first is
    the main one. ``pictures``: drawn for a language when looked at; ``files``: graph formats;
    ``notes``: the sentences that must stand beside the numbers; ``facts``: single numbers for
    ``--json``.
    """

    name: str
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    pictures: Pictures = field(default_factory=Pictures)
    files: Files = no_files
    notes: list[Words] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    brief: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Table -> the columns shown on the screen, where not all have room."""
    words: dict[str, Vocabulary] = field(default_factory=dict)
    """Column -> how its values read, in every table of this result that has it."""
    order: dict[str, tuple[tuple[str, bool], ...]] = field(default_factory=dict)
    """Table -> (column, ascending) by which its rows stand once they are worded: where rows with
    equal numbers stand by name, their order is that of the language.
    """
