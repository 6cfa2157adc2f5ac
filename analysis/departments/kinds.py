"""Whether a common noun for a kind of body (社区, 医院, 企业), a level (市里) or a working group
(专班) means a body in its sentence: not where something lies, how fine something is counted, what
another thing is called after, or a class at a school.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from analysis.departments.naming import ACTS, BEFORE, SOMEBODY, STOPS, Sentence, words_of

_FACILITIES: Final = (
    *("医院", "卫生院", "门诊", "诊所", "机场", "车站", "火车站", "高铁站", "客运站", "港", "校"),
    *("口岸", "码头", "厂", "店", "服务中心"),
)
"""One goes there to be served; to be there is not to be of it."""
_AREAS: Final = ("社区", "街道", "乡镇", "镇街", "村居")
"""Bodies that are areas as well."""
_KINDS: Final = (
    *("企业", "公司", "厂商", "开发商", "物业", "工会", "协会", "学会", "商会"),
    *_FACILITIES,
    *_AREAS,
)

_STAFF: Final = words_of(
    "医生 大夫 护士 老板 老总 员工 职工 工人 伙伴 工作者 人手 户口 法人 代表 高管 中层 窗口 保安 "
    "院长 校长 店长 站长 会长 经理 财务 会计 端 方 界 双方 本身 自身 自己 主 主任 副主任 片警"
)
_FIELDS: Final = words_of(
    "健康 安全 卫生 稳定 登记 认证 登录 注册 评鉴 评选 评比 认定 评估 补助 扶持 辅导 招募 "
    "招商 入驻 落户"
)
"""Fields, and what is done to a kind of body; no act of its own."""
_IDEAS: Final = words_of("方式 概念 型态 形态 模式 名称 名字 定义 形式 字眼 含义")
"""Behind 企业的: the idea is spoken of."""
_SETTINGS: Final = words_of("情境 场域 场所 场景 地点")
_TAILS: Final = words_of("组 队 科 股 办 室 会 版 通 号 网 级 化 型 类 式 法")
"""They make another body or a thing of the name before them."""
_KNOW: Final = words_of("晓 晓得 懂")
"""Verbs that the dictionary has as nouns."""
_COUNTED: Final = words_of("一个 一家 一 两 这 那 哪 某")
_AROUND: Final = words_of(
    "里 里面 里头 里边 内 中 外 外面 附近 周边 周围 对面 隔壁 旁边 门口 大门 楼下 楼上 "
    "进不去 进不来 出不去 关门 排队"
)
_PEOPLE_IN: Final = words_of("有人 有没有 没有人 没人 谁 自己")
"""Behind 社区里: of those who are of it."""
_INTO: Final = words_of(
    "进 进了 进入 出 离 离开 逛 住 住在 路过 经过 位于 设 设在 设置 设立 驻 驻在 驻设 开到 前往 "
    "赶到 跑到 送进 走进 走入 深入 融入 回到 离不开 附近"
)
_AT: Final = words_of("到 去 在 从 回 来 跑 送到 送 赶 转到 转 就在 待在 躺在 坐在")
_WALKERS: Final = words_of("我 我们 你 你们 他 他们 她 大家 人 人力 人员 学生 老师 青年 车")
"""Before 到社区: who walks there; a list or a case is handed over to it."""
_WORKS: Final = words_of("上班 工作 任职 实习 值班 帮忙 帮 当 干 做 待 开会 蹲点 挂职 服务")
_BY: Final = words_of("按 按照 以 依")
_WORD: Final = re.compile('[」”』"]?(?:这?[一二两三四几]个?字|这个(?:词|名词|名字|说法)|一词)')
_OFFICES: Final = words_of("局 部门 单位 委办局 各部门 厅局 机关")
_TEACHES: Final = words_of("办 办理 开办 举办 开设 报名 报读 念 读 就读 攻读 毕业 毕业于")
_SCHOOL: Final = words_of(
    "学生 毕业 招生 课程 课 老师 学位 硕士 学士 博士 在职 进修 产学 大学 学院 研究所 学员 上课 "
    "结业 学费 培训 训练 教育 授课 讲师 同学"
)


def is_kind(name: str) -> bool:
    """Whether a name is a common noun for a kind of body (社区医院, 企业; not 公安局, 法院)."""
    return name.endswith(_KINDS)


def is_level(name: str) -> bool:
    """Whether a name is that of a level of government (市里, 省里)."""
    return name.endswith("里")


def is_working_group(name: str) -> bool:
    """Whether a name is also that of a class at a school (专班)."""
    return name.endswith("专班")


def is_body(
    sentence: Sentence, start: int, end: int, name: str, is_office: Callable[[int], bool]
) -> bool:
    """Whether a kind of body is one that acts or is dealt with at [start, end) of a sentence.
    ``is_office``: whether an office is named at an offset of the sentence.
    """
    last = sentence.at(end - 1)
    if sentence.starts[last] + len(sentence.words[last]) != end:
        return True  # 社区们: the word itself says who
    return not (
        _describes(sentence, last + 1, is_office)
        or _is_place(sentence, start, last + 1, name)
        or _is_measure(sentence, start, last + 1, name)
        or _is_word(sentence, last + 1)
    )


def _describes(sentence: Sentence, index: int, is_office: Callable[[int], bool]) -> bool:
    """Whether the noun at an index is what the kind describes: 企业文化, 社区防控组, 社区医院."""
    word, tag = sentence.word(index), sentence.tag(index)
    if word.endswith(_FACILITIES):
        return True
    if not word or word in STOPS or word in SOMEBODY or word in ACTS or word in _STAFF | _KNOW:
        return False
    if word.endswith(_KINDS) or is_office(sentence.starts[index]):
        return False
    if tag == "v" and sentence.tag(index + 1) == "vn":
        return True
    if word == "的":
        return sentence.word(index + 1) in _IDEAS
    if word in _FIELDS:
        return True
    if tag == "vn":
        return word not in _WORKS
    return tag[:1] in ("n", "b", "j") or tag == "eng" or word in _TAILS


def _governor(sentence: Sentence, start: int) -> int:
    """The index of the word that governs a name, past what counts or points at it."""
    index = sentence.at(start) - 1
    while sentence.word(index) and (
        sentence.word(index) in BEFORE
        or sentence.word(index) in _COUNTED
        or sentence.tag(index)[:1] in ("m", "q")
        or sentence.tag(index) in ("ns", "nr", "nz")
        or sentence.word(index) in ("这个", "那个", "哪个", "这家", "那家", "哪家", "某个")
    ):
        index -= 1
    return index


def _is_place(sentence: Sentence, start: int, index: int, name: str) -> bool:
    """Whether something lies or goes there; ``index`` is that of the word behind the name."""
    following = sentence.word(index)
    governor = _governor(sentence, start)
    before = sentence.word(governor)
    where = name.endswith((*_FACILITIES, *_AREAS))
    if where and before in _INTO:
        return True
    if name.endswith("街道") and sentence.word(sentence.at(start) - 1).endswith("条"):
        return True
    if following == "上" and before in ("在", "整个"):
        return True
    if following in _AROUND:
        return sentence.word(index + 1) not in _PEOPLE_IN
    works = following in _WORKS or sentence.word(index + 1) in _WORKS
    if name.endswith(_FACILITIES):
        if _SETTINGS.intersection(sentence.words[max(0, index - 12) : index + 12]):
            return True
        goes_on = following in ("到", "离") and sentence.tag(index + 1)[:1] in ("n", "r", "m")
        return goes_on or (before in _AT and not works)
    if name.endswith(_AREAS) and before == "到":
        return sentence.word(governor - 1) in _WALKERS
    if name.endswith(_AREAS) and before == "在":
        had = sentence.word(index + 1) if following == "的" else following
        return not works and had not in SOMEBODY and had not in ACTS
    return False


def _is_measure(sentence: Sentence, start: int, index: int, name: str) -> bool:
    """Whether something is dealt out or addressed by it: 按社区分, 所在街道, 县市、乡镇."""
    first = sentence.at(start)
    governor = sentence.word(_governor(sentence, start))
    if sentence.word(first - 1) == "所在":
        return True
    if sentence.word(first - 1) == "的" and sentence.word(first - 2) == "所在":
        return True
    if name.endswith(_AREAS) and any(
        word.endswith(("县市", "省市", "市县", "市区"))
        for word in sentence.words[max(0, first - 2) : first]
    ):
        return True
    following = sentence.word(index)
    return governor in _BY and following != "的" and following not in ACTS


def _is_word(sentence: Sentence, index: int) -> bool:
    """Whether only the word is spoken of: 「企业」二字, 企业这个词."""
    return _WORD.match("".join(sentence.words[index : index + 5])) is not None


def is_government(
    sentence: Sentence, start: int, end: int, is_office: Callable[[int], bool]
) -> bool:
    """Whether a level means those who govern there: not which office (市里大数据局, 市里的那些局),
    nor the circle in which something ranks (在省里也是前面的, 我们市里头横向的). ``is_office``:
    whether an office is named at an offset of the sentence.
    """
    last, first = sentence.at(end - 1), sentence.at(start)
    index = last + 1
    following = sentence.word(index)
    inside = sentence.starts[last] + len(sentence.words[last]) != end
    if inside and following not in ACTS:
        return False
    if sentence.word(first - 1) == "在" and not (
        following in ("的", "") or following in STOPS or sentence.tag(index).startswith("m")
    ):
        return following in _WORKS
    index += following == "的"
    if index < len(sentence.starts) and is_office(sentence.starts[index]):
        return False
    while sentence.tag(index)[:1] in ("m", "q", "r"):
        index += 1
    return sentence.word(index) not in _OFFICES


def is_no_class(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a working group is none at a school (硕士专班, 办理会计的专班)."""
    first, last = sentence.at(start), sentence.at(end - 1)
    before = sentence.words[max(0, first - 24) : first]
    near = (*sentence.words[max(0, first - 3) : first], *sentence.words[last + 1 : last + 4])
    return not (_TEACHES.intersection(before) or _SCHOOL.intersection(near))
