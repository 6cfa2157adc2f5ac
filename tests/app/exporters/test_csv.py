"""CSV as ``csv`` and spreadsheets read it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exporters.csv import csv_bytes, csv_rows, frame_csv, safe
from corpus.formulas import guarded


def read(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(st.lists(st.lists(st.text(max_size=6), min_size=2, max_size=2), max_size=4))
def test_rows_are_read_back_guarded(rows: list[list[str]]) -> None:
    rows = [[text.replace("\0", "") for text in row] for row in rows]
    assert read(csv_bytes(rows)) == [[guarded(text) for text in row] for row in rows]


def test_rows_that_follow_others_have_no_mark_and_are_not_guarded_twice() -> None:
    assert csv_rows([["'=1", 3, "甲,乙"]]) == '\'=1,3,"甲,乙"\r\n'.encode()
    assert csv_rows([]) == b"" and csv_bytes([]) == b"\xef\xbb\xbf"


def test_only_texts_are_guarded() -> None:
    assert [safe(value) for value in ("=1", -1, -1.5, None, True)] == ["'=1", -1, -1.5, None, True]


def test_a_heading_that_would_be_run_is_guarded(tmp_path: Path) -> None:
    frame_csv(pd.DataFrame({"=cmd": ["＝1"], "n": [1]}), tmp_path / "t.csv")
    assert read((tmp_path / "t.csv").read_bytes()) == [["'=cmd", "n"], ["'＝1", "1"]]


def test_numbers_have_six_digits_and_missing_ones_are_empty(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"x": [1 / 3, float("nan"), 1e-9], "text": ["a", None, "b"], "on": [True, False, True]}
    )
    frame_csv(frame, tmp_path / "t.csv")
    assert read((tmp_path / "t.csv").read_bytes())[1:] == [
        ["0.333333", "a", "True"],
        ["", "", "False"],
        ["1e-09", "b", "True"],
    ]


FRAME = pd.DataFrame(
    {
        "codebook": ["甲,乙\n丙", '"\r'],
        "share": [0.5, float("nan")],
        "x": [0, 9],
        "y": [10, -1],
        "z": [3, 3],
    }
)


@pytest.mark.parametrize(
    "frame",
    [FRAME, FRAME[["codebook", "x"]], FRAME[["x", "y"]], FRAME[["x", "codebook"]], FRAME[:0]],
)
def test_matrices_of_counts_are_written_as_csv_writes_them(
    frame: pd.DataFrame, tmp_path: Path
) -> None:
    frame_csv(frame, tmp_path / "t.csv")
    assert read((tmp_path / "t.csv").read_bytes()) == [
        list(frame.columns),
        *[
            ["" if cell != cell else f"{cell:g}" if isinstance(cell, float) else str(cell)
             for cell in row]
            for row in frame.itertuples(index=False)
        ],
    ]  # fmt: skip


@pytest.mark.parametrize("most", [9, 10, 12345])
def test_wide_rows_of_counts_are_written_like_narrow_ones(most: int, tmp_path: Path) -> None:
    counts = np.random.default_rng(most).integers(0, most + 1, (3, 60))
    frame = pd.DataFrame(counts, columns=[f"c{column}" for column in range(60)])
    frame.insert(0, "name", ["=a", 'b"', "c,d"])
    frame_csv(frame, tmp_path / "t.csv")
    rows = read((tmp_path / "t.csv").read_bytes())[1:]
    assert [row[0] for row in rows] == ["'=a", 'b"', "c,d"]
    assert [list(map(int, row[1:])) for row in rows] == counts.tolist()
