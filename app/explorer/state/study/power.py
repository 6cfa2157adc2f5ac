"""What the test of a study could have seen (``analysis.nulls.power``), found in a process of its
own: no page waits for plantings.
"""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from app.explorer.state.newest import Newest
from app.explorer.state.processes import Progress, Work

if TYPE_CHECKING:
    from analysis.cooccurrence import Cooccurrence
    from analysis.nulls.power import Power
    from analysis.units import Incidence


def found_power(incidence: Incidence, book: str, p: float) -> Power | None:
    """See ``analysis.nulls.power.power``."""
    from analysis.nulls.power import power

    return power(incidence, book, p)


def _with_progress(incidence: Incidence, book: str, p: float, progress: Progress) -> Power | None:
    return found_power(incidence, book, p)


def _in_a_process(incidence: Incidence, book: str, p: float) -> Power | None:
    work = Work(partial(_with_progress, incidence, book, p))
    work.wait()
    return work.result()


class Planted:
    """The power of a test, under way or found; ``later`` is None where no test is made, so that
    there is none.
    """

    def __init__(
        self, incidence: Incidence, book: str, p: float, later: Future[Power | None] | None
    ) -> None:
        self._asked, self._later = (incidence, book, p), later
        self._found: Power | None = None

    @property
    def done(self) -> bool:
        """Whether it is found (or there is none)."""
        return self._later is None or self._later.done()

    @property
    def lost(self) -> bool:
        """Whether it was given up for a newer one before it began."""
        return self._later is not None and self._later.cancelled()

    def now(self) -> tuple[Power | None, bool]:
        """What is known now, and whether that is all."""
        later = self._later
        if later is None:
            return self._found, True
        if not later.done() or later.cancelled():
            return None, False
        failed = later.exception() is not None
        self._found = found_power(*self._asked) if failed else later.result()
        self._later = None
        return self._found, True


class Planting:
    """Begins plantings, one after the other; of those that wait only the newest is wanted."""

    def __init__(self) -> None:
        self._newest: Newest[Power | None] = Newest("planting")

    def begin(self, together: Cooccurrence, book: str) -> Planted:
        """For co-occurrence that was tested."""
        from analysis.nulls.shift_test import testable
        from app.study.power import p_needed

        asked = together.incidence, book, p_needed(together, book)
        if not testable(together.incidence):
            return Planted(*asked, None)
        return Planted(*asked, self._newest.begin(partial(_in_a_process, *asked)))
