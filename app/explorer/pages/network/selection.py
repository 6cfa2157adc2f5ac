"""What the head of the network page selects for all its views, and the counts that three of them
share.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analysis.cooccurrence import Cooccurrence
from analysis.units import UnitKind
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from app.explorer.widgets.session import Session
from codebooks.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Selection:
    """``measure`` is the name of one in ``analysis.association.MEASURES``, ``lens`` a lens of the
    codebook (None: its themes), ``choice`` the interviews and codings that count.
    """

    book: Codebook
    unit: UnitKind
    measure: str
    lens: str | None
    choice: Choice


def counted(session: Session, selection: Selection) -> Cooccurrence:
    """The co-occurrence of the codes selected; where its test takes long, at first without (p and q
    NaN), with a word on the page, which is drawn again once the test has ended.
    """
    unit, book, choice = selection.unit, selection.book.id, selection.choice
    with st.spinner(session.say("network_page.counting"), show_time=True):
        together, tested = session.desk.together_now(unit, book, choice)
    if not tested:
        _await(session.desk, unit, book, choice, session.say("network_page.testing"))
    return together


@st.fragment(run_every=1.5)
def _await(desk: Desk, unit: UnitKind, book: str, choice: Choice, sentence: str) -> None:
    """The test of a large study is under way: say so, and draw again once it has ended."""
    st.caption(f":material/hourglass_top: {sentence}")
    if not desk.testing(unit, book, choice):
        st.rerun(scope="app")
