"""From a number back to its words: as many units as were counted, and what is said in each."""

from __future__ import annotations

import itertools
from dataclasses import astuple

import pytest
from builders import transcript
from hypothesis import given, settings
from hypothesis import strategies as st
from talks import counted, interview, lay, talk

from analysis.cooccurrence import cooccurrence
from analysis.provenance import main_meeting, meetings, polarity_pairs, quotations, word_quotations
from analysis.units import UNITS, UnitKind, members
from analysis.words.content import word_incidence
from corpus.normalise import shadow
from corpus.segmentation import Segmenter

SAID = (
    "接口断了。",
    "标准也乱。",
    "考核没有。",
    "说不好。",
    "接口和标准。",
    "没有标准，考核倒是有。",
)
talks = st.lists(
    st.lists(st.lists(st.sampled_from(SAID), min_size=1, max_size=4), min_size=1, max_size=4),
    min_size=1,
    max_size=4,
)
X, Y, Z = (("test", code) for code in "XYZ")


@settings(max_examples=40, deadline=None)
@given(talks, st.sampled_from(UNITS))
def test_quotations_of_a_pair_are_the_units_counted(
    answers: list[list[list[str]]], unit: UnitKind
) -> None:
    study = [interview(one, str(number)) for number, one in enumerate(answers)]
    together = cooccurrence(counted(study, unit), test=False)
    counts = {(row["code_a"], row["code_b"]): row["c"] for row in together.table.to_dict("records")}
    for one, two in (("X", "Y"), ("X", "Z"), ("Y", "Z")):
        found = quotations(study, (("test", one), ("test", two)), unit)
        assert len(found) == counts.get((one, two), 0)
        assert [(each.source, each.start, each.end) for each in found] == together.units(
            ("test", one), ("test", two)
        )
        for each in found:
            assert {coding.code for coding in each.first} == {one}
            assert {coding.code for coding in each.second} == {two}


def test_a_unit_holds_every_coding_of_both_codes_in_the_order_of_the_pair() -> None:
    made = talk([["甲一。", "乙一。", "甲二。"], ["甲三。"]])
    codings = [lay(made, words, code) for words, code in (("甲一", "X"), ("乙一", "Y"))]
    codings += [lay(made, "甲二", "X"), lay(made, "甲三", "X")]
    (unit,) = quotations([(made, codings)], (X, Y), "turn")
    assert (unit.start, unit.end) == astuple(made.turns[1].span)
    assert [coding.quote for coding in unit.first] == ["甲一", "甲二"]
    assert [coding.quote for coding in unit.second] == ["乙一"]
    (swapped,) = quotations([(made, codings)], (Y, X), "turn")
    assert (swapped.first, swapped.second) == (unit.second, unit.first)


def test_what_is_rejected_or_of_another_codebook_stands_behind_no_number() -> None:
    made = talk([["甲。", "乙。"]])
    first = lay(made, "甲", "X")
    assert (
        quotations([(made, [first, lay(made, "乙", "Y", status="rejected")])], (X, Y), "turn") == []
    )
    assert quotations([(made, [first, lay(made, "乙", "Y", book="other")])], (X, Y), "turn") == []
    assert len(quotations([(made, [first, lay(made, "乙", "Y")])], (X, Y), "turn")) == 1


def test_a_code_never_meets_itself_and_other_roles_are_not_counted() -> None:
    made = talk([["甲。", "乙。"]])
    codings = [lay(made, "甲", "X"), lay(made, "乙", "X"), lay(made, "乙", "Y")]
    assert quotations([(made, codings)], (X, X), "turn") == []
    assert quotations([(made, codings)], (X, Y), "turn", ("interviewer",)) == []
    assert quotations([], (X, Y), "turn") == []


def test_polarities_that_meet_by_hand() -> None:
    table = polarity_pairs(
        [interview([["没有标准，考核倒是有。"], ["没有标准。", "考核没有。"]])], "exchange"
    )
    rows = {
        (row["code_a"], row["code_b"], row["polarity_a"], row["polarity_b"]): row["units"]
        for row in table.to_dict("records")
    }
    assert rows == {("Y", "Z", "lacking", "present"): 1, ("Y", "Z", "lacking", "lacking"): 1}


def test_a_unit_counts_once_for_each_combination_in_it_and_codebooks_do_not_meet() -> None:
    made = talk([["甲乙丙丁戊己。"]])
    codings = [
        lay(made, "甲", "X"),
        lay(made, "乙", "X"),
        lay(made, "丙", "X", "demanded"),
        lay(made, "丁", "Y", "present"),
        lay(made, "戊", "Z", book="other"),
        lay(made, "己", "W", book="other"),
    ]
    table = polarity_pairs([(made, codings)], "turn")
    assert table.to_numpy().tolist() == [
        ["other", "W", "Z", "lacking", "lacking", 1],
        ["test", "X", "Y", "lacking", "present", 1],
        ["test", "X", "Y", "demanded", "present", 1],
    ]


def test_combinations_stand_by_frequency_then_by_the_order_of_polarities() -> None:
    study = []
    for number, (one, two) in enumerate(
        [
            ("unsure", "lacking"),
            ("neutral", "present"),
            ("neutral", "present"),
            ("lacking", "unsure"),
        ]
    ):
        made = talk([["甲乙。"]], str(number))
        study.append((made, [lay(made, "甲", "X", one), lay(made, "乙", "Y", two)]))
    table = polarity_pairs(study, "turn")
    assert table[["polarity_a", "polarity_b", "units"]].to_numpy().tolist() == [
        ["neutral", "present", 2],
        ["lacking", "unsure", 1],
        ["unsure", "lacking", 1],
    ]


@settings(max_examples=30, deadline=None)
@given(talks, st.sampled_from(UNITS))
def test_combinations_are_those_of_all_pairs_of_codings(
    answers: list[list[list[str]]], unit: UnitKind
) -> None:
    study = [interview(one, str(number)) for number, one in enumerate(answers)]
    expected: dict[tuple[str, str, str, str], set[tuple[str, int]]] = {}
    for made, codings in study:
        placed = members(made, codings, unit)[1]
        for (unit_a, a), (unit_b, b) in itertools.product(placed, placed):
            if unit_a == unit_b and a.code < b.code:
                key = (a.code, b.code, a.polarity, b.polarity)
                expected.setdefault(key, set()).add((made.source, unit_a))
    table = polarity_pairs(study, unit)
    assert {
        (row["code_a"], row["code_b"], row["polarity_a"], row["polarity_b"]): row["units"]
        for row in table.to_dict("records")
    } == {key: len(units) for key, units in expected.items()}


def test_without_a_pair_there_is_an_empty_table_with_its_columns() -> None:
    table = polarity_pairs([interview([["接口断了。"]])], "turn")
    assert table.empty and list(table) == [
        "codebook",
        "code_a",
        "code_b",
        "polarity_a",
        "polarity_b",
        "units",
    ]
    assert meetings(table, {}) == {} and main_meeting(table, {("X", "Y"): 1}) == {}


def test_the_main_meeting_of_polarities_needs_half_of_the_units() -> None:
    table = polarity_pairs(
        [
            interview(
                [
                    ["没有标准，考核倒是有。"],
                    ["没有标准。", "考核没有。"],
                    ["标准没有，考核也没有。"],
                ]
            )
        ],
        "exchange",
    )
    assert main_meeting(table, {("Y", "Z"): 3}) == {("Y", "Z"): "lacking×lacking"}
    assert main_meeting(table, {("Y", "Z"): 5}) == {} and main_meeting(table, {}) == {}
    assert meetings(table, {"lacking": "缺", "present": "有"}) == {
        ("Y", "Z"): "缺×缺 2、缺×有 1",
        ("Z", "Y"): "缺×缺 2、有×缺 1",
    }


def test_both_orders_of_a_combination_are_one_main_meeting_and_of_equals_the_first_by_name() -> (
    None
):
    study = []
    for number, (one, two) in enumerate(
        [("lacking", "demanded"), ("demanded", "lacking"), ("present", "present")]
    ):
        made = talk([["甲乙。"]], str(number))
        study.append((made, [lay(made, "甲", "X", one), lay(made, "乙", "Y", two)]))
    edge = ("X", "Y")
    assert main_meeting(polarity_pairs(study, "turn"), {edge: 3}) == {edge: "demanded×lacking"}
    assert main_meeting(polarity_pairs(study[1:], "turn"), {edge: 2}) == {edge: "demanded×lacking"}


def test_only_the_most_frequent_combinations_are_put_in_words() -> None:
    study = []
    for number, one in enumerate(["lacking"] * 3 + ["present"] * 2 + ["demanded"]):
        made = talk([["甲乙。"]], str(number))
        study.append((made, [lay(made, "甲", "X", one), lay(made, "乙", "Y", "changed")]))
    names = {"lacking": "缺失", "present": "具备", "demanded": "诉求", "changed": "变化"}
    table = polarity_pairs(study, "turn")
    assert meetings(table, names, 2)["X", "Y"] == "缺失×变化 3、具备×变化 2"
    assert meetings(table, names, 1)["Y", "X"] == "变化×缺失 3"
    assert meetings(table, names)["X", "Y"].endswith("诉求×变化 1")


WORDS = Segmenter(user_words=("网格员",))


@pytest.mark.parametrize("unit", UNITS)
def test_the_units_behind_a_pair_of_words_are_those_counted(unit: UnitKind) -> None:
    study = [
        transcript(
            "问：网格员呢？\n答：网格员上门登记。表格不统一。登记表格。再说别的。再登记。\n问："
            "然后？\n答：登记表格，表格又登记。"
        ),
        transcript("问：吗？\n答：網格員登記。表格。"),
    ]
    table = cooccurrence(word_incidence(study, unit, WORDS, least=1)).table
    counts = {
        frozenset((row["code_a"], row["code_b"])): row["c"] for row in table.to_dict("records")
    }
    assert counts
    for pair, c in counts.items():
        one, two = sorted(pair)
        found = word_quotations(study, (one, two), unit, WORDS)
        assert len(found) == c
        for each in found:
            cut = [set(WORDS.words(shadow(said))) for _, _, said in each.sentences]
            assert all(words & {one, two} for words in cut)
            assert {one, two} <= set().union(*cut)


def test_a_pair_of_words_is_found_in_any_script_and_only_as_words() -> None:
    made = transcript("问：吗？\n答：登記。網格員的表格。登记员不是。")
    segmenter = Segmenter(user_words=("网格员", "登记员"))
    for pair in (("登记", "表格"), ("登記", "表格")):
        (found,) = word_quotations([made], pair, "turn", segmenter)
        assert [said for _, _, said in found.sentences] == ["登記。", "網格員的表格。"]


def test_sentences_behind_a_pair_of_words_by_hand() -> None:
    made = transcript("问：吗？\n答：上门登记。别的不说。登记表格。表格呢？")
    (found,) = word_quotations([made], ("登记", "表格"), "turn", WORDS)
    assert (found.source, (found.start, found.end)) == ("t.txt", astuple(made.turns[1].span))
    assert [said for _, _, said in found.sentences] == ["上门登记。", "登记表格。", "表格呢？"]
    assert all(made.text[start:end] == said for start, end, said in found.sentences)


def test_the_sentences_of_a_window_reach_back_before_its_span() -> None:
    made = transcript("问：吗？\n答：上门登记。别的不说。还有表格。")
    (found,) = word_quotations([made], ("登记", "表格"), "window", WORDS)
    assert made.text[found.start : found.end] == "还有表格。"
    assert [said for _, _, said in found.sentences] == ["上门登记。", "还有表格。"]


def test_words_that_an_interview_lacks_or_the_interviewer_says_stand_nowhere() -> None:
    made = transcript("问：登记表格吗？\n答：登记。")
    assert word_quotations([made], ("登记", "表格"), "exchange", WORDS) == []
    assert word_quotations([made], ("登记", "网格"), "exchange", WORDS) == []
    roles = ("interviewer", "interviewee")
    assert len(word_quotations([made], ("登记", "表格"), "exchange", WORDS, roles)) == 1
