"""Problem, cause, countermeasure: by theme with the words behind each cell, node and band, or which
code follows from which, and what stands without its ground. Below, codings are joined by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final, Literal, get_args

import pandas as pd
import streamlit as st

from analysis.chain_links import NO_CAUSE, behind
from analysis.chain_table import rows_of
from app.analyses.chains import ChainsOptions, chains, codebook_of_chains, function_in_words
from app.analyses.common import Counted
from app.analyses.themes.chain_table import (
    ChainTableOptions,
    chain_table_of,
    drawn_links,
    link_in_words,
    row_names,
)
from app.explorer.components.cards import cards
from app.explorer.pages.network.joining import join_codings
from app.explorer.pages.network.pair import PER_PAGE, pair_details
from app.explorer.pages.network.selection import Selection, title
from app.explorer.state.coding.cards import Card, Deck
from app.explorer.widgets import card_actions
from app.explorer.widgets.filters import to_filter
from app.explorer.widgets.long_work import analysed
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.results import download, notes, table, tables
from app.explorer.widgets.session import Session
from app.figures.echarts import Band, Bands, Node, clicked, sankey
from app.palette import code_colours
from app.result import Result, in_language
from app.study.study import names_of
from codebooks.codebook import Codebook
from corpus.coding import STEPS

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
    """The matrix and the Sankey diagram left; right the cells, and the passages of the cell, node
    or band picked last.
    """
    say = session.say
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
        element = _rows_diagram(session, selection, result)
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
        cell: Node | None = (
            Node(cells["part"].iloc[row], cells["row"].iloc[row])
            if row is not None and row < len(cells)
            else None
        )
        picked = _newest("chain_rows_picked", {"table": cell, "diagram": element})
        passages = result.tables["passages"]
        if picked is None:
            st.info(say("chains_page.pick"), icon=":material/touch_app:")
        else:
            passages = _passages(session, selection, passages, picked)
        join_codings(session, selection, list(passages["source"]))


def _newest(key: str, picks: Mapping[str, Node | Band | None]) -> Node | Band | None:
    """Of what is picked in several places that which was picked last; kept in the session under
    ``key``.
    """
    before, last = st.session_state.get(key, ({}, ""))
    changed = [
        name for name, pick in picks.items() if pick is not None and pick != before.get(name)
    ]
    if changed:
        last = changed[0]
    elif picks.get(last) is None:
        last = next((name for name, pick in picks.items() if pick is not None), "")
    st.session_state[key] = (dict(picks), last)
    return picks.get(last)


def _rows_diagram(session: Session, selection: Selection, result: Result) -> Node | Band | None:
    """The links between rows drawn; the node or band clicked."""
    book, lang = selection.book, session.lang
    bands = sankey(
        drawn_links(result.tables["row_links"]),
        in_language(row_names(book, selection.lens), lang),
        Counted.asked(book, "themes", selection.lens).colours(session.facts.books),
        {part: function_in_words(part, lang) for pair in STEPS.values() for part in pair},
    )
    return _drawn(session, bands, "chain_rows_chart", session.say("figure.no_chains"))


def _drawn(session: Session, bands: Bands, key: str, nothing: str) -> Node | Band | None:
    """A diagram with its heads; the node or band clicked in it. ``nothing``: said where there is
    no band.
    """
    if not bands.links:
        st.info(nothing)
        return None
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for part in ("problem", "cause", "countermeasure"):
            st.caption(function_in_words(part, session.lang))
    tallest = max(sum(part == own for own, _ in bands.nodes) for part, _ in bands.nodes)
    event = st.echarts_chart(
        bands.chart,
        height=max(420, 34 * tallest),
        key=key,
        on_select="rerun",
        alt=session.say("network_page.view_chains"),
    )
    kind, index = clicked(event) or ("", 0)
    if kind == "edge" and index < len(bands.links):
        return bands.links[index]
    if kind == "node" and index < len(bands.nodes):
        return bands.nodes[index]
    return None


def _passages(
    session: Session, selection: Selection, passages: pd.DataFrame, picked: Node | Band
) -> pd.DataFrame:
    """The passages behind a cell, a node or a band, as cards."""
    lang = session.lang
    chosen = behind_pick(passages, rows_of(selection.book, selection.lens)[0], picked)
    names = in_language(row_names(selection.book, selection.lens), lang)
    ends = (
        [picked]
        if isinstance(picked, Node)
        else [Node(part, row) for part, row in zip(STEPS[picked.step], picked[1:], strict=True)]
    )
    head = " → ".join(f"{names[end.name]} · {function_in_words(end.part, lang)}" for end in ends)
    st.subheader(plain(f"{head}（{len(chosen)}）"), anchor=False)
    deck = [
        Card(
            f"p{index}",
            str(passage["quote"]),
            "　".join(
                (
                    function_in_words(passage["part"], lang),
                    str(passage["source"]),
                    str(passage["code"]),
                    link_in_words(passage["link"], lang),
                )
            ),
        )
        for index, passage in enumerate(chosen.head(MOST_PASSAGES).to_dict("records"))
    ]
    cards(Deck(deck, label=session.say("themes.quotations"), texts={}), "chain_cards")
    return chosen


def behind_pick(
    passages: pd.DataFrame, row_of: Mapping[str, str], picked: Node | Band
) -> pd.DataFrame:
    """The passages behind a band or a node: those of its cell; of no cause, the problems for which
    something is asked and no cause is named.
    """
    if isinstance(picked, Band):
        return behind(passages, row_of, *picked)
    if picked.name != NO_CAUSE:
        return passages[(passages["row"] == picked.name) & (passages["part"] == picked.part)]
    rows = list(dict.fromkeys(passages["row"]))
    return pd.concat(
        [behind(passages, row_of, "problem-cause", row, NO_CAUSE) for row in rows] or [passages]
    )


def by_codes(session: Session, selection: Selection) -> None:
    """The links as a Sankey diagram left, as a table right; either leads to the units, a code of
    the diagram to its quotations.
    """
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
        element = _codes_diagram(session, book, result.tables["links"])
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
        row = table(
            session,
            in_words["links"],
            "chain_links",
            columns=result.brief["links"],
            select=True,
            height=240,
        )
        links = result.tables["links"]
        band: Band | None = (
            Band(links["step"].iloc[row], links["from"].iloc[row], links["to"].iloc[row])
            if row is not None and row < len(links)
            else None
        )
        picked = _newest("chain_codes_picked", {"table": band, "diagram": element})
        if picked is None:
            st.info(say("network_page.click"), icon=":material/touch_app:")
        elif isinstance(picked, Node):
            _code_quotations(session, selection, picked.name)
        else:
            together, _ = session.desk.together_now(selection.unit, book.id, selection.choice)
            pair_details(session, selection, together, (picked.first, picked.second))
        infos = session.facts.infos
        join_codings(
            session,
            selection,
            [infos[entity].source for entity in session.desk.chosen(selection.choice)],
        )


def _codes_diagram(session: Session, book: Codebook, links: pd.DataFrame) -> Node | Band | None:
    """The links between codes drawn; the code or link clicked."""
    names = {code: name for (_, code), name in names_of((book,), session.lang).items()}
    bands = sankey(links, names, code_colours(session.facts.books, book))
    return _drawn(session, bands, "chains_chart", session.say("chains_page.none"))


def _code_quotations(session: Session, selection: Selection, code: str) -> None:
    """The codings of a code, a page of them at a time."""
    st.subheader(plain(title(code, selection.names(session.lang))), anchor=False)
    wanted = to_filter(session, selection.choice, selection.codes(session, code))
    total = session.desk.count(wanted)
    st.caption(session.say("themes.found", count=total))
    page = card_actions.current_page("network_node_page", total, PER_PAGE)
    quotations = session.desk.project.quotations(
        wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    card_actions.show_cards(session, [one.coding for one in quotations], "network_cards")
    card_actions.page_switch("network_node_page", total, PER_PAGE)
