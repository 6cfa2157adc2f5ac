"""Pairs that meet less than chance: against the shift test asked for them alone, and in one run."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talks import written

from analysis import cooccurrence as module
from analysis.apart import apart
from analysis.cooccurrence import cooccurrence
from analysis.nulls.families import benjamini_hochberg
from analysis.nulls.shift_test import circular_shift

studies = st.lists(
    st.lists(st.sampled_from(["", "X", "Y", "Z", "XY", "YZ", "XYZ"]), min_size=2, max_size=6),
    min_size=4,
    max_size=7,
)
NEVER = [
    *(["X", "Y", "", ""], ["Y", "X", "", ""], ["", "X", "Y", ""], ["Y", "", "X"], ["X", "", "Y"])
] * 3
"""54 units in 15 interviews."""


@settings(max_examples=10, deadline=None)
@given(studies, st.sampled_from([0, 5000]))
def test_the_lower_side_is_that_of_a_test_of_its_own(study: list[list[str]], limit: int) -> None:
    """Also where the codes are too many for all pairs to be tested for the upper side."""
    incidence = written(study, "WXYZ")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "_ALL", limit)
        together = cooccurrence(incidence, every=True)
        upper = cooccurrence(incidence)
    found = apart(together, "k")
    occurring = np.flatnonzero(np.asarray(incidence.matrix.sum(axis=0)).ravel()).tolist()
    pairs = list(itertools.combinations(occurring, 2))
    less = circular_shift(incidence, pairs)[1]
    names = [(incidence.codes[one][1], incidence.codes[other][1]) for one, other in pairs]
    if len(study) < 5:
        assert not found.q_of and found.table.empty
        return
    assert list(found.q_of) == names
    assert list(found.q_of.values()) == pytest.approx(benjamini_hochberg(less).tolist())
    expected = {pair: p for pair, p in zip(names, less.tolist(), strict=True) if p < 0.05}
    rows = found.table.to_dict("records")
    assert {(row["code_a"], row["code_b"]): row["p_less"] for row in rows} == pytest.approx(
        expected
    )
    assert found.table["p_less"].is_monotonic_increasing
    # and the upper side is what it is without
    assert together.table.equals(upper.table)


def test_counts_by_hand() -> None:
    found = apart(cooccurrence(written(NEVER), every=True), "k")
    (row,) = found.table.to_dict("records")
    assert [row[name] for name in ("code_a", "code_b", "c", "expected_c", "a", "b", "n")] == [
        *("X", "Y", 0, 15 * 15 / 54, 15, 15, 54)
    ]
    assert row["q_less"] == row["p_less"] == found.q_of["X", "Y"] < 0.001 and not row["drift"]


def test_both_sides_come_of_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    shift_test = module.shift_test

    def counted(*given: object) -> object:
        runs.append(1)
        return shift_test(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "shift_test", counted)
    together = cooccurrence(written([["XY", "X", "Z", "Y"]] * 5), every=True)
    assert len(apart(together, "k").q_of) == 3 and together.table["q"].notna().all()
    assert len(runs) == 1


def test_without_every_pairs_that_never_meet_are_not_tested() -> None:
    assert apart(cooccurrence(written(NEVER)), "k").table.empty
    assert apart(cooccurrence(written(NEVER), every=True, test=False), "k").table.empty
    assert apart(cooccurrence(written(NEVER), every=True), "other").table.empty
