"""Codings as rows of the quotation table: the one table of quotations, for the CSV folder and the
workbook of a run and for the page of exports.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from app.exporters.csv import csv_rows
from app.exporters.workbook import MOST_ROWS, Workbook
from app.study.records import CodingRecord, Origin, coding_record
from app.study.study import Study
from codebooks.codebook import Codebook
from corpus.catalogue import Language, message
from corpus.coding import FUNCTIONS, POLARITIES, Function

WIDTHS: Final = {
    "codebook": 14,
    "code": 8,
    "name": 18,
    "polarity": 8,
    "function": 8,
    "quote": 70,
    "id": 10,
    "department": 18,
    "source": 26,
    "start": 7,
    "end": 7,
    "indicator": 14,
    "cue": 12,
    "reason": 22,
    "coder": 10,
    "status": 10,
}
"""Column -> its width in a sheet, in letters."""
COLUMNS: Final = tuple(WIDTHS)


class Quotations:
    """Makes rows in the language of the reader. ``guard`` is laid on every text that comes from
    outside (see ``corpus.formulas``); a workbook needs none.
    """

    def __init__(
        self, codebooks: Sequence[Codebook], lang: Language, guard: Callable[[str], str] = str
    ) -> None:
        self.lang = lang
        self._names = {
            (book.id, code.id): code.name.text(lang)
            for book in codebooks
            for code, _, _ in book.walk()
        }
        self._sentence: Callable[[str], str] = cache(self._in_words)
        self._stance = {polarity: message(f"polarity.{polarity}", lang) for polarity in POLARITIES}
        self._functions: dict[Function | None, str] = {
            None: "",
            **{name: message(f"function.{name}", lang) for name in FUNCTIONS},
        }
        self._guard = guard
        self._guarded: Callable[[str], str] = cache(guard)

    def _in_words(self, key: str) -> str:
        return message(key, self.lang)

    def headings(self) -> list[str]:
        """What stands above the columns."""
        return [message(f"column.{column}", self.lang) for column in COLUMNS]

    def rows(self, records: Iterable[CodingRecord], origin: Origin) -> Iterator[list[object]]:
        """The codings of one interview (records of ``codings.jsonl``)."""
        guard, guarded, sentence = self._guard, self._guarded, self._sentence
        of_interview = (
            guard(str(origin["id"])),
            guard(str(origin["department"])),
            guard(origin["source"]),
        )
        for record in records:
            evidence, book, code = record.get("evidence"), record["codebook"], record["code"]
            why = (
                (
                    guarded(evidence["indicator"]),
                    guarded(evidence["cue"]),
                    sentence(evidence["reason"]),
                )
                if evidence
                else ("", "", "")
            )
            yield [
                book,
                code,
                self._names.get((book, code), ""),
                self._stance[record["polarity"]],
                self._functions[record.get("function")],
                guard(record["quote"]),
                *of_interview,
                record["start"],
                record["end"],
                *why,
                guarded(record["coder"]),
                sentence(f"status.{record['status']}"),
            ]

    def csv(self, records: Iterable[CodingRecord], origin: Origin) -> bytes:
        """The rows as CSV in UTF-8, without a mark: they follow others."""
        return csv_rows(self.rows(records, origin))

    def headings_csv(self) -> bytes:
        """``headings`` as ``csv`` writes rows."""
        return csv_rows([self.headings()])


def quotation_rows(study: Study, lang: Language) -> Iterator[list[object]]:
    """Every coding of a study, interview by interview."""
    quotations = Quotations(study.books, lang)
    for transcript, codings in study.interviews:
        yield from quotations.rows(
            (coding_record(coding, transcript.source) for coding in codings),
            {
                "source": transcript.source,
                "id": transcript.metadata.get("id", ""),
                "department": transcript.metadata.get("department", ""),
            },
        )


def quotation_sheet(
    book: Workbook, rows: Iterable[Sequence[object]], most: int = MOST_ROWS, more: str = ""
) -> None:
    """The sheet of quotations in a workbook; after ``most`` rows the sentence ``more``."""
    book.rows(
        message("sheet.quotations", book.lang),
        Quotations((), book.lang).headings(),
        rows,
        list(WIDTHS.values()),
        {COLUMNS.index("quote")},
        most,
        more,
    )


def quotations_xlsx(study: Study, lang: Language) -> bytes:
    """A workbook with the quotations of a study as its only sheet."""
    stream = io.BytesIO()
    with Workbook(stream, lang) as book:
        quotation_sheet(
            book, quotation_rows(study, lang), more=message("sheet.more", lang, rows=MOST_ROWS)
        )
    return stream.getvalue()
