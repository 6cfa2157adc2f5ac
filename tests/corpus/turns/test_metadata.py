"""Header fields: synonyms, several on a line, dates and durations in one form."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.turns.metadata import clock, collect, iso_date, key_of, seconds, split_fields


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("访谈时间", "date"),
        ("訪談時間", "date"),
        ("**受访对象**", "interviewee"),
        ("单位（全称）", "department"),
        ("Interview_ID", "id"),
        ("受访者编号", "id"),
        ("本岗位工作年限", "years"),
        ("天气", None),
        ("", None),
    ],
)
def test_the_key_of_a_label(label: str, key: str | None) -> None:
    assert key_of(label) == key


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("编号：W-01", [("编号", "W-01")]),
        ("姓名：王某  职务：科长", [("姓名", "王某"), ("职务", "科长")]),
        ("姓名：王某 职务：科长", [("姓名", "王某"), ("职务", "科长")]),
        ("地点：三楼；方式：线上", [("地点", "三楼"), ("方式", "线上")]),
        ("访谈记录  编号：W-01", [("", "访谈记录"), ("编号", "W-01")]),
        ("- **日期**：2023.5.6", [("日期", "2023.5.6")]),
        ("受 访 者：王某", [("受访者", "王某")]),
        ("时间：14:00", [("时间", "14:00")]),
        ("没有冒号", None),
        ("http://x.y", None),
        ("12：30", None),
        ("编号：" + "很" * 700, None),
    ],
)
def test_pairs_of_a_line(line: str, pairs: list[tuple[str, str]] | None) -> None:
    assert split_fields(line) == pairs


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2023年5月6日", "2023-05-06"),
        ("2023.5.6 下午", "2023-05-06"),
        ("2023/05", "2023-05"),
        ("20230506", "2023-05-06"),
        ("二〇二三年五月十六日", "2023-05-16"),
        ("二〇二三年十二月二十日", "2023-12-20"),
        ("民國112年3月4日", "2023-03-04"),
        ("２０２３年５月６日", "2023-05-06"),
        ("2023年13月6日", None),
        ("2023-05-32", None),
        ("去年五月", None),
        ("", None),
    ],
)
def test_a_date_in_one_form(value: str, date: str | None) -> None:
    assert iso_date(value) == date


@given(some.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_written_date_comes_back(day: date) -> None:
    assert iso_date(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()
    assert iso_date(day.isoformat()) == day.isoformat()


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("下午 3:05", "15:05"),
        ("上午9点30分", "09:30"),
        ("pm 1:00", "13:00"),
        ("中午 12:10", "12:10"),
        ("25:00", None),
        ("没有", None),
    ],
)
def test_a_time_of_day(value: str, time: str | None) -> None:
    assert clock(value) == time


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("1小时20分", 4800),
        ("48分钟 12秒", 2892),
        ("约40分钟", 2400),
        ("01:20:33", 4833),
        ("52:40", 3160),
        ("45", 2700),
        ("1个半小时", 5400),
        ("1.5h", 5400),
        ("一小时左右", None),
        ("", None),
    ],
)
def test_a_duration_in_seconds(value: str, length: float | None) -> None:
    assert seconds(value) == length


def test_fields_become_metadata() -> None:
    assert collect(
        [
            ("", "某市访谈 W-07"),
            ("访谈时间", "2023年5月6日 下午3:05-4:20"),
            ("年龄", "45岁"),
            ("工作年限", "二十年"),
            ("关键词", "数据、平台"),
            ("标签", "共享"),
            ("天气", "晴"),
            ("地点", "三楼"),
            ("场所", "会议室"),
            ("空", " "),
        ]
    ) == {
        "title": "某市访谈 W-07",
        "date": "2023-05-06",
        "time": "15:05",
        "duration_s": 4500,
        "age": 45,
        "years": "二十年",
        "keywords": ["数据", "平台", "共享"],
        "天气": "晴",
        "place": "三楼；会议室",
        "id": "W-07",
    }


def test_what_stands_inside_another_field() -> None:
    assert collect([("受访者", "王某，科长，区大数据局，F05")]) == {
        "interviewee": "王某，科长，区大数据局，F05",
        "position": "科长",
        "department": "区大数据局",
        "id": "F05",
    }
    assert collect([("受访者", "王科长")]) == {"interviewee": "王科长"}


def test_a_duration_that_is_none_stays_under_its_label() -> None:
    assert collect([("时长", "一个下午")]) == {"时长": "一个下午"}
