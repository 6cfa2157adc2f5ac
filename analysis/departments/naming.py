"""Whether a name that stands in a sentence names somebody there: word bounds, places, subjects.

A short name of an office is often part of a longer word (民政 in 人民政府), and a word for a field
as well as for the office in charge of it (交通). Three checks, all on the words of the sentence as
the segmenter's dictionary cuts them:

1. It is made of whole words. What a word adds before it (市, 各) or behind it (局长, 里) is
   allowed, and so is a compound of which it is the head (中医院).
2. It is not the beginning of a place (医院路) or of another body (企业协会).
3. A name without the ending of an office (局, 委, 部门 …) that is itself an everyday word must be
   somebody: who says, gives or asks, whom one asks, whose thing it is, or one of several offices
   named side by side. A word of position (上面) must be above somebody.

Common nouns for kinds of bodies (社区) have checks of their own: ``analysis.departments.kinds``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

ORGAN_ENDS: Final = (
    *"局委办部厅署府院所处科会队站司心构位门关商室方警员区道场口班指大团行校厂社店港",
    "企业",
    "物业",
)
"""A name that ends so is an office, a body or people, whatever stands around it."""


def words_of(text: str) -> frozenset[str]:
    """The words of a text that are apart by blanks."""
    return frozenset(text.split())


BEFORE: Final = words_of(
    "市 区 县 省 州 旗 镇 乡 国家 全国 中国 中央 各 各个 每个 该 本 我 老 女 男 前 原 全 某 副 "
    "大 小"
)
"""What a word may hold before a name."""
_ALL: Final = words_of("全 本 各 我 外 该")
"""With 市, 区, 县 or 省 they are a word, of which a name takes no part."""
_BEHIND: Final = words_of(
    "长 局长 厅长 院长 主任 书记 们 里 里面 里头 里边 内 内部 面 头 边 上 部门 机关 系统 人 "
    "人员 干部 干警 大队 支队 中队 办公室 代表 方 口 员 派"
)
"""What a word may hold behind a name."""
_PLACES: Final = words_of(
    "路 大街 街 巷 大道 路口 路段 广场 花园 小区 新村 家属院 家属楼 宿舍 立交 立交桥 桥 大桥 "
    "公交站 地铁站 站台 楼下 楼上 隔壁 门口 旁边 对面 附近 周边 周围 大门 门外 院子 大楼"
)
_BODIES: Final = words_of(
    "科 股 处 署 局 司 银行 协会 学会 公会 商会 工会 基金会 联合会 联盟 大学 学院 研究院 研究所 "
    "杂志 报社"
)
SOMEBODY: Final = words_of(
    "部门 机关 系统 口 口子 条线 线 那边 那头 那里 那儿 这边 这头 这里 这儿 这块 那块 一块 "
    "方面 他们 她们 自己 公所 内部 人 人员 同志 同事 同学 朋友 领导 干部 干警 民警 警察 兄弟 "
    "哥哥 小伙子 小伙 小姑娘 姑娘 大哥 大姐 师傅 书记 局长 处长 科长 主任 队长 队员 专家 大队 "
    "支队 窗口 热线 专网 内网 接口 库 数据库 群 先 老 老同志 工作人员 负责人 联络员 代表 出身 "
    "那个 这个 那位 这位 几个 的话 一家 两家 三家"
)
"""Behind a name: people, parts or things that only an office has."""
ACTS: Final = words_of(
    "说 讲 问 答 给 给了 要 要求 来 来过 来人 来函 去 有 没 没有 发 发来 发函 打 打来 打电话 "
    "填 填报 推 推送 报 上报 查 管 录 传 用 派 派人 叫 喊 让 请 催 回 回复 答复 批 批复 "
    "出 出面 出具 收 收到 建 做 干 接 接到 交 送 通知 同意 不同意 答应 拒绝 反对 配合 "
    "支持 牵头 提供 提出 负责 反馈 反映 反应 研判 核实 核查 掌握 觉得 认为 认 不认 知道 晓得 "
    "愿意 不愿 不肯 肯 希望 担心 怕 开会 开 召集 对接 联系 找 告诉 告知 介入 参与 "
    "参加 加入 进来 出来 下来 上门 过来 打通 拿 拿到 拿走 看 看到 盯 盯着 卡 卡住 拖 推诿 扯皮 "
    "下发 下达 布置 拍板 决定 定 出钱 拨 拨款 掏钱 帮 帮忙 留 帮助 协助 主导 分管 是 "
    "把 跟 向 对 从 由 被 替 为 归 不归 属于 以为 转 转给 交给 发给 报给 推给 抄送 "
    "承担 签 签字 盖章 点头 松口 放 "
)
"""Behind a name, after adverbs: what somebody does."""
_ASKED: Final = words_of(
    "跟 和 与 同 找 找到 问 请 请示 让 由 叫 向 被 归 经 经过 在 是 我 我们 你们 他们 她们 "
    "咱们 人家 到 往 求 求着 等 通知 联系 协调 对接 给 交给 发给 报给 推给 转给 提供给 抄送 "
    "抄报 及 以及 还有 包括 比如 像 属于 来自 传给 送 报 推 递给 代表 得罪 通过 会同 联合 依靠 "
    "除了 其他"
)
"""Before a name: one asks it, gives it, works in it."""
_SKIPPED: Final = words_of(
    "也 都 就 又 才 还 却 倒 倒是 再 先 后来 当时 现在 以前 之前 今天 昨天 明天 每天 晚上 早上 "
    "一直 已经 马上 立刻 直接 从来 从 始终 不 别 未 没 没有 会 能 能够 可以 应该 应当 必须 得 "
    "该 想 敢 肯 愿意 不能 不会 不用 不想 不肯 不敢 不愿 经常 常常 总 总是 老 老是 只 只能 "
    "只是 只有 其实 主要 可能 大概 反正 突然 终于 居然 到底 究竟 为什么 怎么 随时 主动 统一 "
    "单独 分别 那时候 刚 刚刚 又要"
)
_OF: Final = words_of("的 之")
_TRAITS: Final = words_of(
    "小气 大方 积极 主动 被动 强势 客气 热情 痛快 爽快 懂行 厉害 牛 难 忙 累 辛苦 精 抠 慢 快 硬气 "
    "为难 谨慎 保守 霸道 负责任 靠谱 不容易 自己 最 太 真 挺 很 蛮 比较 特别 非常 那么 这么"
)
"""Behind 你们 and a name: what people are like."""
_THOSE: Final = words_of("你们 他们 她们 人家")
_THEM: Final = words_of("他 她 他们 她们 人家")
_ONLY: Final = words_of("就 就是 还有 只有 除了 还是 连 像")
_THINGS: Final = words_of(
    "网 系统 平台 图 表 名单 电话 文件 函 章 车 探头 摄像头 账号 权限 编码 数 成绩 意思 说法 "
    "意见 责任 事 活 职责 家 卡口 点 岗 办法"
)
"""Behind 的: what an office has or does, beside people."""
_ABOVE: Final = words_of(
    "要求 要 说 讲 问 催 压 派 下来 下发 下达 批 急 管 定 规定 布置 考核 检查 同意 不同意 不认 "
    "认 叫 让 通知 领导 条线 条 交代 重视 支持 不给 拍板 决定 怪 怪罪 追责 问责 查 卡 统一 "
    "点头 发文 来人 来查 不知道 知道 满意 不满意 怕 有人 有要求 有规定"
)
_ON_IT: Final = words_of("加 写 放 标 印 贴 盖 填 改 补")
"""Behind 上面要: what is done to a sheet of paper."""
_ABOVE_HAS: Final = words_of(
    "要求 人 规定 精神 通知 政策 领导 指示 压力 任务 考核 命令 说法 指标 红头文件 条"
)
_TO_ABOVE: Final = words_of(
    "找 问 向 跟 由 请 请示 听 对付 应付 报给 报 交给 汇报给 应对 等 求 我 我们 你们 他们 他 "
    "惹 怪 得罪 反映给 传给 对上"
)
_FROM: Final = words_of("从 由 是 是从")
_IN: Final = words_of("在 这 那 张 这个 那个")
_SENT_DOWN: Final = words_of("压 压下来 派 派下来 下发 下达 布置 交代 要求 考核 压力 命令 指示")
_SENT: Final = "压派传转推分导批拨发交同"
"""With 下来: what comes from above (同步下来, 传达下来)."""
_BESIDE: Final = words_of("、 ， , 或 或者 和 跟 与 及 以及 还有")
STOPS: Final = "，。、；：？！,;:?!.…—“”\"'（）()《》 \n\x00"


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence with the offset of each, and the tag of its part of speech."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, tagged: Sequence[tuple[str, str]]) -> Sentence:
        """From (word, tag) in order."""
        starts, offset = [], 0
        for word, _ in tagged:
            starts.append(offset)
            offset += len(word)
        return cls(
            tuple(word for word, _ in tagged), tuple(tag for _, tag in tagged), tuple(starts)
        )

    def at(self, offset: int) -> int:
        """The index of the word that covers an offset."""
        return bisect_right(self.starts, offset) - 1

    def word(self, index: int) -> str:
        """The word of an index; "" outside of the sentence."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def tag(self, index: int) -> str:
        """The tag of an index; "" outside of the sentence."""
        return self.tags[index] if 0 <= index < len(self.tags) else ""


def is_subject(name: str, tagged: Sequence[tuple[str, str]]) -> bool:
    """Whether a name is also an everyday word: no ending of an office, and made of dictionary words
    of two letters or more (交通, 通信管理; not 卫健, which is cut into letters).
    """
    return not name.endswith((*ORGAN_ENDS, "里")) and all(len(word) > 1 for word, _ in tagged)


def is_position(tagged: Sequence[tuple[str, str]]) -> bool:
    """Whether a name is a word of position (上面, 上头)."""
    return len(tagged) == 1 and tagged[0][1] == "f"


def whole_words(sentence: Sentence, start: int, end: int, name: str, subject: bool) -> bool:
    """Whether ``name`` at [start, end) begins and ends as words do. A ``subject`` is no head of a
    compound: 道路交通 is more of a field than 交通 is.
    """
    first, last = sentence.at(start), sentence.at(end - 1)
    before = sentence.words[first][: start - sentence.starts[first]]
    behind = sentence.words[last][end - sentence.starts[last] :]
    if behind and behind not in _BEHIND:
        return False
    if before in _ALL and name[0] in "市区县省" and first != last:
        return False  # 全市 | 医院
    is_head = first == last and not subject
    area = before and sentence.words[first][-1] == name[0] and name[0] in "市区县省"
    return (
        not before
        or is_head
        or before in BEFORE
        or bool(area and first != last and name.endswith(ORGAN_ENDS))
    )


def is_elsewhere(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the name begins the name of a place or of another body."""
    last = sentence.at(end - 1)
    if sentence.starts[last] + len(sentence.words[last]) != end:
        return False
    following = sentence.word(last + 1)
    return following in _PLACES or following in _BODIES


def is_somebody(sentence: Sentence, start: int, end: int, is_office: Callable[[int], bool]) -> bool:
    """Whether an everyday word names an office here. ``is_office``: whether an office is named at
    an offset of the sentence.
    """
    last = sentence.at(end - 1)
    if sentence.starts[last] + len(sentence.words[last]) != end:
        return True  # 公安局长: the word itself says who
    blank = sentence.word(last + 1) == " "
    following = sentence.word(last + 1 + blank)
    previous = _previous(sentence, start)
    if blank and previous in _ASKED:
        return True  # speech recognition left a blank for a comma
    if _is_spoken_of(sentence, start, last + 1, following):
        return True
    if following in SOMEBODY or following in ACTS or _is_potential(following):
        return True
    if following in _OF:
        return _is_had(sentence, last + 2)
    index = last + 1
    while sentence.word(index) in _SKIPPED:
        index += 1
    if index > last + 1:
        return sentence.word(index) in ACTS or previous in _ASKED or previous in ("", *STOPS)
    if sentence.tag(index).startswith("m") and following != "一些":
        return True
    if following and following not in STOPS:
        offset = sentence.starts[index]
        particle = sentence.tag(index)[:1] in ("u", "y", "e", "r", "c", "p")
        asked = particle and (previous in _ASKED or sentence.tag(index + 1) == "r")
        return asked or is_office(offset) or _is_listed(sentence, start, end, is_office)
    return previous in _ASKED or _is_listed(sentence, start, end, is_office)


def _is_spoken_of(sentence: Sentence, start: int, index: int, following: str) -> bool:
    """Whether people are meant by how one speaks of them: 你们医保小气, 专班的公安，他去了,
    某个区的民政，就公安吧. ``index`` is that of the word behind the name.
    """
    first = sentence.at(start)
    direct = sentence.word(first - 1)
    if direct in _THOSE and following in _TRAITS:
        return True
    if following in ("吧", "呢", "嘛") and direct in _ONLY:
        return True
    owned = direct == "的" and sentence.tag(first - 2).startswith("n")
    stop = following in ("，", ",", " ")
    if stop and sentence.word(index + 1) in _THEM and (owned or direct in ("", *STOPS, *_ONLY)):
        return True
    return (
        owned
        and following in STOPS
        and (sentence.word(first - 2) in BEFORE or sentence.word(first - 2).endswith("班"))
    )


def _is_potential(word: str) -> bool:
    """Whether a verb with a potential complement (出不起, 拿得到)."""
    return len(word) > 2 and word[1] in "不得" and word[0] in ACTS


def _previous(sentence: Sentence, start: int) -> str:
    """The word before an offset, past what goes with a name (市, 那个, 各)."""
    index = sentence.at(start) - 1
    while sentence.word(index) in BEFORE - {"我"} or sentence.word(index) in (
        "那个",
        "这个",
        "了",
    ):
        index -= 1
    return sentence.word(index)


def _is_had(sentence: Sentence, index: int) -> bool:
    """Whether what stands behind 的 is had by an office: people, things, so many of them, or
    nothing (公安的、卫健的).
    """
    word, kind = sentence.word(index), sentence.tag(index)[:1]
    counted = kind in ("m", "r") and word not in ("一些", "其他")
    beside = word in STOPS or word in SOMEBODY or word in _THINGS
    return not word or beside or counted or word in ACTS or word in _SKIPPED


def _is_listed(sentence: Sentence, start: int, end: int, is_office: Callable[[int], bool]) -> bool:
    """Whether another office stands beside it, with 、 or 或者 between."""
    first, last = sentence.at(start), sentence.at(end - 1)
    behind = sentence.word(last + 1) in _BESIDE and last + 2 < len(sentence.words)
    if behind and is_office(sentence.starts[last + 2]):
        return True
    before = sentence.word(first - 1) in _BESIDE and first >= 2
    return before and is_office(sentence.starts[first - 1] - 1)


def is_above(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word of position means those above (or below), not where a thing lies."""
    last, first = sentence.at(end - 1), sentence.at(start)
    previous = sentence.word(first - 1)
    index = last + 1
    if sentence.word(index) in _OF:
        return _first_of(sentence, index + 1, _ABOVE_HAS)
    while sentence.word(index) in _SKIPPED - {"统一"}:
        index += 1
    head = sentence.word(index)
    if head in ("有", "没有", "没", "还有"):
        return previous not in _IN and _first_of(sentence, index + 1, _ABOVE_HAS)
    if previous[-1:].isascii() and previous[-1:].isalnum():
        return False  # on a page of that name
    noun_before = sentence.tag(first - 1)[:1] in ("n", "q") and previous not in _TO_ABOVE
    if head == "要" and sentence.word(index + 1) in _ON_IT:
        return False
    if head in _ABOVE:
        return not noun_before and previous not in _IN
    if previous in _FROM:
        behind = sentence.words[index : index + 3]
        down = any(word.endswith("下来") for word in behind)
        return any(word in _SENT_DOWN or (down and word[0] in _SENT) for word in behind)
    return previous in _TO_ABOVE and not noun_before


def _first_of(sentence: Sentence, index: int, words: Collection[str]) -> bool:
    """Whether one of ``words`` stands at an index or one or two later, in the clause."""
    for position in range(index, index + 3):
        word = sentence.word(position)
        if word in STOPS:
            return False
        if word in words:
            return True
    return False
