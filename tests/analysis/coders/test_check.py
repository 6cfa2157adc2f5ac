"""Checks of a codebook that run its rules: examples that fail, indicators nobody says."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import codebook

from analysis.coders.check import check_rules, silent_indicators
from analysis.coders.rules import RuleCoder
from codebooks.codebook import Codebook
from codebooks.loading import SHIPPED, load
from corpus.catalogue import LANGUAGES, Language
from corpus.document import Document, Line
from corpus.turns.transcribe import transcribe

HEAD = "id: test\nname: 测试\nversion: 1.0.0\n\ncodes:\n"


def findings(codes: str) -> list[tuple[str, str, dict[str, object]]]:
    """(severity, key, values) of every finding on the examples."""
    return [
        (finding.severity, finding.key, dict(finding.values))
        for finding in check_rules(codebook(codes), "测试.yaml")
    ]


def test_examples_that_are_coded_as_they_say_are_fine() -> None:
    assert (
        findings(
            "- {id: A, name: 标准, definition: d, indicators: [统一标准], examples: ["
            "{text: 没有统一标准。, polarity: lacking}, {text: 有统一标准吗, coded: true},"
            "{text: 我们天天开会。, coded: false}]}"
        )
        == []
    )


def test_spoken_sentences_are_neither_tried_nor_heard_by_rules() -> None:
    codes = "- {id: A, name: 标准, definition: d, indicators: [统一标准]%s}"
    spoken = codes % ", spoken: [你写你的我写我的, 没有统一标准]"
    assert findings(spoken) == []
    interview = transcribe(
        Document((Line("答：你写你的我写我的。没有统一标准。", 1),), "txt"), "甲"
    )
    heard = [
        [(coding.code, coding.polarity, coding.span) for coding in RuleCoder(book).code(interview)]
        for book in (codebook(spoken), codebook(codes % ""))
    ]
    assert heard[0] == heard[1] and len(heard[0]) == 1


def test_an_example_that_no_rule_reaches_is_told() -> None:
    assert findings(
        "- {id: A, name: 标准, definition: d, indicators: [统一标准], "
        "examples: [{text: 口径不一。}]}"
    ) == [("error", "lint.example_missed", {"code": "A", "text": "口径不一。"})]


def test_an_example_coded_against_its_word_names_the_indicator() -> None:
    assert findings(
        "- {id: A, name: 标准, definition: d, indicators: [标准], examples: "
        "[{text: 他普通话很标准。, coded: false}]}"
    ) == [
        (
            "error",
            "lint.example_coded",
            {"code": "A", "text": "他普通话很标准。", "word": "标准"},
        )
    ]


def test_an_example_of_another_polarity_tells_both() -> None:
    assert findings(
        "- {id: A, name: 平台, definition: d, indicators: [平台], examples: "
        "[{text: 没有平台。, polarity: present}]}"
    ) == [
        (
            "error",
            "lint.example_polarity",
            {"code": "A", "text": "没有平台。", "told": "present", "got": "lacking"},
        )
    ]


def test_an_example_is_judged_by_its_own_code_only() -> None:
    assert [
        key
        for _, key, _ in findings(
            "- {id: A, name: 标准, definition: d, indicators: [标准]}\n"
            "- {id: B, name: 平台, definition: d, indicators: [平台], "
            "examples: [{text: 标准有了。}]}"
        )
    ] == ["lint.example_missed"]


def test_a_finding_stands_on_the_line_of_its_code(tmp_path: Path) -> None:
    codes = (
        "- {id: A, name: 标准, definition: d, indicators: [标准]}\n"
        "- {id: B, name: 平台, definition: d, indicators: [平台], examples: [{text: 别的。}]}"
    )
    source = tmp_path / "测试.yaml"
    source.write_text(HEAD + codes, "utf-8")
    (finding,) = check_rules(codebook(codes), str(source))
    assert finding.line is not None
    assert "id: B" in source.read_text("utf-8").split("\n")[finding.line - 1]
    assert check_rules(codebook(codes), "nowhere.yaml")[0].line is None


def test_a_pattern_that_cannot_be_read_is_left_to_the_linter() -> None:
    assert (
        findings(
            "- {id: A, name: 标准, definition: d, patterns: [{pattern: '(?<!没)标准'}], "
            "examples: [{text: 别的。}]}"
        )
        == []
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_every_example_of_the_codebooks_that_ship_holds(name: str) -> None:
    assert check_rules(load(name), name) == []


BOOK = """
- {id: A, name: 标准, definition: d, indicators: {concept: [统一标准], deficit: [数据孤岛]}}
- {id: B, name: 平台, definition: d, indicators: [平台], weak: [系统]}
"""


def silent(book: Codebook, folder: Path) -> list[tuple[str, str]]:
    found = silent_indicators(book, "测试.yaml", folder)
    assert {finding.severity for finding in found} <= {"note"}
    assert {finding.key for finding in found} <= {"lint.silent"}
    return [(str(finding.values["code"]), str(finding.values["words"])) for finding in found]


def test_indicators_that_nobody_says_are_listed_by_code(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("问：平台呢？\n答：平台有了。", "utf-8")
    assert silent(codebook(BOOK), tmp_path) == [("A", "统一标准、数据孤岛")]


def test_other_scripts_and_files_are_read_and_other_formats_passed_over(tmp_path: Path) -> None:
    below = tmp_path / "访谈"
    below.mkdir()
    (below / "乙.txt").write_text("答：沒有統一標準，數據孤島，平臺也沒有。", "utf-8")
    (below / "照片.jpg").write_bytes(b"\xff\xd8")
    assert silent(codebook(BOOK), tmp_path) == []
    assert silent(codebook(BOOK), below / "乙.txt") == []


def test_without_interviews_every_strong_indicator_is_silent(tmp_path: Path) -> None:
    assert silent(codebook(BOOK), tmp_path) == [("A", "统一标准、数据孤岛"), ("B", "平台")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_findings_can_be_said_in_both_languages(lang: Language) -> None:
    codes = (
        "- {id: A, name: 平台, definition: d, indicators: [平台], examples: ["
        "{text: 没有平台。, polarity: present}, {text: 别的。}, {text: 平台。, coded: false}]}"
    )
    found = check_rules(codebook(codes), "测试.yaml")
    assert len(found) == 3
    for finding in found:
        assert "A" in finding.text(lang) and "{" not in finding.text(lang)
