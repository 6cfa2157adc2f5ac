"""What is learned from: a polarity of the rules with what stands around it."""

from __future__ import annotations

import pytest
from corrections import BOOK, codings, ruling

from analysis.coders.polarity.ruling import REASON, Kinds, Overruled, features, overruled, ruling_of
from corpus.coding import Coding
from corpus.span import Span


def only(sentence: str) -> Coding:
    (coding,) = codings(sentence)
    return coding


def test_a_ruling_tells_what_the_rules_told_and_where_in_the_sentence() -> None:
    made = ruling("今天不谈。我们没有平台。")
    assert (made.polarity, made.reason, made.code) == ("lacking", "polarity.negation", "test:A")
    assert made.sentence == "我们没有平台。"
    assert made.sentence[made.start : made.end] == "平台"
    assert made.sentence[made.cue_start : made.cue_end] == made.cue == "没有"


def test_without_a_cue_there_is_no_place_of_one() -> None:
    made = ruling("我说的是那个平台。")
    assert (made.cue, made.cue_start, made.cue_end) == ("", -1, -1)
    assert made.reason == "polarity.default"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("平台在三楼。", "concept"),
        ("部门之间壁垒很深。", "deficit"),
        ("标准在那儿。", "concept"),
        ("他们总是扯皮。", "deficit"),
        ("口径又不一。", "deficit"),
        ("账号12在他那儿。", "concept"),
    ],
)
def test_the_class_of_the_indicator_is_that_of_its_word_or_rule(sentence: str, kind: str) -> None:
    assert Kinds((BOOK,)).of(only(sentence)) == kind


def test_a_code_that_the_codebooks_lack_counts_as_a_concept() -> None:
    assert Kinds(()).of(only("部门之间壁垒很深。")) == "concept"


def test_no_ruling_without_evidence_or_where_the_indicator_is_not_in_the_quotation() -> None:
    coding, kinds = only("我们没有平台。"), Kinds((BOOK,))
    assert coding.evidence is not None
    assert ruling_of(coding._replace(evidence=None), kinds) is None
    later = coding.evidence._replace(span=Span(coding.span.end, coding.span.end + 2))
    earlier = coding.evidence._replace(span=Span(0, 2))
    for moved in (later, earlier):
        assert ruling_of(coding._replace(evidence=moved), kinds) is None


def test_a_cue_in_another_sentence_has_no_place_but_is_known() -> None:
    coding = only("我们没有平台。")
    assert coding.evidence is not None
    away = coding.evidence._replace(cue_span=Span(0, 2))
    made = ruling_of(coding._replace(evidence=away), Kinds((BOOK,)))
    assert made is not None and (made.cue, made.cue_start) == ("没有", -1)
    assert "cue elsewhere True" in features(made)


def test_where_a_learned_polarity_stands_the_ruling_is_still_that_of_the_rules() -> None:
    coding, kinds = only("我们没有平台。"), Kinds((BOOK,))
    assert coding.evidence is not None
    over = Overruled("polarity.negation", "lacking", 0.8134)
    assert over.note == "polarity.negation lacking 0.81"
    changed = coding.evidence._replace(reason=REASON, note=over.note)
    assert overruled(changed) == over._replace(probability=0.81)
    learned = coding._replace(polarity="present", evidence=changed)
    assert ruling_of(learned, kinds) == ruling_of(coding, kinds)


@pytest.mark.parametrize("note", ["", "没有", "polarity.negation never 0.81"])
def test_what_is_no_note_of_a_learned_polarity_is_none(note: str) -> None:
    seen = only("我们没有平台。").evidence
    assert seen is not None
    assert overruled(seen._replace(note="polarity.negation lacking 0.81")) is None
    assert overruled(seen._replace(reason=REASON, note=note)) is None


def test_features_tell_rule_words_and_the_cue_by_side_distance_and_clause() -> None:
    before = features(ruling("我们没有平台。"))
    assert before["told lacking"] == before["reason polarity.negation lacking"] == 1.0
    assert {"indicator 平台", "cue 没有", "kind concept", "before 没有"} <= set(before)
    assert "cue before near same clause" in before
    neutral = ruling("平台在三楼，大家也都盼了好几年，如今是有。")
    start = neutral.sentence.index("有。")
    after = features(neutral._replace(cue="有", cue_start=start, cue_end=start + 1))
    assert "cue after far other clause" in after


def test_many_characters_weigh_together_no_more_than_one_thing_said_by_the_rules() -> None:
    weights = features(ruling("大家坐下来一起好好谈过的那个平台后来就一直放在三楼的柜子里。"))
    words = [
        weight
        for name, weight in weights.items()
        if name.split()[0] in ("indicator", "in", "before", "after", "edge")
    ]
    assert len(words) > 10 and sum(weight**2 for weight in words) == pytest.approx(1.0)
