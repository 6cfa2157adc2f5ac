"""Making a study, taking interviews in, coding them, and what ``info`` tells of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import studies
from corrections import BOOK, DEMANDED, LACKING, NEUTRAL, WORDS
from models import Local, served
from project_commands import ONE, record, run
from typer.testing import CliRunner

from app.cli.main import app
from app.cli.project.study import MOST_WAITING, facts, waiting_to_be_placed
from app.study.machines.passes import code_project
from app.study.projects import adopt
from corpus.coding import POLARITIES
from corpus.project import create, open_project
from corpus.project import operations as op
from corpus.span import Span


def test_the_path_of_a_study(study: Path, interviews: Path) -> None:
    told = record("info", study)
    assert (told["transcripts"], told["cases"], [book["id"] for book in told["codebooks"]]) == (
        2,
        2,
        ["information_ecology"],
    )
    assert {coder["name"]: coder["suggested"] > 0 for coder in told["coders"]} == {
        "李": False,
        "rules": True,
    }
    assert record("import", study, interviews)["unchanged"] == 2
    assert record("code", study)["skipped"] == 2
    (interviews / "一.txt").write_text(
        "整理。\n" + ONE.replace("接口也打不通", "系统接不上"), encoding="utf-8"
    )
    done = record("import", study, interviews)
    assert (done["revised"], done["unchanged"]) == (1, 1)
    assert done["to_place"] == len(done["waiting"])
    assert record("code", study)["coded"] == 1
    assert record("code", study, "--again")["coded"] == 2
    assert record("check", study)["sound"] is True


def test_a_new_study_says_what_comes_next(tmp_path: Path) -> None:
    path = tmp_path / "新.fangtan"
    text = run("new", path, "--title", "街道访谈", "-c", "information_ecology", "--lang", "en")
    assert f"Made the study {path}" in text and "fangtan project import" in text
    assert "街道访谈" in run("info", path)
    assert "已经存在" in run("new", path, code=2)
    all_books = record("new", tmp_path / "三.fangtan")["codebooks"]
    assert len(all_books) == 3 and "information_ecology" in all_books


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("访谈稿", "编码者", "机器", "待放置的编码", "待决定的冲突", "修订号")),
        ("en", ("transcripts", "coders", "machine", "codings to place", "conflicts", "revision")),
    ],
)
def test_info_in_both_languages(study: Path, lang: str, words: tuple[str, ...]) -> None:
    text = run("info", study, "--lang", lang)
    assert all(word in text for word in words)
    with open_project(study) as project:
        counts = facts(project)
    assert counts["transcripts"] == 2 and str(counts["characters"]) in text
    assert record("info", study) == counts


def test_words_that_are_gone_are_named_and_wait(study: Path, interviews: Path) -> None:
    with open_project(study) as project:
        li = project.coder("李")
        (info,) = [info for info in project.transcripts() if info.source.endswith("一.txt")]
        start = project.transcript(info.id).text.index("接口也打不通")
        span = Span(start, start + 6)
        code = next(code for code in project.codes() if code.parent is not None)
        project.apply(op.AddCoding(info.id, span, "接口也打不通", code.id), coder=li)
        project.apply(op.WriteMemo("span", info.id, "这里要核对", span, "接口也打不通"), coder=li)
    (interviews / "一.txt").write_text(ONE.replace("接口也打不通", "系统接不上"), encoding="utf-8")
    text = run("import", study, interviews, "--lang", "en")
    assert "To be placed" in text and "“接口也打不通”" in text
    with open_project(study) as project:
        waiting = waiting_to_be_placed(project)
    assert {"这里要核对", f"{code.key} {code.name}"} <= {entry["code"] for entry in waiting}
    assert all(entry["source"].endswith("一.txt") for entry in waiting)
    assert len(waiting) <= MOST_WAITING and "待放置的编码" in run("info", study)


def test_files_that_cannot_be_read_are_said_and_the_rest_is_taken(
    study: Path, interviews: Path
) -> None:
    (interviews / "坏.docx").write_bytes(b"PK\x03\x04 and then nothing")
    (interviews / "同.txt").write_text(ONE, encoding="utf-8")
    done = record("import", study, interviews, code=1)
    assert (done["failed"], done["duplicate"], done["unchanged"]) == (1, 1, 2)
    assert {problem["severity"] for problem in done["problems"]} >= {"error", "warning"}
    assert "坏.docx" in run("import", study, interviews, code=1)


def test_a_study_without_a_codebook_says_what_to_do(tmp_path: Path) -> None:
    create(tmp_path / "空.fangtan").close()
    assert "information_ecology" in run("code", tmp_path / "空.fangtan")
    assert "has no codebook yet" in run("code", tmp_path / "空.fangtan", "--lang", "en")


def test_a_model_is_announced_and_counted(study: Path) -> None:
    with served(Local()) as local:
        options = ("--coder", "model", "--model", "qwen", "--model-address", local.address)
        command = ["project", "code", str(study), *options, "--passes", "2", "--lang", "en"]
        made = CliRunner().invoke(app, [*command, "--json"])
        told = json.loads(made.stdout)
        assert told["coded"] == 2 and told["added"] > 0
        assert told["model"]["sent"] == len(local.requests)
        assert told["model"]["name"] == "qwen" and told["model"]["stable"]
        assert "interviews stay on this machine" in made.stderr
        assert f"{len(local.requests)} questions, 0 of them answered before" in made.stderr
        again = CliRunner().invoke(app, [*command, "--again"])
    assert "Stability" in again.stdout and "0 questions sent" in again.stdout
    assert list(study.parent.glob("*.answers/*/*.json")), "answers stand beside the study"


def taught(path: Path, *, interviews: int, right: bool) -> None:
    """A study in which 李 decided on 48 suggestions and one waits: where the rules hear a demand,
    she hears none (``right``), or she corrects every third without any pattern.
    """
    with create(path, "研究") as project:
        person = project.coder("李")
        adopt(project, BOOK, person)
        for number in range(interviews):
            words = WORDS[number::interviews]
            frames = (*NEUTRAL, *LACKING, *DEMANDED)
            said = [frame.format(word) for word in words for frame in frames]
            studies.take(project, "问：请讲。\n答：" + "".join(said), f"{number}.txt")
        code_project(project)
        for number, each in enumerate(project.codings()):
            odd = "neutral" if each.polarity == "demanded" else None
            if not right:
                odd = POLARITIES[number * 7 % 5] if number % 3 == 0 else None
            project.apply(op.Decide(each.id, "accepted", polarity=odd), coder=person)
        studies.take(project, "问：请讲。\n答：希望平台快点来。", "新.txt")


def test_a_pass_tells_what_corrections_taught(tmp_path: Path) -> None:
    path = tmp_path / "研究.fangtan"
    taught(path, interviews=4, right=True)
    assert record("code", path)["polarity_learned"] == {
        "decisions": 48,
        "corrections": 16,
        "right_of_rules": 32,
        "right": 48,
        "silence": None,
        "overruled": 1,
    }
    assert "48 条建议的处理（其中更正 16 条）" in run("code", path)
    assert "Of the open suggestions 1 have a polarity that was learned" in run(
        "code", path, "--lang", "en"
    )


def test_a_pass_says_why_nothing_was_learned(tmp_path: Path, study: Path) -> None:
    path = tmp_path / "一份.fangtan"
    taught(path, interviews=1, right=True)
    assert "都在一份访谈里" in run("code", path)
    assert "all in one interview" in run("code", path, "--lang", "en")
    path = tmp_path / "无用.fangtan"
    taught(path, interviews=4, right=False)
    assert "不比规则的" in run("code", path)
    assert "so the rules stand" in run("code", path, "--lang", "en")
    assert record("code", path)["polarity_learned"]["silence"] == "no_better"
    assert record("code", study)["polarity_learned"]["silence"] == "few"
    assert "极性：" not in run("code", study)
