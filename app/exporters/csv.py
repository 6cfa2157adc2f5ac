"""Tables as CSV that a spreadsheet opens as it is, and takes for text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, TextIO

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from corpus.formulas import guarded

BOM: Final = "\ufeff".encode()
"""The mark at the head of a file by which Excel knows UTF-8."""


def safe(value: object) -> object:
    """A text as ``corpus.formulas.guarded`` leaves it; any other value as it is."""
    return guarded(value) if isinstance(value, str) else value


def csv_rows(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows of cells as lines of CSV in UTF-8, without a mark, unguarded: for rows that follow
    others, or whose texts were guarded already.
    """
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode()


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """A whole file of rows (headings first): UTF-8 with a mark, every text guarded."""
    return BOM + csv_rows([safe(cell) for cell in row] for row in rows)


def _open_csv(path: Path) -> TextIO:
    stream = path.open("w", encoding="utf-8", newline="")
    stream.write("\ufeff")
    return stream


def frame_csv(frame: pd.DataFrame, path: Path) -> None:
    """A table as CSV, UTF-8 with a mark so that Excel opens it; six significant digits, nothing
    where a number is missing.
    """
    last = _texts(frame)
    columns: list[list[object]] = []
    for index, kind in enumerate(kind.kind for kind in frame.dtypes.iloc[:last]):
        # of strings in a tenth of the time that going through the column takes
        values: list[object] = frame.iloc[:, index].to_numpy(dtype=object).tolist()
        if kind == "f":
            values = ["" if value != value else f"{value:.6g}" for value in values]
        elif kind in "OUT":
            values = [safe(value) if value == value else "" for value in values]
        columns.append(values)
    numbers = frame.iloc[:, last:].to_numpy() if last < len(frame.columns) else None
    with _open_csv(path) as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(map(safe, frame.columns.to_numpy(dtype=object)))
        rows = zip(*columns, strict=True)
        if numbers is None:
            writer.writerows(rows)
            return
        for row, counts in zip(rows, numbers, strict=True):
            texts = io.StringIO()
            csv.writer(texts, lineterminator="\r\n").writerow(row)
            stream.write(f"{texts.getvalue()[:-2]},{_listed(counts)}\r\n")


def _texts(frame: pd.DataFrame) -> int:
    """How many columns stand before the block of whole numbers at the end (all, where there is
    none, a small one or nothing else): a matrix may have ten thousand.
    """
    kinds = list(frame.dtypes)
    last = len(kinds)
    while last and kinds[last - 1].kind == "i":
        last -= 1
    return last if last and len(kinds) - last >= _WIDE else len(kinds)


_WIDE: Final = 50
"""From so many columns of whole numbers on it pays to write a row of them at once."""


def _listed(counts: NDArray[np.int64]) -> str:
    """Whole numbers with commas between them."""
    if counts.min() < 0 or counts.max() > 9:
        return ",".join(map(str, counts.tolist()))
    signs = np.full(2 * len(counts) - 1, ord(","), dtype=np.uint8)
    signs[::2] = counts + ord("0")
    return signs.tobytes().decode("ascii")
