"""Network, table, heatmap and the units of a pair between themes, and between the groups of a lens:
the numbers of ``fangtan cooccur --by themes``.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.analyses.common import Counted
from app.analyses.cooccur import CooccurOptions, cooccur
from app.analyses.pair import PairOptions, pair
from app.explorer.pages.network.pair import PER_PAGE
from app.explorer.pages.network.selection import title
from app.explorer.state.coding.quotations import laid_in
from app.explorer.state.study import power
from app.explorer.state.study.choice import Choice
from app.explorer.widgets.session import desk_of
from app.exporters.results import head_of, worded
from codebooks.codebook import Codebook
from corpus.catalogue import Language, message

SCRIPT = """
import streamlit as st
from app.explorer.pages.network import render
from app.explorer.widgets.session import start
st.query_params.update({params!r})
render(start())
"""
BOOK = "information_ecology"
LENSES = pytest.mark.parametrize("lens", [None, "four_elements"])


@pytest.fixture(scope="module")
def sample(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(shutil.copy(demo, tmp_path_factory.mktemp("themes") / demo.name))


@pytest.fixture
def page(sample: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The page at an address, without what its test could have seen."""
    monkeypatch.setattr(power, "_in_a_process", lambda *_: None)
    for name, value in (("STUDY", sample), ("ROLE", "coder"), ("CODER", "甲")):
        monkeypatch.setenv(f"FANGTAN_{name}", value)

    def drawn(lang: Language = "zh", **params: str | None) -> Any:
        monkeypatch.setenv("FANGTAN_LANG", lang)
        address = {"by": "themes", **{key: value for key, value in params.items() if value}}
        at = AppTest.from_string(SCRIPT.format(params=address), default_timeout=120).run()
        assert not at.exception and not at.error
        return at

    return drawn


def book_of(sample: str) -> Codebook:
    return next(book for book in desk_of(sample).facts().books if book.id == BOOK)


def options(lens: str | None) -> CooccurOptions:
    return CooccurOptions(codebook=BOOK, by="themes", lens=lens, draws=1, power=False)


@LENSES
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_is_that_of_the_command(
    page: Callable[..., Any], sample: str, lens: str | None, lang: Language
) -> None:
    at = page(lang, network_view="pairs", lens=lens)
    shown = at.dataframe[0].value
    kind = "theme" if lens is None else "group"
    expected = worded(cooccur(desk_of(sample).study(), options(lens)), lang)["pairs"]
    columns = [f"{kind}_a", f"{kind}_b", "c", "interviews", "jaccard", "q", "a", "b"]
    heads = [head_of(column, lang) for column in columns]
    assert list(shown.columns)[: len(heads)] == heads and len(shown) == len(expected)
    rows, known = (
        sorted(map(tuple, table.to_numpy().tolist())) for table in (shown[heads], expected[columns])
    )
    assert rows == known


@LENSES
def test_the_units_of_a_pair_are_those_of_the_command(
    page: Callable[..., Any], sample: str, lens: str | None
) -> None:
    desk = desk_of(sample)
    kind = "theme" if lens is None else "group"
    row = cooccur(desk.study(), options(lens)).tables["pairs"].iloc[-1]
    both = str(row[f"{kind}_a"]), str(row[f"{kind}_b"])
    at = page(network_view="network", lens=lens, a=both[0], b=both[1])
    names = Counted.asked(book_of(sample), "themes", lens).names("zh")
    assert " × ".join(title(node, names) for node in both) in [head.value for head in at.subheader]
    told = message(
        "network_page.units",
        "zh",
        count=row["c"],
        interviews=row["interviews"],
        unit=message("unit.exchange", "zh"),
    )
    assert told in [text.value for text in at.markdown]
    assert not at.get("text_area"), "opinions are on pairs of codes"


@LENSES
def test_the_cards_of_a_unit_hold_the_codings_of_both(sample: str, lens: str | None) -> None:
    desk, book = desk_of(sample), book_of(sample)
    groups = Counted.asked(book, "themes", lens).groups
    assert groups is not None
    together, _ = desk.together_now("exchange", BOOK, Choice(), groups=tuple(groups.items()))
    row = together.table.sort_values("c").iloc[-1]
    both = (BOOK, row["code_a"]), (BOOK, row["code_b"])
    units = together.units(*both)[:PER_PAGE]
    shown = laid_in(desk, both, "exchange", Choice(), units, groups)
    asked = PairOptions(
        first=row["code_a"], second=row["code_b"], codebook=BOOK, by="themes", lens=lens
    )
    found = pair(desk.study(), asked).tables["quotations"]
    for number, codings in enumerate(shown, 1):
        rows = found[found["unit"] == number]
        assert sorted(coding.quote for coding in codings) == sorted(rows["quote"])


@pytest.mark.parametrize("view", ["heatmap", "sensitivity", "chains"])
def test_the_other_views_are_drawn(page: Callable[..., Any], view: str) -> None:
    at = page("en", network_view=view)
    assert {element.type for element in at.main} & {"dataframe", "image", "echarts_chart"}
