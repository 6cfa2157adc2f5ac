"""``fangtan project`` from the outside: the path of a study and of its second coder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.main import app
from app.cli.project import project_app
from corpus.project import Filter, open_project
from corpus.project.operations import AddCoding
from corpus.span import Span

RUNNER = CliRunner()
ONE = (
    "访谈编号：A-1\n所在部门：民政局\n\n问：难在哪？\n答：没有统一标准，接口也打不通。\n问："
    "那怎么办？\n答：建议统一标准，希望尽快打通接口。\n"
)
TWO = (
    "访谈编号：A-2\n所在部门：公安局\n\n问：难在哪？\n答：接口对接不了，各家标准不统一。"
    "\n问：别的呢？\n答：以前没有考核，现在纳入考核了。\n"
)


def run(*arguments: str | Path, code: int = 0) -> str:
    result = RUNNER.invoke(app, ["project", *map(str, arguments)])
    assert result.exit_code == code, (arguments, result.output, result.exception)
    return result.output


def told(*arguments: str | Path, code: int = 0) -> dict[str, object]:
    return json.loads(run(*arguments, "--json", code=code))  # type: ignore[no-any-return]


@pytest.fixture
def interviews(tmp_path: Path) -> Path:
    folder = tmp_path / "访谈"
    folder.mkdir()
    (folder / "一.txt").write_text(ONE, encoding="utf-8")
    (folder / "二.txt").write_bytes(TWO.encode("gb18030"))
    return folder


@pytest.fixture
def study(tmp_path: Path, interviews: Path) -> Path:
    path = tmp_path / "研究.fangtan"
    run("new", path, "-c", "information_ecology", "--coder", "李")
    run("import", path, interviews)
    run("code", path)
    return path


def test_every_command_stands_in_the_docs() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "project.md").read_text("utf-8")
    names = [command.name for command in project_app.registered_commands]
    assert len(names) >= 12
    for name in names:
        assert f"`fangtan project {name} STUDY" in page, name


def test_the_path_of_a_study(study: Path, interviews: Path) -> None:
    facts = told("info", study)
    assert (facts["transcripts"], facts["cases"], [book["id"] for book in facts["codebooks"]]) == (
        2,
        2,
        ["information_ecology"],
    )  # type: ignore[attr-defined]
    assert {coder["name"]: coder["suggested"] > 0 for coder in facts["coders"]} == {
        "李": False,
        "rules": True,
    }  # type: ignore[attr-defined]
    assert (
        told("import", study, interviews)["unchanged"] == 2 and told("code", study)["skipped"] == 2
    )
    (interviews / "一.txt").write_text(
        "整理。\n" + ONE.replace("接口也打不通", "系统接不上"), encoding="utf-8"
    )
    done = told("import", study, interviews)
    assert (done["revised"], done["unchanged"]) == (1, 1) and done["to_place"] == len(
        done["waiting"]
    )  # type: ignore[arg-type]
    assert told("code", study)["coded"] == 1
    assert told("check", study)["sound"] is True
    assert "导入" in run("log", study) and "import" in run("log", study, "--lang", "en")


def test_the_second_coders_path(study: Path, tmp_path: Path) -> None:
    copy = tmp_path / "wang.fangtan"
    said = run("split", study, "--coder", "王", "--transcripts", "A-1", "-o", copy)
    assert "merge" in said
    with open_project(copy) as mine:
        wang = mine.coder("王")
        (info,) = mine.transcripts()
        assert mine.codings(Filter(statuses=(), placed=None)) == []
        text = mine.transcript(info.id).text
        start = text.index("接口也打不通")
        code = next(code for code in mine.codes() if code.parent is not None)
        mine.apply(
            AddCoding(
                info.id, Span(start, start + 6), "接口也打不通", code.id, "lacking", info.revision
            ),
            coder=wang,
        )
    done = told("merge", study, copy)
    assert (done["codings"], done["conflicts"], done["coders"]) == (1, 0, "王")
    assert "以前已合并过" in run("merge", study, copy)
    coders = {coder["name"]: coder for coder in told("info", study)["coders"]}  # type: ignore[attr-defined]
    assert coders["王"]["accepted"] == 1 and coders["rules"]["suggested"] > 0
    assert "王" in run("log", study, "--coder", "王") and told("check", study)["sound"] is True


def test_undo_names_a_coder_whom_the_study_knows(study: Path, tmp_path: Path) -> None:
    assert "李" in run("undo", study, "--coder", "无此人", code=2)
    assert "李" in run("log", study, "--coder", "无此人", code=2)
    assert [coder["name"] for coder in told("info", study)["coders"]] == ["李", "rules"]  # type: ignore[attr-defined]
    assert "引用" in run("undo", study, "--coder", "李", code=2), (
        "codings stand on the codebook that the step brought"
    )
    table = tmp_path / "人.csv"
    table.write_text("受访者,级别\nA-1,科级\nA-2,处级\n", encoding="utf-8")
    run("cases", study, "--import", table, "--coder", "李")
    assert told("undo", study, "--coder", "李")["done"] == 1 and "处级" not in run("cases", study)
    assert told("undo", study, "--coder", "李", "--redo")["done"] == 1 and "处级" in run(
        "cases", study
    )
    assert "没有可以" in run("undo", study, "--coder", "李", "--redo", code=2)


def test_conflicts_are_listed_and_settled(study: Path, tmp_path: Path) -> None:
    from corpus.project.operations import Decide

    copy = tmp_path / "wang.fangtan"
    run("split", study, "--coder", "王", "-o", copy, "--with-suggestions")
    for path, name, status in ((study, "李", "accepted"), (copy, "王", "rejected")):
        with open_project(path) as project:
            one = min(project.codings(Filter(statuses=("suggested",))), key=lambda found: found.id)
            project.apply(Decide(one.id, status), coder=project.coder(name))  # type: ignore[arg-type]
    said = run("merge", study, copy, code=1)
    assert "status=accepted" in said and "status=rejected" in said and "--take" in said
    (conflict,) = told("conflicts", study)["conflicts"]  # type: ignore[misc]
    assert "没有这处冲突" in run("conflicts", study, "zzzz", "--take", "ours", code=2)
    assert (
        told("conflicts", study, conflict["id"][:8], "--take", "theirs", "--coder", "李")["left"]
        == 0
    )
    assert "没有待决定的冲突" in run("conflicts", study)


def test_cases_go_out_and_come_in(study: Path, tmp_path: Path) -> None:
    for name in ("人.xlsx", "人.csv"):
        table = tmp_path / name
        run("cases", study, "--export", table)
        assert told("cases", study, "--import", table)["values"] == 0
    (tmp_path / "改.csv").write_text(
        "受访者,工作年限（数值）,级别\nA-1,12,科级\nA-2,许多,\n,3,\n新人,5,处级\n", encoding="utf-8"
    )
    done = told("cases", study, "--import", tmp_path / "改.csv", code=1)
    assert (done["made"], done["values"]) == (1, 4) and [
        problem["line"] for problem in done["problems"]
    ] == [3, 4]  # type: ignore[attr-defined]
    assert "科级" in run("cases", study)
    (tmp_path / "坏.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert "没有“受访者”一列" in run("cases", study, "--import", tmp_path / "坏.csv", code=2)


def test_backups_are_whole_studies(study: Path, tmp_path: Path) -> None:
    made = Path(str(told("backup", study)["file"]))
    assert made.parent.name == "研究.backups" and told("info", made)["transcripts"] == 2
    run("backup", study, "-o", tmp_path / "存.fangtan")
    assert told("check", tmp_path / "存.fangtan")["sound"] is True
    assert "已经存在" in run("backup", study, "-o", tmp_path / "存.fangtan", code=2)


def test_a_study_without_a_codebook_says_what_to_do(tmp_path: Path) -> None:
    from corpus.project import create

    create(tmp_path / "空.fangtan").close()
    assert "information_ecology" in run("code", tmp_path / "空.fangtan")
    assert "没有" in run("conflicts", tmp_path / "空.fangtan")
