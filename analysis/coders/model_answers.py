"""What a language model answers, checked: a quote must stand in its sentence, a code must have been
offered. What does not hold is dropped and counted.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from corpus.coding import POLARITIES, Polarity
from corpus.span import Span

REASON: Final = 200
"""A reason is cut after so many characters."""

Fault = Literal["unanswered", "broken", "code", "quote", "twice"]
"""Why something was dropped: no answer (refused, too late), no JSON of the kind asked for, a code
that was not offered, a quote that does not stand in the sentence, the same code twice.
"""
FAULTS: Final[tuple[Fault, ...]] = ("unanswered", "broken", "code", "quote", "twice")
_THOUGHT: Final = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_AROUND: Final = " \t\r\n\u3000“”\"'「」"


class Unanswered(Exception):
    """A question without an answer; the next one may have one. ``cause``: ``refused`` by the model,
    ``late`` or a fault of the server (``server``).
    """

    def __init__(self, cause: Literal["refused", "late", "server"]) -> None:
        self.cause = cause
        super().__init__(cause)


class Said(NamedTuple):
    """A code that the model lays on a sentence (from 0), with its quote (offsets in the
    sentence).
    """

    sentence: int
    code: str
    quote: Span
    polarity: Polarity
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands after the check, in the order of the model, and how much was dropped for what."""

    said: tuple[Said, ...]
    dropped: Mapping[Fault, int]


def readable(text: str) -> list[object] | None:
    """The list of codings in an answer, None where it holds none. Thoughts and fences around the
    JSON are passed over.
    """
    rest = _THOUGHT.sub("", text)
    start, end = rest.find("{"), rest.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        content: object = json.loads(rest[start : end + 1])
    except (ValueError, RecursionError):
        return None
    codings: object = content.get("codings") if isinstance(content, dict) else None
    return codings if isinstance(codings, list) else None


def checked(text: str, sentences: Sequence[str], offered: Sequence[str]) -> Answer:
    """An answer held against the ``sentences`` of the passage and the ids of the codes
    ``offered``.
    """
    entries = readable(text)
    if entries is None:
        return Answer((), {"broken": 1})
    dropped: Counter[Fault] = Counter()
    said: dict[tuple[int, str], Said] = {}
    for entry in entries:
        outcome = _entry(entry, sentences, offered)
        if not isinstance(outcome, Said):
            dropped[outcome] += 1
        elif (outcome.sentence, outcome.code) in said:
            dropped["twice"] += 1
        else:
            said[outcome.sentence, outcome.code] = outcome
    return Answer(tuple(said.values()), dropped)


def _entry(entry: object, sentences: Sequence[str], offered: Sequence[str]) -> Said | Fault:
    if not isinstance(entry, dict):
        return "broken"
    code, quote, number = (entry.get(name) for name in ("code", "quote", "sentence"))
    if not isinstance(code, str) or not isinstance(quote, str):
        return "broken"
    if code not in offered:
        return "code"
    words = quote.strip(_AROUND)
    at = _sentence_of(words, number, sentences)
    if at is None:
        return "quote"
    start = sentences[at].index(words)
    return Said(
        at,
        code,
        Span(start, start + len(words)),
        _polarity(entry.get("polarity")),
        plain(entry.get("reason")),
    )


def _sentence_of(words: str, number: object, sentences: Sequence[str]) -> int | None:
    """The sentence in which a quote stands: the one that was named, else the only one."""
    if not words:
        return None
    named = type(number) is int and 1 <= number <= len(sentences)
    if named and isinstance(number, int) and words in sentences[number - 1]:
        return number - 1
    holding = [at for at, sentence in enumerate(sentences) if words in sentence]
    return holding[0] if len(holding) == 1 else None


def _polarity(value: object) -> Polarity:
    """A polarity of the store; what is none of them is unsure."""
    return next((each for each in POLARITIES if each == value), "unsure")


def plain(value: object) -> str:
    """A reason as one line that any store and page can hold: no control characters, no halves of
    characters, cut after ``REASON``.
    """
    if not isinstance(value, str):
        return ""
    whole = value.encode("utf-8", "ignore").decode("utf-8")
    return _CONTROL.sub(" ", whole).strip()[:REASON]
