"""How often each code was laid, in how many interviews, with which polarity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from codebooks.codebook import POLARITIES, Codebook

CODEBOOK, THEME, CODE, NAME, SOURCES, REFERENCES, SHARE, COVERAGE, NET = "codebook", "theme", "code", "name", "sources", "references", "share", "coverage", "net"

Count = tuple[str, str, str]
"""(codebook id, code id, polarity)"""


def frequency(
    codebooks: Sequence[Codebook], interviews: Iterable[tuple[str, Mapping[Count, int], Mapping[tuple[str, str], int]]], characters: int, lang: str = "zh"
) -> pd.DataFrame:
    """A row per code of every codebook (also those never laid), themes summed over their codes.

    ``interviews`` gives per interview its source, references by (codebook, code, polarity), and coded characters by
    (codebook, code); ``characters`` is all interviewee speech. Columns: codebook, theme, code, name, level, sources,
    references, share (of the codebook's references), coverage (coded characters / characters), a column per
    polarity, and net = (present - lacking) / (present + lacking), empty when neither occurs.
    """
    references: dict[Count, int] = {}
    coded: dict[tuple[str, str], int] = {}
    sources: Counter[tuple[str, str]] = Counter()
    themes: dict[tuple[str, str], str] = {(book.id, code): theme for book in codebooks for code, theme in book.theme_of.items()}
    for _, counts, covered in interviews:
        for count, number in counts.items():
            references[count] = references.get(count, 0) + number
        here = {count[:2] for count in counts}
        sources.update(here | {(key[0], themes[key]) for key in here if key in themes})
        for key, length in covered.items():
            coded[key] = coded.get(key, 0) + length
    rows = []
    for book in codebooks:
        total = sum(number for (name, _, _), number in references.items() if name == book.id)
        for code, depth, theme in book.walk():
            members = [each.id for each, _, _ in code.walk()]
            by: dict[str, int] = {polarity: sum(references.get((book.id, member, polarity), 0) for member in members) for polarity in POLARITIES}
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
                    COVERAGE: sum(coded.get((book.id, member), 0) for member in members) / characters if characters and depth else float("nan"),
                    **by,
                    NET: (by["present"] - by["lacking"]) / stance if stance else float("nan"),
                }
            )
    return pd.DataFrame(rows)


def by_interview(codebooks: Sequence[Codebook], interviews: Iterable[tuple[str, Mapping[Count, int]]]) -> pd.DataFrame:
    """Codes x interviews: references. Columns codebook, code, then one per source."""
    keys = [(book.id, code.id) for book in codebooks for code, depth, _ in book.walk() if depth or not code.children]
    row = {key: place for place, key in enumerate(keys)}
    given = list(interviews)
    made = np.zeros((len(keys), len(given)), dtype=np.int64)
    for column, (_, counts) in enumerate(given):
        for (book, code, _), number in counts.items():
            if (book, code) in row:
                made[row[book, code], column] += number
    table = pd.DataFrame({CODEBOOK: [book for book, _ in keys], CODE: [code for _, code in keys]})
    return pd.concat([table, pd.DataFrame(made, columns=[source for source, _ in given])], axis=1) if given else table


LENS, GROUP = "lens", "group"


def by_lens(table: pd.DataFrame, codebook: Codebook, lens: str, lang: str = "zh") -> pd.DataFrame:
    """References and polarity of one codebook regrouped by ``lens``. Raises ValueError for an unknown lens."""
    groups = codebook.group_of(lens)
    rows = table[(table[CODEBOOK] == codebook.id) & table[CODE].map(lambda code: not codebook.by_id[code].children if code in codebook.by_id else False)]
    rows = rows.assign(**{GROUP: rows[CODE].map(groups)}).dropna(subset=[GROUP])
    order = {group: place for place, group in enumerate(codebook.lenses[lens].groups)}
    made = rows.groupby(GROUP, sort=False)[[REFERENCES, *POLARITIES]].sum().reset_index()
    made.insert(0, LENS, codebook.lenses[lens].name.text(lang))
    made.insert(0, CODEBOOK, codebook.id)
    return made.sort_values(GROUP, key=lambda column: column.map(order)).reset_index(drop=True)
