"""Small things that many tests build."""

from __future__ import annotations

from analysis.coders.rules import RuleCoder
from codebooks.codebook import Codebook
from codebooks.loading import parse
from corpus.coding import Coding
from corpus.document import Document, Line
from corpus.transcript import Transcript
from corpus.turns.transcribe import TurnOptions, transcribe


def document(text: str, format_: str = "txt") -> Document:
    return Document(
        tuple(
            Line(line, number, "heading" if format_ == "md" and line.startswith("#") else "text")
            for number, line in enumerate(text.split("\n"), 1)
        ),
        format_,
    )


def transcript(text: str, format_: str = "txt", **options: object) -> Transcript:
    return transcribe(document(text, format_), "t.txt", TurnOptions(**options))  # type: ignore[arg-type]


def said(made: Transcript) -> list[tuple[str, str, str]]:
    """(speaker, role, speech) of every turn."""
    return [(turn.speaker, turn.role, turn.span.of(made.text)) for turn in made.turns]


def codebook(codes: str, head: str = "") -> Codebook:
    """A codebook from the YAML of its codes."""
    return parse(f"id: test\nname: 测试\nversion: 1.0.0\n{head}\ncodes:\n{codes}")


def coded(book: Codebook, answer: str) -> list[Coding]:
    return RuleCoder(book).code(transcript(f"问：请讲。\n答：{answer}"))
