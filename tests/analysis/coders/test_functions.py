"""Discourse functions: which sentence tells a cause."""

from __future__ import annotations

import pytest
from builders import codebook, coded

BOOK = codebook("\n  - {id: R1, name: 原因, definition: d, function: cause, indicators: [平台]}")


@pytest.mark.parametrize(
    ("sentence", "cause"),
    [
        ("这事要怪平台。", True),
        ("都怪那个平台。", True),
        ("怪就怪平台太老。", True),
        ("平台有点奇怪。", False),
        ("难怪平台没人用。", False),
        ("平台怪难用的。", False),
    ],
)
def test_blame_is_a_cause_but_wonder_is_none(sentence: str, cause: bool) -> None:
    assert bool(coded(BOOK, sentence)) == cause
