"""Codings as rows of the quotation table: every coding of a run, for the CSV folder and the
workbook.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from codebooks.codebook import Codebook
from corpus.catalogue import Language, message
from corpus.coding import POLARITIES

COLUMNS: Final = (
    "codebook",
    "code",
    "name",
    "polarity",
    "quote",
    "id",
    "department",
    "source",
    "start",
    "end",
    "indicator",
    "cue",
    "reason",
    "coder",
    "status",
)


class Quotations:
    """Makes rows in the language of the reader. ``guard`` is laid on every text that comes from
    outside.
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
        self._said = cache(lambda key: message(key, lang))
        self._stance = {polarity: self._said(f"polarity.{polarity}") for polarity in POLARITIES}
        self._guard, self._guarded = guard, cache(guard)

    def head(self) -> list[str]:
        """What stands above the columns."""
        return [message(f"column.{column}", self.lang) for column in COLUMNS]

    def head_csv(self) -> bytes:
        """``head`` as ``csv`` writes rows."""
        return _written([self.head()])

    def rows(
        self, records: Iterable[Mapping[str, Any]], facts: Mapping[str, Any]
    ) -> Iterable[list[Any]]:
        """The codings of one interview (records of ``codings.jsonl``), whose source, id and
        department ``facts`` tells.
        """
        guard, guarded, said = self._guard, self._guarded, self._said
        origin = guard(str(facts["id"])), guard(str(facts["department"])), guard(facts["source"])
        for record in records:
            seen, book, code = record.get("evidence"), record["codebook"], record["code"]
            why = (
                (guarded(seen["indicator"]), guarded(seen["cue"]), said(seen["reason"]))
                if seen
                else ("", "", "")
            )
            yield [
                book,
                code,
                self._names.get((book, code), ""),
                self._stance[record["polarity"]],
                guard(record["quote"]),
                *origin,
                record["start"],
                record["end"],
                *why,
                guarded(record["coder"]),
                said(f"status.{record['status']}"),
            ]

    def csv(self, records: Iterable[Mapping[str, Any]], facts: Mapping[str, Any]) -> bytes:
        """The rows as CSV in UTF-8."""
        return _written(self.rows(records, facts))


def _written(rows: Iterable[list[Any]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode()
