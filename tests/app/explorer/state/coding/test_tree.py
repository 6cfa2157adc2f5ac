"""The tree of codes with what lies under each, counted by hand beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.explorer.state.coding.tree import TreeRow, colours, definition, tree, with_below
from app.explorer.state.study.desk import Desk
from app.palette import NO_THEME
from corpus.catalogue import LANGUAGES, Language
from corpus.coding import POLARITIES
from corpus.project import Filter


@pytest.mark.parametrize(
    ("polarities", "net"),
    [
        ((0, 0, 5, 1, 1, 1), None),
        ((1, 1, 0, 0, 0, 0), 0.0),
        ((0, 4, 0, 0, 0, 0), 1.0),
        ((4, 0, 9, 0, 0, 0), -1.0),
        ((1, 3, 0, 0, 0, 0), 0.5),
    ],
)
def test_net_is_present_less_lacking_by_both(
    polarities: tuple[int, ...], net: float | None
) -> None:
    assert TreeRow("c", 0, "", sum(polarities), 1, polarities).net == net


FILTERS = [
    Filter(),
    Filter(statuses=("accepted",)),
    Filter(polarities=("lacking", "changed")),
    Filter(polarities=("unsure",), statuses=()),
]


@pytest.mark.parametrize("wanted", FILTERS)
def test_each_row_holds_what_lies_on_it_and_below(small: Desk, wanted: Filter) -> None:
    """By two routes: the tally of the columns, and the codings of the study one by one."""
    facts = small.facts()
    (book,) = facts.books
    rows = tree(small, facts, book, wanted, None, "zh")
    assert [row.label.split()[0] for row in rows] == ["P", "P1", "P2", "C", "C1", "X"]
    assert [row.depth for row in rows] == [0, 1, 1, 0, 1, 1]
    stored = small.project.codings(wanted)
    for row in rows:
        below = [one for one in stored if one.code in with_below(facts, row.id)]
        assert row.references == len(below) == sum(row.polarities)
        assert row.sources == len({one.transcript for one in below})
        assert row.polarities == tuple(
            sum(one.polarity == name for one in below) for name in POLARITIES
        )


def test_a_lens_regroups_the_same_codes(small: Desk) -> None:
    facts = small.facts()
    (book,) = facts.books
    plain = {row.id: row for row in tree(small, facts, book, Filter(), None, "zh")}
    rows = tree(small, facts, book, Filter(), "两面", "zh")
    assert [(row.depth, row.label.split()[0]) for row in rows] == [
        (0, "难处"),
        (1, "P1"),
        (1, "P2"),
        (0, "办法"),
        (1, "C1"),
    ]
    for row in rows:
        if not row.id.startswith("group:"):
            assert row.references == plain[row.id].references
    assert rows[0].references == rows[1].references + rows[2].references
    assert rows[3].polarities == rows[4].polarities
    unknown = tree(small, facts, book, Filter(), "没有这个视角", "zh")
    assert unknown == list(plain.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_labels_are_key_and_name_in_the_language(small: Desk, lang: Language) -> None:
    facts = small.facts()
    labels = [row.label for row in tree(small, facts, facts.books[0], Filter(), None, lang)]
    assert labels == [f"{code.key} {code.title(lang)}" for code in facts.codes]


def test_colours_go_by_theme_and_are_grey_without_one(small: Desk) -> None:
    facts = small.facts()
    colour = colours(facts)
    key = {code.key: colour[entity] for entity, code in facts.all_codes.items()}
    assert key["P"] == key["P1"] == key["P2"] != key["C"] == key["C1"] == key["X"]
    assert NO_THEME not in key.values()
    assert set(colours(replace(facts, books=())).values()) == {NO_THEME}


def test_a_code_as_its_codebook_defines_it(small: Desk) -> None:
    facts = small.facts()
    code = next(code for code in facts.codes if code.key == "P1")
    assert definition(facts.books, code).definition.zh == "标准"
    assert definition((), code) is None
    top = next(code for code in facts.codes if code.key == "P")
    assert with_below(facts, top.id)[0] == top.id and len(with_below(facts, top.id)) == 3
    assert with_below(facts, code.id) == (code.id,) and with_below(facts, "none") == ("none",)
