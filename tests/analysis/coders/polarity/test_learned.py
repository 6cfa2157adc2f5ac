"""A layer that corrections teach: when it speaks, when it doubts, when it is silent."""

from __future__ import annotations

import pickle
import random

import pytest
from corrections import DEMANDED, LACKING, NEUTRAL, corrections, ruling

from analysis.coders.polarity.learned import (
    LEAST,
    LEAST_CORRECTED,
    Answer,
    Bounds,
    Correction,
    Layer,
    folds,
    learn,
)

CONFIRMED = corrections(NEUTRAL, "neutral") + corrections(LACKING, "lacking")
SYSTEMATIC = CONFIRMED + corrections(DEMANDED, "neutral")
"""A person for whom 希望, 应该 and the like demand nothing: 32 confirmations, 16 corrections."""


def test_what_is_corrected_always_is_told_so_next_time_and_the_rest_stays() -> None:
    learned = learn(SYSTEMATIC)
    assert (learned.count, learned.corrected, learned.silence) == (48, 16, None)
    assert learned.rules_right == 32 and learned.right == 48
    assert learned.layer is not None
    sentences = ("希望平台早点来。", "我们从来没有系统。", "接口也在三楼。")
    told = learned.layer.decide([ruling(sentence) for sentence in sentences])
    assert [answer.polarity for answer in told] == ["neutral", "lacking", "neutral"]
    assert told[0].probability >= 0.75


def test_too_few_decisions_or_corrections_teach_nothing() -> None:
    few = learn(SYSTEMATIC[-(LEAST - 1) :])
    assert few.corrected >= LEAST_CORRECTED
    assert (few.layer, few.silence, few.hash) == (None, "few", "")
    sure = learn(CONFIRMED + corrections(DEMANDED[:1], "neutral"))
    assert sure.count >= LEAST and sure.corrected == LEAST_CORRECTED - 1
    assert (sure.layer, sure.silence) == (None, "few")
    assert learn([]).silence == "few"


def test_what_all_stands_in_one_interview_cannot_be_held_against_another() -> None:
    learned = learn([each._replace(interview="一") for each in SYSTEMATIC])
    assert (learned.layer, learned.silence) == (None, "one_interview")


def test_corrections_without_a_pattern_leave_the_rules_alone() -> None:
    rng = random.Random(3)
    rulings = [each.ruling for each in SYSTEMATIC]
    polarities = ("lacking", "present", "demanded", "changed", "neutral")
    at_random = [
        Correction(
            each,
            rng.choice(polarities) if rng.random() < 0.3 else each.polarity,
            f"访谈{number % 4}",
        )
        for number, each in enumerate(rulings)
    ]
    learned = learn(at_random)
    assert learned.corrected >= LEAST_CORRECTED
    assert (learned.layer, learned.silence, learned.hash) == (None, "no_better", "")
    assert learned.right <= learned.rules_right == learned.count - learned.corrected


def test_a_pattern_of_one_interview_alone_does_not_pass_for_one_of_the_study() -> None:
    once = [each._replace(interview="只此一份") for each in corrections(DEMANDED, "neutral")]
    others = [each._replace(polarity="demanded") for each in corrections(DEMANDED, "demanded", 3)]
    learned = learn(CONFIRMED + once + others)
    assert (learned.layer, learned.silence) == (None, "no_better")


def test_where_nothing_is_likely_it_says_unsure() -> None:
    polarities = ("lacking", "present", "demanded", "neutral")
    torn = [
        Correction(ruling("希望平台好用。"), polarities[number % 4], f"访谈{number // 4}")
        for number in range(16)
    ]
    layer = Layer(torn)
    (answer,) = layer.decide([ruling("希望平台好用。")])
    assert answer.polarity == "unsure" and answer.probability < 0.4
    (answer,) = Layer(torn, bounds=Bounds(doubtful=0.0)).decide([ruling("希望平台好用。")])
    assert answer.polarity == "demanded"


def test_the_rules_stand_below_the_bound() -> None:
    torn = [
        Correction(ruling("希望平台好用。"), said, f"访谈{number}")
        for number, said in enumerate(("neutral", "neutral", "demanded") * 4)  # type: ignore[arg-type]
    ]
    at = ruling("希望平台好用。")
    (kept,) = Layer(torn).decide([at])
    assert kept.polarity == "demanded" and 0.2 < kept.probability < 0.5
    (bold,) = Layer(torn, bounds=Bounds(sure=0.6)).decide([at])
    assert bold.polarity == "neutral" and bold.probability > 0.6


def test_a_polarity_that_nobody_said_is_never_given() -> None:
    layer = Layer(corrections(DEMANDED, "neutral"))
    assert layer.decide([ruling("我们没有平台。")]) == [Answer("neutral", pytest.approx(1.0))]
    assert layer.decide([]) == []


def test_the_order_of_what_it_is_taught_changes_nothing_and_what_it_is_taught_does() -> None:
    learned, shuffled = learn(SYSTEMATIC), learn(random.Random(1).sample(SYSTEMATIC, 48))
    assert learned.hash and learned.hash == shuffled.hash
    assert learned.layer is not None and shuffled.layer is not None
    at = [each.ruling for each in SYSTEMATIC]
    assert learned.layer.decide(at) == shuffled.layer.decide(at)
    assert pickle.loads(pickle.dumps(learned.layer)).decide(at) == learned.layer.decide(at)
    more = learn([*SYSTEMATIC, SYSTEMATIC[0]._replace(interview="又一份")])
    assert more.hash not in ("", learned.hash)


def test_the_rows_of_an_interview_stay_together_and_all_are_held_out_once() -> None:
    interviews = [f"访谈{number * number % 7}" for number in range(40)]
    parts = folds(interviews, 3)
    assert len(parts) == 3
    assert sorted(row for part in parts for row in part) == list(range(40))
    for part in parts:
        inside = {interviews[row] for row in part}
        assert inside.isdisjoint(interviews[row] for row in range(40) if row not in part)
    assert len(folds(["一", "二"])) == 2
