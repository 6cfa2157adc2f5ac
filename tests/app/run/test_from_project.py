"""A run from a project against a run from the files: the same numbers by two routes; people's
codings count, rejected ones do not.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from app.cli.main import app
from app.study.study import from_project, load
from corpus.project import Filter, open_project
from corpus.project.operations import AddCoding, Decide, LinkCodings, UnlinkCodings

TALKS = {
    "甲.txt": (
        "访谈编号：A-1\n部门：卫健委\n访谈者：数据怎么给？\n受访者：没有统一标准，"
        "接口对不上。我们只好靠微信群传表格。\n访谈者：后来呢？\n受访者：后来建了共享平台，"
        "好多了。\n"
    ),
    "乙.txt": (
        "访谈编号：B-1\n部门：公安局\n访谈者：顺不顺？\n受访者：不顺，部门之间有壁垒，"
        "数据不敢给。\n访谈者：制度呢？\n受访者：应该有个制度，把责任写清楚。\n"
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "访谈"
    place.mkdir()
    for name, text in TALKS.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def call(*words: object) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def table(out: Path, name: str) -> pd.DataFrame:
    frame = pd.read_csv(out / "csv" / f"{name}.csv")
    return frame.drop(
        columns=[
            column
            for column in frame.columns
            if frame[column].astype(str).str.contains(".txt", regex=False).any()
        ]
    )


def test_the_same_tables_from_files_and_from_a_project(folder: Path, tmp_path: Path) -> None:
    study = tmp_path / "研究.fangtan"
    call("run", folder, "-o", tmp_path / "files")
    call("project", "new", study)
    call("run", folder, "--project", study, "-o", tmp_path / "project")
    for name in ("frequency", "cooccurrence"):
        pd.testing.assert_frame_equal(
            table(tmp_path / "files", name), table(tmp_path / "project", name)
        )
    keep = ("start", "end", "quote", "code", "codebook", "polarity", "turn")
    one, two = (
        {tuple(line[field] for field in keep) for line in lines(tmp_path / made / "codings.jsonl")}
        for made in ("files", "project")
    )
    assert one == two and one
    told = json.loads((tmp_path / "project" / "run.json").read_text("utf-8"))
    assert told["parameters"]["project"]["id"] and set(told["inputs"]) == {
        "访谈/甲.txt",
        "访谈/乙.txt",
    }


def test_a_second_run_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    study = tmp_path / "研究.fangtan"
    call("project", "new", study)
    call("run", folder, "--project", study, "-o", tmp_path / "one")
    call("run", folder, "--project", study, "-o", tmp_path / "two")
    for name in (
        "codings.jsonl",
        "transcripts.jsonl",
        "csv/frequency.csv",
        "csv/cooccurrence.csv",
        "run.json",
    ):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), (
            name
        )


def test_people_count_and_what_they_rejected_does_not(folder: Path, tmp_path: Path) -> None:
    study = tmp_path / "研究.fangtan"
    call("project", "new", study)
    call("run", folder, "--project", study, "-o", tmp_path / "before")
    with open_project(study) as project:
        who = project.coder("王")
        gone = project.codings()[0]
        project.apply(Decide(gone.id, "rejected"), coder=who)
        info = next(info for info in project.transcripts() if info.metadata["id"] == "B-1")
        turn = project.transcript(info.id).turns[1]
        quote = turn.span.of(project.transcript(info.id).text)
        free = next(
            code
            for code in project.codes()
            if not sum(project.count(Filter(codes=(code.id,))).values())
        )
        project.apply(AddCoding(info.id, turn.span, quote, free.id, "lacking"), coder=who)
    call("run", "--project", study, "-o", tmp_path / "after")
    before, after = (
        lines(tmp_path / "before" / "codings.jsonl"),
        lines(tmp_path / "after" / "codings.jsonl"),
    )
    assert len(after) == len(before)
    assert any(
        line["coder"] == "王" and line["code"] == free.key and line["quote"] == quote
        for line in after
    )
    assert not any(
        line["start"] == gone.span.start
        and line["quote"] == gone.quote
        and line["polarity"] == gone.polarity
        and line["code"] == next(code.key for code in _codes(study) if code.id == gone.code)
        for line in after
    )


def _codes(study: Path):  # type: ignore[no-untyped-def]
    with open_project(study) as project:
        return project.codes()


def test_nothing_to_run_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["run", "-o", str(tmp_path / "out")])
    assert result.exit_code == 2 and "--project" in result.output


def test_what_people_joined_stands_in_the_output_and_is_read_from_there(
    folder: Path, tmp_path: Path
) -> None:
    study, out = tmp_path / "研究.fangtan", tmp_path / "out"
    call("project", "new", study)
    call("run", folder, "--project", study, "-o", out)
    assert not (out / "links.jsonl").exists() and not load(out).links
    with open_project(study) as project:
        who = project.coder("王")
        book = next(code.family for code in project.codes() if code.family.startswith("info"))
        of_book = {code.id for code in project.codes() if code.family == book}
        first, second = [one for one in project.codings() if one.code in of_book][:2]
        link = LinkCodings(first.id, second.id, "problem-countermeasure")
        project.apply(link, coder=who)
        joined = from_project(project).links
    call("run", "--project", study, "-o", out)
    (line,) = lines(out / "links.jsonl")
    assert (line["step"], line["coder"]) == ("problem-countermeasure", "王")
    assert load(out).links == joined and len(joined) == 1
    told = call("chains", out, "--codebook", book, "--json")
    assert told == call("chains", study, "--codebook", book, "--json")
    assert any(row["by_person"] for row in json.loads(told)["tables"]["row_links"])
    with open_project(study) as project:
        project.apply(UnlinkCodings(link.id), coder=who)
    call("run", "--project", study, "-o", out)
    assert not (out / "links.jsonl").exists()
