"""The one writer of xlsx: three-line tables (三线表), a sheet each, every text written as text."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, cast

import numpy as np
import pandas as pd

from corpus.catalogue import Language, message

WIDEST: Final = 46
"""A column is at most so wide, in letters; longer texts are wrapped."""
LONGEST: Final = 32_000
"""Excel holds 32,767 characters in a cell."""
MOST_ROWS: Final = 1_000_000
"""A sheet of Excel ends at 1,048,576 rows."""
_SAMPLE: Final = 400
"""So many cells of a column tell its width."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Format(Protocol):
    """How a cell looks: what ``xlsxwriter`` gives for a set of properties."""


class Sheet(Protocol):
    """What is used of a worksheet of ``xlsxwriter``, which has no types of its own."""

    def write_string(self, row: int, column: int, text: str, form: Format, /) -> object: ...
    def write_number(self, row: int, column: int, number: float, form: Format, /) -> object: ...
    def write_blank(self, row: int, column: int, blank: None, form: Format, /) -> object: ...
    def set_column(self, first: int, last: int, width: float, form: Format, /) -> object: ...
    def set_row(self, row: int, height: float, /) -> object: ...
    def freeze_panes(self, row: int, column: int, /) -> object: ...
    def repeat_rows(self, first: int, /) -> object: ...
    def set_landscape(self) -> object: ...
    def fit_to_pages(self, width: int, height: int, /) -> object: ...


class _Book(Protocol):
    def add_worksheet(self, name: str, /) -> Sheet: ...
    def add_format(self, properties: dict[str, object], /) -> Format: ...
    def set_properties(self, properties: dict[str, object], /) -> object: ...
    def close(self) -> object: ...


class Workbook:
    """An xlsx file being written, with a sheet for each call; closed at the end of ``with``.

    ``target`` is a path or a stream of bytes. Equal content gives equal bytes: the file holds no
    time. Closing raises xlsxwriter's FileCreateError when the file is held open by another program.
    """

    def __init__(self, target: Path | io.BytesIO, lang: Language) -> None:
        import xlsxwriter

        self.lang = lang
        self._book = cast(
            _Book,
            xlsxwriter.Workbook(
                target if isinstance(target, io.BytesIO) else str(target),
                {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True},
            ),
        )
        self._book.set_properties({"title": "fangtan", "created": datetime(2020, 1, 1)})
        self._names: set[str] = set()
        self._font: dict[str, object] = {
            "font_name": "宋体" if lang == "zh" else "Times New Roman",
            "font_size": 10.5,
            "valign": "top",
        }
        self._head = self._form(
            bold=True, top=2, bottom=1, text_wrap=True, align="center", valign="vcenter"
        )
        self._plain = self._form()
        self._wrapped = self._form(text_wrap=True)
        self._number = self._form(num_format="0.000")
        self._share = self._form(num_format="0.0%")
        self._title = self._form(bold=True, font_size=14)
        self._below = self._book.add_format({"top": 2})

    def _form(self, **properties: object) -> Format:
        return self._book.add_format(self._font | properties)

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._book.close()

    def about(self, title: str, notes: Iterable[tuple[str, str]]) -> None:
        """A sheet of sentences that say what the others are: pairs of label and text."""
        sheet = self._add(message("sheet.about", self.lang))
        sheet.set_column(0, 0, 20, self._plain)
        sheet.set_column(1, 1, 95, self._wrapped)
        self._cell(sheet, 0, 0, title, self._title)
        for row, (label, text) in enumerate(notes, 2):
            self._cell(sheet, row, 0, label, self._plain)
            self._cell(sheet, row, 1, text, self._wrapped)

    def sentence(self, name: str, text: str) -> None:
        """A sheet with one sentence, in the place of a table."""
        self._cell(self._add(name), 0, 0, text, self._plain)

    def table(
        self,
        name: str,
        frame: pd.DataFrame,
        *,
        shares: Collection[str] = (),
        narrow_from: int | None = None,
        fixed: int = 0,
    ) -> None:
        """A table with its headings as they are. ``shares``: headings of columns shown in per cent;
        from column ``narrow_from`` on headings take two lines; the first ``fixed`` columns stay in
        sight.
        """
        sheet = self._add(name)
        self._printed(sheet, fixed)
        sheet.set_row(0, 30)
        for column, heading in enumerate(map(str, frame.columns)):
            values: list[object] = frame.iloc[:, column].tolist()
            lines = 2 if narrow_from is not None and column >= narrow_from else 1
            width = max(
                letters(heading) / lines,
                *(letters(value) for value in values[:_SAMPLE] if isinstance(value, str)),
                6,
            )
            form = (
                self._share
                if heading in shares
                else self._number
                if frame.dtypes.iloc[column].kind == "f"
                else self._wrapped
                if width > WIDEST
                else self._plain
            )
            sheet.set_column(column, column, min(width + 2, WIDEST), form)
            self._cell(sheet, 0, column, heading, self._head)
            for row, value in enumerate(values, 1):
                self._cell(sheet, row, column, value, form)
            sheet.write_blank(len(frame) + 1, column, None, self._below)

    def rows(
        self,
        name: str,
        headings: Sequence[str],
        rows: Iterable[Sequence[object]],
        widths: Sequence[int],
        wrapped: Collection[int] = (),
        most: int = MOST_ROWS,
        more: str = "",
    ) -> None:
        """A table whose rows come one by one, with the width of each column; the columns
        ``wrapped`` break their lines. After ``most`` rows the sentence ``more`` ends it.
        """
        sheet = self._add(name)
        self._printed(sheet, 0)
        forms = [
            self._wrapped if column in wrapped else self._plain for column in range(len(headings))
        ]
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(column, column, width, forms[column])
            self._cell(sheet, 0, column, heading, self._head)
        for number, cells in enumerate(rows, 1):
            if number > most:
                self._cell(sheet, number, 0, more, self._plain)
                break
            for column, value in enumerate(cells):
                if value != "":
                    self._cell(sheet, number, column, value, forms[column])

    def _add(self, name: str) -> Sheet:
        """A sheet, its name cut to what Excel takes and unlike all others."""
        label = re.sub(r"[\[\]:*?/\\]", " ", _CONTROL.sub("", name))[:31].strip("'") or "-"
        number = len(self._names)
        while label.casefold() in self._names:
            label = f"{label[:26]}({number})"
            number += 1
        self._names.add(label.casefold())
        return self._book.add_worksheet(label)

    @staticmethod
    def _printed(sheet: Sheet, fixed: int) -> None:
        """The heading stays in sight on the screen and on every page; a page is as wide as the
        table.
        """
        sheet.freeze_panes(1, fixed)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    @staticmethod
    def _cell(sheet: Sheet, row: int, column: int, value: object, form: Format) -> None:
        """Nothing for what is missing or not finite, ✓ for true, numbers as numbers, the rest as
        text.
        """
        if isinstance(value, np.generic):
            value = value.item()
        if value is None or value is pd.NA or value is pd.NaT:
            return
        if isinstance(value, bool):
            sheet.write_string(row, column, "✓" if value else "", form)
        elif isinstance(value, (int, float)):
            if abs(value) < float("inf"):  # neither NaN nor infinite
                sheet.write_number(row, column, value, form)
        else:
            sheet.write_string(row, column, _CONTROL.sub("", str(value))[:LONGEST], form)


def letters(text: str) -> float:
    """The width of a text as Excel counts it, in digits: a Chinese character takes two."""
    return sum(1.9 if ord(char) > 255 else 1.05 for char in text)


def workbook_bytes(frames: Mapping[str, pd.DataFrame], lang: Language, *, fixed: int = 0) -> bytes:
    """An xlsx file of tables by name of their sheet, as bytes for a download. The headings are
    written as they are; the first ``fixed`` columns stay in sight.
    """
    stream = io.BytesIO()
    with Workbook(stream, lang) as book:
        for name, frame in frames.items():
            book.table(name, frame, fixed=fixed)
    return stream.getvalue()
