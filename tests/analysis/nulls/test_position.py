"""Codes that have their time in all interviews: found, and taken account of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from talks import written

from analysis.nulls.courses import talks
from analysis.nulls.families import attainable_family
from analysis.nulls.position import Drifts, drifts, expected_by_position, tilted
from analysis.nulls.shift_test import shift_test
from analysis.units import Incidence

EVERY = np.arange(3)


def study(rates: list[NDArray[np.float64]], seed: int) -> Incidence:
    """Twenty interviews of 60 units; a rate for each unit and code."""
    chance = np.random.default_rng(seed)
    return written(
        [
            [
                "".join(code for code, rate in zip("XYZ", rates, strict=True) if drawn() < rate[at])
                for at in range(60)
            ]
            for drawn in [chance.random] * 20
        ]
    )


def drifting(made: Incidence) -> Drifts:
    return drifts(tuple(talks(made, EVERY)), 3)


RISING, EVEN = np.linspace(0.02, 0.5, 60), np.full(60, 0.2)


def each_its_own_way(seed: int) -> Incidence:
    """As ``study``: X and Y rise together in every other interview and fall in the rest."""
    chance = np.random.default_rng(seed)
    return written(
        [
            [
                "".join(
                    code
                    for code, rate in zip("XYZ", (ours, ours, EVEN), strict=True)
                    if chance.random() < rate[at]
                )
                for at in range(60)
            ]
            for ours in [RISING, RISING[::-1]] * 10
        ]
    )


def test_a_drift_is_found_and_an_even_code_is_none() -> None:
    found = drifting(study([RISING, RISING[::-1], EVEN], 1))
    assert found.common.tolist() == found.own.tolist() == [True, True, False]
    even = [drifting(study([EVEN, EVEN, EVEN], seed)) for seed in range(20)]
    assert np.mean([one.common for one in even]) <= 0.12
    assert np.mean([one.own for one in even]) <= 0.12


def test_a_drift_that_each_interview_has_for_itself_is_found_and_its_pairs_are_marked() -> None:
    p = []
    for seed in range(5):
        made = each_its_own_way(seed)
        assert drifting(made).own.tolist()[:2] == [True, True]
        tested = shift_test(made, [(0, 1)])
        p.append(tested.more[0])
        assert tested.drift[0]
    assert np.median(p) < 0.05, "so small by the course alone: hence the mark"


def test_a_common_course_alone_is_no_association() -> None:
    exact, corrected = [], []
    for seed in range(25):
        made = study([RISING, RISING, EVEN], seed)
        exact.append(shift_test(made, [(0, 1)], position=False).more[0])
        tested = shift_test(made, [(0, 1), (0, 2)])
        assert tested.drift[0]
        corrected.append(tested.more[0])
    assert np.mean(np.array(exact) < 0.05) > 0.5 and np.mean(np.array(corrected) < 0.05) <= 0.12


def test_what_a_course_brings_about_is_what_meets() -> None:
    made = study([RISING, RISING, RISING[::-1]], 4)
    joint = (made.matrix.T @ made.matrix).toarray()
    same, contrary = expected_by_position(
        tuple(talks(made, EVERY)), 3, np.array([0, 0]), np.array([1, 2])
    )
    assert same == pytest.approx(joint[0, 1], rel=0.15)
    assert contrary < 0.7 * same, "not exact where a unit is one place: rather too much"


@given(
    st.lists(st.floats(0.01, 1), min_size=3, max_size=9).map(lambda s: np.array(s) / sum(s)),
    st.floats(0.2, 0.8),
)
def test_a_distribution_is_tilted_to_the_mean_asked_for(
    shares: NDArray[np.float64], part: float
) -> None:
    mean = part * (len(shares) - 1)
    found = tilted(shares[None], np.array([mean]))[0]
    assert found.sum() == pytest.approx(1) and (found >= 0).all()
    assert found @ np.arange(len(found)) == pytest.approx(mean, abs=1e-3)


def test_the_family_by_hand() -> None:
    """Tarone 1990: of five, three can reach .05 / 3; the fourth not even .05 / 4."""
    least = np.array([0.001, 0.04, 0.01, 0.016, 0.2])
    assert attainable_family(least).tolist() == [True, False, True, True, False]
    assert attainable_family(np.array([1.0, 1.0])).tolist() == [False, False]
    assert attainable_family(np.array([])).tolist() == []
