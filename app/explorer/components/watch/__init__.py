"""What every page carries: the coder's name remembered by the browser, the list of keys under
``?``, and a word when the server was restarted.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app.explorer.components.shared import nothing, script, state_value, style

_component = st.components.v2.component(
    "fangtan_watch", js=script("watch/watch.js"), css=style("watch"), isolate_styles=False
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
        on_coder_change=nothing,
    )
    name = state_value("watch", "coder")
    return name.strip()[:60] if isinstance(name, str) else ""
