"""fangtan terms: candidates for a user dictionary out of a finished run."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from builders import transcript
from coded_commands import ran


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """What a run leaves: one interview a line. The interviewer's term is no candidate."""
    answers = "一网统管平台还没有打通。大家都说一网统管平台要建。" * 6
    text = f"问：城市大脑是什么？{'城市大脑怎么样？' * 8}\n答：{answers}"
    record = transcript(text).as_record()
    (tmp_path / "transcripts.jsonl").write_text(
        json.dumps(record, ensure_ascii=False) + "\n", "utf-8"
    )
    parameters = {"unit": "exchange", "words": None, "dictionary": ["城市大脑"]}
    (tmp_path / "run.json").write_text(json.dumps({"parameters": parameters}), "utf-8")
    (tmp_path / "codebooks.json").write_text("[]", "utf-8")
    (tmp_path / "codings.jsonl").write_text("", "utf-8")
    return tmp_path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_terms_of_answers_are_shown_and_written(run_folder: Path, lang: str) -> None:
    code, output = ran("terms", run_folder, "--lang", lang)
    assert code == 0 and "terms.csv" in output.replace("\n", "")
    with (run_folder / "terms.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    terms = [row[0] for row in rows[1:]]
    assert terms and all("城市" not in term for term in terms)
    assert all(int(row[-1]) >= 5 for row in rows[1:])


def test_a_term_must_be_said_often_enough(run_folder: Path) -> None:
    assert ran("terms", run_folder, "--least", 500)[0] == 0
    with (run_folder / "terms.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert len(list(csv.reader(lines))) == 1
    assert ran("terms", run_folder, "--least", 1)[0] == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_folder_without_a_run_is_told_with_the_remedy(tmp_path: Path, lang: str) -> None:
    code, output = ran("terms", tmp_path / "无", "--lang", lang)
    assert code == 2 and "fangtan run" in output and "无" in output
