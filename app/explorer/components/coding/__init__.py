"""The coding page: codebook, transcript and inspector in the browser.

A run of the page script goes: ``received(key)`` gives what the browser asks for, it is applied, a
``Page`` is made with ``ack`` told, ``mount(page, key)`` shows it. The browser sends an operation
again until it is acknowledged, so each is to be applied once by (client, seq). The page draws what
is under way as if it were done; whether it is done is decided by Python alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

import streamlit as st

from app.explorer.components.shared import nothing, script, state_value, style
from app.explorer.components.shared import received as outbox
from app.explorer.components.still import still
from app.explorer.state.coding.browser_operations import (
    Asked,
    Malformed,
    Place,
    parse_digits,
    parse_place,
)
from app.explorer.state.coding.page_data import Page

STILL: Final = {"text": ("turns",), "codes": ("codes", "polarities", "texts")}
"""What an acknowledgement leaves as it is: sent only when it changed."""


_component = st.components.v2.component(
    "fangtan_coding", js=script("coding/coding.js"), css=style("coding"), isolate_styles=False
)


@dataclass(frozen=True, slots=True)
class Received:
    """What the browser holds: un-acknowledged operations of ``client``, where the reader is, the
    digits if they were set there.
    """

    client: str
    operations: tuple[Asked | Malformed, ...]
    place: Place | None
    digits: dict[str, str] | None


def received(key: str) -> Received:
    """What came from the component ``key`` with this run. Empty before it was first shown."""
    waiting = outbox(key)
    return Received(
        waiting.client,
        waiting.operations,
        parse_place(state_value(key, "place")),
        parse_digits(state_value(key, "digits")),
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
        on_outbox_change=nothing,
        on_place_change=nothing,
        on_digits_change=nothing,
    )
