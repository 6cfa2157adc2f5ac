"""Every count of a run once more, by a second route: from ``transcripts.jsonl`` and
``codings.jsonl`` alone, in plain Python, without a line of the program that wrote the tables.
"""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx

Record = dict[str, Any]
Cells = dict[str, set[tuple[str, int]]]
"""Code -> the units that hold it: (source, number within the interview)."""
POLARITIES = ("lacking", "present", "demanded", "changed", "neutral", "unsure")


@dataclass(frozen=True)
class Talk:
    """One interview: its line of transcripts.jsonl, and its lines of codings.jsonl."""

    record: Record
    codings: list[Record]

    @property
    def source(self) -> str:
        return str(self.record["source"])

    @property
    def answers(self) -> list[Record]:
        return [turn for turn in self.record["turns"] if turn["role"] != "interviewer"]

    def units(self, kind: str) -> dict[int, int]:
        """Turn -> its unit, of the turns that are counted."""
        unit_of_turn: dict[int, int] = {}
        turns = self.record["turns"]
        somebody_asks = any(turn["role"] == "interviewer" for turn in turns)
        unit, question = -1, True
        for number, turn in enumerate(turns):
            if turn["role"] == "interviewer":
                question = True
                continue
            if kind == "turn" or (kind == "exchange" and (question or not somebody_asks)):
                unit += 1
            elif kind == "interview":
                unit = 0
            question = False
            unit_of_turn[number] = unit
        return unit_of_turn


def lines(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def talks(folder: Path) -> list[Talk]:
    """The interviews of a run in its order; codings that somebody rejected are left out."""
    codings: dict[str, list[Record]] = {}
    for coding in lines(folder / "codings.jsonl"):
        if coding["status"] != "rejected":
            codings.setdefault(coding["source"], []).append(coding)
    return [
        Talk(record, codings.get(record["source"], []))
        for record in lines(folder / "transcripts.jsonl")
    ]


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """A table of the run as a spreadsheet reads it."""
    with (folder / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def close(number: object, expected: float) -> bool:
    """Whether a cell tells a number, to the six digits of a CSV; an empty cell is no number."""
    text = str(number)
    if not text or text == "nan":
        return math.isnan(expected)
    return math.isclose(float(text), expected, rel_tol=2e-5, abs_tol=1e-9)


def held(every: list[Talk], kind: str, family: str = "") -> tuple[Cells, int]:
    """The units of each code (of one codebook), and the number of all units."""
    cells: Cells = {}
    total = 0
    for talk in every:
        unit_of_turn = talk.units(kind)
        total += len(set(unit_of_turn.values()))
        for coding in talk.codings:
            if family in ("", coding["codebook"]) and coding["turn"] in unit_of_turn:
                unit = (talk.source, unit_of_turn[coding["turn"]])
                cells.setdefault(coding["code"], set()).add(unit)
    return cells, total


@dataclass(frozen=True)
class Pair:
    """Counts of two codes."""

    c: int
    a: int
    b: int
    n: int
    interviews: int

    @property
    def jaccard(self) -> Fraction:
        return Fraction(self.c, self.a + self.b - self.c)

    def measures(self) -> dict[str, float]:
        """The five measures of the table, each by its formula."""
        c, a, b, n = self.c, self.a, self.b, self.n
        spread = a * (n - a) * b * (n - b)
        ratio = Fraction(c * n, a * b)
        return {
            "jaccard": float(self.jaccard),
            "lift": float(ratio),
            "npmi": 1.0 if c == n else math.log(ratio) / -math.log(Fraction(c, n)),
            "ochiai": c / math.sqrt(a * b),
            "phi": (c * n - a * b) / math.sqrt(spread) if spread else math.nan,
        }


def pairs(every: list[Talk], kind: str) -> dict[tuple[str, str, str], Pair]:
    """(codebook, code, code) in order of their names -> counts, of codes that meet."""
    found = {}
    for family in sorted({coding["codebook"] for talk in every for coding in talk.codings}):
        cells, total = held(every, kind, family)
        for first, second in combinations(sorted(cells), 2):
            both = cells[first] & cells[second]
            if both:
                found[family, first, second] = Pair(
                    len(both),
                    len(cells[first]),
                    len(cells[second]),
                    total,
                    len({source for source, _ in both}),
                )
    return found


def network(every: list[Talk], family: str, kind: str = "exchange") -> nx.Graph:
    """The network by the rule of the run: two units, two interviews, the first sixty by Jaccard
    (then units, then names); ``distance`` is 1 / Jaccard as a fraction.
    """
    rows = [
        (-pair.jaccard, -pair.c, first, second)
        for (book, first, second), pair in pairs(every, kind).items()
        if book == family and pair.c >= 2 and pair.interviews >= 2
    ]
    graph: nx.Graph = nx.Graph()
    for weight, _, first, second in sorted(rows)[:60]:
        graph.add_edge(first, second, weight=-weight, distance=-1 / weight)
    return graph


def centralities(graph: nx.Graph) -> dict[str, tuple[int, float, float, float]]:
    """Node -> degree, strength, betweenness, closeness; in exact arithmetic until the end."""
    between = nx.betweenness_centrality(graph, weight="distance")
    near = nx.closeness_centrality(graph, distance="distance")
    return {
        node: (
            graph.degree(node),
            float(graph.degree(node, weight="weight")),
            float(between[node]),
            float(near[node]),
        )
        for node in graph
    }


def novelty(
    every: list[Talk], family: str, base: int = 4, run: int = 2
) -> list[tuple[str, int, int, float]]:
    """Source, new codes, codes so far, and the new-information ratio of Guest and others, in the
    order of the dates where all have one.
    """
    dates = [str(talk.record["metadata"].get("date", "") or "") for talk in every]
    order = sorted(range(len(every)), key=dates.__getitem__) if all(dates) else range(len(every))
    seen: set[str] = set()
    sizes: list[int] = []
    found = []
    for place in order:
        talk = every[place]
        own = {coding["code"] for coding in talk.codings if coding["codebook"] == family} - seen
        seen |= own
        sizes.append(len(seen))
        ratio = math.nan
        if len(sizes) >= base + run and sizes[base - 1] and len(every) >= 6:
            before = sizes[len(sizes) - 1 - run]
            ratio = (len(seen) - before) / sizes[base - 1]
        found.append((talk.source, len(own), len(seen), ratio))
    return found


Words = tuple[str, int, int]
"""Source, and start and end of the words that called up a coding."""


def crossed(
    every: list[Talk], rows: dict[str, str], columns: dict[str, str], kind: str = "exchange"
) -> dict[tuple[str, str], tuple[int, ...]]:
    """Two frames (code -> group) against each other: c, a, b of all codings and n, then distinct,
    own_a and own_b of those that lie on no words of the other group, of each two groups.
    """
    sides: list[dict[str, dict[tuple[str, int], set[Words]]]] = [{}, {}]
    total = 0
    for talk in every:
        unit_of_turn = talk.units(kind)
        total += len(set(unit_of_turn.values()))
        for coding in talk.codings:
            words = coding.get("evidence") or coding
            for groups, side in zip((rows, columns), sides, strict=True):
                if coding["code"] in groups:
                    unit = (talk.source, unit_of_turn[coding["turn"]])
                    by_unit = side.setdefault(groups[coding["code"]], {})
                    by_unit.setdefault(unit, set()).add((talk.source, words["start"], words["end"]))
    found = {}
    for row in dict.fromkeys(rows.values()):
        for column in dict.fromkeys(columns.values()):
            left, right = sides[0].get(row, {}), sides[1].get(column, {})
            own_left, own_right = apart(left, right), apart(right, left)
            found[row, column] = (
                *(len(left.keys() & right.keys()), len(left), len(right), total),
                *(len(own_left & own_right), len(own_left), len(own_right)),
            )
    return found


def apart(
    own: dict[tuple[str, int], set[Words]], other: dict[tuple[str, int], set[Words]]
) -> set[tuple[str, int]]:
    """The units in which some words of the first overlap no words of the other."""
    against: dict[str, set[tuple[int, int]]] = {}
    for source, start, end in set().union(*other.values()):
        against.setdefault(source, set()).add((start, end))
    return {
        unit
        for unit, stretches in own.items()
        if any(
            all(end <= begin or stop <= start for begin, stop in against.get(source, ()))
            for source, start, end in stretches
        )
    }


def by_group(
    every: list[Talk], field: str, family: str
) -> tuple[Counter[Any], Counter[Any], Record]:
    """References and interviews of the codes of a codebook by (code, group), and (interviews,
    characters) by group.
    """
    references: Counter[Any] = Counter()
    interviews: Counter[Any] = Counter()
    groups: Record = {}
    for talk in every:
        group = str(talk.record["metadata"].get(field, "") or "")
        if not group:
            continue
        count, length = groups.get(group, (0, 0))
        said = sum(turn["end"] - turn["start"] for turn in talk.answers)
        groups[group] = (count + 1, length + said)
        keys = [(coding["code"], group) for coding in talk.codings if coding["codebook"] == family]
        references.update(keys)
        interviews.update(set(keys))
    return references, interviews, groups
