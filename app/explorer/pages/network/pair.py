"""One pair of codes, or of themes or groups: its numbers, and the units and words behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from analysis.cooccurrence import Cooccurrence
from app.explorer.pages.network.selection import Selection, title
from app.explorer.state.coding.quotations import laid_in
from app.explorer.widgets.card_actions import current_page, page_switch, show_cards
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.notices import notice
from app.explorer.widgets.session import Session
from corpus.project.operations import Verdict, WriteReview

PER_PAGE: Final = 12


def pair_details(
    session: Session, selection: Selection, together: Cooccurrence, pair: tuple[str, str]
) -> None:
    """Exactly the units counted for a pair of what is selected, each with its words; their number
    is that of the edge. Of codes, what people wrote of the pair stands below.
    """
    family, names = selection.book.id, selection.names(session.lang)
    codes = [selection.codes(session, node) for node in pair]
    if not all(codes):
        return
    if st.query_params.get("a") != pair[0] or st.query_params.get("b") != pair[1]:
        st.query_params.update({"a": pair[0], "b": pair[1]})
    units = session.desk.result(
        ("pair", selection.key, pair),
        lambda: together.units((family, pair[0]), (family, pair[1])),
    )
    st.subheader(plain(" × ".join(title(node, names) for node in pair)), anchor=False)
    st.markdown(
        session.say(
            "network_page.units",
            count=len(units),
            interviews=len({source for source, _, _ in units}),
            unit=session.say(f"unit.{selection.unit}"),
        )
    )
    _numbers(session, selection, together.table, pair)
    _units(session, selection, pair, units)
    if selection.by == "codes":
        _reviews(session, "|".join(sorted(code for (code,) in codes)))


def _numbers(
    session: Session, selection: Selection, table: pd.DataFrame, pair: tuple[str, str]
) -> None:
    """The counts of a pair and its measures, as they stand in the table of pairs."""
    rows = table[
        ((table["code_a"] == pair[0]) & (table["code_b"] == pair[1]))
        | ((table["code_a"] == pair[1]) & (table["code_b"] == pair[0]))
    ]
    if not len(rows):
        return
    row = rows.iloc[0]
    if pd.notna(row["q"]):
        q = session.say("network_page.q", q=f"{row['q']:.3f}")
        q += session.say("network_page.drift") if row["drift"] else ""
    elif session.desk.testing(*selection.key):
        q = session.say("network_page.testing")
    else:
        q = session.say("network_page.untested")
    st.caption(
        f"a={row['a']}　b={row['b']}　N={row['n']}　Jaccard={row['jaccard']:.3f}　"
        f"lift={row['lift']:.2f}　NPMI={row['npmi']:.2f}　{q}"
    )


def _units(
    session: Session,
    selection: Selection,
    pair: tuple[str, str],
    units: Sequence[tuple[str, int, int]],
) -> None:
    """The codings of one page of units as cards; each tells the number of the first unit that it
    stands in.
    """
    page = current_page("network_pair_page", len(units), PER_PAGE)
    first = (page - 1) * PER_PAGE
    codings_by_unit = laid_in(
        session.desk,
        [(selection.book.id, node) for node in pair],
        selection.unit,
        selection.choice,
        units[first : first + PER_PAGE],
        selection.counted.groups,
    )
    stored = dict.fromkeys(
        coding
        for codings in codings_by_unit
        for coding in sorted(codings, key=lambda coding: (coding.span.start, coding.code))
    )
    number: dict[str, int] = {}
    for unit_number, codings in enumerate(codings_by_unit, first + 1):
        for coding in codings:
            number.setdefault(coding.id, unit_number)
    prefix = {
        coding: session.say("network_page.unit_number", number=unit_number)
        for coding, unit_number in number.items()
    }
    show_cards(session, list(stored), "network_cards", prefix=prefix)
    page_switch("network_pair_page", len(units), PER_PAGE)


def _reviews(session: Session, target: str) -> None:
    """What was said of a pair, and a form to say more."""
    say = session.say
    for review in session.desk.project.reviews("pair", target):
        st.text(
            f"{say('verdict.' + review.verdict)}　{session.facts.coders[review.coder].name}："
            f"{review.text}"
        )
    number = st.session_state.setdefault("pair_number", 0)
    with (
        st.expander(say("network_page.comment"), icon=":material/rate_review:"),
        st.form(f"pair_{target}", border=False),
    ):
        text = st.text_area(
            say("deed.comment_note"),
            key=f"pair_text_{target}_{number}",
            label_visibility="collapsed",
        )
        with st.container(horizontal=True):
            pressed: dict[Verdict, bool] = {
                "comment": st.form_submit_button(say("deed.comment")),
                "dispute": st.form_submit_button(say("deed.dispute")),
            }
            if session.reviewer:
                pressed["accept"] = st.form_submit_button(say("deed.agree"))
    verdict = next((verdict for verdict, is_pressed in pressed.items() if is_pressed), None)
    if verdict is None:
        return
    if session.edit.apply(WriteReview("pair", target, verdict, text)):
        st.session_state["pair_number"] = number + 1
        notice(say("network_page.commented"), ":material/check:")
        st.rerun()
