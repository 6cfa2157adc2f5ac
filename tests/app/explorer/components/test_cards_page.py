"""A decision on a card is kept like any other: over a reload of the page, over a server that is
down, and over an answer that does not come.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from studies_of_pages import copy

from corpus.project import Filter, Project, StoredCoding, open_project

Open = Callable[..., Any]
HELD = "for (const outbox of window.fangtanOutboxes.values()) outbox.send = () => {}"


@pytest.fixture
def study(sample: Path, tmp_path: Path) -> Path:
    return copy(sample, tmp_path / "cards.fangtan")


def suggestion(project: Project, number: int) -> StoredCoding:
    code = next(one for one in project.codes() if one.key == "IE1.5")
    quotations = project.quotations(Filter(codes=(code.id,)), limit=20)
    return [one.coding for one in quotations if one.coding.status == "suggested"][number]


def status(project: Project, coding: str) -> str:
    stored = project.coding(coding)
    assert stored is not None
    return stored.status


def test_a_decision_that_waits_is_kept_over_a_reload_and_a_dead_server(
    explore: Open, look: Open, study: Path
) -> None:
    server = explore(study)
    it = look(server, "themes?code=information_ecology:IE1.5")
    it.page.on("dialog", lambda dialog: dialog.accept())
    with open_project(study) as project:
        first, second = suggestion(project, 0).id, suggestion(project, 1).id
        # Nothing reaches Python from this load of the page: only the next one can tell it.
        it.page.evaluate(HELD)
        it.page.locator(f".ftc-card[data-id='{first}'] .ftc-do-accept").click()
        it.page.wait_for_timeout(500)
        assert status(project, first) == "suggested"
        it.page.reload()
        it.until(lambda: status(project, first) == "accepted", "accepted after the reload")
        it.settle()
        before = project.revision
        server.kill()
        it.page.locator(f".ftc-card[data-id='{second}'] .ftc-do-reject").click()
        it.page.wait_for_timeout(500)
        server.start()
        it.until(lambda: status(project, second) == "rejected", "rejected when the server is back")
        it.settle()
        assert project.revision == before + 1
        kept = "Object.keys(sessionStorage).filter((key) => key.startsWith('fangtan.outbox'))"
        it.page.wait_for_function(f"{kept}.length === 0", timeout=20_000)
