"""Which drives reach over a network, told from tables of mounts made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.project.filesystem import REMOTE, network_drive

HERE = "/dev/sda1 / ext4 rw 0 0\n"


@pytest.mark.parametrize("kind", sorted(REMOTE))
def test_each_kind_of_network_drive_is_named(kind: str) -> None:
    mounts = HERE + f"server:/share /fangtan-share {kind} rw 0 0\n"
    assert network_drive(Path("/fangtan-share/访谈/甲.fangtan"), mounts) == kind
    assert network_drive(Path("/fangtan-share"), mounts) == kind


def test_a_name_that_only_begins_alike_lies_elsewhere() -> None:
    mounts = HERE + "server:/share /fangtan-share nfs4 rw 0 0\n"
    assert network_drive(Path("/fangtan-share-two/甲.fangtan"), mounts) is None


def test_the_innermost_mount_decides() -> None:
    mounts = "server:/ /fangtan-share nfs rw 0 0\n/dev/sdb1 /fangtan-share/disk ext4 rw 0 0\n"
    assert network_drive(Path("/fangtan-share/disk/甲"), mounts) is None
    assert network_drive(Path("/fangtan-share/other/甲"), mounts) == "nfs"
    backward = "\n".join(reversed(mounts.splitlines()))
    assert network_drive(Path("/fangtan-share/disk/甲"), backward) is None


def test_the_later_of_two_mounts_at_one_point_decides() -> None:
    mounts = "/dev/sda1 /fangtan-share ext4 rw\nserver:/x /fangtan-share cifs rw\n"
    assert network_drive(Path("/fangtan-share/甲"), mounts) == "cifs"


def test_a_root_over_the_network_holds_everything() -> None:
    assert network_drive(Path("/fangtan-nowhere/甲"), "server:/ / nfs4 rw 0 0\n") == "nfs4"


def test_blanks_in_the_name_of_a_mount() -> None:
    mounts = HERE + "//server/x /fangtan\\040share cifs rw 0 0\n"
    assert network_drive(Path("/fangtan share/甲"), mounts) == "cifs"


@pytest.mark.parametrize("mounts", ["", "\n", "none\n", "a b\n", HERE])
def test_a_table_that_tells_nothing_is_no_network(mounts: str) -> None:
    assert network_drive(Path("/fangtan-share/甲"), mounts) is None


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "share")
    mounts = HERE + f"server:/x {(tmp_path / 'share').resolve()} nfs rw 0 0\n"
    assert network_drive(tmp_path / "link" / "甲.fangtan", mounts) == "nfs"
