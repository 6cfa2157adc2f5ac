"""A common noun for a kind of body counts where a body is meant, not where something lies or is
called after it.
"""

from __future__ import annotations

import pytest

from analysis.departments.gazetteer import Gazetteer
from analysis.departments.kinds import is_kind, is_level, is_working_group
from codebooks.loading import load

SHIPPED = Gazetteer(load("collaborative_governance").gazetteer)
OTHERS = Gazetteer({"总工会": ["工会"], "学校": [], "园区公司": ["公司"]})


def texts(joined: str) -> list[str]:
    return joined.split("|")


def named(text: str, gazetteer: Gazetteer = SHIPPED) -> list[str]:
    return [department for department, _, _ in gazetteer.find(text)]


@pytest.mark.parametrize(
    "text",
    texts(
        "车停在社区里|我在机场附近吃饭|社区附近有一家超市|进医院要戴口罩|他住在哪个医院|"
        "我去医院拿药|"
        "医院进不去|那个箱子还在医院|我到社区走走|几个人从机场回来|公安局门口有棵树|就在指挥部楼下|"
        "卫健委隔壁是食堂|医院到我家两公里|这条街道很窄|她在社区的顶楼种菜|"
        "救援队驻设恒春机场|场所包括学校和医院"
    ),
)
def test_where_something_lies_or_goes_is_no_office(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text",
    texts(
        "企业文化很重要|企业社会责任报告|社区防控组开会|这是社区版|参与企业经营的人少|"
        "社区健康是一门课|企业登记要三天|我们谈企业管理|只有企业的概念|"
        "「企业」二字很大|社区这个词很新"
    ),
)
def test_what_is_called_after_a_kind_is_no_office(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text", texts("把名单按社区分开|所在街道要写清楚|她所在的街道，写一下|选县市、乡镇就行")
)
def test_what_something_is_counted_by_is_no_office(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "departments"),
    [
        ("社区说没收到。", ["社区"]),
        ("社区书记来了。", ["社区"]),
        ("我在社区帮忙登门。", ["社区"]),
        ("她在医院上班。", ["医院"]),
        ("医院把单子报给街道。", ["医院", "街道"]),
        ("名单推到街道。", ["街道"]),
        ("社区里有人往外说。", ["社区"]),
        ("企业的老板来谈过。", ["企业"]),
        ("按街道要求报。", ["街道"]),
        ("一家社区医院发来的。", ["医院"]),
        ("公安社区疾控都来了。", ["公安局", "社区", "疾控中心"]),
        ("在社区的要求下改了。", ["社区"]),
        ("你们社区晓不晓得？", ["社区"]),
    ],
)
def test_who_acts_or_is_dealt_with_is_an_office(text: str, departments: list[str]) -> None:
    assert named(text) == departments


@pytest.mark.parametrize(
    ("text", "departments"),
    [
        ("市里大数据局又建了一个。", ["大数据局"]),
        ("那是省里的卫健委。", ["卫健委"]),
        ("市里的那些局我们不熟。", []),
        ("市里头那几个局在一起。", []),
        ("在省里也是前三名。", []),
        ("省里要名单。", ["省级部门"]),
        ("他在省里三年。", ["省级部门"]),
        ("数据在市里。", ["市政府"]),
        ("省里的系统很慢。", ["省级部门"]),
    ],
)
def test_a_level_is_who_governs_there(text: str, departments: list[str]) -> None:
    assert named(text) == departments


@pytest.mark.parametrize(
    ("text", "departments"),
    [
        ("专班开会定的。", ["指挥部"]),
        ("发给专班了。", ["指挥部"]),
        ("硕士专班的学生很忙。", []),
        ("学校办了一个会计的专班。", []),
        ("他读的是在职专班。", []),
    ],
)
def test_a_class_at_a_school_is_no_working_group(text: str, departments: list[str]) -> None:
    assert named(text) == departments


def test_the_checks_hold_for_names_of_another_place() -> None:
    assert named("志工会议程发了", OTHERS) == [] == named("公司文化不错", OTHERS)
    assert named("工会来问过，学校也同意", OTHERS) == ["总工会", "学校"]


def test_a_section_of_an_office_is_not_the_office() -> None:
    assert named("我在疾控科。") == [] and named("全市医院都报。") == ["医院"]
    ((_, start, end),) = SHIPPED.find("全市医院都报。")
    assert (start, end) == (2, 4), "全市 is a word: the name is 医院, not 市医院"


def test_kinds_are_told_by_their_ending() -> None:
    assert is_kind("社区") and is_kind("定点医院") and is_kind("承建企业")
    assert not is_kind("公安局") and not is_kind("派出所") and not is_kind("法院")
    assert is_level("省里") and not is_level("省级") and is_working_group("专班")
