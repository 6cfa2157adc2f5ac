"""The coder by a language model as a study uses it: ready, with what it will ask and has asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from analysis.coders.family import Coder
from analysis.coders.model import ModelCoder
from analysis.coders.model_answers import FAULTS, Fault, Unanswered
from app.study.machines.client import Client
from app.study.model_server import ModelSettings
from codebooks.codebook import Codebook
from corpus.problem import Problem
from corpus.transcript import Transcript


def model_coder(books: Sequence[Codebook], settings: ModelSettings) -> ModelCoder:
    """The coder, asking by a client of its own."""
    return ModelCoder(
        *books, ask=Client(settings), made_by=settings.made_by, passes=settings.passes
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What a pass will ask: questions, those answered before, the characters that are sent for the
    others, and the seconds that the first of them took (None: all are answered).
    """

    questions: int
    known: int
    characters: int
    seconds: float | None

    @property
    def minutes(self) -> float:
        """An estimate: all questions as slow as the first."""
        return (self.seconds or 0.0) * (self.questions - self.known) / 60


def planned(coder: Coder, transcripts: Iterable[Transcript]) -> Plan | None:
    """What ``coder`` will ask about the transcripts, None for one that asks nobody. The first
    question is asked, for its time; its answer is kept. Raises FangtanError where no server
    answers.
    """
    if not isinstance(coder, ModelCoder) or not isinstance(coder.ask, Client):
        return None
    client = coder.ask
    questions = known = characters = 0
    seconds: float | None = None
    for transcript in transcripts:
        for question in coder.questions(transcript):
            questions += 1
            if client.held(question) is not None:
                known += 1
                continue
            characters += question.characters
            if seconds is None:
                with suppress(Unanswered):
                    client(question)
                seconds = client.seconds
    return Plan(questions, known, characters, seconds)


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a pass that asked: questions sent to the server and the seconds they took,
    answers or codings dropped by cause, and by code how often every pass, and any pass, said it of
    a sentence (empty for one pass).
    """

    sent: int
    seconds: float
    dropped: dict[Fault, int]
    stable: dict[str, tuple[int, int]]

    @property
    def per_minute(self) -> float:
        """Questions a minute."""
        return 60 * self.sent / self.seconds if self.seconds else 0.0


def asked_by(coder: Coder) -> Asked | None:
    """What a coder has asked so far, None for one that asks nobody."""
    if not isinstance(coder, ModelCoder) or not isinstance(coder.ask, Client):
        return None
    tally, client = coder.tally, coder.ask
    dropped = {fault: tally.dropped[fault] for fault in FAULTS}
    stable = {
        f"{book}:{code}": (each.every, each.any)
        for (book, code), each in sorted(tally.stable.items())
    }
    return Asked(client.asked, client.seconds, dropped, stable)


def unanswered(coder: Coder) -> int:
    """How many questions have no answer so far: what was asked about is not done then."""
    return coder.tally.dropped["unanswered"] if isinstance(coder, ModelCoder) else 0


def faults(coders: Iterable[Coder], source: str) -> list[Problem]:
    """What the answers about a file lack, for its report."""
    found: list[Problem] = []
    for coder in coders:
        asked = asked_by(coder)
        if asked is None:
            continue
        rest: dict[str, object] = {
            fault: count for fault, count in asked.dropped.items() if fault != "unanswered"
        }
        if asked.dropped["unanswered"]:
            count = {"count": asked.dropped["unanswered"]}
            found.append(Problem(source, "model.unanswered", severity="warning", values=count))
        if any(rest.values()):
            found.append(Problem(source, "model.dropped", severity="note", values=rest))
    return found
