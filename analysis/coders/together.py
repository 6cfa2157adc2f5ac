"""What several coders say of a sentence, put in one order: what the rules find stands first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from analysis.coders.similar import Suggested, score_of
from corpus.coding import Coding

FOUND: Final = 0.5
"""Where the scores of what the rules find begin: they are right more often than likeness is."""


def together(
    similar: Sequence[Suggested], found: Iterable[Coding], top: int | None = None
) -> list[Suggested]:
    """The sentences of ``similar`` with the ``top`` best of both. A code that both name is that of
    the rules, and its score grows with the likeness. Codings of ``found`` outside the sentences
    are left out.
    """
    starts = [each.span.start for each in similar]
    by_rule: list[list[Coding]] = [[] for _ in similar]
    for coding in found:
        place = bisect_right(starts, coding.span.start) - 1
        if place >= 0 and coding.span.end <= similar[place].span.end:
            by_rule[place].append(coding)
    return [
        Suggested(each.span, each.turn, tuple(_merged(each.codings, own)[:top]))
        for each, own in zip(similar, by_rule, strict=True)
    ]


def _merged(alike: Sequence[Coding], found: Sequence[Coding]) -> list[Coding]:
    near = {(coding.codebook, coding.code): coding for coding in alike}
    ruled = [
        _scored(
            coding, FOUND + FOUND * score_of(near[key]) if key in near else FOUND, near.get(key)
        )
        for coding in found
        for key in [(coding.codebook, coding.code)]
    ]
    named = {(coding.codebook, coding.code) for coding in found}
    rest = [
        _scored(coding, FOUND * score_of(coding), coding)
        for key, coding in near.items()
        if key not in named
    ]
    return sorted([*ruled, *rest], key=lambda coding: -score_of(coding))


def _scored(coding: Coding, score: float, alike: Coding | None) -> Coding:
    """The coding with its score, and the sentences that likeness found."""
    evidence = coding.evidence
    if evidence is None:
        return coding
    like = alike.evidence.like if alike is not None and alike.evidence is not None else ()
    return coding._replace(evidence=evidence._replace(score=round(score, 3), like=like))
