"""Change: times past and present, and what turned."""

from __future__ import annotations

import pytest
from polarity_sentences import found

from analysis.coders.polarity.cues import change, removal


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("以前没有", "以前"),
        ("过去没有", "过去"),
        ("过去的事", None),
        ("我之前没有", "之前"),
        ("之前说过", None),
        ("来之前没有", None),
        ("疫情之前没有", "疫情之前"),
        ("頭兩年沒有", "头两年"),
        ("本来没有", "本来"),
    ],
)
def test_then(text: str, cue: str | None) -> None:
    assert found(change.PAST, text) == cue


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("现在有了", "现在"),
        ("后来有了", "后来"),
        ("之后就有了", "之后"),
        ("之后会有", None),
        ("最后面", None),
        ("最后建了", "最后"),
        ("慢慢建", "慢慢"),
    ],
)
def test_now_and_no_plan(text: str, cue: str | None) -> None:
    assert found(change.NOW, text) == cue


@pytest.mark.parametrize(
    ("text", "still"),
    [
        ("现在还是没有", True),
        ("现在也没有", True),
        ("跟以前一样", True),
        ("跟以前一样的平台", False),
        ("老一样", True),
        ("现在有了", False),
        ("依然没有", True),
    ],
)
def test_as_it_was(text: str, still: bool) -> None:
    assert bool(change.STILL.search(text)) == still


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("平台又停了", "又停了"),
        ("后来又没有平台了", "又没有平台了"),
        ("从纸面变成线上", "从纸面变成"),
        ("不再填表", "不再"),
        ("不再是表", None),
        ("越来越快", "越来越"),
        ("又快又好", None),
    ],
)
def test_a_change_told_by_its_verb(text: str, cue: str | None) -> None:
    assert found(change.TURNED, text) == cue


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("比以前快多了", True),
        ("比以前还慢了", False),
        ("比以前快得多", True),
        ("比以前快", False),
        ("到三月份才建起来", True),
        ("到三月份就建起来", False),
        ("比别人快多了", False),
    ],
)
def test_now_and_then_in_one_clause(text: str, changed: bool) -> None:
    assert bool(change.THAN_BEFORE.search(text)) == changed


@pytest.mark.parametrize("word", change.LATER)
def test_words_for_later_open_a_change(word: str) -> None:
    assert change.TURNED.search(f"{word}大家就吵起来了")


@pytest.mark.parametrize(
    ("text", "cue"),
    [("打破壁垒", "打破"), ("避免推诿", "避免"), ("避免不了推诿", None), ("有壁垒", None)],
)
def test_verbs_that_remove_a_trouble(text: str, cue: str | None) -> None:
    assert found(removal.REMOVAL, text) == cue
