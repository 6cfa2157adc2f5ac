"""Every view of the network page: its file, its words in both languages, its address, and what it
draws.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from studies_of_pages import copy

from app.explorer.pages import network
from app.explorer.pages.network.selection import Selection
from app.explorer.pages.network.views import VIEWS, View
from corpus.catalogue import LANGUAGES, message, messages

EVERY = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.id)
NOT_VIEWS = {"__init__", "joining", "page", "pair", "selection", "views"}
SCRIPT = """
import streamlit as st
from app.explorer.pages.network import render
from app.explorer.widgets.session import start
st.query_params["network_view"] = "{view}"
render(start())
"""


def test_every_file_of_the_room_is_a_view_and_each_id_stands_once() -> None:
    files = {path.stem for path in Path(network.__file__).parent.glob("*.py")} - NOT_VIEWS
    assert {view.render.__module__.rpartition(".")[2] for view in VIEWS} == files
    assert len({view.id for view in VIEWS}) == len(VIEWS) == len(files)


@EVERY
def test_it_has_a_title_in_both_languages_and_says_what_it_draws(view: View) -> None:
    titles = {lang: [message(each.title, lang) for each in VIEWS] for lang in LANGUAGES}
    assert view.title in messages()
    assert all(len(set(names)) == len(VIEWS) for names in titles.values())
    assert view.render.__doc__ and sys.modules[view.render.__module__].__doc__
    parameters = inspect.signature(view.render, eval_str=True).parameters.values()
    assert [parameter.annotation.__name__ for parameter in parameters] == [
        "Session",
        Selection.__name__,
    ]


@pytest.fixture(scope="module")
def sample(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(demo, tmp_path_factory.mktemp("views") / demo.name)


@EVERY
def test_its_address_draws_it(view: View, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("STUDY", str(sample)), ("ROLE", "coder"), ("LANG", "en"), ("CODER", "甲")):
        monkeypatch.setenv(f"FANGTAN_{name}", value)
    at: Any = AppTest.from_string(SCRIPT.format(view=view.id), default_timeout=120)
    at.session_state["ena_ready"] = True
    at.run()
    assert not at.exception and not at.error
    switch = at.get("button_group")[0]
    assert switch.value == view.id and message(view.title, "en") in switch.options
    assert {element.type for element in at.main} & {"dataframe", "image", "echarts_chart"}
