"""Problem, cause, countermeasure: by theme with the words behind each cell, node and band, or which
code follows from which, and what stands without its ground. Below, codings are joined by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, Literal, TypeVar, get_args

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
from app.explorer.state.coding.linking import drawn_between
from app.explorer.state.coding.quotations import cards_of
from app.explorer.widgets import card_actions
from app.explorer.widgets.filters import to_filter
from app.explorer.widgets.long_work import analysed
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.results import download, notes, table, tables
from app.explorer.widgets.session import Session
from app.figures.echarts import COLUMN_OF, Band, Bands, Node, clicked, sankey
from app.palette import code_colours
from app.result import Result, in_language
from app.study.study import names_of
from codebooks.codebook import Codebook
from corpus.coding import STEPS, Function

Rows = Literal["themes", "codes"]
EVERY_ROWS: Final[tuple[Rows, ...]] = get_args(Rows)
MOST_PASSAGES: Final = 60
Pick = TypeVar("Pick", Node, Band)


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
        cells = [
            Node(part, row)
            for part, row in result.tables["cells"][["part", "row"]].itertuples(index=False)
        ]
        cell = _row_picked(
            session, in_words["cells"], result.brief["cells"], "chain_cells", cells, height=320
        )
        picked = _newest("chain_rows_picked", {"table": cell, "diagram": element})
        passages = result.tables["passages"]
        if picked is None:
            st.info(say("chains_page.pick"), icon=":material/touch_app:")
            join_codings(session, selection, list(passages["source"]))
        else:
            _passages(session, selection, passages, picked)


def _row_picked(
    session: Session,
    frame: pd.DataFrame,
    columns: Sequence[str],
    key: str,
    entries: Sequence[Node] | Sequence[Band],
    *,
    height: int,
) -> Node | Band | None:
    """A table in which each row is one of ``entries``; the one picked."""

    def drawn(key: str) -> Node | Band | None:
        row = table(session, frame, key, columns=columns, select=True, height=height)
        return entries[row] if row is not None and row < len(entries) else None

    return _held(key, entries, drawn)


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
        _heads(session),
        rows=True,
    )
    return _drawn(session, bands, "chain_rows_chart", session.say("figure.no_chains"))


def _heads(session: Session) -> dict[Function, str]:
    """The words for the columns of a diagram."""
    return {part: function_in_words(part, session.lang) for part in COLUMN_OF}


def _drawn(session: Session, bands: Bands, key: str, nothing: str) -> Node | Band | None:
    """A diagram; the node or band clicked in it. ``nothing``: said where there is no band."""
    if not bands.links:
        st.info(nothing)
        return None
    tallest = max(sum(part == own for own, _ in bands.nodes) for part, _ in bands.nodes)

    def chart(key: str) -> Node | Band | None:
        event = st.echarts_chart(
            bands.chart,
            height=max(420, 34 * tallest),
            key=key,
            on_select="rerun",
            alt=session.say("network_page.view_chains"),
        )
        kind, index = clicked(event) or ("", 0)
        if kind == "edge":
            return _row_of(bands.links, index)
        return _row_of(bands.nodes, index) if kind == "node" else None

    return _held(key, [*bands.nodes, *bands.links], chart)


def _row_of(entries: Sequence[Pick], index: int | None) -> Pick | None:
    """The entry that a click tells by its index; None for no click."""
    return entries[index] if index is not None and index < len(entries) else None


def _held(
    key: str, entries: Sequence[Node | Band], draw: Callable[[str], Node | Band | None]
) -> Node | Band | None:
    """What is picked among ``entries`` in the element that ``draw`` draws under the key that it is
    given. A click is kept by its index alone: once the entries are others (a link was drawn), the
    element is drawn anew, and what was picked in it before stays picked.
    """
    before, number, picked, clicked_there = st.session_state.get(f"{key}_held", ([], 0, None, None))
    kept: Node | Band | None = picked
    if before != list(entries):
        number, clicked_there = number + 1, None
        kept = kept if kept in entries else None
    element = draw(f"{key}_{number}")
    if element is not None or clicked_there is not None:
        kept = element
    st.session_state[f"{key}_held"] = (list(entries), number, kept, element)
    return kept


def _passages(
    session: Session, selection: Selection, passages: pd.DataFrame, picked: Node | Band
) -> None:
    """The passages behind a cell, a node or a band, as cards; above them, codings of their
    interviews are joined.
    """
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
    join_codings(session, selection, list(chosen["source"]))
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
        links = [
            Band(*ends)
            for ends in result.tables["links"][["step", "from", "to"]].itertuples(index=False)
        ]
        band = _row_picked(
            session, in_words["links"], result.brief["links"], "chain_links", links, height=240
        )
        picked = _newest("chain_codes_picked", {"table": band, "diagram": element})
        if picked is None:
            st.info(say("network_page.click"), icon=":material/touch_app:")
        elif isinstance(picked, Node):
            _code_quotations(session, selection, picked.name)
        else:
            together, _ = session.desk.together_now(selection.unit, book.id, selection.choice)
            pair_details(session, selection, together, (picked.first, picked.second))
            _joined_by_hand(session, selection, picked)
        infos = session.facts.infos
        join_codings(
            session,
            selection,
            [infos[entity].source for entity in session.desk.chosen(selection.choice)],
        )


def _codes_diagram(session: Session, book: Codebook, links: pd.DataFrame) -> Node | Band | None:
    """The links between codes drawn; the code or link clicked."""
    names = {code: name for (_, code), name in names_of((book,), session.lang).items()}
    bands = sankey(links, names, code_colours(session.facts.books, book), _heads(session))
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


def _joined_by_hand(session: Session, selection: Selection, band: Band) -> None:
    """The codings of two codes that people joined, as cards: they may stand in no common unit."""
    keys, takes = session.facts.keys, selection.choice.takes
    wanted = [(selection.book.id, code) for code in (band.first, band.second)]
    chosen, links = set(session.desk.chosen(selection.choice)), session.desk.links()
    codings = [
        coding
        for entity in links
        if entity in chosen
        for _, first, second in drawn_between(links[entity], session.desk.interview(entity)[1])
        if [keys[first.code], keys[second.code]] == wanted and takes(first) and takes(second)
        for coding in (first, second)
    ]
    if not codings:
        return
    st.markdown(f"**{session.say('chain_table.by_person')}**")
    drawn = cards_of(session.desk, session.facts, codings[:MOST_PASSAGES], session.lang)
    numbered = [replace(card, id=f"{place}", actions=()) for place, card in enumerate(drawn)]
    cards(Deck(numbered, label=session.say("themes.quotations"), texts={}), "chain_by_hand")
