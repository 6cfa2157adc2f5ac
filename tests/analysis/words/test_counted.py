"""Which words count: one function behind every word statistic, in either script, with offsets."""

from __future__ import annotations

import itertools
from collections import Counter

import opencc
import pytest
from builders import transcript
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.units import ANSWERING, UNITS, UnitKind
from analysis.words.content import word_incidence, words_of_units
from analysis.words.counted import CountedWord, all_words, counted_words, word_counts
from corpus.segmentation import ENGINES, Segmenter, is_content

WHOLE = Segmenter(user_words=("网格员",))
TEXT = "问：网格员登记吗？\n答：网格员上门登记。嗯，表格（笑）不统一，ＡＰＰ也慢。\n答：再登记。\n"

talks = st.lists(
    st.lists(
        st.sampled_from(
            ["網格員登記", "资料去识别化，", "這個系統慢。", "嗯", "（笑）", "开放资料 OK！", "\t"]
        ),
        min_size=1,
        max_size=6,
    ).map("".join),
    min_size=1,
    max_size=4,
).map(lambda said: "问：吗？\n" + "\n".join(f"答：{line}" for line in said))


def test_words_with_their_turns_and_offsets_by_hand() -> None:
    made = transcript(TEXT)
    words = counted_words(made, WHOLE)
    assert [(each.turn, each.word) for each in words] == [
        (1, "网格员"),
        (1, "上门"),
        (1, "登记"),
        (1, "表格"),
        (1, "统一"),
        (2, "登记"),
    ]
    assert words[0] == CountedWord(1, TEXT.index("网格员上门"), TEXT.index("上门"), "网格员")


def test_only_the_roles_asked_for_are_counted() -> None:
    made = transcript(TEXT)
    asked = counted_words(made, WHOLE, ("interviewer",))
    assert [(each.turn, each.word) for each in asked] == [(0, "网格员"), (0, "登记")]
    assert counted_words(made, WHOLE, ()) == [] and word_counts(made, WHOLE, ()) == {}
    everybody = counted_words(made, WHOLE, ("interviewer", *ANSWERING))
    assert everybody == [*asked, *counted_words(made, WHOLE)]


def test_marks_of_transcription_are_no_words() -> None:
    made = transcript("问：吗？\n答：登记（大笑）表格。")
    assert word_counts(made, WHOLE) == {"登记": 1, "表格": 1}


@settings(max_examples=60, deadline=None)
@given(talks, st.sampled_from(ENGINES))
def test_offsets_are_of_the_text_in_order_and_apart(text: str, engine: str) -> None:
    made = transcript(text)
    segmenter = Segmenter(engine)  # type: ignore[arg-type]
    words = counted_words(made, segmenter)
    for each in words:
        span = made.turns[each.turn].span
        assert span.start <= each.start < each.end <= span.end
        assert made.shadow[each.start : each.end] == each.word and is_content(each.word)
    assert all(before.end <= after.start for before, after in itertools.pairwise(words))
    assert word_counts(made, segmenter) == Counter(each.word for each in words)
    assert list(word_counts(made, segmenter)) == list(dict.fromkeys(each.word for each in words))
    answers = [turn for turn in made.turns if turn.role in ANSWERING]
    assert list(map("".join, all_words(made, segmenter))) == [
        turn.span.of(made.shadow) for turn in answers
    ]


@settings(max_examples=40, deadline=None)
@given(talks)
def test_a_talk_counts_alike_in_traditional_and_simplified_characters(text: str) -> None:
    scripts = [opencc.OpenCC(table).convert(text) for table in ("s2t", "t2s")]
    traditional, simplified = map(transcript, scripts)
    assert word_counts(traditional, WHOLE) == word_counts(simplified, WHOLE)
    assert counted_words(traditional, WHOLE) == counted_words(simplified, WHOLE)
    matrices = [
        word_incidence([made], "turn", WHOLE, least=1) for made in (traditional, simplified)
    ]
    assert matrices[0].codes == matrices[1].codes
    assert (matrices[0].matrix != matrices[1].matrix).nnz == 0


@settings(max_examples=40, deadline=None)
@given(talks, st.sampled_from([unit for unit in UNITS if unit != "window"]))
def test_the_words_of_the_units_are_the_words_counted(text: str, unit: UnitKind) -> None:
    made = transcript(text)
    units = words_of_units(made, unit, WHOLE)
    assert frozenset().union(*units.words) == word_counts(made, WHOLE).keys()
    held = {
        (index, each.word)
        for index, (start, end) in enumerate(units.spans)
        for each in counted_words(made, WHOLE)
        if start <= each.start < end
    }
    assert held == {(index, word) for index, words in enumerate(units.words) for word in words}


@pytest.mark.parametrize("text", ["", "问：登记吗？", "问：吗？\n答：嗯。"])
def test_without_answers_or_content_nothing_is_counted(text: str) -> None:
    made = transcript(text)
    assert counted_words(made, WHOLE) == [] and word_counts(made, WHOLE) == {}
