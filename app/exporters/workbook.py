"""A small workbook of three-line tables (三线表), the first sheet saying what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from corpus.catalogue import Language, message


def three_line_sheets(
    path: Path,
    title: str,
    notes: Sequence[tuple[str, str]],
    frames: Mapping[str, pd.DataFrame],
    lang: Language,
) -> None:
    """Raises xlsxwriter's FileCreateError when the file is held open. Sheet names are cut to what
    Excel takes.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "fangtan", "created": datetime(2020, 1, 1)})
    font = {
        "font_name": "宋体" if lang == "zh" else "Times New Roman",
        "font_size": 10.5,
        "valign": "top",
    }
    head = book.add_format(
        font
        | {
            "bold": True,
            "top": 2,
            "bottom": 1,
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
        }
    )
    plain, wrap, number = (
        book.add_format(font),
        book.add_format(font | {"text_wrap": True}),
        book.add_format(font | {"num_format": "0.000"}),
    )
    line = book.add_format({"top": 2})
    first = book.add_worksheet(message("sheet.about", lang))
    first.set_column(0, 0, 18, plain)
    first.set_column(1, 1, 100, wrap)
    first.write(0, 0, title, book.add_format(font | {"bold": True, "font_size": 14}))
    for row, (label, text) in enumerate(notes, 2):
        first.write_string(row, 0, label, plain)
        first.write_string(row, 1, text, wrap)
    used: set[str] = {message("sheet.about", lang)}
    for name, frame in frames.items():
        label = re.sub(r"[\[\]:*?/\\]", " ", name)[:31]
        while label in used:
            label = label[:28] + f"({len(used)})"
        used.add(label)
        sheet = book.add_worksheet(label)
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(frame.columns):
            values = frame.iloc[:, column].tolist()
            letters = max(
                [
                    len(str(heading)) * 1.1,
                    *(len(value) * 1.8 for value in values[:300] if isinstance(value, str)),
                    8,
                ]
            )
            form = (
                number if frame.dtypes.iloc[column].kind == "f" else wrap if letters > 46 else plain
            )
            sheet.set_column(column, column, min(letters + 2, 48), form)
            sheet.write_string(0, column, str(heading), head)
            for row, value in enumerate(values, 1):
                _cell(sheet, row, column, value, form)
            sheet.write_blank(len(frame) + 1, column, None, line)
    book.close()


def _cell(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    if value is None or (
        isinstance(value, float) and (value != value or value in (float("inf"), float("-inf")))
    ):
        return
    if isinstance(value, (int, float)):
        sheet.write_number(row, column, value, form)
    else:
        sheet.write_string(row, column, str(value)[:32000], form)
