"""What comes from the browser is read or refused, never believed and never fatal."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.explorer.state.coding.browser_operations import (
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
    SetFunction,
    SetPolarity,
    Settle,
    Split,
    Undo,
    parse_digits,
    parse_outbox,
    parse_pick,
    parse_place,
    parse_wish,
)
from corpus.project import operations as op
from corpus.span import Span

CLIENT = "0123456789abcdef0123456789abcdef"
UUID = "a" * 32
HEAD: Any = {"seq": 1, "transcript": "t1", "revision": 4}
STRETCH: Any = {"start": 3, "end": 5, "quote": "𠮷田"}

GOOD: list[tuple[dict[str, Any], Operation]] = [
    (
        {"kind": "add", "uuid": UUID, **STRETCH, "code": "c1", "polarity": "lacking"},
        Add(**HEAD, uuid=UUID, **STRETCH, code="c1", polarity="lacking"),
    ),
    ({"kind": "remove", "coding": "x"}, Remove(**HEAD, coding="x")),
    ({"kind": "recode", "coding": "x", "code": "c2"}, Recode(**HEAD, coding="x", code="c2")),
    (
        {"kind": "polarity", "coding": "x", "polarity": "unsure"},
        SetPolarity(**HEAD, coding="x", polarity="unsure"),
    ),
    (
        {"kind": "function", "coding": "x", "function": "cause"},
        SetFunction(**HEAD, coding="x", function="cause"),
    ),
    (
        {"kind": "function", "coding": "x", "function": None},
        SetFunction(**HEAD, coding="x", function=None),
    ),
    ({"kind": "resize", "coding": "x", **STRETCH}, Resize(**HEAD, coding="x", **STRETCH)),
    (
        {"kind": "split", "coding": "x", "at": 4, "uuid": UUID},
        Split(**HEAD, coding="x", at=4, uuid=UUID),
    ),
    (
        {"kind": "decide", "coding": "x", "status": "accepted"},
        Decide(**HEAD, coding="x", status="accepted"),
    ),
    (
        {"kind": "decide", "coding": "x", "status": "rejected", "code": "c", "polarity": "changed"},
        Decide(**HEAD, coding="x", status="rejected", code="c", polarity="changed"),
    ),
    (
        {"kind": "memo", "target": "coding", "coding": "x", "text": "想法", "uuid": UUID},
        Memo(**HEAD, target="coding", coding="x", text="想法", uuid=UUID),
    ),
    (
        {"kind": "memo", "target": "span", **STRETCH, "text": "想法", "uuid": UUID},
        Memo(**HEAD, target="span", **STRETCH, text="想法", uuid=UUID),
    ),
    (
        {"kind": "edit_memo", "memo": "x", "coding": "c", "text": "改过的想法"},
        EditMemo(**HEAD, memo="x", coding="c", text="改过的想法"),
    ),
    ({"kind": "edit_memo", "memo": "x", "text": ""}, EditMemo(**HEAD, memo="x", text="")),
    (
        {"kind": "review", "coding": "x", "verdict": "accept", "text": "", "uuid": UUID},
        Review(**HEAD, coding="x", verdict="accept", text="", uuid=UUID),
    ),
    ({"kind": "settle", "review": "r"}, Settle(**HEAD, review="r")),
    ({"kind": "undo"}, Undo(**HEAD)),
    ({"kind": "redo"}, Redo(**HEAD)),
]

STORED = {
    "add": op.AddCoding("t1", Span(3, 5), "𠮷田", "c1", "lacking", 4, UUID),
    "remove": op.RemoveCoding("x"),
    "recode": op.Recode("x", "c2"),
    "polarity": op.SetPolarity("x", "unsure"),
    "function": op.SetFunction("x", "cause"),
    "resize": op.ResizeCoding("x", Span(3, 5), "𠮷田", 4),
    "split": op.SplitCoding("x", 4, UUID),
    "decide": op.Decide("x", "accepted"),
    "memo": op.WriteMemo("coding", "x", "想法", id=UUID),
    "edit_memo": op.WriteMemo("coding", "", "改过的想法", id="x"),
    "review": op.WriteReview("coding", "x", "accept", "", UUID),
    "settle": op.SettleReview("r"),
    "undo": None,
    "redo": None,
}


def parsed(*operations: Any) -> list[Operation | Malformed]:
    client, found = parse_outbox({"client": CLIENT, "operations": list(operations)})
    assert client == CLIENT
    return found


@pytest.mark.parametrize(
    ("raw", "meant"), GOOD, ids=lambda value: value["kind"] if isinstance(value, dict) else ""
)
def test_each_kind(raw: dict[str, Any], meant: Operation) -> None:
    assert parsed({**HEAD, **raw}) == [meant]


def test_every_kind_has_a_case() -> None:
    assert {raw["kind"] for raw, _ in GOOD} == set(KINDS) == set(STORED)


@pytest.mark.parametrize("kind", KINDS)
def test_what_each_kind_asks_of_the_project(kind: str) -> None:
    operation = next(meant for raw, meant in GOOD if raw["kind"] == kind)
    assert operation.stored() == STORED[kind]


def test_a_kind_that_does_not_say_what_it_asks_of_the_project_cannot_be_sent() -> None:
    class Silent(Operation):
        kind: Literal["silent"] = "silent"

    with pytest.raises(TypeError, match="stored"):
        Silent(seq=1)


def test_a_memo_on_a_stretch_is_one_on_its_transcript() -> None:
    memo = Memo(**HEAD, target="span", **STRETCH, text="想法", uuid=UUID)
    assert memo.stored() == op.WriteMemo("span", "t1", "想法", Span(3, 5), "𠮷田", UUID)


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_is_not_declared_is_refused(kind: str) -> None:
    raw = next(raw for raw, _ in GOOD if raw["kind"] == kind)
    assert parsed({**HEAD, **raw, "extra": 1}) == [Malformed(1, "extra")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_must_be_there_is_missed(kind: str) -> None:
    raw = next(raw for raw, _ in GOOD if raw["kind"] == kind)
    whole = {**HEAD, **raw}
    for name in set(whole) - {"seq", "kind", "transcript", "revision"}:
        [operation] = parsed({key: value for key, value in whole.items() if key != name})
        optional = (kind, name) in {("edit_memo", "coding")}
        assert isinstance(operation, Malformed) != optional, name


@pytest.mark.parametrize("kind", ["decide", "review", "settle", "undo"])
def test_a_card_names_no_transcript(kind: str) -> None:
    raw = next(raw for raw, _ in GOOD if raw["kind"] == kind)
    [operation] = parsed({"seq": 1, **raw})
    assert isinstance(operation, Decide | Review | Settle | Undo)
    assert operation.transcript is None and operation.stored() == STORED[kind]


@pytest.mark.parametrize("kind", ["add", "resize", "memo"])
def test_a_stretch_stands_in_a_transcript(kind: str) -> None:
    raw = next(raw for raw, _ in GOOD if raw["kind"] == kind)
    assert isinstance(parsed({"seq": 1, **raw})[0], Malformed)


def test_what_an_earlier_page_sends_is_no_outbox() -> None:
    act = {"seq": 1, "id": "x", "action": "accept", "text": "", "uuid": UUID}
    assert parse_outbox({"client": CLIENT, "acts": [act]}) == ("", [])


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
    ("function", "function", "why"),
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
    ) == [Undo(**HEAD)]


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


# JSON may hold half a character, and so may what Streamlit reads from it.
TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
NAMES = st.sampled_from(
    ["client", "operations", "seq", "kind", "transcript", "turn", "coding", "chosen", "1", "n"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.just("t1"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT | NAMES, inner, max_size=4),
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
        assert operation.seq >= 1
        if isinstance(operation, Add | Resize):
            assert len(operation.quote) == operation.end - operation.start > 0


@given(JSON)
def test_no_value_raises_and_what_is_read_can_be_stored(value: Any) -> None:
    for sent in (value, {"client": CLIENT, "operations": [value]}):
        for operation in parse_outbox(sent)[1]:
            if not isinstance(operation, Malformed):
                operation.stored()
    parse_place(value)
    parse_digits(value)
    parse_wish(value)
    parse_pick(value)


def test_a_wish_and_a_pick() -> None:
    assert parse_wish({"coding": "x", "number": 5}) == ("x", 5)
    assert parse_pick({"start": 3, "n": 5}) == (3, 5)
    for bad in (None, {}, [], 3, {"coding": "x"}, {"coding": "a b", "number": 5}):
        assert parse_wish(bad) is None
    for bad in (None, {"start": 3}, {"start": True, "n": 5}, {"start": 3.0, "n": 5}):
        assert parse_pick(bad) is None


def test_a_stretch_chosen_on_the_page() -> None:
    here = {"transcript": "t1", "turn": 3, "coding": None}
    assert parse_place({**here, "chosen": [2, 5]}) == Place("t1", 3, None, Span(2, 5))
    assert parse_place({**here, "chosen": [5, 5]}) == Place("t1", 3, None)
    for bad in ([1], [1, 2, 3], [-1, 2], ["1", 2], "12", {"0": 1}):
        assert parse_place({**here, "chosen": bad}) is None


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
