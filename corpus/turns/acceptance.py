"""Which lines open a turn: possible labels are looked for, then those are taken that prove
themselves, recur, or are named in the header or by the user.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.document import Line
from corpus.normalise import fold
from corpus.turns import shapes
from corpus.turns.labels import role_of
from corpus.turns.names import canonical, possible, proves_itself, voices
from corpus.turns.shapes import Label

TIME_ALONE: Final = re.compile(r"[\[(]?\s*(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?\s*[\])]?")
"""A line (folded, stripped) that is a time and nothing else."""
_TIME: Final = re.compile(r"\d{1,3}:\d{2}")
_QUESTION: Final = re.compile(r"^\s*[(（]?\d{1,2}\s*[)）.、．]\s*(?=\S.*[?？]\s*$)")
_PUNCTUATION: Final = re.compile(r"[,。?!;:]")

_NAMING_HEADINGS: Final = 3
"""So many headings ``### 姓名：`` of people who speak again make such headings the labels of a
text.
"""
_SHORT: Final = 24
"""A name above its time, and that time, stand on lines of at most so many characters."""


def candidates(lines: Sequence[Line]) -> list[Label | None]:
    """The possible label of each line; None where there is none, or where the format itself tells
    who speaks.
    """
    labels = [None if line.speaker else _candidate(line) for line in lines]
    _names_above_times(lines, labels)
    _numbered_questions(lines, labels)
    return labels


def _candidate(line: Line) -> Label | None:
    if line.kind == "heading":
        heading = fold(line.text).strip().lstrip("#").strip()
        name = canonical(heading)
        if ":" not in heading and name and possible(name) and not _TIME.search(heading):
            sure = role_of(name) is not None and len(heading) > 1
            return Label("heading", name, len(line.text), None, sure)
    return shapes.find(line.text)


def _names_above_times(lines: Sequence[Line], labels: list[Label | None]) -> None:
    """A name alone on a line with its time alone on the next opens a turn."""
    for index in range(len(lines) - 1):
        line, following = lines[index], lines[index + 1]
        if labels[index] is not None or max(len(line.text), len(following.text)) > _SHORT:
            continue
        text, time = fold(line.text).strip(), fold(following.text).strip()
        if not time or not TIME_ALONE.fullmatch(time):
            continue
        if len(text) > 12 or _PUNCTUATION.search(text):
            continue
        if TIME_ALONE.fullmatch(fold(_text_above(lines, index)).strip()):
            continue  # a time above each stretch of speech, and no names
        name = canonical(line.text)
        if possible(name):
            time_s = shapes.stamp(time.strip("[]() "))
            labels[index] = Label("label-above-time", name, len(line.text), time_s, True)


def _text_above(lines: Sequence[Line], index: int) -> str:
    """The nearest of the three lines above that is not blank; "" without one."""
    above = (lines[earlier].text for earlier in range(index - 1, max(-1, index - 4), -1))
    return next((text for text in above if text.strip()), "")


def _numbered_questions(lines: Sequence[Line], labels: list[Label | None]) -> None:
    """Where only answers are labelled, a numbered line that ends with a question mark is the
    question.
    """
    roles = {role_of(label.name) for label in labels if label is not None and label.sure}
    if roles != {"interviewee"}:
        return
    for index, line in enumerate(lines):
        match = _QUESTION.match(line.text)
        if match and labels[index] is None:
            labels[index] = Label("numbered-question", "问", match.end(), None, True)


def opens_cue(text: str) -> bool:
    """Whether a subtitle cue starts with a label."""
    label = shapes.find(text)
    return label is not None and label.shape in ("colon", "bracket", "label-time", "time-label")


@dataclass(frozen=True, slots=True)
class _Recurrence:
    """How often names stand in the possible labels of a text: at all, by (shape, name), and before
    a wide gap. ``named``: by header or user; ``any_sure``: some label proves itself.
    """

    names: Counter[str]
    shaped: Counter[tuple[str, str]]
    wide: Counter[str]
    named: frozenset[str]
    any_sure: bool


def accept(
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    fields: Iterable[tuple[str, str, int]],
    interviewers: Iterable[str],
) -> list[Label | None]:
    """The labels that open turns, by index of their line; None elsewhere.

    ``labels`` are the candidates, ``fields`` (label, value, line) those that the format told,
    ``interviewers`` the names that the user gave.
    """
    present = [label for label in labels if label is not None]
    recurrence = _Recurrence(
        Counter(label.name for label in present),
        Counter((label.shape, label.name) for label in present),
        Counter(label.name for label in present if label.shape == "space" and label.wide),
        frozenset(interviewers) | _named(fields),
        any(label.sure for label in present),
    )
    headings = _naming_headings(lines, labels, recurrence.names)
    return [
        label if label is not None and (index in headings or _is_label(label, recurrence)) else None
        for index, label in enumerate(labels)
    ]


def _named(fields: Iterable[tuple[str, str, int]]) -> set[str]:
    """The people whom header fields name."""
    return {
        name
        for label, value, _ in fields
        if role_of(label)
        for name in re.split(r"[，,、;；\s]+", value)
    }


def _is_label(label: Label, recurrence: _Recurrence) -> bool:
    """Whether a possible label is one: the weaker its shape, the more often it has to recur."""
    name, count = label.name, recurrence.names[label.name]
    match label.shape:
        case "space":
            return (
                label.sure
                or (label.wide and (recurrence.wide[name] >= 2 or count >= 2))
                or (count >= 2 and proves_itself(name) and len(name) > 1)
            )
        case "alone":
            return recurrence.shaped["alone", name] >= 2 or count >= 3
        case "heading":
            return label.sure or recurrence.shaped["heading", name] >= 2
        case "bracket":
            return label.sure or count >= 2 or name in recurrence.named
    if label.sure or count >= 2 or name in recurrence.named:
        return True
    if label.time_s is not None and (recurrence.any_sure or label.shape != "time-label-line"):
        return True
    joint = voices(name)
    return len(joint) > 1 and all(recurrence.names[voice] >= 1 for voice in joint)


def _naming_headings(
    lines: Sequence[Line], labels: Sequence[Label | None], counts: Counter[str]
) -> set[int]:
    """Headings that hold a label and nothing else, where most of them name people who speak again:
    one who speaks once has one too.
    """
    headings = {
        index: label
        for index, label in enumerate(labels)
        if label is not None
        and label.shape in ("colon", "bracket")
        and lines[index].kind == "heading"
        and label.speech >= len(lines[index].text)
    }
    again = sum(label.sure or counts[label.name] >= 2 for label in headings.values())
    if again >= _NAMING_HEADINGS and 2 * again >= len(headings):
        return set(headings)
    return set()
