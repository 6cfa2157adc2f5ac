"""One input file, from bytes to coded interviews: the work that a worker process does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, TypedDict

import orjson

from analysis.coders.rules import RuleCoder, keep
from analysis.units import interview_units
from analysis.words.counted import word_counts
from app.exporters.quotations import Quotations
from app.run.chains import CellPassage, cell_passages
from app.study.machines.asking import faults
from app.study.machines.suggesting import coders_of
from app.study.reading import Settings, transcripts
from app.study.records import InterviewFacts, ProblemRecord, coding_record, problem_record
from codebooks.codebook import Codebook
from corpus.catalogue import Language
from corpus.coding import Coding, CodingLink, Function
from corpus.document import Document
from corpus.formulas import guarded
from corpus.problem import Problem
from corpus.readers import read_file
from corpus.span import Span
from corpus.transcript import Transcript, Turn

BATCH = 200
"""So many interviews of one file are coded together."""


@dataclass(slots=True)
class InterviewResult:
    """One coded interview, ready to be written and counted."""

    source: str
    transcript: bytes  # its line of transcripts.jsonl
    codings: list[bytes]  # its lines of codings.jsonl
    facts: InterviewFacts
    counts: list[tuple[str, str, str, int]]
    covered: list[tuple[str, str, int]]
    spans: list[tuple[int, int]]
    rows: list[int]
    keys: list[tuple[str, str]]
    ends: list[int]
    places: list[int]
    placed: list[tuple[str, str]]
    words: dict[str, int]
    chains: list[CellPassage]
    table: bytes | None = None
    """Its rows of quotations.csv, where they were made in its language."""
    links: list[bytes] = field(default_factory=list)
    """Its lines of links.jsonl: people join in a project, so that none stands in what is kept of a
    file.
    """


class _StoredInterview(TypedDict):
    """What was counted of an interview; ``lines``: how many codings it has."""

    source: str
    lines: int
    facts: InterviewFacts
    counts: list[tuple[str, str, str, int]]
    covered: list[tuple[str, str, int]]
    spans: list[tuple[int, int]]
    rows: list[int]
    keys: list[tuple[str, str]]
    ends: list[int]
    places: list[int]
    placed: list[tuple[str, str]]
    words: dict[str, int]
    chains: list[tuple[str, str, Function, int, int, str, int]]


class _StoredFile(TypedDict):
    """The first line of a result that is kept."""

    name: str
    digest: str
    interviews: list[_StoredInterview]
    problems: list[ProblemRecord]


@dataclass(slots=True)
class FileResult:
    """What became of one file. ``digest`` is the SHA-256 of its bytes ("" when it could not be
    opened).
    """

    name: str
    digest: str
    interviews: list[InterviewResult] = field(default_factory=list)
    problems: list[ProblemRecord] = field(default_factory=list)
    last: bool = True
    """False: more interviews of the file follow."""
    stored: bytes | None = None

    def to_bytes(self) -> bytes:
        """One line of what was counted, then the lines of each interview as they stand in the
        output.
        """
        if self.stored is not None:
            return self.stored
        interviews: list[_StoredInterview] = [
            {
                "source": interview.source,
                "lines": len(interview.codings),
                "facts": interview.facts,
                "counts": interview.counts,
                "covered": interview.covered,
                "spans": interview.spans,
                "rows": interview.rows,
                "keys": interview.keys,
                "ends": interview.ends,
                "places": interview.places,
                "placed": interview.placed,
                "words": interview.words,
                "chains": [cell[:] for cell in interview.chains],
            }
            for interview in self.interviews
        ]
        file: _StoredFile = {
            "name": self.name,
            "digest": self.digest,
            "interviews": interviews,
            "problems": self.problems,
        }
        lines = [
            line
            for interview in self.interviews
            for line in (interview.transcript, *interview.codings)
        ]
        return b"\n".join([orjson.dumps(file), *lines])

    @classmethod
    def from_bytes(cls, stored: bytes, *, last: bool = True) -> FileResult:
        """The contrary of ``to_bytes``, but for the rows of the table. Raises ValueError, KeyError
        or TypeError for anything else.
        """
        head, *lines = stored.split(b"\n")
        value: _StoredFile = orjson.loads(head)
        result = cls(
            value["name"], value["digest"], problems=value["problems"], last=last, stored=stored
        )
        first = 0
        for entry in value["interviews"]:
            own_lines = lines[first : first + 1 + entry["lines"]]
            if len(own_lines) != 1 + entry["lines"]:
                raise ValueError("lines are missing")
            first += len(own_lines)
            result.interviews.append(
                InterviewResult(
                    entry["source"],
                    own_lines[0],
                    own_lines[1:],
                    entry["facts"],
                    [(book, code, polarity, n) for book, code, polarity, n in entry["counts"]],
                    [(book, code, characters) for book, code, characters in entry["covered"]],
                    [(start, end) for start, end in entry["spans"]],
                    entry["rows"],
                    [(book, code) for book, code in entry["keys"]],
                    entry["ends"],
                    entry["places"],
                    [(book, code) for book, code in entry["placed"]],
                    entry["words"],
                    [CellPassage(*cell) for cell in entry["chains"]],
                )
            )
        return result

    def __reduce__(self) -> tuple[object, ...]:
        """Goes from process to process as it is stored: bytes are handed over faster than objects,
        and are there when it is to be kept.
        """
        return _unpacked, (self.to_bytes(), self.last, [each.table for each in self.interviews])


def _unpacked(stored: bytes, last: bool, made: list[bytes | None]) -> FileResult:
    result = FileResult.from_bytes(stored, last=last)
    for interview, table in zip(result.interviews, made, strict=True):
        interview.table = table
    return result


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
    """Read, code and count. Never raises for what stands in the file; FangtanError where a model is
    asked and nobody answers.
    """
    documents, problems = task.documents, task.problems
    if documents is None:
        read, told = read_file(task.path, name=task.name, encoding=settings.encoding)
        documents, problems = tuple(read), tuple(told)
    result = FileResult(
        task.name,
        task.digest,
        problems=[problem_record(problem) for problem in problems],
        last=task.last,
    )
    coders = coders_of(settings)
    for start in range(0, len(documents), BATCH):
        batch = transcripts(documents[start : start + BATCH], task.name, settings)
        by_coder = [coder.code_all(batch) for coder in coders]
        for transcript, *found in zip(batch, *by_coder, strict=True):
            codings = _each_once(found)
            result.interviews.append(
                counted(transcript, codings, settings, quotations_in(settings.codebooks, lang))
            )
            result.problems.extend(problem_record(problem) for problem in transcript.problems)
    result.problems.extend(problem_record(problem) for problem in faults(coders, task.name))
    return result


def _each_once(by_coder: Sequence[Sequence[Coding]]) -> list[Coding]:
    """The codings of all coders; a code that an earlier coder laid on the same stretch is not
    counted again.
    """
    known: set[tuple[Span, str, str]] = set()
    codings: list[Coding] = []
    for own in by_coder:
        anew = [each for each in own if (each.span, each.codebook, each.code) not in known]
        codings += anew
        known.update((each.span, each.codebook, each.code) for each in anew)
    return codings


def counted(
    transcript: Transcript,
    codings: Sequence[Coding],
    settings: Settings,
    rows: Quotations | None = None,
    links: Sequence[CodingLink] = (),
) -> InterviewResult:
    """What is written and counted of an interview with its codings, whoever made them, and what
    people joined of these (``links``); with ``rows`` also those of quotations.csv.
    """
    units = interview_units(transcript, codings, settings.unit)
    spoken = [turn for turn in transcript.turns if turn.role != "interviewer"]
    facts = _facts(transcript, spoken, len(codings), len(units.spans))
    records = [coding_record(coding, transcript.source) for coding in codings]
    return InterviewResult(
        transcript.source,
        orjson.dumps(transcript.as_record()),
        list(map(orjson.dumps, records)),
        facts,
        _counts(codings),
        _covered(codings),
        list(units.spans),
        list(units.rows),
        list(units.keys),
        list(units.ends),
        list(units.places),
        list(units.placed),
        word_counts(transcript, settings.segmentation()) if settings.words else {},
        cell_passages(transcript, codings, settings.codebooks, links),
        rows.csv(records, facts) if rows else None,
        [orjson.dumps(link.as_record(transcript.source)) for link in links],
    )


def _counts(codings: Sequence[Coding]) -> list[tuple[str, str, str, int]]:
    """(codebook, code, polarity, codings)."""
    counts = Counter((coding.codebook, coding.code, coding.polarity) for coding in codings)
    return [(*key, number) for key, number in sorted(counts.items())]


def _covered(codings: Sequence[Coding]) -> list[tuple[str, str, int]]:
    """(codebook, code, characters); a span that is coded twice with a code counts once."""
    spans = {
        (coding.span.start, coding.span.end, coding.codebook, coding.code) for coding in codings
    }
    covered: Counter[tuple[str, str]] = Counter()
    for start, end, book, code in spans:
        covered[book, code] += end - start
    return [(*key, number) for key, number in sorted(covered.items())]


def _facts(
    transcript: Transcript, spoken: Sequence[Turn], codings: int, units: int
) -> InterviewFacts:
    """The row of an interview; ``spoken``: its turns but those of the interviewer."""
    metadata, report = transcript.metadata, transcript.report
    return {
        "source": transcript.source,
        "id": metadata.get("id", ""),
        "date": metadata.get("date", ""),
        "department": metadata.get("department", ""),
        "position": metadata.get("position", ""),
        "gender": metadata.get("gender", ""),
        "method": metadata.get("method", ""),
        "nature": metadata.get("nature", ""),
        "duration_s": metadata.get("duration_s"),
        "format": report.format,
        "encoding": report.encoding,
        "speakers": len(transcript.speakers),
        "turns": len(transcript.turns),
        "answers": len(spoken),
        "characters": sum(len(turn.span) for turn in spoken),
        "sentences": sum(len(transcript.sentences[turn.index]) for turn in spoken),
        "codings": codings,
        "units": units,
        "roles": report.roles,
        "roles_by": report.roles_by,
        "shapes": report.shapes,
        "unknown": len(report.unknown),
    }
