"""Where a project file lies: a write-ahead log needs shared memory, which network drives do not
give.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

REMOTE: Final = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs",
        "davfs",
        "afs",
        "ncpfs",
        "9p",
        "fuse.gvfsd-fuse",
        "afpfs",
        "webdav",
    }
)
"""File systems that reach over a network, as the system names them."""


def network_drive(path: Path, mounts: str | None = None) -> str | None:
    """The kind of network drive on which ``path`` lies, None for a drive of this machine (or where
    the system does not tell).

    ``mounts``: the text of the system's table of mounts, for trying; read from /proc on Linux when
    None.
    """
    if sys.platform == "win32":
        return _windows(path)
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text("utf-8", errors="replace")
        except OSError:
            return None
    place = os.path.realpath(path)
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if (place == point or place.startswith(point.rstrip("/") + "/")) and len(point) >= len(
            best
        ):
            best, kind = point, fields[2]
    return kind if kind in REMOTE else None


def _windows(path: Path) -> str | None:
    import ctypes

    anchor = path.resolve().anchor
    if anchor.startswith("\\\\"):
        return anchor
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (the attribute exists on Windows only)
    return anchor if kernel.GetDriveTypeW(anchor) == 4 else None
