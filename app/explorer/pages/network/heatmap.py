"""The codes used most, as a matrix of the measure chosen; a cell leads to its units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from analysis.association import MEASURES
from app.explorer.pages.network.pair import pair_details
from app.explorer.pages.network.selection import Selection, counted, title, warnings
from app.explorer.widgets.results import shades
from app.explorer.widgets.session import Session

MOST_CODES: Final = 30
"""More rows and columns than these cannot be read on a screen."""


def render(session: Session, selection: Selection) -> None:
    """The matrix left, the units of the cell clicked right."""
    say = session.say
    together = counted(session, selection)
    names = selection.names(session.lang)
    codes = _most_used(together.table)
    if not codes:
        st.info(say("network_page.no_edges"))
        return
    frame = matrix(together.table, codes, selection.measure)
    frame.index = pd.Index([title(code, names) for code in codes])
    left, right = st.columns([7, 5], gap="medium")
    with left:
        event: Any = st.dataframe(
            frame.style.apply(shades, axis=None).format(
                "{:.0f}" if selection.measure == "count" else "{:.2f}", na_rep=""
            ),
            key="network_heat",
            on_select="rerun",
            selection_mode="single-cell",
            height=min(36 * (len(codes) + 1) + 3, 680),
            placeholder="",
            alt=say("network_page.view_heatmap"),
        )
        st.caption(
            say(
                "network_page.heat_note",
                measure=say(f"measure.{selection.measure}"),
                unit=say(f"unit.{selection.unit}"),
            )
        )
        warnings(session, selection, together)
    with right:
        pair = _clicked(event, codes)
        if pair is None:
            st.info(say("network_page.click_cell"), icon=":material/touch_app:")
        else:
            pair_details(session, selection, together, pair)


def _most_used(table: pd.DataFrame) -> list[str]:
    """The codes that stand in most units, in the order of their ids."""
    units: dict[str, int] = {}
    for row in table.to_dict("records"):
        units[row["code_a"]], units[row["code_b"]] = row["a"], row["b"]
    return sorted(sorted(units, key=lambda code: (-units[code], code))[:MOST_CODES])


def matrix(table: pd.DataFrame, codes: Sequence[str], measure: str) -> pd.DataFrame:
    """Codes x codes: the measure of each pair of ``table`` (columns code_a, code_b, c, a, b, n),
    the same on both sides of the diagonal; NaN on it and where a pair is not in the table.
    """
    values = MEASURES[measure].function(*(table[column].to_numpy() for column in "cabn"))
    by_pair: dict[tuple[str, str], float] = {}
    for one, other, value in zip(table["code_a"], table["code_b"], values, strict=True):
        by_pair[one, other] = by_pair[other, one] = value
    return pd.DataFrame(
        [[by_pair.get((row, column)) for column in codes] for row in codes],
        index=list(codes),
        columns=list(codes),
        dtype=float,
    )


def _clicked(event: Any, codes: Sequence[str]) -> tuple[str, str] | None:
    """The two codes of the cell that was clicked; None for none and for the diagonal."""
    cells = event["selection"].get("cells") or []
    if not cells:
        return None
    row, column = int(cells[0][0]), cells[0][1]
    if column in codes and row < len(codes) and codes[row] != column:
        return codes[row], column
    return None
