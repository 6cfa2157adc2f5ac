"""Words offered as indicators: held against counting by hand."""

from __future__ import annotations

import pytest

from analysis.coders.learning.answers import Answer, Answers, Row, Talk
from analysis.coders.learning.indicators import Indicator, indicators_of
from corpus.segmentation import Segmenter
from corpus.span import Span

KEY = ("test", "A")
SAID = (
    "打印机坏了没人修",
    "打印机总是卡纸",
    "这台打印机用了八年",
    "食堂的饭不错",
    "食堂排队太长",
    "领导下周来食堂看看",
    "打印机在二楼",
    "打印机旁边是食堂",
    "下雨了没有带伞",
    "会议开得太长",
)


def offered(yes: set[int], no: set[int], *, apart: bool = True) -> list[Indicator]:
    rows = tuple(
        Row(number % 3 if apart else 0, 0, Span(0, len(text))) for number, text in enumerate(SAID)
    )
    ruled = tuple((KEY,) if number == 6 else () for number in range(len(SAID)))
    talk = Talk(("a", "b", "c"), rows, SAID, ruled)
    answers = Answers()
    answers.by_code[KEY] = {row: Answer(row in yes) for row in yes | no}
    return indicators_of(talk, answers, KEY, {"食堂"}, Segmenter())


def test_a_word_of_the_yes_sentences_is_offered_with_what_it_would_find() -> None:
    (one,) = [each for each in offered({0, 1, 2}, {3, 4, 5, 8, 9}) if each.word == "打印机"]
    assert (one.yes, one.no, one.interviews) == (3, 0, 3)
    # It stands in five sentences: three are answered, one is found by rule already.
    assert (one.talk, one.fresh) == (5, 1)
    assert one.low == pytest.approx(0.4385, abs=1e-4)  # Wilson's bound for 3 of 3


def test_known_indicators_and_words_that_answers_speak_against_are_left_out() -> None:
    told = offered({3, 4, 5}, {0, 1, 2, 8, 9})
    assert "食堂" not in [one.word for one in told]  # it is known
    assert "打印机" not in [one.word for one in offered({0, 1, 2}, {3, 6, 7})]


def test_one_interview_is_not_enough_and_neither_are_answers_that_are_all_yes() -> None:
    assert not offered({0, 1, 2}, {3, 4, 5, 8, 9}, apart=False)
    assert not offered({0, 1, 2}, set())
