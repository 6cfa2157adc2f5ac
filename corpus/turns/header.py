"""The lines before the talk: title and fields, told apart from turns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from corpus.document import Line
from corpus.normalise import fold
from corpus.transcript import Taken
from corpus.turns.labels import STRUCTURE, role_of
from corpus.turns.metadata import collect, iso_date, key_of, seconds, split_fields
from corpus.turns.shapes import Label

_SPEECH: Final = re.compile(r"[。？！?!…]|您好|你好|谢谢|謝謝|请问|請問")
_CLOSING: Final = frozenset({"recorder", "transcribed", "file", "platform"})


@dataclass(frozen=True, slots=True)
class Header:
    """Metadata, and what each header line (by its place in the list of lines) was taken for."""

    metadata: Mapping[str, Any]
    taken: Mapping[int, tuple[Taken, str]]


def read_header(
    lines: Sequence[Line],
    accepted: Sequence[Label | None],
    first: int | None,
    given: Sequence[tuple[str, str, int]],
) -> Header:
    """Title and fields of a document. ``first``: the place of the first line that looks like a turn
    (None: none does).

    A line such as 访谈者：李某 is a field when it stands among fields and its value does not read
    like speech; ``given`` are fields that the format itself told (tables, sheets).
    """
    taken: dict[int, tuple[Taken, str]] = {}
    fields: list[tuple[str, str]] = [(label, value) for label, value, _ in given]
    end = _end(lines, accepted, first)
    titles: list[str] = []
    awaiting = ""
    unlabelled_talk = first is None
    for place in range(end):
        line = lines[place]
        text = line.text.strip()
        if not text or line.speaker:
            continue
        bare = re.sub(r"[#*_>:：\s【】]", "", text)
        if awaiting:
            if len(text) <= 120:
                fields.append((awaiting, text))
                taken[place] = ("metadata", "field-below")
                awaiting = ""
                continue
            awaiting = ""
        if STRUCTURE.match(bare) and not re.search(r"[:：]\s*\S", text):
            taken[place] = ("section", "structure")
            continue
        stamped = re.split(r"[|｜]", text)
        if len(stamped) == 2 and iso_date(stamped[0]) and seconds(stamped[1]) is not None:
            fields.append(("日期", text))
            taken[place] = ("metadata", "date-duration")
            continue
        pairs = split_fields(text.lstrip("> ")) if not text.startswith("#") else None
        if pairs and _fields(pairs, unlabelled_talk):
            if not pairs[0][0]:
                titles.append(pairs[0][1])
                pairs = pairs[1:]
            if pairs[-1][1] == "":
                awaiting = pairs[-1][0] if key_of(pairs[-1][0]) else ""
            fields.extend(pairs)
            taken[place] = ("metadata", "field")
            continue
        if place < 6 and len(text) <= 30 and iso_date(text):
            fields.append(("日期", text))
            taken[place] = ("metadata", "date")
            if line.kind == "heading" and not titles:
                titles.append(text.lstrip("#").strip())
            continue
        if (
            not titles
            and len(bare) <= 60
            and not _SPEECH.search(text)
            and line.kind != "cue"
            and (not unlabelled_talk or line.kind == "heading" or _stands_apart(lines, place))
        ):
            titles.append(text.lstrip("#").strip())
            taken[place] = ("title", "title")
            continue
        if unlabelled_talk and not fields:
            break
    if titles:
        fields.insert(0, ("", titles[0]))
        if iso_date(titles[0]) and not any(key_of(label) == "date" for label, _ in fields):
            fields.append(("日期", titles[0]))
    _closing(lines, taken, fields, end)
    return Header(collect(fields), taken)


def _stands_apart(lines: Sequence[Line], place: int) -> bool:
    """Whether the first line of a text without labels is a title: a blank line or fields follow
    it.
    """
    if place != 0 or len(lines) < 2 or len(lines[0].text) > 30:
        return False
    below = lines[1].text
    return not below.strip() or any(key_of(label) for label, _ in split_fields(below) or [])


def _end(lines: Sequence[Line], accepted: Sequence[Label | None], first: int | None) -> int:
    """Where the header ends: at the first label that opens speech."""
    if first is None:
        return min(len(lines), 30)
    place = first
    while place < len(lines):
        line = lines[place]
        label = accepted[place]
        if line.speaker or line.role:
            return place
        if label is not None:
            pairs = split_fields(line.text)
            value = pairs[0][1] if pairs else line.text[label.speech :].strip()
            field = pairs is not None and key_of(pairs[0][0]) is not None
            if (
                label.time_s is not None
                or not field
                or _SPEECH.search(value)
                or len(value) > 40
                or not _among_fields(lines, place)
            ):
                return place
            if not value and role_of(label.name):
                return place
        place += 1
    return len(lines)


def _among_fields(lines: Sequence[Line], place: int) -> bool:
    """Whether a neighbouring line holds fields that no speaker could be named by, or this line
    holds several.
    """
    pairs = split_fields(lines[place].text)
    if pairs and sum(1 for label, _ in pairs if key_of(label)) > 1:
        return True
    for step in (-1, 1):
        other = place + step
        while 0 <= other < len(lines) and not lines[other].text.strip():
            other += step
        if 0 <= other < len(lines):
            near = split_fields(lines[other].text)
            if near and any(key_of(label) and not role_of(label) for label, _ in near):
                return True
    return False


def _fields(pairs: Sequence[tuple[str, str]], cautious: bool) -> bool:
    """Whether ``标签：值`` pairs are header fields rather than a sentence with a colon."""
    if any(key_of(label) for label, _ in pairs if label):
        return True
    label, value = pairs[-1]
    return (
        not cautious
        and len(label) <= 8
        and 0 < len(value) <= 60
        and not re.search(r"[。？！?!]", value)
        and not re.search(r"[我你他她是了的]", fold(label))
    )


def _closing(
    lines: Sequence[Line],
    taken: dict[int, tuple[Taken, str]],
    fields: list[tuple[str, str]],
    end: int,
) -> None:
    """Fields at the foot: 记录人：…, 整理人：…"""
    for place in range(len(lines) - 1, max(end, len(lines) - 6), -1):
        if not lines[place].text.strip():
            continue
        pairs = split_fields(lines[place].text)
        if not pairs or not all(
            key_of(label) in _CLOSING
            or (key_of(label) in ("date", "duration_s") and len(label) > 2)
            for label, _ in pairs
        ):
            return
        fields.extend(pairs)
        taken[place] = ("metadata", "field")
