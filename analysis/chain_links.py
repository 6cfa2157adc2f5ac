"""How rows of 问题—原因—对策 are linked: under one theme, by how it is said, or by a person's hand.

A link from row to row is drawn by ``theme`` where problem and cause (or remedy) of one interview
have the same row, by ``words`` where the talk joins them (the same sentence, 因为, 希望, an answer
to 为什么), and by a ``person`` who joined two codings. One link can be drawn in several ways.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
import pandas as pd

from corpus.coding import STEPS, Coding, CodingLink, Function, Step

By = Literal["theme", "words", "person"]
WAYS: Final[tuple[By, ...]] = ("theme", "words", "person")
"""How a link can be drawn, the loosest way first."""
JOINED: Final[tuple[Function, ...]] = ("cause", "countermeasure")
"""What can be joined to a problem."""
NO_CAUSE: Final = "none"
"""The cause of a problem for which something is asked and no cause is named."""
BY_ROW: Final = "row"
"""How a passage came into its row when it was not joined to a problem: by its own code."""
BY_PERSON: Final = "person"
"""How a passage came into its row when a person joined it."""
_DRAWN: Final = 8
"""The weight of what a person joined: it is clearer than all else in its cell."""


class Passage(NamedTuple):
    """A passage in a cell: of row ``row`` and part ``part``. ``code``: "" where nothing is coded;
    ``link``: ``row``, ``person``, or the word that joins it to a problem of the row ("": the same
    sentence).
    """

    row: str
    part: Function
    source: str
    start: int
    end: int
    code: str
    link: str
    quote: str
    weight: int


class RowLink(NamedTuple):
    """A link between two rows in one interview, drawn in one way."""

    step: Step
    first: str
    second: str
    by: By
    source: str


def counting(links: Iterable[CodingLink], book: str, row_of: Mapping[str, str]) -> list[CodingLink]:
    """The links that begin at a code of a row; one end that was rejected takes the link with it."""
    return [
        link
        for link in links
        if link.first.codebook == book
        and link.first.code in row_of
        and "rejected" not in (link.first.status, link.second.status)
    ]


def drawn_passages(
    source: str, links: Sequence[CodingLink], book: str, row_of: Mapping[str, str]
) -> Iterator[Passage]:
    """What a person joined, as told: both codings in the row of the first; a remedy of a cause
    also in the rows of the problems that the person gave the cause for; and in its own row what
    has no function there, or another one.
    """
    problems: dict[Coding, list[str]] = {}
    for link in links:
        if link.step == "problem-cause":
            problems.setdefault(link.second, []).append(row_of[link.first.code])
    for link in links:
        one, other = STEPS[link.step]
        row = row_of[link.first.code]
        yield _passage(source, row, one, link.first, book, row_of)
        own = _row(link.second, book, row_of)
        rows = [row]
        if link.step == "cause-countermeasure":
            rows += problems.get(link.first, [])
        if own and link.second.function != other:
            rows.append(own)
        for each in dict.fromkeys(rows):
            yield _passage(source, each, other, link.second, book, row_of)


def _passage(
    source: str, row: str, part: Function, coding: Coding, book: str, row_of: Mapping[str, str]
) -> Passage:
    code = coding.code if _row(coding, book, row_of) else ""
    span = coding.span
    return Passage(row, part, source, span.start, span.end, code, BY_PERSON, coding.quote, _DRAWN)


def _row(coding: Coding, book: str, row_of: Mapping[str, str]) -> str:
    """The row of a coding; "" where it has none (another codebook's, or left out by the lens)."""
    return row_of.get(coding.code, "") if coding.codebook == book else ""


def row_links(
    source: str,
    own: Iterable[Passage],
    joined: Iterable[Passage],
    drawn: Iterable[Passage],
    links: Sequence[CodingLink],
    book: str,
    row_of: Mapping[str, str],
) -> Iterator[RowLink]:
    """The links of one interview: under one row, and what is joined (a joined passage stands for
    the row of its own code). A problem with a remedy and without a cause goes through
    ``NO_CAUSE``. A cause and a remedy of one problem are linked as loosely as the looser of the two
    is to the problem.
    """
    rows: dict[Function, set[str]] = {}
    for passage in (*own, *drawn):
        if row_of.get(passage.code) == passage.row:
            rows.setdefault(passage.part, set()).add(passage.row)
    legs: dict[tuple[str, Function], dict[str, set[By]]] = {}
    for part in JOINED:
        for row in rows.get("problem", set()) & rows.get(part, set()):
            _add(legs, (row, part), row, "theme")
    for passage in joined:
        target = row_of[passage.code] if passage.code else passage.row
        _add(legs, (passage.row, passage.part), target, "words")
    found: dict[tuple[Step, str, str], set[By]] = {}
    for link in links:
        first = row_of[link.first.code]
        second = _row(link.second, book, row_of) or first
        if link.step == "cause-countermeasure":
            found.setdefault((link.step, first, second), set()).add("person")
        else:
            _add(legs, (first, STEPS[link.step][1]), second, "person")
    for row in rows.get("problem", ()):
        causes, measures = (legs.get((row, part), {}) for part in JOINED)
        for key, ways in _of_problem(row, causes, measures):
            found.setdefault(key, set()).update(ways)
    for step, one, other in sorted(found):
        for by in sorted(found[step, one, other]):
            yield RowLink(step, one, other, by, source)


def _add(
    legs: dict[tuple[str, Function], dict[str, set[By]]],
    leg: tuple[str, Function],
    target: str,
    by: By,
) -> None:
    legs.setdefault(leg, {}).setdefault(target, set()).add(by)


def _of_problem(
    row: str, causes: Mapping[str, Collection[By]], measures: Mapping[str, Collection[By]]
) -> Iterator[tuple[tuple[Step, str, str], set[By]]]:
    """The links of the problem of one row, each with the ways in which it is drawn."""
    for cause, ways in causes.items():
        yield ("problem-cause", row, cause), set(ways)
    for measure, ways in measures.items():
        yield ("problem-countermeasure", row, measure), set(ways)
        if not causes:
            yield ("problem-cause", row, NO_CAUSE), set(ways)
            yield ("cause-countermeasure", NO_CAUSE, measure), set(ways)
        for cause, reasons in causes.items():
            loosest = {min(one, other, key=WAYS.index) for one in reasons for other in ways}
            yield ("cause-countermeasure", cause, measure), loosest


def links_table(links: Iterable[RowLink]) -> pd.DataFrame:
    """``step``, ``from``, ``to``, interviews, and in how many of them the link is drawn by_theme,
    by_words and by_person.
    """
    found: dict[tuple[str, str, str], dict[By, set[str]]] = {}
    for step, first, second, by, source in links:
        ways = found.setdefault((step, first, second), {way: set() for way in WAYS})
        ways[by].add(source)
    interviews = {key: len(set[str]().union(*ways.values())) for key, ways in found.items()}
    keys = sorted(found, key=lambda key: (key[0], -interviews[key], key[1], key[2]))
    return pd.DataFrame(
        [(*key, interviews[key], *(len(found[key][way]) for way in WAYS)) for key in keys],
        columns=["step", "from", "to", "interviews", *(f"by_{way}" for way in WAYS)],
    )


def behind(
    passages: pd.DataFrame, row_of: Mapping[str, str], step: Step, first: str, second: str
) -> pd.DataFrame:
    """The passages (of ``ChainTable.passages``) that the link from ``first`` to ``second`` is drawn
    from, by interview and place.
    """
    one, other = STEPS[step]
    target = passages["code"].map(row_of).fillna(passages["row"])
    problems = passages[passages["part"] == "problem"]

    def of(part: Function, row: str) -> pd.DataFrame:
        if row == NO_CAUSE:
            return problems
        return passages[
            (passages["part"] == part) & ((passages["row"] if part == "problem" else target) == row)
        ]

    ends = of(one, first), of(other, second)
    standing = _places(ends[0]) & _places(ends[1])
    if NO_CAUSE in (first, second):  # where something is asked and no cause is named
        standing &= _places(passages[passages["part"] == "countermeasure"])
        standing -= _places(passages[passages["part"] == "cause"])
    elif step == "cause-countermeasure":  # beside a problem, or by a person without one
        by_hand = [_places(end[end["link"] == BY_PERSON]) for end in ends]
        standing &= _places(problems) | (by_hand[0] & by_hand[1])
    chosen = pd.concat(ends)
    places = zip(chosen["row"], chosen["source"], strict=True)
    return (
        chosen[np.array([place in standing for place in places], dtype=bool)]
        .drop_duplicates(["source", "start", "part"])
        .sort_values(["source", "start"], kind="stable")
    )


def _places(passages: pd.DataFrame) -> set[tuple[str, str]]:
    """(row, source) of each."""
    return set(zip(passages["row"], passages["source"], strict=True))
