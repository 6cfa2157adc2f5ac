"""Cues to turns: joined by voice, parted by pauses and by length."""

from __future__ import annotations

import pytest

from corpus.document import Line
from corpus.transcript import ReportLine
from corpus.turns.acceptance import opens_cue
from corpus.turns.subtitles import LENGTH, PAUSE_S, join_cues


def cue(
    text: str, number: int, start_s: float, end_s: float, speaker: str = "", memo: str = ""
) -> Line:
    return Line(text, number, "cue", speaker or None, None, start_s, end_s, memo)


def test_cues_of_one_voice_are_one_line_with_its_times_and_remarks() -> None:
    lines, report = join_cues(
        [
            cue("数据是卫健推的，", 1, 0, 2, "甲", "一"),
            cue("没有标准", 2, 9, 11, "甲", "二"),
            cue("我们改", 3, 11, 12, "甲"),
            cue("谁改？", 4, 12, 13, "乙"),
        ],
        opens_cue,
    )
    assert [(line.text, line.speaker, line.number) for line in lines] == [
        ("数据是卫健推的，没有标准 我们改", "甲", 1),
        ("谁改？", "乙", 4),
    ]
    assert (lines[0].start_s, lines[0].end_s, lines[0].memo) == (0, 12, "一；二")
    assert report == [
        ReportLine(2, "continuation", "cue", "没有标准"),
        ReportLine(3, "continuation", "cue", "我们改"),
    ]


def test_a_label_in_a_cue_opens_a_turn_and_a_cue_without_one_goes_on() -> None:
    lines, _ = join_cues(
        [cue("问：来源？", 1, 0, 1), cue("答：卫健。", 2, 1, 2), cue("每天一次。", 3, 60, 61)],
        opens_cue,
    )
    assert [line.text for line in lines] == ["问：来源？", "答：卫健。每天一次。"], "no pause"


@pytest.mark.parametrize(("gap", "count"), [(PAUSE_S, 2), (PAUSE_S - 0.5, 1)])
def test_without_voices_a_long_pause_opens_a_turn(gap: float, count: int) -> None:
    lines, _ = join_cues([cue("前面", 1, 0, 4), cue("后面", 2, 4 + gap, 9)], opens_cue)
    assert len(lines) == count


def test_without_voices_a_full_turn_ends_at_a_sentence_or_at_twice_its_length() -> None:
    def joined(text: str) -> int:
        return len(join_cues([cue(text, 1, 0, 1), cue("后", 2, 1, 2)], opens_cue)[0])

    assert joined("字" * LENGTH + "。") == 2
    assert joined("字" * LENGTH) == 1
    assert joined("字" * 2 * LENGTH) == 2


def test_blank_cues_are_left_out_and_other_lines_stand_between() -> None:
    text = Line("标题", 2)
    first, second = cue("一", 1, 0, 1), cue("二", 4, 1, 2)
    lines, report = join_cues([first, text, cue(" ", 3, 1, 1), second], opens_cue)
    assert lines == [first, text, second] and report == []
    assert join_cues([], opens_cue) == ([], [])
