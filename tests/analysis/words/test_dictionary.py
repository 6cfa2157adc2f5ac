"""The segmenter of a study keeps its words whole, in every script and with their regional forms."""

from __future__ import annotations

import pytest
from builders import codebook, transcript

from analysis.words.counted import word_counts
from analysis.words.dictionary import segmenter_for
from corpus.segmentation import ENGINES, Engine

BOOK = codebook(
    "- {id: A, name: 甲, definition: 乙, indicators: [数据格, 密接名单库, 庫, ab3, 樓組長]}\n",
    "regional: {数据: [資訊], 社区: []}",
)


def test_indicators_of_two_to_four_letters_and_what_a_region_says() -> None:
    words = segmenter_for((BOOK,)).user_words
    assert {"数据格", "资讯格", "楼组长"} <= set(words)
    assert not {"密接名单库", "库", "ab3"} & set(words)
    assert segmenter_for(()).user_words == ()


def test_it_is_made_once_and_tells_engine_and_words() -> None:
    made = segmenter_for((BOOK,), ("健康碼",), "jieba")
    assert made is segmenter_for((BOOK,), ("健康碼",), "jieba")
    assert made.engine == "jieba" and "健康码" in made.user_words
    assert made.describe() != segmenter_for((BOOK,), (), "jieba").describe()
    with pytest.raises(ValueError, match="engine must be one of"):
        segmenter_for((), (), "thulac")  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_regional_form_is_counted_whole_in_a_talk_of_either_script(engine: Engine) -> None:
    segmenter = segmenter_for((BOOK,), ("密接名單庫",), engine)
    for said in ("資訊格壞了，密接名單庫、樓組長都慢", "资讯格坏了，密接名单库、楼组长都慢"):
        counts = word_counts(transcript(f"问：吗？\n答：{said}。"), segmenter)
        assert {"资讯格", "密接名单库", "楼组长"} <= counts.keys()
