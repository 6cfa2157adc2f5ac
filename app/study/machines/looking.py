"""What to look at next in a study, and the answer to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.coders.learned import NAME, LearnedCoder
from analysis.coders.learning.answers import MARK, CodeKey, Talk, Way, row_at
from analysis.coders.learning.learner import Worth
from analysis.coders.learning.queue import (
    BATCH,
    Look,
    Missing,
    next_to_look_at,
    still_missing,
    strangeness_of,
)
from analysis.coders.ngrams import Floats
from analysis.coders.similar import says_enough
from app.study.machines.learning import Lesson, lesson_of
from app.study.projects import books_of
from corpus.coding import Coding
from corpus.problem import FangtanError
from corpus.project import CoderInfo, Project
from corpus.project.operations import AnswerSuggestion
from corpus.span import Span

Skipped = tuple[str, int, int, str, str]
"""Transcript, start, end, codebook, code: what was put off."""
NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sentence to be looked at for a code. ``before`` and ``after``: what is said around it;
    ``code``: the id of the code in the study.
    """

    transcript: str
    source: str
    revision: int
    coding: Coding
    code: str
    way: Way
    before: str
    after: str

    @property
    def place(self) -> Skipped:
        """By which it is put off."""
        span = self.coding.span
        return self.transcript, span.start, span.end, self.coding.codebook, self.coding.code

    def answer(
        self, machine: CoderInfo, yes: bool, polarity: str | None = None
    ) -> AnswerSuggestion:
        """The operation that says yes or no."""
        coding = self.coding
        evidence = coding.evidence
        if evidence is not None:
            evidence = evidence._replace(rule=MARK + self.way)
        return AnswerSuggestion(
            self.transcript,
            coding.span,
            coding.quote,
            self.code,
            machine.id,
            yes,
            polarity or coding.polarity,
            evidence,
            self.revision,
        )


@dataclass(frozen=True, slots=True)
class CodeTold:
    """What the coder knows of a code: its worth, and how many are still to be found."""

    key: CodeKey
    worth: Worth
    missing: Missing | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What to look at next, and what is known of the codes that were answered about."""

    waiting: tuple[Waiting, ...]
    told: tuple[CodeTold, ...]
    revision: int


class Lookout:
    """A study read and learned from once, to be asked what to look at."""

    def __init__(self, project: Project, lesson: Lesson) -> None:
        self._project, self._lesson = project, lesson
        self._coder: LearnedCoder = lesson.coder()
        self.revision = project.revision

    def batch(
        self,
        count: int = BATCH,
        codes: Collection[CodeKey] = (),
        skipped: Collection[Skipped] = (),
    ) -> Batch:
        """The next sentences for some codes (none: those that were coded, where there are any, else
        all).
        """
        keys = self._coder.keys
        wanted = set(codes) or set(self._begun) or set(keys)
        generator = np.random.default_rng(self.revision)
        talk = self._lesson.studied.talk
        open_ = self._open(wanted, set(skipped))
        answers = self._lesson.studied.answers
        answered = {row for key in wanted for row in answers.decided(key)}
        grams = self._coder.grams(talk)
        shown = self._coder.weigh_talk(talk, grams)
        looks = next_to_look_at(
            shown,
            open_,
            self._coder.thresholds,
            strangeness_of(grams, answered, generator),
            generator,
            count,
        )
        return Batch(tuple(self._waiting(looks, shown)), tuple(self.told()), self.revision)

    @cached_property
    def _begun(self) -> list[CodeKey]:
        answers = self._lesson.studied.answers
        return [key for key in self._coder.keys if answers.count(key, True)]

    def told(self) -> list[CodeTold]:
        """Of each code that was answered about, in the order of the codebooks."""
        answers = self._lesson.studied.answers
        count = int(self._enough.sum())
        return [
            CodeTold(
                key,
                self._coder.worth[key],
                still_missing(answers.of(key), count - len(answers.decided(key))),
            )
            for key in self._coder.keys
            if key in self._coder.worth and answers.of(key)
        ]

    @cached_property
    def _enough(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return np.array([says_enough(text) for text in self._lesson.studied.talk.texts], dtype=bool)

    def _open(
        self, wanted: Collection[CodeKey], skipped: Collection[Skipped]
    ) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        """Rows x codes that may be asked about."""
        talk, keys = self._lesson.studied.talk, self._coder.keys
        found = np.zeros((len(talk.rows), len(keys)), dtype=bool)
        put_off = _rows_of(talk, self._lesson.transcripts, skipped)
        for number, key in enumerate(keys):
            if key in wanted:
                found[:, number] = self._enough
                decided = self._lesson.studied.answers.decided(key)
                found[decided + put_off.get(key, []), number] = False
        return found

    def _waiting(self, looks: Sequence[Look], shown: Floats) -> list[Waiting]:
        talk, transcripts = self._lesson.studied.talk, self._lesson.transcripts
        ids = {(code.family, code.key): code.id for code in self._project.codes()}
        revisions = {info.id: info.revision for info in self._project.transcripts()}
        found = []
        for look in looks:
            row = talk.rows[look.row]
            entity = transcripts[row.interview]
            transcript = self._project.transcript(entity)
            coding = self._coder.explained(
                transcript, row.turn, row.span, look.code, float(shown[look.row, look.code])
            )
            code = ids.get((coding.codebook, coding.code))
            if code is None:
                continue
            before, after = _around(talk, look.row, transcript.text)
            found.append(
                Waiting(
                    entity,
                    transcript.source,
                    revisions[entity],
                    coding,
                    code,
                    look.way,
                    before,
                    after,
                )
            )
        return found


def lookout(project: Project) -> Lookout:
    """A study read and learned from. Raises FangtanError for one without codebook or interviews."""
    books = books_of(project)
    if not books:
        raise FangtanError("looking.no_books", study=project.name)
    lesson = lesson_of(project, books)
    if not lesson.studied.talk.rows:
        raise FangtanError("looking.no_talk", study=project.name)
    return Lookout(project, lesson)


def batch_at(
    study: str,
    count: int,
    codes: tuple[CodeKey, ...],
    skipped: tuple[Skipped, ...],
    progress: Callable[[int, int], None],
) -> Batch:
    """The next batch of the study at an address, in a process of its own. ``progress``: how many
    of the two steps are done, learning and choosing.
    """
    from corpus.project import open_project
    from corpus.project.store import is_address

    with open_project(study, read_only=not is_address(study)) as project:
        progress(0, 2)
        learned = lookout(project)
        progress(1, 2)
        return learned.batch(count, codes, skipped)


def learner_of(project: Project) -> CoderInfo:
    """The coder of the store under whose name answers stand."""
    return project.coder(NAME, "machine")


def _rows_of(
    talk: Talk, transcripts: Sequence[str], skipped: Collection[Skipped]
) -> dict[CodeKey, list[int]]:
    number = {entity: place for place, entity in enumerate(transcripts)}
    found: dict[CodeKey, list[int]] = {}
    for entity, start, end, book, code in skipped:
        row = row_at(talk, number[entity], Span(start, end)) if entity in number else None
        if row is not None:
            found.setdefault((book, code), []).append(row)
    return found


def _around(talk: Talk, row: int, text: str) -> tuple[str, str]:
    """What is said before and after a sentence in its turn."""

    def said(rows: range) -> str:
        own = talk.rows[row]
        return "".join(
            talk.rows[other].span.of(text)
            for other in rows
            if 0 <= other < len(talk.rows)
            and (talk.rows[other].interview, talk.rows[other].turn) == (own.interview, own.turn)
        )

    return said(range(row - NEIGHBOURS, row)), said(range(row + 1, row + 1 + NEIGHBOURS))
