"""One text with a lane for each coder: sentence by sentence what each coded, differences marked by
a sign, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

import streamlit as st

from app.explorer.state.cards import Chip

_component = st.components.v2.component(
    "fangtan_lanes",
    js=(files("app.explorer.components.lanes") / "lanes.js").read_text("utf-8"),
    css=(files("app.explorer.components.lanes") / "lanes.css").read_text("utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A sentence: where it starts, its text, the codes of each coder, whether they agree."""

    start: int
    text: str
    lanes: tuple[tuple[Chip, ...], ...]
    agreed: bool


def lanes(
    heads: Sequence[str], rows: Sequence[LaneRow], *, focus: int | None, differs: str, key: str
) -> None:
    """Show the lanes. ``focus``: a position to scroll to; what is clicked there ``picked``
    tells.
    """
    _component(
        data={
            "heads": list(heads),
            "rows": [asdict(row) for row in rows],
            "focus": focus,
            "differs": differs,
        },
        key=key,
        on_pick_change=_nothing,
    )


def picked(key: str) -> tuple[int, int] | None:
    """The sentence clicked last under ``key``: its start, and a number that is another for each
    click (None: none was).
    """
    state: Any = st.session_state.get(key) or {}
    pick = state.get("pick")
    if not isinstance(pick, dict):
        return None
    start, number = pick.get("start"), pick.get("n")
    if (
        not isinstance(start, int)
        or not isinstance(number, int)
        or isinstance(start, bool)
        or isinstance(number, bool)
    ):
        return None
    return start, number


def _nothing() -> None:
    """A state is only kept by Streamlit when it has a callback."""
