"""The table of problems, causes and measures by theme, counted interview by interview while a run
goes on: for each cell its clearest passage in the interview, and of all interviews the number and
the clearest few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from analysis.chain import CHAINED
from analysis.chain_links import Passage
from analysis.chain_table import clearness, interview_chains, matrix, rows_of
from codebooks.codebook import Codebook
from corpus.coding import Coding, CodingLink, Function
from corpus.transcript import Transcript

QUOTED: Final = 2
"""Passages of a cell that the report quotes."""


class CellPassage(NamedTuple):
    """The clearest passage of one cell in one interview."""

    book: str
    row: str
    part: Function
    start: int
    end: int
    quote: str
    weight: int


def books_of_chains(books: Iterable[Codebook]) -> list[Codebook]:
    """The codebooks whose themes are rows: all but those that are themselves made of problems,
    causes and countermeasures.
    """
    return [
        book
        for book in books
        if not {code.function for code, _, _ in book.walk()}.issuperset(CHAINED)
    ]


def cell_passages(
    transcript: Transcript,
    codings: Sequence[Coding],
    books: Iterable[Codebook],
    links: Sequence[CodingLink] = (),
) -> list[CellPassage]:
    """A passage for each cell that an interview fills."""
    clearest: dict[tuple[str, str, Function], CellPassage] = {}
    for book in books_of_chains(books):
        for passage in interview_chains(transcript, codings, book, rows_of(book)[0], links)[0]:
            clearest.setdefault(
                (book.id, passage.row, passage.part),
                CellPassage(
                    book.id,
                    passage.row,
                    passage.part,
                    passage.start,
                    passage.end,
                    passage.quote,
                    passage.weight,
                ),
            )
    return list(clearest.values())


@dataclass(slots=True)
class FilledCell:
    """A cell over all interviews: how many, and the clearest passages, at most ``QUOTED``, with the
    id of the interview.
    """

    interviews: int = 0
    quotes: list[tuple[Passage, str]] = field(default_factory=list)

    def add(self, passage: Passage, interview: str) -> None:
        """Take in the passage of one interview."""
        self.interviews += 1
        self.quotes = sorted(
            [*self.quotes, (passage, interview)], key=lambda quote: clearness(quote[0])
        )[:QUOTED]


Cells = dict[tuple[str, str, Function], FilledCell]
"""(codebook, row, part) -> cell."""


def count_in(cells: Cells, source: str, interview: str, passages: Iterable[CellPassage]) -> None:
    """Take in what ``cell_passages`` found in an interview; ``interview``: its id."""
    for book, row, part, start, end, quote, weight in passages:
        passage = Passage(row, part, source, start, end, "", "", quote, weight)
        cells.setdefault((book, row, part), FilledCell()).add(passage, interview)


def flags(cells: Mapping[tuple[str, str, Function], FilledCell], book: Codebook) -> dict[str, str]:
    """Row -> what it lacks ("": nothing), for each row that holds anything, in the order of the
    codebook (see ``analysis.chain_table.ChainTable``).
    """
    counts = {
        (row, part): cell.interviews
        for (owner, row, part), cell in cells.items()
        if owner == book.id
    }
    told = matrix(counts, rows_of(book)[1])
    return dict(zip(told["row"], told["flag"], strict=True))
