"""A result on the screen, in a folder (CSV, workbook, pictures, graph files), or as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.units import Key
from app.exporters.files import frame_csv
from app.result import Result
from codebooks.codebook import POLARITIES
from corpus.catalogue import Language, message, messages
from corpus.problem import FangtanError

SHOWN = 25
"""Rows of a table on the screen; all of them stand in the files."""


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
            made.insert(int(made.columns.get_loc(column)) + 1, label, values)
    for column in ("polarity", "polarity_a", "polarity_b"):
        if column in made:
            made[column] = [
                message(f"polarity.{value}", lang) if value in POLARITIES else value
                for value in made[column]
            ]
    for column in made.columns:
        if made[column].dtype == bool:
            made[column] = made[column].map({True: "✓", False: ""})
    return made.rename(columns={column: _head(str(column), lang) for column in made.columns})


def _for_screen(frame: pd.DataFrame, names: Mapping[Key, str]) -> pd.DataFrame:
    """Code and name in one cell, files without their folder: a screen is narrow."""
    made = frame.copy()
    by_code: dict[str, str] = {}
    for (_, code), name in names.items():
        by_code.setdefault(code, name)
    books = made["codebook"] if "codebook" in made else [""] * len(made)
    for column, _ in NAMED:
        if column in made and all(str(value) in by_code for value in made[column]):
            made[column] = [
                f"{code} {names.get((book, code), by_code[str(code)])}"
                for book, code in zip(books, made[column], strict=True)
            ]
    if "source" in made:
        made["source"] = [str(source).rpartition("/")[2] for source in made["source"]]
    return (
        made.drop(columns=["codebook"])
        if "codebook" in made and made["codebook"].nunique() < 2
        else made
    )


def _head(column: str, lang: Language) -> str:
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


def deliver(
    result: Result, out: Path | None, lang: Language, as_json: bool, names: Mapping[Key, str]
) -> list[Path]:
    """Show a result and, where ``out`` is given, write all of it there. Returns the paths written.

    Raises FangtanError when a file cannot be written (a workbook that Excel holds open).
    """
    made = write(result, out, lang, names) if out else []
    if as_json:
        tables = {
            name: [
                {str(key): _plain(value) for key, value in row.items()}
                for row in frame.to_dict("records")
            ]
            for name, frame in result.tables.items()
        }
        print(
            json.dumps(
                {
                    "analysis": result.name,
                    "facts": {key: _plain(value) for key, value in result.facts.items()},
                    "notes": result.notes,
                    "tables": tables,
                    "files": [str(path) for path in made],
                },
                ensure_ascii=False,
            )
        )
        return made
    console = Console(highlight=False)
    for name, frame in result.tables.items():
        if name == "quotations":
            _quotes(console, frame, lang, names)
            continue
        part = frame.head(SHOWN)
        part = _for_screen(part, names)
        part = part[[column for column in result.brief.get(name, part.columns) if column in part]]
        known = messages()
        shown = headed(
            part.rename(
                columns={
                    column: message(f"screen.{column}", lang)
                    for column in part.columns
                    if f"screen.{column}" in known
                }
            ),
            lang,
            names,
        )
        table = Table(title=message(f"table.{name}", lang), title_justify="left")
        for column in shown.columns:
            number = bool(pd.api.types.is_numeric_dtype(shown[column]))
            table.add_column(
                str(column),
                overflow="fold",
                justify="right" if number else "left",
                min_width=5
                if number
                else 12
                if 4 < len(shown.columns) < 9 and shown[column].astype(str).str.len().max() > 6
                else None,
            )
        for row in shown.itertuples(index=False):
            table.add_row(*(Text(_text(value)) for value in row))
        console.print(table)
        if len(frame) > SHOWN:
            console.print(Text(message("result.more", lang, count=len(frame) - SHOWN)))
    for note in result.notes:
        console.print(Text(f"· {note}"), soft_wrap=True)
    for path in made:
        console.print(Text(f"  {path}"), soft_wrap=True)
    return made


def _quotes(
    console: Console, frame: pd.DataFrame, lang: Language, names: Mapping[Key, str]
) -> None:
    """Quotations as text, unit by unit."""
    by_code = {code: name for (_, code), name in names.items()}
    last = None
    for row in frame.to_dict("records"):
        if row["unit"] != last:
            console.print(
                Text(f"\n[{row['unit']}] {row['id']}  {row['source']}", style="bold"),
                soft_wrap=True,
            )
            last = row["unit"]
        if "code" not in row:
            console.print(Text(f"  {row['quote']}"), soft_wrap=True)
            continue
        console.print(
            Text(
                f"  {row['code']} {by_code.get(row['code'], '')} · "
                f"{message('polarity.' + row['polarity'], lang)}：{row['quote']}"
            ),
            soft_wrap=True,
        )


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
    from app.exporters.workbook import three_line_sheets

    notes = [(message("result.note", lang), note) for note in result.notes]
    three_line_sheets(
        path,
        message(f"analysis.{result.name}", lang),
        notes,
        {
            message(f"table.{name}", lang): headed(frame, lang, names)
            for name, frame in result.tables.items()
        },
        lang,
    )


def _plain(value: Any) -> Any:
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value)
