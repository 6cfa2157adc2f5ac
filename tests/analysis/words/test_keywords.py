"""Words that stand out: counted by hand, TF-IDF by its formula and by scikit-learn's vectorizer."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.words.keywords import FREQUENCY, INTERVIEWS, TFIDF, WORD, keywords

counts = st.lists(
    st.dictionaries(
        st.sampled_from(["标准", "接口", "平台", "考核", "數據", "𠮷祥"]), st.integers(1, 9)
    ),
    max_size=6,
)


def test_frequency_and_spread_by_hand() -> None:
    table = keywords([{"标准": 3, "接口": 1}, {"标准": 1}, {"平台": 2}])
    assert table[[WORD, FREQUENCY, INTERVIEWS]].to_numpy().tolist() == [
        ["标准", 4, 2],
        ["平台", 2, 1],
        ["接口", 1, 1],
    ]


def test_tfidf_by_its_formula() -> None:
    """Smoothed: idf = ln((1 + n) / (1 + df)) + 1; an interview's weights have length 1."""
    table = keywords([{"标准": 3, "接口": 1}, {"标准": 1}]).set_index(WORD)[TFIDF]
    common, rare = 1.0, math.log(3 / 2) + 1
    length = math.hypot(3 * common, rare)
    assert table["标准"] == pytest.approx((3 * common / length + 1) / 2)
    assert table["接口"] == pytest.approx(rare / length / 2)


@settings(max_examples=40, deadline=None)
@given(counts.filter(any))
def test_tfidf_is_that_of_the_same_words_written_out_as_documents(
    interviews: list[dict[str, int]],
) -> None:
    documents = [
        " ".join(word for word, number in each.items() for _ in range(number))
        for each in interviews
    ]
    model = TfidfVectorizer(analyzer=str.split)
    mean = np.asarray(model.fit_transform(documents).mean(axis=0)).ravel()
    expected = dict(zip(model.get_feature_names_out(), mean, strict=True))
    table = keywords(interviews)
    assert dict(zip(table[WORD], table[TFIDF], strict=True)) == pytest.approx(expected)


@settings(max_examples=25, deadline=None)
@given(counts, st.integers(0, 99))
def test_the_order_of_words_in_an_interview_changes_no_digit(
    interviews: list[dict[str, int]], seed: int
) -> None:
    chance = random.Random(seed)
    shuffled = [dict(chance.sample(list(each.items()), len(each))) for each in interviews]
    assert keywords(shuffled).equals(keywords(interviews))


def test_of_words_equally_frequent_the_first_by_character_comes_first_and_the_top_is_cut() -> None:
    interviews = [{"丙": 1, "甲": 1, "乙": 1, "丁": 2}]
    ordered = ["丁", *sorted("甲乙丙")]
    assert keywords(interviews)[WORD].tolist() == ordered
    for top in range(1, 5):
        assert keywords(interviews, top)[WORD].tolist() == ordered[:top]
    assert keywords(interviews, 2)[TFIDF].tolist() == keywords(interviews)[TFIDF].tolist()[:2]


@pytest.mark.parametrize("interviews", [[], [{}], [{}, {}]], ids=["none", "empty", "two empty"])
def test_without_words_the_table_is_empty_with_its_columns(
    interviews: list[dict[str, int]],
) -> None:
    table = keywords(interviews)
    assert table.empty and list(table) == [WORD, FREQUENCY, INTERVIEWS, TFIDF]


def test_an_interview_without_words_counts_as_one_all_the_same() -> None:
    alone = keywords([{"标准": 1}])
    beside = keywords([{"标准": 1}, {}])
    assert alone[TFIDF].tolist() == [1.0] and beside[TFIDF].tolist() == [0.5]
