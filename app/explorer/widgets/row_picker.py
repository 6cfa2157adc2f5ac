"""A row of a table, picked by a click anywhere in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

import streamlit as st

MODES: Final[tuple[Literal["single-row", "single-cell"], ...]] = ("single-row", "single-cell")
"""The ``selection_mode`` of a table in which a click on a name is as good as one on the box before
it.
"""


def meant(selection: dict[str, Any]) -> dict[str, Any]:
    """A selection with the row of the cell clicked instead of the cell."""
    cells = selection.get("cells") or []
    return {
        "rows": [cells[0][0]] if cells else list(selection.get("rows") or []),
        "columns": [],
        "cells": [],
    }


def by_any_cell(key: str) -> Callable[[], None]:
    """``on_select`` of the table ``key``: ticks the row in which a cell was clicked, before the
    page is run.
    """

    def ticked() -> None:
        state = st.session_state.get(key)
        if state and state["selection"].get("cells"):
            st.session_state[key] = {"selection": meant(state["selection"])}

    return ticked
