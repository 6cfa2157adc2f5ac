"""待看 in a browser: sentences answered, skipped and taken back by keys alone, also after a click
on the sentence, and the text opened and left again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from studies_of_pages import copy

from corpus.project import Filter, Project, open_project

Open = Callable[..., Any]


def statuses(project: Project) -> list[str]:
    """Of what was answered under the name of the coder that learns."""
    learner = [coder.id for coder in project.coders() if coder.name == "learned"]
    codings = project.codings(Filter(coders=tuple(learner), statuses=())) if learner else []
    return sorted(coding.status for coding in codings)


def test_sentences_are_answered_by_keys(
    explore: Open, look: Open, sample: Path, tmp_path: Path
) -> None:
    study = copy(sample, tmp_path / "looking.fangtan")
    with open_project(study) as project:
        code = next(code for code in project.codes() if code.key == "IE1.5")
        it = look(explore(study), f"review?review_view=looking&looking_codes={code.id}")
        it.click("开始")
        sentence = it.page.locator(".st-key-looking_box .ftc-said")
        sentence.wait_for(timeout=120_000)
        it.settle()

        def press(key: str) -> None:
            before = sentence.inner_text()
            it.page.keyboard.press(key)
            it.until(lambda: sentence.inner_text() != before, f"another sentence after {key}")
            it.settle()

        press("y")
        assert statuses(project) == ["accepted"]
        second = sentence.inner_text()
        sentence.click()
        press("n")
        assert statuses(project) == ["accepted", "rejected"]
        press("u")
        assert statuses(project) == ["accepted"] and sentence.inner_text() == second
        press("s")
        assert statuses(project) == ["accepted"]
        third = sentence.inner_text()
        it.click("打开原文")
        it.page.wait_for_url("**/coding?**")
        assert third in "".join(it.page.locator(".ft-text").all_inner_texts())
        it.page.go_back()
        it.page.wait_for_url("**/review?**")
        sentence.wait_for()
        assert sentence.inner_text() == third
