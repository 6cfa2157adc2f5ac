"""One browser session: which study, which language, which role, who codes. View state only; work is
in the project.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import streamlit as st

from app.explorer.components.watch import watch
from app.explorer.state.coding.page_data import Role
from app.explorer.state.shortcuts import shortcut_list
from app.explorer.state.study.desk import Desk, opened
from app.explorer.state.study.facts import Facts
from app.explorer.widgets.edit import WAITING, Edit, coder_named
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
def desk_of(study: str) -> Desk:
    """The study at a path or an address, opened once for all sessions of this server."""
    return opened(study)


@dataclass(frozen=True)
class Session:
    """What a page gets. ``coder`` is None until the reader has told a name; ``facts`` hold for this
    run of the page. A page reads from ``desk`` and writes by ``edit``.
    """

    desk: Desk
    facts: Facts
    lang: Language
    role: Role
    coder: CoderInfo | None
    demo: bool

    @cached_property
    def edit(self) -> Edit:
        """All that this reader may write."""
        return Edit(self.desk, self.facts, self.lang, self.role, self.coder)

    def say(self, key: str, /, **values: object) -> str:
        """A sentence as it is, for text, labels of choices and tables."""
        return message(key, self.lang, **values)

    def mark(self, key: str, /, **values: object) -> str:
        """A sentence for where Markdown is read: what is filled in stands for itself."""
        return message(key, self.lang, **{name: plain(value) for name, value in values.items()})

    @property
    def reviewer(self) -> bool:
        """Whether the page shows what a reviewer needs; what he may write, ``edit`` knows."""
        return self.role == "reviewer"


def language() -> Language:
    """The language of this session: chosen in the page, by the address (``lang=en``), or at the
    start.
    """
    name = st.query_params.get("lang") or st.session_state.get("lang") or os.environ.get(LANG, "zh")
    return name if name in LANGUAGES else "zh"


def start() -> Session:
    """The session of this run. Raises FangtanError when the study cannot be opened."""
    lang = language()
    st.session_state["lang"] = lang
    desk = desk_of(os.environ[STUDY])
    asked = bool(st.session_state.get("coder_asked"))
    name = str(st.session_state.get("coder_name") or ("" if asked else os.environ.get(CODER)) or "")
    remembered = watch(
        boot=boot(),
        restarted=message("explorer.restarted", lang),
        close=message("explorer.close", lang),
        ask=not name and not asked,
        remember=str(st.session_state.pop("coder_new", "")),
        keys=shortcut_list(lang),
    )
    name = name or ("" if asked else remembered)
    coder = None
    if name:
        st.session_state["coder_name"] = name
        try:
            coder = coder_named(desk, name)
            st.session_state.pop(WAITING, None)
        except FangtanError as error:
            st.warning(plain(error.text(lang)))
            del st.session_state["coder_name"]
    role: Role = "reviewer" if os.environ.get(ROLE) == "reviewer" else "coder"
    return Session(desk, desk.facts(), lang, role, coder, bool(os.environ.get(DEMO)))
