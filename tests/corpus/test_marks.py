"""Transcription marks are found with their brackets; ordinary brackets are speech."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.marks import find_marks


def marks(text: str) -> list[str]:
    return [mark.of(text) for mark in find_marks(text)]


@pytest.mark.parametrize(
    "mark",
    [
        "（笑）",
        "(沉默约5秒)",
        "（聽不清）",
        "（全场大笑）",
        "[听不清 00:14:07]",
        "【电话响】",
        "[00:14:07]",
        "[14:07.5]",
        "[INAUDIBLE]",
        "(laughs)",
    ],
)
def test_a_mark_is_found_where_it_stands(mark: str) -> None:
    assert marks(f"我们{mark}没有标准。{mark}") == [mark, mark]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "（区里的平台）",
        "（笑",
        "笑）",
        "（笑\n）",
        "（笑。我们后来又改了）",
        "（" + "很" * 60 + "笑）",
        "[1407]",
        "数据（含健康码）",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    assert marks(text) == []


@given(st.text(alphabet="（）()[]【】笑沉默12:0。字\n", max_size=60))
def test_marks_are_in_order_apart_and_bracketed(text: str) -> None:
    spans = find_marks(text)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(
        span.of(text)[0] in "（([【" and span.of(text)[-1] in "）)]】" and "\n" not in span.of(text)
        for span in spans
    )
