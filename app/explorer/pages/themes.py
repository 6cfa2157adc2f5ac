"""主题: the tree of codes with counts, sources and polarities; a code's definition and its
quotations.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from app.explorer.state.coding.page_data import SIGNS
from app.explorer.state.coding.tree import TreeRow, definition, tree, with_below
from app.explorer.widgets import card_actions
from app.explorer.widgets.address import nothing_yet, select
from app.explorer.widgets.filters import choice, to_filter
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.row_picker import MODES, by_any_cell
from app.explorer.widgets.session import Session
from codebooks.codebook import Codebook
from corpus.coding import POLARITIES
from corpus.project.records import CodeInfo

PAGE: Final = 20
ORDERS: Final = ("source", "newest", "polarity", "length")


def render(session: Session) -> None:
    say, facts = session.say, session.facts
    card_actions.do(session, "themes_cards")
    if not facts.infos:
        nothing_yet(session, "coding_page.empty")
        return
    if not facts.books:
        st.info(say("themes.no_book"))
        return
    pinned = _pinned(session)
    left, right = st.container(key="themes_halves").columns([5, 7], gap="medium")
    with left:
        top, middle = st.columns(2)
        find, last = st.columns([7, 3], vertical_alignment="bottom")
        ids = [book.id for book in facts.books]
        name = select(
            top,
            say("themes.book"),
            ids,
            default=pinned.family if pinned else None,
            name="book",
            show={one.id: one.name.text(session.lang) for one in facts.books}.__getitem__,
            key="themes_book",
        )
        book = facts.books[ids.index(name)]
        lens = select(
            middle,
            say("themes.lens"),
            [None, *book.lenses],
            name="lens",
            show=lambda name: (
                say("themes.as_book") if name is None else book.lenses[name].name.text(session.lang)
            ),
            key=f"themes_lens_{book.id}",
        )
        with last:
            chosen = choice(session, "themes")
        rows = tree(session.desk, facts, book, to_filter(session, chosen), lens, session.lang)
        code = _tree(session, find, rows, st.session_state.get("themes_code"), f"{book.id}_{lens}")
        _publish(session, code)
    with right:
        if code is None:
            st.info(say("themes.choose"), icon=":material/arrow_back:")
            return
        if code.startswith("group:"):
            members = [row.id for row in _members(rows, code)]
            st.subheader(plain(code.removeprefix("group:")), anchor=False)
            _quotations(session, tuple(members) or ("-",), chosen)
            return
        info = facts.all_codes[code]
        _head(session, info, book, next((row for row in rows if row.id == code), None))
        _quotations(session, with_below(facts, code), chosen)


def _members(rows: list[TreeRow], group: str) -> list[TreeRow]:
    place = next(number for number, row in enumerate(rows) if row.id == group)
    found = []
    for row in rows[place + 1 :]:
        if row.depth == 0:
            break
        found.append(row)
    return found


def _pinned(session: Session) -> CodeInfo | None:
    """The code that the address names, else the one looked at last."""
    facts, told = session.facts, st.query_params.get("code", "")
    found = next(
        (code for code in facts.codes if told in (f"{code.family}:{code.key}", code.id)), None
    )
    if found is not None and told != st.session_state.get("themes_told"):
        st.session_state.update(
            {
                "themes_told": told,
                "themes_code": found.id,
                "themes_visit": st.session_state.get("themes_visit", 0) + 1,
            }
        )
        st.session_state.pop("themes_page", None)
    last = st.session_state.get("themes_code")
    return found or next((code for code in facts.codes if code.id == last), None)


def _publish(session: Session, code: str | None) -> None:
    """Keep what is looked at in the address."""
    known = session.facts.all_codes.get(code or "")
    told = f"{known.family}:{known.key}" if known is not None else ""
    if code != st.session_state.get("themes_code"):
        st.session_state["themes_code"] = code
        st.session_state.pop("themes_page", None)
    st.session_state["themes_told"] = told
    if told and st.query_params.get("code") != told:
        st.query_params["code"] = told
    elif not told and "code" in st.query_params:
        del st.query_params["code"]


def _tree(
    session: Session, find: Any, rows: list[TreeRow], current: str | None, of: str
) -> str | None:
    """The tree as a table; the row picked, at first the one looked at before."""
    say = session.say
    sought = find.text_input(
        say("themes.find"),
        key="themes_find",
        placeholder=say("themes.find"),
        label_visibility="collapsed",
        live=True,
    )
    shown = [row for row in rows if not sought or sought.lower() in row.label.lower()]
    frame = pd.DataFrame(
        {
            "label": [("　" * row.depth) + row.label for row in shown],
            "references": [row.references for row in shown],
            "sources": [row.sources for row in shown],
            "polarity": [list(row.polarities) for row in shown],
            "net": [row.net for row in shown],
        }
    )
    names = {name: say(f"themes.{name}") for name in frame.columns}
    default = next((place for place, row in enumerate(shown) if row.id == current), None)
    key = f"themes_tree_{st.session_state.get('themes_visit', 0)}_{of}_{sought}"
    picked: Any = st.dataframe(
        frame.rename(columns=names),
        hide_index=True,
        on_select=by_any_cell(key),
        selection_mode=MODES,
        key=key,
        height=640,
        placeholder="",
        selection_default={"selection": {"rows": [default]}} if default is not None else None,
        column_config={
            names["label"]: st.column_config.TextColumn(width=214),
            names["references"]: st.column_config.NumberColumn(width=46),
            names["sources"]: st.column_config.NumberColumn(width=46),
            names["polarity"]: st.column_config.BarChartColumn(
                help=say(
                    "themes.polarity_help",
                    order=" ".join(f"{SIGNS[one]}{say(f'polarity.{one}')}" for one in POLARITIES),
                ),
                y_min=0,
                width=66,
            ),
            names["net"]: st.column_config.NumberColumn(
                format="%+.2f", width=56, help=say("themes.net_help")
            ),
        },
        alt=say("themes.alt"),
    )
    selected: list[int] = picked["selection"]["rows"]
    return shown[selected[0]].id if selected and selected[0] < len(shown) else None


def _head(session: Session, info: CodeInfo, book: Codebook, row: TreeRow | None) -> None:
    say, lang = session.say, session.lang
    st.subheader(plain(f"{info.key} {info.title(lang)}"), anchor=False)
    if row is not None:
        st.caption(
            say("themes.counts", references=row.references, sources=row.sources)
            + "　"
            + "　".join(
                f"{SIGNS[name]} {say(f'polarity.{name}')} {number}"
                for name, number in zip(POLARITIES, row.polarities, strict=True)
                if number
            )
        )
    told = definition((book,), info)
    if told is None:
        return
    with st.expander(say("themes.definition"), expanded=False):
        st.text(told.definition.text(lang))
        if told.inclusion is not None:
            st.text(f"{say('themes.inclusion')}：{told.inclusion.text(lang)}")
        for one in told.exclusion:
            st.text(
                f"{say('themes.exclusion')}：{one.when.text(lang)} → {'、'.join(one.use) or '—'}"
            )
        for example in told.examples[:6]:
            st.text(
                (
                    f"{say('themes.example')}（{SIGNS.get(example.polarity or 'neutral', '')}）："
                    f"{example.text}"
                )
                if example.coded
                else f"{say('themes.counter')}：{example.text}"
            )


def _quotations(session: Session, codes: tuple[str, ...], chosen: Any) -> None:
    say, project = session.say, session.desk.project
    one, two, three = st.columns([4, 3, 3], vertical_alignment="bottom")
    text = one.text_input(
        say("themes.text"),
        key="themes_text",
        placeholder=say("themes.text_hint"),
        label_visibility="collapsed",
        bind="query-params",
    )
    order = select(
        two,
        say("themes.order"),
        ORDERS,
        show=lambda name: say(f"order.{name}"),
        key="themes_order",
        label_visibility="collapsed",
    )
    wanted = to_filter(session, chosen, codes, text.strip())
    total = session.desk.count(wanted)
    three.caption(say("themes.found", count=f"{total:,}"))
    if not total:
        st.info(say("themes.none"))
        return
    page = card_actions.current_page("themes_page", total, PAGE)
    found = [
        quotation.coding
        for quotation in project.quotations(
            wanted, order=order, limit=PAGE, offset=(page - 1) * PAGE
        )
    ]
    card_actions.show_cards(session, found, "themes_cards", hit=text.strip())
    if total > PAGE:
        st.pagination(-(-total // PAGE), default=1, key="themes_page", bind="query-params")
