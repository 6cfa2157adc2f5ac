"""JSON and JSON lines of turns; our own transcripts.jsonl comes back as it went out."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from corpus.document import Document, Line
from corpus.problem import Unreadable
from corpus.readers.encoding import decode
from corpus.readers.lines import lines_of
from corpus.readers.source import Reader, Source
from corpus.readers.tabular import cell_text, column_of, seconds_of
from corpus.transcript import Role
from corpus.turns.labels import role_of

Item = dict[str, object]
_ROLES: Final[dict[str, Role]] = {
    "interviewer": "interviewer",
    "interviewee": "interviewee",
    "other": "other",
}
_TURNS: Final = ("turns", "segments", "utterances", "results", "话轮", "对话")


def read(source: Source) -> list[Document]:
    """A list of turns, ``{"turns"|"segments": […], "metadata": {…}}``, or several of these. Raises
    Unreadable with line and column.
    """
    decoded = decode(source.data, source.encoding)
    value = _parsed(decoded.text.lstrip("\ufeff"))
    items = value if isinstance(value, list) else [value]
    talks = [item for item in items if isinstance(item, dict) and _is_interview(item)]
    if talks and len(talks) == len(items):
        documents = [_document(talk, number, len(talks)) for number, talk in enumerate(talks, 1)]
    else:
        documents = [Document(_lines(items), "json")]
    documents = [document for document in documents if document.lines]
    if not documents:
        raise Unreadable("read.json_shape")
    return documents


def _parsed(text: str) -> object:
    """One JSON value, or a list of one a line."""
    if "\\u" in text:
        text = _HALF.sub(r"\\ufffd", text)
    try:
        return json.loads(text)
    except RecursionError as error:
        raise Unreadable("read.damaged", kind="json") from error
    except ValueError as error:
        try:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            raise Unreadable(
                "read.json", line=getattr(error, "lineno", None), column=getattr(error, "colno", 0)
            ) from error


def _is_interview(item: Item) -> bool:
    """Whether an object holds turns, or a text with something that describes it."""
    return _turns(item) is not None or (
        "turns" not in item
        and isinstance(item.get("text"), str)
        and ("metadata" in item or "source" in item)
    )


_HALF: Final = re.compile(
    r"(?<!\\)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|"
    r"(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
"""Half of a surrogate pair, written as an escape: no character."""


def _turns(item: Item) -> list[object] | None:
    return next((value for key in _TURNS if isinstance(value := item.get(key), list)), None)


def _document(item: Item, number: int, count: int) -> Document:
    """The ``number``-th of ``count`` interviews of a file."""
    turns = _turns(item)
    metadata = item.get("metadata")
    given: Item = metadata if isinstance(metadata, dict) else {}
    fields = tuple(
        (str(label), "、".join(map(str, value)) if isinstance(value, list) else str(value), number)
        for label, value in given.items()
        if value not in (None, "")
    )
    lines = lines_of(str(item["text"])) if turns is None else _lines(turns)
    id_ = item.get("id") or given.get("id")
    return Document(lines, "json", fields, str(id_ or number) if count > 1 else "")


def _lines(items: Sequence[object]) -> tuple[Line, ...]:
    lines = []
    for number, item in enumerate(items, 1):
        if isinstance(item, str):
            lines.append(Line(item, number))
        elif isinstance(item, dict) and (line := _line(item, number)):
            lines.append(line)
    return tuple(lines)


def _line(item: Item, number: int) -> Line | None:
    """A turn; None when it holds no text. ``time_s`` is the name that our own files use: there it
    is a number or null, and no end is told.
    """
    cells = {
        column: cell_text(value)
        for key, value in item.items()
        if isinstance(value, (str, int, float)) and (column := column_of(str(key)))
    }
    text = cells.get("text", "")
    if not text.strip():
        return None
    role = cells.get("role", "")
    start, end = seconds_of(cells.get("start", "")), seconds_of(cells.get("end", ""))
    if "time_s" in item:
        time_s = item["time_s"]
        start = seconds_of(str(time_s)) if isinstance(time_s, (int, float)) else None
        end = None
    return Line(
        text,
        number,
        "row",
        cells.get("speaker") or role or None,
        _ROLES.get(role) or role_of(role),
        start,
        end,
        cells.get("memo", ""),
    )


READER = Reader("json", (".json", ".jsonl", ".ndjson"), read)
