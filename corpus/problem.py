"""Faults as values: what is wrong with an input, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus.catalogue import Language, message

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one input.

    ``line`` counts lines, paragraphs or table rows of the source from 1 (None: the file as a
    whole). ``error``: something of the input was not taken; ``warning``: taken, but a person should
    look; ``note``: worth knowing. ``key`` and ``values`` name a message of the catalogue, so that
    each face can say it in its own language.
    """

    source: str
    key: str
    line: int | None = None
    severity: Severity = "error"
    values: Mapping[str, object] = field(default_factory=dict)

    def message(self, lang: Language = "zh") -> str:
        """What is wrong and how to mend it, without the place."""
        return message(self.key, lang, **self.values)

    def place(self, lang: Language = "zh") -> str:
        """File and line as a person would say them."""
        if self.line is None:
            return self.source
        return f"{self.source} {message('place.line', lang, line=self.line)}"

    def sentence(self, lang: Language = "zh") -> str:
        """Place and message in one line."""
        return f"{self.place(lang)}{'：' if lang == 'zh' else ': '}{self.message(lang)}"

    def as_record(self) -> dict[str, object]:
        """JSON-ready: source, line, severity, key, message (Chinese)."""
        return {
            "source": self.source,
            "line": self.line,
            "severity": self.severity,
            "key": self.key,
            "message": self.message(),
            "values": {
                name: value if isinstance(value, (int, float, str)) else str(value)
                for name, value in self.values.items()
            },
        }


class FangtanError(Exception):
    """Trouble of the environment or a request that cannot be met; the message carries the
    remedy.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(message(key, "zh", **values))

    def text(self, lang: Language = "zh") -> str:
        return message(self.key, lang, **self.values)


class Unreadable(FangtanError):
    """Raised by a reader that cannot take its input; turned into a Problem by
    ``corpus.readers``.
    """

    def __init__(self, key: str, /, *, line: int | None = None, **values: object) -> None:
        self.line = line
        super().__init__(key, **values)
