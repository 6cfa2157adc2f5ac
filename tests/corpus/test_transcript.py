"""What an interview says of itself, and its JSON line out and back."""

from __future__ import annotations

import json

import pytest
from builders import transcript

from corpus.transcript import ImportReport, ReportLine, Transcript, is_synthetic


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"nature": "合成访谈"}, True),
        ({"nature": ["合成", "虚构"]}, True),
        ({"nature": "真实访谈"}, False),
        ({"nature": None}, False),
        ({"method": "合成"}, False),
        ({}, False),
    ],
)
def test_only_the_field_nature_says_that_an_interview_is_invented(
    metadata: dict[str, object], expected: bool
) -> None:
    assert is_synthetic(metadata) is expected


TEXT = "编号：W-1\n问：数据从哪里来？（笑）\n答：卫健推的。沒有統一標準。"


def test_a_transcript_comes_back_with_text_turns_speakers_and_marks() -> None:
    original = transcript(TEXT)
    record = json.loads(json.dumps(original.as_record()))
    copy = Transcript.from_record(record)
    assert (copy.source, copy.text, copy.metadata) == (
        original.source,
        original.text,
        original.metadata,
    )
    assert [(turn.speaker, turn.role, turn.span, turn.memo) for turn in copy.turns] == [
        (turn.speaker, turn.role, turn.span, turn.memo) for turn in original.turns
    ]
    assert copy.marks == original.marks and len(copy.marks) == 1
    assert (copy.shadow, copy.sentences) == (original.shadow, original.sentences)


def test_a_record_whose_turn_is_not_its_text_is_refused() -> None:
    record = transcript(TEXT).as_record()
    record["turns"][0]["end"] -= 1
    with pytest.raises(ValueError, match="not the text"):
        Transcript.from_record(record)
    del record["turns"]
    with pytest.raises(KeyError):
        Transcript.from_record(record)


def test_the_shadow_has_the_length_of_the_text_and_hides_its_marks() -> None:
    interview = transcript(TEXT)
    assert len(interview.shadow) == len(interview.text)
    assert "没有统一标准" in interview.shadow and "笑" not in interview.shadow


def test_sentences_are_listed_turn_by_turn() -> None:
    interview = transcript(TEXT)
    assert [[span.of(interview.text) for span in spans] for spans in interview.sentences][-1] == [
        "卫健推的。",
        "沒有統一標準。",
    ]
    assert len(interview.sentences) == len(interview.turns)


def test_the_report_counts_shapes_and_lists_what_was_not_understood() -> None:
    lines = (
        ReportLine(1, "unknown", "", "？？"),
        ReportLine(2, "turn", "colon", "问：甲"),
        ReportLine(3, "continuation", "", "乙"),
        ReportLine(4, "turn", "colon", "答：丙"),
        ReportLine(5, "turn", "inline", "问：丁"),
    )
    report = ImportReport("txt", "utf-8", lines, "high", "roles.words")
    assert report.shapes == {"colon": 2, "inline": 1}
    assert report.unknown == lines[:1]
