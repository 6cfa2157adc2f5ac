"""Suppositions: wishes, topics in their form, and what follows from them."""

from __future__ import annotations

import pytest
from polarity_sentences import Told, decided


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("如果有【平台】。", ("hypothetical", "unsure", "如果")),
        ("要是有【平台】就好了。", ("would_be_good", "demanded", "就好了")),
        ("【平台】早点开就好了。", ("wished_well", "demanded", "早点开就好了")),
        ("谁来开个【平台】就好了。", ("wished_well", "demanded", "谁来开个平台就好了")),
        ("点一下【平台】就好了。", ("default", "neutral", "")),
        ("要是没有【平台】就好了。", ("hypothetical", "unsure", "要是")),
        ("要是能有【平台】。", ("demanded", "demanded", "要是能")),
        ("主要是【平台】。", ("default", "neutral", "")),
        ("【平台】的话，我们有两个。", ("default", "neutral", "")),
        ("如果单纯讲【平台】，我们没有。", ("default", "neutral", "")),
        ("如果没有人管，就没有【平台】。", ("consequence", "unsure", "如果")),
        ("如果没有人管，【平台】没有。", ("blamed", "lacking", "没有")),
        ("一旦没人管，就没有【平台】。", ("negated", "lacking", "没有")),
        ("如果大家来，就有【平台】。", ("affirmed", "present", "就有")),
    ],
)
def test_of_concept_words(sentence: str, told: Told) -> None:
    assert decided(sentence) == told


def test_a_trouble_that_would_follow_is_unsure_and_no_wish() -> None:
    assert decided("如果没人管，就会【推诿】。", "deficit") == ("consequence", "unsure", "如果")
    assert decided("要是有【壁垒】就好了。", "deficit")[0] == "hypothetical"
