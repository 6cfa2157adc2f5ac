"""SRT and WebVTT: cues, voices, notes, and cues that cannot be read."""

from __future__ import annotations

import pytest

from corpus.document import Document
from corpus.problem import Unreadable
from corpus.readers.source import Source
from corpus.readers.subtitles import read, sniff


def document(text: str, name: str = "a.srt") -> Document:
    (made,) = read(Source(name, text.encode()))
    return made


def test_cues_have_numbers_times_and_text() -> None:
    made = document(
        "1\n00:00:01,000 --> 00:00:04,500\n请问\n数据？\n\n2\n01:02.250 --> 01:03.000\n没有。\n"
    )
    assert [
        (line.number, line.kind, line.text, line.start_s, line.end_s) for line in made.lines
    ] == [(2, "cue", "请问 数据？", 1, 4.5), (7, "cue", "没有。", 62.25, 63)]
    assert made.format == "srt" and made.problems == ()


def test_cues_without_a_blank_line_between_them() -> None:
    made = document("1\n00:00:01,000 --> 00:00:02,000\n甲\n2\n00:00:03,000 --> 00:00:04,000\n12\n")
    assert [line.text for line in made.lines] == ["甲", "12"]


def test_voices_tags_and_entities() -> None:
    made = document(
        "WEBVTT\n\n00:01.000 --> 00:04.000\n好<v 李&amp;某>请问<i>数据</i>？</v><v.loud 王某>"
        "没有{\\an8}。\n",
        "a.vtt",
    )
    assert [(line.speaker, line.text) for line in made.lines] == [
        (None, "好"),
        ("李&某", "请问数据？"),
        ("王某", "没有。"),
    ]
    assert made.format == "vtt"


def test_notes_and_first_cues_hold_fields() -> None:
    made = document(
        "WEBVTT\n\nNOTE 编号：W-1\n地点：三楼\n\n00:01.000 --> 00:02.000\n受访时间：2023年5月\n\n"
        "00:03.000 --> 00:04.000\n日期：2023年5月6日\n\n00:05.000 --> 00:06.000\n问：请问？\n"
    )
    assert made.metadata[:2] == (("编号", "W-1", 4), ("地点", "三楼", 4))
    assert [line.text for line in made.lines][-1] == "问：请问？"


def test_a_label_that_names_a_speaker_is_no_field() -> None:
    made = document("1\n00:00:01,000 --> 00:00:02,000\n受访者：没有统一标准\n")
    assert made.metadata == () and len(made.lines) == 1


def test_a_cue_whose_times_cannot_be_read_is_named() -> None:
    made = document("1\n00:00 --> x\n丢\n\n2\n00:00:03,000 --> 00:00:04,000\n在\n")
    assert [(problem.key, problem.line, problem.severity) for problem in made.problems] == [
        ("read.cue", 2, "warning")
    ]
    assert [line.text for line in made.lines] == ["在"]


@pytest.mark.parametrize("text", ["WEBVTT\n", "没有时间", "00:00:01,000 --> 00:00:02,000\n\n"])
def test_a_file_without_a_cue_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        document(text)
    assert caught.value.key == "read.no_cue"


@pytest.mark.parametrize(
    ("head", "recognised"),
    [
        (b"WEBVTT", True),
        (b"\xef\xbb\xbfWEBVTT - x", True),
        (b"1\r\n00:00:01,000 --> 00:00:02,000", True),
        (b"\xef\xbb\xbf1\n0:00:01.000 -->", True),
        (b"00:01 WEBVTT", False),
        (b"1\n00:01 --> 00:02", False),
    ],
)
def test_content_that_is_unmistakable(head: bytes, recognised: bool) -> None:
    assert sniff(head) is recognised
