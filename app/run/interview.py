"""One input file, from bytes to coded interviews: the work that a worker process does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson

from analysis.coders.rules import RuleCoder, coder_for, keep
from analysis.units import interview_units
from app.exporters.quotations import Quotations
from app.study.reading import Settings, transcripts
from codebooks.codebook import Codebook
from corpus.catalogue import Language
from corpus.coding import Coding
from corpus.document import Document
from corpus.formulas import guarded
from corpus.problem import Problem
from corpus.readers import read_file
from corpus.segmentation import content_words
from corpus.transcript import Transcript

BATCH = 200
"""So many interviews of one file are coded together."""


@dataclass(slots=True)
class InterviewResult:
    """One coded interview, ready to be written and counted."""

    source: str
    transcript: bytes  # its line of transcripts.jsonl
    codings: list[bytes]  # its lines of codings.jsonl
    facts: dict[str, Any]
    counts: list[tuple[str, str, str, int]]
    covered: list[tuple[str, str, int]]
    spans: list[tuple[int, int]]
    rows: list[int]
    keys: list[tuple[str, str]]
    words: dict[str, int]
    table: bytes | None = None
    """Its rows of quotations.csv, where they were made in its language."""


@dataclass(slots=True)
class FileResult:
    """What became of one file. ``digest`` is the SHA-256 of its bytes ("" when it could not be
    opened).
    """

    name: str
    digest: str
    interviews: list[InterviewResult] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    last: bool = True
    """False: more interviews of the file follow."""
    stored: bytes | None = None

    def to_bytes(self) -> bytes:
        """One line of what was counted, then the lines of each interview as they stand in the
        output.
        """
        if self.stored is not None:
            return self.stored
        counted = [
            {
                "source": one.source,
                "lines": len(one.codings),
                **{name: getattr(one, name) for name in _COUNTED},
            }
            for one in self.interviews
        ]
        head = orjson.dumps(
            {
                "name": self.name,
                "digest": self.digest,
                "interviews": counted,
                "problems": self.problems,
            }
        )
        return b"\n".join(
            [head, *(line for one in self.interviews for line in (one.transcript, *one.codings))]
        )

    @classmethod
    def from_bytes(cls, stored: bytes, *, last: bool = True) -> FileResult:
        """The contrary of ``to_bytes``, but for the rows of the table. Raises ValueError, KeyError
        or TypeError for anything else.
        """
        head, *lines = stored.split(b"\n")
        value = orjson.loads(head)
        result, at = (
            cls(
                value["name"], value["digest"], problems=value["problems"], last=last, stored=stored
            ),
            0,
        )
        for entry in value["interviews"]:
            source, count = entry.pop("source"), entry.pop("lines")
            own = lines[at : at + 1 + count]
            if len(own) != 1 + count:
                raise ValueError("lines are missing")
            at += 1 + count
            for name in ("counts", "covered", "spans", "keys"):
                entry[name] = list(map(tuple, entry[name]))
            result.interviews.append(InterviewResult(source, own[0], own[1:], **entry))
        return result

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes from process to process as it is stored: bytes are handed over faster than objects,
        and are there when it is to be kept.
        """
        return _unpacked, (self.to_bytes(), self.last, [one.table for one in self.interviews])


def _unpacked(stored: bytes, last: bool, made: list[bytes | None]) -> FileResult:
    result = FileResult.from_bytes(stored, last=last)
    for interview, table in zip(result.interviews, made, strict=True):
        interview.table = table
    return result


_COUNTED = ("facts", "counts", "covered", "spans", "rows", "keys", "words")


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read, or some of the interviews of one that was (``documents``). ``last``: no
    other task of the file follows.
    """

    path: Path
    name: str
    digest: str
    documents: tuple[Document, ...] | None = None
    problems: tuple[Problem, ...] = ()
    last: bool = True


_MANY: Final = frozenset([".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".ndjson"])
"""Formats that may hold any number of interviews."""


def tasks(path: Path, name: str, digest: str, settings: Settings) -> list[Task]:
    """The work on one file, in parts that several processes can share where it holds many
    interviews.
    """
    if path.suffix.lower() not in _MANY:
        return [Task(path, name, digest)]
    documents, problems = read_file(path, name=name, encoding=settings.encoding)
    starts = range(0, len(documents), BATCH) or range(1)
    return [
        Task(
            path,
            name,
            digest,
            tuple(documents[start : start + BATCH]),
            () if start else tuple(problems),
            start == starts[-1],
        )
        for start in starts
    ]


@lru_cache(maxsize=4)
def quotations_in(codebooks: tuple[Codebook, ...], lang: Language) -> Quotations:
    """Makes the rows of quotations.csv."""
    return Quotations(codebooks, lang, guarded)


def prepare(settings: Settings, coder: RuleCoder) -> None:
    """Have what ``process`` needs and a process keeps: the coder, and the dictionary of the
    segmenter.
    """
    keep(coder)
    if settings.words:
        settings.segmentation().words("")


def process(task: Task, settings: Settings, lang: Language = "zh") -> FileResult:
    """Read, code and count. Never raises for what stands in the file."""
    documents, problems = task.documents, task.problems
    if documents is None:
        read, told = read_file(task.path, name=task.name, encoding=settings.encoding)
        documents, problems = tuple(read), tuple(told)
    result = FileResult(
        task.name,
        task.digest,
        problems=[problem.as_record() for problem in problems],
        last=task.last,
    )
    coder = coder_for(*settings.codebooks)
    for start in range(0, len(documents), BATCH):
        batch = transcripts(documents[start : start + BATCH], task.name, settings)
        for transcript, codings in zip(batch, coder.code_all(batch), strict=True):
            result.interviews.append(
                counted(transcript, codings, settings, quotations_in(settings.codebooks, lang))
            )
            result.problems.extend(problem.as_record() for problem in transcript.problems)
    return result


def counted(
    transcript: Transcript,
    codings: Sequence[Coding],
    settings: Settings,
    rows: Quotations | None = None,
) -> InterviewResult:
    """What is written and counted of an interview with its codings, whoever made them; with
    ``rows`` also those of quotations.csv.
    """
    units = interview_units(transcript, codings, settings.unit)
    counts: dict[tuple[str, str, str], int] = {}
    covered: dict[tuple[str, str], int] = {}
    seen = set()
    for coding in codings:
        span, book, code, polarity = coding.span, coding.codebook, coding.code, coding.polarity
        counts[book, code, polarity] = counts.get((book, code, polarity), 0) + 1
        place = (span.start, span.end, book, code)
        if place not in seen:
            seen.add(place)
            covered[book, code] = covered.get((book, code), 0) + span.end - span.start
    spoken = [turn for turn in transcript.turns if turn.role != "interviewer"]
    words: dict[str, int] = {}
    if settings.words and spoken:
        words = content_words(
            settings.segmentation().words(
                "\n".join(transcript.text[turn.span.start : turn.span.end] for turn in spoken)
            )
        )
    report = transcript.report
    facts = {
        "source": transcript.source,
        **{
            key: transcript.metadata.get(key, "")
            for key in ("id", "date", "department", "position", "gender", "method", "nature")
        },
        "duration_s": transcript.metadata.get("duration_s"),
        "format": report.format,
        "encoding": report.encoding,
        "speakers": len(transcript.speakers),
        "turns": len(transcript.turns),
        "answers": len(spoken),
        "characters": sum(len(turn.span) for turn in spoken),
        "sentences": sum(len(transcript.sentences[turn.index]) for turn in spoken),
        "codings": len(codings),
        "units": len(units.spans),
        "roles": report.roles,
        "roles_by": report.roles_by,
        "shapes": report.shapes,
        "unknown": len(report.unknown),
    }
    records = [coding.as_record(transcript.source) for coding in codings]
    return InterviewResult(
        transcript.source,
        orjson.dumps(transcript.as_record()),
        list(map(orjson.dumps, records)),
        facts,
        [(*key, number) for key, number in sorted(counts.items())],
        [(*key, number) for key, number in sorted(covered.items())],
        list(units.spans),
        list(units.rows),
        list(units.keys),
        words,
        rows.csv(records, facts) if rows else None,
    )
