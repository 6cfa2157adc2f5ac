"""Discourse functions: which sentence tells a state, a problem, a cause, a countermeasure."""

from __future__ import annotations

import pytest
from builders import codebook, coded

from analysis.coders.functions import Functions
from codebooks.codebook import Function
from corpus.coding import POLARITIES, Polarity

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


PLAIN = Functions({})


def fits(
    function: Function,
    polarity: Polarity,
    sentence: str = "我们说平台。",
    before: str = "",
    after: str = "",
) -> bool:
    return PLAIN.fits(function, polarity, sentence, before, after)


def test_a_countermeasure_is_what_is_demanded_and_nothing_else() -> None:
    assert [polarity for polarity in POLARITIES if fits("countermeasure", polarity)] == ["demanded"]
    assert not any(
        fits(function, "demanded", "问题是因为没有平台。")
        for function in ("status", "problem", "cause")
    )


def test_a_problem_is_lacking_or_has_a_marker() -> None:
    assert [polarity for polarity in POLARITIES if fits("problem", polarity)] == ["lacking"]
    marked = [polarity for polarity in POLARITIES if fits("problem", polarity, "难点在平台。")]
    assert marked == ["lacking", "changed", "neutral", "unsure"]


def test_a_state_is_told_without_a_wish() -> None:
    assert [polarity for polarity in POLARITIES if fits("status", polarity)] == [
        "present",
        "changed",
        "neutral",
    ]
    assert not fits("status", "present", "希望平台一直在。")


@pytest.mark.parametrize(
    ("sentence", "before", "after", "cause"),
    [
        ("是因为没有平台。", "", "", True),
        ("没有平台。", "说到底就是这个。", "", True),
        ("没有平台。", "", "所以跑断腿。", True),
        ("没有平台。", "", "  这就乱了。", True),
        ("没有平台。", "", "后来所以跑断腿。", False),
        ("没有平台。", "我们天天开会。", "大家都忙。", False),
    ],
)
def test_a_cause_is_marked_in_its_sentence_or_beside_it(
    sentence: str, before: str, after: str, cause: bool
) -> None:
    assert fits("cause", "lacking", sentence, before, after) == cause


def test_a_codebook_adds_markers_and_takes_none_away() -> None:
    more = Functions({"problem": ("挠头",), "cause": ("病根",)})
    assert more.fits("problem", "neutral", "平台让人挠头。", "", "")
    assert more.fits("problem", "neutral", "痛点是平台。", "", "")
    assert more.fits("cause", "neutral", "病根是平台。", "", "")
    assert not fits("problem", "neutral", "平台让人挠头。")


def test_markers_are_words_not_expressions() -> None:
    odd = Functions({"problem": ("(?", "a|b")})
    assert odd.fits("problem", "neutral", "平台(?", "", "")
    assert not odd.fits("problem", "neutral", "平台a", "", "")


def test_neighbours_of_another_turn_tell_no_cause() -> None:
    from builders import transcript

    from analysis.coders.rules import RuleCoder

    coder = RuleCoder(BOOK)
    beside = transcript("问：请讲。\n答：因为人少。平台旧了。")
    apart = transcript("问：请讲。\n答：因为人少。\n问：平台呢？\n答：平台旧了。")
    assert len(coder.code(beside)) == 1 and coder.code(apart) == []
