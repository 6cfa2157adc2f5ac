"""One text with a lane for each coder: sentence by sentence what each coded, differences marked by a sign, not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

import streamlit as st

from app.components.cards import Chip

_component = st.components.v2.component(
    "fangtan_lanes",
    js=(files("app.components.lanes") / "lanes.js").read_text("utf-8"),
    css=(files("app.components.lanes") / "lanes.css").read_text("utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A sentence: where it starts, its text, the codes of each coder, whether they agree."""

    start: int
    text: str
    lanes: tuple[tuple[Chip, ...], ...]
    agreed: bool


def lanes(heads: Sequence[str], rows: Sequence[LaneRow], *, focus: int | None, differs: str, key: str) -> int | None:
    """Show the lanes; the start of the sentence that was clicked last (None: none). ``focus``: a position to scroll to."""
    _component(data={"heads": list(heads), "rows": [asdict(row) for row in rows], "focus": focus, "differs": differs}, key=key, on_pick_change=_nothing)
    state: Any = st.session_state.get(key) or {}
    pick = state.get("pick")
    start = pick.get("start") if isinstance(pick, dict) else None
    return start if isinstance(start, int) and not isinstance(start, bool) else None


def _nothing() -> None:
    """A state is only kept by Streamlit when it has a callback."""
