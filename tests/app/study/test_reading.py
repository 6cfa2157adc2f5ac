"""How files become interviews: what bears on it has a key, and labels that are missing are told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import codebook, document

from app.study import reading
from app.study.reading import Settings, read_interviews, transcripts, unlabelled
from corpus.problem import Problem

BOOK = codebook("- {id: A, name: 甲, definition: 乙, indicators: [打不通, 密接名单库, 库, ab3]}\n")
SETTINGS = Settings((BOOK,))


def test_equal_settings_have_one_key() -> None:
    assert SETTINGS.key() == Settings((BOOK,)).key() == replace(SETTINGS).key()
    assert len(SETTINGS.key()) == 64 and hash(SETTINGS) == hash(Settings((BOOK,)))


@pytest.mark.parametrize(
    "change",
    [
        {"codebooks": ()},
        {"codebooks": (BOOK.model_copy(update={"version": "2.0.0"}),)},
        {"unit": "turn"},
        {"words": False},
        {"segmenter": "jieba"},
        {"dictionary": ("健康码",)},
        {"interviewers": ("王",)},
        {"merge_runs": True},
        {"encoding": "big5"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_bears_on_a_result_changes_the_key(change: dict[str, object]) -> None:
    assert replace(SETTINGS, **change).key() != SETTINGS.key()  # type: ignore[arg-type]


def test_a_new_way_of_coding_makes_stored_results_old(monkeypatch: pytest.MonkeyPatch) -> None:
    before = SETTINGS.key()
    monkeypatch.setattr(reading, "LIBRARY_VERSION", "next")
    assert SETTINGS.key() != before


def test_without_words_the_segmenter_does_not_count() -> None:
    quiet = replace(SETTINGS, words=False)
    assert quiet.key() == replace(quiet, segmenter="jieba", dictionary=("健康码",)).key()


def test_indicators_and_the_dictionary_are_kept_whole() -> None:
    segmenter = replace(SETTINGS, dictionary=("密接名单库",)).segmentation()
    assert segmenter is replace(SETTINGS, dictionary=("密接名单库",)).segmentation()
    words = list(segmenter.words("接口打不通密接名单库"))
    assert "打不通" in words and "密接名单库" in words
    assert "密接名单库" not in list(
        SETTINGS.segmentation().words("密接名单库")
    )  # over four letters


def test_parts_of_a_file_are_named_by_their_number() -> None:
    parts = [replace(document("问：难吗？\n答：难。"), part=part) for part in ("", "2", "行 3")]
    made = transcripts(parts, "表.xlsx", SETTINGS)
    assert [each.source for each in made] == ["表.xlsx", "表.xlsx#2", "表.xlsx#行 3"]
    assert all(
        [turn.role for turn in each.turns] == ["interviewer", "interviewee"] for each in made
    )
    assert transcripts([], "表.xlsx", SETTINGS) == []


def test_interviewers_and_runs_of_one_speaker_are_as_asked() -> None:
    text = "王：怎么样？\n李：不好。\n李：很难。\n王：哦？\n李：是。\n"
    (plain,) = transcripts([document(text)], "a", replace(SETTINGS, interviewers=("李",)))
    (merged,) = transcripts([document(text)], "a", replace(SETTINGS, merge_runs=True))
    assert {turn.speaker for turn in plain.turns if turn.role == "interviewer"} == {"李"}
    assert (len(plain.turns), len(merged.turns)) == (5, 4)


@pytest.mark.parametrize(
    ("sources", "count"),
    [
        ([], 0),
        ([("a", {"unlabelled": 1})], 0),  # the file itself: told by the reader of turns
        ([("a#1", {"unlabelled": 1}), ("a#2", {"unlabelled": 1})], 2),
        ([("a#1", {"unlabelled": 2}), ("a#2", {"colon": 3}), ("a#3", {})], 0),
        ([("a#1", {"unlabelled": 1, "colon": 1}), ("a#2", {"unlabelled": 1})], 1),
    ],
)
def test_rows_that_label_nobody_are_told_of_once(
    sources: list[tuple[str, dict[str, int]]], count: int
) -> None:
    problems = unlabelled("a", sources)
    assert problems == (
        [Problem("a", "turns.unlabelled_rows", None, "note", {"count": count})] if count else []
    )


def test_a_file_is_read_with_its_problems(tmp_path: Path) -> None:
    path = tmp_path / "多份.csv"
    path.write_text(
        '编号,访谈全文\nT1,公安的数据没有共享给我们社区。\nT2,"问：怎么样？\n答：没有统一标准。"\n',
        encoding="utf-8",
    )
    made, problems = read_interviews(path, "多份.csv", SETTINGS)
    assert [each.metadata["id"] for each in made] == ["T1", "T2"]
    assert [(problem.key, problem.values) for problem in problems] == [
        ("turns.unlabelled_rows", {"count": 1})
    ]


def test_the_encoding_can_be_overruled(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("問：難嗎？\n答：沒有統一標準。\n".encode("big5"))
    (made,), problems = read_interviews(path, "a", replace(SETTINGS, encoding="big5"))
    assert "沒有統一標準" in made.text and problems == []
    _, problems = read_interviews(path, "a", replace(SETTINGS, encoding="utf-8"))
    assert [problem.severity for problem in problems] == ["error"]


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 99])
def test_a_file_that_holds_no_text_is_a_problem_and_no_interview(
    tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    made, problems = read_interviews(tmp_path / "a.txt", "a.txt", SETTINGS)
    assert made == [] and [problem.severity for problem in problems] == ["error"]
    made, problems = read_interviews(tmp_path / "gone.txt", "gone.txt", SETTINGS)
    assert made == [] and [problem.key for problem in problems] == ["read.missing"]
