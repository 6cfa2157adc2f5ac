"""Words in units: by hand, and against the words of every unit cut one by one."""

from __future__ import annotations

import pytest
from builders import transcript
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cooccurrence import cooccurrence
from analysis.units import BACK, UNITS, UnitKind, interview_units
from analysis.words.content import WORDS, word_incidence, words_of_units
from corpus.segmentation import Segmenter, content_words
from corpus.transcript import Transcript

WHOLE = Segmenter(user_words=("网格员",))
TEXT = (
    "问：网格员登记吗？\n答：网格员上门登记。嗯，就是说，表格不统一。\n答：再登记。\n问：然后呢？\n"
    "问：平台呢？\n答：平台慢。走访居民。还有走访！最后平台。\n"
)


def spoken(made: Transcript, unit: UnitKind) -> list[set[str]]:
    """The content words of every unit, sentence by sentence of those who answer."""
    spans = interview_units(made, (), unit).spans
    sentences = [
        span
        for turn in made.turns
        if turn.role != "interviewer"
        for span in made.sentences[turn.index]
    ]
    cut = [set(content_words(WHOLE.words(span.of(made.text)))) for span in sentences]
    if unit == "window":
        return [
            set().union(*cut[max(0, number - BACK + 1) : number + 1]) for number in range(len(cut))
        ]
    return [
        set().union(
            *(
                words
                for span, words in zip(sentences, cut, strict=True)
                if start <= span.start < end
            )
        )
        for start, end in spans
    ]


@pytest.mark.parametrize("unit", UNITS)
def test_words_of_units_are_those_of_their_sentences(unit: UnitKind) -> None:
    made = transcript(TEXT)
    found = words_of_units(made, unit, WHOLE)
    assert found.spans == interview_units(made, (), unit).spans
    assert list(map(set, found.words)) == spoken(made, unit)
    assert len(found.begins) == len(found.spans)


def test_only_a_window_begins_before_its_span() -> None:
    made = transcript(TEXT)
    for unit in UNITS:
        found = words_of_units(made, unit, WHOLE)
        starts = [start for start, _ in found.spans]
        if unit == "window":
            expected = [starts[max(0, number - BACK + 1)] for number in range(len(starts))]
        else:
            expected = starts
        assert list(found.begins) == expected


sentences = st.lists(
    st.sampled_from(["网格员登记。", "表格乱。", "走访居民，登记。", "嗯。", "平台！"]),
    min_size=1,
    max_size=4,
).map("".join)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(sentences, min_size=1, max_size=3), min_size=1, max_size=3),
    st.sampled_from(UNITS),
)
def test_any_talk_is_counted_as_cut_one_by_one(exchanges: list[list[str]], unit: UnitKind) -> None:
    made = transcript(
        "\n".join(
            line for said in exchanges for line in ["问：吗？", *(f"答：{one}" for one in said)]
        )
    )
    incidence = word_incidence([made], unit, WHOLE, least=1)
    units = spoken(made, unit)
    assert incidence.matrix.shape[0] == len(units)
    for row, expected in enumerate(units):
        columns = incidence.matrix[row].nonzero()[1]
        assert {incidence.codes[column][1] for column in columns} == expected


def test_words_meet_in_the_units_where_they_are_said() -> None:
    study = [
        transcript(
            "问：网格员呢？\n答：网格员上门登记。\n问：然后？\n答：嗯，登记表格，表格又登记。"
        )
    ]
    incidence = word_incidence(study, "exchange", WHOLE, least=1)
    words = {word for _, word in incidence.codes}
    assert {"网格员", "登记", "表格", "上门"} <= words and "然后" not in words
    counts = {
        frozenset((row["code_a"], row["code_b"])): row["c"]
        for row in cooccurrence(incidence).table.to_dict("records")
    }
    assert counts[frozenset(("网格员", "登记"))] == 1 and counts[frozenset(("登记", "表格"))] == 1
    assert frozenset(("网格员", "表格")) not in counts  # the interviewer's 网格员 is not counted


def test_words_of_traditional_text_are_those_of_simplified_text() -> None:
    words = {
        word
        for _, word in word_incidence(
            [transcript("问：吗？\n答：這樣子登記資料，我們最近登記資料。")],
            "turn",
            Segmenter(),
            least=1,
        ).codes
    }
    assert words == {"登记", "资料", "最近"}


def test_a_word_is_kept_by_its_units_not_by_how_often_it_is_said() -> None:
    study = [transcript("问：吗？\n答：走访走访走访。\n答：登记。\n答：登记。")]
    incidence = word_incidence(study, "turn", WHOLE, least=2)
    assert incidence.codes == ((WORDS, "登记"),)
    assert incidence.matrix.toarray().ravel().tolist() == [0, 1, 1]


def test_the_words_in_most_units_are_kept_of_equals_the_first_by_character() -> None:
    study = [transcript("问：吗？\n答：走访登记表格。\n答：登记。")]
    kept = [word for _, word in word_incidence(study, "turn", WHOLE, least=1).codes]
    assert kept == ["登记", *sorted(["走访", "表格"])]
    cut = word_incidence(study, "turn", WHOLE, least=1, top=2)
    assert [word for _, word in cut.codes] == kept[:2] and cut.matrix.shape == (2, 2)


def test_interviews_keep_their_order_and_their_units_without_words() -> None:
    study = [transcript("问：吗？\n答：嗯。"), transcript("问：吗？\n答：登记。\n答：哦。")]
    incidence = word_incidence(study, "turn", WHOLE, least=1)
    assert incidence.interview.tolist() == [0, 1, 1] and incidence.edges.tolist() == [0, 1, 3]
    assert incidence.matrix.toarray().ravel().tolist() == [0, 1, 0]
    assert incidence.kind == "turn"


def test_nobody_who_answers_means_no_unit() -> None:
    made = transcript("问：登记吗？")
    assert word_incidence([made], "turn", WHOLE, least=1).matrix.shape == (0, 0)
    assert words_of_units(made, "interview", WHOLE).words == ()
    asked = word_incidence([made], "turn", WHOLE, least=1, roles=("interviewer",))
    assert asked.codes == ((WORDS, "登记"),)


@pytest.mark.parametrize(("least", "top"), [(0, 5), (1, 0), (-3, 5)])
def test_floors_below_one_are_refused(least: int, top: int) -> None:
    with pytest.raises(ValueError, match=f"at least 1, got {least}, {top}"):
        word_incidence([], "turn", WHOLE, least=least, top=top)
