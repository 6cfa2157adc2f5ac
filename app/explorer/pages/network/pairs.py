"""Every pair of codes, themes or groups as a table, the strongest first; a row leads to its
units.
"""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from analysis.association import MEASURES
from app.explorer.pages.network.pair import pair_details
from app.explorer.pages.network.selection import Selection, counted, warnings
from app.explorer.widgets.results import table
from app.explorer.widgets.session import Session
from corpus.catalogue import Language

WIDTHS: Final = (58, 88, 58, 88, 56, 56, 58, 56)
"""Of the first columns, in pixels."""
OF_NAMES: Final = (146, 146, 56, 56, 58, 56)
"""The same where names stand in the place of codes and names."""


def render(session: Session, selection: Selection) -> None:
    """The table left, the units of the row picked right."""
    say, measure = session.say, selection.measure
    together = counted(session, selection)
    if not len(together.table):
        st.info(say("network_page.no_edges"))
        return
    pairs = strongest_first(together.table, measure)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        shown, heads = in_words(pairs, selection, session.lang)
        row = table(
            session,
            shown,
            "network_pairs",
            columns=(
                *heads,
                *("c", "interviews", measure, "q"),
                *("a", "b", "lift", "npmi", "p_more"),
            ),
            select=True,
            height=640,
            widths=WIDTHS if selection.by == "codes" else OF_NAMES,
        )
        st.caption(say("note.shift"))
        warnings(session, selection, together)
    with right:
        if row is None:
            st.info(say("network_page.click_row"), icon=":material/touch_app:")
        else:
            pair_details(session, selection, together, (pairs["code_a"][row], pairs["code_b"][row]))


def in_words(
    pairs: pd.DataFrame, selection: Selection, lang: Language
) -> tuple[pd.DataFrame, tuple[str, str]]:
    """The pairs as they are shown, and their first two columns: codes, or the names of themes or of
    the groups of a lens.
    """
    kind = selection.counted.kind
    if kind == "code":
        return pairs, ("code_a", "code_b")
    names, heads = selection.names(lang), (f"{kind}_a", f"{kind}_b")
    shown = pairs.rename(columns=dict(zip(("code_a", "code_b"), heads, strict=True)))
    return shown.assign(**{head: shown[head].map(names) for head in heads}), heads


def strongest_first(pairs: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The pairs (columns code_a, code_b, c, a, b, n) by a measure, which becomes a column where it
    is none; equal ones by their count, then by their codes.
    """
    if measure not in pairs:
        values = MEASURES[measure].function(*(pairs[column].to_numpy() for column in "cabn"))
        pairs = pairs.assign(**{measure: values})
    return pairs.sort_values(
        [measure, "c", "code_a", "code_b"], ascending=[False, False, True, True], kind="stable"
    ).reset_index(drop=True)
