"""Reads the facts of a study, and again only as much of them as an event has touched since."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.explorer.state.study.facts import Facts
from app.study.projects import as_used
from codebooks.codebook import Codebook
from corpus.project import Project
from corpus.project import operations as op
from corpus.project.records import CodebookInfo, CodeInfo

CODINGS_ONLY: Final = frozenset(
    kind.kind
    for kind in (
        op.AddCoding,
        op.RemoveCoding,
        op.Recode,
        op.SetPolarity,
        op.SetFunction,
        op.ResizeCoding,
        op.SplitCoding,
        op.MergeCodings,
        op.Decide,
        op.AnswerSuggestion,
        op.LinkCodings,
        op.UnlinkCodings,
        op.WriteMemo,
        op.WriteReview,
        op.SettleReview,
    )
)
"""What changes nothing but codings, links, memos and reviews."""
FEW: Final = 40
"""So many events are looked at one by one."""


class FactsReader:
    """The facts of one study. Safe between threads."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = threading.RLock()
        self._facts: Facts | None = None
        self._books_key: object = None
        self._books: tuple[Codebook, ...] = ()

    def facts(self) -> Facts:
        """Lists and names at the present revision."""
        revision = self._project.revision
        with self._lock:
            facts = self._facts
            if facts is None or facts.revision < revision:
                self._facts = facts = (
                    self._stamped(facts, revision)
                    if facts is not None and self._only_codings(facts.revision, revision)
                    else self._all(revision)
                )
            return facts

    def _all(self, revision: int) -> Facts:
        from app.study.study import attributes_from

        every, cases = self._project.codes(retired=True), self._project.cases()
        present = [code for code in every if not code.retired]
        return Facts(
            revision,
            {info.id: info for info in self._project.transcripts()},
            present,
            {code.id: code for code in every},
            {coder.id: coder for coder in self._project.coders()},
            self._books_as_used(self._project.codebooks(), present),
            cases,
            attributes_from(cases),
        )

    def _only_codings(self, since: int, revision: int) -> bool:
        """Whether all that happened since were a few plain codings, decisions, memos or reviews:
        lists and names stand as they stood.
        """
        if revision - since > FEW:
            return False
        newest = [event for event, _ in self._project.log(FEW + 1)]
        if newest[-1].number > since and len(newest) > FEW:
            return False
        return all(
            event.kind in CODINGS_ONLY and event.origin is None
            for event in newest
            if event.number > since
        )

    def _stamped(self, facts: Facts, revision: int) -> Facts:
        """The same facts with the stamps of the transcripts that were coded since."""
        stamps = self._project.stamps()
        infos = {
            entity: info
            if info.stamp == stamps.get(entity, 0)
            else replace(info, stamp=stamps.get(entity, 0))
            for entity, info in facts.infos.items()
        }
        stamped = replace(facts, revision=revision, infos=infos)
        if "_values" in facts.__dict__:  # the attributes stand, and take long to gather
            stamped.__dict__["_values"] = facts.__dict__["_values"]
        return stamped

    def _books_as_used(
        self, infos: Sequence[CodebookInfo], codes: Sequence[CodeInfo]
    ) -> tuple[Codebook, ...]:
        """Codebooks are parsed again only when one of them or a code has changed."""
        key = (tuple((info.id, info.hash) for info in infos), tuple(codes))
        if self._books_key != key:
            self._books = tuple(as_used(self._project, info, codes) for info in infos)
            self._books_key = key
        return self._books
