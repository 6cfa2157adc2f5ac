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
from app.exporters.results import (
    NAMED,
    code_names,
    headed,
    names_by_code,
    plain_value,
    sentences,
    text_value,
    worded,
    write,
)
from app.result import Result
from corpus.catalogue import Language, message, messages

SHOWN = 25
"""Rows of a table on the screen; all of them stand in the files."""


def deliver(
    result: Result, out: Path | None, lang: Language, as_json: bool, names: Mapping[Key, str]
) -> list[Path]:
    """Show a result in ``lang`` and, where ``out`` is given, write all of it there. Returns the
    paths written.

    Raises FangtanError when a file cannot be written (a workbook that Excel holds open).
    """
    paths = write(result, out, lang, names) if out else []
    if as_json:
        print(json.dumps(_record(result, paths, lang), ensure_ascii=False))
        return paths
    console = Console(highlight=False)
    for name, frame in worded(result, lang).items():
        if name == "quotations":
            _show_quotations(console, frame, lang, names)
        else:
            _show_table(console, name, frame, result.brief.get(name), lang, names)
    for sentence in sentences(result, lang):
        console.print(Text(f"· {sentence}"), soft_wrap=True)
    for path in paths:
        console.print(Text(f"  {path}"), soft_wrap=True)
    return paths


def _record(result: Result, paths: list[Path], lang: Language) -> dict[str, object]:
    """A result for machines: keys of columns, values and notes in words."""
    return {
        "analysis": result.name,
        "facts": {key: plain_value(value) for key, value in result.facts.items()},
        "notes": sentences(result, lang),
        "tables": {
            name: [
                {str(key): plain_value(value) for key, value in row.items()}
                for row in frame.to_dict("records")
            ]
            for name, frame in worded(result, lang).items()
        },
        "files": [str(path) for path in paths],
    }


def _show_table(
    console: Console,
    name: str,
    frame: pd.DataFrame,
    columns: tuple[str, ...] | None,
    lang: Language,
    names: Mapping[Key, str],
) -> None:
    """The first rows of a table; ``columns``: those that have room (None: all)."""
    part = _for_screen(frame.head(SHOWN), names)
    if columns is not None:
        part = part[[column for column in columns if column in part]]
    known = messages()
    heads = {
        column: message(f"screen.{column}", lang)
        for column in part.columns
        if f"screen.{column}" in known
    }
    part = headed(part.rename(columns=heads), lang, names)
    table = Table(title=message(f"table.{name}", lang), title_justify="left")
    for column in part.columns:
        number = bool(pd.api.types.is_numeric_dtype(part[column]))
        broad = 4 < len(part.columns) < 9 and part[column].astype(str).str.len().max() > 6
        table.add_column(
            str(column),
            overflow="fold",
            justify="right" if number else "left",
            min_width=5 if number else 12 if broad else None,
        )
    for row in part.itertuples(index=False):
        table.add_row(*(Text(text_value(value)) for value in row))
    console.print(table)
    if len(frame) > SHOWN:
        console.print(Text(message("result.more", lang, count=len(frame) - SHOWN)))


def _for_screen(frame: pd.DataFrame, names: Mapping[Key, str]) -> pd.DataFrame:
    """Code and name in one cell, files without their folder: a screen is narrow."""
    part = frame.copy()
    name_of = names_by_code(names)
    for column, _ in NAMED:
        cells = code_names(frame, column, names, name_of) if column in frame else None
        if cells is not None:
            part[column] = [
                f"{code} {name}" for code, name in zip(frame[column], cells, strict=True)
            ]
    if "source" in part:
        part["source"] = [str(source).rpartition("/")[2] for source in part["source"]]
    return (
        part.drop(columns=["codebook"])
        if "codebook" in part and part["codebook"].nunique() < 2
        else part
    )


def _show_quotations(
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
