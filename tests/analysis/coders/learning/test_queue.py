"""Which sentences come next, and the estimate of what is missing."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from analysis.coders.learning.answers import Answer
from analysis.coders.learning.queue import (
    BATCH,
    DRAWN,
    next_to_look_at,
    still_missing,
    strangeness_of,
)


@given(st.integers(1, 40), st.integers(1, 4), st.integers(1, 15), st.integers(0, 99))
def test_a_batch_holds_open_sentences_each_once(
    rows: int, codes: int, count: int, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    shown, open_ = draw.random((rows, codes)), draw.random((rows, codes)) < 0.5
    looks = next_to_look_at(shown, open_, {0: 0.5}, draw.random(rows), draw, count)
    assert all(open_[look.row, look.code] for look in looks)
    assert len({look.row for look in looks}) == len(looks)
    assert len(looks) == min(count, int(open_.any(axis=1).sum()))


def test_half_is_probable_a_fifth_random_the_rest_doubtful_and_strange() -> None:
    draw = np.random.default_rng(3)
    shown = draw.random((200, 1))
    strange = np.zeros(200)
    strange[7] = 1.0
    shown[7] = 0.01
    looks = next_to_look_at(shown, np.ones((200, 1), bool), {0: 0.4}, strange, draw)
    assert Counter(look.way for look in looks) == {
        "probable": BATCH // 2,
        "random": 2,
        "doubtful": 2,
        "strange": 1,
    }
    by_way = {
        way: [look.row for look in looks if look.way == way] for way in ("probable", "doubtful")
    }
    best = set(np.argsort(-shown[:, 0])[:BATCH].tolist())
    assert set(by_way["probable"]) <= best
    assert max(abs(shown[row, 0] - 0.4) for row in by_way["doubtful"]) < 0.03
    assert 7 in {look.row for look in looks if look.way in ("strange", "random")}


def test_random_ones_are_drawn_evenly() -> None:
    """Each of the open sentences about as often, whatever its score."""
    shown = np.linspace(0, 1, 20)[:, None]
    counts: Counter[int] = Counter()
    for seed in range(400):
        looks = next_to_look_at(
            shown, np.ones((20, 1), bool), {}, np.zeros(20), np.random.default_rng(seed), 5
        )
        counts.update(look.row for look in looks if look.way == "random")
    drawn = sum(counts.values())
    assert drawn == 400 and max(counts.values()) < 3 * drawn / 20 and len(counts) == 20


def test_what_is_missing_rests_on_random_answers_alone() -> None:
    random = {row: Answer(row < 3, way="random") for row in range(30)}
    chosen = {100 + row: Answer(True, way="probable") for row in range(50)}
    told = still_missing({**random, **chosen}, 1000)
    assert told is not None and told.drawn == 30
    assert told.expected == 100 and told.low < 100 < told.high
    few = dict(list(random.items())[: DRAWN - 1])
    assert still_missing({**few, **chosen}, 1000) is None
    none = {row: Answer(False, way="random") for row in range(30)}
    nothing = still_missing(none, 1000)
    assert nothing is not None and nothing.low == nothing.expected == 0 < nothing.high < 120


def test_the_interval_holds_what_is_missing_as_often_as_it_says() -> None:
    draw, held = np.random.default_rng(4), 0
    for _ in range(400):
        yes = draw.random(500) < 0.1
        rows = draw.choice(500, size=60, replace=False)
        told = still_missing({int(row): Answer(bool(yes[row]), way="random") for row in rows}, 440)
        assert told is not None
        rest = int(yes.sum() - yes[rows].sum())
        held += told.low <= rest <= told.high
    assert held / 400 > 0.92


def test_strange_is_what_shares_nothing_with_the_answered() -> None:
    grams = csr_array(np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]]))
    told = strangeness_of(grams, {0}, np.random.default_rng(0))
    assert np.allclose(told, [0.0, 0.4, 1.0])
    assert np.allclose(strangeness_of(grams, set(), np.random.default_rng(0)), 1.0)
