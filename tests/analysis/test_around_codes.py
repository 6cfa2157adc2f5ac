"""Provenance, polarity on edges, sensitivity, words, chains, mentions, crosswalk, attributes,
saturation.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from builders import codebook, transcript
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.chain import chains
from analysis.coders.rules import RuleCoder
from analysis.cooccurrence import cooccurrence
from analysis.crosstab import attribute_of, by_attribute, crosswalk
from analysis.mentions import Gazetteer, mentions
from analysis.networks.network import EdgeRule
from analysis.provenance import main_meeting, meetings, polarity_pairs, quotations, word_quotations
from analysis.saturation import saturation
from analysis.sensitivity import sensitivity
from analysis.units import UNITS, Incidence, UnitKind, interview_units
from analysis.words.content import word_incidence
from corpus.coding import Coding
from corpus.segmentation import Segmenter
from corpus.transcript import Transcript

BOOK = codebook(
    "  - {id: X, name: x, definition: d, indicators: [接口]}\n  - {id: Y, name: y, definition: "
    "d, indicators: [标准]}\n  - {id: Z, name: z, definition: d, indicators: [考核]}"
)
KEYS = [("test", code) for code in "XYZ"]
SAID = (
    "接口断了。",
    "标准也乱。",
    "考核没有。",
    "说不好。",
    "接口和标准。",
    "没有标准，考核倒是有。",
)


def interview(
    answers: list[list[str]], name: str = "t", book: object = BOOK, **metadata: object
) -> tuple[Transcript, list[Coding]]:
    made = transcript(
        "\n".join(
            f"问：第{place}问？\n答：{''.join(answer)}" for place, answer in enumerate(answers)
        )
    )
    made = replace(made, source=name, metadata={**made.metadata, **metadata})
    return made, RuleCoder(book).code(made)  # type: ignore[arg-type]


talks = st.lists(
    st.lists(st.lists(st.sampled_from(SAID), min_size=1, max_size=4), min_size=1, max_size=4),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(talks, st.sampled_from(UNITS))
def test_quotations_of_a_pair_are_the_units_counted(
    answers: list[list[list[str]]], unit: UnitKind
) -> None:
    study = [interview(one, str(place)) for place, one in enumerate(answers)]
    together = cooccurrence(
        Incidence.stack(
            unit,
            KEYS,
            ((made.source, interview_units(made, codings, unit)) for made, codings in study),
        )
    )
    counts = {(row["code_a"], row["code_b"]): row["c"] for row in together.table.to_dict("records")}
    for one, two in (("X", "Y"), ("X", "Z"), ("Y", "Z")):
        found = quotations(study, (("test", one), ("test", two)), unit)
        assert len(found) == counts.get((one, two), 0)
        assert [(each.source, each.start, each.end) for each in found] == together.units(
            ("test", one), ("test", two)
        )
        for each in found:
            assert {coding.code for coding in each.first} == {one} and {
                coding.code for coding in each.second
            } == {two}


def test_polarities_that_meet_by_hand() -> None:
    table = polarity_pairs(
        [interview([["没有标准，考核倒是有。"], ["没有标准。", "考核没有。"]])], "exchange"
    )
    rows = {
        (row["code_a"], row["code_b"], row["polarity_a"], row["polarity_b"]): row["units"]
        for row in table.to_dict("records")
    }
    assert rows == {("Y", "Z", "lacking", "present"): 1, ("Y", "Z", "lacking", "lacking"): 1}


def test_sensitivity_by_hand() -> None:
    study = [
        interview([["接口断了。", "标准也乱。"], ["考核没有。", "接口断了。"]], str(place))
        for place in range(3)
    ]
    by_unit = {
        unit: cooccurrence(
            Incidence.stack(
                unit,
                KEYS,
                ((made.source, interview_units(made, codings, unit)) for made, codings in study),
            )
        )
        for unit in ("sentence", "exchange", "interview")
    }
    found = sensitivity(by_unit, "test", EdgeRule())  # type: ignore[arg-type]
    drawn = {
        (row["code_a"], row["code_b"]): (
            row["drawn_sentence"],
            row["drawn_exchange"],
            row["drawn_interview"],
        )
        for row in found.edges.to_dict("records")
    }
    assert drawn == {
        ("X", "Y"): (False, True, True),
        ("X", "Z"): (False, True, True),
        ("Y", "Z"): (False, False, True),
    }
    with pytest.raises(ValueError, match="two units"):
        sensitivity({"turn": by_unit["exchange"]}, "test")


def test_words_meet_in_the_units_where_they_are_said() -> None:
    study = [
        transcript(
            "问：网格员呢？\n答：网格员上门登记。\n问：然后？\n答：嗯，登记表格，表格又登记。"
        )
    ]
    incidence = word_incidence(study, "exchange", Segmenter(user_words=("网格员",)), least=1)
    words = {word for _, word in incidence.codes}
    assert {"网格员", "登记", "表格", "上门"} <= words and "然后" not in words
    counts = {
        frozenset((row["code_a"], row["code_b"])): row["c"]
        for row in cooccurrence(incidence).table.to_dict("records")
    }
    assert counts[frozenset(("网格员", "登记"))] == 1 and counts[frozenset(("登记", "表格"))] == 1
    assert frozenset(("网格员", "表格")) not in counts  # the interviewer's 网格员 is not counted


PRC = codebook(
    (
        "  - {id: P1, name: p, definition: d, function: problem, indicators: [接口]}\n  - {id: R1, "
        "name: r, definition: d, function: cause, indicators: [经费]}\n  - {id: C1, name: c, "
        "definition: d, function: countermeasure, indicators: [平台]}\n  - {id: C2, name: c2, "
        "definition: d, function: countermeasure, indicators: [培训]}"
    ),
    "links:\n  - {problem: P1, causes: [R1], countermeasures: [C1]}",
)


@pytest.mark.parametrize("unit", UNITS)
def test_the_units_behind_a_pair_of_words_are_those_counted(unit: UnitKind) -> None:
    study = [
        transcript(
            "问：网格员呢？\n答：网格员上门登记。表格不统一。登记表格。再说别的。再登记。\n问："
            "然后？\n答：登记表格，表格又登记。"
        ),
        transcript("问：吗？\n答：網格員登記。表格。"),
    ]
    segmenter = Segmenter(user_words=("网格员",))
    incidence = word_incidence(study, unit, segmenter, least=1)
    table = cooccurrence(incidence).table
    counts = {
        frozenset((row["code_a"], row["code_b"])): row["c"] for row in table.to_dict("records")
    }
    assert counts
    for pair, c in counts.items():
        one, two = sorted(pair)
        found = word_quotations(study, (one, two), unit, segmenter)
        assert len(found) == c
        assert all(one in said or two in said for each in found for _, _, said in each.sentences)
        assert all(
            any(word in said for _, _, said in each.sentences)
            for each in found
            for word in (one, two)
        )


def test_words_of_traditional_text_keep_their_letters() -> None:
    words = {
        word
        for _, word in word_incidence(
            [transcript("问：吗？\n答：這樣子登記資料，我們最近登記資料。")],
            "turn",
            Segmenter(),
            least=1,
        ).codes
    }
    assert {"登記", "資料"} <= words and not {"我們", "登记"} & words


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


def test_chains_by_hand() -> None:
    study = [
        interview([["接口打不通。", "因为没有经费。", "希望建平台。"]], "a", PRC),
        interview([["接口打不通。"], ["因为没有经费。"], ["建议搞培训。"]], "b", PRC),
    ]
    found = chains(study, PRC, "exchange")
    links = {
        (row["step"], row["from"], row["to"]): (row["units"], row["expected"])
        for row in found.links.to_dict("records")
    }
    assert links == {
        ("problem-cause", "P1", "R1"): (1, True),
        ("cause-countermeasure", "R1", "C1"): (1, True),
        ("problem-countermeasure", "P1", "C1"): (1, True),
    }
    assert found.chains[["problem", "cause", "countermeasure", "units"]].values.tolist() == [
        ["P1", "R1", "C1", 1]
    ]
    assert sorted(
        zip(found.orphans["kind"], found.orphans["source"], found.orphans["code"], strict=True)
    ) == [("cause", "b", "R1"), ("countermeasure", "b", "C2")]
    wide = chains(study, PRC, "interview")
    assert {("cause-countermeasure", "R1", "C2", False)} <= {
        (row["step"], row["from"], row["to"], row["expected"])
        for row in wide.links.to_dict("records")
    } and wide.orphans.empty
    with pytest.raises(ValueError, match="functions"):
        chains(study, BOOK)


def test_mentions_by_hand() -> None:
    names = Gazetteer({"公安局": ["公安"], "卫健委": ["卫健", "市卫健委"], "民政局": []})
    made = replace(
        transcript(
            "问：公安配合吗？\n答：公安不给数据。公安后来给了，市卫健委也给了。我们民政局自己填。"
        ),
        source="a",
        metadata={"department": "民政局"},
    )
    found = mentions([made], names)
    assert [(row["from"], row["to"], row["form"]) for row in found.table.to_dict("records")] == [
        ("民政局", "公安局", "公安"),
        ("民政局", "公安局", "公安"),
        ("民政局", "卫健委", "市卫健委"),
        ("民政局", "民政局", "民政局"),
    ]
    assert found.table["polarity"].tolist()[0] == "lacking"
    assert [
        (row["from"], row["to"], row["mentions"]) for row in found.edges.to_dict("records")
    ] == [("民政局", "公安局", 2), ("民政局", "卫健委", 1)]
    assert (
        set(found.graph(2).edges) == {("民政局", "公安局")}
        and found.graph(2).nodes["公安局"]["named"] == 2
    )
    assert Gazetteer({"公安局": ["公安"]}).resolve("B2-公安") == "公安局"
    with pytest.raises(ValueError, match="one department"):
        Gazetteer({"甲": ["局里"], "乙": ["局里"]})


def test_a_crosswalk_tells_what_rests_on_the_same_words() -> None:
    other = codebook(
        "  - {id: O, name: o, definition: d, indicators: [接口]}\n  - {id: U, name: u, "
        "definition: d, indicators: [标准]}"
    )
    made, codings = interview([["接口断了。"], ["接口断了。", "标准也乱。"]])
    both = [
        *codings,
        *(coding._replace(codebook="other") for coding in RuleCoder(other).code(made)),
    ]
    found = crosswalk(
        [(made, both)],
        {("test", "X"): "接口组", ("test", "Y"): "标准组"},
        {("other", "O"): "甲", ("other", "U"): "乙"},
    )
    cells = {
        (row["row"], row["column"]): (row["c"], row["distinct"])
        for row in found.table.to_dict("records")
    }
    assert cells == {
        ("接口组", "甲"): (2, 0),
        ("接口组", "乙"): (1, 1),
        ("标准组", "甲"): (1, 1),
        ("标准组", "乙"): (1, 0),
    }
    assert found.table["q"].isna().all()


def test_attribute_tables_by_hand_and_their_refusal() -> None:
    study = [
        interview([["接口断了。"]], "a", department="公安"),
        interview([["标准也乱。", "接口断了。"]], "b", department="民政"),
        interview([["接口。"]], "c"),
    ]
    found = by_attribute(study, attribute_of(study, "department"))
    rates = {
        (row["code"], row["group"]): (row["references"], round(row["rate"], 3))
        for row in found.table.to_dict("records")
    }
    assert (
        rates[("X", "公安")] == (1, 200.0)
        and rates[("X", "民政")] == (1, 100.0)
        and rates[("Y", "公安")] == (0, 0.0)
    )
    assert (
        found.tests["p"].isna().all()
        and found.groups["few"].all()
        and found.groups["interviews"].sum() == 2
    )


def test_a_true_difference_of_groups_is_found() -> None:
    study = [
        interview([["接口断了。"] * 3 + ["说不好。"] * (place % 3)], f"a{place}", department="甲")
        for place in range(6)
    ]
    study += [
        interview([["说不好。"] * 3 + ["标准也乱。"] * (place % 2)], f"b{place}", department="乙")
        for place in range(6)
    ]
    tests = by_attribute(study, attribute_of(study, "department"), draws=999).tests.set_index(
        "code"
    )
    assert tests.loc["X", "p"] < 0.01 and 0.1 < tests.loc["Y", "p"] < 0.3


def test_saturation_by_hand() -> None:
    held = [
        ("1", "ABCD"),
        ("2", "AB"),
        ("3", "EF"),
        ("4", "A"),
        ("5", "G"),
        ("6", "B"),
        ("7", "A"),
        ("8", "C"),
        ("9", "H"),
    ]
    found = saturation([(name, set(codes)) for name, codes in held], base=4, run=2, threshold=0.05)
    assert found.curve["cumulative"].tolist() == [4, 4, 6, 6, 7, 7, 7, 7, 8]
    assert found.curve["new"].tolist() == [4, 0, 2, 0, 1, 0, 0, 0, 1]
    ratio = found.curve["ratio"].tolist()
    assert all(math.isnan(value) for value in ratio[:5]) and ratio[5:] == pytest.approx(
        [1 / 6, 0, 0, 1 / 6]
    )
    assert found.reached == 7 and found.held_out == ("H",) and found.enough
    assert (found.curve["random_low"] <= found.curve["random_mean"]).all() and found.curve[
        "random_mean"
    ].iloc[-1] == 8


def test_saturation_is_refused_with_few_interviews() -> None:
    found = saturation([(str(place), {"A"}) for place in range(5)])
    assert not found.enough and found.reached is None and np.isnan(found.curve["ratio"]).all()
    with pytest.raises(ValueError, match="base and run"):
        saturation([], base=0)
