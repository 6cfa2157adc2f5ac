"""Is a study sound? Each kind of damage is found and named; a sound study is left as it is."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from studies import lay, suggest, take, transcript_id

from corpus.project import CoderInfo, Filter, Project, open_project
from corpus.project import operations as op
from corpus.project import schema as t
from corpus.project.checking import check, rebuild, state_of
from corpus.span import Span

Begun = tuple[Project, CoderInfo, CoderInfo]


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory, begun_file: Path) -> Path:
    """A closed study with codings of people and a machine, memos of each kind, and an undo."""
    path = Path(shutil.copy(begun_file, tmp_path_factory.mktemp("满") / "满.fangtan"))
    with open_project(path) as study:
        li, _ = study.coders()
        entity = lay(study, li, "没有统一标准")
        suggest(study, ("接口也打不通", "P2", "lacking"))
        text = study.transcript(transcript_id(study)).text
        start = text.index("大家")
        span = Span(start, start + 2)
        study.apply(op.WriteMemo("span", transcript_id(study), "谁？", span, "大家"), coder=li)
        study.apply(op.WriteMemo("coding", entity, "想法"), coder=li)
        study.apply(op.SaveCase("路人"), coder=li)
        study.undo(li)
    return path


@pytest.fixture
def filled(tmp_path: Path, filled_file: Path) -> Path:
    return Path(shutil.copy(filled_file, tmp_path / "满.fangtan"))


def test_a_sound_study_is_counted_and_left_as_it_is(filled: Path) -> None:
    before = filled.read_bytes()
    steps: list[tuple[int, int]] = []
    with open_project(filled, read_only=True) as study:
        checked = check(study, lambda done, total: steps.append((done, total)))
        assert checked.sound and checked.problems == []
        assert checked.codings == len(study.codings(Filter(statuses=(), placed=None))) == 2
        assert checked.transcripts == len(study.transcripts()) == 2
        assert checked.events == study.revision == len(study.log(999))
        assert steps == [(number, study.revision) for number in range(1, study.revision + 1)]
    assert filled.read_bytes() == before


def test_the_state_as_it_stands_and_as_the_log_tells_it(filled: Path) -> None:
    """By three routes: the tables read row by row, the same counted by SQL, and the log."""
    with open_project(filled) as study:
        state = state_of(study)
        assert state == rebuild(study)
        with study.store.read() as connection:
            for table in t.STATE:
                number = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
                assert number == sum(name == table.name for name, _ in state), table.name
        assert all(row["id"] == entity for (_, entity), row in state.items())


def test_an_empty_study_is_sound(study: Project) -> None:
    checked = check(study)
    assert checked.sound and (checked.events, checked.codings, checked.transcripts) == (0, 0, 0)
    assert state_of(study) == rebuild(study) == {}


TAMPERED = [
    ("UPDATE codings SET quote = '别的'", "check.quote"),
    ("UPDATE codings SET quote = ''", "check.quote"),
    ("UPDATE codings SET start = start + 1", "check.quote"),
    ('UPDATE codings SET "end" = 99999', "check.quote"),
    ("UPDATE codings SET turn = 0", "check.turn"),
    ("UPDATE codings SET turn = 99", "check.turn"),
    ("UPDATE codings SET polarity = 'present'", "check.state"),
    ("UPDATE cases SET name = 'X' WHERE name = 'A-1'", "check.state"),
    ("DELETE FROM memos", "check.state"),
    ("INSERT INTO cases (id, name) VALUES ('f', '多出的人')", "check.state"),
    ("DELETE FROM events WHERE number = 4", "check.state"),
    ("UPDATE events SET payload = x'00' WHERE number = 5", "check.event"),
    ("DELETE FROM stamps", "check.stamp"),
    ("UPDATE stamps SET number = 1", "check.stamp"),
    ("UPDATE codings SET code = 'x'", "check.dangling"),
    ("UPDATE memos SET target = 'x' WHERE kind = 'coding'", "check.dangling"),
    ("UPDATE memos SET target = 'x' WHERE kind = 'span'", "check.dangling"),
    ("UPDATE memos SET quote = '别的' WHERE kind = 'span'", "check.memo"),
    ("UPDATE memos SET start = start + 1 WHERE kind = 'span'", "check.memo"),
]


@pytest.mark.parametrize(("statement", "key"), TAMPERED, ids=[case[0] for case in TAMPERED])
def test_a_quote_a_state_or_a_log_that_was_tampered_with(
    filled: Path, statement: str, key: str
) -> None:
    with sqlite3.connect(filled) as other:
        other.execute(statement)
    other.close()
    with open_project(filled) as study:
        found = [problem for problem in check(study).problems if problem.key == key]
    assert found
    for problem in found:
        chinese, english = problem.sentence("zh"), problem.sentence("en")
        assert "满.fangtan" in chinese and "满.fangtan" in english and chinese != english
        assert "{" not in chinese + english


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE cases SET name = 'X' WHERE name = 'A-1'", "≠ name"),
        ("INSERT INTO cases (id, name) VALUES ('f', '多')", "+"),
        ("DELETE FROM memos WHERE kind = 'span'", "−"),
    ],
)
def test_how_a_row_differs_from_the_log_is_told(filled: Path, statement: str, what: str) -> None:
    with sqlite3.connect(filled) as other:
        other.execute(statement)
    other.close()
    with open_project(filled) as study:
        (problem,) = check(study).problems
    assert (problem.key, problem.values["what"]) == ("check.state", what)


def test_a_coding_that_waits_is_held_to_the_text_that_it_counts(begun: Begun) -> None:
    """Not to the newest one: an older quote is no fault."""
    study, li, _ = begun
    lay(study, li, "大家都盼着")
    text = study.transcript(transcript_id(study)).text
    take(study, text.replace("大家都盼着", "人人都在等"))
    assert study.count(Filter(placed=False)) == {(): 1} and check(study).sound
