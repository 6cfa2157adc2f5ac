"""共现网络: the head of the page, where codebook, unit, measure, lens and filter are selected, and
below it the view chosen.
"""

from __future__ import annotations

import streamlit as st

from analysis.association import MEASURES
from analysis.units import UNITS, UnitKind
from app.explorer.pages.network.selection import EVERY_BY, Selection
from app.explorer.pages.network.views import VIEWS
from app.explorer.widgets import card_actions
from app.explorer.widgets.address import nothing_yet, segments, select
from app.explorer.widgets.filters import choice
from app.explorer.widgets.notices import errors_shown
from app.explorer.widgets.session import Session


def render(session: Session) -> None:
    """Draw the page."""
    say, facts = session.say, session.facts
    card_actions.do(session, "network_cards")
    if not facts.infos or not facts.books:
        nothing_yet(session, "network_page.empty")
        return
    views = {view.id: view for view in VIEWS}
    view = segments(
        st,
        say("network_page.view"),
        list(views),
        show=lambda name: say(views[name].title),
        key="network_view",
    )
    selection = _selection(session)
    alone = session.desk.without_questions(selection.choice) if selection.unit == "exchange" else 0
    if alone:
        st.caption(say("note.exchange_is_turn", count=alone))
    with errors_shown(session.lang):
        views[view].render(session, selection)


def _selection(session: Session) -> Selection:
    """The row of choices that all views share."""
    say, facts = session.say, session.facts
    columns = st.columns([4, 2, 3, 3, 3, 2], vertical_alignment="bottom")
    ids = [book.id for book in facts.books]
    name = select(
        columns[0],
        say("themes.book"),
        ids,
        name="book",
        show={book.id: book.name.text(session.lang) for book in facts.books}.__getitem__,
        key="network_book",
    )
    book = facts.books[ids.index(name)]
    by = select(
        columns[1],
        say("network_page.by"),
        EVERY_BY,
        name="by",
        show=lambda what: say(f"network_page.by_{what}"),
        help=say("network_page.by_help"),
        key="network_by",
    )
    unit: UnitKind = select(
        columns[2],
        say("network_page.unit"),
        UNITS,
        default="exchange",
        name="unit",
        show=lambda kind: say(f"unit.{kind}"),
        key="network_unit",
    )
    measure = select(
        columns[3],
        say("network_page.measure"),
        [name for name, measure in MEASURES.items() if measure.weight],
        default="jaccard",
        name="measure",
        show=lambda name: say(f"measure.{name}"),
        key="network_measure",
    )
    lens = select(
        columns[4],
        say("themes.lens"),
        [None, *book.lenses],
        name="lens",
        show=lambda name: (
            say("network_page.by_theme" if by == "codes" else "network_page.themes")
            if name is None
            else book.lenses[name].name.text(session.lang)
        ),
        key=f"network_lens_{book.id}",
    )
    with columns[5]:
        return Selection(book, unit, measure, lens, choice(session, "network"), by)
