"""A model of a code: what it finds in talk it has not seen, and what it says it is worth."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.coders.learning.answers import Answer
from analysis.coders.learning.features import Scale, features_of
from analysis.coders.learning.learner import (
    ENOUGH,
    LEAST,
    Examples,
    Model,
    Pool,
    _best_expected,
    background_of,
    learn,
)
from analysis.coders.ngrams import Space

YES = ("电脑老是死机", "网速慢得打不开", "打印机又坏了", "系统一登录就卡")
NO = ("食堂的饭不错", "昨天开了一天会", "孩子放假回家", "楼下修路很吵")
TALKS, EACH = 12, 20


def corpus(seed: int = 1) -> tuple[list[str], NDArray[np.bool_], NDArray[np.intp]]:
    """Sentences of twelve interviews, which belong to the code, and the interview of each."""
    draw = np.random.default_rng(seed)
    yes = draw.random(TALKS * EACH) < 0.3
    texts = [
        f"{draw.choice(YES if one else NO)}，{draw.choice(['我们', '他们'])}第{place}次说了"
        for place, one in enumerate(yes)
    ]
    return texts, yes, np.repeat(np.arange(TALKS), EACH)


def pool_of(texts: list[str], answered: Mapping[int, Answer]) -> Pool:
    space = Space(["设备与网络"], texts)
    seen = features_of(space, texts, [[] for _ in texts], 1)
    return Pool(seen, Scale.over(seen), background_of(len(texts), sorted(answered)))


def taught(count: int, way: str | None = None) -> tuple[Model, Pool, NDArray[np.bool_], list[int]]:
    texts, yes, interviews = corpus()
    rows = [int(row) for row in np.random.default_rng(2).permutation(len(texts))[:count]]
    answers = {row: Answer(bool(yes[row]), way=way) for row in rows}  # type: ignore[arg-type]
    pool = pool_of(texts, answers)
    return learn(pool, 0, Examples.of(answers, interviews)), pool, yes, rows


def test_it_finds_the_code_in_talk_that_nobody_answered_for() -> None:
    model, pool, yes, rows = taught(120)
    told = model.scores(pool.features, pool.scale, 0) >= model.threshold
    rest = np.setdiff1d(np.arange(len(yes)), rows)
    assert (told[rest] == yes[rest]).mean() > 0.95
    assert model.worth.verdict == "usable" and model.platt is not None
    assert model.worth.low is not None and model.worth.f1 is not None
    assert model.worth.low <= model.worth.f1 <= (model.worth.high or 0)


def test_what_it_is_worth_rests_on_interviews_it_has_not_seen() -> None:
    """Answers that have nothing to do with the words are worth nothing, however well they can be
    learned by heart.
    """
    texts, _, interviews = corpus()
    coin = np.random.default_rng(5).random(len(texts)) < 0.3
    answers = {row: Answer(bool(coin[row])) for row in range(len(texts))}
    model = learn(pool_of(texts, answers), 0, Examples.of(answers, interviews))
    assert model.worth.verdict == "review"
    assert (model.worth.f1 or 0) < 0.55 and (model.worth.low or 0) < 0.6


def test_answers_that_the_machine_chose_make_no_code_usable() -> None:
    assert taught(120, "probable")[0].worth.verdict == "review"
    assert taught(120, "random")[0].worth.verdict == "usable"


def test_too_few_answers_have_no_figures() -> None:
    model, _, _, _ = taught(ENOUGH)
    worth = model.worth
    assert worth.verdict == "too_few" and worth.f1 is None and model.platt is None
    assert worth.yes + worth.no == ENOUGH


def test_the_same_answers_make_the_same_model() -> None:
    one, other = taught(60)[0], taught(60)[0]
    assert one.threshold == other.threshold and one.worth == other.worth
    assert np.array_equal(one.weights, other.weights)


def test_a_code_that_nobody_gave_is_refused() -> None:
    texts, _, interviews = corpus()
    answers = {0: Answer(False)}
    with pytest.raises(ValueError, match=f"at least {LEAST} yes"):
        learn(pool_of(texts, answers), 0, Examples.of(answers, interviews))


def test_a_few_yes_and_not_a_single_no_put_their_like_first() -> None:
    texts, yes, interviews = corpus()
    rows = np.flatnonzero(yes)[:6]
    answers = {int(row): Answer(True) for row in rows}
    pool = pool_of(texts, answers)
    model = learn(pool, 0, Examples.of(answers, interviews))
    scores = model.scores(pool.features, pool.scale, 0)
    first = [row for row in np.argsort(-scores) if row not in answers][:20]
    assert yes[first].mean() > 0.8
    assert (scores >= model.threshold).mean() < 0.05  # nothing tells yet how frequent it is


def test_the_threshold_has_the_best_expected_f1() -> None:
    probable = np.array([0.9, 0.7, 0.4, 0.2, 0.1, 0.05, 0.05, 0.02, 0.01, 0.01])
    scores = np.log(probable / (1 - probable))
    expected = [
        2 * probable[: count + 1].sum() / (count + 1 + probable.sum()) for count in range(6)
    ]
    assert _best_expected(scores, probable) == scores[int(np.argmax(expected))]


def test_background_is_drawn_from_what_nobody_answered_for() -> None:
    drawn = background_of(1000, list(range(500)), most=50)
    assert len(drawn) == len(set(drawn.tolist())) == 50 and drawn.min() >= 500
    assert background_of(3, [0, 1, 2]).tolist() == []
