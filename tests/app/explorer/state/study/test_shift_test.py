"""The test of co-occurrence that takes long: what it weighs, and its answers early and late."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from analysis.cooccurrence import cooccurrence
from analysis.units import UNITS, Incidence, UnitKind
from app.explorer.state.study import shift_test
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from app.explorer.state.study.shift_test import Begun, Shifting, weight


@pytest.fixture(scope="module")
def incidence(small: Desk) -> Incidence:
    return small.incidence("exchange", Choice())


@pytest.mark.parametrize("unit", UNITS)
def test_the_weight_is_the_pairs_of_codes_that_meet_in_an_interview(
    small: Desk, unit: UnitKind
) -> None:
    """Counted by hand: the codes of each interview, two by two."""
    incidence = small.incidence(unit, Choice())
    matrix = incidence.matrix.toarray()
    pairs = 0
    for number in range(len(incidence.sources)):
        present = np.flatnonzero(matrix[incidence.interview == number].any(axis=0))
        pairs += len(list(combinations(present, 2)))
    assert weight(incidence) == pairs > 0


def test_a_short_test_is_done_at_once(incidence: Incidence) -> None:
    begun = Shifting().begin(incidence)
    assert begun.done and not begun.lost
    counted, tested = begun.now()
    assert tested
    pd.testing.assert_frame_equal(counted.table, shift_test.tested_table(incidence))
    pd.testing.assert_frame_equal(counted.table, cooccurrence(incidence).table)


def test_a_long_test_is_counted_now_and_told_later(incidence: Incidence) -> None:
    later: Future[pd.DataFrame] = Future()
    begun = Begun(cooccurrence(incidence, test=False), later)
    first, tested = begun.now()
    assert not tested and not begun.done and first.table["q"].isna().all()
    later.set_result(shift_test.tested_table(incidence))
    assert begun.done and not begun.lost
    last, tested = begun.now()
    assert tested
    pd.testing.assert_frame_equal(last.table, cooccurrence(incidence).table)
    assert begun.now() == (last, True) and begun.done


def test_a_test_that_failed_beside_is_made_here(incidence: Incidence) -> None:
    later: Future[pd.DataFrame] = Future()
    later.set_exception(RuntimeError("the process is gone"))
    result, tested = Begun(cooccurrence(incidence, test=False), later).now()
    assert tested
    pd.testing.assert_frame_equal(result.table, cooccurrence(incidence).table)


def test_a_test_given_up_for_a_newer_one_is_lost(incidence: Incidence) -> None:
    later: Future[pd.DataFrame] = Future()
    begun = Begun(cooccurrence(incidence, test=False), later)
    assert later.cancel() and begun.lost and begun.done
    assert begun.now()[1] is False


def test_of_those_that_wait_only_the_newest_is_wanted(
    incidence: Incidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One runs, one waits; the one that waits gives way."""
    running, go_on = threading.Event(), threading.Event()

    def slow(given: Incidence) -> pd.DataFrame:
        running.set()
        assert go_on.wait(30)
        return shift_test.tested_table(given)

    monkeypatch.setattr(shift_test, "LONG", 0)
    monkeypatch.setattr(shift_test, "_in_a_process", slow)
    tests = Shifting()
    first = tests.begin(incidence)
    assert running.wait(30)
    second, third = tests.begin(incidence), tests.begin(incidence)
    assert second.lost and not third.lost and not first.lost
    go_on.set()
    for begun in (first, third):
        while not begun.done:
            running.wait(0.01)
        assert begun.now()[1]
