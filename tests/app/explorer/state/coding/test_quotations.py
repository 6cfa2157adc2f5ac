"""From stored codings to cards: context, marks, citations, names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import transcript
from hypothesis import given
from hypothesis import strategies as st
from studies import stored_coding

from app.explorer.state.coding.page_data import SIGNS
from app.explorer.state.coding.quotations import (
    AROUND,
    around,
    cards_of,
    chip,
    cite,
    coder_name,
    marks_of,
    said_of,
)
from app.explorer.state.coding.tree import colours
from app.explorer.state.study.desk import Desk
from corpus.catalogue import LANGUAGES, Language, message
from corpus.coding import Evidence
from corpus.project import CoderInfo, Filter
from corpus.project.records import ReviewInfo, StoredCoding
from corpus.span import Span

ANSWER = "没有统一标准，接口也打不通。" * 20
TALK = transcript(f"问：𠮷野在哪？\n答：{ANSWER}\n问：还有吗？\n答：𠀀。")


@given(st.data(), st.integers(0, 80))
def test_context_is_the_text_on_either_side_within_the_turn(
    data: st.DataObject, reach: int
) -> None:
    turn = data.draw(st.sampled_from(TALK.turns))
    start = data.draw(st.integers(turn.span.start, turn.span.end - 1))
    end = data.draw(st.integers(start + 1, turn.span.end))
    before, after = around(TALK, Span(start, end), turn.index, reach)
    plain = before.removeprefix("…"), after.removesuffix("…")
    joined = plain[0] + TALK.text[start:end] + plain[1]
    assert joined in turn.span.of(TALK.text)
    assert len(plain[0]) == min(reach, start - turn.span.start)
    assert len(plain[1]) == min(reach, turn.span.end - end)
    assert before.startswith("…") is (start - turn.span.start > reach)
    assert after.endswith("…") is (turn.span.end - end > reach)


@pytest.mark.parametrize("turn", [-1, 4, 99])
def test_words_outside_every_turn_have_no_context(turn: int) -> None:
    assert around(TALK, Span(0, 1), turn) == ("", "")
    assert len(around(TALK, TALK.turns[1].span, 1)[0]) <= AROUND


def coding(
    quote: str, start: int, indicator: tuple[int, int], cue: tuple[int, int] | None
) -> StoredCoding:
    evidence = Evidence(
        "strong", "x", Span(*indicator), "", Span(*cue) if cue else None, "reason", "h"
    )
    return replace(stored_coding("c", start, start + len(quote)), quote=quote, evidence=evidence)


MARKS = [
    ((12, 16), (10, 12), ((0, 2, "cue"), (2, 6, "indicator"))),
    ((10, 12), (12, 16), ((0, 2, "indicator"), (2, 6, "cue"))),
    ((12, 16), None, ((2, 6, "indicator"),)),
    ((12, 16), (12, 16), ((2, 6, "cue"),)),
    ((12, 16), (14, 16), ((2, 6, "indicator"),)),
    ((12, 16), (4, 6), ((2, 6, "indicator"),)),
    ((12, 16), (9, 11), ((2, 6, "indicator"),)),
    ((12, 17), (10, 12), ((0, 2, "cue"),)),
    ((12, 12), (10, 12), ((0, 2, "cue"),)),
]


@pytest.mark.parametrize(("indicator", "cue", "marks"), MARKS)
def test_marks_lie_inside_the_quotation_in_order_and_apart(
    indicator: tuple[int, int],
    cue: tuple[int, int] | None,
    marks: tuple[tuple[int, int, str], ...],
) -> None:
    assert marks_of(coding("没有统一标准", 10, indicator, cue)) == marks


def test_a_persons_coding_has_no_marks() -> None:
    assert marks_of(stored_coding("c", 3, 9)) == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cards_stand_in_the_order_of_the_codings_with_their_words(
    small: Desk, lang: Language
) -> None:
    facts = small.facts()
    stored = small.project.codings(Filter(statuses=(), placed=None))
    cards = cards_of(small, facts, stored[::-1], lang)
    assert [card.id for card in cards] == [one.id for one in stored[::-1]]
    colour = colours(facts)
    for card, one in zip(cards, stored[::-1], strict=True):
        code = facts.all_codes[one.code]
        assert card.quote == one.quote and card.status == one.status
        assert card.codes == (
            type(card.codes[0])(
                code.key,
                code.title(lang),
                SIGNS[one.polarity],
                message(f"polarity.{one.polarity}", lang),
                colour[one.code],
            ),
        )
        assert card.state == message(f"status.{one.status}", lang)
        text = small.project.transcript(one.transcript, one.revision)
        assert card.cite == cite(facts, text, one.transcript, one, lang)
        assert facts.label(one.transcript) in card.cite and str(one.turn + 1) in card.cite
        assert card.before.removeprefix("…") + card.quote in text.text


def test_a_coding_that_waits_is_shown_in_its_older_text(small: Desk) -> None:
    (waiting,) = small.project.codings(Filter(placed=False))
    (card,) = cards_of(small, small.facts(), [waiting], "zh")
    assert card.quote == "大家都盼着" and card.before.endswith("打通接口。") and card.after == "。"


def test_words_that_were_looked_for_are_marked_instead(small: Desk) -> None:
    facts = small.facts()
    stored = small.project.codings(Filter(text="统一标准"))
    assert len(stored) == 2
    for card in cards_of(small, facts, stored, "zh", hit="统一标准"):
        ((start, end, kind),) = card.marks
        assert (card.quote[start:end], kind) == ("统一标准", "hit")
    plain = cards_of(small, facts, stored, "zh", hit="火星")
    assert [card.marks for card in plain] == [marks_of(one) for one in stored]
    assert any(card.marks for card in plain)
    current = cards_of(small, facts, stored, "zh", current=stored[1].id)
    assert [card.current for card in current] == [False, True]


def test_reviews_are_told_with_who_and_whether_they_are_settled(small: Desk) -> None:
    facts = small.facts()
    li = next(entity for entity, coder in facts.coders.items() if coder.name == "李")
    open_one = ReviewInfo("r", "coding", "c", "dispute", "不对", li, "", False)
    for lang in LANGUAGES:
        first, second = said_of([open_one, replace(open_one, settled=True)], facts, lang)
        assert (first.verdict, first.text, first.coder) == ("dispute", "不对", "李")
        assert first.label == message("verdict.dispute", lang)
        assert second.label.startswith(first.label)
        assert message("review.settled", lang) in second.label
    (disputed,) = small.reviews()
    stored = [small.project.coding(disputed)]
    (card,) = cards_of(small, facts, [one for one in stored if one], "zh", small.reviews())
    assert [review.text for review in card.reviews] == ["不对"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_coders_are_named_as_people_read_them(small: Desk, lang: Language) -> None:
    facts = small.facts()
    known = {
        "a": CoderInfo("a", "李", "person"),
        "b": CoderInfo("b", "李", "person", 1),
        "c": CoderInfo("c", "rules", "machine"),
        "d": CoderInfo("d", "别家的机器", "machine"),
    }
    named = replace(facts, coders=known)
    assert [coder_name(named, entity, lang) for entity in "abcd"] == [
        "李",
        "李 (2)",
        message("coder.rules", lang),
        "别家的机器",
    ]


def test_a_code_of_the_studys_own_has_its_name_in_any_language(small: Desk) -> None:
    facts = small.facts()
    own = next(code for code in facts.codes if code.key == "X")
    made = replace(stored_coding("c", 0, 2), code=own.id, polarity="unsure")
    for lang in LANGUAGES:
        shown = chip(facts, colours(facts), made, lang)
        assert (shown.key, shown.name, shown.sign) == ("X", "自己的", SIGNS["unsure"])
