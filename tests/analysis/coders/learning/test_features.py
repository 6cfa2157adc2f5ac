"""What a learner sees, held against the same reckoned one by one."""

from __future__ import annotations

import numpy as np

from analysis.coders.learning.features import SPREAD, Scale, features_of
from analysis.coders.ngrams import Space

TEXTS = ["接口断了，今天下雨", "标准没有", "嗯。", "大家都说接口接口"]
SPACE = Space(["接口", "标准规范"], TEXTS)


def test_nearness_is_that_of_the_text_and_of_its_nearest_clause() -> None:
    seen = features_of(SPACE, TEXTS, [[0], [], [], [0, 1]], 2)
    assert np.allclose(seen.near, SPACE.near(SPACE.weighed(TEXTS)))
    clauses = SPACE.near(SPACE.weighed(["接口断了", "今天下雨"]))
    assert np.allclose(seen.clause[0], np.maximum(seen.near[0], clauses.max(axis=0)))
    assert np.allclose(seen.clause[1:], seen.near[1:])  # of one clause each
    assert seen.ruled.tolist() == [[1, 0], [0, 0], [0, 0], [1, 1]]


def test_the_scale_is_in_standard_deviations_of_the_talk_and_cut() -> None:
    seen = features_of(SPACE, TEXTS, [[], [], [], []], 2)
    dense = Scale.over(seen).dense(seen, 0)
    column = seen.near[:, 0]
    assert np.allclose(
        dense[:, 0], np.clip((column - column.mean()) / column.std(), -SPREAD, SPREAD)
    )
    assert np.abs(dense[:, :2]).max() <= SPREAD and not dense[:, 2].any()


def test_no_talk_has_no_rows() -> None:
    seen = features_of(SPACE, [], [], 2)
    assert seen.near.shape == (0, 2)
    assert Scale.over(seen).dense(seen, 1).shape == (0, 3)
