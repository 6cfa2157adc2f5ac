"""What the coding page asks for, read from what the browser sent. Nothing that comes from there is
trusted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from corpus.coding import POLARITIES
from corpus.span import Span

MOST_OPERATIONS: Final = 5_000
LONGEST_QUOTE: Final = 100_000
LONGEST_NOTE: Final = 20_000
_LARGEST: Final = 2**53 - 1

_CLIENT: Final = re.compile(r"[0-9a-f]{16,64}")
_UUID: Final = re.compile(r"[0-9a-f]{32}")
_ID: Final = re.compile(r"[\w.:#-]{1,200}")


@dataclass(frozen=True, slots=True)
class Operation:
    """Common to all: ``seq`` counts up within a client; ``transcript`` and ``revision`` are what
    the page showed.
    """

    seq: int
    transcript: str
    revision: int


@dataclass(frozen=True, slots=True)
class Add(Operation):
    """Lay ``code`` on ``[start, end)`` (code points). ``uuid`` is the id of the coding to be."""

    uuid: str
    start: int
    end: int
    quote: str
    code: str
    polarity: str


@dataclass(frozen=True, slots=True)
class Remove(Operation):
    """Take one's own coding away."""

    coding: str


@dataclass(frozen=True, slots=True)
class Recode(Operation):
    """Give a coding another code."""

    coding: str
    code: str


@dataclass(frozen=True, slots=True)
class SetPolarity(Operation):
    """Give a coding another polarity."""

    coding: str
    polarity: str


@dataclass(frozen=True, slots=True)
class Resize(Operation):
    """Move the bounds of a coding; ``quote`` is the text at the new bounds."""

    coding: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Split(Operation):
    """Cut a coding in two at ``at``. The first part keeps its id, the second gets ``uuid``."""

    coding: str
    at: int
    uuid: str


@dataclass(frozen=True, slots=True)
class Decide(Operation):
    """Accept or reject a suggestion; accepting may change its code and polarity (None: as
    suggested).
    """

    coding: str
    status: Literal["accepted", "rejected"]
    code: str | None
    polarity: str | None


@dataclass(frozen=True, slots=True)
class Memo(Operation):
    """A memo on a coding (``coding`` told) or on a stretch of text (``start``, ``end`` and
    ``quote`` told).
    """

    target: Literal["coding", "span"]
    coding: str | None
    start: int | None
    end: int | None
    quote: str | None
    text: str
    uuid: str


@dataclass(frozen=True, slots=True)
class EditMemo(Operation):
    """Write one's own memo anew; an empty text takes it away."""

    memo: str
    text: str


@dataclass(frozen=True, slots=True)
class Review(Operation):
    """A comment on a coding, or the verdict that it holds or is disputed."""

    coding: str
    verdict: Literal["comment", "accept", "dispute"]
    text: str
    uuid: str


@dataclass(frozen=True, slots=True)
class Undo(Operation):
    """Take back the coder's last operation."""


@dataclass(frozen=True, slots=True)
class Redo(Operation):
    """Do again what was taken back."""


@dataclass(frozen=True, slots=True)
class Malformed(Operation):
    """An operation that makes no sense: to be acknowledged as refused, so that it does not come for
    ever.
    """

    field: str


class _Bad(Exception):
    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def _whole(raw: Mapping[str, Any], name: str, least: int = 0) -> int:
    value = raw.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _LARGEST:
        raise _Bad(name)
    return value


def _text(raw: Mapping[str, Any], name: str, longest: int) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or len(value) > longest:
        raise _Bad(name)
    if any("\ud800" <= char <= "\udfff" for char in value) or "\x00" in value:
        raise _Bad(name)
    return value


def _matching(raw: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _Bad(name)
    return value


def _one_of(raw: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> Any:
    value = raw.get(name)
    if not isinstance(value, str) or value not in allowed:
        raise _Bad(name)
    return value


def _stretch(raw: Mapping[str, Any]) -> tuple[int, int, str]:
    start, end = _whole(raw, "start"), _whole(raw, "end", 1)
    quote = _text(raw, "quote", LONGEST_QUOTE)
    if start >= end:
        raise _Bad("end")
    if len(quote) != end - start:
        raise _Bad("quote")
    return start, end, quote


def _polarity(raw: Mapping[str, Any]) -> str:
    return str(_one_of(raw, "polarity", POLARITIES))


def _note(raw: Mapping[str, Any], *, empty: bool) -> str:
    text = _text(raw, "text", LONGEST_NOTE)
    if not empty and not text.strip():
        raise _Bad("text")
    return text


_Head = tuple[int, str, int]


def _memo(head: _Head, raw: Mapping[str, Any]) -> Memo:
    uuid, text = _matching(raw, "uuid", _UUID), _note(raw, empty=False)
    if _one_of(raw, "target", ("coding", "span")) == "coding":
        return Memo(*head, "coding", _matching(raw, "coding", _ID), None, None, None, text, uuid)
    return Memo(*head, "span", None, *_stretch(raw), text, uuid)


def _decide(head: _Head, raw: Mapping[str, Any]) -> Decide:
    status = _one_of(raw, "status", ("accepted", "rejected"))
    code = None if raw.get("code") is None else _matching(raw, "code", _ID)
    polarity = None if raw.get("polarity") is None else _polarity(raw)
    return Decide(*head, _matching(raw, "coding", _ID), status, code, polarity)


def _add(head: _Head, raw: Mapping[str, Any]) -> Add:
    return Add(
        *head,
        _matching(raw, "uuid", _UUID),
        *_stretch(raw),
        _matching(raw, "code", _ID),
        _polarity(raw),
    )


def _review(head: _Head, raw: Mapping[str, Any]) -> Review:
    verdict = _one_of(raw, "verdict", ("comment", "accept", "dispute"))
    return Review(
        *head,
        _matching(raw, "coding", _ID),
        verdict,
        _note(raw, empty=verdict != "comment"),
        _matching(raw, "uuid", _UUID),
    )


_READ: Final[Mapping[str, Callable[[_Head, Mapping[str, Any]], Operation]]] = {
    "add": _add,
    "remove": lambda head, raw: Remove(*head, _matching(raw, "coding", _ID)),
    "recode": lambda head, raw: Recode(
        *head, _matching(raw, "coding", _ID), _matching(raw, "code", _ID)
    ),
    "polarity": lambda head, raw: SetPolarity(*head, _matching(raw, "coding", _ID), _polarity(raw)),
    "resize": lambda head, raw: Resize(*head, _matching(raw, "coding", _ID), *_stretch(raw)),
    "split": lambda head, raw: Split(
        *head, _matching(raw, "coding", _ID), _whole(raw, "at", 1), _matching(raw, "uuid", _UUID)
    ),
    "decide": _decide,
    "memo": _memo,
    "edit_memo": lambda head, raw: EditMemo(
        *head, _matching(raw, "memo", _ID), _note(raw, empty=True)
    ),
    "review": _review,
    "undo": lambda head, raw: Undo(*head),
    "redo": lambda head, raw: Redo(*head),
}
KINDS: Final = tuple(_READ)


def _operation(raw: Any) -> Operation | None:
    if not isinstance(raw, Mapping):
        return None
    try:
        seq = _whole(raw, "seq", 1)
    except _Bad:
        return None
    try:
        head = (seq, _matching(raw, "transcript", _ID), _whole(raw, "revision"))
        return _READ[_one_of(raw, "kind", KINDS)](head, raw)
    except _Bad as bad:
        return Malformed(seq, "", 0, bad.field)


def parse_outbox(value: Any) -> tuple[str, list[Operation]]:
    """(client, its operations in the order of ``seq``, each number once) from the state value
    ``outbox``.

    ("", []) for anything that is no outbox. An operation with a number but with a faulty field
    comes as ``Malformed``, so that it can be refused by its number; one without a number is
    dropped. Never raises.
    """
    if not isinstance(value, Mapping):
        return "", []
    client, sent = value.get("client"), value.get("operations")
    if not isinstance(client, str) or not _CLIENT.fullmatch(client) or not isinstance(sent, list):
        return "", []
    found: dict[int, Operation] = {}
    for raw in sent[:MOST_OPERATIONS]:
        operation = _operation(raw)
        if operation is not None:
            found.setdefault(operation.seq, operation)
    return client, [found[seq] for seq in sorted(found)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader is: the turn of the caret, or the one at the top of the page, the coding
    that is selected and the stretch of text that is (None: none).
    """

    transcript: str
    turn: int
    coding: str | None
    chosen: Span | None = None


def parse_place(value: Any) -> Place | None:
    """The state value ``place``; None for anything else."""
    if not isinstance(value, Mapping):
        return None
    try:
        ends = value.get("chosen")
        chosen = None
        if ends is not None:
            if not isinstance(ends, list) or len(ends) != 2:
                return None
            start, end = (_whole({"end": one}, "end") for one in ends)
            chosen = Span(start, end) if start < end else None
        return Place(
            _matching(value, "transcript", _ID),
            _whole(value, "turn"),
            None if value.get("coding") is None else _matching(value, "coding", _ID),
            chosen,
        )
    except _Bad:
        return None


def parse_digits(value: Any) -> dict[str, str] | None:
    """The state value ``digits`` ({"1": code id, …}) as the reader set it; None when it was not set
    or is anything else.
    """
    if not isinstance(value, Mapping) or not set(value) <= set("123456789"):
        return None
    try:
        return {digit: _matching(value, digit, _ID) for digit in sorted(value)}
    except _Bad:
        return None
