"""What does not change from run to run, sent to the browser once: a component of its own, whose
unchanged message Streamlit replaces by its hash.

In the browser ``window.fangtanStill`` holds the newest value under each key with its name; the
event ``fangtan-still`` tells that one came. It draws nothing and hears nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import streamlit as st

from app.explorer.components.shared import script, style

_component = st.components.v2.component(
    "fangtan_still", js=script("still/still.js"), css=style("still"), isolate_styles=False
)


def still(value: Mapping[str, object], key: str) -> str:
    """Give the browser a value under ``key``. Returns its name, another for every other value:
    whoever wants the value waits until this name has come.

    Raises TypeError or ValueError for a value that is no JSON.
    """
    name = hashlib.sha256(json.dumps(value, allow_nan=False).encode("ascii")).hexdigest()[:32]
    _component(data={"key": key, "name": name, "value": value}, key=f"still-{key}")
    return name
