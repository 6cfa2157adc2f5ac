"""What a link between two codings can say, and which links stand between codings."""

from __future__ import annotations

import pytest
from builders import codebook
from studies import stored_coding

from app.explorer.state.coding.linking import drawn_between, functions_of, readings
from corpus.coding import STEPS, Function
from corpus.project.records import StoredLink

EARLY, LATE = stored_coding("早", 0, 4), stored_coding("晚", 8, 12)


@pytest.mark.parametrize(
    ("early", "late", "first"),
    [
        ("problem", "cause", ("problem-cause", "早", "晚")),
        ("cause", "problem", ("problem-cause", "晚", "早")),
        ("countermeasure", "problem", ("problem-countermeasure", "晚", "早")),
        ("cause", "countermeasure", ("cause-countermeasure", "早", "晚")),
        ("problem", None, ("problem-cause", "早", "晚")),
        (None, "problem", ("problem-cause", "晚", "早")),
        (None, "countermeasure", ("cause-countermeasure", "早", "晚")),
        (None, None, ("problem-cause", "早", "晚")),
        ("effect", "effect", ("problem-cause", "早", "晚")),
    ],
)
def test_the_likeliest_reading_comes_first_whatever_was_ticked_first(
    early: Function | None, late: Function | None, first: tuple[str, str, str]
) -> None:
    functions = {"早": early, "晚": late}
    for pair in ((EARLY, LATE), (LATE, EARLY)):
        found = readings(*pair, functions)
        assert (found[0].step, found[0].first.id, found[0].second.id) == first
        assert len(set(found)) == 2 * len(STEPS)


def test_a_coding_is_said_as_it_tells_itself_else_as_its_code() -> None:
    book = codebook(
        "- {id: P1, name: p, definition: d, function: problem}\n- {id: Q, name: q, definition: d}"
    )
    keys = {"a": ("test", "P1"), "b": ("test", "Q"), "c": ("test", "gone")}
    codings = [stored_coding(name, 0, 2, name) for name in keys]
    assert functions_of(codings, book, keys) == {"a": "problem", "b": None, "c": None}


def test_a_link_stands_between_codings_that_are_both_there() -> None:
    link = StoredLink("x", "t", "早", "晚", "problem-cause", "甲", "")
    assert drawn_between([link], [LATE, EARLY]) == [(link, EARLY, LATE)]
    assert drawn_between([link], [EARLY]) == drawn_between([], [EARLY, LATE]) == []
