"""Subtitles: SRT and WebVTT with speaker tags. A cue that cannot be read is named and the rest goes
on.
"""

from __future__ import annotations

import html
import re
from typing import Final

from corpus.document import Document, Line
from corpus.problem import Problem, Unreadable
from corpus.readers.encoding import decode
from corpus.readers.source import Reader, Source
from corpus.turns.metadata import split_fields

_TIMES: Final = re.compile(
    r"^\s*(?P<start>(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*(?P<end>(?:\d{1,3}:)?\d{1,"
    r"2}:\d{2}[.,]\d{1,3})"
)
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]{1,80})?\s{1,8}([^<>]{1,80})>")


def _seconds(text: str) -> float:
    total = 0.0
    for part in text.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return int(total) if total == int(total) else round(total, 3)


def read(source: Source) -> list[Document]:
    """One document of cues; NOTE blocks with ``标签：值`` lines are fields. Raises Unreadable when
    there is no cue.
    """
    decoded = decode(source.data, source.encoding)
    lines = re.split(r"\r\n|[\r\n]", decoded.text)
    cues: list[Line] = []
    fields: list[tuple[str, str, int]] = []
    problems: list[Problem] = []
    place = 0
    while place < len(lines):
        text = lines[place].strip().lstrip("\ufeff")
        times = _TIMES.match(text)
        if times:
            number = place + 1
            place += 1
            said = []
            while place < len(lines) and lines[place].strip() and not _TIMES.match(lines[place]):
                said.append(lines[place].strip())
                place += 1
            if said and place < len(lines) and _TIMES.match(lines[place]) and said[-1].isdigit():
                said.pop()
            cues.extend(
                _cue(" ".join(said), number, _seconds(times["start"]), _seconds(times["end"]))
            )
            continue
        if "-->" in text:
            problems.append(
                Problem(source.name, "read.cue", place + 1, "warning", {"text": text[:40]})
            )
        elif text.startswith("NOTE"):
            noted = [text[4:].strip()]
            while place + 1 < len(lines) and lines[place + 1].strip():
                place += 1
                noted.append(lines[place].strip())
            for line in noted:
                fields.extend(
                    (label, value, place + 1) for label, value in split_fields(line) or [] if label
                )
        place += 1
    if not cues:
        raise Unreadable("read.no_cue")
    head: list[tuple[str, str, int]] = []
    while (
        cues
        and cues[0].speaker is None
        and (pairs := split_fields(cues[0].text))
        and all(label for label, _ in pairs)
        and _is_field(pairs)
    ):
        head.extend((label, value, cues[0].number) for label, value in pairs)
        cues.pop(0)
    return [
        Document(
            tuple(cues),
            "vtt" if decoded.text.lstrip("\ufeff").startswith("WEBVTT") else "srt",
            (*fields, *head),
            problems=tuple(problems),
            encoding=decoded.encoding,
        )
    ]


def _is_field(pairs: list[tuple[str, str]]) -> bool:
    from corpus.turns.labels import role_of
    from corpus.turns.metadata import key_of

    return all(key_of(label) is not None and role_of(label) is None for label, _ in pairs)


def _cue(text: str, number: int, start: float, end: float) -> list[Line]:
    """A cue -> a line per voice in it."""
    pieces = _VOICE.split(text)
    found = []
    if _clean(pieces[0]):
        found.append(Line(_clean(pieces[0]), number, "cue", None, None, start, end))
    for voice, said in zip(pieces[1::2], pieces[2::2], strict=True):
        if _clean(said):
            found.append(
                Line(_clean(said), number, "cue", html.unescape(voice.strip()), None, start, end)
            )
    return found


def _clean(text: str) -> str:
    return html.unescape(re.sub(r"</?[a-zA-Z][^>]{0,60}>|\{\\[^}]{0,60}\}", "", text)).strip()


def sniff(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT") or bool(
        re.match(rb"(?:\xef\xbb\xbf)?\s*\d+\s*\r?\n\s*\d{1,2}:\d{2}:\d{2}[,.]\d{3}\s*-->", head)
    )


READER = Reader("subtitles", (".srt", ".vtt"), read, sniff)
