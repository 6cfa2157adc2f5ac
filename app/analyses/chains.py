"""fangtan chains: problems, causes and countermeasures that are told together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pandas as pd

from analysis.chain import chains as find_chains
from analysis.units import UnitKind
from app.analyses.common import check_unit, opening, unit_of
from app.figures.sankey import sankey
from app.palette import code_colours
from app.result import Note, Picture, Result, note
from app.study.study import Study, names_of
from codebooks.codebook import Codebook
from corpus.catalogue import Language, message
from corpus.problem import FangtanError


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainsOptions:
    """``reach``: the unit within which a chain must be told (None: that of the run)."""

    reach: str | None = None
    codebook: str | None = None

    def __post_init__(self) -> None:
        check_unit(self.reach)


def chains(study: Study, options: ChainsOptions) -> Result:
    """Problems, causes and countermeasures told together within ``reach``, and what stands without
    its ground. Raises FangtanError for a study without a codebook that has all three.
    """
    unit = unit_of(study, options.reach)
    book = _codebook(study, options.codebook)
    found = find_chains(study.interviews, book, unit, links=study.links)
    orphans = {
        kind: int((found.orphans["kind"] == kind).sum()) for kind in ("countermeasure", "cause")
    }
    result = Result(
        "chains",
        {
            "totals": found.totals,
            "links": found.links,
            "chains": found.chains,
            "orphans": found.orphans,
        },
        notes=[
            *opening(study, unit),
            Note("note.chains"),
            note("note.orphans", measures=orphans["countermeasure"], causes=orphans["cause"]),
        ],
        facts={
            "links": len(found.links),
            "chains": len(found.chains),
            **{f"orphan_{kind}": number for kind, number in orphans.items()},
        },
        brief={
            "orphans": ("kind", "code", "quote"),
            "links": ("step", "from", "to", "units", "interviews", "by_person", "expected"),
        },
        words={
            "step": step_in_words,
            "kind": orphan_in_words,
            "function": function_in_words,
        },
    )
    result.pictures["sankey"] = partial(
        _sankey, found.links, book, code_colours(study.books, book), unit
    )
    return result


def codebook_of_chains(books: tuple[Codebook, ...], codebook: str | None) -> Codebook | None:
    """The first codebook (or the one named) with codes for problems, causes and countermeasures."""
    for book in books:
        functions = {code.function for code, _, _ in book.walk()}
        if {"problem", "cause", "countermeasure"} <= functions and codebook in (None, book.id):
            return book
    return None


def _codebook(study: Study, codebook: str | None) -> Codebook:
    book = codebook_of_chains(study.books, codebook)
    if book is None:
        raise FangtanError("chains.no_codebook", known="、".join(book.id for book in study.books))
    return book


def step_in_words(value: object, lang: Language) -> str:
    """A vocabulary: ``problem-cause`` as two functions with an arrow."""
    return " → ".join(function_in_words(part, lang) for part in str(value).split("-"))


def function_in_words(value: object, lang: Language) -> str:
    """A vocabulary: problem, cause or countermeasure."""
    return message(f"function.{value}", lang)


def orphan_in_words(value: object, lang: Language) -> str:
    """A vocabulary: what stands without its ground."""
    return message(f"orphan.{value}", lang)


def _sankey(
    links: pd.DataFrame, book: Codebook, colours: dict[str, str], unit: UnitKind, lang: Language
) -> Picture:
    return sankey(
        links,
        {code: name for (_, code), name in names_of((book,), lang).items()},
        colours,
        message("figure.sankey", lang),
        message("figure.sankey_note", lang, unit=message(f"unit.{unit}", lang)),
        lang,
    )
