"""The verdict in the next clause, and the answer after a question mark."""

from __future__ import annotations

import pytest
from polarity_sentences import decided

from codebooks.codebook import IndicatorClass


@pytest.mark.parametrize(
    ("sentence", "kind", "polarity"),
    [
        ("【回访】？石沉大海。", "concept", "lacking"),
        ("【协调】？开完就散。", "concept", "lacking"),
        ("【热线】现在通不通？通了。", "concept", "present"),
        ("【热线】现在通不通？", "concept", "unsure"),
        ("【热线】通不通？我不知道。", "concept", "unsure"),
        ("【热线】通不通？\n没有。", "concept", "unsure"),
        ("交了【申请】，结果石沉大海。", "concept", "lacking"),
        ("【系统】上线以后，还不如以前填表快。", "concept", "lacking"),
        ("【审批】倒是痛快。", "concept", "present"),
        ("【扯皮】有没有？有。", "deficit", "lacking"),
        ("村里建了【驿站】吗？", "concept", "unsure"),
        ("【驿站】么，天天开着。", "concept", "neutral"),
        ("【驿站】，两年没人去过了。", "concept", "lacking"),
        ("【回访】说了半年，一个电话都没打。", "concept", "lacking"),
        ("【回访】做了半年，一次都没落下。", "concept", "present"),
        ("【扯皮】？别提了。", "deficit", "lacking"),
    ],
)
def test_what_is_told(sentence: str, kind: IndicatorClass, polarity: str) -> None:
    assert decided(sentence, kind)[1] == polarity
