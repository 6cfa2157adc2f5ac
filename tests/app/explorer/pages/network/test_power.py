"""The sentence of power on the page: it follows by itself, and no planting is made in the process
of the page, nor for its files.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analysis.nulls.power import Found, Power
from app.explorer.pages.network import graph
from app.explorer.pages.network.selection import Selection
from app.explorer.state.study import power
from app.explorer.state.study.choice import Choice
from app.explorer.widgets.session import Session, desk_of
from app.exporters.results import sentences
from app.result import Result
from corpus.catalogue import LANGUAGES, Language, message

SCRIPT = """
import streamlit as st
from app.explorer.pages.network import render
from app.explorer.widgets.session import start
st.query_params["network_view"] = "{view}"
render(start())
"""
POWER = Power(24, 900, 11, 23, (Found(0.3, 20, 4), Found(0.5, 20, 19)))
TOLD = {"interviews": 24, "held": 900, "least": 11, "most": 23, "strength": "50%", "found": 19}


@pytest.fixture(scope="module")
def sample(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(shutil.copy(demo, tmp_path_factory.mktemp("power") / demo.name))


@pytest.fixture
def found(sample: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Until this is set, ``POWER`` is being looked for."""

    def beside(*_: object) -> Power:
        assert event.wait(60)
        return POWER

    def refused(*_: object) -> None:
        raise AssertionError("planted in the process of the page")

    event = threading.Event()
    desk_of.clear()
    for name, value in (("STUDY", sample), ("ROLE", "coder"), ("CODER", "甲")):
        monkeypatch.setenv(f"FANGTAN_{name}", value)
    monkeypatch.setattr(power, "_in_a_process", beside)
    for place in ("analysis.nulls.power.power", "app.study.power.power"):
        monkeypatch.setattr(place, refused)
    yield event
    event.set()
    desk_of.clear()


def captions(at: Any) -> list[str]:
    return [caption.value for caption in at.caption]


@pytest.mark.parametrize(("view", "lang"), [("network", "zh"), ("heatmap", "en"), ("pairs", "en")])
def test_the_sentence_follows_once_it_is_found(
    view: str,
    lang: Language,
    found: threading.Event,
    sample: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FANGTAN_LANG", lang)
    at = AppTest.from_string(SCRIPT.format(view=view), default_timeout=120).run()
    waiting, told = (
        message("network_page.planting", lang),
        message("note.power", lang, **TOLD, plantings=20),
    )
    assert not at.exception and any(waiting in caption for caption in captions(at))
    assert told not in captions(at)
    found.set()
    desk, book = desk_of(sample), "information_ecology"
    assert desk.power("exchange", book, Choice()) == POWER
    at.run()
    assert not at.exception and told in captions(at)
    assert not any(waiting in caption for caption in captions(at))


def test_files_of_the_network_tell_it_too(
    found: threading.Event, sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found.set()
    results: list[Result] = []
    monkeypatch.setattr(
        "app.exporters.bundle.bundle", lambda result, *_: results.append(result) or b""
    )
    desk = desk_of(sample)
    session = Session(desk, desk.facts(), "en", "coder", None, False)
    selection = Selection(session.facts.books[0], "exchange", "jaccard", None, Choice())
    for _ in range(2):
        graph._files(session, selection, graph.EdgeRule(), None)
    for lang in LANGUAGES:
        told = message("note.power", lang, **TOLD, plantings=20)
        assert [sentences(result, lang).count(told) for result in results] == [1, 1]
