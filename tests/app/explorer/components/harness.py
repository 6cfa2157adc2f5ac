"""A page for the browser tests: a sample interview, the rule coder and a backend in memory.

FANGTAN_HARNESS tells the folder in which the state is left after each run, as OWN.json; ``?case=``
chooses the text, ``?own=`` a backend of one's own, ``?role=`` the role.
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from dataclasses import replace
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parent))
from backend import Backend
from cases import CASES

from app.explorer.components.coding import mount, received

KEY = "coding"

st.set_page_config(layout="wide", page_title="合成样例")


@st.cache_resource
def boot() -> str:
    return uuid.uuid4().hex


@st.cache_resource
def backends() -> dict[tuple[str, str], Backend]:
    return {}


case = st.query_params.get("case", "sample")
coder = st.query_params.get("coder", "王")
own = st.query_params.get("own", "")
if st.query_params.get("switch"):
    case = st.radio("访谈稿", ["empty", "strange", "none"], horizontal=True)
if case == "none":
    st.stop()
if (own, case) not in backends():
    backends()[own, case] = CASES[case](case)
backend = backends()[own, case]
came = received(KEY)
for operation in came.operations:
    asked_in = getattr(operation, "transcript", "")
    (backends().get((own, asked_in)) or backend).apply(came.client, [operation], coder)
ack = max(
    (other.ack.get(came.client, 0) for (name, _), other in backends().items() if name == own),
    default=0,
)
if came.client and ack:
    backend.ack[came.client] = ack
if came.digits is not None:
    backend.digits = came.digits
page = backend.page(
    coder,
    role=st.query_params.get("role", "coder"),
    focus=st.query_params.get("focus"),
    lang=st.query_params.get("lang", "zh"),
    problem=st.query_params.get("problem"),
)
left = Path(os.environ["FANGTAN_HARNESS"]) / f"{own or 'state'}.json"
half = left.with_suffix(f".{uuid.uuid4().hex}")
half.write_text(
    json.dumps(
        {
            "text": backend.text,
            "place": [came.place.transcript, came.place.turn, came.place.coding]
            if came.place
            else None,
            **backend.state(),
        },
        ensure_ascii=False,
    ),
    encoding="utf-8",
)
half.replace(left)
st.html("<style>.stMainBlockContainer{padding:1rem 1rem 0}.stAppHeader{display:none}</style>")
mount(replace(page, boot=boot()), KEY)
