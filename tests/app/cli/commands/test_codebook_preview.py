"""``fangtan codebook preview``: what a changed codebook would code, before it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from coded_commands import BOOK, begin, ran, told

from app.study.projects import adopt
from codebooks.loading import parse
from corpus.project import create, open_project


def preview(study: Path, folder: Path, text: str, *arguments: object) -> dict[str, Any]:
    (folder / "new.yaml").write_text(text, "utf-8")
    return told("codebook", "preview", folder / "new.yaml", study, *arguments)


def test_what_a_changed_codebook_would_do(study: Path, tmp_path: Path) -> None:
    """The study was coded by people; its codebook holds no indicators, so that all is new."""
    found = preview(study, tmp_path, BOOK)
    assert found["facts"]["before"] == 0 and found["facts"]["after"] == found["facts"]["anew"] > 0
    assert {row["code"] for row in found["tables"]["changed_codes"]} == {"P1", "P2"}
    row = next(row for row in found["tables"]["changes"] if row["code"] == "P1")
    assert (row["change"], row["indicator"], row["polarity_before"]) == ("新编", "统一标准", "")
    assert row["quote"] == "没有统一标准，接口也打不通。"


def test_a_codebook_that_the_study_does_not_have(study: Path, tmp_path: Path) -> None:
    found = preview(study, tmp_path, BOOK.replace("id: book", "id: another"), "--lang", "en")
    assert any("does not have the codebook another" in note for note in found["notes"])


def test_a_codebook_with_mistakes_is_refused_with_their_lines(study: Path, tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text(BOOK.replace("name: 标准不一, ", ""), "utf-8")
    code, output = ran("codebook", "preview", tmp_path / "new.yaml", study)
    assert code == 2 and "new.yaml" in output
    code, output = ran("codebook", "preview", tmp_path / "none.yaml", study, "--lang", "en")
    assert code == 2 and "none.yaml" in output


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study whose codebook has indicators."""
    path = tmp_path_factory.mktemp("coded") / "研究.fangtan"
    with create(path, "研究") as project:
        begin(project)
        adopt(project, parse(BOOK), project.coder("甲"))
    return path


def test_the_codebook_of_the_study_changes_nothing(coded: Path, tmp_path: Path) -> None:
    facts = preview(coded, tmp_path, BOOK)["facts"]
    assert facts["before"] == facts["after"] > 0
    assert (facts["anew"], facts["no_longer"], facts["otherwise"]) == (0, 0, 0)


CHANGED = [
    (BOOK.replace("[接口]", "[接口, 系统]"), {"anew"}),
    (BOOK.replace("[接口]", "[绝无此词]"), {"no_longer"}),
    (BOOK.replace("[统一标准]", "[各家]"), {"anew", "no_longer"}),
]


@pytest.mark.parametrize(("text", "kinds"), CHANGED)
def test_what_comes_and_goes_adds_up(
    coded: Path, tmp_path: Path, text: str, kinds: set[str]
) -> None:
    """Before, less what goes, and what comes, is after; each change is a row with its words."""
    before = coded.read_bytes()
    found = preview(coded, tmp_path, text)
    facts = found["facts"]
    assert facts["before"] - facts["no_longer"] + facts["anew"] == facts["after"]
    assert {kind for kind in ("anew", "no_longer", "otherwise") if facts[kind]} == kinds
    rows = found["tables"]["changes"]
    assert len(rows) == facts["anew"] + facts["no_longer"] + facts["otherwise"]
    by_code = found["tables"]["changed_codes"]
    for kind in kinds:
        assert sum(row[kind] for row in by_code) == facts[kind]
    with open_project(coded, read_only=True) as project:
        texts = {info.source: project.transcript(info.id).text for info in project.transcripts()}
    for row in rows:
        assert texts[row["source"]][row["start"] : row["end"]].replace("\n", " ") == row["quote"]
    assert coded.read_bytes() == before


@pytest.mark.parametrize(("lang", "kind"), [("zh", "新编"), ("en", "")])
def test_the_screen_tells_codes_and_versions(
    coded: Path, tmp_path: Path, lang: str, kind: str
) -> None:
    (tmp_path / "new.yaml").write_text(
        BOOK.replace("version: 2", "version: 3").replace("[接口]", "[接口, 系统]"), "utf-8"
    )
    code, output = ran("codebook", "preview", tmp_path / "new.yaml", coded, "--lang", lang)
    assert code == 0 and "P2" in output and kind in output
    assert "2" in output and "3" in output and "book" in output
