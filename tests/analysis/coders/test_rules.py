from __future__ import annotations

from builders import codebook, coded, transcript
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders.rules import RuleCoder
from codebooks.codebook import Codebook

BOOK = codebook(
    r"""
  - {id: A, name: 标准, definition: d, indicators: {concept: [统一标准], deficit: [没有统一标准]},
     near: [{words: [口径, 不一样|不一致], within: 6, class: deficit}]}
  - {id: B, name: 数据, definition: d, indicators: [数据目录], weak: [目录, 清单], company: [共享]}
  - {id: C, name: 查询, definition: d, patterns: [{pattern: '查不(了|到)', class: deficit}]}
  - {id: D, name: 社区, definition: d, indicators: [社区], unless: [社区团购]}
""",
    head="regional: {数据: [资料]}",
)


def codes(answer: str) -> list[str]:
    return [coding.code for coding in coded(BOOK, answer)]


def test_the_longest_indicator_takes_the_credit() -> None:
    (coding,) = coded(BOOK, "我们没有统一标准。")
    assert (
        coding.evidence is not None
        and coding.evidence.indicator == "没有统一标准"
        and coding.polarity == "lacking"
    )


def test_weak_indicators_need_company() -> None:
    assert codes("有个目录。") == []
    assert codes("目录里有清单。") == ["B"]
    assert codes("共享的目录。") == ["B"]


def test_near_holds_within_a_clause_and_a_distance() -> None:
    assert codes("口径各家都不一样。") == ["A"]
    assert codes("口径统一，做法不一样。") == []
    assert codes("口径是省里去年专门开会定的所以不一样。") == []


def test_patterns_and_unless() -> None:
    assert codes("回流的我们查不了。") == ["C"]
    assert codes("社区天天上门。") == ["D"]
    assert codes("社区团购停了。") == []


def test_regional_words_and_script_are_matched_at_their_own_offsets() -> None:
    (coding,) = coded(BOOK, "他們的資料目錄沒有更新。")
    assert (
        coding.code == "B"
        and coding.evidence is not None
        and coding.evidence.indicator == "資料目錄"
    )


def test_questions_are_context_and_marks_are_no_speech() -> None:
    assert RuleCoder(BOOK).code(transcript("问：有没有社区？\n答：没印象。")) == []
    assert codes("（指社区那边）嗯。") == []


def test_one_coding_per_sentence_code_and_polarity() -> None:
    assert [
        (coding.code, coding.polarity) for coding in coded(BOOK, "社区没有，社区也没有。社区有了。")
    ] == [("D", "lacking"), ("D", "present")]


def test_function_codes_need_their_function() -> None:
    book = codebook(
        """
  - {id: P1, name: 标准不一, definition: d, function: problem, indicators: [统一标准]}
  - {id: R1, name: 因为标准, definition: d, function: cause, indicators: [统一标准]}
  - {id: C1, name: 立标准, definition: d, function: countermeasure, indicators: [统一标准]}
"""
    )
    assert [coding.code for coding in coded(book, "缺乏统一标准。")] == ["P1"]
    assert [coding.code for coding in coded(book, "建议出台统一标准。")] == ["C1"]
    assert {coding.code for coding in coded(book, "说到底是因为缺乏统一标准。")} == {"P1", "R1"}


@given(st.text("社区统一标准没有，。口径不一样查不了目录清单\n（笑） ", max_size=120))
def test_any_answer_is_coded_at_true_offsets_and_the_same_way_twice(answer: str) -> None:
    made = transcript(f"问：请讲。\n答：{answer}")
    coder = RuleCoder(BOOK)
    codings = coder.code(made)
    assert codings == coder.code(made)
    for coding in codings:
        assert coding.span.of(made.text) == coding.quote
        assert coding.span in made.turns[coding.turn].span


NEAR = codebook(
    """
  - {id: K, name: 口径, definition: 口径不一样。,
     near: [{words: [数据口径|数据, 打架|不一样], within: 6, class: deficit}]}
  - {id: L, name: 数据, definition: d, indicators: [数据, 数据目录]}
  - {id: M, name: 名单, definition: d, weak: [名单目录, 目录], company: [名单]}
  - {id: N, name: 三方, definition: d, near: [{words: [省里, 市里, 打架], within: 8}]}
"""
)


def evidence(book: Codebook, answer: str) -> list[tuple[str, str]]:
    return [
        (coding.code, coding.evidence.indicator)
        for coding in coded(book, answer)
        if coding.evidence
    ]


def test_a_word_of_a_near_rule_takes_nothing_from_an_indicator() -> None:
    assert sorted(evidence(NEAR, "数据口径打架。")) == [("K", "数据口径打架"), ("L", "数据")]


def test_a_word_inside_a_longer_indicator_is_not_that_of_a_near_rule() -> None:
    assert codes_of(NEAR, "数据目录打架。") == ["L"]


def test_near_parts_may_stand_in_any_order_and_all_must_stand() -> None:
    assert evidence(NEAR, "打架的是市里和省里。") == [("N", "打架的是市里和省里")]
    assert codes_of(NEAR, "省里和市里。省里打架，市里不管。") == []


def test_company_stands_beside_the_weak_indicator_not_inside_it() -> None:
    assert codes_of(NEAR, "有个名单目录。") == []
    assert codes_of(NEAR, "有个名单目录，名单是旧的。") == ["M"]


def codes_of(book: Codebook, answer: str) -> list[str]:
    return [coding.code for coding in coded(book, answer)]


@given(
    st.lists(
        st.sampled_from(
            [
                "社区",
                "社区团购",
                "没有",
                "统一标准",
                "口径",
                "不一样",
                "数据目录",
                "目录",
                "清单",
                "共享",
                "打架",
                "省里",
                "市里",
                "名单",
                "，",
                "。",
                "的",
                "查不了",
                "（笑）",
            ]
        ),
        max_size=24,
    ).map("".join)
)
def test_codebooks_in_one_pass_are_coded_as_each_alone(answer: str) -> None:
    made = transcript(f"问：请讲。\n答：{answer}")
    other = NEAR.model_copy(update={"id": "other"})
    assert RuleCoder(BOOK, other).code(made) == [
        *RuleCoder(BOOK).code(made),
        *RuleCoder(other).code(made),
    ]


def test_many_transcripts_are_coded_as_each_alone() -> None:
    made = [
        transcript(f"问：请讲。\n答：{answer}")
        for answer in ("社区没有。", "", "数据目录打架。", "目录里有清单。")
    ]
    coder = RuleCoder(BOOK, NEAR)
    assert coder.code_all(made) == [coder.code(one) for one in made]


def test_an_unless_phrase_cancels_its_own_code_only() -> None:
    book = codebook(
        """
  - {id: G, name: 个资, definition: d, indicators: [个资], unless: [个资料]}
  - {id: H, name: 需求, definition: d, indicators: [资料需求]}
"""
    )
    assert evidence(book, "每一个资料需求都要列。") == [("H", "资料需求")]
    assert codes_of(book, "个资不能外流。") == ["G"]


def test_a_codebook_may_hold_words_that_can_never_be_said() -> None:
    book = codebook(
        '- {id: A, name: 数据, definition: d, indicators: ["数据\\n共享", " ", 数据], unless: '
        '["不\\n是"]}'
    )
    assert [coding.code for coding in coded(book, "数据\n共享。")] == ["A"]


def test_a_negator_is_the_rules_own_in_traditional_script_too() -> None:
    book = codebook("""
  - id: N
    name: 各种词
    definition: 近邻规则里有否定
    near:
      - {words: [資料, 沒有外流], within: 4, class: concept}
""")
    assert [coding.polarity for coding in coded(book, "資料都沒有外流。")] == ["neutral"]


def test_a_coder_built_elsewhere_is_given_and_codes_alike() -> None:
    import pickle

    from analysis.coders import rules

    book = codebook("""
  - id: K
    name: 平台
    definition: 平台
    indicators: [平台]
    weak: [系统]
    company: [对接]
    patterns: [{pattern: "平台[^。]{0,4}接口"}]
""")
    made = pickle.loads(pickle.dumps(rules.RuleCoder(book)))
    rules.keep(made)
    assert rules.coder_for(*made.codebooks) is made
    assert [
        coding.evidence.rule
        for coding in coded(book, "平台有接口，系统也对接。")
        if coding.evidence
    ] == [
        coding.evidence.rule
        for coding in made.code(transcript("问：请讲。\n答：平台有接口，系统也对接。"))
        if coding.evidence
    ]
