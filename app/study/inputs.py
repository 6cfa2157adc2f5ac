"""Which files are read: folders walked in a fixed order, what is passed over and why."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from corpus.problem import Problem

Progress = Callable[[int, int, str], None]

_ABOUT: Final = frozenset(["readme.md", "provenance.md"])
"""Files that tell of the others in their folder."""

_SAMPLE: Final = Path(str(files("corpus") / "sample"))


def find_inputs(
    inputs: Sequence[Path], out: Path | None = None, label: str | None = None
) -> tuple[list[tuple[Path, str]], list[Problem]]:
    """The files to read, in a fixed order, each with the name that messages and records give it.

    Folders are walked; hidden files, Office lock files, an output folder inside and (with a note)
    readme.md are passed over. Names are normalised (NFC), so that the same file sorts alike on
    every system. ``label`` stands in names for the folder given (the sample that ships lies
    wherever the program was installed).
    """
    found: dict[str, Path] = {}
    about: dict[str, Path] = {}
    problems: list[Problem] = []
    shut = out.resolve() if out else None
    for given in inputs:
        if given.is_dir():
            for folder, folders, names in os.walk(
                given,
                onerror=lambda error: problems.append(
                    Problem(
                        _legible(error.filename),
                        "read.folder_shut",
                        values={"reason": error.strerror or type(error).__name__},
                    )
                ),
            ):
                here = Path(folder)
                folders[:] = sorted(
                    name
                    for name in folders
                    if not name.startswith((".", "__"))
                    and (here / name).resolve() != shut
                    and not (here / name / "run.json").exists()
                )
                for name in names:
                    if name.startswith((".", "~$")) or name.lower() in ("thumbs.db", "desktop.ini"):
                        continue
                    shown = (
                        here / name
                        if label is None
                        else Path(label) / (here / name).relative_to(given)
                    )
                    key = unicodedata.normalize("NFC", _legible(shown))
                    if name.lower() in _ABOUT:
                        about[key] = here / name
                    else:
                        found[unicodedata.normalize("NFD", key) if key in found else key] = (
                            here / name
                        )  # two names that look alike are two files
        elif given.exists():
            found[unicodedata.normalize("NFC", _legible(given))] = given
        else:
            problems.append(Problem(_legible(given), "read.missing"))
    read = set(found.values())
    problems += [
        Problem(name, "read.passed_over", severity="note")
        for name in sorted(about)
        if about[name] not in read and about[name].parent != _SAMPLE
    ]
    return [(found[name], name) for name in sorted(found)], problems


def _legible(path: object) -> str:
    """A name for messages and records; bytes of it that are no UTF-8 become U+FFFD."""
    return os.fsencode(str(path)).decode("utf-8", "replace")
