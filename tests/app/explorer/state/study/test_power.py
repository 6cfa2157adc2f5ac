"""The power of a test, found beside the page: its answers early and late, and the same number."""

from __future__ import annotations

import time
from concurrent.futures import Future

import pytest
from talks import written

from analysis.cooccurrence import cooccurrence
from analysis.nulls.power import Found, Power, power
from app.explorer.state.study import power as module
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from app.explorer.state.study.power import Planted, Planting
from app.study.power import p_needed

FIVE = written([["AB", "A", "B", "C"]] * 5, "ABC", "b")
POWER = Power(5, 20, 5, 10, (Found(0.1, 20, 20),))


def planted(later: Future[Power | None] | None) -> Planted:
    return Planted(FIVE, "b", 0.05, later)


def test_a_process_of_its_own_finds_the_same() -> None:
    together = cooccurrence(FIVE)
    begun = Planting().begin(together, "b")
    assert begun.now() == (None, False) and not begun.done
    until = time.monotonic() + 60
    while not begun.done and time.monotonic() < until:
        time.sleep(0.02)
    assert begun.now() == (power(FIVE, "b", p_needed(together, "b")), True)


def test_where_no_test_is_made_nothing_is_planted() -> None:
    three = cooccurrence(written([["AB", "A", "B"]] * 3, "AB", "b"))
    begun = Planting().begin(three, "b")
    assert begun.done and begun.now() == (None, True)


def test_it_is_known_from_then_on() -> None:
    later: Future[Power | None] = Future()
    begun = planted(later)
    assert begun.now() == (None, False)
    later.set_result(POWER)
    assert begun.done and not begun.lost
    assert begun.now() == begun.now() == (POWER, True)


def test_what_failed_beside_is_found_here() -> None:
    later: Future[Power | None] = Future()
    later.set_exception(RuntimeError("the process is gone"))
    assert planted(later).now() == (power(FIVE, "b", 0.05), True)


def test_what_was_given_up_for_a_newer_one_is_lost() -> None:
    later: Future[Power | None] = Future()
    begun = planted(later)
    assert later.cancel() and begun.lost and begun.now() == (None, False)


def test_a_desk_waits_for_the_test_then_plants_once(
    small: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was lost is begun again."""
    begun: list[Future[Power | None]] = []

    class Beside:
        def begin(self, together: object, book: str) -> Planted:
            begun.append(Future())
            return planted(begun[-1])

    monkeypatch.setattr(small, "_planting", Beside())
    book = small.facts().books[0].id
    asked = ("turn", book, Choice(statuses=("accepted",)))
    assert small.power_now(*asked) == (None, False) and len(begun) == 1
    begun[0].cancel()
    assert small.power_now(*asked) == (None, False) and len(begun) == 2
    begun[1].set_result(POWER)
    assert small.power(*asked) == POWER and small.power_now(*asked) == (POWER, True)
    assert len(begun) == 2 and module.found_power(FIVE, "b", 0.05) is not None
