"""fangtan terms: candidates for a user dictionary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.help_text import both
from app.cli.options import Lang, LangOption, guard
from corpus.catalogue import Language, message


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(help=both("help.terms", between=""))(terms)


def terms(
    out: Annotated[Path, typer.Argument(help=both("help.terms_terms_out"))],
    least: Annotated[int, typer.Option(min=2, help=both("help.terms_terms_least"))] = 5,
    lang: LangOption = Lang.zh,
) -> None:
    """Candidates for the user dictionary."""
    language: Language = lang.value

    with guard(language, False):
        raise typer.Exit(show_terms(out, least, language))


def show_terms(out: Path, least: int, lang: Language) -> int:
    """New terms of a finished run: on screen, and terms.csv beside it."""
    from rich.console import Console
    from rich.table import Table

    from analysis.words.counted import all_words
    from analysis.words.phrases import phrases
    from app.exporters.csv import frame_csv
    from app.study.study import load
    from corpus.problem import FangtanError

    path = out / "transcripts.jsonl"
    if not path.exists():
        raise FangtanError("terms.no_run", path=str(out))
    study = load(out)
    segmenter = study.segmentation()
    sentences = [
        words for transcript, _ in study.interviews for words in all_words(transcript, segmenter)
    ]
    frame = phrases(sentences, least=least)
    frame_csv(frame, out / "terms.csv")
    table = Table(title=message("terms.title", lang))
    for column in frame.columns:
        table.add_column(message(f"column.{column}", lang))
    for row in frame.head(40).itertuples(index=False):
        table.add_row(row[0], f"{row[1]:.2f}", str(row[2]))
    Console(highlight=False).print(table)
    print(out / "terms.csv")
    return 0
