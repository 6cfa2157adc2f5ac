"""JSON and JSON lines of turns; our own transcripts.jsonl comes back as it went out."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from corpus.document import Document, Line
from corpus.problem import Unreadable
from corpus.readers.encoding import decode
from corpus.readers.source import Reader, Source
from corpus.readers.tabular import cell_text, column_of, seconds_of
from corpus.turns.labels import role_of


def read(source: Source) -> list[Document]:
    """A list of turns, ``{"turns"|"segments": […], "metadata": {…}}``, or several of these. Raises
    Unreadable with line and column.
    """
    decoded = decode(source.data, source.encoding)
    text = decoded.text.lstrip("\ufeff")
    if "\\u" in text:
        text = _HALF.sub(r"\\ufffd", text)
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise Unreadable("read.damaged", kind="json") from error
    except ValueError as whole:
        try:
            value = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            raise Unreadable(
                "read.json", line=getattr(whole, "lineno", None), column=getattr(whole, "colno", 0)
            ) from whole
    items = value if isinstance(value, list) else [value]
    nested = [
        item
        for item in items
        if isinstance(item, dict)
        and (
            _turns(item) is not None
            or (
                "turns" not in item
                and isinstance(item.get("text"), str)
                and ("metadata" in item or "source" in item)
            )
        )
    ]
    if nested and len(nested) == len(items):
        found = [_document(item, place, len(items)) for place, item in enumerate(items, 1)]
    else:
        found = [Document(_lines(items), "json")]
    found = [document for document in found if document.lines]
    if not found:
        raise Unreadable("read.json_shape")
    return found


_HALF: Final = re.compile(
    r"(?<!\\)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|"
    r"(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
"""Half of a surrogate pair, written as an escape: no character."""


def _turns(item: dict[str, Any]) -> list[Any] | None:
    for key in ("turns", "segments", "utterances", "results", "话轮", "对话"):
        if isinstance(item.get(key), list):
            found: list[Any] = item[key]
            return found
    return None


def _document(item: dict[str, Any], place: int, count: int) -> Document:
    turns = _turns(item)
    given = item.get("metadata")
    fields = tuple(
        (str(label), "、".join(map(str, value)) if isinstance(value, list) else str(value), place)
        for label, value in (given if isinstance(given, dict) else {}).items()
        if value not in (None, "")
    )
    if turns is None:
        from corpus.readers.lines import lines_of

        lines = lines_of(item["text"])
    else:
        lines = _lines(turns)
    name = (
        str(item.get("id") or (given or {}).get("id") or place)
        if isinstance(given, dict) or item.get("id")
        else str(place)
    )
    return Document(lines, "json", fields, name if count > 1 else "")


def _lines(items: list[Any]) -> tuple[Line, ...]:
    lines = []
    for number, item in enumerate(items, 1):
        if isinstance(item, str):
            lines.append(Line(item, number))
            continue
        if not isinstance(item, dict):
            continue
        cells = {
            column: cell_text(value)
            for key, value in item.items()
            if isinstance(value, (str, int, float)) and (column := column_of(str(key)))
        }
        if not cells.get("text", "").strip():
            continue
        role = cells.get("role", "")
        lines.append(
            Line(
                cells["text"],
                number,
                "row",
                cells.get("speaker") or role or None,
                role
                if role in ("interviewer", "interviewee", "other")
                else role_of(role)
                if role
                else None,
                seconds_of(str(item["time_s"]))
                if isinstance(item.get("time_s"), (int, float))
                else None
                if "time_s" in item
                else seconds_of(cells.get("start", "")),
                None if "time_s" in item else seconds_of(cells.get("end", "")),
                cells.get("memo", ""),
            )
        )
    return tuple(lines)


READER = Reader("json", (".json", ".jsonl", ".ndjson"), read, lambda head: False)
