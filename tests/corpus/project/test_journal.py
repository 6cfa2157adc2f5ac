"""The log: images in and out, what an event keeps of many writes, and the state replayed."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from studies import lay, sound, transcript_id

from corpus.project import CoderInfo, Project
from corpus.project import operations as op
from corpus.project import schema as t
from corpus.project.checking import rebuild, state_of
from corpus.project.identity import new_id
from corpus.project.journal import (
    Change,
    Writer,
    event_of,
    on_words,
    pack,
    transcripts_of,
    unpack,
)
from corpus.project.schema import NAMES

Begun = tuple[Project, CoderInfo, CoderInfo]
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), TEXT)
VALUE = st.one_of(PLAIN, st.lists(PLAIN, max_size=3), st.dictionaries(TEXT, PLAIN, max_size=3))


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """A change of a row of any table, its cells filled with anything that JSON keeps."""
    table = draw(st.sampled_from(sorted(NAMES)))
    row = st.fixed_dictionaries(dict.fromkeys(NAMES[table], VALUE))
    return Change(table, draw(TEXT), *draw(st.tuples(st.none() | row, st.none() | row)))


@given(st.lists(changes(), max_size=6))
@settings(max_examples=20, deadline=None)
def test_an_event_is_unpacked_as_it_was_packed(sent: list[Change]) -> None:
    assert unpack(pack(sent)) == tuple(sent)


@given(changes())
@settings(max_examples=15, deadline=None)
def test_a_change_taken_back_twice_is_itself(change: Change) -> None:
    assert change.back().back() == change
    assert (change.back().before, change.back().after) == (change.after, change.before)


def test_an_image_of_an_older_program_is_filled_up_with_nothing() -> None:
    """Memos had no revision once; the column counts as empty in such an image."""
    old = {name: "x" for name in NAMES["memos"] if name not in ("revision", "quote")}
    payload = zlib.compress(orjson.dumps([["memos", "m", None, old], ["memos", "m", old, None]]))
    made, gone = unpack(payload)
    assert made.before is None and gone.after is None
    assert made.after == gone.before == {**old, "revision": None, "quote": None}
    assert set(made.after or ()) == set(NAMES["memos"])


@pytest.mark.parametrize("payload", [b"", b"\x00", zlib.compress(b"{"), zlib.compress(b"[1]")])
def test_a_payload_that_is_none_is_told_by_an_error(payload: bytes) -> None:
    with pytest.raises((zlib.error, ValueError, TypeError)):
        unpack(payload)


def _case(name: str, entity: str | None = None) -> dict[str, Any]:
    return {"id": entity or new_id(), "name": name}


def _newest(study: Project) -> tuple[Change, ...]:
    with study.store.read() as connection:
        query = sa.select(t.events).order_by(t.events.c.number.desc()).limit(1)
        return event_of(connection.execute(query).mappings().one()).changes


Step = Callable[[Writer], object]
ROW = _case("甲")
MERGED: list[tuple[str, list[Step], list[tuple[str | None, str | None]]]] = [
    ("made", [lambda w: w.put("cases", ROW)], [(None, "甲")]),
    ("made twice the same", [lambda w: w.put("cases", ROW)] * 2, [(None, "甲")]),
    (
        "made and changed",
        [lambda w: w.put("cases", ROW), lambda w: w.change("cases", ROW, name="乙")],
        [(None, "乙")],
    ),
    (
        "made and taken away",
        [lambda w: w.put("cases", ROW), lambda w: w.remove("cases", ROW["id"])],
        [],
    ),
    ("taken away where nothing was", [lambda w: w.remove("cases", ROW["id"])], []),
    (
        "set to its after-image and back",
        [
            lambda w: w.set(Change("cases", ROW["id"], None, ROW)),
            lambda w: w.set(Change("cases", ROW["id"], ROW, None)),
        ],
        [],
    ),
    (
        "made, taken away, made again",
        [
            lambda w: w.put("cases", ROW),
            lambda w: w.remove("cases", ROW["id"]),
            lambda w: w.put("cases", {**ROW, "name": "丙"}),
        ],
        [(None, "丙")],
    ),
]


@pytest.mark.parametrize(
    ("steps", "images"), [case[1:] for case in MERGED], ids=[c[0] for c in MERGED]
)
def test_many_writes_of_one_row_are_one_change(
    study: Project, steps: list[Step], images: list[tuple[str | None, str | None]]
) -> None:
    """From what stood before to what stands after; what comes to nothing is left out."""
    with study.writing("test") as writer:
        for step in steps:
            step(writer)
    logged = _newest(study) if study.revision else ()
    assert [(c.before and c.before["name"], c.after and c.after["name"]) for c in logged] == images
    sound(study)


def test_writes_are_seen_in_the_same_event_and_lost_when_it_fails(study: Project) -> None:
    row = _case("甲")
    with pytest.raises(RuntimeError), study.writing("test") as writer:
        assert not writer.changed
        writer.put("cases", row)
        assert writer.changed and writer.get("cases", row["id"]) == row
        assert writer.find("cases", t.cases.c.name == "甲") == [row]
        raise RuntimeError
    assert state_of(study) == {} and study.revision == 0 and study.log() == []


def test_nothing_written_is_no_event(study: Project) -> None:
    with study.writing("test"):
        pass
    assert study.revision == 0


@pytest.mark.parametrize("number", [1, 400, 401, 950])
def test_rows_by_the_hundred_are_changed_and_taken_away_as_one_by_one(
    study: Project, number: int
) -> None:
    """Statements are cut at 400 rows; no row is lost at the cuts, and one event holds them all."""
    rows = [_case(f"人{index}") for index in range(number)]
    with study.writing("add") as writer:
        writer.add_all("cases", rows)
        writer.add_all("cases", [])
    with study.writing("change") as writer:
        ordered = writer.find("cases")
        assert ordered == sorted(rows, key=lambda row: row["id"])
        writer.remove_all("cases", ordered[1:])
        writer.change_all("cases", ordered[:1], name="唯一")
    assert len(_newest(study)) == number
    assert [row["name"] for row in state_of(study).values()] == ["唯一"]
    sound(study)


def test_change_all_leaves_alone_what_has_the_value_already(begun: Begun) -> None:
    study, li, _ = begun
    first, second = (lay(study, li, words) for words in ("没有统一标准", "接口也打不通"))
    study.apply(op.SetPolarity(first, "unsure"), coder=li)
    with study.writing("test") as writer:
        writer.change_all("codings", writer.find("codings"), polarity="unsure")
    assert [change.entity for change in _newest(study)] == [second]
    sound(study)


def test_the_event_that_was_closed_is_the_event_that_is_read(begun: Begun) -> None:
    study, li, _ = begun
    with study.store.write() as connection:
        writer = Writer(connection)
        writer.put("cases", _case("甲"))
        closed = writer.close("test", coder=li.id, client="c", seq=7, origin="copy", undoes=None)
    assert closed.number == study.revision
    with study.store.read() as connection:
        row = (
            connection.execute(sa.select(t.events).where(t.events.c.number == closed.number))
            .mappings()
            .one()
        )
        assert event_of(row) == closed
        assert event_of(row, changes=False).changes == ()
        assert row["touched"] == len(closed.changes) == 1


TOUCHED: list[tuple[str, dict[str, Any] | None, dict[str, Any] | None, set[str]]] = [
    ("transcripts", None, {"id": "e"}, {"e"}),
    ("codings", None, {"transcript": "a"}, {"a"}),
    ("codings", {"transcript": "a"}, {"transcript": "b"}, {"a", "b"}),
    ("revisions", {"transcript": "a"}, None, {"a"}),
    ("participations", {"transcript": "a"}, None, {"a"}),
    ("passes", None, {"transcript": "a"}, {"a"}),
    ("memos", None, {"kind": "span", "target": "a"}, {"a"}),
    ("memos", {"kind": "coding", "target": "c"}, {"kind": "span", "target": "a"}, {"a"}),
    ("memos", None, {"kind": "code", "target": "c"}, set()),
    ("cases", None, {"name": "甲"}, set()),
    ("codes", {"key": "P"}, {"key": "P"}, set()),
]


@pytest.mark.parametrize(("table", "before", "after", "expected"), TOUCHED)
def test_which_transcripts_an_event_touches(
    table: str, before: dict[str, Any] | None, after: dict[str, Any] | None, expected: set[str]
) -> None:
    assert transcripts_of([Change(table, "e", before, after)]) == expected


def test_stamps_tell_the_newest_event_of_each_transcript(begun: Begun) -> None:
    """By two routes: the table of stamps, and the log read from its beginning."""
    study, li, _ = begun
    lay(study, li, "数据不共享", "P2", name="访谈/二.txt")
    entity = lay(study, li, "没有统一标准")
    study.apply(op.SaveCase("路人"), coder=li)
    study.apply(op.WriteMemo("coding", entity, "不算"), coder=li)
    with study.store.read() as connection:
        events = map(event_of, connection.execute(sa.select(t.events)).mappings().all())
        newest = {
            entity: event.number for event in events for entity in transcripts_of(event.changes)
        }
    assert study.stamps() == newest == {info.id: info.stamp for info in study.transcripts()}
    assert newest[transcript_id(study)] > newest[transcript_id(study, "访谈/二.txt")]


def test_a_memo_outlives_its_coding_on_the_same_words(begun: Begun) -> None:
    study, li, _ = begun
    entity = lay(study, li, "没有统一标准")
    row = state_of(study)["codings", entity]
    study.apply(op.WriteMemo("coding", entity, "想法"), coder=li)
    study.apply(op.RemoveCoding(entity), coder=li)
    ((_, memo),) = [item for item in state_of(study).items() if item[0][0] == "memos"]
    assert {name: memo[name] for name in on_words(row)} == on_words(row)
    assert memo["text"] == "想法"


NAMES_OF_CASES = st.sampled_from("甲乙丙丁")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 3), NAMES_OF_CASES),
        st.tuples(st.just("remove"), st.integers(0, 3), st.just("")),
        st.tuples(st.just("close"), st.just(0), st.just("")),
    ),
    max_size=12,
)


@given(STEPS)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_replay_of_the_log_is_the_state_and_a_plain_dictionary(
    study: Project, steps: list[tuple[str, int, str]]
) -> None:
    """Three routes to the same rows: the tables, the log, and a dictionary kept beside them."""
    ids = [f"{index:032x}" for index in range(4)]
    model = {entity: row for (_, entity), row in state_of(study).items()}
    events: list[list[tuple[str, int, str]]] = [[]]
    for step in steps:
        events.append([]) if step[0] == "close" else events[-1].append(step)
    for event in events:
        with study.writing("test") as writer:
            for kind, index, name in event:
                if kind == "put":
                    row = {"id": ids[index], "name": f"{name}{index}"}
                    writer.put("cases", row)
                    model[ids[index]] = row
                else:
                    writer.remove("cases", ids[index])
                    model.pop(ids[index], None)
    expected = {("cases", entity): row for entity, row in model.items()}
    assert state_of(study) == rebuild(study) == expected
