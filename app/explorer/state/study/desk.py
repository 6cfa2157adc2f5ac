"""An open study as the explorer sees it: everything read once, and again only what an event has
touched since.

Shared by all browser sessions of one server (read-only for them; each call is safe between
threads). The key of every cache is the revision of the project or the stamp of a transcript, so
that nothing is computed again that did not change.
"""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from analysis.units import Incidence, UnitKind
from app.explorer.state.study.choice import Choice, Groups
from app.explorer.state.study.counts import Counts
from app.explorer.state.study.facts import Facts
from app.explorer.state.study.facts_reader import FactsReader
from app.explorer.state.study.power import Planted, Planting
from app.explorer.state.study.results import Results
from app.explorer.state.study.shift_test import Begun, Shifting
from app.explorer.state.study.tally import Tally
from app.explorer.state.study.texts import Progress, Texts
from app.study.projects import as_coding, links_between, links_by_transcript, rules_of
from codebooks.codebook import Codebook
from corpus.problem import FangtanError
from corpus.project import Filter, Project, open_project
from corpus.project.backup import backup
from corpus.project.records import ReviewInfo, StoredCoding, StoredLink
from corpus.transcript import Transcript

if TYPE_CHECKING:
    from analysis.cooccurrence import Cooccurrence
    from analysis.nulls.power import Power
    from app.study.study import Study
    from corpus.coding import Coding, CodingLink

T = TypeVar("T")
RESULTS: Final = 96
"""Results of analyses kept for each study, of the present revision only (by filter and options)."""
STUDIES: Final = 2
"""Whole studies kept as objects; each takes hundreds of megabytes where codings are many."""
REST: Final = 2.0
"""Seconds that the browser has to draw the first page before reading ahead takes a processor."""

POLL: Final = 0.05
"""Seconds between two looks at work that is waited for."""


class Desk:
    """One study, held for the explorer."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._facts = FactsReader(project)
        self._texts = Texts(project)
        self._counts = Counts(project)
        self._results = Results(RESULTS)
        self._studies = Results(STUDIES)
        self._shifting = Shifting()
        self._planting = Planting()
        self._lock = threading.Lock()
        self._warm: threading.Timer | None = None

    # -- what is read ------------------------------------------------------------------------------

    def facts(self) -> Facts:
        """Lists and names at the present revision."""
        return self._facts.facts()

    def warm(self) -> None:
        """Read the columns ahead, once and beside whatever else is done, so that the first page
        that counts need not wait.
        """
        with self._lock:
            if self._warm is not None:
                return
            self._warm = threading.Timer(REST, self._read_ahead)
            self._warm.daemon = True
        self._warm.start()

    def _read_ahead(self) -> None:
        with contextlib.suppress(
            FangtanError
        ):  # the page that needs it meets the same trouble, and says it
            self._counts.read_ahead(self.facts())
            import scipy.optimize
            import scipy.sparse  # noqa: F401

            import app.analyses.network
            import app.figures.echarts  # noqa: F401

    def transcript(self, entity: str) -> Transcript:
        """A transcript as it stands, without its codings."""
        return self.transcripts([entity])[entity]

    def transcripts(self, entities: Sequence[str]) -> dict[str, Transcript]:
        """Transcripts as they stand; each revision is read once."""
        return self._texts.transcripts(self.facts(), entities)

    def interview(self, entity: str) -> tuple[Transcript, list[StoredCoding]]:
        """A transcript with all its codings, rejected ones too."""
        return self.interviews([entity])[entity]

    def interviews(
        self, entities: Sequence[str]
    ) -> dict[str, tuple[Transcript, list[StoredCoding]]]:
        """Many of them, read together."""
        return {
            entity: (interview.transcript, interview.stored)
            for entity, interview in self._texts.interviews(self.facts(), entities).items()
        }

    def interviews_of(
        self, units: Sequence[tuple[str, int, int]]
    ) -> dict[str, tuple[Transcript, list[StoredCoding]]]:
        """The interviews in which some units (source, start, end) lie, with their codings."""
        of_source = self.facts().of_source
        return self.interviews(list(dict.fromkeys(of_source[source] for source, _, _ in units)))

    def of_transcript(self, entity: str, name: str, work: Callable[[Transcript], T]) -> T:
        """What follows from the text of a transcript alone, kept with it."""
        return self._texts.derived(self.facts(), entity, name, work)

    def backup(self) -> bytes:
        """A whole copy of the study as it stands, as a file of its own (SQLite)."""
        with tempfile.TemporaryDirectory() as folder:
            return backup(self.project.store, Path(folder) / "study.fangtan").read_bytes()

    # -- what is kept ------------------------------------------------------------------------------

    def kept(self, key: Hashable) -> Any:
        """What ``result`` has under ``key`` at the present revision; None when it would have to be
        made.
        """
        return self._results.get(self.facts().revision, key)

    def result(self, key: Hashable, work: Callable[[], T]) -> T:
        """The result of ``work``, kept under ``key`` as long as nothing changes."""
        return self._results.result(self.facts().revision, key, work)

    def rules(self) -> tuple[Codebook, ...]:
        """The adopted codebooks as they were written: by these the machine codes."""
        return self.result(("rules",), lambda: rules_of(self.project))

    def progress(self) -> dict[tuple[str, str, str], int]:
        """(transcript, coder, status) -> placed codings."""
        return self.result(
            ("progress",),
            lambda: self.project.count(Filter(statuses=()), "transcript", "coder", "status"),
        )

    def reviews(self) -> dict[str, list[ReviewInfo]]:
        """Coding -> its reviews, oldest first."""
        return self.result(("reviews",), lambda: reviews_by_target(self.project.reviews("coding")))

    def links(self) -> dict[str, list[StoredLink]]:
        """Transcript -> what people joined in it, oldest first."""
        return self.result(("links",), lambda: links_by_transcript(self.project.links()))

    # -- what is chosen and counted ----------------------------------------------------------------

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
        return self._counts.tally(self.facts(), wanted)

    def count(self, wanted: Filter) -> int:
        """How many codings a filter means."""
        if wanted.text or wanted.placed is not True:
            return self.project.count(wanted).get((), 0)
        return self._counts.count(self.facts(), wanted)

    def study(
        self,
        choice: Choice | None = None,
        unit: UnitKind = "exchange",
        progress: Progress | None = None,
    ) -> Study:
        """The study as the analyses of the command line take it, of the codings and interviews
        chosen.
        """
        wanted, facts = choice or Choice(), self.facts()
        study = self._studies.result(
            facts.revision, wanted, lambda: self._study(facts, wanted, unit, progress)
        )
        return (
            study
            if study.unit == unit
            else replace(study, unit=unit, parameters={**study.parameters, "unit": unit})
        )

    def _study(
        self, facts: Facts, choice: Choice, unit: UnitKind, progress: Progress | None
    ) -> Study:
        from app.study.study import Study, with_attributes

        keys = {entity: (code.family, code.key) for entity, code in facts.all_codes.items()}
        names = {entity: coder.name for entity, coder in facts.coders.items()}
        interviews: list[tuple[Transcript, tuple[Coding, ...]]] = []
        joined: dict[str, tuple[CodingLink, ...]] = {}
        links = self.links()
        for entity, interview in self._texts.interviews(
            facts, self.chosen(choice), progress
        ).items():
            transcript = interview.transcript
            codings = {
                coding.id: as_coding(coding, keys, names)
                for coding in interview.stored
                if choice.takes(coding)
            }
            told = with_attributes(transcript, facts.attributes.get(entity, {}))
            interviews.append((told, tuple(codings.values())))
            between = links_between(codings, links.get(entity, ()), names)
            if between:
                joined[transcript.source] = between
        parameters = {"unit": unit, "revision": facts.revision}
        return Study(self.project.name, tuple(interviews), facts.books, unit, parameters, joined)

    # -- which codes stand together ----------------------------------------------------------------

    def incidence(
        self,
        unit: UnitKind,
        choice: Choice | None = None,
        progress: Progress | None = None,
        book: str | None = None,
    ) -> Incidence:
        """Units x codes (of one codebook, or of all) of the codings chosen, equal to
        ``Study.incidence``.
        """
        wanted = choice or Choice()
        return self._counts.incidence(
            self.facts(), self.chosen(wanted), unit, wanted, progress, book
        )

    def without_questions(self, choice: Choice) -> int:
        """In how many of the interviews chosen nobody asks, so that their turns are the units of a
        count by exchanges.
        """
        return self._counts.without_questions(self.facts(), self.chosen(choice))

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
            lambda: cooccurrence(self._incidence_kept(unit, book, wanted, progress)),
        )

    def together_now(
        self,
        unit: UnitKind,
        book: str,
        choice: Choice,
        progress: Progress | None = None,
        groups: Groups = (),
    ) -> tuple[Cooccurrence, bool]:
        """The same without waiting for the test of a large study, and whether it is tested. With
        ``groups`` not of codes but of these.

        What is not is counted only (p and q NaN); the test goes on in a process of its own and is
        in the answer once it has ended (see ``testing``).
        """
        key = ("shift", unit, book, choice, groups)

        def begin() -> Begun:
            incidence = self._incidence_kept(unit, book, choice, progress)
            return self._shifting.begin(incidence.merged(dict(groups)) if groups else incidence)

        begun = self.result(key, begin)
        if begun.lost:
            self._results.drop(key)
            begun = self.result(key, begin)
        return begun.now()

    def _incidence_kept(
        self, unit: UnitKind, book: str, choice: Choice, progress: Progress | None
    ) -> Incidence:
        return self.result(
            ("incidence", unit, book, choice), lambda: self.incidence(unit, choice, progress, book)
        )

    def testing(self, unit: UnitKind, book: str, choice: Choice, groups: Groups = ()) -> bool:
        """Whether a test that ``together_now`` began is still under way. False too when the study
        has changed since.
        """
        begun = self.kept(("shift", unit, book, choice, groups))
        return begun is not None and not begun.done

    def power_now(
        self, unit: UnitKind, book: str, choice: Choice, groups: Groups = ()
    ) -> tuple[Power | None, bool]:
        """What the test of ``together_now`` could have seen, and whether that is known. Where it is
        not, it is looked for in a process of its own, from the end of the test on.
        """
        together, tested = self.together_now(unit, book, choice, groups=groups)
        if not tested:
            return None, False
        key = ("power", unit, book, choice, groups)

        def begin() -> Planted:
            return self._planting.begin(together, book)

        planted = self.result(key, begin)
        if planted.lost:
            self._results.drop(key)
            planted = self.result(key, begin)
        return planted.now()

    def power(self, unit: UnitKind, book: str, choice: Choice, groups: Groups = ()) -> Power | None:
        """The same, waited for: for a file, not for a page."""
        found, known = self.power_now(unit, book, choice, groups)
        while not known:
            time.sleep(POLL)
            found, known = self.power_now(unit, book, choice, groups)
        return found


_OPENED_AHEAD: Final[dict[str, Future[Desk]]] = {}


def open_ahead(study: str) -> None:
    """Open a study and read its lists while the browser is still on its way."""
    ahead = _OPENED_AHEAD[study] = Future()
    try:
        desk = Desk(open_project(study))
        desk.progress()
        ahead.set_result(desk)
    except BaseException as error:  # told to whoever opens the page
        ahead.set_exception(error)


def opened(study: str) -> Desk:
    """The study that was opened ahead, or opened now. Raises FangtanError when it cannot be."""
    ahead = _OPENED_AHEAD.pop(study, None)
    return ahead.result() if ahead is not None else Desk(open_project(study))


def reviews_by_target(reviews: Sequence[ReviewInfo]) -> dict[str, list[ReviewInfo]]:
    """Target -> its reviews, oldest first."""
    by_target: dict[str, list[ReviewInfo]] = {}
    for review in reviews:
        by_target.setdefault(review.target, []).append(review)
    return by_target
