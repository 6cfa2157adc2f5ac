"""Two coders over one text: each kind of difference by hand, and what holds for any codings."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from studies import TEXT, read
from studies import stored_coding as coding

from analysis.disagreement import compare, disagreements, lanes
from corpus.coding import Coding
from corpus.project.records import StoredCoding
from corpus.span import Span


def test_each_kind_of_difference_by_hand() -> None:
    first = [
        coding("1", 0, 10),
        coding("2", 20, 30),
        coding("3", 40, 50),
        coding("4", 60, 65, "b"),
        coding("5", 70, 90),
        coding("gone", 100, 200, status="rejected"),
    ]
    second = [
        coding("1b", 0, 10),
        coding("2b", 20, 30, polarity="present"),
        coding("3b", 40, 44),
        coding("4b", 60, 65, "c"),
        coding("6b", 95, 98),
    ]
    found = {(one.kind, one.size, one.code) for one in disagreements(first, second)}
    assert found == {
        ("polarity", 10, "a"),
        ("bounds", 6, "a"),
        ("code", 5, "b"),
        ("only_first", 20, "a"),
        ("only_second", 3, "a"),
    }
    sizes = [one.size for one in disagreements(first, second)]
    assert sizes == sorted(sizes, reverse=True)
    assert disagreements(first, first) == [] and disagreements([], []) == []


@given(
    some.lists(
        some.tuples(
            some.integers(0, 30),
            some.integers(1, 10),
            some.sampled_from("ab"),
            some.sampled_from(["lacking", "present"]),
        ),
        max_size=8,
    ),
    some.lists(
        some.tuples(
            some.integers(0, 30),
            some.integers(1, 10),
            some.sampled_from("ab"),
            some.sampled_from(["lacking", "present"]),
        ),
        max_size=8,
    ),
)
def test_the_other_way_round_gives_as_many_lone_codings(one: list[Any], two: list[Any]) -> None:
    first = [
        coding(f"1.{place}", start, start + length, code, polarity)
        for place, (start, length, code, polarity) in enumerate(one)
    ]
    second = [
        coding(f"2.{place}", start, start + length, code, polarity)
        for place, (start, length, code, polarity) in enumerate(two)
    ]
    found = disagreements(first, second)
    seen = [entry.id for each in found for entry in (*each.first, *each.second)]
    assert len(seen) == len(set(seen)) and set(seen) <= {entry.id for entry in (*first, *second)}
    assert disagreements(first, first) == []


PARTS = some.lists(
    some.tuples(
        some.integers(0, 20),
        some.integers(1, 8),
        some.sampled_from("ab"),
        some.sampled_from(["lacking", "present"]),
        some.sampled_from(["accepted", "suggested", "rejected"]),
    ),
    max_size=7,
)


def built(coder: str, parts: list[Any]) -> list[StoredCoding]:
    return [
        coding(f"{coder}.{number}", start, start + length, code, polarity, status)
        for number, (start, length, code, polarity, status) in enumerate(parts)
    ]


@given(PARTS, PARTS)
def test_every_coding_stands_in_one_pair_or_alone(one: list[Any], two: list[Any]) -> None:
    first, second = built("1", one), built("2", two)
    found = compare(first, second)
    seen = [each.id for pair in found.agreed for each in pair] + [
        each.id for place in found.differences for each in (*place.first, *place.second)
    ]
    assert sorted(seen) == sorted(
        each.id for each in (*first, *second) if each.status != "rejected"
    )
    for a, b in found.agreed:
        assert (a.span, a.code, a.polarity) == (b.span, b.code, b.polarity)
    for place in found.differences:
        both = [*place.first, *place.second]
        assert 0 < place.size <= len(place.span) and all(each.span in place.span for each in both)


def test_the_partner_is_who_shares_most_and_of_equals_who_agrees() -> None:
    first = [coding("1", 0, 10)]
    found = compare(first, [coding("far", 8, 12), coding("near", 2, 10)])
    assert [each.kind for each in found.differences] == ["only_second", "bounds"]
    assert found.differences[1].second[0].id == "near"
    found = compare(first, [coding("other", 0, 10, polarity="present"), coding("same", 0, 10)])
    assert [b.id for _, b in found.agreed] == ["same"]
    assert [each.kind for each in found.differences] == ["only_second"]


def test_polarity_outweighs_ends() -> None:
    found = disagreements([coding("1", 0, 10)], [coding("2", 5, 12, polarity="present")])
    assert [(each.kind, each.size, each.span) for each in found] == [("polarity", 12, Span(0, 12))]


def test_codings_of_a_run_have_no_id_and_may_be_alike() -> None:
    """Two equal codings of one coder are two: one of them stays without a partner."""
    made = Coding(Span(0, 5), "x" * 5, "a", "book", "lacking", "甲", 0)
    found = compare([made, made], [made])
    assert len(found.agreed) == 1 and [each.kind for each in found.differences] == ["only_first"]


def test_a_code_of_another_codebook_is_another_code() -> None:
    made = Coding(Span(0, 5), "x" * 5, "a", "book", "lacking", "甲", 0)
    other = made._replace(codebook="other")
    assert compare([made], [other]).differences == ()
    found = compare([made], [other], code_of=lambda each: (each.codebook, each.code))
    assert [each.kind for each in found.differences] == ["code"]


@pytest.mark.parametrize("of_first", [True, False])
def test_rejected_codings_do_not_count(of_first: bool) -> None:
    both = [coding("1", 0, 10)], [coding("2", 0, 10, status="rejected")]
    found = disagreements(*(both if of_first else both[::-1]))
    assert [each.kind for each in found] == ["only_first" if of_first else "only_second"]


def test_a_lane_agrees_when_codes_and_polarities_do() -> None:
    talk = read(TEXT, "one")
    rows = lanes(talk, [[coding("1", 26, 40)], [coding("2", 30, 35)]])
    assert [row.span for row in rows] == [Span(26, 40), Span(40, 50), Span(61, 77), Span(77, 83)]
    assert [(len(row.codings[0]), len(row.codings[1])) for row in rows[:2]] == [(1, 1), (0, 0)]
    assert all(row.agreed for row in rows)
    rows = lanes(talk, [[coding("1", 26, 45)], [coding("2", 30, 35, polarity="present")], []])
    assert [row.agreed for row in rows] == [False, False, True, True]
    rows = lanes(talk, [[coding("1", 26, 40, status="rejected")], []])
    assert all(row.agreed for row in rows) and lanes(talk, [])[0].codings == ()
