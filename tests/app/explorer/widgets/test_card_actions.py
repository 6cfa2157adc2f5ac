"""Codings as cards."""

from __future__ import annotations

from studies import stored_coding as coding

from app.explorer.state.coding.cards import Card
from app.explorer.widgets.card_actions import joined


def test_codings_of_the_same_words_are_one_card() -> None:
    stored = [coding("1", 0, 5), coding("2", 0, 5), coding("3", 0, 6), coding("4", 0, 5)]
    made = joined([Card(one.id, one.quote, "") for one in stored], stored)
    assert [card.same for card in made] == [False, True, False, False]
