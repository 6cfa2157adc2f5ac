"""Cards are values: what nobody told is empty, and equal cards are not drawn again."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, asdict, replace

import pytest

from app.explorer.state.coding.cards import Action, Card, Chip, Deck, Said

CARD = Card(
    "c1",
    "没有统一标准",
    "A-1 答 第 2 轮",
    (Chip("P1", "标准不一", "−", "缺失", "#aa3322"),),
    marks=((0, 2, "cue"), (2, 6, "indicator")),
    reviews=(Said("dispute", "有异议", "不对", "李"),),
    disputes=("r1",),
)


def test_a_card_says_no_more_than_it_was_told() -> None:
    bare = Card("c", "话", "出处")
    assert (bare.codes, bare.marks, bare.reviews, bare.disputes) == ((), (), (), ())
    assert (bare.before, bare.after, bare.status, bare.state, bare.coder) == ("", "", "", "", "")
    assert bare.actions is None and not bare.current and not bare.same
    assert Deck([bare]).study == "" and Deck([]).actions == () and Deck([]).texts == {}
    assert Action("a", "接受") == Action("a", "接受", "", "", False)


def test_equal_cards_are_equal_and_do_not_change() -> None:
    assert replace(CARD) == CARD and hash(replace(CARD)) == hash(CARD)
    assert CARD != replace(CARD, same=True) != replace(CARD, current=True)
    with pytest.raises(FrozenInstanceError):
        CARD.quote = "别的"  # type: ignore[misc]


def test_a_deck_becomes_json_with_every_field_of_its_cards() -> None:
    deck = Deck(
        [CARD], (Action("a", "接受", note="理由", optional=True),), "队列", {"k": "词"}, "s"
    )
    read = json.loads(json.dumps(asdict(deck), ensure_ascii=False))
    assert read["cards"][0]["marks"] == [[0, 2, "cue"], [2, 6, "indicator"]]
    assert read["cards"][0]["codes"][0]["color"] == "#aa3322"
    assert read["actions"] == [
        {"id": "a", "label": "接受", "title": "", "note": "理由", "optional": True}
    ]
    assert [CARD.quote[start:end] for start, end, _ in CARD.marks] == ["没有", "统一标准"]
