"""What the head of the network page selects for all its views, and the counts that three of them
share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import streamlit as st

from analysis.cooccurrence import Cooccurrence
from analysis.units import UnitKind
from app.analyses.common import Counted
from app.explorer.state.study.choice import Choice, Groups
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.session import Session
from app.result import Words, worded_value
from app.study.power import power_note
from app.study.tested import drift_warning, family_told
from codebooks.codebook import Codebook
from corpus.catalogue import Language

By = Literal["codes", "themes"]
EVERY_BY: Final[tuple[By, ...]] = get_args(By)


@dataclass(frozen=True, slots=True)
class Selection:
    """``measure`` is the name of one in ``analysis.association.MEASURES``, ``lens`` a lens of the
    codebook (None: its themes), ``choice`` the interviews and codings that count, ``by`` whether
    codes are counted or themes (with a lens: its groups).
    """

    book: Codebook
    unit: UnitKind
    measure: str
    lens: str | None
    choice: Choice
    by: By = "codes"

    @property
    def counted(self) -> Counted:
        """What is counted together."""
        return Counted.asked(self.book, self.by, self.lens)

    @property
    def key(self) -> tuple[UnitKind, str, Choice, Groups]:
        """What is counted, as the desk is asked for it: unit, codebook, choice and groups."""
        groups = self.counted.groups or {}
        return self.unit, self.book.id, self.choice, tuple(groups.items())

    def names(self, lang: Language) -> dict[str, str]:
        """Of the codes, themes or groups that are counted: id -> name."""
        return self.counted.names(lang)

    def codes(self, session: Session, node: str) -> tuple[str, ...]:
        """The codes (their ids in the study) that are counted as one of these."""
        groups, wanted = self.counted.groups, (self.book.id, node)
        keys = {info.id: (info.family, info.key) for info in session.facts.codes}
        return tuple(
            code
            for code, key in keys.items()
            if wanted == (key if groups is None else groups.get(key))
        )


def title(node: str, names: Mapping[str, str]) -> str:
    """A code or theme with its name; a group of a lens is its own."""
    name = names.get(node, "")
    return node if name == node else f"{node} {name}"


def counted(session: Session, selection: Selection) -> Cooccurrence:
    """The co-occurrence of what is selected; where its test takes long, at first without (p and q
    NaN), with a word on the page, which is drawn again once the test has ended.
    """
    desk = session.desk
    unit, book, choice, groups = selection.key
    with st.spinner(session.say("network_page.counting"), show_time=True):
        together, tested = desk.together_now(unit, book, choice, groups=groups)
    if not tested:
        _await(
            lambda: desk.testing(unit, book, choice, groups), session.say("network_page.testing")
        )
    return together


def warnings(session: Session, selection: Selection, together: Cooccurrence) -> None:
    """What must stand beside q: what a theme is counted from; the family that it is corrected over;
    the warning of pairs that drift along the interviews; which strength of association the test
    could have seen, once that is found.
    """
    book = selection.book.id
    for sentence in selection.counted.notes:
        st.caption(plain(str(worded_value(sentence, session.lang))))
    for sentence in family_told(together, book):
        st.caption(str(worded_value(sentence, session.lang)))
    for sentence in drift_warning(together, book):
        st.warning(str(worded_value(sentence, session.lang)), icon=":material/warning:")
    _power(session, selection, together)


def _power(session: Session, selection: Selection, together: Cooccurrence) -> None:
    """The sentence of power; as long as it is looked for, a word on that."""
    desk, key = session.desk, selection.key
    found, known = desk.power_now(*key)
    if known:
        for sentence in power_note(together.incidence, found):
            st.caption(sentence.text(session.lang))
    elif not desk.testing(*key):
        _await(lambda: not desk.power_now(*key)[1], session.say("network_page.planting"))


def power_notes(session: Session, selection: Selection) -> list[Words]:
    """The sentence of power for a file, waited for."""
    unit, book, choice, groups = selection.key
    found = session.desk.power(unit, book, choice, groups)
    together, _ = session.desk.together_now(unit, book, choice, groups=groups)
    return [*power_note(together.incidence, found)]


@st.fragment(run_every=1.5)
def _await(waiting: Callable[[], bool], sentence: str) -> None:
    """Something is under way beside the page: say so, and draw again once it has ended."""
    st.caption(f":material/hourglass_top: {sentence}")
    if not waiting():
        st.rerun(scope="app")
