"""Who switches the language waits for nothing: an analysis is computed once for both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.analyses import every, saturation
from app.explorer.pages.network import chains, ena, mentions
from app.explorer.widgets.session import desk_of
from app.result import Result

SCRIPT = """
from app.explorer.widgets.session import start
from app.explorer.pages.{page} import render
render(start())
"""


def counted(function: Callable[..., Result], calls: list[str]) -> Callable[..., Result]:
    def count(*arguments: Any, **options: Any) -> Result:
        calls.append(function.__name__)
        return function(*arguments, **options)

    return count


def shown(page: str, sample: Path, monkeypatch: pytest.MonkeyPatch, **state: Any) -> AppTest:
    for name, value in (("STUDY", str(sample)), ("ROLE", "coder"), ("LANG", "zh"), ("CODER", "甲")):
        monkeypatch.setenv(f"FANGTAN_{name}", value)
    desk_of.clear()  # what another test has had computed is not taken for ours
    at = AppTest.from_string(SCRIPT.format(page=page), default_timeout=120)
    for key, value in state.items():
        at.session_state[key] = value
    return at.run()


def in_english(at: AppTest) -> AppTest:
    at.session_state["lang"] = "en"
    return at.run()


@pytest.mark.parametrize(
    ("view", "name", "module", "chinese", "english"),
    [
        ("chains", "chain_table_of", chains, "各格与代表性原话", "Cells, each with a quotation"),
        ("mentions", "mentions", mentions, "份访谈", "interviews"),
        ("ena", "ena", ena, "分析对象的位置", "Points of units"),
    ],
)
def test_a_view_of_the_network_page_is_computed_once(
    view: str,
    name: str,
    module: ModuleType,
    chinese: str,
    english: str,
    sample: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(module, name, counted(getattr(module, name), calls))
    at = shown("network", sample, monkeypatch, network_view=view, ena_ready=True)
    assert not at.exception and len(calls) == 1 and chinese in words(at)
    at = in_english(at)
    assert not at.exception and len(calls) == 1 and english in words(at)
    assert chinese not in words(at)


def test_what_the_page_of_exports_made_serves_both_languages(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(saturation, "saturation", counted(saturation.saturation, calls))
    at = shown("export", sample, monkeypatch)
    at.button(key="make_saturation").click().run()
    assert not at.exception and len(calls) == 1 and downloads(at) == ["get_saturation"]
    at = in_english(at)
    assert not at.exception and len(calls) == 1 and downloads(at) == ["get_saturation"]


def downloads(at: AppTest) -> list[str]:
    """What was made and can be taken away."""
    ids = [button.proto.id for button in at.get("download_button")]
    return [
        f"get_{member.name}"
        for member in every.OF_A_STUDY
        if any(one.endswith(f"get_{member.name}") for one in ids)
    ]


def words(at: AppTest) -> str:
    return "\n".join(
        str(getattr(element, "value", "")) + str(getattr(element, "label", ""))
        for element in at.main
    )
