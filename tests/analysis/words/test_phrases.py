"""Words that stand together: NPMI by its formula, and what is no term."""

from __future__ import annotations

import math

import pytest

from analysis.words.phrases import FREQUENCY, PHRASE, SCORE, phrases


def npmi(first: int, second: int, pair: int, words: int) -> float:
    """Bouma 2009: ln(p(ab) / p(a)p(b)) / -ln p(ab)."""
    together = pair / words
    return math.log(together / (first / words * second / words)) / -math.log(together)


SPOKEN = [["网格", "登记"]] * 6 + [["网格", "走访"]] * 2 + [["登记"]]


def test_scores_by_the_formula() -> None:
    table = phrases(SPOKEN, least=2, threshold=0.1)
    assert table[[PHRASE, FREQUENCY]].to_numpy().tolist() == [["网格登记", 6], ["网格走访", 2]]
    assert table[SCORE].tolist() == pytest.approx([npmi(8, 7, 6, 17), npmi(8, 2, 2, 17)])


def test_the_floors_of_frequency_and_score() -> None:
    assert phrases(SPOKEN, least=3, threshold=0.1)[PHRASE].tolist() == ["网格登记"]
    strongest = npmi(8, 7, 6, 17)
    assert phrases(SPOKEN, least=2, threshold=strongest - 0.01)[PHRASE].tolist() == ["网格登记"]
    assert phrases(SPOKEN, least=2, threshold=strongest + 0.01).empty
    assert phrases(SPOKEN, least=7, threshold=0.1).empty


@pytest.mark.parametrize(
    "pair",
    [
        ["我们", "登记"],
        ["登记", "然后"],
        ["两张", "表格"],
        ["网格", "ABC"],
        ["12", "号线"],
        ["登记", "。"],
        ["网", "格"],
        ["社会治理创新", "工作领导小组"],
    ],
    ids=[
        "stop-word",
        "stop-word-behind",
        "quantity",
        "latin",
        "number",
        "mark",
        "single-characters",
        "too-long",
    ],
)
def test_what_is_no_term(pair: list[str]) -> None:
    assert phrases([pair] * 6, least=2, threshold=-1).empty


def test_words_meet_only_within_a_sentence_and_side_by_side() -> None:
    apart = [["网格"], ["登记"]] * 6 + [["网格", "走访", "登记"]] * 6
    table = phrases(apart, least=2, threshold=-1)
    assert "网格登记" not in table[PHRASE].tolist() and not table.empty


def test_the_most_frequent_come_first_of_equals_by_character_and_the_top_is_cut() -> None:
    spoken = [["基层", "治理"]] * 5 + [["数据", "共享"]] * 7 + [["上门", "走访"]] * 5
    ordered = ["数据共享", *sorted(["基层治理", "上门走访"])]
    assert phrases(spoken, threshold=0.1)[PHRASE].tolist() == ordered
    assert phrases(spoken, threshold=0.1, top=2)[PHRASE].tolist() == ordered[:2]


def test_any_iterable_of_sentences_is_taken_once() -> None:
    assert phrases(iter(SPOKEN), least=2, threshold=0.1).equals(
        phrases(SPOKEN, least=2, threshold=0.1)
    )
    empty = phrases([])
    assert empty.empty and list(empty) == [PHRASE, SCORE, FREQUENCY]
