"""Cues of verdicts and answers."""

from __future__ import annotations

import pytest

from analysis.coders.polarity.cues import verdicts


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("ASKED", "通不通?", True),
        ("ASKED", "通了。", False),
        ("BAD_NEXT", "结果石沉大海", True),
        ("BAD_NEXT", "大家都好", False),
        ("GOOD_NEXT", "那叫一个利索", True),
        ("ANSWERED_NO", "根本没有", True),
        ("ANSWERED_NO", "没问题", False),
        ("ANSWERED_YES", "有啊", True),
        ("ANSWERED_YES", "有人说", False),
    ],
)
def test_what_a_cue_finds(cue: str, text: str, found: bool) -> None:
    assert (getattr(verdicts, cue).search(text) is not None) == found
