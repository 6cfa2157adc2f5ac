"""Where a study is kept: transactions, the head of a file, and each fault in words."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from studies import contents, lay, sound

from corpus.problem import FangtanError
from corpus.project import CoderInfo, Project, Refused, open_project
from corpus.project import operations as op
from corpus.project.schema import settings
from corpus.project.store import (
    APPLICATION,
    Store,
    create_file,
    faults_in_words,
    is_address,
    look,
    migrate,
)

Begun = tuple[Project, CoderInfo, CoderInfo]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("postgresql://localhost/study", True),
        ("postgresql+pg8000://li@localhost/study", True),
        ("postgres://localhost/study", True),
        ("postgresql.fangtan", False),
        ("研究/postgresql:.fangtan", False),
        ("C:\\研究.fangtan", False),
        ("", False),
    ],
)
def test_an_address_is_told_from_a_file(name: str, address: bool) -> None:
    assert is_address(name) is address


# -- transactions ----------------------------------------------------------------------------------


def test_a_reader_sees_one_state_whatever_others_write(begun: Begun) -> None:
    study, li, _ = begun
    count = sa.text("SELECT count(*) FROM codings")
    with study.store.read() as connection:
        assert connection.execute(count).scalar_one() == 0
        lay(study, li, "没有统一标准")
        assert connection.execute(count).scalar_one() == 0
    with study.store.read() as connection:
        assert connection.execute(count).scalar_one() == 1


def test_what_fails_in_the_middle_leaves_nothing(begun: Begun) -> None:
    study, _, _ = begun
    before, revision = contents(study), study.revision
    with pytest.raises(KeyboardInterrupt), study.store.write() as connection:
        connection.execute(sa.text("DELETE FROM stamps"))
        connection.execute(sa.text("UPDATE cases SET name = name || 'X'"))
        raise KeyboardInterrupt
    assert contents(study) == before and study.revision == revision
    sound(study)


def test_a_study_that_is_read_only_is_written_by_nobody(begun: Begun) -> None:
    study, li, _ = begun
    assert study.path is not None
    with open_project(study.path, read_only=True) as reader:
        assert [info.source for info in reader.transcripts()] == ["访谈/一.txt", "访谈/二.txt"]
        with pytest.raises(FangtanError) as refused:
            reader.apply(op.SaveCase("路人"), coder=li)
        assert refused.value.key == "store.read_only"
        assert all(study.path.name in refused.value.text(lang) for lang in ("zh", "en"))


def test_a_row_that_points_to_nothing_is_refused_when_the_transaction_ends(begun: Begun) -> None:
    study, _, _ = begun
    before = contents(study)
    row = {"id": "a" * 32, "transcript": "none", "speaker": "答", "case": "none"}
    with pytest.raises(Refused) as refused, study.writing("test") as writer:
        writer.put("participations", row)
    assert refused.value.key == "store.in_use" and contents(study) == before


def test_every_migration_a_second_time_changes_nothing(study: Project) -> None:
    assert study.path is not None
    study.close()
    before = study.path.read_bytes()
    with contextlib.closing(Store(study.path)) as store:
        migrate(store)
        with store.read() as connection:
            assert (
                connection.execute(sa.select(sa.func.count()).select_from(settings)).scalar() == 4
            )
    study.close()
    assert study.path.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["百分%20号.fangtan", "问?号#井.fangtan", "空 格'引号.fangtan", "𠮷.fangtan"]
)
def test_any_name_of_a_file_is_that_file(tmp_path: Path, empty_file: Path, name: str) -> None:
    """The path stands in the address of the database, where % ? and # mean something else."""
    path = tmp_path / name
    path.write_bytes(empty_file.read_bytes())
    with open_project(path) as made:
        made.coder("李")
    assert [entry.name for entry in tmp_path.iterdir()] == [name]
    with open_project(path) as again:
        assert [coder.name for coder in again.coders()] == ["李"]


# -- files -----------------------------------------------------------------------------------------


def test_a_new_file_is_known_by_its_head(tmp_path: Path) -> None:
    path = tmp_path / "新.fangtan"
    create_file(path)
    head = path.read_bytes()[:100]
    assert head.startswith(b"SQLite format 3\x00")
    assert struct.unpack(">I", head[68:72]) == (APPLICATION,)
    assert struct.pack(">I", APPLICATION) == b"FTN1"
    look(path)
    with pytest.raises(FangtanError) as refused:
        create_file(path, "研究")
    assert refused.value.key == "store.exists" and "研究" in str(refused.value)
    assert path.read_bytes()[:100] == head


def test_folders_are_made_and_a_file_in_the_place_of_one_is_told(tmp_path: Path) -> None:
    create_file(tmp_path / "一" / "二" / "新.fangtan")
    look(tmp_path / "一" / "二" / "新.fangtan")
    (tmp_path / "文件").write_text("x", encoding="utf-8")
    with pytest.raises(FangtanError) as refused:
        create_file(tmp_path / "文件" / "新.fangtan")
    assert refused.value.key == "store.cannot_create"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (None, "store.missing"),
        (b"", "store.foreign"),
        (b"SQLite format 3\x00", "store.foreign"),
        (b"SQLite format 3\x00" + b"\x00" * 84, "store.foreign"),
        (b"x" * 68 + struct.pack(">I", APPLICATION) + b"x" * 40, "store.foreign"),
        ("问：难在哪？\n".encode() * 20, "store.foreign"),
    ],
)
def test_what_is_no_study_is_named_before_it_is_opened(
    tmp_path: Path, content: bytes | None, key: str
) -> None:
    path = tmp_path / "某.fangtan"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FangtanError) as refused:
        look(path)
    assert refused.value.key == key
    assert str(path) in refused.value.text("zh") and str(path) in refused.value.text("en")
    assert content is None or path.read_bytes() == content


def test_a_folder_in_the_place_of_a_study(tmp_path: Path) -> None:
    with pytest.raises(FangtanError) as refused:
        look(tmp_path)
    assert refused.value.key == "store.unopenable" and refused.value.values["reason"]


# -- faults in words -------------------------------------------------------------------------------

LOCAL = [
    (sqlite3.OperationalError("database or disk is full"), "store.full"),
    (sqlite3.OperationalError("disk I/O error"), "store.disk_error"),
    (sqlite3.OperationalError("attempt to write a readonly database"), "store.read_only"),
    (sqlite3.DatabaseError("database disk image is malformed"), "store.corrupt"),
    (sqlite3.DatabaseError("file is not a database"), "store.corrupt"),
    (sqlite3.OperationalError("database is locked"), "store.busy"),
    (sqlite3.OperationalError("unable to open database file"), "store.unopenable_now"),
    (sqlite3.OperationalError("no such table: codings"), "store.corrupt"),
    (sqlite3.IntegrityError("FOREIGN KEY constraint failed"), "store.in_use"),
    (sqlite3.IntegrityError("UNIQUE constraint failed: codes.family, codes.key"), "store.in_use"),
]


@pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "wrapped"])
@pytest.mark.parametrize(("fault", "key"), LOCAL, ids=[str(fault) for fault, _ in LOCAL])
def test_each_fault_of_a_file_has_its_sentence(
    fault: sqlite3.Error, key: str, wrapped: bool
) -> None:
    with pytest.raises(FangtanError) as told, faults_in_words("研究.fangtan"):
        raise DBAPIError("SELECT 1", {}, fault) if wrapped else fault
    assert told.value.key == key
    assert isinstance(told.value, Refused) is (key == "store.in_use")
    assert told.value.__cause__ is not None
    sentences = told.value.text("zh"), told.value.text("en")
    assert sentences[0] != sentences[1] and all("SELECT" not in words for words in sentences)


@pytest.mark.parametrize(
    "mistake",
    [
        ValueError("locked"),
        KeyError("full"),
        sqlite3.OperationalError('near "SELEC": syntax error'),
        DBAPIError("SELECT", {}, ValueError("no such table")),
        FangtanError("store.full", name="x"),
    ],
)
def test_mistakes_of_ours_go_through_as_they_are(mistake: Exception) -> None:
    with pytest.raises(type(mistake)) as told, faults_in_words("研究"):
        raise mistake
    assert told.value is mistake


class _OfServer(Exception):
    """What a driver raises: the fields of the server's answer as a dictionary."""


SERVER = [
    ("53100", "store.full"),
    ("53300", "store.unreachable"),
    ("25006", "store.read_only"),
    ("42501", "store.read_only"),
    ("55P03", "store.busy"),
    ("40P01", "store.busy"),
    ("23503", "store.in_use"),
    ("23505", "store.in_use"),
    ("08006", "store.unreachable"),
    ("28P01", "store.unreachable"),
    ("3D000", "store.unreachable"),
    ("57P01", "store.unreachable"),
]


@pytest.mark.parametrize(("state", "key"), SERVER)
def test_each_state_of_a_server_has_its_sentence(state: str, key: str) -> None:
    cause = _OfServer({"C": state, "M": "remaining connection slots are reserved"})
    with pytest.raises(FangtanError) as told, faults_in_words("postgresql://server/study"):
        raise DBAPIError("SELECT 1", {}, cause)
    assert told.value.key == key
    if key == "store.unreachable":
        assert "slots are reserved" in told.value.text("zh")
        assert "slots are reserved" in told.value.text("en")


@pytest.mark.parametrize("state", ["42P01", "22001", "XX000", ""])
def test_a_state_that_is_our_mistake_goes_through(state: str) -> None:
    mistake = DBAPIError("SELECT 1", {}, _OfServer({"C": state, "M": "?"}))
    with pytest.raises(DBAPIError) as told, faults_in_words("postgresql://server/study"):
        raise mistake
    assert told.value is mistake


@pytest.mark.parametrize(
    "fault", [ConnectionResetError("reset by peer " * 40), sa.exc.TimeoutError("QueuePool limit")]
)
def test_a_line_that_breaks_is_told_with_its_reason_cut(fault: Exception) -> None:
    with pytest.raises(FangtanError) as told, faults_in_words("postgresql://server/study"):
        raise fault
    assert told.value.key == "store.unreachable"
    assert 0 < len(str(told.value.values["reason"])) <= 200


def test_an_address_that_is_none_is_told_without_its_password() -> None:
    with pytest.raises(FangtanError) as told:
        Store("postgresql://li:geheim@server:port/study")
    assert told.value.key == "store.bad_address"
    assert "geheim" not in told.value.text("zh") and "geheim" not in told.value.text("en")
    store = Store("postgresql://li:geheim@server/study")
    assert "geheim" not in store.name and "server/study" in store.name and not store.embedded
    store.close()
