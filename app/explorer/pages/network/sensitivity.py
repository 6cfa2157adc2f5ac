"""How the edges hold when another unit is counted by."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app.analyses.cooccur import CooccurOptions, cooccur
from app.explorer.pages.network.selection import Selection, power_notes
from app.explorer.widgets.long_work import analysed
from app.explorer.widgets.results import download, picture, table, tables
from app.explorer.widgets.session import Session


def render(session: Session, selection: Selection) -> None:
    """A picture with its table left, the edges by unit right."""
    say, unit, choice = session.say, selection.unit, selection.choice
    options = CooccurOptions(
        unit=unit,
        codebook=selection.book.id,
        by=selection.by,
        lens=selection.lens if selection.by == "themes" else None,
        measure=selection.measure,
        units=True,
        draws=200,
        power=False,
    )
    result = analysed(
        session,
        "view",
        ("sensitivity", options, choice),
        choice,
        unit,
        partial(cooccur, options=options),
    )
    if result is None:
        return
    in_words = tables(session, result)
    left, right = st.columns(2, gap="medium")
    with left:
        picture(session, result, "sensitivity", say("network_page.view_sensitivity"))
        table(session, in_words["sensitivity"], "sensitivity_table")
    with right:
        st.markdown(f"**{say('table.sensitivity_edges')}**")
        table(
            session,
            in_words["sensitivity_edges"],
            "sensitivity_edges",
            columns=result.brief["sensitivity_edges"],
            height=560,
        )
    download(session, result, "sensitivity", lambda: power_notes(session, selection))
