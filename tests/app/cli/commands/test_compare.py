"""``fangtan compare``: where coders differ, counted by kind and by code."""

from __future__ import annotations

from pathlib import Path

import pytest
from coded_commands import begin, ran, told
from studies import lay

from corpus.project import create, open_project


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


def test_swapped_coders_give_swapped_columns(study: Path) -> None:
    """Agreement and difference are the same from either side; what only one coded changes hands."""
    tables = [
        told("compare", study, "--coder", first, "--coder", second)["tables"]
        for first, second in (("甲", "乙"), ("乙", "甲"))
    ]
    (one,), (other,) = (table["coder_pairs"] for table in tables)
    for column in ("interviews", "agreed", "polarity_differs", "bounds_differ", "code_differs"):
        assert one[column] == other[column]
    assert (one["only_a"], one["only_b"]) == (other["only_b"], other["only_a"])
    quotes = [sorted(row["quote"] for row in table["differences"]) for table in tables]
    assert quotes[0] == quotes[1]


def test_each_difference_has_its_words_and_each_count_its_rows(study: Path) -> None:
    found = told("compare", study)
    (pair,) = found["tables"]["coder_pairs"]
    rows = found["tables"]["differences"]
    kinds = ("polarity_differs", "bounds_differ", "code_differs", "only_a", "only_b")
    assert found["facts"] == {"coders": 2, "differences": len(rows)}
    assert len(rows) == sum(pair[kind] for kind in kinds)
    with open_project(study, read_only=True) as project:
        texts = {info.source: project.transcript(info.id).text for info in project.transcripts()}
    for row in rows:
        assert texts[row["source"]][row["start"] : row["end"]] == row["quote"]
        assert row["size"] > 0 and row["id"] == "A-1"


def test_a_coder_agrees_with_his_own_words_in_another_round(tmp_path: Path) -> None:
    path = tmp_path / "study.fangtan"
    with create(path, "研究") as project:
        one, two = begin(project)
        for coder in (one, two):
            lay(project, coder, "没有统一标准，", "P1")
            lay(project, coder, "数据不共享，", "P2", name="访谈/二.txt")
    found = told("compare", path, "--lang", "en")
    (pair,) = found["tables"]["coder_pairs"]
    assert (pair["interviews"], pair["agreed"]) == (2, 2)
    assert found["tables"]["differences"] == [] and found["facts"]["differences"] == 0
    code, output = ran("compare", path, "-o", tmp_path / "out", "--lang", "en")
    assert (
        code == 0
        and (tmp_path / "out" / "compare.coder_pairs.csv").exists()
        and "compare" in output
    )
