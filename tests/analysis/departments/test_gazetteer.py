"""The gazetteer: names of one department, longer words in which they do not count, labels."""

from __future__ import annotations

import pytest

from analysis.departments.gazetteer import Gazetteer
from codebooks.codebook import Office

NAMES = Gazetteer(
    {
        "工商局": Office(names=("工商",), unless=("工商联", "小微工商")),
        "民政局": [],
        "社区": ["网格"],
        "街道": [],
        "卫健委": ["卫健", "卫生健康局"],
        "疾控中心": ["疾控"],
    }
)


def test_unless_is_the_longer_word_around_a_name() -> None:
    assert NAMES.find("小微工商说没收到，工商说收到了。") == [("工商局", 9, 11)]
    assert NAMES.find("工商联来过。") == []


def test_unless_holds_for_every_name_of_its_department_and_no_other() -> None:
    names = Gazetteer({"甲局": Office(names=("乙局",), unless=("老乙局", "老甲局")), "丙局": []})
    assert names.find("老乙局、老甲局、丙局、乙局") == [
        ("丙局", 8, 10),
        ("乙局".replace("乙", "甲"), 11, 13),
    ]


def test_unless_in_traditional_letters_is_the_same_word() -> None:
    names = Gazetteer({"衛生局": Office(unless=("舊衛生局",))})
    assert names.find("旧卫生局搬了，卫生局还在。") == [("衛生局", 7, 10)]


def test_a_shorter_name_counts_where_the_longer_is_none() -> None:
    names = Gazetteer({"卫健委": ["卫健"]})
    assert names.find("卫健委托我们做。") == [("卫健委", 0, 2)]


@pytest.mark.parametrize(
    ("label", "department"),
    [
        ("W市D街道某社区", "社区"),
        ("W市D街道某社区三〇七网格", "社区"),
        ("民政局社区建设科", "民政局"),
        ("W市某区卫生健康局疾控科", "卫健委"),
        ("卫健委和民政局", "卫健委"),
        ("W市人民政府办公室", ""),
        ("返乡居民，后为社区志愿者", ""),
        ("", ""),
    ],
)
def test_the_department_of_a_label(label: str, department: str) -> None:
    assert NAMES.resolve(label) == department


@pytest.mark.parametrize(
    ("name", "department"),
    [
        ("W-05_民政局_飞书妙记", "民政局"),
        ("W-10 社区书记", "社区"),
        ("W-05 市民政局", "民政局"),
        ("与民政局座谈", ""),
        ("2020-01-02-民政局报告第二次规划", ""),
    ],
)
def test_a_whole_part_of_the_name_of_a_file(name: str, department: str) -> None:
    assert NAMES.resolve_name(name) == department
