"""Sentences and words as spans over the text."""

from __future__ import annotations

import itertools
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.normalise import shadow
from corpus.segmentation import (
    ENGINES,
    FIXED,
    LONG,
    Segmenter,
    content_words,
    is_content,
    sentences,
    stop_words,
)
from corpus.span import Span


def parts(text: str) -> list[str]:
    return [span.of(text) for span in sentences(shadow(text), Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "sentences_"),
    [
        ("没有。有吗？有！", ["没有。", "有吗？", "有！"]),
        ("他说“没有。”然后走了。", ["他说“没有。”", "然后走了。"]),
        ("甲\n乙", ["甲", "乙"]),
        ("  甲。  乙  ", ["甲。", "乙"]),
        ("好……嗯", ["好……嗯"]),
        ("版本3.5很好。", ["版本3.5很好。"]),
        ("平台. 系统", ["平台.", "系统"]),
        ("真的？？！好", ["真的？？！", "好"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_where_sentences_end(text: str, sentences_: list[str]) -> None:
    assert parts(text) == sentences_


def test_speech_without_punctuation_still_ends() -> None:
    by_pause = parts("数据 " * 60)
    by_connective = parts(("一" * 70 + "然后") * 3)
    by_force = parts("一" * 250)
    for pieces in (by_pause, by_connective, by_force):
        assert all(len(piece) <= LONG for piece in pieces) and len(pieces) > 1
    assert by_connective[1].startswith("然后")
    assert [len(piece) for piece in by_force] == [100, 100, 50]


def test_commas_make_a_long_sentence_readable() -> None:
    sentence = "，".join(["数据都在他们那边"] * 20) + "。"
    assert parts(sentence) == [sentence]


@given(some.text(alphabet='一二，。？！ \n然后."”', max_size=300), some.integers(0, 20))
def test_sentences_are_in_order_within_the_stretch_and_lose_only_blanks(
    text: str, start: int
) -> None:
    stretch = Span(min(start, len(text)), len(text))
    found = sentences(shadow(text), stretch)
    assert all(span in stretch for span in found)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    kept = "".join(span.of(text) for span in found)
    assert "".join(kept.split()) == "".join(stretch.of(text).split())
    assert all(span.of(text) == span.of(text).strip() for span in found)


@pytest.mark.parametrize("engine", ENGINES)
def test_words_are_the_text(engine: str) -> None:
    text = "没有统一标准，API 对不上。"
    cutter = Segmenter(engine)  # type: ignore[arg-type]
    assert "".join(cutter.words(text)) == text
    spans = cutter.spans(text, 7)
    assert spans[0].start == 7 and spans[-1].end == 7 + len(text)
    assert [text[span.start - 7 : span.end - 7] for span in spans] == cutter.words(text)


@pytest.mark.parametrize("engine", ENGINES)
def test_words_of_the_user_stay_whole(engine: str) -> None:
    assert "疫情联防群" in Segmenter(engine, ("疫情联防群",)).words("我们有疫情联防群在用")  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("given", ["疫情聯防群", "疫情联防群"])
def test_words_of_the_user_reach_the_segmenter_in_any_script(engine: str, given: str) -> None:
    segmenter = Segmenter(engine, (given, "ＡＰＰ接口"))  # type: ignore[arg-type]
    words = segmenter.words(shadow("我們有疫情聯防群，用APP接口"))
    assert {"疫情联防群", "app接口"} <= set(words)
    assert segmenter.user_words == ("疫情联防群", "app接口")


def test_a_word_of_the_user_in_two_scripts_is_one() -> None:
    assert Segmenter(user_words=("資料", "资料")) == Segmenter(user_words=("资料",))


@pytest.mark.parametrize("engine", ENGINES)
def test_fixed_expressions_that_begin_with_a_numeral_are_kept_and_counted(engine: str) -> None:
    segmenter = Segmenter(engine)  # type: ignore[arg-type]
    said = "一网通办和三定方案，一体化，两张皮，十四五，去识别化；一张表，四个人，两年，三百多万"
    words = content_words(segmenter.words(said))
    assert list(words) == ["一网通办", "三定方案", "一体化", "两张皮", "十四五", "去识别化"]
    assert all(is_content(word) for word in FIXED)


def test_settings_can_be_pickled_and_are_checked() -> None:
    settings = Segmenter(user_words=("数据孤岛",))
    assert pickle.loads(pickle.dumps(settings)) == settings
    with pytest.raises(ValueError, match="engine must be one of"):
        Segmenter("thulac")  # type: ignore[arg-type]


def test_the_record_of_a_run_tells_engine_version_and_words() -> None:
    first, second = Segmenter(user_words=("甲", "乙")), Segmenter(user_words=("乙", "甲"))
    assert first.describe() == second.describe() != Segmenter().describe()
    assert first.describe()["engine"] == "rjieba" and first.describe()["version"]


def test_words_worth_counting() -> None:
    assert content_words(["数据", "的", "数据", "好", "然后", "2023", "，。", "平台"]) == {
        "数据": 2,
        "平台": 1,
    }
    assert "然后" in stop_words() and not is_content("abc%")


def test_the_stop_list_is_in_the_characters_that_are_counted() -> None:
    assert {word for word in stop_words() if shadow(word) != word} == set()
    for traditional in (
        "我們",
        "這個",
        "里頭",
        "有個",
        "曉得",
        "為什麼",
        "謝謝",
        "一張",
        "四個",
        "一回",
    ):
        assert not is_content(shadow(traditional))
