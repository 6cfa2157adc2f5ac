"""对照: where two coders differ over one text. No coefficient here; places to look at, the largest
first. No screen either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from corpus.project.records import StoredCoding
from corpus.span import Span
from corpus.transcript import Transcript

Kind = Literal["only_first", "only_second", "polarity", "bounds", "code"]
KINDS: Final[tuple[Kind, ...]] = ("only_first", "only_second", "polarity", "bounds", "code")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where two coders differ. ``size`` is the number of characters on which they do.

    ``only_first``, ``only_second``: one coder alone used the code here; ``polarity``: the same code
    with another polarity; ``bounds``: the same code with other ends; ``code``: the very same
    stretch under different codes.
    """

    kind: Kind
    span: Span
    size: int
    code: str
    first: tuple[StoredCoding, ...]
    second: tuple[StoredCoding, ...]


def disagreements(
    first: Sequence[StoredCoding], second: Sequence[StoredCoding]
) -> list[Disagreement]:
    """Differences of two coders over one transcript, the largest first; their common codings are no
    difference. Rejected codings do not count.
    """
    one = [coding for coding in first if coding.status != "rejected"]
    two = [coding for coding in second if coding.status != "rejected"]
    found: list[Disagreement] = []
    met: set[str] = set()
    for a in one:
        partners = [b for b in two if b.code == a.code and b.span & a.span and b.id not in met]
        if not partners:
            continue
        b = max(
            partners, key=lambda coding: (len(coding.span & a.span), coding.polarity == a.polarity)
        )
        met |= {a.id, b.id}
        union, common = len(a.span | b.span), len(a.span & b.span)
        if a.polarity != b.polarity:
            found.append(Disagreement("polarity", a.span | b.span, union, a.code, (a,), (b,)))
        elif union != common:
            found.append(
                Disagreement("bounds", a.span | b.span, union - common, a.code, (a,), (b,))
            )
    left = [coding for coding in one if coding.id not in met]
    right = [coding for coding in two if coding.id not in met]
    for a in list(left):
        same = [b for b in right if b.span == a.span]
        if same:
            found.append(Disagreement("code", a.span, len(a.span), a.code, (a,), (same[0],)))
            left.remove(a)
            right.remove(same[0])
    found += [
        Disagreement("only_first", coding.span, len(coding.span), coding.code, (coding,), ())
        for coding in left
    ]
    found += [
        Disagreement("only_second", coding.span, len(coding.span), coding.code, (), (coding,))
        for coding in right
    ]
    return sorted(found, key=lambda each: (-each.size, each.span.start, each.code))


@dataclass(frozen=True, slots=True)
class Lane:
    """A sentence with the codings of each coder that touch it."""

    span: Span
    turn: int
    codings: tuple[tuple[StoredCoding, ...], ...]

    @property
    def agreed(self) -> bool:
        """Whether all coders used the same codes with the same polarities."""
        return (
            len({tuple(sorted((one.code, one.polarity) for one in own)) for own in self.codings})
            <= 1
        )


def lanes(transcript: Transcript, by_coder: Sequence[Sequence[StoredCoding]]) -> list[Lane]:
    """Sentence by sentence what each coder said, interviewees' turns only."""
    found = []
    kept = [[one for one in own if one.status != "rejected"] for own in by_coder]
    for turn, sentences in zip(transcript.turns, transcript.sentences, strict=True):
        if turn.role == "interviewer":
            continue
        for sentence in sentences:
            found.append(
                Lane(
                    sentence,
                    turn.index,
                    tuple(tuple(one for one in own if one.span & sentence) for own in kept),
                )
            )
    return found
