"""One interview: metadata, speakers, turns and one immutable text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from corpus.problem import Problem
from corpus.span import Span

Role = Literal["interviewer", "interviewee", "other"]
Confidence = Literal["high", "medium", "low"]
Taken = Literal["turn", "continuation", "metadata", "title", "section", "note", "cut", "unknown"]


def is_synthetic(metadata: Mapping[str, Any]) -> bool:
    """Whether an interview says in its field ``nature`` that it is invented (合成)."""
    return "合成" in str(metadata.get("nature", ""))


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice of the interview. ``name`` is the label as written, without inner blanks."""

    name: str
    role: Role
    department: str = ""
    joint: tuple[str, ...] = ()  # the voices of a joint label such as P4&P1


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of one speaker; ``span`` covers the speech without the label. ``line`` is its line
    in the source.
    """

    index: int
    speaker: str
    role: Role
    span: Span
    line: int
    time_s: float | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What one source line was taken for, and by which shape."""

    line: int
    taken: Taken
    shape: str
    text: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How a source was understood. ``lines`` has one entry for each non-blank source line."""

    format: str
    encoding: str
    lines: tuple[ReportLine, ...]
    roles: Confidence
    roles_by: str  # message key of the ground on which roles were given

    @property
    def shapes(self) -> dict[str, int]:
        """Shape of turn -> how many turns it opened."""
        found: dict[str, int] = {}
        for line in self.lines:
            if line.taken == "turn":
                found[line.shape] = found.get(line.shape, 0) + 1
        return found

    @property
    def unknown(self) -> tuple[ReportLine, ...]:
        """Lines that were not understood (kept in the text, in no turn)."""
        return tuple(line for line in self.lines if line.taken == "unknown")


@dataclass(frozen=True)
class Transcript:
    """An interview. ``text`` never changes after import; every span counts its code points."""

    source: str
    text: str
    metadata: Mapping[str, Any]
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    report: ImportReport
    marks: tuple[Span, ...] = ()  # transcription marks, excluded from matching
    problems: tuple[Problem, ...] = field(default=())

    @cached_property
    def shadow(self) -> str:
        """Matching text of the same length (see ``corpus.normalise.shadow``)."""
        from corpus.normalise import shadow

        return shadow(self.text, self.marks)

    @cached_property
    def sentences(self) -> tuple[tuple[Span, ...], ...]:
        """The sentences of each turn, in the order of ``turns``."""
        from corpus.segmentation import sentences

        return tuple(tuple(sentences(self.shadow, turn.span)) for turn in self.turns)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Transcript:
        """A line of ``transcripts.jsonl`` back to a transcript; of the import report only its
        summary comes back.

        Raises KeyError, TypeError or ValueError for a record of another kind.
        """
        from corpus.marks import find_marks

        told = record["report"]
        report = ImportReport(
            told["format"],
            told["encoding"],
            tuple(
                ReportLine(line["line"], "unknown", "", line["text"]) for line in told["unknown"]
            ),
            told["roles"],
            told["roles_by"],
        )
        text = record["text"]
        turns = tuple(
            Turn(
                place,
                turn["speaker"],
                turn["role"],
                Span(turn["start"], turn["end"]),
                0,
                turn["time_s"],
                turn["memo"],
            )
            for place, turn in enumerate(record["turns"])
        )
        if any(
            turn.span.of(text) != given["text"]
            for turn, given in zip(turns, record["turns"], strict=True)
        ):
            raise ValueError("a turn is not the text at its place")
        speakers = tuple(
            Speaker(voice["name"], voice["role"], voice["department"])
            for voice in record["speakers"]
        )
        return cls(
            record["source"], text, record["metadata"], speakers, turns, report, find_marks(text)
        )

    def as_record(self) -> dict[str, Any]:
        """The stable JSON line of ``transcripts.jsonl``."""
        return {
            "source": self.source,
            "metadata": dict(self.metadata),
            "speakers": [
                {"name": voice.name, "role": voice.role, "department": voice.department}
                for voice in self.speakers
            ],
            "turns": [
                {
                    "speaker": turn.speaker,
                    "role": turn.role,
                    "start": turn.span.start,
                    "end": turn.span.end,
                    "text": self.text[turn.span.start : turn.span.end],
                    "time_s": turn.time_s,
                    "memo": turn.memo,
                }
                for turn in self.turns
            ],
            "text": self.text,
            "report": {
                "format": self.report.format,
                "encoding": self.report.encoding,
                "shapes": self.report.shapes,
                "roles": self.report.roles,
                "roles_by": self.report.roles_by,
                "unknown": [{"line": line.line, "text": line.text} for line in self.report.unknown],
            },
            "problems": [problem.as_record() for problem in self.problems],
        }
