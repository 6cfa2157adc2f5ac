"""A code laid on a span by a coder, with the evidence for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

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
            seen = self.evidence
            record["evidence"] = {
                "rule": seen.rule,
                "indicator": seen.indicator,
                "start": seen.span.start,
                "end": seen.span.end,
                "cue": seen.cue,
                "cue_start": None if seen.cue_span is None else seen.cue_span.start,
                "cue_end": None if seen.cue_span is None else seen.cue_span.end,
                "reason": seen.reason,
                "hash": seen.hash,
            }
        return record
