"""Which codings lie over each other, by hand cases and against every pair."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.project.doubled import doubled_codings
from corpus.project.records import StoredCoding
from corpus.span import Span

BASE = StoredCoding(
    "a", "t", Span(0, 1), 0, "", "P1", "li", "lacking", "accepted", None, "", None, "", 1, True
)


def at(start: int, end: int, **other: object) -> StoredCoding:
    return replace(BASE, id=f"{start}-{end}", span=Span(start, end), **other)  # type: ignore[arg-type]


def ids(*codings: StoredCoding) -> list[list[str]]:
    return [[coding.id for coding in group] for group in doubled_codings(codings)]


def test_overlaps_and_chains_are_groups_and_neighbours_are_not() -> None:
    assert ids() == ids(at(0, 5)) == ids(at(0, 5), at(5, 9)) == []
    assert ids(at(4, 9), at(0, 5)) == [["0-5", "4-9"]]
    assert ids(at(0, 5), at(4, 9), at(8, 12), at(20, 22)) == [["0-5", "4-9", "8-12"]]
    assert ids(at(0, 30), at(2, 4), at(6, 8)) == [["0-30", "2-4", "6-8"]]


def test_only_what_says_the_same_is_doubled() -> None:
    for other in (
        {"code": "P2"},
        {"coder": "wang"},
        {"polarity": "present"},
        {"status": "rejected"},
        {"transcript": "u"},
        {"revision": 2},
    ):
        assert ids(at(0, 5), at(1, 4, **other)) == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=8, unique=True))
def test_a_coding_is_in_a_group_when_it_overlaps_another(pairs: list[tuple[int, int]]) -> None:
    codings = [at(start, start + length) for start, length in pairs]
    expected = {
        one.id
        for one in codings
        for other in codings
        if one.id != other.id
        and one.span.start < other.span.end
        and other.span.start < one.span.end
    }
    groups = ids(*codings)
    assert {entity for group in groups for entity in group} == expected
    assert sum(map(len, groups)) == len(expected)
