"""An open study as the explorer sees it: everything read once, and again only what an event has touched since.

Shared by all browser sessions of one server (read-only for them; each call is safe between threads). The key of every cache is the
revision of the project or the stamp of a transcript, so that nothing is computed again that did not change.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

import numpy as np

from analysis.cooccurrence import Cooccurrence, cooccurrence
from analysis.units import Incidence, Key, UnitKind, members
from app.projects import as_coding, books_of
from app.study import Study, attributes_of, with_attributes
from codebooks.codebook import Codebook
from corpus.coding import Coding
from corpus.project import Filter, Project
from corpus.project.queries import whole
from corpus.project.records import CaseInfo, CodeInfo, CoderInfo, ReviewInfo, StoredCoding, TranscriptInfo
from corpus.transcript import Transcript

T = TypeVar("T")
Progress = Callable[[int, int], None]
KEPT: Final = 12
"""Results of analyses kept for each study (by revision, filter and options)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which codings and interviews an analysis takes. ``groups``: attribute -> values; empty fields do not limit."""

    coders: tuple[str, ...] = ()
    polarities: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("suggested", "accepted")
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def filter(self) -> Filter:
        return Filter(coders=self.coders, polarities=self.polarities, statuses=self.statuses)


@dataclass(slots=True)
class _Held:
    """One transcript in memory, with its codings as they stood at ``stamp``."""

    stamp: int
    revision: int
    transcript: Transcript
    stored: list[StoredCoding]
    units: dict[UnitKind, tuple[int, Any, Any]] = field(default_factory=dict)  # count of units, spans, rows of (unit, coding)


@dataclass(frozen=True)
class Facts:
    """What is small and read anew with every revision."""

    revision: int
    infos: dict[str, TranscriptInfo]
    codes: list[CodeInfo]
    all_codes: dict[str, CodeInfo]
    coders: dict[str, CoderInfo]
    books: tuple[Codebook, ...]
    cases: list[CaseInfo]
    attributes: Mapping[str, Mapping[str, Any]]

    def key(self, code: str) -> Key:
        """(codebook, key) of a code."""
        info = self.all_codes[code]
        return info.family, info.key

    def code_of(self, key: Key) -> CodeInfo | None:
        return next((info for info in self.codes if (info.family, info.key) == key), None)

    def label(self, transcript: str) -> str:
        """How an interview is called in lists: its number where it has one."""
        info = self.infos[transcript]
        return str(info.metadata.get("id") or info.source.rsplit("/", 1)[-1])

    def attribute_values(self) -> dict[str, list[str]]:
        """Attribute -> its values over all interviews (header fields and attributes of cases)."""
        found: dict[str, set[str]] = {}
        for entity, info in self.infos.items():
            merged = {**{name: info.metadata.get(name) for name in ("department", "position", "gender", "level", "method")}, **self.attributes.get(entity, {})}
            for name, value in merged.items():
                for one in value if isinstance(value, list) else [value]:
                    if one not in (None, ""):
                        found.setdefault(name, set()).add(str(one))
        return {name: sorted(values) for name, values in sorted(found.items())}

    def value(self, transcript: str, attribute: str) -> list[str]:
        told = self.attributes.get(transcript, {}).get(attribute, self.infos[transcript].metadata.get(attribute))
        return [str(one) for one in (told if isinstance(told, list) else [told]) if one not in (None, "")]


class Desk:
    """One study, held for the explorer."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._lock = threading.RLock()
        self._facts: Facts | None = None
        self._held: dict[str, _Held] = {}
        self._results: dict[tuple[Any, ...], Any] = {}

    def facts(self) -> Facts:
        """Lists and names at the present revision."""
        revision = self.project.revision
        with self._lock:
            if self._facts is None or self._facts.revision != revision:
                every = self.project.codes(retired=True)
                self._facts = Facts(
                    revision, {info.id: info for info in self.project.transcripts()}, [code for code in every if not code.retired], {code.id: code for code in every},
                    {coder.id: coder for coder in self.project.coders()}, books_of(self.project), self.project.cases(), attributes_of(self.project),
                )
            return self._facts

    def interview(self, entity: str) -> tuple[Transcript, list[StoredCoding]]:
        """A transcript with all its codings, rejected ones too."""
        held = self._fresh([entity])[entity]
        return held.transcript, held.stored

    def _fresh(self, wanted: Sequence[str] | None = None, progress: Progress | None = None) -> dict[str, _Held]:
        """The transcripts wanted (None: all), read anew where an event has touched them."""
        facts = self.facts()
        with self._lock:
            stale = [entity for entity in (wanted if wanted is not None else facts.infos) if entity not in self._held or self._held[entity].stamp != facts.infos[entity].stamp]
            self._read(stale, facts, progress)
            return {entity: self._held[entity] for entity in (wanted if wanted is not None else facts.infos)}

    def _read(self, stale: list[str], facts: Facts, progress: Progress | None) -> None:
        many = len(stale) > 50
        stored: dict[str, list[StoredCoding]] = {}
        if many:
            for coding in self.project.codings(Filter(statuses=(), placed=True)):
                stored.setdefault(coding.transcript, []).append(coding)
        else:
            for coding in self.project.codings(Filter(transcripts=tuple(stale), statuses=(), placed=True)) if stale else ():
                stored.setdefault(coding.transcript, []).append(coding)
        texts = [entity for entity in stale if entity not in self._held or self._held[entity].revision != facts.infos[entity].revision]
        made = {}
        for done, (entity, text, record) in enumerate(self.project.texts(texts) if texts else (), 1):
            made[entity] = whole(text, record)
            if progress:
                progress(done, len(texts))
        for entity in stale:
            transcript = made.get(entity) or self._held[entity].transcript
            info = facts.infos[entity]
            self._held[entity] = _Held(info.stamp, info.revision, transcript, stored.get(entity, []))

    def result(self, key: tuple[Any, ...], work: Callable[[], T]) -> T:
        """The result of ``work``, kept under ``key`` with the present revision."""
        full = (self.facts().revision, *key)
        with self._lock:
            if full in self._results:
                kept: T = self._results.pop(full)
                self._results[full] = kept
                return kept
        made = work()
        with self._lock:
            self._results[full] = made
            while len(self._results) > KEPT * 8:
                self._results.pop(next(iter(self._results)))
        return made

    def chosen(self, choice: Choice) -> list[str]:
        """The interviews that a choice takes, by source."""
        facts = self.facts()
        return [entity for entity in facts.infos if all(set(facts.value(entity, name)) & set(values) for name, values in choice.groups if values)]

    def study(self, choice: Choice | None = None, unit: UnitKind = "exchange", progress: Progress | None = None) -> Study:
        """The study as the analyses of the command line take it, of the codings and interviews chosen."""
        wanted = choice or Choice()

        def work() -> Study:
            facts = self.facts()
            keys = {entity: (code.family, code.key) for entity, code in facts.all_codes.items()}
            names = {entity: coder.name for entity, coder in facts.coders.items()}
            entities = self.chosen(wanted)
            held = self._fresh(entities, progress)
            interviews = tuple(
                (with_attributes(held[entity].transcript, facts.attributes.get(entity, {})), tuple(as_coding(one, keys, names) for one in held[entity].stored if _taken(one, wanted)))
                for entity in entities
            )
            return Study(self.project.name, interviews, facts.books, unit, {"unit": unit, "revision": facts.revision})

        return self.result(("study", wanted, unit), work)

    def incidence(self, unit: UnitKind, choice: Choice | None = None, progress: Progress | None = None) -> Incidence:
        """Units x codes of the codings chosen, equal to ``Study.incidence``; put together from what is held for each interview."""
        from scipy.sparse import csr_matrix

        wanted = choice or Choice()
        facts = self.facts()
        entities = self.chosen(wanted)
        held = self._fresh(entities, progress)
        keys = [(book.id, code.id) for book in facts.books for code, _, _ in book.walk()]
        column = {key: place for place, key in enumerate(keys)}
        place_of = {entity: column.get((code.family, code.key), -1) for entity, code in facts.all_codes.items()}
        rows: list[Any] = []
        columns: list[Any] = []
        owner: list[Any] = []
        spans: list[Any] = []
        total = 0
        for number, entity in enumerate(entities):
            one = held[entity]
            count, own_spans, placed = _units(one, unit)
            if len(placed):
                taken = np.fromiter((_taken(coding, wanted) for coding in one.stored), dtype=bool, count=len(one.stored))
                codes = np.fromiter((place_of[coding.code] for coding in one.stored), dtype=np.int64, count=len(one.stored))
                kept = taken[placed[:, 1]] & (codes[placed[:, 1]] >= 0)
                rows.append(placed[kept, 0] + total)
                columns.append(codes[placed[kept, 1]])
            owner.append(np.full(count, number, dtype=np.int32))
            spans.append(own_spans)
            total += count
        empty = np.zeros(0, dtype=np.int64)
        row = np.concatenate(rows) if rows else empty
        matrix = csr_matrix((np.ones(len(row), dtype=np.int64), (row, np.concatenate(columns) if columns else empty)), shape=(total, len(keys)))
        matrix.sum_duplicates()
        matrix.data[:] = 1
        return Incidence(
            unit, tuple(keys), tuple(facts.infos[entity].source for entity in entities), matrix, np.concatenate(owner) if owner else np.zeros(0, dtype=np.int32),
            np.concatenate(spans) if spans else np.zeros((0, 2), dtype=np.int64),
        )

    def together(self, unit: UnitKind, book: str, choice: Choice | None = None, progress: Progress | None = None) -> Cooccurrence:
        """Co-occurrence of the codes of one codebook, kept by revision and choice."""
        wanted = choice or Choice()

        def work() -> Cooccurrence:
            whole_table = self.incidence(unit, wanted, progress)
            keep = [place for place, key in enumerate(whole_table.codes) if key[0] == book]
            return cooccurrence(replace(whole_table, codes=tuple(whole_table.codes[place] for place in keep), matrix=whole_table.matrix[:, keep]))

        return self.result(("together", unit, book, wanted), work)

    def interviews_with(self, codes: tuple[str, str], choice: Choice) -> list[tuple[str, Transcript, list[Coding], dict[Coding, StoredCoding]]]:
        """The chosen interviews in which both codes occur: (id, transcript, codings as the analyses know them, back to the stored ones)."""
        facts = self.facts()
        keys = {entity: (code.family, code.key) for entity, code in facts.all_codes.items()}
        names = {entity: coder.name for entity, coder in facts.coders.items()}
        found = []
        for entity, held in self._fresh(self.chosen(choice)).items():
            own = [one for one in held.stored if one.code in codes and _taken(one, choice)]
            if len({one.code for one in own}) == len(set(codes)):
                back = {as_coding(one, keys, names): one for one in own}
                found.append((entity, held.transcript, list(back), back))
        return found


def _taken(coding: StoredCoding, choice: Choice) -> bool:
    return (
        coding.status != "rejected"
        and (not choice.statuses or coding.status in choice.statuses)
        and (not choice.coders or coding.coder in choice.coders)
        and (not choice.polarities or coding.polarity in choice.polarities)
    )


def _units(held: _Held, unit: UnitKind) -> tuple[int, Any, Any]:
    """Of one interview: number of units, their spans, and rows of (unit, index into ``stored``)."""
    known = held.units.get(unit)
    if known is None:
        shells = [_Shell(one, place) for place, one in enumerate(held.stored)]
        spans, placed = members(held.transcript, shells, unit)  # type: ignore[arg-type]
        pairs = np.array([(number, shell.place) for number, shell in placed], dtype=np.int64).reshape(-1, 2)  # type: ignore[attr-defined]
        known = held.units[unit] = (len(spans), np.array(spans, dtype=np.int64).reshape(-1, 2), pairs)
    return known


class _Shell:
    """As much of a coding as ``members`` looks at. Rejected ones are left out later, by choice."""

    __slots__ = ("place", "span", "status", "turn")

    def __init__(self, coding: StoredCoding, place: int) -> None:
        self.place, self.span, self.turn, self.status = place, coding.span, coding.turn, "suggested"


def reviews_by_target(reviews: Sequence[ReviewInfo]) -> dict[str, list[ReviewInfo]]:
    """Target -> its reviews, oldest first."""
    found: dict[str, list[ReviewInfo]] = {}
    for review in reviews:
        found.setdefault(review.target, []).append(review)
    return found
