"""What a spreadsheet would run is marked, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formulas import MARK, STARTS, guarded, is_formula, unguarded


@pytest.mark.parametrize("start", sorted(STARTS))
def test_every_character_that_may_start_a_formula_is_marked(start: str) -> None:
    assert guarded(f"{start}SUM(A1)") == f"'{start}SUM(A1)"
    assert is_formula(start) and guarded(start) == f"'{start}"


@pytest.mark.parametrize(
    "text", ["-5", "+5", "-2.50", "0", "甲=乙", " =1", "", "——好", "’好", "'好"]
)
def test_numbers_and_common_texts_stay(text: str) -> None:
    assert guarded(text) == text and unguarded(text) == text


@pytest.mark.parametrize("text", ["-5-5", "+86 138", "-1e3", "-５", "-2.", "＝1+1", "\r=1"])
def test_what_only_looks_like_a_number_is_marked(text: str) -> None:
    assert guarded(text) == MARK + text


@given(st.text(alphabet="'=+-@＝＋\t\r\n5.甲a", max_size=8))
def test_every_text_comes_back_and_nothing_written_is_run(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not is_formula(guarded(text))
