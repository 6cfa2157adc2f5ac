"""The coder that learns: what it codes after answers, in the same study and in new talk."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from builders import codebook, transcript

from analysis.coders.learned import NAME, PROBABLE, RANKED, LearnedCoder, Studied
from analysis.coders.learning.answers import answers_of, talk_of
from analysis.coders.rules import RuleCoder
from analysis.coders.similar import SimilarCoder
from corpus.coding import Coding
from corpus.transcript import Transcript

BOOK = codebook(
    "- {id: A, name: 设备, definition: 上网和办公用的机器}\n"
    "- {id: B, name: 食堂, definition: 单位里吃饭的地方}"
)
KEYS = [("test", "A"), ("test", "B")]
ABOUT = ("电脑老是死机", "网速慢得打不开", "打印机又坏了", "系统一登录就卡")
ELSE = ("昨天开了一天会", "孩子放假回家", "楼下修路很吵", "领导下周要来", "今年雨水真多")


def interview(number: int, seed: int = 0, sentences: int = 20) -> Transcript:
    draw = np.random.default_rng([seed, number])
    said = [
        f"{draw.choice(ABOUT if place % 4 == 0 else ELSE)}，{draw.choice(['真的', '我看'])}。"
        for place in range(sentences)
    ]
    return replace(transcript(f"问：请讲。\n答：{''.join(said)}"), source=f"{number}.txt")


def coded(made: Transcript) -> list[Coding]:
    """A person codes every sentence about machines."""
    turn = made.turns[1]
    return [
        Coding(span, span.of(made.text), "A", "test", "neutral", "李", turn.index, "accepted")
        for span in made.sentences[1]
        if span.of(made.text).startswith(ABOUT)
    ]


def coder(count: int = 8, codings: Sequence[Coding] | None = None) -> LearnedCoder:
    talks = [interview(number) for number in range(count)]
    told = [coded(made) if codings is None else list(codings) for made in talks]
    talk = talk_of(talks, RuleCoder(BOOK))
    return LearnedCoder(BOOK, studied=Studied(talk, answers_of(talk, told, {"rules"}, KEYS)))


def test_it_codes_new_talk_as_the_person_did() -> None:
    made = interview(99, seed=7)
    found = [coding for coding in coder().code(made) if coding.code == "A"]
    assert [coding.span for coding in found] == [coding.span for coding in coded(made)]
    assert {coding.coder for coding in found} == {NAME}
    for coding in found:
        seen = coding.evidence
        assert seen is not None and seen.rule == PROBABLE and (seen.score or 0) > 0.5
        assert seen.span.of(made.text) == seen.indicator and seen.like
        assert coding.span.start <= seen.span.start < seen.span.end <= coding.span.end


def test_without_answers_it_says_what_likeness_says_under_its_own_name() -> None:
    made = interview(3)
    bare, alike = LearnedCoder(BOOK), SimilarCoder(BOOK)
    assert bare.code(made) == [coding._replace(coder=NAME) for coding in alike.code(made)]
    assert [one.span for one in bare.suggest(made, 2)] == [
        one.span for one in alike.suggest(made, 2)
    ]


def test_a_code_without_answers_is_suggested_for_few_sentences_by_rank() -> None:
    made = interview(99, sentences=100)
    found = [coding for coding in coder().code(made) if coding.code == "B"]
    assert len(found) <= 1
    assert all(coding.evidence and coding.evidence.rule == RANKED for coding in found)


def test_every_sentence_gets_its_codes_best_first() -> None:
    made = interview(99, seed=7)
    for one in coder().suggest(made, 2):
        scores = [coding.evidence.score for coding in one.codings if coding.evidence]
        assert scores == sorted(scores, key=lambda score: -(score or 0))
        about = one.span.of(made.text).startswith(ABOUT)
        if about:
            assert one.codings[0].code == "A"
        assert (scores[0] or 0) > 0.5 if about else all((score or 0) < 0.5 for score in scores)


def test_it_says_the_same_after_it_was_sent_elsewhere_and_learned_again() -> None:
    made, one = interview(5), coder()
    assert pickle.loads(pickle.dumps(one)).code(made) == one.code(made) == coder().code(made)


def test_talk_of_the_study_is_weighed_as_its_transcripts_are() -> None:
    one, made = coder(), interview(2)
    talk = talk_of([made], RuleCoder(BOOK))
    spans = [(row.turn, row.span) for row in talk.rows]
    assert np.allclose(one.weigh_talk(talk), one.weigh(made, spans))


def test_an_interview_without_talk_has_no_codings() -> None:
    silent = transcript("问：请讲。")
    assert coder().code(silent) == [] and coder().suggest(silent, 2) == []
