"""Discourse functions: which sentence tells a state, a problem, a cause, a countermeasure."""

from __future__ import annotations

import pytest
from builders import codebook, coded, transcript

from analysis.coders.functions import ASKS_WHY, Functions, Setting
from analysis.coders.rules import RuleCoder
from corpus.coding import POLARITIES, Function, Polarity

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
    coder = RuleCoder(BOOK)
    beside = transcript("问：请讲。\n答：因为人少。平台旧了。")
    apart = transcript("问：请讲。\n答：因为人少。\n问：平台呢？\n答：平台旧了。")
    assert len(coder.code(beside)) == 1 and coder.code(apart) == []


def test_an_effect_is_present_or_changed() -> None:
    assert [one for one in POLARITIES if fits("effect", one)] == ["present", "changed"]


def told(
    marked: str, polarity: Polarity, *, cued: bool = True, after: str = "", asked: bool = False
) -> Function | None:
    """What the hit between 【 and 】 is said as."""
    start, end = marked.index("【"), marked.index("】") - 1
    sentence = marked.replace("【", "").replace("】", "")
    return PLAIN.tell(polarity, cued, Setting(sentence, start, end, "", after, asked))


TOLD: list[tuple[str, Polarity, Function | None]] = [
    ("我们没有【统一的台账】。", "lacking", "problem"),
    ("难点在【台账】。", "neutral", "problem"),
    ("【台账】是个老大难。", "neutral", "problem"),
    ("【台账】不是难点。", "neutral", None),
    ("难点不少,我们有【台账】。", "neutral", None),
    ("因为没有【统一的台账】,只好一个个打电话。", "lacking", "cause"),
    ("对不上,是因为没有【统一的台账】。", "lacking", "cause"),
    ("不是因为没有【统一的台账】。", "lacking", "problem"),
    ("因为下雨,所以没有【台账】。", "lacking", "problem"),
    ("没有【台账】导致来回跑。", "lacking", "cause"),
    ("没有【台账】,所以来回跑。", "lacking", "cause"),
    ("根子上就是【台账】。", "neutral", "cause"),
    ("因为我管【台账】。", "neutral", None),
    ("也不能怪没有【台账】。", "lacking", None),
    ("【台账】?", "lacking", None),
    ("希望有【台账】。", "demanded", "countermeasure"),
    ("他们要【台账】。", "demanded", None),
    ("人家说希望有【台账】。", "demanded", None),
    ("有了【台账】以后快多了。", "present", "effect"),
    ("有了【台账】,天气也好多了。", "present", "status"),
    ("我们有【台账】。", "present", "status"),
    ("【台账】,效率没有提高。", "present", "status"),
    ("以前是纸,现在是【台账】。", "changed", "status"),
    ("【台账】如果用好了,能少跑。", "present", "status"),
    ("说说【台账】。", "neutral", None),
    ("【台账】有没有我说不好。", "unsure", None),
]


@pytest.mark.parametrize(("marked", "polarity", "function"), TOLD)
def test_what_a_hit_is_said_as(marked: str, polarity: Polarity, function: Function | None) -> None:
    assert told(marked, polarity) == function


def test_the_next_sentence_and_a_question_for_reasons_tell_a_cause() -> None:
    assert told("没有【台账】。", "lacking", after="这就导致来回跑。") == "cause"
    assert told("没有【台账】。", "lacking", after="所以来回跑。") == "problem"
    assert told("没有【台账】。", "lacking", asked=True) == "cause"
    assert told("我们管【台账】。", "neutral", asked=True) is None


def test_a_state_without_a_cue_is_not_told() -> None:
    assert told("【台账】就在墙上。", "present", cued=False) is None


def test_a_codebook_adds_words_of_cause_and_effect() -> None:
    more = Functions({"cause": ("病根是",), "effect": ("顶用",)})
    assert more.tell("neutral", False, Setting("病根是台账。", 3, 5)) == "cause"
    assert more.tell("present", True, Setting("台账顶用。", 0, 2)) == "effect"


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("为什么不给?", True),
        ("原因在哪里?", True),
        ("根子上是什么?", True),
        ("你当时知道原因吗?", False),
        ("问题在哪?", False),
    ],
)
def test_which_question_asks_for_reasons(question: str, why: bool) -> None:
    assert bool(ASKS_WHY.search(question)) == why


def test_the_coder_tells_the_function_of_every_coding() -> None:
    book = codebook(
        "\n  - {id: A, name: 台账, definition: d, indicators: [台账]}"
        "\n  - {id: P, name: 问题, definition: d, function: problem, indicators: [台账]}"
    )
    made = RuleCoder(book).code(
        transcript("问：为什么？\n答：没有台账。\n问：还有呢？\n答：没有台账。说说台账。")
    )
    assert [(one.code, one.function) for one in made] == [
        ("A", "cause"),
        ("P", "problem"),
        ("A", "problem"),
        ("P", "problem"),
        ("A", None),
    ]
