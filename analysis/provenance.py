"""From a number back to the words: the units counted for a pair of codes, each with its quotations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.units import Key, UnitKind, members
from codebooks.codebook import POLARITIES
from corpus.coding import Coding
from corpus.transcript import Role, Transcript

Interviews = Iterable[tuple[Transcript, Collection[Coding]]]


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """One unit that was counted: where it stands, and the codings of each code in it."""

    source: str
    start: int
    end: int
    first: tuple[Coding, ...]
    second: tuple[Coding, ...]


def quotations(interviews: Interviews, pair: tuple[Key, Key], unit: UnitKind, roles: Collection[Role] = ("interviewee", "other")) -> list[CountedUnit]:
    """Exactly the units counted for a pair of codes: their number equals c of ``analysis.cooccurrence``."""
    found = []
    for transcript, codings in interviews:
        both: dict[int, tuple[list[Coding], list[Coding]]] = {}
        spans, placed = members(transcript, codings, unit, roles)
        for number, coding in placed:
            key = (coding.codebook, coding.code)
            if key in pair:
                both.setdefault(number, ([], []))[pair.index(key)].append(coding)
        for number in sorted(both):
            one, two = both[number]
            if one and two:
                found.append(CountedUnit(transcript.source, *spans[number], tuple(one), tuple(two)))
    return found


def polarity_pairs(interviews: Interviews, unit: UnitKind, roles: Collection[Role] = ("interviewee", "other")) -> pd.DataFrame:
    """Which polarities meet on each edge: codebook, code_a, code_b, polarity_a, polarity_b, units (a unit counts once for each combination in it)."""
    counts: dict[tuple[str, str, str, str, str], int] = {}
    for transcript, codings in interviews:
        inside: dict[int, set[tuple[str, str, str]]] = {}
        for number, coding in members(transcript, codings, unit, roles)[1]:
            inside.setdefault(number, set()).add((coding.codebook, coding.code, coding.polarity))
        for laid in inside.values():
            ordered = sorted(laid)
            for place, (book, code, polarity) in enumerate(ordered):
                for other_book, other, other_polarity in ordered[place + 1 :]:
                    if book == other_book and code != other:
                        key = (book, code, other, polarity, other_polarity)
                        counts[key] = counts.get(key, 0) + 1
    rows = [(*key, number) for key, number in counts.items()]
    rank: dict[str, int] = {polarity: place for place, polarity in enumerate(POLARITIES)}
    rows.sort(key=lambda row: (row[0], row[1], row[2], -row[5], rank.get(row[3], 9), rank.get(row[4], 9)))
    return pd.DataFrame(rows, columns=["codebook", "code_a", "code_b", "polarity_a", "polarity_b", "units"])
