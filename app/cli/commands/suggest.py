"""``fangtan suggest``: for every sentence the codes that fit best."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from app.cli.help_text import both
from app.cli.options import (
    AllowRemote,
    InterviewsLeave,
    JsonOption,
    Lang,
    LangOption,
    MachineCoder,
    ModelAddress,
    ModelName,
    ModelPasses,
    guard,
)
from corpus.catalogue import Language, message
from corpus.problem import FangtanError

if TYPE_CHECKING:
    from analysis.coders.similar import Suggested
    from app.study.machines.suggesting import Known, Suggester
    from app.study.records import CodedEvidence
    from corpus.span import Span
    from corpus.transcript import Transcript


class SuggestionRow(TypedDict):
    """One code for a sentence."""

    code: str
    codebook: str
    name: str
    score: float
    polarity: str
    coder: str
    evidence: CodedEvidence


class SentenceRow(TypedDict):
    """A line of ``--json``: offsets in code points of the text."""

    source: str
    turn: int
    text: str
    start: int
    end: int
    suggestions: list[SuggestionRow]


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(help=both("help.suggest", between="\n\n"))(suggest)


def suggest(
    inputs: Annotated[list[Path], typer.Argument(help=both("help.suggest_suggest_inputs"))],
    codebook: Annotated[
        list[str] | None,
        typer.Option("--codebook", "-c", help=both("help.suggest_suggest_codebook")),
    ] = None,
    study: Annotated[
        str | None, typer.Option("--study", help=both("help.suggest_suggest_study"))
    ] = None,
    coder: Annotated[
        MachineCoder | None, typer.Option("--coder", help=both("help.suggest_suggest_coder"))
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help=both("help.suggest_suggest_top"))] = 5,
    lines: Annotated[
        bool, typer.Option("--lines", help=both("help.suggest_suggest_lines"))
    ] = False,
    model_address: ModelAddress = None,
    model: ModelName = None,
    passes: ModelPasses = 1,
    allow_remote: AllowRemote = False,
    interviews_leave: InterviewsLeave = False,
    lang: LangOption = Lang.zh,
    as_json: JsonOption = False,
) -> None:
    """For every sentence the codes that fit best."""
    language: Language = lang.value
    with guard(language, as_json):
        from analysis.coders.vectors import shipped_encoder
        from app.study.machines.suggesting import Suggester, read
        from app.study.model_server import answers_beside, model_at

        known = _known(study, codebook or (), coder)
        asked = (
            model_at(
                model_address,
                model,
                remote=allow_remote,
                leaves=interviews_leave,
                passes=passes,
                answers=answers_beside(study) if study else None,
            )
            if coder == MachineCoder.model
            else None
        )
        suggester = Suggester(known, coder.value if coder else None, shipped_encoder(), asked)
        names = _names(known, language)
        sentences = failed = 0
        for path in inputs:
            try:
                for transcript, spans in read(path, lines=lines):
                    sentences += len(spans)
                    _show(_rows(suggester, transcript, spans, top, names), language, as_json)
            except FangtanError as error:  # the other files go on
                typer.echo(error.text(language), err=True)
                failed += 1
        if not sentences and not failed:
            raise FangtanError("suggest_cli.none", source="、".join(map(str, inputs)))
        if sentences and not as_json:
            typer.echo(message("suggest_cli.ranks", language))
        raise typer.Exit(0 if not failed else 1 if sentences else 2)


def _names(known: Known, lang: Language) -> dict[tuple[str, str], str]:
    """(codebook, code) -> name."""
    return {
        (book.id, code.id): code.name.text(lang)
        for book in known.codebooks
        for code, _, _ in book.walk()
    }


def _known(study: str | None, codebooks: Sequence[str], coder: MachineCoder | None) -> Known:
    """What suggestions are made with. Raises FangtanError for a study or a codebook that is not
    there.
    """
    from dataclasses import replace

    from app.study.machines.suggesting import Known, known_of
    from codebooks.loading import SHIPPED, load
    from corpus.project import open_project

    books = tuple(load(name) for name in dict.fromkeys(codebooks))
    if study is None:
        return Known(books or tuple(load(name) for name in SHIPPED))
    with open_project(study, read_only=True) as project:
        known = known_of(project, learning=coder in (None, MachineCoder.learned))
    if not books:
        return known
    if coder == MachineCoder.learned:
        raise FangtanError("learning.no_codebook_beside", study=study)
    return replace(known, codebooks=books, lesson=None)


def _rows(
    suggester: Suggester,
    transcript: Transcript,
    spans: list[tuple[int, Span]],
    top: int,
    names: dict[tuple[str, str], str],
) -> Iterator[SentenceRow]:
    for each in suggester.suggest(transcript, spans, top):
        yield {
            "source": transcript.source,
            "turn": each.turn,
            "text": each.span.of(transcript.text),
            "start": each.span.start,
            "end": each.span.end,
            "suggestions": _suggestions(each, names),
        }


def _suggestions(each: Suggested, names: dict[tuple[str, str], str]) -> list[SuggestionRow]:
    return [
        {
            "code": coding.code,
            "codebook": coding.codebook,
            "name": names[coding.codebook, coding.code],
            "score": coding.evidence.score or 0.0,
            "polarity": coding.polarity,
            "coder": coding.coder,
            "evidence": {**coding.evidence.as_record(), "hash": coding.evidence.hash},
        }
        for coding in each.codings
        if coding.evidence is not None
    ]


def _show(rows: Iterator[SentenceRow], lang: Language, as_json: bool) -> None:
    """A JSON line or a paragraph a sentence."""
    for row in rows:
        if as_json:
            typer.echo(json.dumps(row, ensure_ascii=False))
            continue
        typer.echo(row["text"])
        for one in row["suggestions"]:
            polarity = message(f"polarity.{one['polarity']}", lang)
            typer.echo(f"    {one['score']:.2f}  {one['code']} {one['name']}  {polarity}")
