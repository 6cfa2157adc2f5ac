"""What a study teaches: the coder that learns, made of all that its people have said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.coders.learned import LearnedCoder, Studied
from analysis.coders.learning.answers import Answers, answers_of, talk_of
from analysis.coders.rules import RuleCoder
from analysis.coders.vectors import shipped_encoder
from app.study.projects import coded_interviews
from codebooks.codebook import Codebook
from corpus.coding import Coding
from corpus.project import Filter, Project
from corpus.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Lesson:
    """A study as a coder learns from it. ``transcripts``: the ids in the order of the talk."""

    books: tuple[Codebook, ...]
    transcripts: tuple[str, ...]
    studied: Studied

    @property
    def answered(self) -> bool:
        """Whether anybody has said anything yet."""
        return any(self.studied.answers.by_code.values())

    @property
    def digest(self) -> str:
        """A hash of all that bears on what is learned, beside the codebooks."""
        encoder = shipped_encoder()
        answers = sorted(
            (*key, row, answer.yes, answer.weight, answer.way)
            for key, said in self.studied.answers.by_code.items()
            for row, answer in said.items()
        )
        told = [
            self.studied.talk.names,
            [row.span.start for row in self.studied.talk.rows],
            hashlib.sha256("\n".join(self.studied.talk.texts).encode()).hexdigest(),
            answers,
            encoder.name if encoder else "",
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def coder(self) -> LearnedCoder:
        """The coder that has learned from it."""
        return LearnedCoder(*self.books, studied=self.studied, encoder=shipped_encoder())


def lesson_of(project: Project, books: Sequence[Codebook]) -> Lesson:
    """What a study teaches at this moment. Raises ValueError without a codebook."""
    machines = {coder.name for coder in project.coders() if coder.kind == "machine"}
    ids: list[str] = []
    transcripts: list[Transcript] = []
    codings: list[list[Coding]] = []
    for entity, transcript, own in coded_interviews(project, Filter(statuses=())):
        ids.append(entity)
        transcripts.append(transcript)
        codings.append([one for one in own if _decided(one, machines)])
    talk = talk_of(transcripts, RuleCoder(*books))
    keys = [(book.id, code.id) for book in books for code, _, _ in book.walk()]
    answers: Answers = answers_of(talk, codings, machines, keys)
    return Lesson(tuple(books), tuple(ids), Studied(talk, answers))


def _decided(coding: Coding, machines: set[str]) -> bool:
    return coding.coder not in machines or coding.status != "suggested"
