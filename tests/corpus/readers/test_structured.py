"""JSON of turns and of interviews."""

from __future__ import annotations

import json

import pytest
from builders import transcript

from corpus.document import Document
from corpus.problem import Unreadable
from corpus.readers.source import Source
from corpus.readers.structured import read
from corpus.turns.transcribe import transcribe


def documents(value: object) -> list[Document]:
    return read(Source("a.json", json.dumps(value, ensure_ascii=False).encode()))


def test_a_list_of_turns() -> None:
    (made,) = documents(
        [
            {"speaker": "李", "role": "interviewer", "text": "请问？", "start": "00:05", "end": 7},
            {"说话人": "王", "角色": "受访者", "内容": "没有。", "备注": "笑"},
            "一行",
            {"speaker": "王", "text": " "},
            None,
            3,
        ]
    )
    assert [
        (line.number, line.text, line.speaker, line.role, line.start_s, line.end_s, line.memo)
        for line in made.lines
    ] == [
        (1, "请问？", "李", "interviewer", 5, 7, ""),
        (2, "没有。", "王", "interviewee", None, None, "笑"),
        (3, "一行", None, None, None, None, ""),
    ]


@pytest.mark.parametrize("key", ["turns", "segments", "utterances", "results", "话轮", "对话"])
def test_an_object_with_turns_and_metadata(key: str) -> None:
    (made,) = documents({"metadata": {"编号": "W-1", "空": "", "标签": ["甲", "乙"]}, key: ["好"]})
    assert made.metadata == (("编号", "W-1", 1), ("标签", "甲、乙", 1))
    assert made.part == "" and [line.text for line in made.lines] == ["好"]


def test_several_interviews_are_told_apart_by_id_or_number() -> None:
    made = documents(
        [
            {"id": "W-1", "turns": ["甲"]},
            {"metadata": {"id": "W-2"}, "turns": ["乙"]},
            {"source": "x.txt", "text": "丙\n丁"},
            {"turns": []},
        ]
    )
    assert [document.part for document in made] == ["W-1", "W-2", "3"]
    assert [line.text for line in made[2].lines] == ["丙", "丁"]


def test_one_object_a_line() -> None:
    (made,) = read(Source("a.jsonl", '{"text": "甲"}\n\n{"text": "乙"}\n'.encode()))
    assert [line.text for line in made.lines] == ["甲", "乙"]


def test_half_of_a_character_is_none() -> None:
    (made,) = read(Source("a.json", b'[{"text": "a\\ud83d b\\ud83d\\ude00"}]'))
    assert made.lines[0].text == "a\ufffd b😀"


def test_our_own_file_comes_back() -> None:
    first = transcript("编号：W-1\n地点：三楼\n\n问：请问？\n答：没有。")
    (made,) = documents(first.as_record())
    again = transcribe(made, "t.txt")
    spoken = [(turn.speaker, turn.role, turn.span.of(again.text)) for turn in again.turns]
    assert spoken == [(turn.speaker, turn.role, turn.span.of(first.text)) for turn in first.turns]
    assert again.metadata["id"] == "W-1" and again.metadata["place"] == "三楼"


@pytest.mark.parametrize(
    ("data", "key", "line"),
    [
        (b'{"a": 1}', "read.json_shape", None),
        (b"[]", "read.json_shape", None),
        (b"3", "read.json_shape", None),
        (b'[\n{"text": }]', "read.json", 2),
        (b"[" * 100_000, "read.damaged", None),
    ],
)
def test_refusals(data: bytes, key: str, line: int | None) -> None:
    with pytest.raises(Unreadable) as caught:
        read(Source("a.json", data))
    assert (caught.value.key, caught.value.line) == (key, line)
    assert caught.value.text("zh") and caught.value.text("en")
