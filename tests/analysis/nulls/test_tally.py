"""Counting answers as binary digits, against adding them up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.nulls.tally import WORD, Tally, packed


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=6),
    st.integers(1, 3),
    st.sampled_from([0.02, 0.5, 0.98, 1.0]),
    st.integers(0, 2**32 - 1),
)
def test_digits_say_what_adding_up_says(
    answers: list[int], words: int, often: float, seed: int
) -> None:
    """Rows with different numbers of answers, that are rarely, often or always yes."""
    chance = np.random.default_rng(seed)
    answers = sorted(answers, reverse=True)
    tally = Tally(len(answers), words)
    sums = np.zeros((len(answers), words * WORD), dtype=np.int64)
    for nth in range(answers[0]):
        rows = sum(number > nth for number in answers)
        given_now = (chance.random((rows, words * WORD)) < often).astype(np.uint8)
        sums[:rows] += given_now
        tally.add(packed(given_now))
    expected = [np.bincount(row, minlength=int(sums.max()) + 1).tolist() for row in sums]
    assert tally.shifts_by_count().tolist() == expected


def test_a_count_that_no_shift_has_keeps_its_column() -> None:
    """Counts of 0 and of 4 alone: the digit between them is never set."""
    answer = np.zeros((2, WORD), dtype=np.uint8)
    answer[0, :10] = 1
    tally = Tally(2, 1)
    for _ in range(4):
        tally.add(packed(answer))
    assert tally.shifts_by_count().tolist() == [[54, 0, 0, 0, 10], [64, 0, 0, 0, 0]]


@pytest.mark.parametrize("rows", [0, 3])
def test_without_an_answer_every_count_is_nothing(rows: int) -> None:
    assert Tally(rows, 2).shifts_by_count().tolist() == [[2 * WORD]] * rows
