"""Who asks and who answers: each ground, and which ground goes before which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.catalogue import message
from corpus.turns.roles import asks, assign

QUESTION, ANSWER = "请问数据从哪里来？", "主要是卫健推过来的，后来就没有人管了，一直这样。"


def alternating(*voices: str, rounds: int = 4) -> list[tuple[str, str]]:
    """Turns of voices one after another: the first asks, the others answer."""
    return [
        (voice, QUESTION if index == 0 else ANSWER)
        for _ in range(rounds)
        for index, voice in enumerate(voices)
    ]


def test_the_user_decides_against_label_and_format() -> None:
    roles = assign(
        [("受访者", ANSWER), ("王", QUESTION), ("众人", "好")], {"王": "interviewee"}, ["受访者"]
    )
    assert roles.by_speaker == {"受访者": "interviewer", "王": "interviewee", "众人": "other"}
    assert (roles.confidence, roles.ground) == ("high", "roles.user")


def test_a_name_of_the_user_that_nobody_bears_changes_nothing() -> None:
    turns = alternating("问", "答")
    assert assign(turns, {}, ["赵"]) == assign(turns, {})


def test_the_format_goes_before_the_label() -> None:
    roles = assign(alternating("问", "答"), {"问": "interviewee", "答": "interviewer"})
    assert roles.by_speaker == {"问": "interviewee", "答": "interviewer"}
    assert (roles.confidence, roles.ground) == ("high", "roles.format")


def test_labels_tell_and_who_is_left_answers() -> None:
    roles = assign(alternating("主持人", "张三", "李四"), {})
    assert roles.by_speaker == {
        "主持人": "interviewer",
        "张三": "interviewee",
        "李四": "interviewee",
    }
    assert (roles.confidence, roles.ground) == ("medium", "roles.label")
    coded = assign(alternating("主持人", "P1", "P2"), {})
    assert coded.confidence == "high", "codes are those of respondents"
    guests = assign(alternating("主持人", "张三", "李四"), {}, (), {}, {"张三": True, "李四": True})
    assert guests.confidence == "high", "departments are those of guests"


def test_the_other_of_two_voices_asks() -> None:
    roles = assign(alternating("张三", "受访者"), {})
    assert roles.by_speaker == {"受访者": "interviewee", "张三": "interviewer"}
    assert roles.confidence == "medium"


def test_the_header_names_them() -> None:
    header = {"interviewer": "李某", "interviewee": "王某，科长"}
    roles = assign(alternating("李", "王某（科长）"), {}, (), header)
    assert roles.by_speaker == {"李": "interviewer", "王某（科长）": "interviewee"}
    assert (roles.confidence, roles.ground) == ("high", "roles.header")


@pytest.mark.parametrize(
    ("label", "listed", "same"),
    [
        ("王", "王某", True),
        ("王某", "王", False),
        ("王某某", "王某", True),
        ("（科长）", "王某", False),
        ("王某", "李某、王某", True),
        ("王某", "", False),
    ],
)
def test_a_label_and_a_name_of_the_header(label: str, listed: str, same: bool) -> None:
    roles = assign([(label, ANSWER), ("赵", ANSWER)], {}, (), {"interviewer": listed})
    assert (roles.ground == "roles.header") is same


def test_a_answers_only_where_q_asks() -> None:
    assert assign(alternating("Q", "A"), {}).by_speaker["A"] == "interviewee"
    lettered = assign(alternating("A", "B"), {})
    assert lettered.by_speaker == {"A": "interviewer", "B": "interviewee"}
    assert lettered.ground == "roles.questions"


def test_a_rare_misspelling_is_who_was_meant() -> None:
    turns = [*alternating("主持人", "嘉宾甲", rounds=12), ("指持人", QUESTION)]
    assert assign(turns, {}).by_speaker["指持人"] == "interviewer"
    often = [*alternating("主持人", "嘉宾甲"), *[("指持人", ANSWER)] * 4]
    assert assign(often, {}).by_speaker["指持人"] == "interviewee"


def test_questions_tell_where_nothing_else_does() -> None:
    roles = assign(alternating("张三", "李四"), {})
    assert roles.by_speaker == {"张三": "interviewer", "李四": "interviewee"}
    assert (roles.confidence, roles.ground) == ("medium", "roles.questions")
    short = assign(alternating("张三", "李四", rounds=1), {})
    assert short.confidence == "low"


def test_where_nobody_asks_who_opens_is_a_guess() -> None:
    roles = assign([("张三", ANSWER), ("李四", ANSWER)] * 3, {})
    assert roles.by_speaker["张三"] == "interviewer"
    assert (roles.confidence, roles.ground) == ("low", "roles.order")


def test_a_meeting_has_nobody_who_asks() -> None:
    voices = ["甲某", "乙某", "丙某", "丁某", "戊某", "己某", "庚某"]
    roles = assign([(voice, ANSWER) for voice in voices] * 2, {})
    assert set(roles.by_speaker.values()) == {"interviewee"}
    assert (roles.confidence, roles.ground) == ("low", "roles.meeting")
    led = assign(alternating(*voices), {})
    assert led.by_speaker["甲某"] == "interviewer"


def test_one_voice_answers() -> None:
    roles = assign([("张三", ANSWER)], {})
    assert roles.by_speaker == {"张三": "interviewee"} and roles.ground == "roles.one_voice"
    labelled = assign([("受访者", ANSWER)] * 2, {})
    assert (labelled.confidence, labelled.ground) == ("medium", "roles.label")
    assert assign([], {}).by_speaker == {}


@pytest.mark.parametrize("speech", [QUESTION, "您怎么看呢", "请您介绍一下", "請問有沒有", "能否"])
def test_speech_that_asks(speech: str) -> None:
    assert asks(speech)


@pytest.mark.parametrize("speech", [ANSWER, "没有。", "", "好的，谢谢"])
def test_speech_that_does_not_ask(speech: str) -> None:
    assert not asks(speech)


@given(
    some.lists(
        some.tuples(
            some.sampled_from(["问", "答", "A", "B", "主持人", "指持人", "张三", "P1", "众人"]),
            some.sampled_from([QUESTION, ANSWER, "好"]),
        ),
        max_size=12,
    )
)
def test_every_voice_gets_a_role_and_a_ground_with_words(turns: list[tuple[str, str]]) -> None:
    roles = assign(turns, {})
    assert roles.by_speaker.keys() == {voice for voice, _ in turns}
    assert message(roles.ground, "zh") and message(roles.ground, "en")
