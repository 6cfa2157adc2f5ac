"""The view of chains under a real mouse: a band and a block answer a click, two ticked rows are
joined and parted again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from studies_of_pages import copy

from corpus.project import open_project

pytestmark = pytest.mark.browser
CHART = ".st-key-chain_rows_chart_1 canvas"


@pytest.fixture
def study(sample: Path, tmp_path: Path) -> Path:
    return copy(sample, tmp_path / "study.fangtan")


def test_a_click_shows_what_is_behind_and_two_rows_are_joined(
    explore: Callable[..., Any], look: Callable[..., Any], study: Path
) -> None:
    it = look(explore(study), "network?network_view=chains&book=information_ecology", coder="甲")
    canvas = it.page.locator(CHART).first
    canvas.wait_for()
    it.settle()
    box = canvas.bounding_box()
    heads = it.page.locator("h3")

    def click(across: float, down: float) -> list[str]:
        canvas.click(position={"x": box["width"] * across, "y": box["height"] * down})
        it.settle()
        return [text for text in heads.all_inner_texts() if "·" in text]

    band = click(0.3, 0.12)
    assert len(band) == 1 and "→" in band[0]
    block = click(0.028, 0.12)
    assert len(block) == 1 and "→" not in block[0] and block[0].split(" ·")[0] in band[0]
    assert it.page.locator(".ftc-card").count() > 0
    it.page.locator(".st-key-chain_joining summary").click()
    it.settle()
    for down in (52, 88):
        grid = it.page.locator(".st-key-chain_joining [data-testid=stDataFrame]").first
        grid.scroll_into_view_if_needed()
        place = grid.bounding_box()
        it.page.mouse.click(place["x"] + 18, place["y"] + down)
        it.settle()
    it.page.locator(".st-key-chain_link button").click()
    it.settle()
    with open_project(study) as project:
        assert len(project.links()) == 1
    again = [text for text in heads.all_inner_texts() if "·" in text]
    assert again[0].split("（")[0] == block[0].split("（")[0], "what was picked stays picked"
    it.page.locator("[class*=st-key-chain_unlink_] button").click()
    it.settle()
    with open_project(study) as project:
        assert project.links() == []
