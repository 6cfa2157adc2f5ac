"""What is set in the form of the view is what the analysis is asked for, and all that it finds of
units stands on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from studies_by_hand import lettered

from app.analyses.ena import EnaOptions, Rotation, ena
from app.explorer.pages.network import ena as view
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.session import desk_of
from app.exporters.results import head_of
from app.result import Note, Pictures, Result
from app.study.study import Study
from corpus.catalogue import message

SCRIPT = """
from app.explorer.widgets.session import start
from app.explorer.pages.network import render
render(start())
"""
LETTERS = ("A C", "D", "A", "C D", "A D", "B C", "C D E", "E")
STUDY = lettered(
    *([LETTERS[number], LETTERS[(number * 3 + 1) % 8], LETTERS[-number]] for number in range(8)),
    department=["甲", "乙"] * 4,
)


@pytest.fixture
def page(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """The view of the page 网络, with some of its fields set before it is drawn. What was computed
    by other tests, or for them, is not kept.
    """
    desk_of.clear()
    for name, value in (("STUDY", str(sample)), ("ROLE", "coder"), ("LANG", "zh"), ("CODER", "甲")):
        monkeypatch.setenv(f"FANGTAN_{name}", value)

    def drawn(**state: object) -> AppTest:
        at = AppTest.from_string(SCRIPT, default_timeout=120)
        for key, value in {"network_view": "ena", "ena_ready": True, **state}.items():
            at.session_state[key] = value
        at.run()
        assert not at.exception
        return at

    yield drawn
    desk_of.clear()


def test_windows_rules_and_rotation_reach_the_analysis(
    page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[EnaOptions] = []

    def nothing(study: Study, options: EnaOptions) -> Result:
        asked.append(options)
        return Result("ena", notes=[Note("note.ena_signs")])

    monkeypatch.setattr(view, "ena", nothing)
    at = page()
    (plain,) = asked
    assert (plain.back, plain.forward, plain.forward_rule) == (4, 0, "line")
    assert (plain.rotation, plain.groups) == ("means", None)
    at.number_input(key="ena_forward").set_value(2)
    at.selectbox(key="ena_forward_rule").set_value("rena")
    at.selectbox(key="ena_rotation").set_value("svd")
    assert message("ena_page.forward_rule", "zh") in [box.label for box in at.selectbox]
    [run] = [button for button in at.button if button.label == message("ena_page.run", "zh")]
    run.click().run()
    assert not at.exception
    changed = asked[-1]
    assert (changed.back, changed.forward, changed.forward_rule) == (4, 2, "rena")
    assert changed.rotation == "svd"


def headed(frames: list[pd.DataFrame], column: str) -> pd.Series[float]:
    """The one column of that name on the page."""
    head = head_of(column, "zh")
    (found,) = [frame[head] for frame in frames if head in frame]
    return found


@pytest.mark.parametrize(("rotation", "tested"), [("means", False), ("svd", True)])
def test_the_statistics_of_units_stand_on_the_page(
    rotation: Rotation,
    tested: bool,
    page: Callable[..., AppTest],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a study by hand in place of the sample; p only where the rotation knew no groups."""
    options = EnaOptions(groups="department=甲,*", rotation=rotation, draws=20, back=2)
    expected = ena(STUDY, options)
    asked: list[EnaOptions] = []

    def of_hand(study: Study, options: EnaOptions) -> Result:
        asked.append(options)
        return replace(expected, pictures=Pictures())  # drawing is tested elsewhere

    monkeypatch.setattr(view, "ena", of_hand)
    at = page(ena_by="department", ena_first_department=["大数据局"], ena_rotation=rotation)
    assert [(each.groups, each.rotation) for each in asked] == [("department=大数据局,*", rotation)]
    frames = [element.value for element in at.dataframe]
    statistics, axes = expected.tables["unit_statistics"], expected.tables["axes"]
    for column in ("t", "mann_whitney_u", "p_t", "p_u"):
        assert headed(frames, column).tolist() == pytest.approx(
            statistics[column].tolist(), nan_ok=True
        )
    assert headed(frames, "p_t").notna().all() == headed(frames, "p_u").notna().all() == tested
    assert headed(frames, "fit_spearman").tolist() == pytest.approx(
        axes["fit_spearman"].tolist(), nan_ok=True
    )
    note = "note.ena_svd" if tested else "note.ena_circular"
    assert plain(message(note, "zh")) in [caption.value for caption in at.caption]
