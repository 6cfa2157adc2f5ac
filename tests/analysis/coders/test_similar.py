"""Similarity to the codebook: cosines by a second route, the budget, what the evidence shows."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from builders import codebook, transcript
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coders.similar import CODES, LIKE, SimilarCoder, Suggested, score_of
from corpus.normalise import shadow

BOOK = codebook("""
- id: A
  name: 信任
  definition: 彼此放心，愿意把东西交给对方
  examples: [{text: 交给他们我放心}, {text: 这句不算信任, coded: false}]
- id: B
  name: 培训
  definition: 教会使用者怎么操作
  examples: [{text: 来了一个老师教我们用}, {text: 没人教，自己摸索}]
- id: T
  name: 主题
  definition: 主题不编码
  children:
  - id: C
    name: 收费
    definition: 为此付出的钱
    indicators: [费用]
""")
TALK = "问：请讲。\n答：把东西交给他们，我心里放心得很。来个人教教我们怎么用才好。今天天气不错的。"


def first(made: list[Suggested]) -> list[str]:
    return [each.codings[0].code if each.codings else "" for each in made]


def test_the_code_whose_words_are_shared_is_named_first() -> None:
    made = SimilarCoder(BOOK).suggest(transcript(TALK), 3)
    assert first(made)[:2] == ["A", "B"]
    for each in made:
        scores = [score_of(coding) for coding in each.codings]
        assert scores == sorted(scores, reverse=True) and all(0 < score <= 1 for score in scores)
        assert {coding.code for coding in each.codings} <= {"A", "B", "C"}, "themes are no codes"


def grams(text: str) -> Counter[str]:
    return Counter(text[at : at + size] for size in (1, 2) for at in range(len(text) - size + 1))


def cosine(one: dict[str, float], two: dict[str, float]) -> float:
    lengths = math.hypot(*one.values()) * math.hypot(*two.values())
    return sum(weight * two.get(gram, 0.0) for gram, weight in one.items()) / lengths


def test_scores_are_cosines_of_weighted_n_grams() -> None:
    """By a second route: TF-IDF (1 + ln tf, smoothed idf) written out over codes and talk."""
    coder = SimilarCoder(BOOK)
    made = coder.suggest(transcript(TALK), 9)
    documents = {
        "A": "信任\n信任\n彼此放心，愿意把东西交给对方\n交给他们我放心",
        "B": "培训\n培训\n教会使用者怎么操作\n来了一个老师教我们用\n没人教，自己摸索",
        "C": "收费\n收费\n为此付出的钱\n费用",
    }
    spoken = [shadow(each.span.of(transcript(TALK).text)) for each in made]
    counted = {name: grams(shadow(text)) for name, text in documents.items()}
    said = [grams(text) for text in spoken]
    among = [*counted.values(), *said]

    def weighed(counts: Counter[str]) -> dict[str, float]:
        return {
            gram: (1 + math.log(number))
            * (1 + math.log((1 + len(among)) / (1 + sum(gram in each for each in among))))
            for gram, number in counts.items()
        }

    for each, counts in zip(made, said, strict=True):
        for coding in each.codings:
            expected = cosine(weighed(counts), weighed(counted[coding.code]))
            assert score_of(coding) == pytest.approx(expected, abs=6e-4)


def test_what_everybody_says_weighs_less_with_the_talk_of_the_study() -> None:
    text = transcript("答：今天天气放心得很。")
    alone = score_of(SimilarCoder(BOOK).suggest(text, 1)[0].codings[0])
    talk = [f"放心吧，第{number}次也放心" for number in range(30)]
    among = SimilarCoder(BOOK, talk=talk).suggest(text, 1)[0].codings
    assert score_of(among[0]) < alone


def test_quotations_that_people_coded_teach() -> None:
    text = transcript("答：螺蛳壳里做道场。")
    assert all(c.code != "C" for c in SimilarCoder(BOOK).suggest(text, 1)[0].codings)
    taught = SimilarCoder(BOOK, quoted={("test", "C"): ["真是螺蛳壳里做道场"]})
    coding = taught.suggest(text, 1)[0].codings[0]
    assert coding.code == "C" and coding.evidence is not None
    assert coding.evidence.like == ("真是螺蛳壳里做道场",)
    assert coding.evidence.indicator == "螺蛳壳里做道场"


def test_evidence_shows_the_words_that_weighed_and_the_sentences_most_alike() -> None:
    coding = SimilarCoder(BOOK).suggest(transcript(TALK), 1)[1].codings[0]
    assert coding.evidence is not None and "教" in coding.evidence.indicator
    assert coding.evidence.like[0] == "来了一个老师教我们用"
    assert 0 < len(coding.evidence.like) <= LIKE


@pytest.mark.parametrize(
    ("said", "polarity"),
    [("我们没有费用可用了。", "lacking"), ("付出的钱都是自己掏的。", "unsure")],
)
def test_polarity_is_decided_at_an_indicator_and_unsure_without(said: str, polarity: str) -> None:
    coding = SimilarCoder(BOOK).suggest(transcript(f"答：{said}"), 1)[0].codings[0]
    assert (coding.code, coding.polarity) == ("C", polarity)
    assert coding.evidence is not None
    assert (coding.evidence.reason == "polarity.similar") == (polarity == "unsure")


@settings(max_examples=25)
@given(st.integers(1, 30), st.floats(0.02, 1))
def test_the_budget_bounds_how_many_sentences_are_coded(number: int, budget: float) -> None:
    text = transcript("答：" + "我放心交给他们。" * number)
    coded = SimilarCoder(BOOK, budget=budget).code(text)
    assert 1 <= len({coding.span for coding in coded}) <= math.ceil(budget * number)
    assert len(coded) <= CODES * math.ceil(budget * number)


def test_short_answers_and_the_interviewer_are_left_alone() -> None:
    coder = SimilarCoder(BOOK)
    assert first(coder.suggest(transcript("问：你们放心交给他们吗？\n答：放心。"), 3)) == [""]
    assert coder.code(transcript("问：放心交给他们吗？\n答：嗯。")) == []


def test_stretches_of_ones_own_are_taken_as_they_are() -> None:
    text = transcript("答：把东西交给他们。我放心。")
    turn = text.turns[0]
    made = SimilarCoder(BOOK).suggest(text, 1, [(turn.index, turn.span)])
    assert [each.span for each in made] == [turn.span]
    assert made[0].codings[0].quote == turn.span.of(text.text)
