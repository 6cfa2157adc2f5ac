"""Demand: 建议, 应该, 要 and 得 ask for something only in some company."""

from __future__ import annotations

import pytest
from polarity_sentences import found

from analysis.coders.polarity.cues import demand


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("希望统一", "希望"),
        ("應該統一", "应该"),
        ("应该是统一的", None),
        ("应该没有平台", None),
        ("应该不会", None),
        ("应该可以考虑建平台", "应该"),
        ("应该可以用", None),
        ("有必要建", "有必要"),
        ("亟待统一", "亟待"),
        ("最好统一", "最好"),
        ("最好的平台", None),
        ("不需要平台", None),
        ("需要平台", "需要"),
        ("需要的平台", None),
        ("必须统一", "必须"),
        ("不必须统一", None),
        ("没必须统一", None),
    ],
)
def test_wishes_and_duties(text: str, cue: str | None) -> None:
    assert found(demand.DEMAND, text) == cue


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("建议统一标准", True),
        ("我的建议是统一", True),
        ("专家的建议我们看了", False),
        ("收到建议后", False),
        ("提过建议", False),
        ("什么建议都没有", False),
        ("建议书面报", True),
        ("建议书交了", False),
        ("我建议的话，统一口径", True),
        ("区的建议统一口径", True),
        ("我建议的是统一", True),
        ("建议的部门来了", False),
        ("就这样的建议：统一", True),
    ],
)
def test_advice_that_was_got_or_is_only_spoken_of_asks_for_nothing(text: str, asks: bool) -> None:
    assert (found(demand.DEMAND, text) == "建议") == asks


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("要加强共享", "要"),
        ("不要加强", None),
        ("只要加强", None),
        ("主要有两个", None),
        ("需要加强", "需要"),
        ("还要加强", "还要"),
        ("一定要统一", "一定要"),
        ("重要推进", None),
        ("县里得建台账", "得"),
        ("觉得有用", None),
        ("值得给", None),
        ("应加强共享", "应"),
        ("响应加强", None),
        ("供应加强", None),
        ("该统一了", "该"),
        ("应该统一", "应该"),
        ("我们想让大家用", "想让"),
        ("思想要统一", None),
    ],
)
def test_characters_that_stand_in_hundreds_of_words(text: str, cue: str | None) -> None:
    assert found(demand.DEMAND, text) == cue


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("希望打破", "希望"),
        ("要打破壁垒", "要"),
        ("不要减少", None),
        ("别再推诿", "别再"),
        ("要有壁垒", None),
        ("尽快解决", "尽快"),
    ],
)
def test_of_a_trouble_only_its_removal_is_asked_for(text: str, cue: str | None) -> None:
    assert found(demand.WISH, text) == cue


@pytest.mark.parametrize(
    ("after", "asked"),
    [
        ("应该统一", True),
        ("这一块一定要配", True),
        ("一定要是", False),
        ("还要再加强", True),
        ("需要进一步完善", True),
        ("需要人", False),
        ("要跟上", True),
        ("主要跟上", False),
    ],
)
def test_what_is_asked_for_behind_its_topic(after: str, asked: bool) -> None:
    assert bool(demand.DEMANDED_AFTER.search(after)) == asked


@pytest.mark.parametrize(
    ("clause", "opens"),
    [
        ("还是希望市里牵头", True),
        ("我们也盼着", True),
        ("应该能用", False),
        ("应该是", False),
        ("市里说希望", False),
        ("能不能别填", True),
    ],
)
def test_a_wish_for_a_topic_opens_the_clause_after_it(clause: str, opens: bool) -> None:
    assert bool(demand.WISHED_NEXT.match(clause)) == opens


@pytest.mark.parametrize("text", ["能不能再快一点", "可不可以给我们", "能不能少填"])
def test_a_request_in_the_form_of_a_question(text: str) -> None:
    assert demand.ASKED_FOR.search(text) and not demand.ASKED_FOR.search(text[3:])


@pytest.mark.parametrize(
    ("before", "denied"), [("我们不", True), ("用不着", True), ("无需", True), ("我们", False)]
)
def test_a_wish_that_is_denied(before: str, denied: bool) -> None:
    assert bool(demand.DENIED_WISH.search(before)) == denied
