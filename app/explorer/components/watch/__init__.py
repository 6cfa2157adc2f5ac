"""What every page carries: the coder's name remembered by the browser, the list of keys under
``?``, and a word when the server was restarted.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import streamlit as st

_component = st.components.v2.component(
    "fangtan_watch",
    js=(files("app.explorer.components.watch") / "watch.js").read_text("utf-8"),
    css=(files("app.explorer.components.watch") / "watch.css").read_text("utf-8"),
    isolate_styles=False,
)


def watch(
    *, boot: str, restarted: str, close: str, ask: bool, remember: str, keys: Mapping[str, object]
) -> str:
    """The name that the browser remembers ("": none). ``boot`` names this start of the server;
    ``remember`` is a name to be kept; ``keys`` is what ``?`` shows.
    """
    _component(
        data={
            "boot": boot,
            "restarted": restarted,
            "close": close,
            "ask": ask,
            "remember": remember,
            "keys": dict(keys),
        },
        key="watch",
        on_coder_change=_nothing,
    )
    state: Any = st.session_state.get("watch") or {}
    name = state.get("coder")
    return name.strip()[:60] if isinstance(name, str) else ""


def _nothing() -> None:
    """A state is only kept by Streamlit when it has a callback."""
