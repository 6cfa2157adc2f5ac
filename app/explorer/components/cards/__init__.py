"""A list of quotations as cards: what was said, by whom, under which code, and what can be done
with it.

Text reaches the page by ``textContent`` only. What a reader does on a card is an act; the browser
sends it again until it is acknowledged, so each is to be done once by (client, seq).
"""

from __future__ import annotations

from dataclasses import asdict
from importlib.resources import files
from typing import Any

import streamlit as st

from app.explorer.state.cards import Act, Deck, parse_acts

_component = st.components.v2.component(
    "fangtan_cards",
    js=(files("app.explorer.components.cards") / "cards.js").read_text("utf-8"),
    css=(files("app.explorer.components.cards") / "cards.css").read_text("utf-8"),
    isolate_styles=False,
)


def acted(key: str) -> list[Act]:
    """The acts of the cards under ``key`` that were not yet done. Tell ``done`` of each when it
    is.
    """
    state: Any = st.session_state.get(key) or {}
    known: dict[str, int] = st.session_state.setdefault(f"{key}:ack", {})
    return [act for act in parse_acts(state.get("acts")) if act.seq > known.get(act.client, 0)]


def done(key: str, act: Act) -> None:
    """Acknowledge an act: the browser forgets it."""
    known: dict[str, int] = st.session_state.setdefault(f"{key}:ack", {})
    known[act.client] = max(known.get(act.client, 0), act.seq)


def cards(deck: Deck, key: str) -> None:
    """Show cards. The same ``key`` on every run."""
    _component(
        data={
            "cards": [
                {
                    **asdict(card),
                    "actions": None
                    if card.actions is None
                    else [asdict(action) for action in card.actions],
                }
                for card in deck.cards
            ],
            "actions": [asdict(action) for action in deck.actions],
            "label": deck.label,
            "texts": dict(deck.texts),
            "ack": dict(st.session_state.get(f"{key}:ack", {})),
        },
        key=key,
        on_acts_change=_nothing,
    )


def _nothing() -> None:
    """A state is only kept by Streamlit when it has a callback."""
