"""``fangtan search``, ``compare`` and ``codebook preview``: what holds for all of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from coded_commands import BOOK, ran


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [("search", ["search", "STUDY", "标准"]), ("compare", ["compare", "STUDY"])],
)
def test_tables_are_written_with_heads_in_the_language(
    study: Path, tmp_path: Path, lang: str, name: str, arguments: Sequence[str]
) -> None:
    given = [study if argument == "STUDY" else argument for argument in arguments]
    code, output = ran(*given, "-o", tmp_path, "--lang", lang)
    assert code == 0 and f"{name}.xlsx" in output
    for path in tmp_path.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            head = next(csv.reader(lines))
        assert len(set(head)) == len(head)
        assert all(any(char > "\u3000" for char in cell) for cell in head) == (lang == "zh"), head


@pytest.mark.parametrize("command", [["search"], ["compare"], ["codebook", "preview", "x.yaml"]])
def test_a_folder_that_is_none_is_told(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "x.yaml").write_text(BOOK, "utf-8")
    given = [tmp_path / part if part.endswith(".yaml") else part for part in command]
    code, output = ran(*given, tmp_path / "none")
    assert code == 2 and "fangtan run" in output
