"""What an interview says of itself."""

from __future__ import annotations

import pytest

from corpus.transcript import is_synthetic


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"nature": "合成访谈"}, True),
        ({"nature": ["合成", "虚构"]}, True),
        ({"nature": "真实访谈"}, False),
        ({"nature": None}, False),
        ({"method": "合成"}, False),
        ({}, False),
    ],
)
def test_only_the_field_nature_says_that_an_interview_is_invented(
    metadata: dict[str, object], expected: bool
) -> None:
    assert is_synthetic(metadata) is expected
