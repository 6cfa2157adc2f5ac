"""Stored results: what was put is got back, and a bad store costs only time."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from studies_by_hand import BOOK, interview

from app.run.cache import FILE, ResultCache
from app.run.interview import FileResult, counted
from app.study.reading import Settings

SETTINGS = Settings((BOOK,), words=False)


def part(name: str = "甲.txt", digest: str = "d", *answers: str, last: bool = True) -> FileResult:
    made, codings = interview(name, answers or ["A B", "=C:present"])
    return FileResult(name, digest, [counted(made, codings, SETTINGS)], [{"key": "x"}], last)


def test_a_result_comes_back_as_it_was_put(tmp_path: Path) -> None:
    with ResultCache(tmp_path) as cache:
        assert not cache.holds("甲.txt", "d", "s") and cache.get("甲.txt", "d", "s") == []
        cache.put("s", 0, part())
        assert cache.holds("甲.txt", "d", "s")
    with ResultCache(tmp_path) as cache:
        (found,) = cache.get("甲.txt", "d", "s")
        assert found.to_bytes() == part().to_bytes() and found.last
        assert found.interviews == part().interviews and found.problems == [{"key": "x"}]


@pytest.mark.parametrize(
    "asked", [("乙.txt", "d", "s"), ("甲.txt", "other", "s"), ("甲.txt", "d", "other")]
)
def test_another_file_other_bytes_or_other_settings_find_nothing(
    tmp_path: Path, asked: tuple[str, str, str]
) -> None:
    with ResultCache(tmp_path) as cache:
        cache.put("s", 0, part())
        assert not cache.holds(*asked) and cache.get(*asked) == []


def test_parts_come_in_order_as_far_as_they_are_there(tmp_path: Path) -> None:
    with ResultCache(tmp_path) as cache:
        for number, answer in enumerate(("A", "B", "C")):
            cache.put("s", number, part("表.csv", "d", answer, last=number == 2))
        found = cache.get("表.csv", "d", "s")
        assert [each.interviews[0].keys for each in found] == [
            [("test", "A")],
            [("test", "B")],
            [("test", "C")],
        ]
        assert [each.last for each in found] == [False, False, True]
        cache.put("s", 0, part("表.csv", "d", "D", last=False))  # begun anew: the rest is gone
        assert not cache.holds("表.csv", "d", "s")
        assert len(cache.get("表.csv", "d", "s")) == 1


@pytest.mark.parametrize("damage", ["DELETE FROM part", "UPDATE part SET value='x'"])
def test_a_gap_or_a_damaged_part_ends_what_is_got(tmp_path: Path, damage: str) -> None:
    with ResultCache(tmp_path) as cache:
        for number in range(3):
            cache.put("s", number, part("表.csv", last=number == 2))
    connection = sqlite3.connect(tmp_path / FILE)
    with connection:
        connection.execute(f"{damage} WHERE number=1")
    connection.close()
    with ResultCache(tmp_path) as cache:
        assert len(cache.get("表.csv", "d", "s")) == 1


def test_a_file_that_is_no_store_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"nonsense" * 1000)
    with ResultCache(tmp_path) as cache:
        cache.put("s", 0, part())
    with ResultCache(tmp_path) as cache:
        assert cache.holds("甲.txt", "d", "s")


def test_where_another_run_holds_it_nothing_is_kept_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ResultCache(tmp_path) as first:
        first.put("s", 0, part())
    usual = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path: usual(path, timeout=0))
    other = usual(tmp_path / FILE, timeout=0, isolation_level=None)
    with ResultCache(tmp_path) as cache:
        other.execute("BEGIN EXCLUSIVE")
        cache.put("s", 0, part("乙.txt"))
        assert not cache.holds("乙.txt", "d", "s") and cache.get("甲.txt", "d", "s") == []
    other.execute("ROLLBACK")
    other.close()
    with ResultCache(tmp_path) as cache:
        assert cache.holds("甲.txt", "d", "s") and not cache.holds("乙.txt", "d", "s")
