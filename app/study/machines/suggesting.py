"""Machine coders with what a study knows: over its own interviews, and over others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Final

from analysis.coders.family import Coder, Machine, kept
from analysis.coders.learned import LearnedCoder
from analysis.coders.model import ModelCoder
from analysis.coders.rules import ROLES, Reading, RuleCoder, coder_for
from analysis.coders.similar import CodeKey, SimilarCoder, Suggested
from analysis.coders.together import together
from analysis.coders.vectors import Encoder, shipped_encoder
from app.study.machines.asking import model_coder
from app.study.machines.learning import Lesson, lesson_of
from app.study.model_server import ModelSettings
from app.study.reading import Settings
from codebooks.codebook import Codebook
from corpus.coding import Coding
from corpus.problem import FangtanError
from corpus.project import Project
from corpus.readers import read_file
from corpus.span import Span
from corpus.transcript import ImportReport, Speaker, Transcript, Turn
from corpus.turns.transcribe import transcribe

MORE: Final = 5
"""So many codes more are weighed than are told, so that what the rules find is weighed too."""

Stretches = list[tuple[int, Span]]
"""(index of the turn, stretch) of the sentences that are looked at."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a study knows: its codebooks, its talk, the words that people gave a code, and what it
    teaches (None: not asked, or nothing).
    """

    codebooks: tuple[Codebook, ...]
    talk: tuple[str, ...] = ()
    quoted: dict[CodeKey, list[str]] = field(default_factory=dict)
    lesson: Lesson | None = None


def known_of(project: Project, *, learning: bool = False) -> Known:
    """What a study knows at this moment: accepted codings and those of people. ``learning``: with
    what the coder that learns takes.
    """
    from app.study.projects import books_of, coded_interviews, rules_of

    machines = {coder.name for coder in project.coders() if coder.kind == "machine"}
    talk: list[str] = []
    quoted: dict[CodeKey, list[str]] = {}
    for _, transcript, codings in coded_interviews(project):
        talk += (span.of(transcript.text) for _, span in sentences(transcript))
        for coding in codings:
            if coding.status == "accepted" or (
                coding.coder not in machines and coding.status != "rejected"
            ):
                quoted.setdefault((coding.codebook, coding.code), []).append(coding.quote)
    books = books_of(project)
    lesson = lesson_of(project, books) if learning and books else None
    return Known(rules_of(project), tuple(talk), quoted, lesson)


def coders_of(settings: Settings) -> list[Coder]:
    """The machine coders of a run on files. Raises FangtanError for a model without an address,
    and for the coder that learns, which has nothing to learn from."""
    if "learned" in settings.coders:
        raise FangtanError("learning.needs_study")
    return [
        _asking(settings.codebooks, settings.model)
        if name == "model"
        else kept(name, *settings.codebooks)
        for name in settings.coders
    ]


def _asking(books: Sequence[Codebook], model: ModelSettings | None) -> ModelCoder:
    if model is None:
        raise FangtanError("model.no_address")
    return model_coder(books, model)


def machine_for(
    project: Project, name: Machine, books: Sequence[Codebook], model: ModelSettings | None = None
) -> tuple[Coder, str]:
    """A machine coder for a study, and a hash of what bears on it beside the codebooks ("":
    nothing). A ``model`` takes the codebooks alone, so that its answers hold while people code.
    """
    if name == "rules":
        return coder_for(*books), ""
    if name == "model":
        asking = _asking(books, model)
        return asking, json.dumps([asking.made_by, asking.passes])
    if name == "learned":
        from app.study.projects import books_of

        lesson = lesson_of(project, books_of(project))
        return lesson.coder(), lesson.digest
    known = known_of(project)
    encoder = shipped_encoder()
    quoted = sorted((*key, *said) for key, said in known.quoted.items())
    taken = json.dumps([known.talk, quoted, encoder.name if encoder else ""])
    coder = SimilarCoder(*books, talk=known.talk, quoted=known.quoted, encoder=encoder)
    return coder, hashlib.sha256(taken.encode()).hexdigest()


def sentences(transcript: Transcript) -> Stretches:
    """The sentences of those who are coded."""
    return Reading(transcript, ROLES).stretches


def by_line(text: str, source: str) -> tuple[Transcript, Stretches]:
    """A text each line of which is a sentence, and these; blank lines hold none."""
    lines = text.splitlines(keepends=True)
    starts = accumulate((len(line) for line in lines), initial=0)
    turns: list[Turn] = []
    for number, (start, line) in enumerate(zip(starts, lines, strict=False), 1):
        words = line.strip()
        if words:
            begin = start + line.index(words)
            span = Span(begin, begin + len(words))
            turns.append(Turn(len(turns), "", "interviewee", span, number))
    report = ImportReport("txt", "utf-8", (), "high", "")
    speakers = (Speaker("", "interviewee"),)
    made = Transcript(source, text, {}, speakers, tuple(turns), report)
    return made, [(turn.index, turn.span) for turn in turns]


def read(path: Path, *, lines: bool) -> Iterator[tuple[Transcript, Stretches]]:
    """The interviews of a file with their sentences. Raises FangtanError for a file that cannot be
    read.
    """
    if not path.is_file():
        raise FangtanError("suggest_cli.unreadable", source=str(path))
    if lines:
        from corpus.readers.encoding import decode

        text = decode(path.read_bytes()).text
        yield by_line(text.replace("\r\n", "\n").removeprefix("\ufeff"), path.name)
        return
    documents, problems = read_file(path, name=path.name)
    for problem in problems:
        if problem.severity == "error":
            raise FangtanError(problem.key, **problem.values)
    for document in documents:
        source = f"{path.name}#{document.part}" if document.part else path.name
        transcript = transcribe(document, source)
        yield transcript, sentences(transcript)


class Suggester:
    """Rules and likeness over the same sentences; where the people of a study have said something,
    what was learned from them takes the place of likeness. ``by``: one machine coder alone;
    ``encoder``: for likeness in meaning; ``model``: what the coder of that name asks. Raises
    FangtanError where that is missing.
    """

    def __init__(
        self,
        known: Known,
        by: Machine | None = None,
        encoder: Encoder | None = None,
        model: ModelSettings | None = None,
    ) -> None:
        self._model = _asking(known.codebooks, model) if by == "model" else None
        self._similar = SimilarCoder(
            *known.codebooks, talk=known.talk, quoted=known.quoted, encoder=encoder
        )
        self._rules = RuleCoder(*known.codebooks)
        self._learned = _learned(known, by)
        self._by = by

    def suggest(self, transcript: Transcript, spans: Stretches, top: int) -> Sequence[Suggested]:
        """For every sentence the ``top`` best, best first."""
        if self._model is not None:
            return self._model.suggest(transcript, top, spans)
        if self._learned is not None and self._by == "learned":
            return self._learned.suggest(transcript, top, spans)
        if self._by == "similar":
            return self._similar.suggest(transcript, top, spans)
        found: list[Coding] = self._rules.code(transcript)
        if self._by == "rules":
            empty = [Suggested(span, turn, ()) for turn, span in spans]
            return together(empty, found, top)
        alike = (self._learned or self._similar).suggest(transcript, top + MORE, spans)
        return together(alike, found, top)


def _learned(known: Known, by: Machine | None) -> LearnedCoder | None:
    """The coder that learns, where it is asked for or has something to learn from. Raises
    FangtanError where it is asked for without a study.
    """
    if by == "learned" and known.lesson is None:
        raise FangtanError("learning.needs_study")
    if known.lesson is None or by not in (None, "learned"):
        return None
    return known.lesson.coder() if by == "learned" or known.lesson.answered else None
