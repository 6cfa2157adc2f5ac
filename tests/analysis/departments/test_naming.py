"""A name counts where somebody is meant: the shipped gazetteer and names of another place."""

from __future__ import annotations

import pytest

from analysis.departments.gazetteer import Gazetteer
from analysis.departments.naming import Sentence, is_position, is_subject, whole_words
from codebooks.loading import load
from corpus.segmentation import tagged

SHIPPED = Gazetteer(load("collaborative_governance").gazetteer)
OTHERS = Gazetteer(
    {
        "农业局": ["农业"],
        "水务局": ["水务", "供水"],
        "商务局": ["商务"],
        "体育局": ["体育"],
        "教育局": ["教育"],
        "税务局": ["税务"],
        "应急局": ["应急"],
        "气象局": ["气象"],
        "残联": [],
        "消防": [],
        "城管局": ["城管"],
    }
)


def texts(joined: str) -> list[str]:
    return joined.split("|")


def named(gazetteer: Gazetteer, text: str) -> list[str]:
    return [department for department, _, _ in gazetteer.find(text)]


@pytest.mark.parametrize(
    "text",
    texts(
        "人民政府已经发文了|我在工商银行上班|按财政年度来算|车子堵在机场路|这是分局部的问题|"
        "办公安排好了|"
        "已经提交通知|数据局限性很大|上网信号不好|个人社保断了|评审计划出来了|拿出一个乙方案来|"
        "上海关于这件事的规定|居民警惕性高|报警方式很多|地铁路线改了|一个人大概三分钟|农村居民多|"
        "医院路口见|文件全部委托给他们"
    ),
)
def test_a_name_inside_or_across_other_words_is_none(text: str) -> None:
    assert named(SHIPPED, text) == []


@pytest.mark.parametrize(
    "text",
    texts(
        "这里交通不便|交通拥堵严重|改善交通状况|水利工程交通条件差|高速公路上堵车|坐铁路回家|"
        "医保报销比例低|"
        "财政补贴很少|审计报告出来了|工商登记那个也行|物业费没交|他是企业家"
    ),
)
def test_a_word_for_a_field_is_no_office(text: str) -> None:
    assert named(SHIPPED, text) == []


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("公安不给数据。", "公安局"),
        ("公安局长来了。", "公安局"),
        ("我们跟交通对接。", "交通局"),
        ("交通也来过。", "交通局"),
        ("交通出不起这个钱。", "交通局"),
        ("请交通配合。", "交通局"),
        ("由财政出钱。", "财政局"),
        ("审计来了怎么办？", "审计局"),
        ("民政的同志填一遍。", "民政局"),
        ("医保那边很痛快。", "医保局"),
        ("公安的、残联的都在。", "公安局"),
        ("台北市政府给了钱。", "市政府"),
        ("这一列只有交通或者卫健才有。", "交通局"),
    ],
)
def test_who_acts_is_asked_or_has_is_an_office(text: str, department: str) -> None:
    assert named(SHIPPED, text)[0] == department


@pytest.mark.parametrize(
    "text",
    texts(
        "上面要求今天报。|上面催得紧。|我们找上面。|他问上面为什么又要。|上面有人来查。|"
        "上面派人下来。"
    ),
)
def test_above_is_somebody_who_asks_or_is_asked(text: str) -> None:
    assert named(SHIPPED, text) == ["上级部门"]


@pytest.mark.parametrize(
    "text",
    texts(
        "桌子上面放着报表。|条子上面写着名字。|在上面签字。|这上面的数字不对。|上面一条是密码。|"
        "文件上面有章。|上面要填电话。|墙上面写着字。|晚上面对孩子。"
    ),
)
def test_above_is_no_office_where_a_thing_lies(text: str) -> None:
    assert named(SHIPPED, text) == []


@pytest.mark.parametrize(
    "text",
    texts(
        "农业银行贷款|商务舱很贵|去体育馆打球|教育孩子不容易|气象条件差|应急预案做了|"
        "应急管理很重要|供水不足|"
        "体育锻炼|教育程度低|残联系人|消防安全|应急照明"
    ),
)
def test_the_checks_know_no_list_of_names(text: str) -> None:
    assert named(OTHERS, text) == []


@pytest.mark.parametrize(
    "text",
    texts("农业说没收到|跟税务要数据|城管来了|气象给我们发|请教育配合|农业的同志|残联来过"),
)
def test_other_names_count_where_somebody_is_meant(text: str) -> None:
    assert len(named(OTHERS, text)) == 1


def test_everyday_words_and_words_of_position_are_told_by_the_dictionary() -> None:
    assert is_subject("交通", tagged("交通")) and is_subject("通信管理", tagged("通信管理"))
    assert not is_subject("卫健", tagged("卫健")), "no word of the dictionary"
    assert not is_subject("公安局", tagged("公安局")), "ends as an office does"
    assert is_position(tagged("上面")) and not is_position(tagged("上级"))


def test_words_are_bounds() -> None:
    sentence = Sentence.of([("人民政府", "n"), ("和", "c"), ("公安局长", "n")])
    assert sentence.starts == (0, 4, 5) and sentence.at(6) == 2
    assert (sentence.word(3), sentence.tag(-1)) == ("", "")
    assert not whole_words(sentence, 1, 3, "民政", True)
    assert whole_words(sentence, 5, 8, "公安局", False), "a title goes with it"
    road = Sentence.of([("道路交通", "n")])
    assert whole_words(road, 2, 4, "交通", False) and not whole_words(road, 2, 4, "交通", True)
