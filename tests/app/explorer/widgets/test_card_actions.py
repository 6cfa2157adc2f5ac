"""Codings as cards."""

from __future__ import annotations

import pytest
import streamlit
from hypothesis import given
from hypothesis import strategies as st
from studies import stored_coding as coding

from app.explorer.state.coding.cards import Card
from app.explorer.widgets.card_actions import current_page, joined


def test_codings_of_the_same_words_are_one_card() -> None:
    stored = [coding("1", 0, 5), coding("2", 0, 5), coding("3", 0, 6), coding("4", 0, 5)]
    made = joined([Card(one.id, one.quote, "") for one in stored], stored)
    assert [card.same for card in made] == [False, True, False, False]


@pytest.mark.parametrize(
    ("page", "total", "expected"),
    [(1, 0, 1), (2, 0, 1), (1, 12, 1), (2, 12, 1), (2, 13, 2), (3, 13, 1), (0, 40, 1), (-1, 40, 1)],
)
def test_a_page_that_is_gone_is_the_first(
    page: int, total: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamlit, "session_state", {"cards_page": page})
    assert current_page("cards_page", total, 12) == expected
    assert current_page("another", total, 12) == 1


@given(page=st.integers(-3, 30), total=st.integers(0, 200), size=st.integers(1, 20))
def test_a_page_always_holds_something_where_there_is_anything(
    page: int, total: int, size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streamlit, "session_state", {"cards_page": page})
        index = (current_page("cards_page", total, size) - 1) * size
    assert index >= 0 and (index < total or index == total == 0)
