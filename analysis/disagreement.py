"""Where coders differ over one text: places to look at, the largest first. No coefficient here."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, Generic, Literal, Protocol, TypeVar, get_args

from corpus.span import Span
from corpus.transcript import Transcript

Kind = Literal["only_first", "only_second", "polarity", "bounds", "code"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


class Judged(Protocol):
    """As much of a coding as is compared (``Coding`` and ``StoredCoding`` both fit)."""

    @property
    def span(self) -> Span: ...

    @property
    def code(self) -> str: ...

    @property
    def polarity(self) -> str: ...

    @property
    def status(self) -> str: ...


C = TypeVar("C", bound=Judged)


@dataclass(frozen=True, slots=True)
class Disagreement(Generic[C]):
    """One place where two coders differ. ``size`` is the number of characters on which they do.

    ``only_first``, ``only_second``: one coder alone used the code here; ``polarity``: the same code
    with another polarity; ``bounds``: the same code with other ends; ``code``: the very same
    stretch under different codes. ``code`` is the code of the first coder where that one coded.
    """

    kind: Kind
    span: Span
    size: int
    code: str
    first: tuple[C, ...]
    second: tuple[C, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Generic[C]):
    """Two coders over one text: pairs of codings in which they agree (code, polarity and ends), and
    where they differ, the largest first.
    """

    agreed: tuple[tuple[C, C], ...]
    differences: tuple[Disagreement[C], ...]


def compare(
    first: Sequence[C],
    second: Sequence[C],
    *,
    code_of: Callable[[C], Hashable] = attrgetter("code"),
) -> Comparison[C]:
    """Pair the codings of two coders over one transcript; each coding stands in one pair or alone.

    A coding of the first is paired with that of the second of the same code which shares most
    characters with it (of equals, one of the same polarity). What is left is paired where both
    coded exactly the same stretch with different codes. A pair that differs in polarity and in ends
    is a difference of polarity. Rejected codings do not count. ``code_of`` says which code a
    coding has; the default is its ``code``, which must then name one code (not one of each of
    several codebooks).
    """
    left = [coding for coding in first if coding.status != "rejected"]
    right = [coding for coding in second if coding.status != "rejected"]
    agreed: list[tuple[C, C]] = []
    differences: list[Disagreement[C]] = []
    alone: list[C] = []
    for a in left:
        partners = [
            index for index, b in enumerate(right) if b.span & a.span and code_of(b) == code_of(a)
        ]
        if not partners:
            alone.append(a)
            continue
        b = right.pop(
            max(
                partners,
                key=lambda index: (
                    len(right[index].span & a.span),
                    right[index].polarity == a.polarity,
                ),
            )
        )
        union, common = a.span | b.span, len(a.span & b.span)
        if a.polarity != b.polarity:
            differences.append(Disagreement("polarity", union, len(union), a.code, (a,), (b,)))
        elif len(union) != common:
            differences.append(
                Disagreement("bounds", union, len(union) - common, a.code, (a,), (b,))
            )
        else:
            agreed.append((a, b))
    first_only: list[Disagreement[C]] = []
    for a in alone:
        same = next((index for index, b in enumerate(right) if b.span == a.span), None)
        if same is None:
            first_only.append(Disagreement("only_first", a.span, len(a.span), a.code, (a,), ()))
        else:
            differences.append(
                Disagreement("code", a.span, len(a.span), a.code, (a,), (right.pop(same),))
            )
    differences += first_only
    differences += [
        Disagreement("only_second", b.span, len(b.span), b.code, (), (b,)) for b in right
    ]
    differences.sort(key=lambda each: (-each.size, each.span.start, each.code))
    return Comparison(tuple(agreed), tuple(differences))


def disagreements(first: Sequence[C], second: Sequence[C]) -> list[Disagreement[C]]:
    """Only the differences of ``compare``."""
    return list(compare(first, second).differences)


@dataclass(frozen=True, slots=True)
class Lane(Generic[C]):
    """A sentence with the codings of each coder that touch it."""

    span: Span
    turn: int
    codings: tuple[tuple[C, ...], ...]

    @property
    def agreed(self) -> bool:
        """Whether all coders used the same codes with the same polarities."""
        return (
            len(
                {
                    tuple(sorted((coding.code, coding.polarity) for coding in codings))
                    for codings in self.codings
                }
            )
            <= 1
        )


def lanes(transcript: Transcript, by_coder: Sequence[Sequence[C]]) -> list[Lane[C]]:
    """Sentence by sentence what each coder said, interviewees' turns only; rejected codings left
    out.
    """
    counted = [[each for each in codings if each.status != "rejected"] for codings in by_coder]
    return [
        Lane(
            sentence,
            turn.index,
            tuple(tuple(each for each in codings if each.span & sentence) for codings in counted),
        )
        for turn, sentences in zip(transcript.turns, transcript.sentences, strict=True)
        if turn.role != "interviewer"
        for sentence in sentences
    ]
