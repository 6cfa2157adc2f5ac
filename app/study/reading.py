"""How files of interviews are read: the settings that bear on it, and what they hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.coders.family import Machine
from analysis.units import UnitKind
from analysis.words.dictionary import segmenter_for
from app.study.model_server import ModelSettings
from codebooks.codebook import Codebook
from corpus.document import Document
from corpus.problem import Problem
from corpus.readers import read_file
from corpus.segmentation import Engine, Segmenter
from corpus.transcript import Transcript
from corpus.turns.transcribe import TurnOptions, transcribe

LIBRARY_VERSION = "15"
"""Counts up when coding changes its results for the same settings, so that stored results are not
taken for new ones.
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that bears on what a run makes of a file."""

    codebooks: tuple[Codebook, ...]
    unit: UnitKind = "exchange"
    words: bool = True
    segmenter: Engine = "rjieba"
    dictionary: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    merge_runs: bool = False
    encoding: str | None = None
    coders: tuple[Machine, ...] = ("rules",)
    model: ModelSettings | None = None

    def segmentation(self) -> Segmenter:
        """The word segmenter: indicators of the codebooks and the user's dictionary are kept
        whole.
        """
        return segmenter_for(self.codebooks, self.dictionary, self.segmenter)

    def key(self) -> str:
        """A hash over everything that bears on the result of a file."""
        parts = {
            "library": LIBRARY_VERSION,
            "codebooks": [book.hash for book in self.codebooks],
            "unit": self.unit,
            "words": self.segmentation().describe() if self.words else None,
            "interviewers": self.interviewers,
            "merge_runs": self.merge_runs,
            "encoding": self.encoding,
            **({} if self.coders == ("rules",) else {"coders": self.coders}),
            **({"model": self.model.facts()} if self.model else {}),
        }
        return hashlib.sha256(
            json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()
        ).hexdigest()


def transcripts(documents: Iterable[Document], name: str, settings: Settings) -> list[Transcript]:
    """The interviews of a file, turns recognised."""
    options = TurnOptions(settings.interviewers, settings.merge_runs)
    return [
        transcribe(document, f"{name}#{document.part}" if document.part else name, options)
        for document in documents
    ]


def unlabelled(name: str, sources: Iterable[tuple[str, Mapping[str, int]]]) -> list[Problem]:
    """What is to be said of the texts of one file that label nobody (pairs of source and shapes of
    turns): once for all rows of a table.
    """
    rows = sum(1 for source, shapes in sources if source != name and shapes == {"unlabelled": 1})
    return (
        [Problem(name, "turns.unlabelled_rows", severity="note", values={"count": rows})]
        if rows
        else []
    )


def read_interviews(
    path: Path, name: str, settings: Settings
) -> tuple[list[Transcript], list[Problem]]:
    """The transcripts in a file, and what was wrong with it."""
    documents, problems = read_file(path, name=name, encoding=settings.encoding)
    made = transcripts(documents, name, settings)
    return made, [
        *problems,
        *unlabelled(name, ((each.source, each.report.shapes) for each in made)),
    ]
