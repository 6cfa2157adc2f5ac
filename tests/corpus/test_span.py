from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.span import Span

spans = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(
    lambda pair: Span(min(pair), max(pair))
)


def test_refuses_what_is_no_stretch() -> None:
    with pytest.raises(ValueError, match="start=3, end=2"):
        Span(3, 2)
    with pytest.raises(ValueError, match="start=-1"):
        Span(-1, 2)


@given(spans, spans)
def test_common_stretch_holds_exactly_the_common_positions(one: Span, two: Span) -> None:
    assert {place for place in range(40) if place in (one & two)} == {
        place for place in range(40) if place in one and place in two
    }


@given(spans, spans)
def test_cover_holds_both(one: Span, two: Span) -> None:
    for part in (one, two):
        assert not part or part in (one | two)


def test_counts_code_points() -> None:
    text = "👨‍👩‍👧你好𠮷"
    assert Span(5, 7).of(text) == "你好"
    assert not Span(4, 4) and len(Span(2, 7)) == 5
