"""Spreadsheets and comma-separated tables: one row per turn, or one row per interview."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Final

from corpus.document import Document
from corpus.problem import Problem, Unreadable
from corpus.readers import archive
from corpus.readers.encoding import bad_bytes, decode
from corpus.readers.source import Reader, Source
from corpus.readers.tabular import Table, cell_text, fields_of, find_header, interviews, turn_lines

ROWS: Final = 200_000
SHEET_ROWS: Final = 100_000
"""A spreadsheet takes far longer for a row than a CSV file does."""
COLUMNS: Final = 60
FIELD_ROWS: Final = 500
"""A sheet of fields is read so far."""
_FIELD_HEADINGS: Final = ("项目", "字段", "item", "field")


Rows = list[list[str]]
Fields = list[tuple[str, str, int]]


def read_xlsx(source: Source) -> list[Document]:
    """Sheets in order: label/value sheets are fields of the turn sheets. Raises Unreadable when no
    sheet holds text.
    """
    archive.total(source.data)
    archive.without_entities(source.data)
    sheets, problems = _sheets(source)
    fields: Fields = []
    talks: list[tuple[str, Document]] = []
    for title, rows in sheets:
        sheet_fields, documents = _sheet(title, rows)
        fields.extend(sheet_fields)
        talks.extend(documents)
    talks = [(part, document) for part, document in talks if document.lines]
    if not talks:
        raise Unreadable("read.columns")
    first, *rest = (
        replace(
            document,
            metadata=(*fields, *document.metadata),
            part=part if len(talks) > 1 else "",
        )
        for part, document in talks
    )
    return [replace(first, problems=(*problems, *first.problems)), *rest]


def _sheets(source: Source) -> tuple[list[tuple[str, Rows]], list[Problem]]:
    """Title and cell texts of every sheet that can be seen."""
    from openpyxl import load_workbook

    sheets: list[tuple[str, Rows]] = []
    problems: list[Problem] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    values = {"sheet": sheet.title}
                    problems.append(
                        Problem(source.name, "read.hidden_sheet", severity="note", values=values)
                    )
                    continue
                sheet.reset_dimensions()  # what a sheet tells of its size pads every row to it
                rows = [
                    [cell_text(cell) for cell in row[:COLUMNS]]
                    for row in sheet.iter_rows(max_row=SHEET_ROWS + 1, values_only=True)
                ]
                if len(rows) > SHEET_ROWS:
                    problems.append(_rows_cut(source, SHEET_ROWS))
                sheets.append((sheet.title, rows[:SHEET_ROWS]))
            book.close()
        except Exception as error:  # openpyxl raises whatever its XML and zip layers raise
            raise Unreadable("read.damaged", kind="xlsx") from error
    return sheets, problems


def _rows_cut(source: Source, limit: int) -> Problem:
    return Problem(source.name, "read.rows_cut", limit + 1, "warning", {"rows": limit})


def _sheet(title: str, rows: Rows) -> tuple[Fields, list[tuple[str, Document]]]:
    """The fields of a sheet, and its interviews with what tells them apart."""
    header = find_header(rows)
    if header is None or _may_be_fields(rows, header[1]):
        fields = fields_of(Table(rows[:FIELD_ROWS], 1)) or []
        if header is None or fields:
            return [entry for entry in fields if entry[0] not in _FIELD_HEADINGS], []
    many = interviews(rows, "xlsx")
    if many:
        return [], [(document.part, document) for document in many]
    fields = fields_of(Table(rows[: header[0]], 1)) or [] if header[0] else []
    return fields, [(title, Document(tuple(turn_lines(rows, *header, 1)), "xlsx"))]


def _may_be_fields(rows: Rows, columns: Mapping[str, int]) -> bool:
    """Whether a sheet whose first row looks like that of a talk may hold label and value all the
    same (内容 is a field too).
    """
    widest = max((sum(1 for cell in row if cell) for row in rows), default=0)
    return widest <= 4 and "speaker" not in columns and "answer" not in columns


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
    rows = _csv_rows(decoded.text)
    problems = bad_bytes(source, decoded)
    if len(rows) > ROWS:
        problems.append(_rows_cut(source, ROWS))
        rows = rows[:ROWS]
    many = interviews(rows, "csv", decoded.encoding)
    if many:
        return [replace(many[0], problems=(*problems, *many[0].problems)), *many[1:]]
    header = find_header(rows) or _bare_header(rows)
    lines = tuple(turn_lines(rows, *header, 1)) if header else ()
    if not lines:
        raise Unreadable("read.columns")
    return [Document(lines, "csv", problems=tuple(problems), encoding=decoded.encoding)]


def _csv_rows(text: str) -> Rows:
    """At most ``ROWS`` + 1 rows. Raises Unreadable for a cell that does not end."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    first = text[:4096].split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    limit = csv.field_size_limit(16 * 1024 * 1024)
    try:
        return list(islice(csv.reader(_lines(text), delimiter=delimiter), ROWS + 1))
    except csv.Error as error:
        raise Unreadable("read.damaged", kind="csv") from error
    finally:
        csv.field_size_limit(limit)


def _bare_header(rows: Rows) -> tuple[int, dict[str, int]] | None:
    """Two columns without headers are speaker and text where the first holds few, short texts."""
    labels = [row[0].strip() for row in rows if len(row) == 2]
    if (
        len(labels) >= 4
        and len(labels) >= 0.9 * len(rows)
        and max(map(len, labels)) <= 16
        and len(set(labels)) <= len(labels) // 2
    ):
        return -1, {"speaker": 0, "text": 1}
    return None


XLSX = Reader(
    "xlsx",
    (".xlsx", ".xlsm"),
    read_xlsx,
    holds=lambda parts: any(part.startswith("xl/") for part in parts),
    binary=True,
)
CSV = Reader("csv", (".csv", ".tsv"), read_csv)
