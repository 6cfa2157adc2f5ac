"""report.html: one file, no network, everything a reader needs to judge a run."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from importlib.resources import files
from typing import Any, Final, TypedDict

from analysis.chain import CHAINED
from app.figures.network import rule_text
from app.palette import POLARITY_COLOURS, theme_colours
from app.run.chains import FilledCell, flags
from app.run.pipeline import QUOTES, Outcome
from app.run.record import about_tests, counts, exchanges_are_turns
from app.study.power import about_power
from app.study.records import ProblemRecord, QuotedRecord
from codebooks.codebook import Code, Codebook
from corpus.catalogue import Language, message
from corpus.coding import POLARITIES

HEATMAP_CODES: Final = 24
PROBLEMS: Final = 300
"""So many problems stand in the report; all are in run.json."""
WORDS: Final = 60
LONGEST: Final = 48
"""Characters of a quotation in the table of problems, causes and measures."""

Row = dict[Hashable, Any]
"""A row of a table, by column."""


class Quotation(QuotedRecord):
    """A quotation in ``parts``: (mark, text), the mark "hit" for the indicator, "cue" for what
    decided the polarity, "" for all else.
    """

    parts: list[tuple[str, str]]


class CodePart(TypedDict):
    """A code of a codebook: its row of the table of frequencies, how it reads, its quotations."""

    code: Code
    depth: int
    row: Row
    name: str
    colour: str
    definition: str
    quotes: list[Quotation]


class Cell(TypedDict):
    """Units in common; ``self``: of a code with itself; ``shade``: 0..1."""

    c: int
    self: bool
    shade: float


class Heat(TypedDict):
    """Joint counts of the most frequent codes: (id, name) of each, and as many rows of cells."""

    names: list[tuple[str, str]]
    rows: list[list[Cell]]


class ChainCell(TypedDict):
    """A cell of the table of problems, causes and measures: interviews, and (quote, interview)."""

    interviews: int
    quotes: list[tuple[str, str]]


class ChainRow(TypedDict):
    """A theme in the table of problems, causes and measures: its cells in the order of
    ``CHAINED``, and what it lacks, in words ("": nothing).
    """

    name: str
    colour: str
    cells: list[ChainCell]
    flag: str


class BookPart(TypedDict):
    """What the report says of one codebook. ``chains``: empty where nothing is said as a problem,
    cause or measure. ``most``: references of its commonest code; ``tested``:
    what stands beside its q values; ``power``: which strength of association could have been seen,
    empty where nothing is said of it.
    """

    book: Codebook
    title: str
    codes: list[CodePart]
    most: int
    heat: Heat
    chains: list[ChainRow]
    svg: str
    tested: str
    power: str


class WordedProblem(ProblemRecord):
    """A problem with its sentence in the language of the report."""

    text: str


def render(outcome: Outcome, pictures: Mapping[str, str], lang: Language = "zh") -> str:
    """The report as HTML. ``pictures``: SVG of the network by codebook. All text is escaped;
    nothing is fetched.
    """
    from jinja2 import Environment

    def say(key: str, **values: object) -> str:
        return message(key, lang, **values)

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((files("app.run") / "report.html.j2").read_text("utf-8"))
    grave = [problem for problem in outcome.problems if problem["severity"] != "note"]
    return template.render(
        lang=lang,
        t=say,
        counts=counts(outcome),
        by_turn=exchanges_are_turns(outcome, lang),
        interviews=outcome.interviews,
        problems=[_in_words(problem, lang) for problem in grave[:PROBLEMS]],
        hidden=max(0, len(grave) - PROBLEMS),
        books=_books(outcome, pictures, lang),
        polarities=POLARITIES,
        polarity_colours=POLARITY_COLOURS,
        rule=rule_text(outcome.rule, outcome.settings.unit, lang),
        quotes=QUOTES,
        from_project=outcome.project is not None,
        chained=CHAINED,
        words=_rows(outcome, "words")[:WORDS],
        lens=_rows(outcome, "lens"),
    )


def _rows(outcome: Outcome, table: str) -> list[Row]:
    """Of a table; none where the run did not make it."""
    return outcome.frames[table].to_dict("records") if table in outcome.frames else []


def _in_words(problem: ProblemRecord, lang: Language) -> WordedProblem:
    return {**problem, "text": message(problem["key"], lang, **problem["values"])}


def _books(outcome: Outcome, pictures: Mapping[str, str], lang: Language) -> list[BookPart]:
    """A part for each codebook."""
    rows = {(row["codebook"], row["code"]): row for row in _rows(outcome, "frequency")}
    colours = theme_colours(outcome.settings.codebooks)
    tested = about_tests(outcome, lang)
    parts: list[BookPart] = []
    for book in outcome.settings.codebooks:
        svg = pictures.get(book.id, "")
        parts.append(
            {
                "book": book,
                "title": book.name.text(lang),
                "codes": _codes(outcome, book, rows, colours, lang),
                "most": _most_references(book, rows),
                "heat": _heat(outcome, book, lang),
                "chains": _chains(outcome, book, colours, lang),
                "svg": svg[svg.find("<svg") :] if "<svg" in svg else "",
                "tested": tested.get(book.id, ""),
                "power": _power(outcome, book.id, lang),
            }
        )
    return parts


def _chains(
    outcome: Outcome, book: Codebook, colours: Mapping[tuple[str, str], str], lang: Language
) -> list[ChainRow]:
    """The themes that hold a problem, a cause or a measure."""
    names = {code.id: code.name.text(lang) for code in book.codes}
    rows: list[ChainRow] = []
    for row, flag in flags(outcome.chains, book).items():
        cells = [outcome.chains.get((book.id, row, part), FilledCell()) for part in CHAINED]
        if not any(cell.interviews for cell in cells):
            continue
        rows.append(
            {
                "name": names[row],
                "colour": colours[book.id, row],
                "cells": [
                    {
                        "interviews": cell.interviews,
                        "quotes": [
                            (_short(passage.quote), interview) for passage, interview in cell.quotes
                        ],
                    }
                    for cell in cells
                ],
                "flag": message(f"flag.{flag}", lang) if flag else "",
            }
        )
    return rows


def _short(quote: str) -> str:
    """A quotation in one line of at most ``LONGEST`` characters."""
    line = " ".join(quote.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _power(outcome: Outcome, book: str, lang: Language) -> str:
    together = outcome.together
    if together is None:
        return ""
    return " ".join(said.text(lang) for said in about_power(together, book))


def _most_references(book: Codebook, rows: Mapping[tuple[str, str], Row]) -> int:
    """Of a code below the themes (or a theme without codes); at least 1."""
    references: list[int] = [
        rows[book.id, code.id]["references"]
        for code, depth, _ in book.walk()
        if depth or not code.children
    ]
    return max(references, default=0) or 1


def _codes(
    outcome: Outcome,
    book: Codebook,
    rows: Mapping[tuple[str, str], Row],
    colours: Mapping[tuple[str, str], str],
    lang: Language,
) -> list[CodePart]:
    """The codes of a codebook in its order."""
    return [
        {
            "code": code,
            "depth": depth,
            "row": rows[book.id, code.id],
            "name": code.name.text(lang),
            "colour": colours[book.id, code.id],
            "definition": code.definition.text(lang),
            "quotes": [_marked(quote) for quote in outcome.quotes.get((book.id, code.id), [])],
        }
        for code, depth, _ in book.walk()
    ]


def _marked(quotation: QuotedRecord) -> Quotation:
    """A quotation cut at its indicator and cue, so that both can be marked."""
    base, text, evidence = quotation["start"], quotation["quote"], quotation.get("evidence")
    if evidence is None:
        return {**quotation, "parts": [("", text)]}
    hit_start, hit_end = evidence["start"], evidence["end"]
    cue_start, cue_end = evidence["cue_start"] or 0, evidence["cue_end"] or 0
    marks = [(hit_start - base, hit_end - base, "hit")]
    outside = cue_end <= hit_start or cue_start >= hit_end
    if evidence["cue_start"] is not None and outside:
        marks.append((cue_start - base, cue_end - base, "cue"))
    parts: list[tuple[str, str]] = []
    written = 0
    for start, end, kind in sorted(marks):
        if start < written or end > len(text):
            continue
        parts += [("", text[written:start]), (kind, text[start:end])]
        written = end
    return {**quotation, "parts": [*parts, ("", text[written:])]}


def _heat(outcome: Outcome, book: Codebook, lang: Language) -> Heat:
    """Joint counts of the most frequent codes of one codebook."""
    assert outcome.together is not None
    joint, keys = outcome.together.joint, outcome.together.incidence.codes
    units = {
        index: int(joint[index, index]) for index, (owner, _) in enumerate(keys) if owner == book.id
    }
    frequent = sorted(
        (index for index, count in units.items() if count),
        key=lambda index: (-units[index], index),
    )
    drawn = sorted(frequent[:HEATMAP_CODES])
    shared = {(i, j): int(joint[i, j]) for i in drawn for j in drawn}
    most = max((count for (i, j), count in shared.items() if i != j), default=0) or 1
    names = {code.id: code.name.text(lang) for code, _, _ in book.walk()}
    return {
        "names": [(keys[index][1], names[keys[index][1]]) for index in drawn],
        "rows": [
            [
                {
                    "c": shared[i, j],
                    "self": i == j,
                    "shade": 0 if i == j else round((shared[i, j] / most) ** 0.5, 3),
                }
                for j in drawn
            ]
            for i in drawn
        ],
    }
