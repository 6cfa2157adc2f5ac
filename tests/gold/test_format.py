"""The labels are keys of the right form and hold no text (the talks are not in the project)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

FILES = sorted(Path(__file__).parent.glob("polarity_*.jsonl"))
SENTENCES = sorted(Path(__file__).parent.glob("sentences_*.jsonl"))
KEYS = {
    "talk": str,
    "turn": int,
    "start": int,
    "end": int,
    "sha256": str,
    "word_start": int,
    "code": str,
    "code_right": float,
    "polarity": str,
    "polarity_also": str,
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_labels_are_keys_without_text(path: Path) -> None:
    places = set()
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        assert {key: type(value) for key, value in row.items()} == KEYS
        assert re.fullmatch(r"\d{4}-\d\d-\d\d-[^/]+\.md", row["talk"])
        assert re.fullmatch("[0-9a-f]{16}", row["sha256"])
        assert re.fullmatch(r"(?:IE|CG)\d+\.\d+", row["code"])
        assert re.fullmatch("[LHWCNU]", row["polarity"])
        assert re.fullmatch("[LHWCNU]?", row["polarity_also"])
        assert row["polarity"] != row["polarity_also"] and row["code_right"] in (0.0, 0.5, 1.0)
        assert 0 <= row["start"] <= row["start"] + row["word_start"] < row["end"]
        places.add((row["talk"], row["turn"], row["start"], row["word_start"]))
    assert len(places) == len(path.read_text("utf-8").splitlines())


@pytest.mark.parametrize("path", SENTENCES, ids=lambda path: path.stem)
def test_labels_of_sentences_are_keys_without_text(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for row in rows:
        assert set(row) == {"talk", "turn", "start", "end", "sha256", "codes", "optional"}
        assert re.fullmatch(r"\d{4}-\d\d-\d\d-[^/]+\.md", row["talk"])
        assert re.fullmatch("[0-9a-f]{16}", row["sha256"]) and 0 <= row["start"] < row["end"]
        codes = row["codes"] + row["optional"]
        assert len(set(codes)) == len(codes)
        assert all(re.fullmatch(r"(?:IE|CG)\d+\.\d+", code) for code in codes)
    assert len({(row["talk"], row["turn"], row["start"]) for row in rows}) == len(rows)


def talks_of(path: Path) -> set[str]:
    return {json.loads(line)["talk"] for line in path.read_text("utf-8").splitlines()}


def test_the_talks_used_for_mending_and_for_measuring_are_apart() -> None:
    assert {path.stem for path in FILES} == {"polarity_talks", "polarity_sealed"}
    assert {path.stem for path in SENTENCES} == {"sentences_talks", "sentences_sealed"}
    sealed, mended = (
        set().union(*(talks_of(path) for path in FILES + SENTENCES if path.stem.endswith(kind)))
        for kind in ("sealed", "talks")
    )
    assert sealed and mended and not sealed & mended
