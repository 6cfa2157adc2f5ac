"""Codings counted: sums over codes by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.explorer.state.study.tally import Tally

COUNTS = np.array([[1, 0, 2, 0, 0, 0], [0, 3, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0]])
SEEN = np.array([[True, False, True], [True, True, False], [False, False, False]])
TALLY = Tally({"a": 0, "b": 1, "c": 2}, COUNTS, SEEN)


@pytest.mark.parametrize(
    ("codes", "references", "transcripts"),
    [
        ([], (0, 0, 0, 0, 0, 0), 0),
        (["a"], (1, 0, 2, 0, 0, 0), 2),
        (["a", "b"], (1, 3, 2, 0, 0, 1), 3),
        (["c"], (0, 0, 0, 0, 0, 0), 0),
        (["a", "c", "unknown"], (1, 0, 2, 0, 0, 0), 2),
        (["unknown"], (0, 0, 0, 0, 0, 0), 0),
    ],
)
def test_codes_together(codes: list[str], references: tuple[int, ...], transcripts: int) -> None:
    assert TALLY.of(codes) == (references, transcripts)
    assert TALLY.of(iter(codes)) == (references, transcripts)


@given(
    st.lists(st.sampled_from("abcd"), unique=True), st.lists(st.sampled_from("abcd"), unique=True)
)
def test_references_add_up_and_transcripts_do_not_exceed(one: list[str], other: list[str]) -> None:
    both = TALLY.of({*one, *other})
    apart = [code for code in other if code not in one]
    first, second = TALLY.of(one), TALLY.of(apart)
    assert both[0] == tuple(a + b for a, b in zip(first[0], second[0], strict=True))
    assert max(first[1], second[1]) <= both[1] <= first[1] + second[1]
