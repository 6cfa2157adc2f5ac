"""Transcripts with their codings in memory: each text is read once a revision, the codings of a
transcript again only when an event has touched it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar, cast

from app.explorer.state.study.facts import Facts
from corpus.project import Filter, Project
from corpus.project.queries import transcript_of
from corpus.project.records import StoredCoding
from corpus.transcript import Transcript

T = TypeVar("T")
Progress = Callable[[int, int], None]
NAMED: Final = 50
"""Up to so many transcripts are named in the question for their codings; for more all codings are
read.
"""


@dataclass(slots=True)
class Interview:
    """One transcript in memory at a revision of its text, with its codings as they stood at
    ``stamp`` (−1: not read yet).
    """

    revision: int
    transcript: Transcript
    stamp: int = -1
    stored: list[StoredCoding] = field(default_factory=list)
    derived: dict[str, object] = field(default_factory=dict)
    """What follows from the text alone, by name."""


class Texts:
    """The interviews of a study. Read-only for whoever asks; safe between threads."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = threading.RLock()
        self._interviews: dict[str, Interview] = {}

    def transcripts(self, facts: Facts, entities: Sequence[str]) -> dict[str, Transcript]:
        """Transcripts as they stand, without a look at their codings."""
        with self._lock:
            self._read_texts(entities, facts, None)
            return {entity: self._interviews[entity].transcript for entity in entities}

    def derived(self, facts: Facts, entity: str, name: str, work: Callable[[Transcript], T]) -> T:
        """What follows from the text of a transcript alone, kept with it under ``name``."""
        with self._lock:
            self._read_texts([entity], facts, None)
            interview = self._interviews[entity]
        if name not in interview.derived:
            interview.derived[name] = work(interview.transcript)
        return cast(T, interview.derived[name])

    def interviews(
        self, facts: Facts, entities: Sequence[str], progress: Progress | None = None
    ) -> dict[str, Interview]:
        """Transcripts with all their codings, rejected ones too, in the order asked for."""
        with self._lock:
            self._read_texts(entities, facts, progress)
            self._read_codings(entities, facts)
            return {entity: self._interviews[entity] for entity in entities}

    def _read_texts(self, entities: Sequence[str], facts: Facts, progress: Progress | None) -> None:
        new = [
            entity
            for entity in dict.fromkeys(entities)
            if entity not in self._interviews
            or self._interviews[entity].revision != facts.infos[entity].revision
        ]
        for count, (entity, text, record) in enumerate(self._project.texts(new) if new else (), 1):
            revision = facts.infos[entity].revision
            self._interviews[entity] = Interview(revision, transcript_of(text, record))
            if progress:
                progress(count, len(new))

    def _read_codings(self, entities: Sequence[str], facts: Facts) -> None:
        stale = [
            entity
            for entity in entities
            if self._interviews[entity].stamp != facts.infos[entity].stamp
        ]
        if not stale:
            return
        stored: dict[str, list[StoredCoding]] = {entity: [] for entity in stale}
        transcripts = tuple(stale) if len(stale) <= NAMED else ()
        for coding in self._project.codings(
            Filter(transcripts=transcripts, statuses=(), placed=True)
        ):
            if coding.transcript in stored:
                stored[coding.transcript].append(coding)
        for entity in stale:
            interview = self._interviews[entity]
            interview.stamp, interview.stored = facts.infos[entity].stamp, stored[entity]
