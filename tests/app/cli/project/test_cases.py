"""Cases on the command line: tables out and in, and who speaks where."""

from __future__ import annotations

from pathlib import Path

from project_commands import record, run

from corpus.project import open_project


def test_cases_go_out_and_come_in(study: Path, tmp_path: Path) -> None:
    for name in ("人.xlsx", "人.csv"):
        table = tmp_path / name
        assert str(table) in run("cases", study, "--export", table).replace("\n", "")
        assert record("cases", study, "--import", table)["values"] == 0
    (tmp_path / "改.csv").write_text(
        "受访者,工作年限（数值）,级别\nA-1,12,科级\nA-2,许多,\n,3,\n新人,5,处级\n", encoding="utf-8"
    )
    done = record("cases", study, "--import", tmp_path / "改.csv", code=1)
    assert (done["made"], done["values"]) == (1, 4)
    assert [problem["line"] for problem in done["problems"]] == [3, 4]
    assert "科级" in run("cases", study)
    rows = {row["受访者"]: row for row in record("cases", study)["cases"]}
    assert rows["新人"]["级别"] == "处级" and rows["A-1"]["工作年限（数值）"] == "12"


def test_a_table_without_cases_is_refused(study: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert "没有“受访者”一列" in run("cases", study, "--import", tmp_path / "坏.csv", code=2)
    english = run("cases", study, "--import", tmp_path / "坏.csv", "--lang", "en", code=2)
    assert "has no column of cases" in english


def test_a_person_of_two_interviews_is_made_one_case(study: Path) -> None:
    assert "受访者 A-1" in run("assign", study, "A-2", "答", "--case", "A-1", "--coder", "李")
    with open_project(study) as project:
        speaks = {case.name: len(case.speaks) for case in project.cases()}
    assert speaks == {"A-1": 2, "A-2": 0}
    text = run("assign", study, "二.txt", "答", "--coder", "李", "--lang", "en")
    assert "is no case any more" in text
    run("undo", study, "--coder", "李", "--steps", "2")
    with open_project(study) as project:
        assert {case.name: len(case.speaks) for case in project.cases()} == {"A-1": 1, "A-2": 1}


def test_what_cannot_be_assigned_is_said_with_what_there_is(study: Path) -> None:
    assert "A-1、A-2" in run("assign", study, "A-9", "答", "--case", "A-1", code=2)
    assert "A-1、A-2" in run("assign", study, "A-1", "答", "--case", "张三", code=2)
    assert "答" in run("assign", study, "A-1", "张三", "--case", "A-1", "--coder", "李", code=2)
