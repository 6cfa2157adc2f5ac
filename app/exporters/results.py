"""A result in the words of a language, and in a folder: CSV, workbook, pictures, graph files."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from analysis.units import Key
from app.exporters.csv import frame_csv
from app.exporters.workbook import Workbook
from app.result import Result, worded_value
from corpus.catalogue import Language, message, messages
from corpus.coding import POLARITIES
from corpus.problem import FangtanError

NAMED: Final = (
    ("code_a", "name_a"),
    ("code_b", "name_b"),
    ("code", "name"),
    ("node", "name"),
    ("from", "name_from"),
    ("to", "name_to"),
    ("problem", "name_problem"),
    ("cause", "name_cause"),
    ("countermeasure", "name_countermeasure"),
)
"""Columns that hold a code -> the column that holds its name."""


def sentences(result: Result, lang: Language) -> list[str]:
    """The notes of a result in ``lang``."""
    return [str(worded_value(note, lang)) for note in result.notes]


def worded(result: Result, lang: Language) -> dict[str, pd.DataFrame]:
    """The tables of a result with their values in words; columns keep their keys, codes stay
    codes. Rows that stand by name follow the language.
    """
    tables = {}
    for name, frame in result.tables.items():
        words = {
            column: [vocabulary(value, lang) for value in frame[column]]
            for column, vocabulary in result.words.items()
            if column in frame
        }
        table = frame.assign(**words) if words else frame
        if name in result.order:
            columns, ascending = zip(*result.order[name], strict=True)
            table = table.sort_values(
                list(columns), ascending=list(ascending), kind="stable"
            ).reset_index(drop=True)
        tables[name] = table
    return tables


def headed(frame: pd.DataFrame, lang: Language, names: Mapping[Key, str]) -> pd.DataFrame:
    """Columns headed in the reader's language; a name column beside every code column that has
    none; polarities by name, yes and no as a tick.
    """
    headed_frame = frame.copy()
    name_of = names_by_code(names)
    for column, label in NAMED:
        if column not in headed_frame or label in headed_frame or not len(frame):
            continue
        cells = code_names(frame, column, names, name_of)
        if cells is not None:
            headed_frame.insert(list(headed_frame.columns).index(column) + 1, label, cells)
    for column in ("polarity", "polarity_a", "polarity_b"):
        if column in headed_frame:
            headed_frame[column] = [
                message(f"polarity.{value}", lang) if value in POLARITIES else value
                for value in headed_frame[column]
            ]
    for column in headed_frame.columns:
        if headed_frame[column].dtype == bool:
            headed_frame[column] = headed_frame[column].map({True: "✓", False: ""})
    return headed_frame.rename(
        columns={column: head_of(str(column), lang) for column in headed_frame.columns}
    )


def names_by_code(names: Mapping[Key, str]) -> dict[str, str]:
    """Code -> its name in the first codebook that has it."""
    name_of: dict[str, str] = {}
    for (_, code), name in names.items():
        name_of.setdefault(code, name)
    return name_of


def code_names(
    frame: pd.DataFrame, column: str, names: Mapping[Key, str], name_of: Mapping[str, str]
) -> list[str] | None:
    """The names of the codes in a column, by the codebook of the row where there is one; None when
    something else than codes stands there. ``name_of``: as of ``names_by_code``.
    """
    codes = [str(value) for value in frame[column]]
    if not all(code in name_of for code in codes):
        return None
    if "codebook" not in frame:
        return [name_of[code] for code in codes]
    return [
        names.get((book, code), name_of[code])
        for book, code in zip(frame["codebook"], codes, strict=True)
    ]


def write(result: Result, out: Path, lang: Language, names: Mapping[Key, str]) -> list[Path]:
    """Everything of a result into a folder, in ``lang``; file names begin with the name of the
    analysis. Returns the paths written. Raises FangtanError when a file cannot be written.
    """
    from xlsxwriter.exceptions import FileCreateError

    tables = {name: headed(frame, lang, names) for name, frame in worded(result, lang).items()}
    try:
        out.mkdir(parents=True, exist_ok=True)
        paths = []
        for name, frame in tables.items():
            paths.append(out / f"{result.name}.{name}.csv")
            frame_csv(frame, paths[-1])
        paths.append(out / f"{result.name}.xlsx")
        _workbook(result, tables, paths[-1], lang)
        for name in result.pictures:
            for data, suffix in zip(result.pictures.draw(name, lang), ("png", "svg"), strict=True):
                paths.append(out / f"{result.name}.{name}.{suffix}")
                paths[-1].write_bytes(data)
        for name, data in result.files(lang).items():
            paths.append(out / name)
            paths[-1].write_bytes(data)
        return paths
    except (OSError, FileCreateError) as error:
        raise FangtanError(
            "run.file_busy", path=str(getattr(error, "filename", None) or out)
        ) from error


def _workbook(
    result: Result, tables: Mapping[str, pd.DataFrame], path: Path, lang: Language
) -> None:
    notes = [(message("result.note", lang), sentence) for sentence in sentences(result, lang)]
    with Workbook(path, lang) as book:
        book.about(message(f"analysis.{result.name}", lang), notes)
        for name, frame in tables.items():
            book.table(message(f"table.{name}", lang), frame)


def plain_value(value: object) -> object:
    """A value for JSON: numbers of NumPy as Python's own, None for what is not finite."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def text_value(value: object) -> str:
    """A cell as the screen shows it: three decimals, nothing where nothing is known."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value)


def head_of(column: str, lang: Language) -> str:
    """The head of a column by its key; a column without one (a group, an axis) is its own head."""
    known = messages()
    if column in POLARITIES:
        return message(f"polarity.{column}", lang)
    for key in (f"column.{column}", f"measure.{column}"):
        if key in known:
            return message(key, lang)
    for start in ("weight_", "drawn_"):
        if column.startswith(start) and f"unit.{column.removeprefix(start)}" in known:
            return (
                f"{message(f'column.{start}unit', lang)} "
                f"{message(f'unit.{column.removeprefix(start)}', lang)}"
            )
    return column
