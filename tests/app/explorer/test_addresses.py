"""What one looks at can be sent to somebody or kept: differences by their address, searches under a
name with their filter.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from studies_of_pages import copy

from analysis.disagreement import KINDS, disagreements, lanes
from app.explorer.state.search import Query, search
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from corpus.catalogue import message
from corpus.project import open_project
from corpus.project.operations import SaveView

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def study(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(sample, tmp_path_factory.mktemp("addresses") / "study.fangtan")


def test_the_difference_looked_at_stands_in_the_address(
    explore: Open, look: Open, study: Path
) -> None:
    with open_project(study) as project:
        desk = Desk(project)
        entity = project.transcripts()[1].id
        people = [
            coder for coder in desk.facts().coders.values() if coder.name.startswith("合成编码者")
        ]
        transcript, stored = desk.interview(entity)
        found = disagreements(
            *([one for one in stored if one.coder == coder.id] for coder in people)
        )
        other = [one for one in found if one.kind == "polarity"]
        assert (
            len(other) > 2
            and any(one.kind != "polarity" for one in found[:4])
            and set(KINDS) > {one.kind for one in other}
        )
        it = look(explore(study), f"compare?t={entity}")
        it.page.get_by_role("button", name=f"{message('compare.polarity')} {len(other)}").click()
        it.settle()
        it.row("compare_list", 2)
        text = other[2].span.of(transcript.text)
        it.until(
            lambda: (
                f"d={other[2].first[0].id}" in it.page.url
                and "compare_kinds=polarity" in it.page.url
            ),
            "address",
        )
        address = it.page.url.removeprefix(it.server.url)
        decided = it.page.get_by_test_id("stText").first
        assert decided.inner_text() == text
        again = look(explore(study), address, coder="另一人")
        assert again.page.get_by_test_id("stText").first.inner_text() == text
        again.until(lambda: again.page.locator(".ftl-here").count() == 1, "the stretch looked at")
        assert text[:8] in again.page.locator(".ftl-here").inner_text()
        assert again.page.url.removeprefix(again.server.url) == address
        line = again.page.locator(".ftl-differs").first
        start = int(line.get_attribute("data-start"))
        wanted = next(
            one
            for one in found
            if one.span
            & next(lane.span for lane in lanes(transcript, [[], []]) if lane.span.start == start)
        )
        line.scroll_into_view_if_needed()
        line.locator(".ftl-text").click()
        again.settle()
        again.until(
            lambda: f"d={(wanted.first or wanted.second)[0].id}" in again.page.url,
            "clicked in the text",
        )
        assert ("compare_kinds" in again.page.url) == (
            wanted.kind == "polarity"
        ) and again.page.get_by_test_id("stText").first.inner_text() == wanted.span.of(
            transcript.text
        )
        again.go(f"compare?t={entity}&d=nothing")
        assert message("compare.gone")[:12] in again.text()


def test_a_decision_wants_its_reason(explore: Open, look: Open, study: Path) -> None:
    with open_project(study) as project:
        it = look(explore(study), "compare", coder="裁决者")
        it.row("compare_list", 1)
        before = len(project.reviews())
        it.click(message("compare.record"))
        assert message("compare.need_reason") in it.text() and len(project.reviews()) == before
        it.page.get_by_label(message("compare.reason")).fill("第二位漏看了后半句")
        it.click(message("compare.record"))
        it.until(lambda: len(project.reviews()) > before, "decision")
        it.settle()
        assert message("compare.need_reason") not in it.text()
        assert it.page.get_by_label(message("compare.reason")).input_value() == ""


def test_a_kept_search_brings_its_filter_back(explore: Open, look: Open, study: Path) -> None:
    with open_project(study) as project:
        desk = Desk(project)
        departments = desk.facts().attribute_values()["department"]
        coder = next(one.id for one in desk.facts().coders.values() if one.name == "合成编码者甲")
        project.apply(
            SaveView("旧的", "concordance", {"search_text": "系统"}), coder=project.coder("王")
        )
        it = look(
            explore(study),
            f"concordance?search_text=数据&search_by_department={departments[0]}"
            f"&search_polarities=lacking&search_coders={coder}&search_statuses=accepted",
        )
        hits = search(
            desk,
            desk.facts(),
            Query(
                "数据",
                choice=Choice(
                    (coder,), ("lacking",), ("accepted",), (("department", (departments[0],)),)
                ),
            ),
        )[1]
        every, system = (search(desk, desk.facts(), Query(text))[1] for text in ("数据", "系统"))
        assert 0 < hits < every
        it.until(lambda: f"找到 {hits} 处" in it.text(), "filtered")
        it.page.locator("summary", has_text="已保存的检索").click()
        it.page.get_by_label(message("search_page.save_as")).fill("大数据局说的数据")
        it.page.keyboard.press("Enter")
        it.settle()
        it.click(message("search_page.save"), exact=True)
        it.until(lambda: len(project.views("concordance")) == 2, "kept")
        kept = next(
            view for view in project.views("concordance") if view.name == "大数据局说的数据"
        )
        assert (
            kept.state["search_by_department"] == [departments[0]]
            and kept.state["search_coders"] == [coder]
            and kept.state["search_polarities"] == ["lacking"]
            and kept.state["search_statuses"] == ["accepted"]
        )
        fresh = look(
            explore(study), "concordance?search_text=数据&search_statuses=suggested", coder="另一人"
        )
        fresh.page.locator("summary", has_text="已保存的检索").click()
        load = {
            view.name: fresh.page.locator(f".st-key-load_{view.id} button")
            for view in project.views("concordance")
        }
        load["大数据局说的数据"].click()
        fresh.settle()
        fresh.until(lambda: f"找到 {hits} 处" in fresh.text(), "as it was kept")
        assert (
            "search_statuses=accepted" in fresh.page.url
            and f"search_coders={coder}" in fresh.page.url
            and "search_polarities=lacking" in fresh.page.url
        )
        load["旧的"].click()
        fresh.settle()
        fresh.until(lambda: f"找到 {system} 处" in fresh.text(), "one of before filters were kept")
        assert (
            "search_by_department" not in fresh.page.url and "search_statuses" not in fresh.page.url
        )
