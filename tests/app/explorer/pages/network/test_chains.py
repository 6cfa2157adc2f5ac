"""The view of chains: what is behind a pick, joining two codings, taking the link away, and who may
not.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.chain_links import NO_CAUSE
from analysis.chain_table import rows_of
from app.analyses.themes.chain_table import ChainTableOptions, chain_table_of, drawn_links
from app.explorer.pages.network import chains as view
from app.explorer.pages.network.chains import behind_pick
from app.explorer.widgets.session import desk_of
from app.figures.echarts import Band, Node, sankey
from codebooks.loading import load
from corpus.catalogue import message
from corpus.coding import Function
from corpus.project import Filter, open_project
from corpus.project.operations import LinkCodings, UnlinkCodings

SCRIPT = """
import streamlit as st
from app.explorer.pages.network import render
from app.explorer.widgets.session import start
st.query_params.update({params!r})
render(start())
"""
BOOK = "information_ecology"


@pytest.fixture
def sample(demo: Path, tmp_path: Path) -> str:
    return str(shutil.copy(demo, tmp_path / demo.name))


@pytest.fixture
def page(sample: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The view, not yet run."""

    def drawn(role: str = "coder", lang: str = "zh") -> Any:
        for name, value in (
            ("STUDY", sample),
            ("ROLE", role),
            ("CODER", "甲"),
            ("LANG", lang),
        ):
            monkeypatch.setenv(f"FANGTAN_{name}", value)
        params = {"network_view": "chains", "book": BOOK}
        return AppTest.from_string(SCRIPT.format(params=params), default_timeout=120)

    return drawn


def run(at: Any) -> Any:
    at = at.run()
    assert not at.exception and not at.error, at.error
    return at


def tick(at: Any, rows: list[int]) -> Any:
    """Two rows of the table of codings."""
    number = at.session_state["chain_link_number"]
    entity = at.selectbox(key="chain_interview").value
    at.session_state[f"chain_two_{entity}_{number}"] = {
        "selection": {"rows": rows, "columns": [], "cells": []}
    }
    return run(at)


def test_two_codings_are_joined_and_the_link_taken_away(
    page: Callable[..., Any], sample: str
) -> None:
    at = run(page())
    entity = at.selectbox(key="chain_interview").value
    assert at.button(key="chain_link").disabled
    tick(at, [0, 1])
    says = next(box for box in at.selectbox if str(box.key).startswith("chain_says_"))
    assert len(says.options) == 6
    run(at.button(key="chain_link").click())
    with open_project(sample) as project:
        (link,) = project.links()
        codings = [
            coding
            for coding in project.codings(Filter(transcripts=(entity,)))
            if coding.id in (link.first, link.second)
        ]
        assert len(codings) == 2 and {coding.status for coding in codings} == {"accepted"}
        assert project.coders()[0].id == link.coder or link.coder in {
            coder.id for coder in project.coders() if coder.name == "甲"
        }
    assert any(codings[0].quote[:20] in text.value for text in at.text)
    run(at.button(key=f"chain_unlink_{link.id}").click())
    with open_project(sample) as project:
        assert project.links() == []


def test_a_reviewer_sees_links_and_changes_none(page: Callable[..., Any], sample: str) -> None:
    at = tick(run(page()), [0, 1])
    run(at.button(key="chain_link").click())
    seen = run(page("reviewer"))
    assert [button.key for button in seen.button if "link" in str(button.key)] == []
    assert any("→" in text.value for text in seen.text)
    assert not any(str(frame.key).startswith("chain_two_") for frame in seen.dataframe)


def test_the_table_of_the_page_tells_what_was_joined(page: Callable[..., Any], sample: str) -> None:
    at = tick(run(page()), [0, 1])
    run(at.button(key="chain_link").click())
    result = chain_table_of(desk_of(sample).study(), ChainTableOptions(codebook=BOOK))
    assert result.tables["row_links"]["by_person"].sum() >= 1
    assert (result.tables["passages"]["link"] == "person").sum() >= 2
    with open_project(sample) as project:
        (link,) = project.links()
        coder = next(coder for coder in project.coders() if coder.id == link.coder)
        project.apply(UnlinkCodings(link.id), coder=coder)
    again = chain_table_of(desk_of(sample).study(), ChainTableOptions(codebook=BOOK))
    assert not again.tables["row_links"]["by_person"].any()


def test_a_row_of_the_table_shows_its_passages(page: Callable[..., Any]) -> None:
    at = page(lang="en")
    at.session_state["chain_cells_1"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    run(at)
    assert len(at.subheader) == 1 and "·" in at.subheader[0].value
    assert message("chains_page.pick", "en") not in [info.value for info in at.info]


def test_a_pair_of_codes_shows_what_people_joined(
    page: Callable[..., Any], sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A problem and a measure of one interview that stand in no common exchange."""
    shown: list[list[str]] = []
    monkeypatch.setattr(
        view, "cards", lambda deck, key: shown.append([key, *map(_quote, deck.cards)])
    )
    with open_project(sample) as project:
        functions = {
            code.id: code.function
            for code, _, _ in load("problem_cause_countermeasure").walk()
            if code.function
        }
        keys = {
            info.id: info.key
            for info in project.codes()
            if info.family == "problem_cause_countermeasure"
        }
        of = {
            part: [
                coding
                for coding in project.codings()
                if functions.get(keys.get(coding.code, "")) == part
            ]
            for part in ("problem", "countermeasure")
        }
        first, second = next(
            (one, two)
            for one in of["problem"]
            for two in of["countermeasure"]
            if one.transcript == two.transcript and abs(one.turn - two.turn) > 4
        )
        project.apply(
            LinkCodings(first.id, second.id, "problem-countermeasure"), coder=project.coder("甲")
        )
        ends = keys[first.code], keys[second.code]
    at = page()
    at.session_state["chains_rows"] = "codes"
    at = run(at)
    links = at.session_state["chain_links_held"][0]
    row = links.index(("problem-countermeasure", *ends))
    at.session_state["chain_links_1"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    run(at)
    assert ["chain_by_hand", first.quote, second.quote] in shown


def _quote(card: Any) -> str:
    return str(card.quote)


def test_what_was_picked_stays_picked_when_a_link_changes_the_table(
    page: Callable[..., Any],
) -> None:
    at = page()
    at.session_state["chain_cells_1"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    at = run(at)
    head = at.subheader[0].value
    at = run(tick(at, [0, 1]).button(key="chain_link").click())
    assert at.subheader[0].value.partition("（")[0] == head.partition("（")[0]
    numbers = [at.session_state[f"chain_{name}_held"][1] for name in ("cells", "rows_chart")]
    assert max(numbers) == 2, "drawn anew"
    assert run(at).subheader[0].value.partition("（")[0] == head.partition("（")[0]


# What is behind a pick


@pytest.fixture(scope="module")
def table(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    copied = str(shutil.copy(demo, tmp_path_factory.mktemp("picks") / demo.name))
    desk = desk_of(copied)
    book = next(book for book in desk.facts().books if book.id == BOOK)
    return book, chain_table_of(desk.study(), ChainTableOptions(codebook=BOOK)).tables


def test_every_node_and_band_of_the_diagram_has_passages_behind_it(table: Any) -> None:
    book, tables = table
    links, passages = tables["row_links"], tables["passages"]
    heads: dict[Function, str] = {"problem": "p", "cause": "c", "countermeasure": "m"}
    drawn = sankey(drawn_links(links), {}, {}, heads, rows=True)
    assert drawn.links and {node.part for node in drawn.nodes} == set(heads)
    interviews = {tuple(row)[:3]: row.interviews for row in links.itertuples(index=False)}
    for pick in (*drawn.nodes, *drawn.links):
        found = behind_pick(passages, rows_of(book)[0], pick)
        assert len(found), pick
        if isinstance(pick, Band):
            assert found["source"].nunique() == interviews[tuple(pick)], pick


def test_behind_a_node_stands_its_cell(table: Any) -> None:
    book, tables = table
    for cell in tables["cells"].to_dict("records"):
        found = behind_pick(tables["passages"], rows_of(book)[0], Node(cell["part"], cell["row"]))
        assert len(found) == cell["passages"]


def test_behind_no_cause_of_an_empty_table_stands_nothing() -> None:
    empty = pd.DataFrame(columns=["row", "part", "source", "start", "end", "code", "link", "quote"])
    assert behind_pick(empty, {}, Node("cause", NO_CAUSE)).empty
