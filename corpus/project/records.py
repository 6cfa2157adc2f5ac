"""What a project tells: frozen values, never rows of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from corpus.coding import Evidence, EvidenceRecord, Function, Status, Step
from corpus.span import Span


@dataclass(frozen=True, slots=True)
class CoderInfo:
    """A person or a machine that codes; ``round`` tells repeated codings by one person apart (0:
    the first).
    """

    id: str
    name: str
    kind: Literal["person", "machine"]
    round: int = 0


@dataclass(frozen=True, slots=True)
class CodeInfo:
    """A code as the study uses it. ``retired`` codes keep their codings but take no new ones;
    ``merged_into`` names the heir.
    """

    id: str
    family: str
    key: str
    name: str
    name_en: str
    parent: str | None
    color: str | None
    position: int
    retired: bool
    merged_into: str | None

    def title(self, lang: str = "zh") -> str:
        return self.name_en if lang == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class CodebookInfo:
    """A version of a codebook; ``snapshot`` is its JSON, opaque here."""

    id: str
    family: str
    version: str
    hash: str
    name: str
    snapshot: str
    current: bool


@dataclass(frozen=True, slots=True)
class TranscriptInfo:
    """A transcript in a list: what it is, without its text. ``stamp`` is the newest event that
    touched it or its codings.
    """

    id: str
    source: str
    revision: int
    characters: int
    turns: int
    metadata: Mapping[str, Any]
    facts: Mapping[str, Any]
    stamp: int


@dataclass(frozen=True, slots=True)
class StoredCoding:
    """A coding as it stands. ``decider`` is who accepted or rejected a suggestion; ``placed`` is
    False when a new revision of the transcript has left it without a place (its span then counts
    the older text).
    """

    id: str
    transcript: str
    span: Span
    turn: int
    quote: str
    code: str
    coder: str
    polarity: str
    status: Status
    decider: str | None
    hash: str
    evidence: Evidence | None
    at: str
    revision: int
    placed: bool
    function: Function | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A coding with the names that a reader wants beside it."""

    coding: StoredCoding
    source: str
    speaker: str


@dataclass(frozen=True, slots=True)
class StoredLink:
    """Two codings (their ids) of a transcript that a person joined: ``second`` is to ``first`` what
    ``step`` says.
    """

    id: str
    transcript: str
    first: str
    second: str
    step: Step
    coder: str
    at: str


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo on anything; ``span`` and ``quote`` only where it is on a stretch of text. ``placed``
    is False when a new revision of the transcript has left it without a place (its span then counts
    the older text).
    """

    id: str
    about: str
    target: str
    span: Span | None
    quote: str
    text: str
    coder: str
    at: str
    placed: bool = True


@dataclass(frozen=True, slots=True)
class ReviewInfo:
    """A comment, an acceptance, a dispute or a decision on something, by a reviewer."""

    id: str
    about: str
    target: str
    verdict: str
    text: str
    coder: str
    at: str
    settled: bool


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """A case with its attributes (variable name -> value) and where it speaks ((transcript,
    speaker), …).
    """

    id: str
    name: str
    attributes: Mapping[str, str]
    speaks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """An attribute of cases."""

    id: str
    name: str
    type: str
    position: int


@dataclass(frozen=True, slots=True)
class SavedView:
    """The state of a page under a name."""

    id: str
    name: str
    page: str
    state: Mapping[str, Any]
    coder: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change in another copy that could not be taken over, because the same thing was changed
    here.
    """

    id: str
    event: str
    table: str
    entity: str
    ours: Mapping[str, Any] | None
    theirs: Mapping[str, Any] | None
    settled: bool


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event in the life of a thing: who, when, what stood before and after (None: it did not
    exist).
    """

    number: int
    at: str
    coder: str
    kind: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Applied:
    """The answer to an operation: the revision that it made. ``repeated`` when it had been applied
    before and nothing was done now.
    """

    revision: int
    event: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Which codings are meant; an empty field does not limit. ``status``: by default all but the
    rejected. ``unseen_by``: a coder who neither made the coding, nor accepted or rejected it, nor
    wrote a review of it.
    """

    transcripts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    polarities: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("suggested", "accepted")
    text: str = ""
    placed: bool | None = True
    unseen_by: str = ""


class CodingRow(TypedDict):
    """The columns of a row of ``codings``."""

    id: str
    transcript: str
    revision: int
    start: int
    end: int
    turn: int
    quote: str
    code: str
    coder: str
    polarity: str
    status: Status
    decider: str | None
    hash: str
    evidence: EvidenceRecord | None
    at: str
    function: Function | None


def coding_of(row: CodingRow, current: int) -> StoredCoding:
    """A row of ``codings`` with the present revision of its transcript."""
    return StoredCoding(
        row["id"],
        row["transcript"],
        Span(row["start"], row["end"]),
        row["turn"],
        row["quote"],
        row["code"],
        row["coder"],
        row["polarity"],
        row["status"],
        row["decider"],
        row["hash"],
        evidence_of(row["evidence"], row["hash"]),
        row["at"],
        row["revision"],
        row["revision"] == current,
        row["function"],
    )


def evidence_of(record: EvidenceRecord | None, version: str) -> Evidence | None:
    """The stored evidence of a machine coding; ``version``: hash of the codebook."""
    return None if record is None else Evidence.from_record(record, version)


def evidence_record(evidence: Evidence | None) -> EvidenceRecord | None:
    """The contrary of ``evidence_of``."""
    return None if evidence is None else evidence.as_record()
