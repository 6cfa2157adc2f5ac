"""Changes: then against now, and what stayed as it was."""

from __future__ import annotations

import pytest
from polarity_sentences import Told, decided


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("以前没有【平台】，现在有了。", ("then_and_now", "changed", "现在")),
        ("以前沒有【平臺】，現在有了。", ("then_and_now", "changed", "现在")),
        ("以前没有【平台】，现在还是没有。", ("negated", "lacking", "没有")),
        ("以前没有【平台】。", ("negated", "lacking", "没有")),
        ("现在有【平台】。", ("affirmed", "present", "有")),
        ("过去的【平台】，现在有了。", ("default", "neutral", "")),
        ("【平台】比以前快多了。", ("than_before", "changed", "比以前快多了")),
        ("【平台】又停了。", ("turned", "changed", "又停了")),
        ("后来又没有【平台】了。", ("turned", "changed", "又没有平台了")),
    ],
)
def test_of_concept_words(sentence: str, told: Told) -> None:
    assert decided(sentence) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("以前有【壁垒】，现在没有了。", ("then_and_now", "changed", "现在")),
        ("后来就【吵起来】了。", ("default", "lacking", "")),
        ("后来就不【推诿】了。", ("absent", "present", "不")),
    ],
)
def test_of_troubles(sentence: str, told: Told) -> None:
    assert decided(sentence, "deficit") == told
