"""One browser session: which study, which language, which role, who codes. View state only; work is in the project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Literal

import streamlit as st

from app.components.watch import watch
from app.desk import Desk, Facts, opened
from corpus.catalogue import LANGUAGES, Language, message
from corpus.problem import FangtanError
from corpus.project import CoderInfo
from corpus.project.identity import new_id

Role = Literal["coder", "reviewer"]
STUDY: Final = "FANGTAN_STUDY"
ROLE: Final = "FANGTAN_ROLE"
CODER: Final = "FANGTAN_CODER"
LANG: Final = "FANGTAN_LANG"
DEMO: Final = "FANGTAN_DEMO"


@st.cache_resource(show_spinner=False)
def _boot() -> str:
    """Names this start of the server."""
    return new_id()


@st.cache_resource(show_spinner=False)
def _desk(study: str) -> Desk:
    return opened(study)


@dataclass(frozen=True)
class Session:
    """What a page gets. ``coder`` is None until the reader has told a name; ``facts`` hold for this run of the page."""

    desk: Desk
    facts: Facts
    lang: Language
    role: Role
    coder: CoderInfo | None
    demo: bool

    def say(self, key: str, /, **values: object) -> str:
        return message(key, self.lang, **values)

    @property
    def reviewer(self) -> bool:
        return self.role == "reviewer"

    def person(self) -> CoderInfo | None:
        """The coder, asked for where it is needed; None (with a prompt shown) until told."""
        if self.coder is None:
            _ask_name(self)
        return self.coder


def language() -> Language:
    """The language of this session: chosen in the page, by the address (``lang=en``), or at the start."""
    told = st.query_params.get("lang") or st.session_state.get("lang") or os.environ.get(LANG, "zh")
    return told if told in LANGUAGES else "zh"


def start() -> Session:
    """The session of this run. Raises FangtanError when the study cannot be opened."""
    lang = language()
    st.session_state["lang"] = lang
    desk = _desk(os.environ[STUDY])
    name = str(st.session_state.get("coder_name") or os.environ.get(CODER) or "")
    remembered = watch(
        boot=_boot(), restarted=message("explorer.restarted", lang), close=message("explorer.close", lang), ask=not name,
        remember=str(st.session_state.pop("coder_new", "")),
    )
    name = name or remembered
    facts = desk.facts()
    coder = None
    if name:
        st.session_state["coder_name"] = name
        coder = next((one for one in facts.coders.values() if one.name == name and one.kind == "person" and one.round == 0), None)
        if coder is None:
            try:
                coder = desk.project.coder(name)
            except FangtanError as error:
                st.warning(error.text(lang))
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
            st.rerun()


@contextmanager
def told(session: Session) -> Iterator[None]:
    """What cannot be done is said in a sentence where it was asked for."""
    try:
        yield
    except FangtanError as error:
        st.error(error.text(session.lang))


def goto(page: str, **params: Any) -> None:
    """Open another page of the explorer at a place; the address can be shared."""
    pages = st.session_state["pages"]
    st.switch_page(pages[page], query_params={name: str(value) for name, value in params.items() if value not in (None, "")})
