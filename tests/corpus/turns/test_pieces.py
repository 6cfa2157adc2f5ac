"""What each stretch of a line is taken for, and where its speech starts."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Line
from corpus.transcript import ReportLine
from corpus.turns.acceptance import accept, candidates
from corpus.turns.header import read_header
from corpus.turns.pieces import UNNAMED, Piece, cut_lines, split


def cut(*lines: Line | str, structured: bool = False) -> list[Piece]:
    given = [
        line if isinstance(line, Line) else Line(line, number)
        for number, line in enumerate(lines, 1)
    ]
    labels = accept(given, candidates(given), [], [])
    first = next((index for index, label in enumerate(labels) if label), None)
    return cut_lines(given, labels, read_header(given, labels, first, []), structured)


def taken(pieces: list[Piece]) -> list[tuple[str, str, str]]:
    return [(piece.taken, piece.shape, piece.speaker) for piece in pieces]


def test_a_turn_goes_on_until_the_next_label() -> None:
    pieces = cut("问：从哪里来？", "答：卫健。", "  每天一次。", "", "答：没有标准。")
    assert taken(pieces) == [
        ("turn", "colon", "问"),
        ("turn", "colon", "答"),
        ("continuation", "", ""),
        ("section", "blank", ""),
        ("turn", "colon", "答"),
    ]
    assert [piece.text[piece.speech :] for piece in pieces][:3] == [
        "从哪里来？",
        "卫健。",
        "每天一次。",
    ]


def test_a_speaker_who_changes_inside_a_paragraph() -> None:
    pieces = cut("问：从哪里来？答：卫健推的。问：谁改？", "答：我们。")
    assert [(piece.speaker, piece.text[piece.speech :]) for piece in pieces] == [
        ("问", "从哪里来？"),
        ("答", "卫健推的。"),
        ("问", "谁改？"),
        ("答", "我们。"),
    ]
    assert [piece.line for piece in pieces] == [1, 1, 1, 2]


def test_a_name_before_a_quotation_mark_is_quoted() -> None:
    inline = re.compile(r"(?<=。)(?P<name>张三|问):")
    quoted = Piece("答：他来。张三：“不行。”", 1, "turn", "colon", "答", 2)
    assert split(quoted, inline) == [quoted]
    asked = Piece("答：他来。问：“不行？”", 1, "turn", "colon", "答", 2)
    assert [piece.speaker for piece in split(asked, inline)] == ["答", "问"]


def test_notes_rules_times_and_quotes_are_nobodys_speech() -> None:
    pieces = cut("问：请讲。", "答：好。", "注：此处停顿。", "---", "00:12:30", "> 引文")
    assert taken(pieces)[2:] == [
        ("note", "note", ""),
        ("section", "quote", ""),
        ("section", "time", ""),
        ("section", "quote", ""),
    ]
    assert pieces[2].memo == "注：此处停顿。"


def test_rows_have_the_speaker_of_their_format() -> None:
    pieces = cut(
        Line("从哪里来？", 1, "row", "甲", "interviewer", 3.5, memo="笑"),
        Line("卫健。", 2, "row", None, "interviewee"),
        Line("每天。", 3, "row", continues=True),
        structured=True,
    )
    assert taken(pieces) == [
        ("turn", "row", "甲"),
        ("turn", "row", "受访者"),
        ("continuation", "", ""),
    ]
    assert (pieces[0].time_s, pieces[0].memo, pieces[0].role) == (3.5, "笑", "interviewer")


def test_text_that_labels_nobody_is_one_unnamed_voice() -> None:
    assert taken(cut("数据是卫健推的，没有标准，我们每天都要自己改。")) == [
        ("turn", "unlabelled", UNNAMED)
    ]


def test_the_report_of_a_piece_is_short() -> None:
    assert Piece("  " + "字" * 90, 7, "unknown").report() == ReportLine(7, "unknown", "", "字" * 60)


def test_below_the_heading_of_a_summary_nothing_is_speech() -> None:
    pieces = cut("问：请讲。", "答：好。", "会议摘要", "他说得很少。", "问：再问？")
    assert taken(pieces)[2:] == [
        ("section", "summary", ""),
        ("note", "summary", ""),
        ("turn", "colon", "问"),
    ]


@given(st.lists(st.sampled_from(["问：何来？", "答：卫健。问：谁改？", "每天。", "", "注：停"])))
def test_nothing_of_a_line_is_lost(texts: list[str]) -> None:
    pieces = cut(*texts)
    for number, text in enumerate(texts, 1):
        assert "".join(piece.text for piece in pieces if piece.line == number) == text
