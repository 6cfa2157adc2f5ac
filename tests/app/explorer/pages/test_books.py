"""What the page of codebooks promises, on the sample."""

from __future__ import annotations

from pathlib import Path

from studies_of_pages import copy

from analysis.coders.preview import preview
from app.explorer.state.study.desk import Desk
from app.study.projects import adopt as take
from codebooks.editing import next_version, with_code
from corpus.project import open_project


def test_a_preview_is_what_saving_then_does(sample: Path, tmp_path: Path) -> None:
    from app.study.machines.passes import code_project
    from app.study.projects import rules_of

    with open_project(copy(sample, tmp_path / "copy.fangtan")) as project:
        own = Desk(project)
        book = next(one for one in rules_of(project) if one.id == "information_ecology")
        code = book.by_id["IE3.2"]
        made = with_code(
            book,
            "IE3.2",
            {"indicators": {"concept": ["接口", "微信群"]}},
            next_version(book.version),
        )
        seen: list[int] = []
        texts = list(own.transcripts(list(own.facts().infos)).items())
        found = preview(texts, book, made, progress=seen.append)
        assert (
            seen == list(range(1, len(texts) + 1))
            and found.added
            and found.before + len(found.added) - len(found.gone) == found.after
        )
        assert {change.coding.code for change in found.added} >= {"IE3.2"} and code.id == "IE3.2"
        take(project, made, project.coder("王"))
        changed = code_project(project).changed
        assert (changed.added, changed.gone) == (len(found.added), len(found.gone))
        same = preview(texts, book, book)
        assert (same.added, same.gone) == ((), ()) and same.before == same.after
