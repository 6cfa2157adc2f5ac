"""One browser session: which study, which language, which role, who codes. View state only; work is
in the project.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from app.explorer.components.watch import watch
from app.explorer.state.coding_data import Role
from app.explorer.state.desk import Desk, opened
from app.explorer.state.facts import Facts
from app.explorer.state.shortcuts import listed
from app.explorer.widgets.markdown import plain
from corpus.catalogue import LANGUAGES, Language, message
from corpus.problem import FangtanError
from corpus.project import CoderInfo
from corpus.project.identity import new_id

STUDY: Final = "FANGTAN_STUDY"
ROLE: Final = "FANGTAN_ROLE"
CODER: Final = "FANGTAN_CODER"
LANG: Final = "FANGTAN_LANG"
DEMO: Final = "FANGTAN_DEMO"


@st.cache_resource(show_spinner=False)
def boot() -> str:
    """Names this start of the server."""
    return new_id()


@st.cache_resource(show_spinner=False)
def _desk(study: str) -> Desk:
    return opened(study)


@dataclass(frozen=True)
class Session:
    """What a page gets. ``coder`` is None until the reader has told a name; ``facts`` hold for this
    run of the page.
    """

    desk: Desk
    facts: Facts
    lang: Language
    role: Role
    coder: CoderInfo | None
    demo: bool

    def say(self, key: str, /, **values: object) -> str:
        """A sentence as it is, for text, labels of choices and tables."""
        return message(key, self.lang, **values)

    def mark(self, key: str, /, **values: object) -> str:
        """A sentence for where Markdown is read: what is filled in stands for itself."""
        return message(key, self.lang, **{name: plain(value) for name, value in values.items()})

    @property
    def reviewer(self) -> bool:
        return self.role == "reviewer"

    def person(self) -> CoderInfo | None:
        """The coder, asked for where it is needed; None (with a prompt shown) until told."""
        if self.coder is None:
            _ask_name(self)
        return self.coder


def language() -> Language:
    """The language of this session: chosen in the page, by the address (``lang=en``), or at the
    start.
    """
    told = st.query_params.get("lang") or st.session_state.get("lang") or os.environ.get(LANG, "zh")
    return told if told in LANGUAGES else "zh"


def start() -> Session:
    """The session of this run. Raises FangtanError when the study cannot be opened."""
    lang = language()
    st.session_state["lang"] = lang
    desk = _desk(os.environ[STUDY])
    asked = bool(st.session_state.get("coder_asked"))
    name = str(st.session_state.get("coder_name") or ("" if asked else os.environ.get(CODER)) or "")
    remembered = watch(
        boot=boot(),
        restarted=message("explorer.restarted", lang),
        close=message("explorer.close", lang),
        ask=not name and not asked,
        remember=str(st.session_state.pop("coder_new", "")),
        keys=listed(lang),
    )
    name = name or ("" if asked else remembered)
    facts = desk.facts()
    coder = None
    if name:
        st.session_state["coder_name"] = name
        coder = next(
            (
                one
                for one in facts.coders.values()
                if one.name == name and one.kind == "person" and one.round == 0
            ),
            None,
        )
        if coder is None:
            try:
                coder = desk.project.coder(name)
            except FangtanError as error:
                st.warning(plain(error.text(lang)))
                del st.session_state["coder_name"]
            facts = desk.facts()
    role: Role = "reviewer" if os.environ.get(ROLE) == "reviewer" else "coder"
    return Session(desk, facts, lang, role, coder, bool(os.environ.get(DEMO)))


def _ask_name(session: Session) -> None:
    with st.container(border=True), st.form("name_form", border=False):
        st.markdown(session.say("explorer.who"))
        name = st.text_input(session.say("explorer.name"), max_chars=60, key="name_input")
        if st.form_submit_button(session.say("explorer.begin"), type="primary") and name.strip():
            st.session_state["coder_name"] = st.session_state["coder_new"] = name.strip()
            st.session_state.pop("coder_asked", None)
            st.rerun()


@contextmanager
def told(session: Session) -> Iterator[None]:
    """What cannot be done is said in a sentence where it was asked for."""
    try:
        yield
    except FangtanError as error:
        st.error(plain(error.text(session.lang)))


def stop(session: Session, key: str) -> None:
    """A button that ends long work at its next step. What is stored stays stored; the work goes on
    from there when it is begun again.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(session.say("explorer.stop"), key=f"stop_{key}", icon=":material/stop_circle:")
        st.caption(session.say("explorer.stop_help"))


def nothing_yet(session: Session, key: str) -> None:
    """A page with nothing to show: say why, with the way to where interviews are taken in."""
    with st.container(horizontal=True, vertical_alignment="center", key="nothing_yet"):
        st.info(session.say(key), icon=":material/upload_file:")
        if st.button(
            session.say("overview.go", page=session.say("page.overview")),
            type="primary",
            key="go_overview",
        ):
            goto("overview")


def notice(text: str, icon: str = ":material/info:") -> None:
    """A word that is seen also when the page is drawn anew at once."""
    st.session_state.setdefault("notices", []).append((text, icon))


def show_notices() -> None:
    """Show what ``notice`` was told."""
    for text, icon in st.session_state.pop("notices", []):
        st.toast(plain(text), icon=icon, duration="long")


def goto(page: str, **params: Any) -> None:
    """Open another page of the explorer at a place; the address can be shared."""
    pages = st.session_state["pages"]
    st.switch_page(
        pages[page],
        query_params={
            name: str(value) for name, value in params.items() if value not in (None, "")
        },
    )
