"""Backups and the check, as a person calls them."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from project_commands import record, run

from corpus.project import open_project
from corpus.project import schema as t


def test_backups_are_whole_studies(study: Path, tmp_path: Path) -> None:
    copy = Path(record("backup", study)["file"])
    assert copy.parent.name == "研究.backups" and record("info", copy)["transcripts"] == 2
    run("backup", study, "-o", tmp_path / "存.fangtan")
    assert record("check", tmp_path / "存.fangtan")["sound"] is True
    assert "已经存在" in run("backup", study, "-o", tmp_path / "存.fangtan", code=2)
    assert "Backed up to" in run("backup", study, "--lang", "en")


def test_a_sound_study_is_said_to_be_sound(study: Path) -> None:
    assert "检查通过：2 份访谈稿" in run("check", study)
    assert "Sound: 2 transcripts" in run("check", study, "--lang", "en")
    checked = record("check", study)
    assert checked["problems"] == [] and checked["events"] > 3 and checked["codings"] > 0


def test_a_study_that_was_tampered_with_is_said_to_be_so(study: Path) -> None:
    with open_project(study) as project, project.store.engine.connect() as connection:
        connection.execute(sa.update(t.codings).values(quote="别的话"))
        connection.commit()
    checked = record("check", study, code=1)
    assert checked["sound"] is False
    assert {problem["key"] for problem in checked["problems"]} == {"check.quote", "check.state"}
    assert "一.txt" in run("check", study, code=1)
    assert run("check", study, "--lang", "en", code=1) != run("check", study, code=1)
