"""YAML to codebook: every mistake with its line, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from codebooks.loading import SHIPPED, BadCodebook, code_lines, load, parse
from corpus.problem import FangtanError, Problem

GOOD = """\
id: test
name: {zh: 测试, en: Test}
version: 1.0.0
codes:
  - id: A
    name: 甲
    definition: 甲
    children:
      - id: A1
        name: 乙
        definition: 乙
        indicators: [平台, 12, 2023-05-06]
        near: [{words: [数据, 打通], within: 6}]
lenses:
  view:
    name: 视角
    groups:
      组: [A]
links:
  - problem: A1
    causes: [A]
"""


def problems(text: str) -> list[Problem]:
    with pytest.raises(BadCodebook) as caught:
        parse(text, "x.yaml")
    assert all(
        problem.sentence("zh") != problem.sentence("en") and problem.source == "x.yaml"
        for problem in caught.value.problems
    )
    return list(caught.value.problems)


def test_a_good_codebook_keeps_what_was_written() -> None:
    book = parse(GOOD)
    assert list(book.by_id) == ["A", "A1"] and book.theme_of == {"A": "A", "A1": "A"}
    code = book.by_id["A1"]
    assert code.indicators.own == ("平台", "12", "2023-05-06"), "words stay words"
    assert code.near[0].within == 6
    assert book.group_of("view") == {"A": "组", "A1": "组"}
    assert (book.name.text("en"), code.name.text("en")) == ("Test", "乙")


@pytest.mark.parametrize(
    ("old", "new", "key", "line"),
    [
        ("    definition: 甲\n", "", "codebook.field_missing", 5),
        ("    definition: 甲\n", "    defintion: 甲\n", "codebook.field_unknown", 7),
        ("    definition: 甲\n", "    definition: 甲\n    name: 丙\n", "codebook.key_twice", 8),
        ("within: 6", "within: 600", "codebook.field_bad", 13),
        ("id: A1", "id: 1A", "codebook.field_bad", 9),
        ("id: A1", "id: A", "codebook.id_twice", 9),
        ("组: [A]", "组: [B]", "codebook.id_unknown", 18),
        ("causes: [A]", "causes: [B]", "codebook.id_unknown", 20),
        ("name: {zh: 测试", "name: {zh: 测试,,", "codebook.yaml", 2),
        (GOOD, "- 甲\n", "codebook.not_mapping", 1),
        (GOOD, "", "codebook.not_mapping", 1),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, key: str, line: int) -> None:
    found = {(problem.key, problem.line) for problem in problems(GOOD.replace(old, new, 1))}
    assert (key, line) in found


def test_all_mistakes_are_told_at_once() -> None:
    text = GOOD.replace("组: [A]", "组: [B, C]").replace("causes: [A]", "causes: [D]")
    assert [problem.values["code"] for problem in problems(text)] == ["B", "C", "D"]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_codebooks_load_by_name_and_by_path(name: str, tmp_path: Path) -> None:
    book = load(name)
    assert book.id == name and load(name) is book
    copy = tmp_path / "copy.yaml"
    data = book.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    copy.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    assert load(copy) == book and load(copy).hash == book.hash


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FangtanError) as missing:
        load(tmp_path / "no.yaml")
    assert missing.value.key == "codebook.missing" and SHIPPED[0] in missing.value.text("en")
    other = tmp_path / "gb.yaml"
    other.write_bytes("id: x\nname: 测试\n".encode("gb18030"))
    with pytest.raises(BadCodebook) as caught:
        load(other)
    (problem,) = caught.value.problems
    assert (problem.key, problem.line) == ("codebook.not_utf8", 2)


def test_a_mark_at_the_head_of_a_file_is_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    path.write_text(GOOD, "utf-8-sig")
    assert load(path) == parse(GOOD)


def test_lines_of_codes() -> None:
    assert code_lines(GOOD) == {"A": 5, "A1": 9}
    assert code_lines("") == {} and code_lines("id: x") == {}


@pytest.mark.parametrize(
    ("gazetteer", "key", "line"),
    [
        ("  工商局: {names: [工商], unless: [税务登记]}", "codebook.unless_idle", 23),
        ("  工商局:\n    names: [工商]\n    unless: [工商联, 工商]", "codebook.unless_name", 25),
        ("  甲局: [局里]\n  乙局: [市乙局, 局里]", "codebook.name_twice", 24),
        ("  甲局: ['']", "codebook.name_empty", 23),
        ("  甲局: {names: [甲], without: [甲方]}", "codebook.field_unknown", 23),
    ],
)
def test_what_is_wrong_with_a_gazetteer_is_told_with_its_line(
    gazetteer: str, key: str, line: int
) -> None:
    (problem,) = problems(f"{GOOD}gazetteer:\n{gazetteer}\n")
    assert (problem.key, problem.line) == (key, line)


def test_a_gazetteer_holds_names_and_words_around_them() -> None:
    book = parse(f"{GOOD}gazetteer:\n  甲局: [甲]\n  乙局: {{names: [乙], unless: [乙方]}}\n")
    assert book.gazetteer["甲局"].names == ("甲",) and book.gazetteer["乙局"].unless == ("乙方",)
    assert book.model_dump(mode="json")["gazetteer"] == {
        "甲局": ["甲"],
        "乙局": {"names": ["乙"], "unless": ["乙方"]},
    }, "names alone are written as before"
    assert type(book).model_validate(book.model_dump(by_alias=True)) == book
