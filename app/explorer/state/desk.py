"""An open study as the explorer sees it: everything read once, and again only what an event has
touched since.

Shared by all browser sessions of one server (read-only for them; each call is safe between
threads). The key of every cache is the revision of the project or the stamp of a transcript, so
that nothing is computed again that did not change.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from analysis.columns import CODE, POLARITY, STATUS, Columns
from analysis.units import Incidence, UnitKind
from app.explorer.state.choice import Choice
from app.explorer.state.facts import Facts
from app.explorer.state.shift_test import Shifting
from app.explorer.state.tally import Tally
from app.study.projects import as_coding, as_used, rules_of
from codebooks.codebook import Codebook
from corpus.coding import POLARITIES, Coding
from corpus.project import Filter, Project
from corpus.project import operations as op
from corpus.project.queries import transcript_of
from corpus.project.records import (
    CodebookInfo,
    CodeInfo,
    ReviewInfo,
    StoredCoding,
)
from corpus.transcript import Transcript

if TYPE_CHECKING:
    from analysis.cooccurrence import Cooccurrence
    from app.study.study import Study

T = TypeVar("T")
Progress = Callable[[int, int], None]
KEPT: Final = 96
"""Results of analyses kept for each study, of the present revision only (by filter and options)."""
PLAIN: Final = frozenset(
    kind.kind
    for kind in (
        op.AddCoding,
        op.RemoveCoding,
        op.Recode,
        op.SetPolarity,
        op.ResizeCoding,
        op.SplitCoding,
        op.MergeCodings,
        op.Decide,
        op.WriteMemo,
        op.WriteReview,
        op.SettleReview,
    )
)
"""What changes nothing but codings, memos and reviews."""
REST: Final = 2.0
"""Seconds that the browser has to draw the first page before reading ahead takes a processor."""
FEW: Final = 40
"""So many events are looked at one by one."""
STUDIES: Final = 2
"""Whole studies kept as objects; each takes hundreds of megabytes where codings are many."""


@dataclass(slots=True)
class _Held:
    """One transcript in memory at a revision of its text, with its codings as they stood at
    ``stamp`` (−1: not read yet).
    """

    revision: int
    transcript: Transcript
    stamp: int = -1
    stored: list[StoredCoding] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)


class Desk:
    """One study, held for the explorer."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._lock = threading.RLock()
        self._facts: Facts | None = None
        self._held: dict[str, _Held] = {}
        self._columns = Columns(project)
        self._counting = (
            threading.RLock()
        )  # for the columns alone, so that reading them ahead holds no page up
        self._shifting = Shifting()
        self._books: tuple[Any, tuple[Codebook, ...]] = (None, ())
        self._revision = -1
        self._results: dict[tuple[Any, ...], Any] = {}
        self._studies: dict[Choice, Study] = {}
        self._warm: threading.Thread | None = None

    def facts(self) -> Facts:
        """Lists and names at the present revision."""
        revision = self.project.revision
        with self._lock:
            known = self._facts
            if known is None or known.revision < revision:
                self._facts = known = (
                    self._stamped(known, revision)
                    if known is not None and self._only_codings(known.revision, revision)
                    else self._all_facts(revision)
                )
            return known

    def _all_facts(self, revision: int) -> Facts:
        from app.study.study import attributes_from

        every, cases = self.project.codes(retired=True), self.project.cases()
        present = [code for code in every if not code.retired]
        return Facts(
            revision,
            {info.id: info for info in self.project.transcripts()},
            present,
            {code.id: code for code in every},
            {coder.id: coder for coder in self.project.coders()},
            self._books_as_used(self.project.codebooks(), present),
            cases,
            attributes_from(cases),
        )

    def _only_codings(self, since: int, revision: int) -> bool:
        """Whether all that happened since were a few plain codings, decisions, memos or reviews:
        lists and names stand as they stood.
        """
        if revision - since > FEW:
            return False
        newest = [event for event, _ in self.project.log(FEW + 1)]
        if newest[-1].number > since and len(newest) > FEW:
            return False
        return all(
            event.kind in PLAIN and event.origin is None for event in newest if event.number > since
        )

    def _stamped(self, known: Facts, revision: int) -> Facts:
        """The same facts with the stamps of the transcripts that were coded since."""
        stamps = self.project.stamps()
        infos = {
            entity: info
            if info.stamp == stamps.get(entity, 0)
            else replace(info, stamp=stamps.get(entity, 0))
            for entity, info in known.infos.items()
        }
        made = replace(known, revision=revision, infos=infos)
        if "_values" in known.__dict__:
            made.__dict__["_values"] = known.__dict__["_values"]
        return made

    def _books_as_used(
        self, known: Sequence[CodebookInfo], codes: Sequence[CodeInfo]
    ) -> tuple[Codebook, ...]:
        """Codebooks are parsed again only when one of them or a code has changed."""
        key = (tuple((info.id, info.hash) for info in known), tuple(codes))
        if self._books[0] != key:
            self._books = (key, tuple(as_used(self.project, info, codes) for info in known))
        return self._books[1]

    def rules(self) -> tuple[Codebook, ...]:
        """The adopted codebooks as they were written: by these the machine codes."""
        return self.result(("rules",), lambda: rules_of(self.project))

    def progress(self) -> dict[tuple[str, str, str], int]:
        """(transcript, coder, status) -> placed codings."""
        return self.result(
            ("progress",),
            lambda: self.project.count(Filter(statuses=()), "transcript", "coder", "status"),
        )

    def warm(self) -> None:
        """Read the columns ahead, once and beside whatever else is done, so that the first page
        that counts need not wait.
        """
        with self._lock:
            if self._warm is not None:
                return
            self._warm = threading.Timer(REST, self._ahead)
            self._warm.daemon = True
        self._warm.start()

    def _ahead(self) -> None:
        import contextlib

        from corpus.problem import FangtanError

        with contextlib.suppress(
            FangtanError
        ):  # the page that needs it meets the same trouble, and says it
            facts = self.facts()
            with self._counting:
                self._columns.units(
                    "exchange", self._columns.table(facts.revision, facts.infos), facts.infos
                )
            import scipy.optimize
            import scipy.sparse  # noqa: F401

            import app.analyses.network
            import app.figures.echarts  # noqa: F401

    def transcript(self, entity: str) -> Transcript:
        """A transcript as it stands, without its codings."""
        return self.transcripts([entity])[entity]

    def transcripts(self, entities: Sequence[str]) -> dict[str, Transcript]:
        """Transcripts as they stand; each revision is read once."""
        facts = self.facts()
        with self._lock:
            self._read_texts(entities, facts)
            return {entity: self._held[entity].transcript for entity in entities}

    def interview(self, entity: str) -> tuple[Transcript, list[StoredCoding]]:
        """A transcript with all its codings, rejected ones too."""
        held = self._fresh([entity])[entity]
        return held.transcript, held.stored

    def interviews(
        self, entities: Sequence[str]
    ) -> dict[str, tuple[Transcript, list[StoredCoding]]]:
        """Many of them, read together."""
        return {
            entity: (held.transcript, held.stored) for entity, held in self._fresh(entities).items()
        }

    def of_transcript(self, entity: str, name: str, work: Callable[[Transcript], T]) -> T:
        """What follows from the text of a transcript alone, kept with it."""
        transcript = self.transcript(entity)
        kept = self._held[entity].kept
        if name not in kept:
            kept[name] = work(transcript)
        made: T = kept[name]
        return made

    def _fresh(
        self, wanted: Sequence[str] | None = None, progress: Progress | None = None
    ) -> dict[str, _Held]:
        """The transcripts wanted (None: all) with their codings, read anew where an event has
        touched them.
        """
        facts = self.facts()
        with self._lock:
            entities = wanted if wanted is not None else list(facts.infos)
            self._read_texts(entities, facts, progress)
            stale = [
                entity
                for entity in entities
                if self._held[entity].stamp != facts.infos[entity].stamp
            ]
            if stale:
                stored: dict[str, list[StoredCoding]] = {entity: [] for entity in stale}
                for coding in self.project.codings(
                    Filter(
                        transcripts=tuple(stale) if len(stale) <= 50 else (),
                        statuses=(),
                        placed=True,
                    )
                ):
                    if coding.transcript in stored:
                        stored[coding.transcript].append(coding)
                for entity in stale:
                    held = self._held[entity]
                    held.stamp, held.stored = facts.infos[entity].stamp, stored[entity]
            return {entity: self._held[entity] for entity in entities}

    def _read_texts(
        self, entities: Sequence[str], facts: Facts, progress: Progress | None = None
    ) -> None:
        new = [
            entity
            for entity in dict.fromkeys(entities)
            if entity not in self._held
            or self._held[entity].revision != facts.infos[entity].revision
        ]
        for done, (entity, text, record) in enumerate(self.project.texts(new) if new else (), 1):
            self._held[entity] = _Held(facts.infos[entity].revision, transcript_of(text, record))
            if progress:
                progress(done, len(new))

    def kept(self, key: tuple[Any, ...]) -> Any:
        """What ``result`` has under ``key`` at the present revision; None when it would have to be
        made.
        """
        revision = self.facts().revision
        with self._lock:
            self._at(revision)
            return self._results.get(key)

    def result(self, key: tuple[Any, ...], work: Callable[[], T]) -> T:
        """The result of ``work``, kept under ``key`` as long as nothing changes."""
        revision = self.facts().revision
        with self._lock:
            self._at(revision)
            if key in self._results:
                kept: T = self._results.pop(key)
                self._results[key] = kept
                return kept
        made = work()
        with self._lock:
            if revision == self._revision:
                self._results[key] = made
                while len(self._results) > KEPT:
                    self._results.pop(next(iter(self._results)))
        return made

    def _at(self, revision: int) -> None:
        """Results of an older revision are of no use to anyone."""
        if revision > self._revision:
            self._revision = revision
            self._results.clear()
            self._studies.clear()

    def chosen(self, choice: Choice) -> list[str]:
        """The interviews that a choice takes, by source."""
        facts = self.facts()
        groups = [(name, set(values)) for name, values in choice.groups if values]
        return [
            entity
            for entity in facts.infos
            if all(values.intersection(facts.value(entity, name)) for name, values in groups)
        ]

    def tally(self, wanted: Filter) -> Tally:
        """The codings that a filter means (its ``text`` and ``placed`` aside: placed ones), counted
        by code, polarity and transcript.
        """
        facts = self.facts()
        with self._counting:
            columns, table = self._columns, self._columns.table(facts.revision, facts.infos)
            keep = columns.taken(table, wanted)
            code, polarity, owner = (
                table.rows[keep, CODE],
                table.rows[keep, POLARITY],
                table.owner[keep],
            )
            codes, polarities = len(columns.codes), len(columns.polarities)
            counted = np.bincount(
                code.astype(np.int64) * polarities + polarity, minlength=codes * polarities
            ).reshape(codes, polarities)
            order = [columns.polarities.get(name) for name in POLARITIES]
            counts = np.stack(
                [
                    counted[:, place] if place is not None else np.zeros(codes, dtype=np.int64)
                    for place in order
                ],
                axis=1,
            )
            seen = np.zeros((codes, len(table.entities)), dtype=bool)
            seen[code, owner] = True
            return Tally(dict(columns.codes), counts, seen)

    def count(self, wanted: Filter) -> int:
        """How many codings a filter means."""
        if wanted.text or wanted.placed is not True:
            return self.project.count(wanted).get((), 0)
        facts = self.facts()
        with self._counting:
            return int(
                self._columns.taken(self._columns.table(facts.revision, facts.infos), wanted).sum()
            )

    def reviews(self) -> dict[str, list[ReviewInfo]]:
        """Coding -> its reviews, oldest first."""
        return self.result(("reviews",), lambda: reviews_by_target(self.project.reviews("coding")))

    def study(
        self,
        choice: Choice | None = None,
        unit: UnitKind = "exchange",
        progress: Progress | None = None,
    ) -> Study:
        """The study as the analyses of the command line take it, of the codings and interviews
        chosen.
        """
        from app.study.study import Study, with_attributes

        wanted, facts = choice or Choice(), self.facts()
        with self._lock:
            self._at(facts.revision)
            made = self._studies.pop(wanted, None)
        if made is None:
            keys = {entity: (code.family, code.key) for entity, code in facts.all_codes.items()}
            names = {entity: coder.name for entity, coder in facts.coders.items()}
            held = self._fresh(self.chosen(wanted), progress)
            interviews = tuple(
                (
                    with_attributes(one.transcript, facts.attributes.get(entity, {})),
                    tuple(
                        as_coding(coding, keys, names)
                        for coding in one.stored
                        if wanted.takes(coding)
                    ),
                )
                for entity, one in held.items()
            )
            made = Study(
                self.project.name,
                interviews,
                facts.books,
                unit,
                {"unit": unit, "revision": facts.revision},
            )
        with self._lock:
            self._studies[wanted] = made
            while len(self._studies) > STUDIES:
                self._studies.pop(next(iter(self._studies)))
        return (
            made
            if made.unit == unit
            else replace(made, unit=unit, parameters={**made.parameters, "unit": unit})
        )

    def incidence(
        self,
        unit: UnitKind,
        choice: Choice | None = None,
        progress: Progress | None = None,
        book: str | None = None,
    ) -> Incidence:
        """Units x codes (of one codebook, or of all) of the codings chosen, equal to
        ``Study.incidence``; cut out of the columns.
        """
        from scipy.sparse import csr_matrix

        wanted, facts = choice or Choice(), self.facts()
        with self._counting:
            columns, table = self._columns, self._columns.table(facts.revision, facts.infos)
            units = columns.units(unit, table, facts.infos, progress)
            taken = columns.taken(table, wanted.filter) & (
                table.rows[:, STATUS] != columns.statuses["rejected"]
            )
            keys = [
                (one.id, code.id)
                for one in facts.books
                if book is None or one.id == book
                for code, _, _ in one.walk()
            ]
            column = {key: place for place, key in enumerate(keys)}
            column_of = np.full(len(columns.codes), -1, dtype=np.int64)
            for entity, number in columns.codes.items():
                code = facts.all_codes.get(entity)
                column_of[number] = (
                    column.get((code.family, code.key), -1) if code is not None else -1
                )
        entities = self.chosen(wanted)
        number_of = np.full(len(table.entities), -1, dtype=np.int32)
        number_of[[table.place[entity] for entity in entities]] = np.arange(
            len(entities), dtype=np.int32
        )
        inside = number_of[units.owner] >= 0
        row_of = np.cumsum(inside) - 1
        under = column_of[table.rows[units.coding, CODE]]
        kept = taken[units.coding] & (under >= 0) & inside[units.unit]
        row, under = row_of[units.unit[kept]], under[kept]
        matrix = csr_matrix(
            (np.ones(len(row), dtype=np.int64), (row, under)), shape=(int(inside.sum()), len(keys))
        )
        matrix.sum_duplicates()
        matrix.data[:] = 1
        return Incidence(
            unit,
            tuple(keys),
            tuple(facts.infos[entity].source for entity in entities),
            matrix,
            number_of[units.owner[inside]],
            units.spans[inside],
        )

    def together(
        self,
        unit: UnitKind,
        book: str,
        choice: Choice | None = None,
        progress: Progress | None = None,
    ) -> Cooccurrence:
        """Co-occurrence of the codes of one codebook, kept as long as nothing changes."""
        from analysis.cooccurrence import cooccurrence

        wanted = choice or Choice()
        return self.result(
            ("together", unit, book, wanted),
            lambda: cooccurrence(self._cut(unit, book, wanted, progress)),
        )

    def together_now(
        self, unit: UnitKind, book: str, choice: Choice, progress: Progress | None = None
    ) -> tuple[Cooccurrence, bool]:
        """The same without waiting for the test of a large study, and whether it is tested.

        What is not is counted only (p and q NaN); the test goes on in a process of its own and is
        in the answer once it has ended (see ``testing``).
        """
        key = ("shift", unit, book, choice)
        begun = self.result(
            key, lambda: self._shifting.begin(self._cut(unit, book, choice, progress))
        )
        if begun.lost:
            with self._lock:
                self._results.pop(key, None)
            begun = self.result(
                key, lambda: self._shifting.begin(self._cut(unit, book, choice, progress))
            )
        return begun.now()

    def _cut(
        self, unit: UnitKind, book: str, choice: Choice, progress: Progress | None
    ) -> Incidence:
        return self.result(
            ("incidence", unit, book, choice), lambda: self.incidence(unit, choice, progress, book)
        )

    def testing(self, unit: UnitKind, book: str, choice: Choice) -> bool:
        """Whether a test that ``together_now`` began is still under way. False too when the study
        has changed since.
        """
        revision = self.facts().revision
        with self._lock:
            self._at(revision)
            begun = self._results.get(("shift", unit, book, choice))
        return begun is not None and not begun.done

    def interviews_with(
        self, codes: tuple[str, str], choice: Choice
    ) -> list[tuple[str, Transcript, list[Coding], dict[Coding, StoredCoding]]]:
        """The chosen interviews in which both codes occur: (id, transcript, codings as the analyses
        know them, back to the stored ones).

        Which ones these are is seen in the columns; only they are read.
        """
        facts = self.facts()
        with self._counting:
            table = self._columns.table(facts.revision, facts.infos)
            inside = [
                set(
                    table.owner[
                        self._columns.taken(table, replace(choice.filter, codes=(code,)))
                    ].tolist()
                )
                for code in codes
            ]
        both = inside[0] & inside[1]
        keys = {entity: (code.family, code.key) for entity, code in facts.all_codes.items()}
        names = {entity: coder.name for entity, coder in facts.coders.items()}
        found = []
        for entity, (transcript, stored) in self.interviews(
            [entity for entity in self.chosen(choice) if table.place[entity] in both]
        ).items():
            back = {
                as_coding(one, keys, names): one
                for one in stored
                if one.code in codes and choice.takes(one)
            }
            if len({one.code for one in back.values()}) == len(set(codes)):
                found.append((entity, transcript, list(back), back))
        return found

    def interviews_of(
        self, units: Sequence[tuple[str, int, int]]
    ) -> dict[str, tuple[Transcript, list[StoredCoding]]]:
        """The interviews in which some units (source, start, end) lie, with their codings."""
        of_source = self.facts().of_source
        return self.interviews(list(dict.fromkeys(of_source[source] for source, _, _ in units)))


_AHEAD: Final[dict[str, Future[Desk]]] = {}


def open_ahead(study: str) -> None:
    """Open a study and read its lists while the browser is still on its way."""
    from corpus.project import open_project

    ahead = _AHEAD[study] = Future()
    try:
        desk = Desk(open_project(study))
        desk.progress()
        ahead.set_result(desk)
    except BaseException as error:  # told to whoever opens the page
        ahead.set_exception(error)


def opened(study: str) -> Desk:
    """The study that was opened ahead, or opened now. Raises FangtanError when it cannot be."""
    from corpus.project import open_project

    ahead = _AHEAD.pop(study, None)
    return ahead.result() if ahead is not None else Desk(open_project(study))


def reviews_by_target(reviews: Sequence[ReviewInfo]) -> dict[str, list[ReviewInfo]]:
    """Target -> its reviews, oldest first."""
    found: dict[str, list[ReviewInfo]] = {}
    for review in reviews:
        found.setdefault(review.target, []).append(review)
    return found
