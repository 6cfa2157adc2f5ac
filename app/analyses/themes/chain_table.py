"""fangtan chains: problems, causes and measures by theme or lens, with the words behind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from analysis.chain_links import BY_PERSON, BY_ROW, NO_CAUSE
from analysis.chain_table import COLUMNS, PARTS, ChainTable, chain_table
from app.analyses.chains import function_in_words, step_in_words
from app.analyses.common import Counted, group_names, opening
from app.figures.heatmap import heatmap
from app.figures.sankey import sankey
from app.palette import NO_THEME
from app.result import Note, Picture, Result, Words, by_name, in_language, note
from app.study.study import Study
from codebooks.codebook import Codebook
from corpus.catalogue import Language, message

FLAGS: Final = ("measure_without_problem", "problem_without_measure")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainTableOptions:
    """``codebook``: whose themes are the rows (None: the first whose codes have no function of
    their own); ``lens``: its groups instead.
    """

    codebook: str | None = None
    lens: str | None = None


def chain_table_of(study: Study, options: ChainTableOptions) -> Result:
    """For each theme or group, what is named as problem, cause, countermeasure, effect and state:
    by how many interviews, with the passages. Raises FangtanError for a codebook or a lens that the
    study does not have.
    """
    book = book_of_table(study, options.codebook)
    counted = Counted.asked(book, "themes", options.lens)
    found = chain_table(study.interviews, book, options.lens, links=study.links)
    names = row_names(book, options.lens)
    flags = {flag: int((found.matrix["flag"] == flag).sum()) for flag in FLAGS}
    complete = int((found.matrix[["problem", "cause", "countermeasure"]] > 0).all(axis=1).sum())
    result = Result(
        "chain_table",
        {
            "matrix": found.matrix,
            "cells": found.cells,
            "passages": found.passages,
            "row_links": found.links,
        },
        notes=[
            *opening(study)[:-1],
            note("note.data", interviews=len(study.interviews), unit=Note("unit.interview")),
            Note("note.chain_table"),
            note("note.chain_table_flags", complete=complete, **flags),
        ],
        facts={"rows": len(found.matrix), "complete": complete, **flags},
        brief={
            "matrix": ("row", *COLUMNS, "flag"),
            "cells": ("row", "part", "interviews", "quote"),
            "passages": ("row", "part", "source", "quote"),
        },
        words={
            "row": partial(by_name, names),
            "from": partial(by_name, names),
            "to": partial(by_name, names),
            "part": function_in_words,
            "step": step_in_words,
            "flag": flag_in_words,
            "link": link_in_words,
        },
    )
    colours = counted.colours(study.books)
    result.pictures["matrix"] = partial(_matrix, found.matrix, names, colours)
    result.pictures["row_sankey"] = partial(_sankey, found, names, colours)
    return result


def book_of_table(study: Study, codebook: str | None) -> Codebook:
    """The codebook named, or the first whose codes have no function of their own, else the first.
    Raises FangtanError for one that the study does not have.
    """
    if codebook is not None:
        return study.book(codebook)
    for book in study.books:
        if not any(code.function for code, _, _ in book.walk()):
            return book
    return study.book(None)


def row_names(book: Codebook, lens: str | None) -> dict[str, Words]:
    """Row -> its name; also of the row that stands for no cause."""
    return {**group_names(book, lens), NO_CAUSE: Note("chain_table.no_cause")}


def flag_in_words(value: object, lang: Language) -> str:
    """A vocabulary: what a row lacks."""
    return message(f"flag.{value}", lang) if value else ""


def link_in_words(value: object, lang: Language) -> str:
    """A vocabulary: how a passage came into its row; a word that joins stands for itself."""
    if value == BY_ROW:
        return message("chain_table.by_row", lang)
    if value == BY_PERSON:
        return message("chain_table.by_person", lang)
    return str(value) or message("chain_table.same", lang)


def _matrix(
    matrix: pd.DataFrame, names: dict[str, Words], colours: dict[str, str], lang: Language
) -> Picture:
    rows = list(matrix["row"])
    in_words = in_language(names, lang)
    values = matrix[list(COLUMNS)].to_numpy(float)
    return heatmap(
        values,
        [in_words[row] for row in rows],
        [function_in_words(part, lang) for part in PARTS],
        title=message("analysis.chain_table", lang),
        note=message("note.chain_table", lang),
        cells=[[f"{int(value)}" if value else "" for value in line] for line in values],
        label=message("column.interviews", lang),
        row_colours=[colours.get(row, NO_THEME) for row in rows],
        nothing=message("figure.no_chains", lang),
    )


def _sankey(
    found: ChainTable, names: dict[str, Words], colours: dict[str, str], lang: Language
) -> Picture:
    return sankey(
        drawn_links(found.links),
        in_language(names, lang),
        colours,
        message("analysis.chain_table", lang),
        message("figure.row_sankey_note", lang),
        lang,
    )


def drawn_links(links: pd.DataFrame) -> pd.DataFrame:
    """Links of rows as the pictures of chains take them: as wide as the interviews."""
    return links.assign(units=links["interviews"], expected=True)
