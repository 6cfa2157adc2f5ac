"""Which department a speaker speaks for, and from where it is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import transcript

from analysis.departments.gazetteer import Gazetteer
from analysis.departments.speakers import speakers

NAMES = Gazetteer({"民政局": ["民政"], "社区": [], "公安局": ["公安"], "市政府": ["人民政府"]})
TWO = (
    "主持人：请讲。\n王科：我在那边十三年了。\n李科：我是河湾社区的，叫我老吴。\n"
    "主持人：好。\n王科：民政来过。\n主持人：还有吗？\n李科：没了。\n"
)


def of(text: str, source: str, **metadata: object) -> dict[str, str]:
    made = replace(transcript(text), source=source, metadata=metadata)
    found = speakers(made, NAMES)
    answering = [person.name for person in made.speakers if person.role == "interviewee"]
    return {name: found[name] for name in answering}


def test_several_are_known_by_what_they_say_or_by_the_name_of_the_file() -> None:
    assert of(TWO, "样例/W-05_民政局_2.txt") == {"王科": "民政局", "李科": "社区"}


def test_a_name_of_a_file_that_tells_of_one_side_is_nobodys() -> None:
    assert of(TWO, "与民政局座谈.txt") == {"王科": "", "李科": "社区"}


def test_the_number_of_the_interview_is_as_good() -> None:
    assert of(TWO, "x.txt", id="W-05 市民政局") == {"王科": "民政局", "李科": "社区"}


@pytest.mark.parametrize(
    ("said", "department"),
    [
        ("我是公安的。", "公安局"),
        ("我在民政局，管信息。", "民政局"),
        ("我们社区的，两年了。", "社区"),
        ("我找公安的。", ""),
        ("我给社区的打电话。", ""),
        ("公安的人来过。", ""),
    ],
)
def test_the_only_interviewee_introduces_himself(said: str, department: str) -> None:
    assert of(f"问：请讲。\n答：{said}", "x.txt") == {"答": department}


def test_who_says_that_there_is_no_department_has_none() -> None:
    text = "问：请讲。\n答：社区来过。"
    assert of(text, "社区.txt", department="无（个体经营）") == {"答": ""}
    assert of(text, "社区.txt") == {"答": "社区"}


def test_the_whole_word_of_the_header_counts() -> None:
    text = "问：请讲。\n答：来过。"
    assert of(text, "x.txt", department="W市人民政府办公室") == {"答": "市政府"}
