"""How often each code was laid, in how many interviews, with which polarity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from codebooks.codebook import Codebook
from corpus.coding import POLARITIES

CODEBOOK, THEME, CODE, NAME, SOURCES, REFERENCES, SHARE, COVERAGE, NET = (
    "codebook",
    "theme",
    "code",
    "name",
    "sources",
    "references",
    "share",
    "coverage",
    "net",
)

Count = tuple[str, str, str]
"""(codebook id, code id, polarity)"""


class Frequencies:
    """Counts interviews as they come; keeps counts, not texts."""

    def __init__(self, codebooks: Sequence[Codebook]) -> None:
        self.codebooks = codebooks
        self._themes = {
            (book.id, code): (book.id, theme)
            for book in codebooks
            for code, theme in book.theme_of.items()
        }
        self._references: dict[Count, int] = {}
        self._covered: dict[tuple[str, str], int] = {}
        self._sources: Counter[tuple[str, str]] = Counter()
        self._rows = {
            key: place
            for place, key in enumerate(
                (book.id, code.id)
                for book in codebooks
                for code, depth, _ in book.walk()
                if depth or not code.children
            )
        }
        self._names: list[str] = []
        self._cells: list[int] = []  # row, column, references; row, …

    def add(
        self,
        source: str,
        counts: Iterable[tuple[str, str, str, int]],
        covered: Iterable[tuple[str, str, int]],
    ) -> None:
        """Take in an interview: references by codebook, code and polarity, and coded characters by
        codebook and code.
        """
        references, rows, themes, column = (
            self._references,
            self._rows,
            self._themes,
            len(self._names),
        )
        here = set()
        for book, code, polarity, number in counts:
            count, key = (book, code, polarity), (book, code)
            references[count] = references.get(count, 0) + number
            here.add(key)
            if key in themes:
                here.add(themes[key])
            if key in rows:
                self._cells += (rows[key], column, number)
        for key in here:
            self._sources[key] += 1
        for book, code, length in covered:
            key = (book, code)
            self._covered[key] = self._covered.get(key, 0) + length
        self._names.append(source)

    def table(self, characters: int, lang: str = "zh") -> pd.DataFrame:
        """A row per code of every codebook (also those never laid), themes summed over their codes.

        ``characters`` is all interviewee speech. Columns: codebook, theme, code, name, level,
        sources, references, share (of the codebook's references), coverage (coded characters /
        characters), a column per polarity, and net = (present - lacking) / (present + lacking),
        empty when neither occurs.
        """
        references, coded, sources = self._references, self._covered, self._sources
        rows = []
        for book in self.codebooks:
            total = sum(number for (name, _, _), number in references.items() if name == book.id)
            for code, depth, theme in book.walk():
                members = [each.id for each, _, _ in code.walk()]
                by: dict[str, int] = {
                    polarity: sum(
                        references.get((book.id, member, polarity), 0) for member in members
                    )
                    for polarity in POLARITIES
                }
                laid = sum(by.values())
                stance = by["present"] + by["lacking"]
                rows.append(
                    {
                        CODEBOOK: book.id,
                        THEME: theme,
                        CODE: code.id,
                        NAME: code.name.text(lang),
                        "level": depth,
                        SOURCES: sources[book.id, code.id],
                        REFERENCES: laid,
                        SHARE: laid / total if total else float("nan"),
                        COVERAGE: sum(coded.get((book.id, member), 0) for member in members)
                        / characters
                        if characters and depth
                        else float("nan"),
                        **by,
                        NET: (by["present"] - by["lacking"]) / stance if stance else float("nan"),
                    }
                )
        return pd.DataFrame(rows)

    def by_interview(self) -> pd.DataFrame:
        """Codes x interviews: references. Columns codebook, code, then one per source."""
        row, column, number = np.array(self._cells, dtype=np.int64).reshape(-1, 3).T
        size = (len(self._rows), len(self._names))
        made = np.zeros(size[0] * size[1], dtype=np.int32)
        np.add.at(made, row * size[1] + column, number)
        table = pd.DataFrame(
            made.reshape(size), columns=pd.Index(self._names, dtype=object), copy=False
        )
        table.insert(0, CODE, [code for _, code in self._rows])
        table.insert(0, CODEBOOK, [book for book, _ in self._rows])
        return table


LENS, GROUP = "lens", "group"


def by_lens(table: pd.DataFrame, codebook: Codebook, lens: str, lang: str = "zh") -> pd.DataFrame:
    """References and polarity of one codebook regrouped by ``lens``. Raises ValueError for an
    unknown lens.
    """
    groups = codebook.group_of(lens)
    rows = table[
        (table[CODEBOOK] == codebook.id)
        & table[CODE].map(
            lambda code: not codebook.by_id[code].children if code in codebook.by_id else False
        )
    ]
    rows = rows.assign(**{GROUP: rows[CODE].map(groups)}).dropna(subset=[GROUP])
    order = {group: place for place, group in enumerate(codebook.lenses[lens].groups)}
    made = rows.groupby(GROUP, sort=False)[[REFERENCES, *POLARITIES]].sum().reset_index()
    made.insert(0, LENS, codebook.lenses[lens].name.text(lang))
    made.insert(0, CODEBOOK, codebook.id)
    return made.sort_values(GROUP, key=lambda column: column.map(order)).reset_index(drop=True)
