"""The lines before the talk, told apart from the talk."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from builders import document, transcript

from corpus.document import Document, Line
from corpus.turns.acceptance import accept, candidates
from corpus.turns.header import Header, read_header
from corpus.turns.transcribe import transcribe

TALK = "问：请问数据从哪里来？\n答：主要是卫健推过来的。\n问：还有呢？\n答：没有了。"


def header(text: str, first: int | None, format_: str = "txt") -> Header:
    lines = document(text, format_).lines
    return read_header(lines, accept(lines, candidates(lines), (), ()), first, ())


def metadata(text: str, format_: str = "txt") -> Mapping[str, object]:
    return transcript(text, format_).metadata


def test_title_fields_and_a_word_for_the_beginning() -> None:
    found = header(f"某市数据共享访谈\n编号：W-01\n访谈时间：2023年5月6日\n访谈实录\n{TALK}", 4)
    assert found.taken == {
        0: ("title", "title"),
        1: ("metadata", "field"),
        2: ("metadata", "field"),
        3: ("section", "structure"),
    }
    assert found.metadata == {"title": "某市数据共享访谈", "id": "W-01", "date": "2023-05-06"}


def test_a_speaker_label_among_fields_is_a_field_and_before_speech_it_is_not() -> None:
    text = f"编号：W-01\n访谈者：李某\n受访者：王某\n地点：会议室\n\n{TALK}"
    assert metadata(text)["interviewer"] == "李某"
    assert metadata(text)["interviewee"] == "王某"
    spoken = transcript("编号：W-01\n访谈者：请您谈谈数据从哪里来？\n受访者：卫健推过来的。")
    assert len(spoken.turns) == 2 and "interviewer" not in spoken.metadata


def test_a_value_may_stand_on_the_line_below() -> None:
    assert metadata(f"编号：W-01\n职务：\n\n科长\n{TALK}")["position"] == "科长"


def test_a_value_on_the_line_below_is_no_paragraph() -> None:
    assert "position" not in metadata(f"编号：W-01\n职务：\n{'很长的一段话' * 30}\n{TALK}")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2023年5月6日", {"date": "2023-05-06"}),
        ("2023年5月6日 | 53分钟", {"date": "2023-05-06", "duration_s": 3180}),
        ("2023-05-06 14:00-15:30", {"date": "2023-05-06", "time": "14:00", "duration_s": 5400}),
    ],
)
def test_a_date_without_a_label(line: str, found: dict[str, object]) -> None:
    assert found.items() <= metadata(f"访谈稿\n{line}\n{TALK}").items()


def test_the_title_tells_the_date_where_no_field_does() -> None:
    title = "某市某区公共数据共享与业务协同情况第一轮半结构访谈记录稿（2023年5月6日）"
    assert metadata(f"{title}\n{TALK}")["date"] == "2023-05-06"
    assert metadata(f"{title}\n日期：2023年6月1日\n{TALK}")["date"] == "2023-06-01"


def test_fields_at_the_foot() -> None:
    made = transcript(f"{TALK}\n\n记录人：赵某\n整理时间：2024-01-02")
    assert made.metadata["recorder"] == "赵某" and len(made.turns) == 4
    assert "赵某" not in "".join(turn.span.of(made.text) for turn in made.turns)


def test_a_text_without_labels_keeps_its_first_sentence() -> None:
    made = transcript("我们单位去年就开始做了。\n后来没有人管。")
    assert [turn.span.of(made.text) for turn in made.turns] == [
        "我们单位去年就开始做了。",
        "后来没有人管。",
    ]
    assert "title" not in made.metadata


def test_a_text_without_labels_has_a_title_where_a_blank_line_follows() -> None:
    assert metadata("返乡的经过\n\n我们单位去年就开始做了。")["title"] == "返乡的经过"


def test_fields_that_the_format_told_come_first() -> None:
    given = Document(
        tuple(Line(text, number) for number, text in enumerate(TALK.split("\n"), 1)),
        "xlsx",
        (("编号", "W-09", 1), ("部门", "民政局", 1)),
    )
    made = transcribe(given, "folder/x.xlsx")
    assert made.metadata["id"] == "W-09"
    assert [one.department for one in made.speakers if one.role == "interviewee"] == ["民政局"]


def test_without_an_id_it_is_the_name_of_the_file() -> None:
    assert transcribe(document(TALK), "folder/王某.txt#3").metadata["id"] == "王某"
