"""What comes from the browser is read or refused, never believed and never fatal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.explorer.state.browser_operations import (
    KINDS,
    MOST_OPERATIONS,
    Add,
    Decide,
    EditMemo,
    Malformed,
    Memo,
    Operation,
    Place,
    Recode,
    Redo,
    Remove,
    Resize,
    Review,
    SetPolarity,
    Split,
    Undo,
    parse_digits,
    parse_outbox,
    parse_place,
)

CLIENT = "0123456789abcdef0123456789abcdef"
UUID = "a" * 32
HEAD = {"seq": 1, "transcript": "t1", "revision": 4}
STRETCH = {"start": 3, "end": 5, "quote": "𠮷田"}

GOOD: list[tuple[dict[str, Any], Operation]] = [
    (
        {"kind": "add", "uuid": UUID, **STRETCH, "code": "c1", "polarity": "lacking"},
        Add(1, "t1", 4, UUID, 3, 5, "𠮷田", "c1", "lacking"),
    ),
    ({"kind": "remove", "coding": "x"}, Remove(1, "t1", 4, "x")),
    ({"kind": "recode", "coding": "x", "code": "c2"}, Recode(1, "t1", 4, "x", "c2")),
    (
        {"kind": "polarity", "coding": "x", "polarity": "unsure"},
        SetPolarity(1, "t1", 4, "x", "unsure"),
    ),
    ({"kind": "resize", "coding": "x", **STRETCH}, Resize(1, "t1", 4, "x", 3, 5, "𠮷田")),
    ({"kind": "split", "coding": "x", "at": 4, "uuid": UUID}, Split(1, "t1", 4, "x", 4, UUID)),
    (
        {"kind": "decide", "coding": "x", "status": "accepted"},
        Decide(1, "t1", 4, "x", "accepted", None, None),
    ),
    (
        {"kind": "decide", "coding": "x", "status": "rejected", "code": "c", "polarity": "changed"},
        Decide(1, "t1", 4, "x", "rejected", "c", "changed"),
    ),
    (
        {"kind": "memo", "target": "coding", "coding": "x", "text": "想法", "uuid": UUID},
        Memo(1, "t1", 4, "coding", "x", None, None, None, "想法", UUID),
    ),
    (
        {"kind": "memo", "target": "span", **STRETCH, "text": "想法", "uuid": UUID},
        Memo(1, "t1", 4, "span", None, 3, 5, "𠮷田", "想法", UUID),
    ),
    (
        {"kind": "edit_memo", "memo": "x", "text": "改过的想法"},
        EditMemo(1, "t1", 4, "x", "改过的想法"),
    ),
    ({"kind": "edit_memo", "memo": "x", "text": ""}, EditMemo(1, "t1", 4, "x", "")),
    (
        {"kind": "review", "coding": "x", "verdict": "accept", "text": "", "uuid": UUID},
        Review(1, "t1", 4, "x", "accept", "", UUID),
    ),
    ({"kind": "undo"}, Undo(1, "t1", 4)),
    ({"kind": "redo"}, Redo(1, "t1", 4)),
]


def parsed(*operations: Any) -> list[Operation]:
    client, found = parse_outbox({"client": CLIENT, "operations": list(operations)})
    assert client == CLIENT
    return found


@pytest.mark.parametrize(
    ("raw", "meant"), GOOD, ids=lambda value: value["kind"] if isinstance(value, dict) else ""
)
def test_each_kind(raw: dict[str, Any], meant: Operation) -> None:
    assert parsed({**HEAD, **raw}) == [meant]


def test_every_kind_has_a_case() -> None:
    assert {raw["kind"] for raw, _ in GOOD} == set(KINDS)


FAULTS = [
    ("add", "quote", "田"),  # one character for two
    ("add", "quote", "\ud842\udfb7"),  # two lone surrogates are not one 𠮷
    ("add", "start", 5),
    ("add", "start", -1),
    ("add", "end", True),
    ("add", "end", 5.0),
    ("add", "end", 2**60),
    ("add", "uuid", "A" * 32),
    ("add", "uuid", "../../etc"),
    ("add", "code", ""),
    ("add", "polarity", "good"),
    ("remove", "coding", None),
    ("remove", "coding", {"$ne": 1}),
    ("resize", "quote", "田中田"),
    ("split", "at", 0),
    ("decide", "status", "suggested"),
    ("decide", "polarity", "x"),
    ("memo", "target", "project"),
    ("memo", "text", "  "),
    ("memo", "text", "长" * 20_001),
    ("memo", "text", "a\x00b"),
    ("edit_memo", "memo", "a b"),
    ("edit_memo", "text", "长" * 20_001),
    ("edit_memo", "text", None),
    ("review", "verdict", "delete"),
    ("undo", "revision", "4"),
    ("undo", "transcript", "a b"),
    ("undo", "kind", "drop table"),
]


@pytest.mark.parametrize(("kind", "field", "value"), FAULTS)
def test_a_fault_is_named_and_keeps_its_number(kind: str, field: str, value: Any) -> None:
    raw = next(raw for raw, _ in GOOD if raw["kind"] == kind)
    [found] = parsed({**HEAD, **raw, field: value})
    assert isinstance(found, Malformed) and found.seq == 1
    assert found.field in (field, "end", "quote")


def test_a_comment_needs_words_and_a_verdict_does_not() -> None:
    raw = {**HEAD, "kind": "review", "coding": "x", "text": "", "uuid": UUID}
    assert isinstance(parsed({**raw, "verdict": "comment"})[0], Malformed)
    assert isinstance(parsed({**raw, "verdict": "dispute"})[0], Review)


def test_order_is_by_number_and_each_number_counts_once() -> None:
    undo = {"transcript": "t1", "revision": 1, "kind": "undo"}
    found = parsed(
        {**undo, "seq": 3},
        {**undo, "seq": 1},
        {**undo, "seq": 3, "kind": "redo"},
        {**undo, "seq": 2},
    )
    assert [operation.seq for operation in found] == [1, 2, 3]
    assert isinstance(found[2], Undo)


def test_what_has_no_number_is_dropped() -> None:
    assert parsed(
        {"kind": "undo"}, {**HEAD, "kind": "undo", "seq": 0}, "undo", None, {**HEAD, "kind": "undo"}
    ) == [Undo(1, "t1", 4)]


def test_a_flood_is_cut() -> None:
    assert (
        len(
            parsed(
                *(
                    {**HEAD, "kind": "undo", "seq": number}
                    for number in range(1, MOST_OPERATIONS + 50)
                )
            )
        )
        == MOST_OPERATIONS
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "x",
        3,
        {},
        {"client": CLIENT},
        {"client": "short", "operations": []},
        {"client": CLIENT + "\n", "operations": []},
        {"client": 5, "operations": []},
        {"client": CLIENT, "operations": {}},
    ],
)
def test_what_is_no_outbox_is_empty(value: Any) -> None:
    assert parse_outbox(value) == ("", [])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    st.lists(
        st.one_of(
            JSON,
            st.fixed_dictionaries(
                {
                    "seq": JSON | st.integers(1, 9),
                    "kind": st.sampled_from(KINDS),
                    "transcript": JSON | st.just("t1"),
                    "revision": JSON | st.just(1),
                },
                optional=dict.fromkeys(
                    (
                        "uuid",
                        "start",
                        "end",
                        "quote",
                        "code",
                        "coding",
                        "polarity",
                        "text",
                        "status",
                        "at",
                        "target",
                        "verdict",
                    ),
                    JSON,
                ),
            ),
        ),
        max_size=6,
    )
)
def test_nothing_that_comes_raises(operations: list[Any]) -> None:
    client, found = parse_outbox({"client": CLIENT, "operations": operations})
    assert client == CLIENT
    for operation in found:
        told = asdict(operation)
        assert told["seq"] >= 1
        if isinstance(operation, Add | Resize):
            assert len(operation.quote) == operation.end - operation.start > 0


def test_place_and_digits() -> None:
    here = {"transcript": "t1", "turn": 3, "coding": None}
    assert parse_place(here) == Place("t1", 3, None)
    assert parse_place({**here, "coding": "x"}) == Place("t1", 3, "x")
    assert [
        parse_place(value)
        for value in (
            None,
            {},
            {**here, "turn": -1},
            {**here, "coding": 5},
            {**here, "transcript": None},
        )
    ] == [None] * 5
    assert parse_digits({"2": "b", "1": "a"}) == {"1": "a", "2": "b"}
    assert [parse_digits(value) for value in (None, {"0": "a"}, {"1": 5}, [1])] == [None] * 4
