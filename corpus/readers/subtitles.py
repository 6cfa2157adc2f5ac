"""Subtitles: SRT and WebVTT with speaker tags. A cue that cannot be read is named and the rest goes
on.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from corpus.document import Document, Line
from corpus.problem import Problem, Unreadable
from corpus.readers.encoding import decode
from corpus.readers.source import Reader, Source
from corpus.turns.labels import role_of
from corpus.turns.metadata import key_of, split_fields
from corpus.turns.shapes import stamp

_TIMES: Final = re.compile(
    r"^\s*(?P<start>(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*(?P<end>(?:\d{1,3}:)?\d{1,"
    r"2}:\d{2}[.,]\d{1,3})"
)
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]{1,80})?\s{1,8}([^<>]{1,80})>")


def read(source: Source) -> list[Document]:
    """One document of cues; NOTE blocks with ``标签：值`` lines are fields. Raises Unreadable when
    there is no cue.
    """
    decoded = decode(source.data, source.encoding)
    scan = _Scan(source.name, re.split(r"\r\n|[\r\n]", decoded.text))
    while scan.index < len(scan.lines):
        scan.block()
    if not scan.cues:
        raise Unreadable("read.no_cue")
    count, head = _head_fields(scan.cues)
    is_vtt = decoded.text.lstrip("\ufeff").startswith("WEBVTT")
    return [
        Document(
            tuple(scan.cues[count:]),
            "vtt" if is_vtt else "srt",
            (*scan.fields, *head),
            problems=tuple(scan.problems),
            encoding=decoded.encoding,
        )
    ]


@dataclass(slots=True)
class _Scan:
    """Goes through the lines of a file; ``index`` is the line that comes next."""

    source: str
    lines: Sequence[str]
    index: int = 0
    cues: list[Line] = field(default_factory=list)
    fields: list[tuple[str, str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def block(self) -> None:
        """Takes a cue, a NOTE, or one line that is neither."""
        text = self.lines[self.index].strip().lstrip("\ufeff")
        times = _TIMES.match(text)
        self.index += 1
        if times:
            self._cue(self.index, stamp(times["start"]), stamp(times["end"]))
        elif "-->" in text:
            self.problems.append(
                Problem(self.source, "read.cue", self.index, "warning", {"text": text[:40]})
            )
        elif text.startswith("NOTE"):
            self._note(text[4:].strip())

    def _cue(self, number: int, start: float, end: float) -> None:
        """The text below a line of times, up to a blank line or the next cue."""
        texts = []
        while (line := self._following()) and not _TIMES.match(line):
            texts.append(line.strip())
            self.index += 1
        if texts and texts[-1].isdigit() and _TIMES.match(self._following()):
            texts.pop()  # the number of the next cue, which no blank line parts from this one
        self.cues.extend(_voices(" ".join(texts), number, start, end))

    def _note(self, first: str) -> None:
        notes = [first]
        while line := self._following():
            notes.append(line.strip())
            self.index += 1
        self.fields.extend(
            (label, value, self.index)
            for note in notes
            for label, value in split_fields(note) or []
            if label
        )

    def _following(self) -> str:
        """The line that comes next; "" when it is blank or the file ends."""
        line = self.lines[self.index] if self.index < len(self.lines) else ""
        return line if line.strip() else ""


def _head_fields(cues: Sequence[Line]) -> tuple[int, list[tuple[str, str, int]]]:
    """Cues at the start that hold header fields and nothing else: how many, and their fields."""
    fields: list[tuple[str, str, int]] = []
    for count, cue in enumerate(cues):
        pairs = split_fields(cue.text) if cue.speaker is None else None
        if not pairs or not all(label for label, _ in pairs) or not _is_field(pairs):
            return count, fields
        fields.extend((label, value, cue.number) for label, value in pairs)
    return len(cues), fields


def _is_field(pairs: Sequence[tuple[str, str]]) -> bool:
    return all(key_of(label) is not None and role_of(label) is None for label, _ in pairs)


def _voices(text: str, number: int, start: float, end: float) -> list[Line]:
    """A cue -> a line per voice in it; what stands before the first voice tag has none."""
    first, *tagged = _VOICE.split(text)
    spoken = [(None, first), *zip(tagged[::2], tagged[1::2], strict=True)]
    return [
        Line(
            speech, number, "cue", html.unescape(voice.strip()) if voice else None, None, start, end
        )
        for voice, raw in spoken
        if (speech := _clean(raw))
    ]


def _clean(text: str) -> str:
    return html.unescape(re.sub(r"</?[a-zA-Z][^>]{0,60}>|\{\\[^}]{0,60}\}", "", text)).strip()


def sniff(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT") or bool(
        re.match(rb"(?:\xef\xbb\xbf)?\s*\d+\s*\r?\n\s*\d{1,2}:\d{2}:\d{2}[,.]\d{3}\s*-->", head)
    )


READER = Reader("subtitles", (".srt", ".vtt"), read, sniff)
