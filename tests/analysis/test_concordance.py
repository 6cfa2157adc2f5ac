"""Words in context and codes combined: by hand on two short talks, and against a plain search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from studies import OTHER, TEXT, read

from analysis.concordance import (
    RELATIONS,
    BadPattern,
    Condition,
    EmptyQuery,
    Hit,
    concordance,
)
from corpus.coding import Coding
from corpus.span import Span

ONE, TWO = read(TEXT, "one"), read(OTHER, "two")


def lay(words: str, code: str, turn: int) -> Coding:
    """A code on words of the first talk."""
    start = ONE.text.index(words)
    return Coding(
        Span(start, start + len(words)), words, code, "book", "lacking", "甲", turn, "accepted"
    )


CODINGS = [
    lay("没有统一标准，", "standards", 1),
    lay("接口也打不通。", "interfaces", 1),
    lay("建议统一标准，希望尽快打通接口。", "measure", 3),
]
TALKS: list[tuple[str, Any, Sequence[Coding]]] = [("a", ONE, CODINGS), ("b", TWO, [])]


def matches(words: str | Sequence[str] = "", **options: Any) -> list[str]:
    return [hit.match for hit in concordance(TALKS, words, **options)[0]]


def conditions(**codes: str) -> tuple[Condition[str], ...]:
    return tuple(Condition(relation, code) for relation, code in codes.items())  # type: ignore[arg-type]


def test_a_hit_by_hand() -> None:
    hits, count = concordance(TALKS, "打不通", width=4)
    start = ONE.text.index("打不通")
    assert count == 1 and hits == [
        Hit(
            "a",
            Span(start, start + 3),
            Span(26, 40),
            1,
            "答",
            "，接口也",
            "打不通",
            "。各家的",
            ("interfaces",),
        )
    ]


def test_context_never_leaves_the_turn() -> None:
    hit = concordance(TALKS, "没有统一", width=1000)[0][0]
    assert hit.left == "" and hit.right == "标准，接口也打不通。各家的系统各管各的。"
    bare = concordance(TALKS, "没有统一", width=0)[0][0]
    assert (bare.left, bare.right, bare.sentence) == ("", "", Span(26, 40))


def test_words_never_cross_turns_and_are_not_sought_in_questions() -> None:
    assert matches("怎么办？\n答：建议") == [] and matches("怎么办") == []
    everyone = ("interviewer", "interviewee", "other")
    assert matches("怎么办", roles=everyone) == ["怎么办"]
    assert matches("统一标准", roles=("interviewer",)) == []


@pytest.mark.parametrize("words", ["统一标准", "統一標準"])
def test_script_makes_no_difference(words: str) -> None:
    assert matches(words) == ["统一标准"] * 2 == matches(words, pattern=True)


def test_width_and_case_make_no_difference() -> None:
    talk = read("问：请讲。\n答：用ＡＰＩ，也用api。\n", "x")
    for words in ("API", "api", "ＡＰＩ"):
        assert [hit.match for hit in concordance([("x", talk, [])], words)[0]] == ["ＡＰＩ", "api"]


def test_several_words_in_the_order_of_the_text_the_longer_first() -> None:
    assert matches(["统一", "统一标准", "考核"]) == ["统一标准", "统一标准", "考核", "考核"]
    assert matches(["标准", "统一标准"]) == ["统一标准", "统一标准"]
    assert matches(["不用的词", ""]) == []


def test_signs_of_patterns_are_plain_in_words() -> None:
    assert matches("统.标准") == [] and matches("统.标准", pattern=True) == ["统一标准"] * 2
    assert matches(["打.?通", "年底"], pattern=True) == ["打不通", "打通", "年底"]
    assert matches("(龘)*", pattern=True) == []


def test_conditions_by_hand() -> None:
    assert matches("接口", conditions=conditions(**{"and": "interfaces"})) == ["接口"]
    hits = concordance(TALKS, "标准", conditions=conditions(near="interfaces"))[0]
    assert [hit.turn for hit in hits] == [1] and hits[0].codes == ("standards",)
    hits = concordance(TALKS, "标准", conditions=conditions(**{"not": "standards"}))[0]
    assert [(hit.turn, hit.codes) for hit in hits] == [(3, ("measure",))]
    both = conditions(**{"and": "measure", "not": "standards", "near": "interfaces"})
    assert matches("标准", conditions=both) == []


def test_without_words_the_hits_are_the_stretches_of_the_first_code() -> None:
    twice = [("a", ONE, [*CODINGS, CODINGS[0]._replace(coder="乙")])]
    condition = conditions(**{"and": "standards"})
    hits, count = concordance(twice, conditions=condition)
    assert count == 1 and hits[0].match == "没有统一标准，" and hits[0].codes == ("standards",)
    assert concordance(twice, "  ", conditions=condition)[0] == hits
    near = conditions(**{"and": "standards", "near": "interfaces"})
    assert matches(conditions=near) == ["没有统一标准，"]


def test_a_coding_outside_all_turns_stands_alone() -> None:
    loose = CODINGS[0]._replace(turn=-1)
    hit = concordance([("a", ONE, [loose])], conditions=conditions(**{"and": "standards"}))[0][0]
    assert (hit.left, hit.right, hit.speaker, hit.sentence) == ("", "", "", loose.span)


def test_codes_in_the_terms_of_the_caller() -> None:
    hits, _ = concordance(
        TALKS,
        "打不通",
        conditions=[Condition("and", ("book", "interfaces"))],
        code_of=lambda coding: (coding.codebook, coding.code),
    )
    assert [hit.codes for hit in hits] == [(("book", "interfaces"),)]


def test_a_limit_cuts_the_list_and_not_the_count() -> None:
    every, count = concordance(TALKS, "，")
    some_, same = concordance(TALKS, "，", limit=2)
    assert some_ == every[:2] and same == count == len(every) > 2


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("", {}),
        ("  ", {}),
        ([], {}),
        (["", " "], {}),
        ("", {"conditions": (Condition("not", "x"), Condition("near", "x"))}),
    ],
)
def test_nothing_to_look_for_is_refused(words: Any, options: dict[str, Any]) -> None:
    with pytest.raises(EmptyQuery):
        concordance(TALKS, words, **options)


@pytest.mark.parametrize("words", ["(", "a(?=b)", ["好", "a)(b"], "[", "*"])
def test_a_pattern_that_is_not_valid_is_refused_with_the_reason(words: Any) -> None:
    with pytest.raises(BadPattern, match=r"\w"):
        concordance(TALKS, words, pattern=True)


def test_errors_name_the_argument_and_its_range() -> None:
    with pytest.raises(ValueError, match="width must be at least 0, got -1"):
        concordance(TALKS, "a", width=-1)
    with pytest.raises(ValueError, match="limit must be at least 1 or None, got 0"):
        concordance(TALKS, "a", limit=0)
    with pytest.raises(ValueError, match=re.escape(f"relation must be one of {RELATIONS}")):
        Condition("or", "x")  # type: ignore[arg-type]


@given(
    some.lists(some.text("统一标准接口打通，。", min_size=1, max_size=3), min_size=1, max_size=3)
)
def test_every_place_of_a_plain_search_is_covered(words: list[str]) -> None:
    hits, count = concordance(TALKS, words)
    assert count == len(hits)
    covered = {
        (hit.transcript, place) for hit in hits for place in range(hit.span.start, hit.span.end)
    }
    for name, talk, _ in TALKS:
        for turn in talk.turns:
            if turn.role == "interviewer":
                continue
            speech = turn.span.of(talk.text)
            for word in words:
                for found in re.finditer(re.escape(word), speech):
                    assert (name, turn.span.start + found.start()) in covered
    for hit in hits:
        text = {name: talk.text for name, talk, _ in TALKS}[hit.transcript]
        assert hit.span.of(text) in words and hit.span in hit.sentence
        assert text[: hit.span.start].endswith(hit.left) and text[hit.span.end :].startswith(
            hit.right
        )


@given(
    some.sampled_from(["标准", "接口", "，"]), some.sampled_from(["standards", "measure", "none"])
)
def test_and_and_not_part_the_hits_without_rest(words: str, code: str) -> None:
    every = concordance(TALKS, words)[0]
    having = concordance(TALKS, words, conditions=conditions(**{"and": code}))[0]
    lacking = concordance(TALKS, words, conditions=conditions(**{"not": code}))[0]
    assert sorted([*having, *lacking], key=every.index) == every
    near = concordance(TALKS, words, conditions=conditions(near=code))[0]
    assert all(hit in near for hit in having)
