"""What is said of a mention where no cue decides."""

from __future__ import annotations

import pytest
from polarity_sentences import Told, decided


@pytest.mark.parametrize(
    ("kind", "default", "polarity"),
    [
        ("concept", None, "neutral"),
        ("deficit", None, "lacking"),
        ("asset", None, "present"),
        ("concept", "lacking", "lacking"),
        ("concept", "neutral", "neutral"),
        ("concept", "present", "present"),
    ],
)
def test_the_class_decides_unless_the_code_has_a_default(
    kind: str, default: str | None, polarity: str
) -> None:
    told: Told = decided("我们说说【平台】这两个字。", kind, default)  # type: ignore[arg-type]
    assert told == ("default", polarity, "")
