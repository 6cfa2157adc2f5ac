"""The lines before the talk: title and fields, told apart from turns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from corpus.document import Line
from corpus.normalise import fold
from corpus.transcript import Taken
from corpus.turns.labels import STRUCTURE, role_of
from corpus.turns.metadata import Metadata, collect, iso_date, key_of, seconds, split_fields
from corpus.turns.shapes import Label

_SPEECH: Final = re.compile(r"[。？！?!…]|您好|你好|谢谢|謝謝|请问|請問")
_CLOSING: Final = frozenset({"recorder", "transcribed", "file", "platform"})


_HEAD_LINES: Final = 30
"""A text without labels has its header within so many lines."""
_DATE_LINES: Final = 6
"""A date without a label stands within so many lines."""
_FOOT_LINES: Final = 6


@dataclass(frozen=True, slots=True)
class Header:
    """Metadata, and what each header line (by its index in the list of lines) was taken for."""

    metadata: Metadata
    taken: Mapping[int, tuple[Taken, str]]


def read_header(
    lines: Sequence[Line],
    accepted: Sequence[Label | None],
    first: int | None,
    given: Sequence[tuple[str, str, int]],
) -> Header:
    """Title and fields of a document. ``first``: the index of the first line that looks like a turn
    (None: none does).

    A line such as 访谈者：李某 is a field when it stands among fields and its value does not read
    like speech; ``given`` are fields that the format itself told (tables, sheets).
    """
    end = _end(lines, accepted, first)
    head = _Head(lines, [(label, value) for label, value, _ in given], unlabelled=first is None)
    for index in range(end):
        line = lines[index]
        if line.speaker or not line.text.strip():
            continue
        taken = head.take(index, line)
        if taken is not None:
            head.taken[index] = taken
        elif head.unlabelled and not head.fields:
            break
    fields = head.fields
    if head.titles:
        title = head.titles[0]
        fields.insert(0, ("", title))
        if iso_date(title) and not any(key_of(label) == "date" for label, _ in fields):
            fields.append(("日期", title))
    _closing(lines, head.taken, fields, end)
    return Header(collect(fields), head.taken)


@dataclass(slots=True)
class _Head:
    """Takes one line after another of those before the talk. ``awaiting`` is the label of a field
    whose value stands on the next line; ``unlabelled``: no line of the text looks like a turn, so
    that speech must not be taken for a title or a field.
    """

    lines: Sequence[Line]
    fields: list[tuple[str, str]]
    unlabelled: bool
    taken: dict[int, tuple[Taken, str]] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    awaiting: str = ""

    def take(self, index: int, line: Line) -> tuple[Taken, str] | None:
        """What a line was taken for; None when it is no part of a header."""
        text = line.text.strip()
        bare = re.sub(r"[#*_>:：\s【】]", "", text)
        label, self.awaiting = self.awaiting, ""
        if label and len(text) <= 120:
            self.fields.append((label, text))
            return "metadata", "field-below"
        if STRUCTURE.match(bare) and not re.search(r"[:：]\s*\S", text):
            return "section", "structure"
        stamped = re.split(r"[|｜]", text)
        if len(stamped) == 2 and iso_date(stamped[0]) and seconds(stamped[1]) is not None:
            self.fields.append(("日期", text))
            return "metadata", "date-duration"
        if self._take_fields(text):
            return "metadata", "field"
        if index < _DATE_LINES and len(text) <= 30 and iso_date(text):
            self.fields.append(("日期", text))
            if line.kind == "heading" and not self.titles:
                self.titles.append(text.lstrip("#").strip())
            return "metadata", "date"
        if not self.titles and self._is_title(index, line, bare):
            self.titles.append(text.lstrip("#").strip())
            return "title", "title"
        return None

    def _take_fields(self, text: str) -> bool:
        pairs = split_fields(text.lstrip("> ")) if not text.startswith("#") else None
        if not pairs or not _fields(pairs, self.unlabelled):
            return False
        if not pairs[0][0]:
            self.titles.append(pairs[0][1])
            pairs = pairs[1:]
        label, value = pairs[-1]
        if not value and key_of(label):
            self.awaiting = label
        self.fields.extend(pairs)
        return True

    def _is_title(self, index: int, line: Line, bare: str) -> bool:
        return (
            len(bare) <= 60
            and not _SPEECH.search(line.text)
            and line.kind != "cue"
            and (not self.unlabelled or line.kind == "heading" or _stands_apart(self.lines, index))
        )


def _stands_apart(lines: Sequence[Line], index: int) -> bool:
    """Whether the first line of a text without labels is a title: a blank line or fields follow
    it.
    """
    if index != 0 or len(lines) < 2 or len(lines[0].text) > 30:
        return False
    below = lines[1].text
    return not below.strip() or any(key_of(label) for label, _ in split_fields(below) or [])


def _end(lines: Sequence[Line], accepted: Sequence[Label | None], first: int | None) -> int:
    """Where the header ends: at the first label that opens speech."""
    if first is None:
        return min(len(lines), _HEAD_LINES)
    for index in range(first, len(lines)):
        line, label = lines[index], accepted[index]
        if line.speaker or line.role:
            return index
        if label is not None:
            pairs = split_fields(line.text)
            value = pairs[0][1] if pairs else line.text[label.speech :].strip()
            is_field = pairs is not None and key_of(pairs[0][0]) is not None
            if (
                label.time_s is not None
                or not is_field
                or _SPEECH.search(value)
                or len(value) > 40
                or not _among_fields(lines, index)
            ):
                return index
            if not value and role_of(label.name):
                return index
    return len(lines)


def _among_fields(lines: Sequence[Line], index: int) -> bool:
    """Whether a neighbouring line holds fields that no speaker could be named by, or this line
    holds several.
    """
    pairs = split_fields(lines[index].text)
    if pairs and sum(1 for label, _ in pairs if key_of(label)) > 1:
        return True
    for step in (-1, 1):
        other = index + step
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
    for index in range(len(lines) - 1, max(end, len(lines) - _FOOT_LINES), -1):
        if not lines[index].text.strip():
            continue
        pairs = split_fields(lines[index].text)
        if not pairs or not all(
            key_of(label) in _CLOSING
            or (key_of(label) in ("date", "duration_s") and len(label) > 2)
            for label, _ in pairs
        ):
            return
        fields.extend(pairs)
        taken[index] = ("metadata", "field")
