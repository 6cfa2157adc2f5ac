"""问题—原因—对策: which problems, causes and countermeasures are told together, and what stands
without its ground.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pandas as pd

from analysis.units import UnitKind, members
from codebooks.codebook import Codebook
from corpus.coding import STEPS as PARTS_OF_STEP
from corpus.coding import Coding, CodingLink, Function
from corpus.transcript import Role, Transcript

STEPS: Final[tuple[tuple[Function, Function], ...]] = tuple(PARTS_OF_STEP.values())
CHAINED: Final[tuple[Function, ...]] = ("problem", "cause", "countermeasure")
"""The functions of codes that a chain runs through, in its order."""
GROUND: Final[dict[Function, Function]] = {"countermeasure": "cause", "cause": "problem"}
"""What a code of one function should not stand without."""


@dataclass(frozen=True)
class Chains:
    """``links``: from, to (code ids), step, units, interviews, expected (whether the codebook names
    the link), by_person (in how many interviews a person joined the two). ``chains``: problem,
    cause, countermeasure told in one unit: units, interviews. What a person joined over the bounds
    of a unit counts as one unit more. ``orphans``: a coding of a measure without a cause, or of a
    cause without a problem, in its unit or joined to it: kind (countermeasure | cause), source,
    start, end, code, quote. ``totals``: per function, codings' units and interviews.
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
    links: Mapping[str, Sequence[CodingLink]] = MappingProxyType({}),
) -> Chains:
    """Chains within ``reach``, and what people joined (``links``: by source) where the functions of
    the codes are those of the link. Raises ValueError for a codebook without codes of the functions
    problem, cause and countermeasure.
    """
    functions = {code.id: code.function for code, _, _ in book.walk() if code.function in CHAINED}
    if set(functions.values()) != set(CHAINED):
        raise ValueError(
            f"book must have codes with the functions problem, cause and countermeasure, got "
            f"{sorted(str(value) for value in set(functions.values()))}"
        )
    tally = _Tally()
    for transcript, codings in interviews:
        linkable = [
            coding for coding in codings if coding.codebook == book.id and coding.code in functions
        ]
        units: dict[int, list[Coding]] = {}
        for number, coding in members(transcript, linkable, reach, roles)[1]:
            units.setdefault(number, []).append(coding)
        tally.add(
            transcript.source,
            [units[number] for number in sorted(units)],
            functions,
            [link for link in links.get(transcript.source, ()) if _fits(link, book.id, functions)],
        )
    return Chains(
        _links_table(tally.links, tally.drawn, _expected(book)),
        _chains_table(tally.chains),
        pd.DataFrame(tally.orphans, columns=["kind", "source", "start", "end", "code", "quote"]),
        pd.DataFrame(
            [
                (function, len(tally.functions[function]), len(set(tally.functions[function])))
                for function in CHAINED
            ],
            columns=["function", "units", "interviews"],
        ),
    )


class _Tally:
    """What stands together in the units of all interviews: for each link, chain and function the
    sources of the units, one for each unit.
    """

    def __init__(self) -> None:
        self.links: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
        """(step, code, code)"""
        self.chains: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
        """(problem, cause, countermeasure)"""
        self.functions: defaultdict[Function, list[str]] = defaultdict(list)
        self.drawn: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        """(code, code) -> the sources in which a person joined them"""
        self.orphans: list[tuple[str, str, int, int, str, str]] = []
        """kind, source, start, end, code, quote"""

    def add(
        self,
        source: str,
        units: Sequence[Sequence[Coding]],
        functions: Mapping[str, Function | None],
        links: Sequence[CodingLink],
    ) -> None:
        """Take in an interview: the codings of each of its units, and what people joined."""
        for codings in units:
            self._count(source, _codes_by_function(codings, functions))
        self._join(source, units, links)
        self.orphans += [
            (kind, source, coding.span.start, coding.span.end, coding.code, coding.quote)
            for kind, coding in _orphans(units, functions, links)
        ]

    def _join(
        self, source: str, units: Sequence[Sequence[Coding]], links: Sequence[CodingLink]
    ) -> None:
        """Count what people joined; where it stands in one unit, it is counted already."""

        def apart(*codings: Coding) -> bool:
            return not any(all(coding in unit for coding in codings) for unit in units)

        said = {(link.first, link.second): link.step for link in links}
        for (first, second), step in said.items():
            self.drawn[first.code, second.code].add(source)
            if apart(first, second):
                self.links[step, first.code, second.code].append(source)
            for (cause, measure), following in said.items():
                if (step, following) == ("problem-cause", "cause-countermeasure") and (
                    cause == second and apart(first, cause, measure)
                ):
                    self.chains[first.code, cause.code, measure.code].append(source)

    def _count(self, source: str, codes: Mapping[Function, Sequence[str]]) -> None:
        for function in CHAINED:
            if codes[function]:
                self.functions[function].append(source)
        for first, second in STEPS:
            for pair in itertools.product(codes[first], codes[second]):
                self.links[f"{first}-{second}", *pair].append(source)
        for chain in itertools.product(*(codes[function] for function in CHAINED)):
            problem, cause, countermeasure = chain
            self.chains[problem, cause, countermeasure].append(source)


def _fits(link: CodingLink, book: str, functions: Mapping[str, Function | None]) -> bool:
    """Whether both codes have the functions that the link tells, and no end was rejected."""
    return all(
        coding.codebook == book
        and coding.status != "rejected"
        and functions.get(coding.code) == function
        for coding, function in zip(
            (link.first, link.second), PARTS_OF_STEP[link.step], strict=True
        )
    )


def _codes_by_function(
    codings: Iterable[Coding], functions: Mapping[str, Function | None]
) -> dict[Function, list[str]]:
    """The codes of one unit, each once, in order."""
    codes = sorted({coding.code for coding in codings})
    return {
        function: [code for code in codes if functions[code] == function] for function in CHAINED
    }


def _orphans(
    units: Iterable[Sequence[Coding]],
    functions: Mapping[str, Function | None],
    links: Iterable[CodingLink],
) -> list[tuple[str, Coding]]:
    """Codings of one interview that stand without their ground in every unit that holds them, and
    that nobody joined to it, each once with its function, in text order.
    """
    lonely: dict[tuple[int, str, str], tuple[str, Coding]] = {}
    grounded: set[tuple[int, str, str]] = {
        (link.second.span.start, link.second.code, link.second.polarity)
        for link in links
        if link.step != "problem-countermeasure"
    }
    for codings in units:
        present = {functions[coding.code] for coding in codings}
        for coding in codings:
            function = functions[coding.code]
            ground = GROUND.get(function) if function else None
            if function is None or ground is None:
                continue
            identity = (coding.span.start, coding.code, coding.polarity)
            if ground in present:
                grounded.add(identity)
            else:
                lonely.setdefault(identity, (function, coding))
    return [lonely[identity] for identity in sorted(lonely) if identity not in grounded]


def _links_table(
    links: Mapping[tuple[str, str, str], Sequence[str]],
    drawn: Mapping[tuple[str, str], Collection[str]],
    expected: Collection[tuple[str, str]],
) -> pd.DataFrame:
    rows = [
        (
            step,
            first,
            second,
            len(sources),
            len(set(sources)),
            (first, second) in expected,
            len(drawn.get((first, second), ())),
        )
        for (step, first, second), sources in links.items()
    ]
    rows.sort(key=lambda row: (row[0], -row[3], row[1], row[2]))
    columns = ["step", "from", "to", "units", "interviews", "expected", "by_person"]
    return pd.DataFrame(rows, columns=columns)


def _chains_table(chains: Mapping[tuple[str, str, str], Sequence[str]]) -> pd.DataFrame:
    rows = [(*codes, len(sources), len(set(sources))) for codes, sources in chains.items()]
    rows.sort(key=lambda row: (-row[3], row[0], row[1], row[2]))
    return pd.DataFrame(rows, columns=["problem", "cause", "countermeasure", "units", "interviews"])


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
