"""A list of quotations as cards: what was said, by whom, under which code, and what can be done
with it.

Text reaches the page by ``textContent`` only. What a reader does on a card goes into the outbox
that the cards have with the coding page (``shared``); only the wish to go somewhere (``wished``)
is forgotten when the page is left. What a card says or may do is decided by the pages.
"""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from app.explorer.components.shared import answers, nothing, script, state_value, style
from app.explorer.state.coding.browser_operations import parse_wish
from app.explorer.state.coding.cards import Deck

_component = st.components.v2.component(
    "fangtan_cards", js=script("cards/cards.js"), css=style("cards"), isolate_styles=False
)


def wished(key: str) -> str | None:
    """The coding that the reader wants to see, by the cards under ``key``: told once."""
    wish = parse_wish(state_value(key, "open"))
    last = st.session_state.get(f"{key}:opened")
    if wish is None or wish[1] == last:
        return None
    st.session_state[f"{key}:opened"] = wish[1]
    return wish[0]


def cards(deck: Deck, key: str) -> None:
    """Show cards. The same ``key`` on every run."""
    _component(
        data={
            "cards": [asdict(card) for card in deck.cards],
            "actions": [asdict(action) for action in deck.actions],
            "label": deck.label,
            "texts": dict(deck.texts),
            "study": deck.study,
            "ack": dict(answers().ack),
        },
        key=key,
        on_outbox_change=nothing,
        on_open_change=nothing,
    )
