"""From a number back to the words: the units counted for a pair of codes, each with its
quotations.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.units import Key, UnitKind, members
from analysis.words.content import words_of_units
from analysis.words.counted import counted_words
from corpus.coding import POLARITIES, Coding
from corpus.normalise import shadow
from corpus.segmentation import Segmenter
from corpus.transcript import Role, Transcript

Interviews = Iterable[tuple[Transcript, Collection[Coding]]]


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """One unit that was counted: where it stands, and the codings of each code or group in it."""

    source: str
    start: int
    end: int
    first: tuple[Coding, ...]
    second: tuple[Coding, ...]


def quotations(
    interviews: Interviews,
    pair: tuple[Key, Key],
    unit: UnitKind,
    roles: Collection[Role] = ("interviewee", "other"),
    groups: Mapping[Key, Key] | None = None,
) -> list[CountedUnit]:
    """Exactly the units counted for a pair of codes, or with ``groups`` (code -> group) of groups:
    their number equals c of ``analysis.cooccurrence``.
    """
    found = []
    for transcript, codings in interviews:
        both: dict[int, tuple[list[Coding], list[Coding]]] = {}
        spans, placed = members(transcript, codings, unit, roles)
        for number, coding in placed:
            code = (coding.codebook, coding.code)
            key = code if groups is None else groups.get(code)
            if key in pair:
                both.setdefault(number, ([], []))[pair.index(key)].append(coding)
        for number in sorted(both):
            one, two = both[number]
            if one and two:
                found.append(CountedUnit(transcript.source, *spans[number], tuple(one), tuple(two)))
    return found


def polarity_pairs(
    interviews: Interviews, unit: UnitKind, roles: Collection[Role] = ("interviewee", "other")
) -> pd.DataFrame:
    """Which polarities meet on each edge: codebook, code_a, code_b, polarity_a, polarity_b, units
    (a unit counts once for each combination in it).
    """
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
    rows.sort(
        key=lambda row: (row[0], row[1], row[2], -row[5], rank.get(row[3], 9), rank.get(row[4], 9))
    )
    return pd.DataFrame(
        rows, columns=["codebook", "code_a", "code_b", "polarity_a", "polarity_b", "units"]
    )


def meetings(
    table: pd.DataFrame, names: Mapping[str, str], top: int = 3
) -> dict[tuple[str, str], str]:
    """The most frequent combinations of each edge in words ("缺失×缺失 5、缺失×诉求 2"), under both
    orders of its codes, the polarity of the first code first.

    ``table``: as of ``polarity_pairs``, one codebook; ``names``: polarity -> its name.
    """
    told: dict[tuple[str, str], list[str]] = {}
    for row in table.to_dict("records"):
        one, two = names[row["polarity_a"]], names[row["polarity_b"]]
        told.setdefault((row["code_a"], row["code_b"]), []).append(f"{one}×{two} {row['units']}")
        told.setdefault((row["code_b"], row["code_a"]), []).append(f"{two}×{one} {row['units']}")
    return {pair: "、".join(parts[:top]) for pair, parts in told.items()}


def main_meeting(
    table: pd.DataFrame, counts: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], str]:
    """Edge -> the combination ("lacking×demanded", sorted) that stands in at least half of its
    ``counts`` units; edges without one are left out.
    """
    summed: dict[tuple[str, str], dict[str, int]] = {}
    for row in table.to_dict("records"):
        key = "×".join(sorted((row["polarity_a"], row["polarity_b"])))
        own = summed.setdefault((row["code_a"], row["code_b"]), {})
        own[key] = own.get(key, 0) + row["units"]
    found = {}
    for pair, own in summed.items():
        best = max(sorted(own), key=lambda key: own[key])
        if 2 * own[best] >= counts.get(pair, 0) > 0:
            found[pair] = best
    return found


@dataclass(frozen=True, slots=True)
class WordUnit:
    """A unit in which two words stand, and its sentences with either of them: (start, end,
    text).
    """

    source: str
    start: int
    end: int
    sentences: tuple[tuple[int, int, str], ...]


def word_quotations(
    transcripts: Iterable[Transcript],
    pair: tuple[str, str],
    unit: UnitKind,
    segmenter: Segmenter,
    roles: Collection[Role] = ("interviewee", "other"),
) -> list[WordUnit]:
    """The units counted for a pair of words: their number equals c of
    ``cooccurrence(word_incidence(…))`` for words kept there. Words may be given in any script.
    """
    words_sought = tuple(map(shadow, pair))
    found = []
    for transcript in transcripts:
        if not all(word in transcript.shadow for word in words_sought):
            continue
        units = words_of_units(transcript, unit, segmenter, roles)
        offsets = [
            counted.start
            for counted in counted_words(transcript, segmenter, roles)
            if counted.word in words_sought
        ]
        sentences = [
            span
            for turn in transcript.turns
            if turn.role in roles
            for span in transcript.sentences[turn.index]
            if bisect_left(offsets, span.start) < bisect_left(offsets, span.end)
        ]
        for (start, end), begin, words in zip(units.spans, units.begins, units.words, strict=True):
            if words.issuperset(words_sought):
                quoted = [
                    (span.start, span.end, span.of(transcript.text))
                    for span in sentences
                    if begin <= span.start < end
                ]
                found.append(WordUnit(transcript.source, start, end, tuple(quoted)))
    return found
