"""Spreadsheets and comma-separated tables: one row per turn, or one row per interview."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from corpus.document import Document
from corpus.problem import Problem, Unreadable
from corpus.readers import archive
from corpus.readers.encoding import decode
from corpus.readers.source import Reader, Source
from corpus.readers.tabular import Table, cell_text, fields_of, find_header, interviews, turn_lines

ROWS: Final = 200_000
SHEET_ROWS: Final = 100_000
"""A spreadsheet takes far longer for a row than a CSV file does."""
COLUMNS: Final = 60


def read_xlsx(source: Source) -> list[Document]:
    """Sheets in order: label/value sheets are fields of the turn sheets. Raises Unreadable when no
    sheet holds text.
    """
    from openpyxl import load_workbook

    archive.total(source.data)
    archive.without_entities(source.data)
    sheets: list[tuple[str, list[list[str]]]] = []
    problems: list[Problem] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    problems.append(
                        Problem(
                            source.name,
                            "read.hidden_sheet",
                            severity="note",
                            values={"sheet": sheet.title},
                        )
                    )
                    continue
                sheet.reset_dimensions()  # what a sheet tells of its size pads every row to it
                rows = [
                    [cell_text(cell) for cell in row[:COLUMNS]]
                    for row in sheet.iter_rows(max_row=SHEET_ROWS + 1, values_only=True)
                ]
                if len(rows) > SHEET_ROWS:
                    problems.append(
                        Problem(
                            source.name,
                            "read.rows_cut",
                            SHEET_ROWS + 1,
                            "warning",
                            {"rows": SHEET_ROWS},
                        )
                    )
                sheets.append((sheet.title, rows[:SHEET_ROWS]))
            book.close()
        except Exception as error:  # openpyxl raises whatever its XML and zip layers raise
            raise Unreadable("read.damaged", kind="xlsx") from error
    fields: list[tuple[str, str, int]] = []
    talks: list[tuple[str, Document]] = []
    for title, rows in sheets:
        header = find_header(rows)
        narrow = max((len([cell for cell in row if cell]) for row in rows), default=0) <= 4
        known = (
            fields_of(Table(rows[:500], 1))
            if header is None
            or (narrow and "speaker" not in header[1] and "answer" not in header[1])
            else None
        )
        if header is None or known:
            fields.extend(
                field for field in known or [] if field[0] not in ("项目", "字段", "item", "field")
            )
            continue
        many = interviews(rows, "xlsx")
        if many:
            talks.extend((document.part, document) for document in many)
            continue
        if header[0]:
            fields.extend(fields_of(Table(rows[: header[0]], 1)) or [])
        talks.append((title, Document(tuple(turn_lines(rows, *header, 1)), "xlsx")))
    talks = [(part, document) for part, document in talks if document.lines]
    if not talks:
        raise Unreadable("read.columns")
    single = len(talks) == 1
    first, *rest = (
        Document(
            document.lines,
            "xlsx",
            (*fields, *document.metadata),
            "" if single else part,
            document.problems,
        )
        for part, document in talks
    )
    return [replace(first, problems=(*problems, *first.problems)), *rest]


def _lines(text: str) -> Iterator[str]:
    """Line by line, the ends kept; a stream of the text would hold it four bytes a character."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def read_csv(source: Source) -> list[Document]:
    """A table with headers; two columns without headers are speaker and text. Raises Unreadable
    when columns are not recognised.
    """
    decoded = decode(source.data, source.encoding)
    text = decoded.text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    first = text[:4096].split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    limit = csv.field_size_limit(16 * 1024 * 1024)
    try:
        rows = list(islice(csv.reader(_lines(text), delimiter=delimiter), ROWS + 1))
    except csv.Error as error:
        raise Unreadable("read.damaged", kind="csv") from error
    finally:
        csv.field_size_limit(limit)
    problems: tuple[Problem, ...] = ()
    if decoded.bad:
        problems = (
            Problem(
                source.name,
                "read.bad_bytes",
                decoded.bad[0],
                "warning",
                {"lines": "、".join(map(str, decoded.bad))},
            ),
        )
    if len(rows) > ROWS:
        problems = (
            *problems,
            Problem(source.name, "read.rows_cut", ROWS + 1, "warning", {"rows": ROWS}),
        )
        rows = rows[:ROWS]
    many = interviews(rows, "csv", decoded.encoding)
    if many:
        return [replace(many[0], problems=(*problems, *many[0].problems)), *many[1:]]
    header = find_header(rows)
    if header is None:
        labels = [row[0].strip() for row in rows if len(row) == 2]
        if (
            len(labels) >= 4
            and len(labels) >= 0.9 * len(rows)
            and max(map(len, labels)) <= 16
            and len(set(labels)) <= len(labels) // 2
        ):
            header = (-1, {"speaker": 0, "text": 1})
        else:
            raise Unreadable("read.columns")
    lines = tuple(turn_lines(rows, *header, 1))
    if not lines:
        raise Unreadable("read.columns")
    return [Document(lines, "csv", problems=problems, encoding=decoded.encoding)]


XLSX = Reader(
    "xlsx", (".xlsx", ".xlsm"), read_xlsx, lambda head: head.startswith(b"PK") and b"xl/" in head
)
CSV = Reader("csv", (".csv", ".tsv"), read_csv, lambda head: False)
