"""A result on the screen, in a folder or as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis.units import Key
from app.exporters.results import NAMED, headed, plain_value, text_value, write
from app.result import Result
from corpus.catalogue import Language, message, messages

SHOWN = 25
"""Rows of a table on the screen; all of them stand in the files."""


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
                {str(key): plain_value(value) for key, value in row.items()}
                for row in frame.to_dict("records")
            ]
            for name, frame in result.tables.items()
        }
        print(
            json.dumps(
                {
                    "analysis": result.name,
                    "facts": {key: plain_value(value) for key, value in result.facts.items()},
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
            table.add_row(*(Text(text_value(value)) for value in row))
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
