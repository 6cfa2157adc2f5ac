"""A code laid on a span by a coder, with the evidence for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple, NotRequired, TypedDict

from corpus.span import Span

Status = Literal["suggested", "accepted", "rejected"]

Polarity = Literal["lacking", "present", "demanded", "changed", "neutral", "unsure"]
"""What is said of the concept that a code names: 缺失, 具备, 诉求, 变化, 中性, 不确定."""
POLARITIES: Final[tuple[Polarity, ...]] = (
    "lacking",
    "present",
    "demanded",
    "changed",
    "neutral",
    "unsure",
)

Function = Literal["status", "problem", "cause", "countermeasure", "effect"]
"""What the sentence does in the argument: 现状, 问题, 原因, 对策, 成效."""
FUNCTIONS: Final[tuple[Function, ...]] = (
    "status",
    "problem",
    "cause",
    "countermeasure",
    "effect",
)

Step = Literal["problem-cause", "cause-countermeasure", "problem-countermeasure"]
"""What a link between two codings says of the first and the second."""
STEPS: Final[dict[Step, tuple[Function, Function]]] = {
    "problem-cause": ("problem", "cause"),
    "cause-countermeasure": ("cause", "countermeasure"),
    "problem-countermeasure": ("problem", "countermeasure"),
}
"""Step -> what its two codings are said as."""


class EvidenceRecord(TypedDict):
    """Evidence as it is stored, but for the codebook version, which stands beside it."""

    rule: str
    indicator: str
    start: int
    end: int
    cue: str
    cue_start: int | None
    cue_end: int | None
    reason: str
    score: NotRequired[float]
    like: NotRequired[list[str]]
    note: NotRequired[str]
    made_by: NotRequired[str]


class Evidence(NamedTuple):
    """Why a machine coded: the rule (indicator, weak, near, pattern), what it matched and where,
    and the cue that decided the polarity (None: no cue, the default of the rule). ``reason`` is a
    message key; ``hash`` names the codebook version. ``score``: how near the coder holds it (None:
    it does not weigh); ``like``: the sentences of the code that are most similar; ``note``: the
    coder's own words for its reason; ``made_by``: the model and the hash of what it was asked.
    """

    rule: str
    indicator: str
    span: Span
    cue: str
    cue_span: Span | None
    reason: str
    hash: str
    score: float | None = None
    like: tuple[str, ...] = ()
    note: str = ""
    made_by: str = ""

    @classmethod
    def from_record(cls, record: EvidenceRecord, version: str) -> Evidence:
        """Stored evidence; ``version``: hash of the codebook. Raises KeyError or TypeError for a
        record of another kind.
        """
        start, end = record["cue_start"], record["cue_end"]
        return cls(
            record["rule"],
            record["indicator"],
            Span(record["start"], record["end"]),
            record["cue"],
            None if start is None or end is None else Span(start, end),
            record["reason"],
            version,
            record.get("score"),
            tuple(record.get("like", ())),
            record.get("note", ""),
            record.get("made_by", ""),
        )

    def as_record(self) -> EvidenceRecord:
        """As it is stored; an empty cue has a place, no cue has none. What a coder does not weigh
        is left out.
        """
        cue = self.cue_span
        record: EvidenceRecord = {
            "rule": self.rule,
            "indicator": self.indicator,
            "start": self.span.start,
            "end": self.span.end,
            "cue": self.cue,
            "cue_start": None if cue is None else cue.start,
            "cue_end": None if cue is None else cue.end,
            "reason": self.reason,
        }
        if self.score is not None:
            record["score"] = self.score
        if self.like:
            record["like"] = list(self.like)
        if self.note:
            record["note"] = self.note
        if self.made_by:
            record["made_by"] = self.made_by
        return record


class Coding(NamedTuple):
    """``span`` is the coded stretch (a sentence for machine coders) and ``quote`` its text;
    ``turn`` the index of its turn. ``function``: what is said here as (None: not known).
    """

    span: Span
    quote: str
    code: str
    codebook: str
    polarity: Polarity
    coder: str
    turn: int
    status: Status = "suggested"
    evidence: Evidence | None = None
    function: Function | None = None

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Coding:
        """A line of ``codings.jsonl`` back to a coding. Raises KeyError, TypeError or ValueError
        for a record of another kind.
        """
        seen = record.get("evidence")
        evidence = None if seen is None else Evidence.from_record(seen, seen["hash"])
        return cls(
            Span(record["start"], record["end"]),
            record["quote"],
            record["code"],
            record["codebook"],
            record["polarity"],
            record["coder"],
            record["turn"],
            record["status"],
            evidence,
            record.get("function"),
        )

    def as_record(self, source: str) -> dict[str, Any]:
        """The stable JSON line of ``codings.jsonl``; evidence and function stand in it where there
        are any.
        """
        record: dict[str, Any] = {
            "source": source,
            "start": self.span.start,
            "end": self.span.end,
            "quote": self.quote,
            "code": self.code,
            "codebook": self.codebook,
            "polarity": self.polarity,
            "coder": self.coder,
            "status": self.status,
            "turn": self.turn,
        }
        if self.function is not None:
            record["function"] = self.function
        if self.evidence is not None:
            record["evidence"] = {**self.evidence.as_record(), "hash": self.evidence.hash}
        return record


class CodingLink(NamedTuple):
    """A person's word on two codings of one interview: ``second`` is to ``first`` what ``step``
    says.
    """

    first: Coding
    second: Coding
    step: Step
    coder: str

    def as_record(self, source: str) -> dict[str, Any]:
        """The line of ``links.jsonl``: the two codings by what tells them apart."""
        return {
            "source": source,
            "step": self.step,
            "coder": self.coder,
            "first": identity_of(self.first),
            "second": identity_of(self.second),
        }


def identity_of(coding: Coding) -> dict[str, str | int]:
    """What tells a coding from the others of its interview, as it stands in ``codings.jsonl``."""
    return {
        "start": coding.span.start,
        "end": coding.span.end,
        "code": coding.code,
        "codebook": coding.codebook,
        "polarity": coding.polarity,
        "coder": coding.coder,
    }
