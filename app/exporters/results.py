"""A result on the screen, in a folder (CSV, workbook, pictures, graph files), or as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from analysis.units import Key
from app.exporters.csv import frame_csv
from app.exporters.workbook import Workbook
from app.result import Result
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


def headed(frame: pd.DataFrame, lang: Language, names: Mapping[Key, str]) -> pd.DataFrame:
    """Columns headed in the reader's language; a name column beside every code column that has
    none.
    """
    made = frame.copy()
    by_code: dict[str, str] = {}
    for (_, code), name in names.items():
        by_code.setdefault(code, name)
    for column, label in NAMED:
        if (
            column in made
            and label not in made
            and len(made)
            and all(str(value) in by_code for value in made[column])
        ):
            if "codebook" in made:
                values = [
                    names.get((book, code), by_code[code])
                    for book, code in zip(made["codebook"], made[column], strict=True)
                ]
            else:
                values = [by_code[str(code)] for code in made[column]]
            made.insert(list(made.columns).index(column) + 1, label, values)
    for column in ("polarity", "polarity_a", "polarity_b"):
        if column in made:
            made[column] = [
                message(f"polarity.{value}", lang) if value in POLARITIES else value
                for value in made[column]
            ]
    for column in made.columns:
        if made[column].dtype == bool:
            made[column] = made[column].map({True: "✓", False: ""})
    return made.rename(columns={column: head_of(str(column), lang) for column in made.columns})


def write(result: Result, out: Path, lang: Language, names: Mapping[Key, str]) -> list[Path]:
    """Everything of a result into a folder; file names begin with the name of the analysis."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        out.mkdir(parents=True, exist_ok=True)
        made = []
        for name, frame in result.tables.items():
            made.append(out / f"{result.name}.{name}.csv")
            frame_csv(headed(frame, lang, names), made[-1])
        made.append(out / f"{result.name}.xlsx")
        _workbook(result, made[-1], lang, names)
        for name, (png, svg) in result.pictures.items():
            for data, suffix in ((png, "png"), (svg, "svg")):
                made.append(out / f"{result.name}.{name}.{suffix}")
                made[-1].write_bytes(data)
        for name, data in result.files.items():
            made.append(out / name)
            made[-1].write_bytes(data)
        return made
    except (OSError, FileCreateError) as error:
        raise FangtanError(
            "run.file_busy", path=str(getattr(error, "filename", None) or out)
        ) from error


def _workbook(result: Result, path: Path, lang: Language, names: Mapping[Key, str]) -> None:
    notes = [(message("result.note", lang), note) for note in result.notes]
    with Workbook(path, lang) as book:
        book.about(message(f"analysis.{result.name}", lang), notes)
        for name, frame in result.tables.items():
            book.table(message(f"table.{name}", lang), headed(frame, lang, names))


def plain_value(value: Any) -> Any:
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def text_value(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value)


def head_of(column: str, lang: Language) -> str:
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
