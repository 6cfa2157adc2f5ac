"""What the next clause makes of a statement, and what it leaves alone."""

from __future__ import annotations

import pytest
from polarity_sentences import Told, decided


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("他们说有【平台】，但是我没见过。", ("hearsay", "unsure", "他们说")),
        ("他们说有【平台】。", ("affirmed", "present", "有")),
        ("他们说没有【平台】，但是有。", ("negated", "lacking", "没有")),
        ("我们有【平台】，但是没人用。", ("affirmed", "present", "有")),
        ("虽然有【平台】，但没人用。", ("conceded", "lacking", "没")),
        ("雖然有【平臺】，但沒人用。", ("conceded", "lacking", "没")),
        ("虽然有【平台】，但大家都来。", ("affirmed", "present", "有")),
        ("【平台】好像有，我没用过。", ("unsure_next", "unsure", "我没用过")),
        ("市里有【平台】，我没用过。", ("affirmed", "present", "有")),
        ("【平台】归谁管，我们也说不清。", ("unsure_next", "unsure", "我们也说不清")),
        ("【平台】是建了，可没人用。", ("conceded", "lacking", "没")),
        ("虽然有【平台】，没人用。", ("affirmed", "present", "有")),
    ],
)
def test_of_concept_words(sentence: str, told: Told) -> None:
    assert decided(sentence) == told


def test_a_concession_of_what_is_neutral_by_nature_is_taken_back_too() -> None:
    told = decided("虽然建了【微信群】，但没人用。", default="neutral")
    assert told == ("conceded", "lacking", "没")
