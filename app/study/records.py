"""The lines and rows that a study is stored in, with their types: codings, interviews, problems."""

from __future__ import annotations

from typing import NotRequired, TypedDict, cast

from corpus.coding import Coding, EvidenceRecord, Function, Polarity
from corpus.problem import Problem


class CodedEvidence(EvidenceRecord):
    """Why a machine laid a code, by which version of the codebook (``hash``)."""

    hash: str


class CodingRecord(TypedDict):
    """A line of ``codings.jsonl``; offsets in code points of the transcript."""

    source: str
    start: int
    end: int
    quote: str
    code: str
    codebook: str
    polarity: Polarity
    coder: str
    status: str
    turn: int
    function: NotRequired[Function]
    evidence: NotRequired[CodedEvidence]


class QuotedRecord(CodingRecord):
    """A coding with what a quotation says of its interview."""

    id: str
    department: str


class Origin(TypedDict):
    """What a quotation says of its interview."""

    source: str
    id: str
    department: str


class InterviewFacts(Origin):
    """A row of the table of interviews."""

    date: str
    position: str
    gender: str
    method: str
    nature: str
    duration_s: float | None
    format: str
    encoding: str
    speakers: int
    turns: int
    answers: int
    characters: int
    sentences: int
    codings: int
    units: int
    roles: str
    roles_by: str
    shapes: dict[str, int]
    unknown: int


class ProblemRecord(TypedDict):
    """A fault in an input, as ``run.json`` holds it."""

    source: str
    line: int | None
    severity: str
    key: str
    message: str
    values: dict[str, int | float | str]


def coding_record(coding: Coding, source: str) -> CodingRecord:
    """The line of a coding of the interview ``source``."""
    return cast("CodingRecord", coding.as_record(source))


def problem_record(problem: Problem) -> ProblemRecord:
    """A problem as it is stored."""
    return cast("ProblemRecord", problem.as_record())
