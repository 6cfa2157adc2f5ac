"""Every shape by which researchers write who speaks, and the traps of each."""

from __future__ import annotations

import re

import pytest
from builders import said, transcript
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Line
from corpus.turns.transcribe import transcribe


def test_thesis_header_is_no_turn_and_a_colon_inside_speech_is_no_label() -> None:
    made = transcript(
        "访谈记录（一）\n访谈编号：W-01\n访谈时间：2023年3月15日 14:30—15:20\n访谈对象："
        "张某某（化名），科长\n性别：男  工作年限：8年\n访谈者：李某\n\n"
        "访谈者：您好，请问难在哪里？\n受访者：各家口径都不一样：公安按户籍地，卫健按居住地。"
    )
    assert said(made) == [
        ("访谈者", "interviewer", "您好，请问难在哪里？"),
        ("受访者", "interviewee", "各家口径都不一样：公安按户籍地，卫健按居住地。"),
    ]
    assert {
        key: made.metadata[key]
        for key in ("id", "date", "duration_s", "gender", "years", "interviewer", "position")
    } == {
        "id": "W-01",
        "date": "2023-03-15",
        "duration_s": 3000,
        "gender": "男",
        "years": 8,
        "interviewer": "李某",
        "position": "科长",
    }
    assert made.report.roles == "high" and not made.report.unknown


def test_several_fields_on_a_line_half_width_colons_indented_continuation() -> None:
    made = transcript(
        "受访人：卫健委 信息中心 B2    日期:2023.4.2\n\n问:您好?\n答:我们负责系统,\n   "
        "还有疫苗。原因有两个:一是没接口。"
    )
    assert [turn[:2] for turn in said(made)] == [("问", "interviewer"), ("答", "interviewee")]
    assert made.metadata["date"] == "2023-04-02" and made.metadata["id"] == "B2"
    assert said(made)[1][2].endswith("一是没接口。")


def test_numbered_labels_are_two_voices_and_a_department_may_stand_in_a_label() -> None:
    made = transcript(
        "Q1：负责什么？\nA1：户籍。\nQ2：有顾虑吗？\nA2：有。\nI：具体指什么？\nB2-公安：泄露。"
        "\nB2：还有追责。"
    )
    assert [turn[:2] for turn in said(made)] == [
        ("Q", "interviewer"),
        ("A", "interviewee"),
        ("Q", "interviewer"),
        ("A", "interviewee"),
        ("I", "interviewer"),
        ("B2-公安", "interviewee"),
        ("B2-公安", "interviewee"),
    ]
    assert {voice.name: voice.department for voice in made.speakers}["B2-公安"] == "公安"


@pytest.mark.parametrize(
    "text",
    [
        "说话人1 00:03\n您好我们今天想了解一下情况\n说话人2 00:09\n好的我们是末端",
        "说话人 1 00:03\n您好我们今天想了解一下情况\n\n说话人 2 00:09\n好的我们是末端",
        "**说话人 1  00:03**\n您好我们今天想了解一下情况\n\n**说话人 2  00:09**\n好的我们是末端",
        "说话人1(00:03): 您好我们今天想了解一下情况\n说话人2(00:00:09): 好的我们是末端",
        "[00:03] 说话人1：您好我们今天想了解一下情况\n[00:00:09] 说话人2：好的我们是末端",
        "00:00:03 说话人1：您好我们今天想了解一下情况\n00:00:09 说话人2：好的我们是末端",
    ],
    ids=["xfyun", "feishu", "tingwu", "tencent", "brackets", "time-first"],
)
def test_shapes_of_speech_recognition(text: str) -> None:
    made = transcript(text)
    assert [(turn.speaker, turn.role, turn.time_s) for turn in made.turns] == [
        ("说话人1", "interviewer", 3),
        ("说话人2", "interviewee", 9),
    ]
    assert [speech for _, _, speech in said(made)] == [
        "您好我们今天想了解一下情况",
        "好的我们是末端",
    ]


def test_feishu_head_and_hours_among_minutes() -> None:
    made = transcript(
        "2023年3月20日 下午 3:05|48分钟 12秒\n\n关键词:\n数据共享、接口\n\n文字记录:\n说话人 1 "
        "00:00\n请您谈谈。\n\n说话人 2 01:02:15\n查不了。"
    )
    assert made.metadata["date"] == "2023-03-20" and made.metadata["time"] == "15:05"
    assert made.metadata["duration_s"] == 2892 and made.metadata["keywords"] == ["数据共享", "接口"]
    assert [turn.time_s for turn in made.turns] == [0, 3735]


def test_brackets_in_a_name_and_a_name_above_its_time() -> None:
    made = transcript(
        "王（民政局）(00:00:20): 要用数据。\n李（访谈员）(00:00:41): 拿得到吗？"
        "\n张三\n00:14:00\n我补充一句。"
    )
    assert [(turn.speaker, turn.role, turn.time_s) for turn in made.turns] == [
        ("王（民政局）", "interviewee", 20),
        ("李（访谈员）", "interviewer", 41),
        ("张三", "interviewee", 840),
    ]


def test_label_on_its_own_line_and_marks_are_kept_but_masked() -> None:
    made = transcript(
        "【访谈者】\n请问有考核吗？\n【受访者D】\n没有。（沉默约5秒）说实话，[听不清 00:14:07] "
        "一个样。"
    )
    assert said(made)[1] == (
        "受访者D",
        "interviewee",
        "没有。（沉默约5秒）说实话，[听不清 00:14:07] 一个样。",
    )
    assert [mark.of(made.text) for mark in made.marks] == ["（沉默约5秒）", "[听不清 00:14:07]"]
    assert "沉默" not in made.shadow and len(made.shadow) == len(made.text)


def test_speakers_change_inside_one_paragraph() -> None:
    made = transcript(
        "问：从哪里来？答：卫健推的。他们说：“每天给”，晚上才到。记者:等到几点?F05:凌晨。"
    )
    assert [(speaker, role) for speaker, role, _ in said(made)] == [
        ("问", "interviewer"),
        ("答", "interviewee"),
        ("记者", "interviewer"),
        ("F05", "interviewee"),
    ]
    assert said(made)[1][2] == "卫健推的。他们说：“每天给”，晚上才到。"


def test_colons_that_are_no_labels() -> None:
    made = transcript(
        "访谈者: 指什么？\n受访者：有三点：第一，谁产生谁负责；第二：不重复；早上8:00推一次。"
        "\n注意：以上根据笔记整理。\n领导当时说：“必须共享！”我们照办。\n"
        "网址是 http://data.example.cn:8080/share 您看。\n访谈者﹕好的。\n受 访 者 ： 比例是3：1。"
    )
    assert {voice.name for voice in made.speakers} == {"访谈者", "受访者"}
    assert [turn[0] for turn in said(made)] == ["访谈者", "受访者", "受访者", "访谈者", "受访者"]
    assert (
        made.turns[1].memo == "注意：以上根据笔记整理。"
        and "http://data.example.cn" in said(made)[2][2]
    )


def test_a_page_header_is_cut_out_of_a_sentence() -> None:
    made = transcript(
        "訪談員：請問困難？\n受訪者：各局處的介面不一樣，\n第 2 頁 共 14 頁\n根本串不起來。"
    )
    assert said(made)[1] == ("受訪者", "interviewee", "各局處的介面不一樣，根本串不起來。")
    assert [line.taken for line in made.report.lines] == [
        "turn",
        "turn",
        "cut",
        "continuation",
    ] or "cut" in [line.taken for line in made.report.lines]


def test_focus_group_with_wide_blanks_and_joint_speakers() -> None:
    made = transcript(
        "焦点小组访谈 FG-1   主持：李   参与者：P1（卫健）P2（公安）\n主持人　各位好。"
        "\nP1　我们牵头。\nP2　（打断）垂管。\nP1&P2　（同时）是的。\n[00:12:33] P1：基层苦。"
    )
    assert [(speaker, role) for speaker, role, _ in said(made)] == [
        ("主持人", "interviewer"),
        ("P1", "interviewee"),
        ("P2", "interviewee"),
        ("P1&P2", "interviewee"),
        ("P1", "interviewee"),
    ]
    assert {voice.name: voice.department for voice in made.speakers}["P2"] == "公安"
    assert made.metadata["id"] == "FG-1" and made.turns[-1].time_s == 753


def test_a_bare_name_is_a_label_only_when_it_recurs() -> None:
    made = transcript("主持人：开始。\n张三：我先说。\n结果：没谈成。\n张三：就这样。")
    assert [turn[0] for turn in said(made)] == ["主持人", "张三", "张三"]
    assert said(made)[1][2] == "我先说。\n结果：没谈成。"


def test_markdown_minutes_with_sections_and_a_summary_that_nobody_said() -> None:
    made = transcript(
        (
            "# 某会议\n\n### 唐某：\n我先报告。\n\n> （章节二）\n\n### 陈某：\n有问题。\n\n### "
            "唐某：\n好。\n\n### 意見摘要：\n大家同意共享。\n\n### 陈某：\n谢谢。"
        ),
        "md",
    )
    assert [turn[0] for turn in said(made)] == ["唐某", "陈某", "唐某", "陈某"]
    assert made.metadata["title"] == "某会议"
    assert not any("同意" in speech for _, _, speech in said(made))


def test_milliseconds_empty_and_repeated_times() -> None:
    made = transcript(
        "关键词：数据、共享\n时间轴与对话内容\n[00:00:33.605] 唐某：谢谢。\n\n[00:00:35.100] "
        "陈某：我报告。\n\n[00:00:35.100] 陈某：第二点。\n\n[] 唐某：好。"
    )
    assert [(turn.speaker, turn.time_s) for turn in made.turns] == [
        ("唐某", 33.605),
        ("陈某", 35.1),
        ("陈某", 35.1),
        ("唐某", None),
    ]
    assert made.metadata["keywords"] == ["数据", "共享"]


def test_runs_of_one_speaker_are_merged_only_on_request() -> None:
    text = "说话人1 00:03\n您好请问吗\n说话人2 00:06\n第一段\n说话人2 00:20\n第二段"
    assert len(transcript(text).turns) == 3
    merged = transcript(text, merge_runs=True)
    assert [speech for _, _, speech in said(merged)] == ["您好请问吗", "第一段\n第二段"]


def test_the_user_names_the_interviewer() -> None:
    text = "张三：我们这边主要是统筹。\n李某：嗯。\n张三：对。\n李某：好。"
    made = transcript(text, interviewers=("李某",))
    assert {voice.name: voice.role for voice in made.speakers} == {
        "张三": "interviewee",
        "李某": "interviewer",
    }
    assert made.report.roles == "high"


def test_text_without_labels_is_taken_and_said_to_be_doubtful() -> None:
    made = transcript("我们那时候天天核名单。\n谁也不敢给。")
    assert [turn.role for turn in made.turns] == ["interviewee", "interviewee"]
    assert [problem.key for problem in made.problems] == ["turns.unlabelled"]


def test_cues_of_one_voice_are_joined_and_a_pause_parts_an_unnamed_voice() -> None:
    named = Document(
        tuple(
            Line(text, number, "cue", None, None, number, number + 1)
            for number, text in enumerate(
                ["访问者：请问", "难在哪？", "受访人：没有统一", "标准。"], 1
            )
        ),
        "srt",
    )
    assert [speech for _, _, speech in said(transcribe(named, "a.srt"))] == [
        "请问 难在哪？",
        "没有统一 标准。",
    ]
    times = [(0, 2), (2, 4), (9, 11)]
    unnamed = Document(
        tuple(
            Line(f"第{number}句", number, "cue", None, None, *time)
            for number, time in enumerate(times, 1)
        ),
        "csv",
    )
    assert [turn.time_s for turn in transcribe(unnamed, "b.csv").turns] == [0, 9]


@given(st.text(max_size=300))
def test_any_text_keeps_its_offsets(text: str) -> None:
    made = transcript(text)
    assert len(made.shadow) == len(made.text)
    for before, after in zip(made.turns, made.turns[1:], strict=False):
        assert before.span.end <= after.span.start
    for turn in made.turns:
        assert turn.span and turn.span.end <= len(made.text)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["问", "答"]),
            st.text("我们的数据没有标准口径不一样，。", min_size=1, max_size=30).filter(
                lambda speech: speech.strip("，。")
            ),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_what_is_written_with_labels_is_read_back(turns: list[tuple[str, str]]) -> None:
    made = transcript("\n".join(f"{speaker}：{speech}" for speaker, speech in turns))
    assert [(speaker, speech) for speaker, _, speech in said(made)] == [
        (speaker, speech.strip()) for speaker, speech in turns
    ]


def test_names_in_role_labels_numbered_questions_and_a_foot() -> None:
    made = transcript(
        "访谈时间：2023.03.15\n\n访谈者（李某）：请介绍。\n受访者（王某，科长）：三句话：不给，"
        "拖。\n整理人：张三\n整理时间：2023年3月18日"
    )
    assert said(made) == [
        ("访谈者（李某）", "interviewer", "请介绍。"),
        ("受访者（王某，科长）", "interviewee", "三句话：不给，拖。"),
    ]
    assert made.metadata["recorder"] == "张三" and made.metadata["date"] == "2023-03-15"
    asked = transcript("1、请问承担了哪些工作？\n答：核对名单。\n2、有什么困难？\n答：没人。")
    assert [turn[:2] for turn in said(asked)] == [("问", "interviewer"), ("答", "interviewee")] * 2


def test_who_speaks_once_under_a_heading_of_minutes_is_a_speaker() -> None:
    rounds = "".join(
        f"### {name}：\n我说第{number}点。\n\n"
        for number in range(2)
        for name in ("唐某", "陈某", "李想")
    )
    made = transcript(
        (
            f"# 某会议\n\n{rounds}### 郭宏道：\n我补充。\n\n### 結論：\n大家同意共享。\n\n### "
            f"唐某：\n好。"
        ),
        "md",
    )
    assert [turn[0] for turn in said(made)] == [*["唐某", "陈某", "李想"] * 2, "郭宏道", "唐某"]
    assert said(made)[6][2] == "我补充。" and not any(
        "同意" in speech for _, _, speech in said(made)
    )


def test_headings_of_chapters_are_no_speakers() -> None:
    made = transcript(
        "# 某访谈\n\n### 现状：\n问：难吗？\n答：难。\n\n### 打算：\n问：怎么办？\n答：等。", "md"
    )
    assert [turn[0] for turn in said(made)] == ["问", "答", "问", "答"]


def test_a_long_title_tells_the_date_when_no_field_does() -> None:
    title = "# 2017-06-26 研商某某资讯整合查询平台介接及系统维运等事项会议"
    assert (
        transcript(f"{title}\n\n### 唐某：\n好。\n\n### 唐某：\n谢谢。", "md").metadata["date"]
        == "2017-06-26"
    )
    assert (
        transcript(f"{title}\n访谈时间：2017年7月1日\n\n问：好吗？\n答：好。", "md").metadata[
            "date"
        ]
        == "2017-07-01"
    )


def test_a_guest_with_one_question_does_not_ask_through_a_talk() -> None:
    talk = "".join(
        f"李某：请问第{number}点呢？\n张某：我们第{number}点是统筹。\n" for number in range(8)
    )
    made = transcript(f"{talk}王某：那经费呢？\n张某：没有。\n王某：谢谢。")
    assert {voice.name: voice.role for voice in made.speakers} == {
        "李某": "interviewer",
        "张某": "interviewee",
        "王某": "interviewee",
    }
    only = transcript(
        "李某：我们统筹。\n张某：我们配合。\n" * 12
        + "王某：那经费呢？\n张某：没有。\n王某：人呢？\n"
    )
    assert {voice.name: voice.role for voice in only.speakers}["王某"] == "interviewee"


def test_a_meeting_whose_chair_does_not_ask_has_no_interviewer() -> None:
    names = ["甲某", "乙某", "丙某", "丁某", "戊某", "己某", "庚某"]
    made = transcript(
        "".join(
            f"主某：谢谢，下一位。\n{name}：我们局里主要是配合，把数据按时报上去。\n"
            for name in names * 2
        )
    )
    assert made.report.roles_by == "roles.meeting" and {voice.role for voice in made.speakers} == {
        "interviewee"
    }


def test_who_calls_people_up_does_not_ask() -> None:
    made = transcript(
        "司仪：有请两位。\n杨某：请问您怎么看？\n侯某：我们一步一步来。\n杨某：经费从哪里来呢？"
        "\n侯某：财政安排。\n司仪：谢谢。"
    )
    assert {voice.name: voice.role for voice in made.speakers} == {
        "司仪": "other",
        "杨某": "interviewer",
        "侯某": "interviewee",
    }


@pytest.mark.parametrize(
    "credit",
    [
        "（字幕製作：某某）",
        "字幕志愿者 某某",
        "字幕由某某社群提供",
        "请不吝点赞 订阅 转发 打赏支持某某栏目",
    ],
)
def test_subtitle_credits_are_no_speech(credit: str) -> None:
    made = transcript(f"问：难吗？\n答：难。\n{credit}")
    assert [speech for _, _, speech in said(made)] == ["难吗？", "难。"]
    assert made.report.lines[-1].shape == "credit"
    assert (
        said(transcript("问：怎么做字幕？\n答：字幕由我们自己做，做得很慢。"))[1][2]
        == "字幕由我们自己做，做得很慢。"
    )


def test_two_fields_apart_by_blanks_are_told_from_a_time_of_day() -> None:
    made = transcript("访谈时间：2023年3月21日  14:30—15:28  地点：会议室\n\n问：难吗？\n答：难。")
    assert {key: made.metadata[key] for key in ("date", "time", "duration_s", "place")} == {
        "date": "2023-03-21",
        "time": "14:30",
        "duration_s": 3480,
        "place": "会议室",
    }


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["说话人1", "说话人2"]),
            st.sampled_from(["名单每天都核", "晚上报一遍", "嗯"]),
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(
        [
            "{name} 00:0{n}\n{speech}",
            "**{name}  00:0{n}**\n{speech}\n",
            "[00:0{n}] {name}：{speech}",
            "{name}：\n00:0{n}\n{speech}",
        ]
    ),
)
def test_merged_runs_hold_the_same_words_and_no_neighbours_of_one_voice(
    turns: list[tuple[str, str]], shape: str
) -> None:
    text = "\n".join(
        shape.format(name=name, n=place % 10, speech=speech)
        for place, (name, speech) in enumerate(
            [("说话人1", "您好"), ("说话人2", "好"), *turns, ("说话人1", "谢谢")]
        )
    )
    apart, merged = transcript(text), transcript(text, merge_runs=True)
    joined: list[tuple[str, str]] = []
    for speaker, _, speech in said(apart):
        flat = speech.replace("\n", "")
        joined[-1:] = (
            [(speaker, joined[-1][1] + flat)]
            if joined and joined[-1][0] == speaker
            else [*joined[-1:], (speaker, flat)]
        )
    got = [
        (speaker, re.sub(r"\n(?:\d\d:\d\d)?|\d\d:\d\d", "", speech))
        for speaker, _, speech in said(merged)
    ]
    assert got == joined


@pytest.mark.parametrize(
    "text",
    [
        "访谈者——您好，介绍一下？\n受访者——我是科长。",
        "（访谈者）您好，介绍一下？\n（受访者）我是科长。",
        "<访谈者> 您好，介绍一下？\n<受访者> 我是科长。",
    ],
    ids=["dash", "round brackets", "angle brackets"],
)
def test_role_words_set_off_by_a_dash_or_brackets(text: str) -> None:
    assert said(transcript(text)) == [
        ("访谈者", "interviewer", "您好，介绍一下？"),
        ("受访者", "interviewee", "我是科长。"),
    ]


def test_marks_and_dashes_of_speech_are_no_labels() -> None:
    made = transcript(
        "访谈者：您好。\n受访者：没有。\n（笑）\n数据——那是命根子。\n（受访者接电话，"
        "离开三分钟）\n好。"
    )
    assert [turn[0] for turn in said(made)] == ["访谈者", "受访者"]


def test_a_and_b_are_two_people_and_a_answers_only_where_q_asks() -> None:
    talk = (
        "A：您好，请问您负责什么？\nB：我负责接口这一块，别的不管。\nA：难在哪里？\nB：没有标准。"
    )
    assert {voice.name: voice.role for voice in transcript(talk).speakers} == {
        "A": "interviewer",
        "B": "interviewee",
    }
    assert {voice.name: voice.role for voice in transcript("Q：难吗？\nA：难。").speakers} == {
        "Q": "interviewer",
        "A": "interviewee",
    }


def test_letters_and_digits_of_full_width_in_a_label() -> None:
    assert [
        turn[:2]
        for turn in said(transcript("Ｑ１：负责什么？\nＡ１：户籍。\nＱ２：难吗？\nＡ２：难。"))
    ] == [("Q", "interviewer"), ("A", "interviewee")] * 2


@pytest.mark.parametrize("day", ["2023-03-20", "2023/3/20", "2023年3月20日"])
def test_a_day_beside_the_time_of_a_message_is_no_part_of_the_name(day: str) -> None:
    made = transcript(
        f"张三 {day} 10:02:33\n怎么给的？\n\n李四 {day} 10:03:01\n按天给。\n\n{day} 10:04:00 "
        f"张三\n好的。"
    )
    assert [(turn.speaker, turn.time_s) for turn in made.turns] == [
        ("张三", None),
        ("李四", None),
        ("张三", None),
    ]


def test_times_above_stretches_of_speech_make_no_names_and_no_fields() -> None:
    made = transcript("00:00:03\n您好请问负责什么\n00:00:09\n我负责接口\n00:00:12\n好的")
    assert [(turn.speaker, turn.time_s) for turn in made.turns] == [
        ("未标明", 3),
        ("未标明", 9),
        ("未标明", 12),
    ]
    assert set(made.metadata) == {"id"}


def test_a_quote_mark_before_a_closing_bracket_goes_on_with_the_speech() -> None:
    talk = (
        "### 王某：\n请谈谈。\n\n### 李某：\n这个很像别处的做法（见附件\n\n> ），"
        "他们也公开了。\n\n### 王某：\n好。\n\n### 李某：\n> 小标题\n\n是的。"
    )
    made = transcript(talk, "md")
    assert [turn[0] for turn in said(made)] == ["王某", "李某", "王某", "李某"]
    assert "他们也公开了。" in said(made)[1][2] and said(made)[3][2] == "是的。"


def test_a_misspelt_role_word_is_who_was_meant() -> None:
    rounds = "".join(
        f"主持人：请第{number}位回答。\n候选甲：我说第{number}点。\n" for number in range(12)
    )
    made = transcript(
        f"{rounds}指持人：时间两分钟。\n候选甲：谢谢。\n指持人：请回答。\n候选甲：好。"
    )
    assert {turn[0]: turn[1] for turn in said(made)} == {
        "主持人": "interviewer",
        "候选甲": "interviewee",
        "指持人": "interviewee",
    }
    rounds *= 2
    made = transcript(
        f"{rounds}指持人：时间两分钟。\n候选甲：谢谢。\n指持人：请回答。\n候选甲：好。"
    )
    assert {turn[0]: turn[1] for turn in said(made)} == {
        "主持人": "interviewer",
        "候选甲": "interviewee",
        "指持人": "interviewer",
    }
