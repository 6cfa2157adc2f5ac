"""``fangtan suggest``: lines of JSON that can be trusted, and sentences for what cannot be met."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from coded_commands import ran
from models import Local, served

BOOK = """
id: own
name: 自己的
version: 1.0.0
codes:
- {id: A, name: 信任, definition: 彼此放心, examples: [{text: 交给他们我放心}]}
- {id: B, name: 培训, definition: 教会大家怎么用, examples: [{text: 来人教我们怎么用}]}
"""
LINES = "把东西交给他们我放心\n\n  得来个人教教我们怎么用  \n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "自己的.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return path


def rows(*arguments: object) -> list[dict[str, object]]:
    code, output = ran("suggest", *arguments, "--json")
    assert code == 0, output
    return [json.loads(line) for line in output.splitlines()]


def test_a_codebook_without_indicators_is_enough(tmp_path: Path, book: Path) -> None:
    path = tmp_path / "句子.txt"
    path.write_text(LINES, encoding="utf-8")
    told = rows(path, "--lines", "--codebook", book)
    assert [row["text"] for row in told] == [line.strip() for line in LINES.split("\n") if line]
    for row in told:
        assert LINES[row["start"] : row["end"]] == row["text"]  # type: ignore[misc]
    assert [row["suggestions"][0]["code"] for row in told] == ["A", "B"]  # type: ignore[index]
    assert len(rows(path, "--lines", "--codebook", book, "--top", 1)[0]["suggestions"]) == 1  # type: ignore[arg-type]


def test_an_interview_is_read_by_its_turns(tmp_path: Path, book: Path) -> None:
    path = tmp_path / "访谈.txt"
    path.write_text("问：交给他们放心吗？\n答：我放心得很。没人教我们怎么用。\n", encoding="utf-8")
    assert [row["text"] for row in rows(path, "--codebook", book)] == [
        "我放心得很。",
        "没人教我们怎么用。",
    ]
    code, output = ran("suggest", path, "--codebook", book)
    assert code == 0 and "信任" in output and "不是概率" in output
    code, output = ran("suggest", path, "--codebook", book, "--lang", "en")
    assert code == 0 and "not probabilities" in output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["缺.txt", "--lines"], "缺.txt"),
        (["缺.txt"], "缺.txt"),
        (["空.txt", "--lines"], "没有可以编码的句子"),
        (["空.txt", "--codebook", "缺.yaml"], "缺.yaml"),
    ],
)
def test_what_cannot_be_met_is_answered_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "空.txt").write_text("\n\n", encoding="utf-8")
    code, output = ran("suggest", *arguments)
    assert code == 2 and sentence in output and "Traceback" not in output


def test_a_model_is_asked_at_its_address_alone(tmp_path: Path, book: Path) -> None:
    path = tmp_path / "句子.txt"
    path.write_text(LINES, encoding="utf-8")
    common = (path, "--lines", "--codebook", book, "--coder", "model")
    with served(Local()) as local:
        told = rows(*common, "--model", "qwen", "--model-address", local.address)
    assert len(local.requests) == len(told) == 2
    for row in told:
        (one,) = row["suggestions"]  # type: ignore[misc]
        assert one["coder"] == "model" and one["evidence"]["indicator"] == row["text"]
        assert (one["score"], one["evidence"]["note"]) == (1.0, "说到了")
    for arguments, words in (
        ((), "--model-address"),
        (("--model-address", "http://192.0.2.7", "--model", "x"), "--allow-remote"),
        (("--model-address", "http://192.0.2.7", "--model", "x", "--allow-remote"), "both"),
    ):
        code, output = ran("suggest", *common, *arguments, "--lang", "en")
        assert code == 2 and words in output
