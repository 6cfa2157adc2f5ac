"""问题—原因—对策: which problems, causes and countermeasures are told together, and what stands
without its ground.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analysis.units import UnitKind, members
from codebooks.codebook import Codebook, Function
from corpus.coding import Coding
from corpus.transcript import Role, Transcript

STEPS: Final[tuple[tuple[Function, Function], ...]] = (
    ("problem", "cause"),
    ("cause", "countermeasure"),
    ("problem", "countermeasure"),
)


@dataclass(frozen=True)
class Chains:
    """``links``: from, to (code ids), step, units, interviews, expected (whether the codebook names
    the link). ``chains``: problem, cause, countermeasure told in one unit: units, interviews.
    ``orphans``: a coding of a measure without a cause, or of a cause without a problem, in its
    unit: kind (countermeasure | cause), source, start, end, code, quote. ``totals``: per function,
    codings' units and interviews.
    """

    links: pd.DataFrame
    chains: pd.DataFrame
    orphans: pd.DataFrame
    totals: pd.DataFrame


def chains(
    interviews: Iterable[tuple[Transcript, Collection[Coding]]],
    book: Codebook,
    reach: UnitKind = "exchange",
    roles: Collection[Role] = ("interviewee", "other"),
) -> Chains:
    """Chains within ``reach``. Raises ValueError for a codebook without codes of the functions
    problem, cause and countermeasure.
    """
    function = {
        code.id: code.function
        for code, _, _ in book.walk()
        if code.function in ("problem", "cause", "countermeasure")
    }
    if set(function.values()) != {"problem", "cause", "countermeasure"}:
        raise ValueError(
            f"book must have codes with the functions problem, cause and countermeasure, got "
            f"{sorted(str(value) for value in set(function.values()))}"
        )
    expected = _expected(book)
    links: dict[tuple[str, str, str], list[str]] = {}
    triples: dict[tuple[str, str, str], list[str]] = {}
    orphans: list[tuple[str, str, int, int, str, str]] = []
    told: dict[str, list[str]] = {}
    for transcript, codings in interviews:
        own = [
            coding for coding in codings if coding.codebook == book.id and coding.code in function
        ]
        inside: dict[int, list[Coding]] = {}
        for number, coding in members(transcript, own, reach, roles)[1]:
            inside.setdefault(number, []).append(coding)
        lonely: dict[tuple[int, str, str], tuple[str, Coding]] = {}
        grounded: set[tuple[int, str, str]] = set()
        for number in sorted(inside):
            by: dict[str, list[str]] = {"problem": [], "cause": [], "countermeasure": []}
            for code in sorted({coding.code for coding in inside[number]}):
                by[str(function[code])].append(code)
            for kind, codes in by.items():
                if codes:
                    told.setdefault(kind, []).append(transcript.source)
            for first, second in STEPS:
                for one in by[first]:
                    for two in by[second]:
                        links.setdefault((f"{first}-{second}", one, two), []).append(
                            transcript.source
                        )
            for problem in by["problem"]:
                for cause in by["cause"]:
                    for measure in by["countermeasure"]:
                        triples.setdefault((problem, cause, measure), []).append(transcript.source)
            for coding in inside[number]:
                kind = str(function[coding.code])
                needs = {"countermeasure": "cause", "cause": "problem"}.get(kind)
                place = (coding.span.start, coding.code, coding.polarity)
                if needs and by[needs]:
                    grounded.add(place)
                elif needs:
                    lonely.setdefault(place, (kind, coding))
        orphans += [
            (kind, transcript.source, coding.span.start, coding.span.end, coding.code, coding.quote)
            for place, (kind, coding) in sorted(lonely.items())
            if place not in grounded
        ]
    link_rows = [
        (step, one, two, len(where), len(set(where)), (one, two) in expected)
        for (step, one, two), where in links.items()
    ]
    link_rows.sort(key=lambda row: (row[0], -row[3], row[1], row[2]))
    triple_rows = [(*codes, len(where), len(set(where))) for codes, where in triples.items()]
    triple_rows.sort(key=lambda row: (-row[3], row[0], row[1], row[2]))
    return Chains(
        pd.DataFrame(link_rows, columns=["step", "from", "to", "units", "interviews", "expected"]),
        pd.DataFrame(
            triple_rows, columns=["problem", "cause", "countermeasure", "units", "interviews"]
        ),
        pd.DataFrame(orphans, columns=["kind", "source", "start", "end", "code", "quote"]),
        pd.DataFrame(
            [
                (kind, len(told.get(kind, ())), len(set(told.get(kind, ()))))
                for kind in ("problem", "cause", "countermeasure")
            ],
            columns=["function", "units", "interviews"],
        ),
    )


def _expected(book: Codebook) -> set[tuple[str, str]]:
    """Pairs of codes that the codebook's ``links`` join (a theme stands for all below it)."""

    def below(name: str) -> list[str]:
        return [code.id for code, _, _ in book.by_id[name].walk()] if name in book.by_id else []

    found: set[tuple[str, str]] = set()
    for link in book.links:
        for problem in below(link.problem):
            found.update((problem, cause) for name in link.causes for cause in below(name))
            found.update(
                (problem, measure) for name in link.countermeasures for measure in below(name)
            )
        found.update(
            (cause, measure)
            for one in link.causes
            for cause in below(one)
            for two in link.countermeasures
            for measure in below(two)
        )
    return found
