"""Problem, cause, countermeasure: which follows from which, and what stands without its ground."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from app.analyses.chains import ChainsOptions, chains, codebook_of_chains
from app.explorer.pages.network.pair import pair_details
from app.explorer.pages.network.selection import Selection
from app.explorer.widgets.long_work import analysed
from app.explorer.widgets.results import download, notes, table, tables
from app.explorer.widgets.session import Session
from app.figures.echarts import clicked, sankey
from app.palette import code_colours
from app.result import Result
from app.study.study import names_of
from codebooks.codebook import Codebook


def render(session: Session, selection: Selection) -> None:
    """The links as a Sankey diagram left, as a table right; either leads to the units."""
    say = session.say
    book = codebook_of_chains(session.facts.books, None) or selection.book
    selection = replace(selection, book=book)
    options = ChainsOptions(reach=selection.unit)
    result = analysed(
        session,
        "view",
        ("chains", options, selection.choice),
        selection.choice,
        selection.unit,
        partial(chains, options=options),
    )
    if result is None:
        return
    in_words = tables(session, result)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        _diagram(session, book, result.tables["links"])
        st.markdown(f"**{say('table.orphans')}**")
        table(
            session,
            in_words["orphans"],
            "orphans",
            columns=result.brief["orphans"],
            height=260,
        )
        notes(session, result)
        download(session, result, "chains")
    with right:
        st.markdown(f"**{say('table.links')}**")
        pair = _link(session, result, in_words["links"])
        if pair is None:
            st.info(say("network_page.click"), icon=":material/touch_app:")
            return
        together, _ = session.desk.together_now(selection.unit, book.id, selection.choice)
        pair_details(session, selection, together, pair)


def _diagram(session: Session, book: Codebook, links: pd.DataFrame) -> None:
    """The links drawn; the one that is clicked is kept in the session as ``chains_pick``."""
    names = {code: name for (_, code), name in names_of((book,), session.lang).items()}
    spec, pairs = sankey(links, names, code_colours(session.facts.books, book))
    if not pairs:
        st.info(session.say("chains_page.none"))
        return
    event = st.echarts_chart(
        spec,
        height=max(420, 26 * len(spec["series"][0]["data"])),
        key="chains_chart",
        on_select="rerun",
        alt=session.say("network_page.view_chains"),
    )
    element = clicked(event)
    st.session_state["chains_pick"] = (
        pairs[element[1]] if element and element[0] == "edge" and element[1] < len(pairs) else None
    )


def _link(session: Session, result: Result, in_words: pd.DataFrame) -> tuple[str, str] | None:
    """The table of links; the two codes of the row picked, else of the link clicked."""
    row = table(
        session,
        in_words,
        "chain_links",
        columns=result.brief["links"],
        select=True,
        height=240,
    )
    links = result.tables["links"]
    if row is not None and row < len(links):
        return links["from"].iloc[row], links["to"].iloc[row]
    clicked_link: tuple[str, str] | None = st.session_state.get("chains_pick")
    return clicked_link
