"""One text with a lane for each coder: sentence by sentence what each coded, differences marked by
a sign, not by colour alone. Nothing is changed from here: a click only says where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from app.explorer.components.shared import nothing, script, state_value, style
from app.explorer.state.coding.browser_operations import parse_pick
from app.explorer.state.coding.cards import Chip

_component = st.components.v2.component(
    "fangtan_lanes", js=script("lanes/lanes.js"), css=style("lanes"), isolate_styles=False
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
        on_pick_change=nothing,
    )


def picked(key: str) -> tuple[int, int] | None:
    """The sentence clicked last under ``key``: its start, and a number that is another for each
    click (None: none was).
    """
    return parse_pick(state_value(key, "pick"))
