"""The linter: what would mislead coders, and what makes matching slow or loose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import codebook

from codebooks.lint import Finding, lines_of, lint
from codebooks.loading import SHIPPED, load


def told(rule: str, key: str) -> list[str]:
    """Severities of the findings ``key`` for a code with one rule."""
    book = codebook(
        f"\n  - id: A\n    name: 甲\n    definition: 甲\n    indicators: [平台]\n    {rule}\n"
    )
    return [one.severity for one in lint(book, "test") if one.key == key]


@pytest.mark.parametrize(
    ("pattern", "severities"),
    [
        ("平台.{0,10}标准", ["warning"]),
        ("平台.{12}标准", ["warning"]),
        ("平台.{3,}标准", []),
        ("平台.{10,}标准", ["warning"]),
        ("平台.{0,9}标准", []),
        (r"平台\\{0,30\\}", []),
        ("平台[{0,30}]标准", []),
        (r"平台\\p{Han}{0,4}标准", []),
        ("平台.{0,20}标准.{0,20}接口", ["warning", "warning"]),
    ],
)
def test_a_long_counted_repeat_is_warned_of(pattern: str, severities: list[str]) -> None:
    escaped = json.dumps(pattern.replace("\\\\", "\\"), ensure_ascii=False)
    assert told(f"patterns: [{{pattern: {escaped}}}]", "lint.pattern_repeat") == severities


@pytest.mark.parametrize(
    ("words", "severities"),
    [
        ("[数据, 共享|开放]", []),
        ("[数据, 给|开放]", []),
        ("[数据|表, 给|开放]", ["warning"]),
        ("[数据, 的|开放]", ["warning"]),
    ],
)
def test_near_rules_that_single_letters_satisfy_are_warned_of(
    words: str, severities: list[str]
) -> None:
    assert told(f"near: [{{words: {words}, within: 6}}]", "lint.near_letter") == severities


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_codebooks_are_clean(name: str) -> None:
    assert [one.text() for one in lint(load(name), name) if one.severity != "note"] == []


def found(codes: str, head: str = "") -> dict[str, list[Finding]]:
    """Message key -> the findings of a codebook written as YAML."""
    findings: dict[str, list[Finding]] = {}
    for finding in lint(codebook(codes, head), "test"):
        findings.setdefault(finding.key, []).append(finding)
        chinese, english = finding.text("zh"), finding.text("en")
        assert chinese != english and "{" not in chinese.replace("\\p{Han}", "")
    return findings


def code(name: str, rules: str, examples: bool = True) -> str:
    example = f"\n    examples: [{{text: {name}的例子}}]" if examples else ""
    return f"  - id: {name}\n    name: {name}\n    definition: x\n    {rules}{example}\n"


DUPLICATES = [
    (code("A", "indicators: [平台]") + code("B", "indicators: [接口]"), []),
    (code("A", "indicators: [平台]") + code("B", "indicators: [平台]"), ["error"]),
    (code("A", "indicators: [平台, 平台]"), ["warning"]),
    (code("A", "indicators: {own: [平台], deficit: [平台]}"), ["warning"]),
    (code("A", "indicators: [平台]") + code("B", "weak: [平台]"), []),
    (
        code("A", "indicators: [平台]\n    function: cause")
        + code("B", "indicators: [平台]\n    function: problem"),
        [],
    ),
    ("".join(code(name, "indicators: [平台]") for name in "ABC"), ["error"] * 3),
]


@pytest.mark.parametrize(("codes", "severities"), DUPLICATES)
def test_a_word_of_two_codes_needs_two_functions(codes: str, severities: list[str]) -> None:
    findings = found(codes)
    told_of = [*findings.get("lint.duplicate", ()), *findings.get("lint.repeated", ())]
    assert [finding.severity for finding in told_of] == severities
    assert all("平台" in finding.text("zh") for finding in told_of)


@pytest.mark.parametrize(
    ("outer", "inner", "notes"),
    [
        ("没有统一标准", "统一标准", 1),
        ("没有统一标准", "标准", 1),
        ("标准", "准", 0),
        ("统一标准", "统一标准化", 1),
        ("统一", "标准", 0),
        ("𠮷野家标准", "𠮷野家", 1),
    ],
)
def test_a_word_inside_another_codes_word_is_noted(outer: str, inner: str, notes: int) -> None:
    apart = found(code("A", f"indicators: [{outer}]") + code("B", f"indicators: [{inner}]"))
    assert [finding.severity for finding in apart.get("lint.contained", ())] == ["note"] * notes
    together = found(code("A", f"indicators: [{outer}, {inner}]"))
    assert "lint.contained" not in together


TARGETS = [
    ("B", True),
    ("test:B", True),
    ("test:X", False),
    ("X", False),
    ("information_ecology:IE1", True),
    ("information_ecology:X9", False),
    ("nobody:IE1", False),
]


@pytest.mark.parametrize(("target", "known"), TARGETS)
def test_an_exclusion_names_a_code_that_exists(target: str, known: bool) -> None:
    rule = f"indicators: [平台]\n    exclusion: [{{when: 别的, use: ['{target}']}}]"
    findings = found(code("A", rule) + code("B", "indicators: [接口]")).get("lint.exclusion", [])
    assert [finding.severity for finding in findings] == ([] if known else ["error"])
    assert all(target in finding.text("en") for finding in findings)


def test_other_codebooks_at_hand_may_be_named() -> None:
    rule = "indicators: [平台]\n    exclusion: [{when: 别的, use: ['second:B']}]"
    book, other = codebook(code("A", rule)), codebook(code("B", "indicators: [接口]"))
    assert [one.key for one in lint(book, "test")] == ["lint.exclusion"]
    assert lint(book, "test", {"second": other}) == []


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("平台.{0,4}标准", None),
        ("平台(?=标准)", "lint.pattern"),
        (r"(平台)\1", "lint.pattern"),
        ("(平台", "lint.pattern"),
        ("平台*", None),
        ("(平台)*", "lint.pattern_empty"),
        ("平台|", "lint.pattern_empty"),
        ("^", "lint.pattern_empty"),
    ],
)
def test_a_pattern_is_valid_and_wants_some_text(pattern: str, key: str | None) -> None:
    rule = f"patterns: [{{pattern: {json.dumps(pattern, ensure_ascii=False)}}}]"
    findings = found(code("A", rule))
    assert list(findings) == ([key] if key else [])
    assert all(pattern in finding.text("zh") for every in findings.values() for finding in every)


def test_a_code_without_a_rule_or_an_example_is_told_and_themes_are_not() -> None:
    bare = found(code("A", "inclusion: 无规则", examples=False))
    assert [finding.severity for finding in bare["lint.no_rule"]] == ["note"]
    ruled = found(code("A", "weak: [平台]", examples=False))
    assert [finding.severity for finding in ruled["lint.no_example"]] == ["warning"]
    leaf = "{id: A1, name: 乙, definition: y, indicators: [平台], examples: [{text: z}]}"
    assert found(code("A", f"children: [{leaf}]", examples=False)) == {}


@pytest.mark.parametrize(
    ("first", "second", "severities"),
    [
        ("[谁也不肯拿出来]", "[磨破嘴皮也不给]", []),
        ("[谁也不肯拿出来]", "[谁也不肯拿出来]", ["error"]),
        ("['谁也不肯，拿出来。']", "[誰也不肯拿出來]", ["error"]),
        ("[谁也不肯拿出来, 谁也不肯拿出来！]", "[磨破嘴皮也不给]", ["warning"]),
        ("[谁也不肯拿出来]", "[磨破嘴皮, 谁也不肯拿出来, 谁也不肯拿出来]", ["error", "error"]),
    ],
)
def test_a_spoken_sentence_speaks_for_one_code(
    first: str, second: str, severities: list[str]
) -> None:
    head, rules = "indicators: [平台]\n    spoken: ", "indicators: [接口]\n    spoken: "
    findings = found(code("A", head + first) + code("B", rules + second))
    told_of = [*findings.get("lint.spoken_twice", ()), *findings.get("lint.spoken_repeated", ())]
    assert [finding.severity for finding in told_of] == severities
    assert len(findings) == bool(severities), "nothing else is said of spoken sentences"
    assert all(str(finding.values["text"]) in finding.text("zh") for finding in told_of)


def test_a_spoken_sentence_with_an_indicator_of_its_own_code_is_told() -> None:
    rules = "indicators: {concept: [平台], deficit: [不兼容]}\n    weak: [接口]\n    spoken: "
    other = code("B", "indicators: [标准]")
    plain = "[两家插头插不到一块, 这个接口管用, 标准不一样]"
    assert found(code("A", rules + plain) + other) == {}, "weak ones and those of others may stand"
    (finding,) = found(code("A", rules + "[兩家不兼容]") + other)["lint.spoken_heard"]
    assert finding.severity == "warning" and finding.values["word"] == "不兼容"
    assert "兩家不兼容" in finding.text("zh") and "不兼容" in finding.text("en")


def test_findings_stand_by_line_of_the_file(tmp_path: Path) -> None:
    text = (
        "id: test\nname: 测试\nversion: 1\ncodes:\n"
        + code("A", "indicators: [平台]")
        + code("B", "indicators: [平台, 接口]", examples=False)
        + code("C", "indicators: [接口]")
    )
    path = tmp_path / "书.yaml"
    path.write_text(text, encoding="utf-8-sig")
    findings = lint(load(str(path)), str(path))
    lines = {name: text.split("\n").index(f"  - id: {name}") + 1 for name in "ABC"}
    assert lines_of(str(path)) == lines
    assert [(finding.line, finding.key) for finding in findings] == [
        (lines["B"], "lint.duplicate"),
        (lines["B"], "lint.no_example"),
        (lines["C"], "lint.duplicate"),
    ]
    assert lines_of(str(tmp_path / "无.yaml")) == {} and lines_of(SHIPPED[0])
