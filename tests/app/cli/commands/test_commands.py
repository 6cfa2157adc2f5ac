"""``fangtan search``, ``compare`` and ``codebook preview`` on a small study of two coders."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from studies import OTHER, TEXT, lay, take
from typer.testing import CliRunner

from app.cli.main import app
from app.study.projects import adopt
from codebooks.loading import parse
from corpus.project import CoderInfo, Project, create

BOOK = """
id: book
name: 编码簿
version: 2
codes:
- {id: P1, name: 标准不一, definition: 标准, indicators: [统一标准]}
- {id: P2, name: 接口不通, definition: 接口, indicators: [接口]}
"""


def begin(project: Project) -> list[CoderInfo]:
    """Two interviews, a codebook without indicators, two coders."""
    coders = [project.coder("甲"), project.coder("乙")]
    codes = "".join(
        f"- {{id: {code}, name: {code}, definition: x}}\n" for code in ("P1", "P2", "C1")
    )
    adopt(project, parse(f"id: book\nname: 编码簿\nversion: 1\ncodes:\n{codes}"), coders[0])
    take(project, TEXT)
    take(project, OTHER, "访谈/二.txt")
    return coders


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("commands") / "研究.fangtan"
    with create(path, "研究") as project:
        one, two = begin(project)
        lay(project, one, "没有统一标准，", "P1")
        lay(project, one, "接口也打不通。", "P2")
        lay(project, two, "没有统一标准，", "P1", "present")
        lay(project, two, "接口也打不通。", "C1")
        lay(project, two, "建议统一标准，", "C1", "demanded")
    return path


def ran(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def told(*arguments: object) -> dict[str, Any]:
    code, output = ran(*arguments, "--json")
    assert code == 0, output
    found: dict[str, Any] = json.loads(output)
    return found


def hits(study: Path, *arguments: object) -> list[tuple[str, str]]:
    return [
        (row["match"], row["codes"]) for row in told("search", study, *arguments)["tables"]["kwic"]
    ]


# -- search ----------------------------------------------------------------------------------------


def test_words_in_context(study: Path) -> None:
    found = told("search", study, "统一标准", "--width", 2)
    assert found["facts"] == {"hits": 2, "interviews": 1}
    row = found["tables"]["kwic"][0]
    assert (row["left"], row["match"], row["right"]) == ("没有", "统一标准", "，接")
    assert (row["speaker"], row["id"], row["codes"], row["turn"]) == ("答", "A-1", "P1", 2)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["打不通", "打通"], [("打不通", "P2、C1"), ("打通", "")]),
        (["打.?通", "--pattern"], [("打不通", "P2、C1"), ("打通", "")]),
        (["标准", "--and", "P1"], [("标准", "P1")]),
        (["标准", "--not", "P1"], [("标准", "C1")]),
        (["标准", "--near", "book:P2"], [("标准", "P1")]),
        (["--and", "P2", "-c", "book"], [("接口也打不通。", "P2、C1")]),
        (["标准", "--coder", "甲"], [("标准", "P1"), ("标准", "")]),
        (["标准", "--polarity", "demanded"], [("标准", ""), ("标准", "C1")]),
        (["标准", "--status", "suggested"], [("标准", ""), ("标准", "")]),
        (["人手", "--where", "department=公安"], [("人手", "")]),
        (["人手", "--where", "department=民政+街道"], []),
        (["难在哪"], []),
        (["难在哪", "--interviewer", "--where", "id=A-2"], [("难在哪", "")]),
    ],
)
def test_what_is_asked_for(study: Path, arguments: list[str], found: list[tuple[str, str]]) -> None:
    assert hits(study, *arguments) == found


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "没有要找的内容"),
        (["--not", "P1"], "没有要找的内容"),
        (["标准", "--and", "X9"], "X9"),
        (["标准", "--and", "P1", "-c", "other"], "P1"),
        (["(", "-e"], "正则表达式"),
        (["标准", "--coder", "丙"], "甲"),
        (["标准", "--polarity", "good"], "lacking"),
        (["标准", "--where", "department"], "字段=值"),
        (["标准", "--where", "department=火星"], "公安局"),
        (["标准", "--where", "level=高"], "department"),
    ],
)
def test_a_query_that_cannot_be_met_is_answered_in_a_sentence(
    study: Path, arguments: list[str], sentence: str
) -> None:
    code, output = ran("search", study, *arguments)
    assert code == 2 and sentence in output
    code, output = ran("search", study, *arguments, "--lang", "en", "--json")
    assert code == 2 and json.loads(output)["error"]


# -- compare ---------------------------------------------------------------------------------------


def test_each_kind_is_counted_for_pair_and_code(study: Path) -> None:
    found = told("compare", study)
    [pair] = found["tables"]["coder_pairs"]
    assert (pair["coder_a"], pair["coder_b"], pair["interviews"]) == ("乙", "甲", 1)
    counts = {name: pair[name] for name in list(pair)[3:]}
    assert counts == {
        "agreed": 0,
        "polarity_differs": 1,
        "bounds_differ": 0,
        "code_differs": 1,
        "only_a": 1,
        "only_b": 0,
    }
    by_code = {row["code"]: row for row in found["tables"]["coder_codes"]}
    assert by_code["P1"]["polarity_differs"] == 1 and by_code["P2"]["code_differs"] == 1
    assert (by_code["C1"]["code_differs"], by_code["C1"]["only_a"]) == (1, 1)
    kinds = [(row["disagreement"], row["code"]) for row in found["tables"]["differences"]]
    assert sorted(kinds) == sorted([("极性不同", "P1"), ("编码不同", "C1"), ("仅 A 编", "C1")])


def test_the_order_of_coders_is_that_of_the_options(study: Path) -> None:
    [pair] = told("compare", study, "--coder", "甲", "--coder", "乙")["tables"]["coder_pairs"]
    assert (pair["coder_a"], pair["only_b"], pair["only_a"]) == ("甲", 1, 0)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--coder", "甲"], "两位"),
        (["--coder", "甲", "--coder", "丙"], "乙"),
        (["-c", "other"], "book"),
    ],
)
def test_a_comparison_that_cannot_be_made(study: Path, arguments: list[str], sentence: str) -> None:
    code, output = ran("compare", study, *arguments)
    assert code == 2 and sentence in output


def test_coders_without_a_common_interview_are_told(tmp_path: Path) -> None:
    path = tmp_path / "study.fangtan"
    with create(path, "研究") as project:
        one, two = begin(project)
        lay(project, one, "没有统一标准，")
        lay(project, two, "数据不共享，", name="访谈/二.txt")
    code, output = ran("compare", path, "--lang", "en")
    assert code == 2 and "nothing to compare" in output


# -- codebook preview ------------------------------------------------------------------------------


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


# -- all of them -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [("search", ["search", "STUDY", "标准"]), ("compare", ["compare", "STUDY"])],
)
def test_tables_are_written_with_heads_in_the_language(
    study: Path, tmp_path: Path, lang: str, name: str, arguments: Sequence[str]
) -> None:
    given = [study if argument == "STUDY" else argument for argument in arguments]
    code, output = ran(*given, "-o", tmp_path, "--lang", lang)
    assert code == 0 and f"{name}.xlsx" in output
    for path in tmp_path.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            head = next(csv.reader(lines))
        assert len(set(head)) == len(head)
        assert all(any(char > "\u3000" for char in cell) for cell in head) == (lang == "zh"), head


@pytest.mark.parametrize("command", [["search"], ["compare"], ["codebook", "preview", "x.yaml"]])
def test_a_folder_that_is_none_is_told(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "x.yaml").write_text(BOOK, "utf-8")
    given = [tmp_path / part if part.endswith(".yaml") else part for part in command]
    code, output = ran(*given, tmp_path / "none")
    assert code == 2 and "fangtan run" in output
