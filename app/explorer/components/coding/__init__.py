"""The coding page: codebook, transcript and inspector in the browser, and an outbox that loses no
operation.

A run of the page script goes: ``received(key)`` gives what the browser asks for, it is applied, a
``Page`` is made with ``ack`` told, ``mount(page, key)`` shows it. The browser sends an operation
again until it is acknowledged, so each is to be applied once by (client, seq).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

import streamlit as st

from app.explorer.components.still import still
from app.explorer.state.browser_operations import (
    Operation,
    Place,
    parse_digits,
    parse_outbox,
    parse_place,
)
from app.explorer.state.coding_data import Page

SCRIPTS: Final = (
    "element.js",
    "text.js",
    "outbox.js",
    "model.js",
    "paper.js",
    "stripes.js",
    "tree.js",
    "inspector.js",
    "panels.js",
    "actions.js",
    "input.js",
    "page.js",
)
"""Read one after the other they are one module; only the last exports."""

STILL: Final = {"text": ("turns",), "codes": ("codes", "polarities", "texts")}
"""What an acknowledgement leaves as it is: sent only when it changed."""


def _asset(name: str) -> str:
    return (files("app.explorer.components.coding") / name).read_text("utf-8")


_component = st.components.v2.component(
    "fangtan_coding",
    js="\n".join(_asset(name) for name in SCRIPTS),
    css=_asset("page.css"),
    isolate_styles=False,
)


@dataclass(frozen=True, slots=True)
class Received:
    """What the browser holds: un-acknowledged operations of ``client``, where the reader is, the
    digits if they were set there.
    """

    client: str
    operations: tuple[Operation, ...]
    place: Place | None
    digits: dict[str, str] | None


def received(key: str) -> Received:
    """What came from the component ``key`` with this run. Empty before it was first shown."""
    state: Any = st.session_state.get(key) or {}
    client, operations = parse_outbox(state.get("outbox"))
    return Received(
        client,
        tuple(operations),
        parse_place(state.get("place")),
        parse_digits(state.get("digits")),
    )


def mount(page: Page, key: str) -> None:
    """Show ``page``. The same ``key`` on every run, or the browser starts anew.

    The page takes the height of the window less what stands above; the CSS variable
    ``--fangtan-height`` overrules it. Raises TypeError or ValueError for a value that is no JSON:
    Streamlit would send its ``str`` instead, without a word.
    """
    data = page.as_data()
    parts = {name: {part: data.pop(part) for part in own} for name, own in STILL.items()}
    data["still"] = {f"{key}-{name}": still(part, f"{key}-{name}") for name, part in parts.items()}
    json.dumps(data, allow_nan=False)
    _component(
        data=data,
        key=key,
        on_outbox_change=_nothing,
        on_place_change=_nothing,
        on_digits_change=_nothing,
    )


def _nothing() -> None:
    """A state is only kept by Streamlit when it has a callback."""
