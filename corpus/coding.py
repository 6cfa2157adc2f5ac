"""A code laid on a span by a coder, with the evidence for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple, TypedDict

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


class Evidence(NamedTuple):
    """Why a machine coded: the rule (indicator, weak, near, pattern), what it matched and where,
    and the cue that decided the polarity (None: no cue, the default of the rule). ``reason`` is a
    message key; ``hash`` names the codebook version.
    """

    rule: str
    indicator: str
    span: Span
    cue: str
    cue_span: Span | None
    reason: str
    hash: str

    def as_record(self) -> EvidenceRecord:
        """As it is stored; an empty cue has a place, no cue has none."""
        cue = self.cue_span
        return {
            "rule": self.rule,
            "indicator": self.indicator,
            "start": self.span.start,
            "end": self.span.end,
            "cue": self.cue,
            "cue_start": None if cue is None else cue.start,
            "cue_end": None if cue is None else cue.end,
            "reason": self.reason,
        }


class Coding(NamedTuple):
    """``span`` is the coded stretch (a sentence for machine coders) and ``quote`` its text;
    ``turn`` the index of its turn.
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

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Coding:
        """A line of ``codings.jsonl`` back to a coding. Raises KeyError, TypeError or ValueError
        for a record of another kind.
        """
        seen = record.get("evidence")
        evidence = None
        if seen is not None:
            cue = (
                Span(seen["cue_start"], seen["cue_end"]) if seen["cue_start"] is not None else None
            )
            evidence = Evidence(
                seen["rule"],
                seen["indicator"],
                Span(seen["start"], seen["end"]),
                seen["cue"],
                cue,
                seen["reason"],
                seen["hash"],
            )
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
        )

    def as_record(self, source: str) -> dict[str, Any]:
        """The stable JSON line of ``codings.jsonl``."""
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
        if self.evidence is not None:
            record["evidence"] = {**self.evidence.as_record(), "hash": self.evidence.hash}
        return record
