"""The workbook as another library reads it: openpyxl."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exporters.workbook import LONGEST, WIDEST, Workbook, letters, workbook_bytes


def cells(data: bytes, sheet: int = 0) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[sheet].values)


@given(st.lists(st.text(max_size=8), min_size=1, max_size=5))
def test_texts_are_read_back_as_texts(texts: list[str]) -> None:
    texts = [text.replace("\r", "").replace("_x", "") for text in texts]
    data = workbook_bytes({"表": pd.DataFrame({"文": texts}, dtype=object)}, "zh")
    book = openpyxl.load_workbook(io.BytesIO(data))
    column = [cell for (cell,) in book["表"].iter_rows(min_row=2, max_row=1 + len(texts))]
    kept = ["".join(char for char in text if char >= " " or char in "\t\n") for text in texts]
    assert [cell.value or "" for cell in column] == kept
    assert all(cell.data_type in ("s", "n") for cell in column)  # "n": an empty one


def test_formulas_and_addresses_are_texts() -> None:
    texts = ["=1+1", "http://a.b", "12", "{=1}"]
    book = openpyxl.load_workbook(
        io.BytesIO(workbook_bytes({"t": pd.DataFrame({"=h": texts})}, "en"))
    )
    for (cell,), text in zip(book["t"].iter_rows(), ["=h", *texts], strict=False):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_values_keep_their_kind_and_what_is_missing_is_empty() -> None:
    frame = pd.DataFrame(
        {
            "x": [0.5, float("nan"), float("inf")],
            "n": [1, -2, 3],
            "object": [np.int64(4), True, None],
            "na": [pd.NA, pd.NaT, np.bool_(False)],
        }
    )
    assert cells(workbook_bytes({"t": frame}, "en"))[1:4] == [
        (0.5, 1, 4, None),
        (None, -2, "✓", None),
        (None, 3, None, ""),
    ]


def test_names_of_sheets_are_what_excel_takes_and_differ() -> None:
    frame = pd.DataFrame({"x": [1]})
    names = ["a/b", "a:b", "A b", "长" * 40, "长" * 39, "'q'", ""]
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(dict.fromkeys(names, frame), "zh")))
    assert len({name.casefold() for name in book.sheetnames}) == len(names)
    assert all(
        0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") and name.strip("'") == name
        for name in book.sheetnames
    )


def test_long_texts_are_cut_to_what_a_cell_holds() -> None:
    assert len(cells(workbook_bytes({"t": pd.DataFrame({"x": ["字" * 40_000]})}, "zh"))[1][0]) == (
        LONGEST
    )


def test_a_table_is_a_three_line_table() -> None:
    """Thick above the headings, thin below them, thick below the last row."""
    data = workbook_bytes({"t": pd.DataFrame({"甲": ["a"], "乙": [0.5]})}, "zh", fixed=1)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["t"]
    assert (sheet["A1"].border.top.style, sheet["A1"].border.bottom.style) == ("medium", "thin")
    assert sheet["A3"].border.top.style == "medium" and sheet["A1"].font.name == "宋体"
    assert sheet["B2"].number_format == "0.000"
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1")


def test_columns_are_as_wide_as_their_texts_up_to_a_bound() -> None:
    frame = pd.DataFrame({"a": ["x"], "b": ["字" * 100]})
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes({"t": frame}, "en")))["t"]
    assert sheet.column_dimensions["A"].width < 10
    assert sheet.column_dimensions["B"].width == pytest.approx(WIDEST, abs=1)
    assert sheet["B2"].alignment.wrap_text and not sheet["A2"].alignment.wrap_text
    assert letters("字") > letters("a")


def test_rows_end_with_a_sentence_when_there_are_more(tmp_path: Path) -> None:
    for number, expected in ((2, ["0", "1"]), (3, ["0", "1", "还有"])):
        stream = io.BytesIO()
        with Workbook(stream, "zh") as book:
            rows = ((str(row), "") for row in range(number))
            book.rows("t", ["甲", "乙"], rows, [5, 5], {1}, most=2, more="还有")
        assert [row[0] for row in cells(stream.getvalue())[1:]] == expected


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_equal_content_gives_equal_bytes(lang: Any, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        with Workbook(tmp_path / name, lang) as book:
            book.about("题", [("规则", "=c≥2"), ("", "")])
            book.sentence("二", "没有表")
            book.table("三", pd.DataFrame())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    sheets = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert sheets.sheetnames[0] == {"zh": "说明", "en": "About"}[lang]
    assert sheets.worksheets[0]["B3"].value == "=c≥2"


def test_nothing_is_written_when_the_maker_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), Workbook(tmp_path / "t.xlsx", "zh"):
        raise RuntimeError
    assert not (tmp_path / "t.xlsx").exists()
