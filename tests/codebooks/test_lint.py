"""The linter: what makes matching slow or loose."""

from __future__ import annotations

import json

import pytest
from builders import codebook

from codebooks.lint import lint
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
