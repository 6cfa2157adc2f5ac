"""The tables of a study: one spelling of plain values, references that can be met, uniqueness."""

from __future__ import annotations

import orjson
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.problem import FangtanError
from corpus.project import CoderInfo, Project
from corpus.project import schema as t
from corpus.project.checking import state_of
from corpus.project.identity import new_id

Begun = tuple[Project, CoderInfo, CoderInfo]
LOG = {"events", "touches", "stamps", "settings"}
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
).filter(lambda value: value is not None)


@given(PLAIN)
@settings(max_examples=60)
def test_a_plain_value_goes_in_as_text_and_comes_back(value: object) -> None:
    column = t.Json()
    stored = column.process_bind_param(value, None)
    assert isinstance(stored, str) and orjson.loads(stored) == value
    assert column.process_result_value(stored, None) == value


def test_keys_have_one_order_and_nothing_stays_nothing() -> None:
    column = t.Json()
    stored = {
        column.process_bind_param(value, None) for value in ({"a": 1, "乙": 2}, {"乙": 2, "a": 1})
    }
    assert stored == {'{"a":1,"乙":2}'}
    assert column.process_bind_param(None, None) is None
    assert column.process_result_value(None, None) is None


def test_every_table_is_state_or_log_and_known_by_name() -> None:
    assert set(t.metadata.tables) == {table.name for table in t.STATE} | LOG
    assert not {table.name for table in t.STATE} & LOG
    for table in t.STATE:
        assert t.BY_NAME[table.name] is table
        assert t.NAMES[table.name] == tuple(table.columns.keys())
        assert [column.name for column in table.primary_key] == ["id"]


def test_tables_stand_after_those_that_they_refer_to() -> None:
    """Rows copied table by table in this order never wait for one that comes later, but for rows
    of their own table.
    """
    order = [table.name for table in t.STATE]
    for table in t.STATE:
        for key in table.foreign_keys:
            assert order.index(key.column.table.name) <= order.index(table.name)
            assert key.column.name == "id" and key.deferrable and key.initially == "DEFERRED"


def test_the_database_has_the_columns_that_the_program_knows(study: Project) -> None:
    with study.store.read() as connection:
        inspector = sa.inspect(connection)
        for table in t.metadata.tables.values():
            stored = {
                column["name"]: column["nullable"] for column in inspector.get_columns(table.name)
            }
            assert set(stored) == set(table.columns.keys())
            for column in table.columns:
                if not column.primary_key:
                    assert stored[column.name] == column.nullable, (table.name, column.name)


ROWS = [
    ("cases", ("name",)),
    ("variables", ("name",)),
    ("codes", ("family", "key")),
    ("coders", ("name", "round")),
    ("transcripts", ("source",)),
    ("files", ("name",)),
    ("participations", ("transcript", "speaker")),
    ("attributes", ("case", "variable")),
    ("revisions", ("transcript", "number")),
]


@pytest.mark.parametrize(("table", "columns"), ROWS)
def test_what_people_tell_apart_stands_once(
    begun: Begun, table: str, columns: tuple[str, ...]
) -> None:
    """A second row with the same name is refused by the database itself, whoever writes it."""
    study = begun[0]
    before = state_of(study)
    row = next(row for (name, _), row in before.items() if name == table)
    with pytest.raises(FangtanError) as refused, study.writing("test") as writer:
        writer.put(table, {**row, "id": new_id()})
    assert refused.value.key == "store.in_use" and state_of(study) == before
    assert set(columns) <= set(t.NAMES[table])


def test_numbers_of_events_are_never_used_again(begun: Begun) -> None:
    study = begun[0]
    newest = study.revision
    with study.store.write() as connection:
        connection.execute(sa.delete(t.events).where(t.events.c.number == newest))
    with study.writing("test") as writer:
        writer.put("cases", {"id": new_id(), "name": "新"})
    assert study.revision == newest + 1


def test_migrations_end_at_the_head() -> None:
    assert t.VERSIONS[-1] == t.HEAD and len(set(t.VERSIONS)) == len(t.VERSIONS)
