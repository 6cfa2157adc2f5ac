"""What can go wrong with disks and servers: a clear message, the original untouched, no
traceback.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from studies import TEXT, begin, contents, lay, sound, take
from typer.testing import CliRunner

from app.cli.main import app
from corpus.problem import FangtanError
from corpus.project import Project, create, is_project, open_project
from corpus.project import store as stores
from corpus.project.checking import check
from corpus.project.filesystem import network_drive

RUNNER = CliRunner()
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A closed study with a coding in it."""
    path = tmp_path / "研究.fangtan"
    with create(path) as project:
        (li,) = begin(project, "李")
        lay(project, li, "没有统一标准")
    return path


def refused(path: Path | str, key: str, **more: object) -> None:
    """Opening is refused with that message, and so is every command, in words."""
    with pytest.raises(FangtanError) as error, open_project(path, **more) as project:  # type: ignore[arg-type]
        check(project)
    assert error.value.key == key
    for arguments in commands(str(path)) if key == "store.newer" else commands(str(path))[:2]:
        result = RUNNER.invoke(app, ["project", *arguments])
        assert result.exit_code == 2 and isinstance(result.exception, SystemExit), (
            arguments,
            result.output,
            result.exception,
        )
        assert "Traceback" not in result.output and len(result.output.strip()) > 10


def commands(study: str) -> list[list[str]]:
    return [
        ["info", study],
        ["import", study, __file__],
        ["code", study],
        ["cases", study],
        ["merge", study, study],
        ["split", study, "--coder", "王", "-o", f"{study}.copy"],
        ["backup", study],
        ["check", study],
        ["log", study],
        ["undo", study],
        ["conflicts", study],
    ]


def untouched(path: Path) -> bytes:
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["text", "empty", "foreign", "folder", "missing", "unfinished"])
def test_what_is_no_study(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "某.fangtan"
    if kind == "text":
        path.write_text("访谈\n" * 200, encoding="utf-8")
    elif kind == "empty":
        path.touch()
    elif kind == "foreign":
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE codings (id TEXT)")
        other.close()
    elif kind == "folder":
        path.mkdir()
    elif kind == "unfinished":
        with sqlite3.connect(path) as other:
            other.execute(f"PRAGMA application_id={stores.APPLICATION}")
            other.execute("CREATE TABLE x (id TEXT)")
        other.close()
    before = untouched(path) if path.is_file() else b""
    refused(
        path, {"folder": "store.unopenable", "missing": "store.missing"}.get(kind, "store.foreign")
    )
    assert (untouched(path) if path.is_file() else b"") == before
    assert is_project(path) == (kind == "unfinished")


def test_a_newer_study_is_left_alone_to_the_byte(made: Path) -> None:
    with sqlite3.connect(made) as other:
        other.execute("UPDATE alembic_version SET version_num = 'of_tomorrow'")
    other.close()
    before = untouched(made)
    refused(made, "store.newer")
    assert untouched(made) == before and [
        entry.name for entry in made.parent.iterdir() if entry.stat().st_size
    ] == [made.name]


def test_a_newer_study_whose_log_is_still_beside_it(made: Path, tmp_path: Path) -> None:
    other = sqlite3.connect(made)
    other.execute("UPDATE alembic_version SET version_num = 'of_tomorrow'")
    other.commit()
    copy = tmp_path / "副" / made.name
    copy.parent.mkdir()
    for name in (made.name, f"{made.name}-wal"):
        shutil.copy(made.parent / name, copy.parent / name)
    other.close()
    before = untouched(copy), untouched(Path(f"{copy}-wal"))
    refused(copy, "store.newer")
    assert (untouched(copy), untouched(Path(f"{copy}-wal"))) == before


def test_a_corrupt_page(made: Path) -> None:
    damaged = bytearray(made.read_bytes())
    for page in range(2, len(damaged) // 4096):
        damaged[page * 4096 : page * 4096 + 200] = b"\xa5" * 200
    made.write_bytes(damaged)
    refused(made, "store.corrupt")
    assert untouched(made) == bytes(damaged)


def test_a_damaged_page_is_found_by_the_check(made: Path) -> None:
    """One page of an index: the study opens, the check tells."""
    with sqlite3.connect(made) as other:
        (page,) = other.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_codings_transcript_revision'"
        ).fetchone()
    other.close()
    damaged = bytearray(made.read_bytes())
    at = (page - 1) * 4096
    damaged[at + 4000 : at + 4096] = b"\x00" * 96
    made.write_bytes(damaged)
    result = RUNNER.invoke(app, ["project", "check", str(made), "--json"])
    assert result.exit_code in (1, 2) and isinstance(result.exception, SystemExit), result.output
    assert "error" in json.loads(result.stdout) or not json.loads(result.stdout)["sound"]


def test_a_torn_copy_opens_with_what_was_whole(tmp_path: Path) -> None:
    """A copy taken at a power cut: the file, and a part of its log."""
    path = tmp_path / "研究.fangtan"
    with create(path) as project:
        li, _ = begin(project, "李", "王")
        for number, words in enumerate(("没有统一标准", "接口也打不通", "建议统一标准")):
            lay(project, li, words)
            log = Path(f"{path}-wal").read_bytes()
            for share in (0.0, 0.5, 0.97):
                torn = tmp_path / f"断电{number}{share}" / path.name
                torn.parent.mkdir()
                torn.write_bytes(path.read_bytes())
                Path(f"{torn}-wal").write_bytes(log[: int(len(log) * share)])
                try:
                    with open_project(torn) as found:
                        sound(found)
                        assert len(found.codings()) <= number + 1
                except FangtanError as error:
                    assert error.key in ("store.foreign", "store.corrupt")


FULL = """
import resource, sys
sys.path[:0] = [{root!r}, {tests!r}]
from corpus.problem import FangtanError
from corpus.project import open_project
from studies import OTHER, take
with open_project({path!r}) as project:
    have = len(project.transcripts())
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
    told = []
    for number in range(40):
        try:
            take(project, OTHER * 20 + str(number), f"更多/{{number}}.txt")
        except FangtanError as error:
            told.append((error.key, str(error)))
            break
    print(told[0][0] if told else "none")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of the system")
def test_a_full_disk_costs_the_step_and_nothing_else(made: Path) -> None:
    limit = made.stat().st_size + 300_000
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            FULL.format(root=str(ROOT), tests=str(ROOT / "tests"), path=str(made), limit=limit),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() in ("store.full", "store.disk_error") and done.stderr == "", (
        done.stderr
    )
    with open_project(made) as project:
        sound(project)
        assert len(project.codings()) == 1


def test_a_full_disk_as_the_database_tells_it(made: Path) -> None:
    with open_project(made) as project:
        before = contents(project)

        def small(connection: sqlite3.Connection, _: object) -> None:
            connection.execute("PRAGMA max_page_count=1")

        import sqlalchemy as sa

        project.store.engine.dispose()
        sa.event.listen(project.store.engine, "connect", small)
        with pytest.raises(FangtanError) as error:
            take(project, TEXT * 200, "大.txt")
        assert error.value.key == "store.full"
        assert contents(project) == before


def test_making_a_study_on_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    code = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000)); "
        f"sys.argv = ['fangtan', 'project', 'new', {str(tmp_path / '新.fangtan')!r}]; from "
        f"app.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (
        done.returncode == 2 and "Traceback" not in done.stderr and "新.fangtan" in done.stderr
    ), done.stderr
    assert list(tmp_path.iterdir()) == []


def without_powers(commands: list[list[str]]) -> list[tuple[int, str]]:
    """(exit code, all that was said) of commands given by a user whom permissions bind (the tests
    may run as root), all in one process.
    """
    bound = (
        [
            "setpriv",
            "--bounding-set=-dac_override,-dac_read_search",
            "--inh-caps=-dac_override,-dac_read_search",
            "--",
        ]
        if os.geteuid() == 0
        else []
    )
    code = (
        "import json, sys, traceback\n"
        "from typer.testing import CliRunner\n"
        "from app.cli.main import app\n"
        "def said(result):\n"
        "    trace = ''.join(traceback.format_exception(*result.exc_info)) if result.exc_info "
        "and not isinstance(result.exception, SystemExit) and result.exception else ''\n"
        "    return result.exit_code, result.output + trace\n"
        "json.dump([said(CliRunner().invoke(app, ['project', *command])) "
        "for command in json.load(sys.stdin)], sys.stdout)"
    )
    done = subprocess.run(
        [*bound, sys.executable, "-c", code],
        cwd=ROOT,
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        check=True,
    )
    return [(code, text) for code, text in json.loads(done.stdout)]


needs_setpriv = pytest.mark.skipif(
    sys.platform == "win32" or (os.geteuid() == 0 and shutil.which("setpriv") is None),
    reason="needs setpriv to give up root's powers",
)


@pytest.mark.thorough
@needs_setpriv
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_file_or_folder_that_cannot_be_written(made: Path, what: str) -> None:
    before = untouched(made)
    (made if what == "file" else made.parent).chmod(0o444 if what == "file" else 0o555)
    try:
        study = str(made)
        reading = [[command, study] for command in ("info", "log", "check", "cases")]
        for command, (code, said) in zip(reading, without_powers(reading), strict=True):
            assert code == 0, (command, said)
        writing = [
            ["import", study, __file__],
            ["undo", study, "--coder", "李"],
            ["code", study],
            ["merge", study, study],
        ]
        for command, (code, said) in zip(writing, without_powers(writing), strict=True):
            assert code == 2 and "Traceback" not in said, (command, said)
            assert made.name in said or "项目" in said, (command, said)
        if what == "folder":
            making = [["new", str(made.parent / "新.fangtan")], ["backup", study]]
            (new, refusal), (copied, told) = without_powers(making)
            assert new == 2 and "无法在这里建立文件" in refusal
            assert copied == 2 and "Traceback" not in told
        assert untouched(made) == before
    finally:
        made.parent.chmod(0o755)
        made.chmod(0o644)


def test_locked_by_another_program(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "WAIT_MS", 200)
    other = sqlite3.connect(made, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with open_project(made) as project:
            assert len(project.codings()) == 1
            with pytest.raises(FangtanError) as error:
                take(project, TEXT, "又.txt")
            assert error.value.key == "store.busy"
        result = RUNNER.invoke(app, ["project", "undo", str(made), "--coder", "李"])
        assert result.exit_code == 2 and "占用" in result.output
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_network_drives_are_told_by_the_table_of_mounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.path.realpath(tmp_path)
    table = (
        f"/dev/sda1 / ext4 rw 0 0\nserver:/x {here} nfs4 rw 0 0\n//nas/y {here}/a\\040b "
        f"cifs rw 0 0\ntmpfs {here}/own tmpfs rw 0 0\n"
    )
    if sys.platform != "win32":
        assert network_drive(tmp_path / "x.fangtan", table) == "nfs4"
        assert network_drive(tmp_path / "a b" / "x.fangtan", table) == "cifs"
        assert network_drive(tmp_path / "own" / "x.fangtan", table) is None
        assert network_drive(Path("/etc/x.fangtan"), table) is None
    for module in ("corpus.project.opening", "corpus.project.store"):
        monkeypatch.setattr(f"{module}.network_drive", lambda _: "cifs")
    with pytest.raises(FangtanError) as error:
        create(tmp_path / "x.fangtan")
    assert (
        error.value.key == "store.network"
        and "cifs" in str(error.value)
        and list(tmp_path.iterdir()) == []
    )


def test_a_place_that_is_taken(made: Path) -> None:
    before = untouched(made)
    for address in (made, str(made)):
        with pytest.raises(FangtanError) as error:
            create(address)
        assert error.value.key == "store.exists"
    assert RUNNER.invoke(app, ["project", "backup", str(made), "-o", str(made)]).exit_code == 2
    assert untouched(made) == before


@pytest.mark.parametrize(
    "address",
    ["postgresql://nobody@127.0.0.1:1/none", "postgresql://x@host.invalid/y", "postgresql://[bad"],
)
def test_a_server_that_is_not_there(address: str) -> None:
    for arguments in (["info", address], ["new", address], ["check", address]):
        result = RUNNER.invoke(app, ["project", *arguments])
        assert result.exit_code == 2 and isinstance(result.exception, SystemExit), (
            result.output,
            result.exception,
        )
        assert "数据库" in result.output


def test_a_server_without_the_database_or_with_a_foreign_one(postgres: str) -> None:
    refused(postgres, "store.foreign")
    with pytest.raises(FangtanError) as error:
        open_project(postgres + "_none")
    assert error.value.key == "store.unreachable" and "_none" in str(error.value)


def test_a_server_that_goes_away_in_the_middle(postgres: str) -> None:
    import sqlalchemy as sa

    with create(postgres) as project:
        begin(project, "李")
        before = contents(project)
        admin = sa.create_engine(
            sa.make_url(postgres).set(drivername="postgresql+pg8000", database="postgres"),
            isolation_level="AUTOCOMMIT",
        )
        with pytest.raises(FangtanError) as error, project.writing("import") as writer:
            writer.put("cases", {"id": "f" * 32, "name": "丙"})
            with admin.connect() as connection:
                connection.execute(
                    sa.text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname "
                        "= :name"
                    ),
                    {"name": sa.make_url(postgres).database},
                )
            writer.find("cases")
        assert error.value.key == "store.unreachable"
        admin.dispose()
        assert contents(project) == before
        take(project, TEXT + "断线以后。\n", "后来.txt")
        sound(project)


def test_a_password_is_never_told(capsys: pytest.CaptureFixture[str]) -> None:
    result = RUNNER.invoke(app, ["project", "info", "postgresql://user:geheim@127.0.0.1:1/db"])
    assert "geheim" not in result.output and "127.0.0.1" in result.output


def test_two_processes_write_and_both_are_kept(made: Path) -> None:
    with open_project(made) as one, open_project(made) as two:
        _write(one, "甲.txt")
        _write(two, "乙.txt")
        _write(one, "丙.txt")
        assert {info.source for info in two.transcripts()} >= {"甲.txt", "乙.txt", "丙.txt"}


def _write(project: Project, name: str) -> None:
    take(project, TEXT + name, name)
