"""Problem, cause, countermeasure: by theme with the words behind each cell, or which code follows
from which, and what stands without its ground.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final, Literal, get_args

import pandas as pd
import streamlit as st

from app.analyses.chains import ChainsOptions, chains, codebook_of_chains, function_in_words
from app.analyses.themes.chain_table import (
    ChainTableOptions,
    chain_table_of,
    link_in_words,
    row_names,
)
from app.explorer.components.cards import cards
from app.explorer.pages.network.pair import pair_details
from app.explorer.pages.network.selection import Selection
from app.explorer.state.coding.cards import Card, Deck
from app.explorer.widgets.long_work import analysed
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.results import download, notes, picture, table, tables
from app.explorer.widgets.session import Session
from app.figures.echarts import clicked, sankey
from app.palette import code_colours
from app.result import Result, in_language
from app.study.study import names_of
from codebooks.codebook import Codebook

Rows = Literal["themes", "codes"]
EVERY_ROWS: Final[tuple[Rows, ...]] = get_args(Rows)
MOST_PASSAGES: Final = 60


def render(session: Session, selection: Selection) -> None:
    """By themes (or the groups of the lens), or by codes that have a function."""
    rows = st.segmented_control(
        session.say("chains_page.rows"),
        EVERY_ROWS,
        default="themes",
        format_func=lambda name: session.say(f"chains_page.{name}"),
        key="chains_rows",
        required=True,
    )
    if rows == "codes":
        by_codes(session, selection)
    else:
        by_themes(session, selection)


def by_themes(session: Session, selection: Selection) -> None:
    """The matrix and the Sankey picture left; right the cells, and the passages of the one
    picked.
    """
    say, lang = session.say, session.lang
    options = ChainTableOptions(codebook=selection.book.id, lens=selection.lens)
    result = analysed(
        session,
        "view",
        ("chain_table", options, selection.choice),
        selection.choice,
        selection.unit,
        partial(chain_table_of, options=options),
    )
    if result is None:
        return
    in_words = tables(session, result)
    left, right = st.columns([6, 6], gap="medium")
    with left:
        table(session, in_words["matrix"], "chain_matrix", columns=result.brief["matrix"])
        picture(session, result, "row_sankey", say("analysis.chain_table"))
        notes(session, result)
        download(session, result, "chain_table")
    with right:
        st.markdown(f"**{say('table.cells')}**")
        row = table(
            session,
            in_words["cells"],
            "chain_cells",
            columns=result.brief["cells"],
            select=True,
            height=320,
        )
        cells = result.tables["cells"]
        if row is None or row >= len(cells):
            st.info(say("chains_page.pick"), icon=":material/touch_app:")
            return
        of_row, part = str(cells["row"].iloc[row]), str(cells["part"].iloc[row])
        name = in_language(row_names(selection.book, selection.lens), lang)[of_row]
        passages = result.tables["passages"]
        chosen = passages[(passages["row"] == of_row) & (passages["part"] == part)]
        st.subheader(
            plain(f"{name} · {function_in_words(part, lang)}（{len(chosen)}）"), anchor=False
        )
        deck = [
            Card(
                f"p{index}",
                str(passage["quote"]),
                f"{passage['source']}　{passage['code']}　{link_in_words(passage['link'], lang)}",
            )
            for index, passage in enumerate(chosen.head(MOST_PASSAGES).to_dict("records"))
        ]
        cards(Deck(deck, label=say("themes.quotations"), texts={}), "chain_cards")


def by_codes(session: Session, selection: Selection) -> None:
    """The links as a Sankey diagram left, as a table right; either leads to the units."""
    say = session.say
    book = codebook_of_chains(session.facts.books, None) or selection.book
    selection = replace(selection, book=book, by="codes")
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
