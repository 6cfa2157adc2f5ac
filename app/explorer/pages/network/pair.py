"""One pair of codes: its numbers, and the units and words behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from analysis.cooccurrence import Cooccurrence
from analysis.units import UnitKind
from app.explorer.state.coding.quotations import laid_in
from app.explorer.state.study.choice import Choice
from app.explorer.widgets import card_actions
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.notices import notice
from app.explorer.widgets.session import Session
from codebooks.codebook import Codebook
from corpus.project import StoredCoding
from corpus.project.operations import Verdict, WriteReview

PER_PAGE: Final = 12


def pair_details(
    session: Session,
    book: Codebook,
    unit: UnitKind,
    chosen: Choice,
    together: Cooccurrence,
    pair: tuple[str, str],
) -> None:
    """Exactly the units counted for a pair, each with its words; their number is that of the
    edge.
    """
    say, facts = session.say, session.facts
    one, two = (facts.code_of((book.id, code)) for code in pair)
    if one is None or two is None:
        return
    if st.query_params.get("a") != pair[0] or st.query_params.get("b") != pair[1]:
        st.query_params.update({"a": pair[0], "b": pair[1]})

    units = session.desk.result(
        ("pair", book.id, unit, chosen, pair),
        lambda: together.units((book.id, pair[0]), (book.id, pair[1])),
    )
    st.subheader(
        plain(f"{pair[0]} {one.title(session.lang)} × {pair[1]} {two.title(session.lang)}"),
        anchor=False,
    )
    row = _row(together.table, pair)
    st.markdown(
        say(
            "network_page.units",
            count=len(units),
            interviews=len({source for source, _, _ in units}),
            unit=say(f"unit.{unit}"),
        )
    )
    if row is not None:
        st.caption(
            "　".join(
                [
                    f"a={row['a']}",
                    f"b={row['b']}",
                    f"N={row['n']}",
                    f"Jaccard={row['jaccard']:.3f}",
                    f"lift={row['lift']:.2f}",
                    f"NPMI={row['npmi']:.2f}",
                    say("network_page.q", q=f"{row['q']:.3f}")
                    if row["q"] == row["q"]
                    else say("network_page.testing")
                    if session.desk.testing(unit, book.id, chosen)
                    else say("network_page.untested"),
                ]
            )
        )
    page = _page("network_pair_page", len(units))
    shown = laid_in(
        session.desk, (one.id, two.id), unit, chosen, units[(page - 1) * PER_PAGE : page * PER_PAGE]
    )
    stored = list(
        dict.fromkeys(
            coding
            for codings in shown
            for coding in sorted(codings, key=lambda coding: (coding.span.start, coding.code))
        )
    )
    number: dict[str, int] = {}
    for place, codings in enumerate(shown, (page - 1) * PER_PAGE + 1):
        for coding in codings:
            number.setdefault(coding.id, place)
    _show_cards(
        session,
        stored,
        {entity: say("network_page.unit_number", number=place) for entity, place in number.items()},
    )
    _pages("network_pair_page", len(units))
    _pair_reviews(session, one.id, two.id)


def _row(table: pd.DataFrame, pair: tuple[str, str]) -> Any:
    own = table[
        ((table["code_a"] == pair[0]) & (table["code_b"] == pair[1]))
        | ((table["code_a"] == pair[1]) & (table["code_b"] == pair[0]))
    ]
    return own.iloc[0] if len(own) else None


def _pair_reviews(session: Session, one: str, two: str) -> None:
    say, project = session.say, session.desk.project
    target = "|".join(sorted((one, two)))
    for review in project.reviews("pair", target):
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
            asked: dict[Verdict, bool] = {
                "comment": st.form_submit_button(say("deed.comment")),
                "dispute": st.form_submit_button(say("deed.dispute")),
            }
            if session.reviewer:
                asked["accept"] = st.form_submit_button(say("deed.agree"))
    verdict = next((one for one, pressed in asked.items() if pressed), None)
    if verdict is None:
        return
    if session.edit.apply(WriteReview("pair", target, verdict, text)):
        st.session_state["pair_number"] = number + 1
        notice(say("network_page.commented"), ":material/check:")
        st.rerun()


def _show_cards(
    session: Session, stored: Sequence[StoredCoding], prefix: Mapping[str, str] | None = None
) -> None:
    card_actions.show_cards(session, stored, "network_cards", prefix=prefix)


def _page(key: str, total: int) -> int:
    pages = max(1, -(-total // PER_PAGE))
    page = int(st.session_state.get(key, 1))
    return page if 1 <= page <= pages else 1


def _pages(key: str, total: int) -> None:
    pages = -(-total // PER_PAGE)
    if pages > 1:
        st.pagination(pages, key=key)
