"""Cues of the scope of negators."""

from __future__ import annotations

import pytest

from analysis.coders.polarity.cues import scope


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("NOT_LACKED", "从来没断过", True),
        ("NOT_LACKED", "没有少发", False),
        ("NOT_OURS", "不归我们管", True),
        ("NOT_OURS", "不是我们想要的", False),
        ("DOUBLE_AFTER", "也不是没搞过", True),
        ("WITHOUT", "离了", True),
        ("WITHOUT", "没有人管", False),
        ("NEEDED", "可不行", True),
        ("NEEDED", "行", False),
        ("DEPENDED", "这事就办不成", True),
        ("OPINION", "我不觉得", True),
        ("OUGHT", "照理", True),
        ("OUGHT", "应该改", False),
    ],
)
def test_what_a_cue_finds(cue: str, text: str, found: bool) -> None:
    assert (getattr(scope, cue).search(text) is not None) == found
