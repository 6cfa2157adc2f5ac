"""但是 and its like, concessions, hearsay."""

from __future__ import annotations

import pytest

from analysis.coders.polarity.cues import turning


@pytest.mark.parametrize(
    ("clause", "turns"),
    [
        ("但没人用", True),
        ("可是没人用", True),
        ("可没人用", True),
        ("可以用", False),
        ("可能有", False),
        ("就是没人用", True),
        ("就是说没人用", False),
        ("只不过慢", True),
        ("却慢", True),
        ("我们实际上没用", True),
        ("我们却慢", False),
        ("所以慢", False),
    ],
)
def test_what_turns_a_sentence_at_the_head_of_its_clause(clause: str, turns: bool) -> None:
    assert bool(turning.BUT.search(clause)) == turns


@pytest.mark.parametrize(
    ("text", "concedes"),
    [
        ("平台有是有,", True),
        ("好是好但慢", True),
        ("倒是有了", True),
        ("倒是没有", False),
        ("虽然有", True),
        ("平台是有的,", True),
        ("平台是有的", True),
        ("就是有平台", False),
        ("是有一套", False),
        ("理论上有", True),
        ("有平台", False),
    ],
)
def test_what_grants_a_thing_before_it_is_taken_back(text: str, concedes: bool) -> None:
    assert bool(turning.CONCESSION.search(text)) == concedes


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("他们说有", True),
        ("他们都觉得有", True),
        ("领导要求有", True),
        ("文件里面写了", True),
        ("号称有", True),
        ("据说有", True),
        ("我们说有", False),
        ("我觉得有", False),
        ("文件有", False),
    ],
)
def test_what_others_say(text: str, reported: bool) -> None:
    assert bool(turning.REPORTED.search(text)) == reported


@pytest.mark.parametrize(
    ("text", "quotes"), [("说我们不规范", True), ("讲是他们", True), ("说平台慢", False)]
)
def test_where_somebody_is_quoted_about_themselves(text: str, quotes: bool) -> None:
    assert bool(turning.SAYS.search(text)) == quotes


def test_buguo_cuts_before_an_indicator_and_not_behind_it() -> None:
    assert turning.CONTRAST.search("不过") and not turning.CUT.search("不过")
    for word in ("但是", "但", "可是", "然而"):
        assert turning.CONTRAST.search(word)[0] == word == turning.CUT.search(word)[0]  # type: ignore[index]
