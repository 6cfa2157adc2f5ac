"""Praise and blame: how good or bad a thing is said to be."""

from __future__ import annotations

import re
from typing import Final

from analysis.coders.polarity.cues.masks import MASK
from analysis.coders.polarity.cues.negation import COMPLEMENT, NEGATOR

# 特别 and 非常 are masked (别, 非), so the degree reads 很 and a mask.
_DEGREE: Final = f"(?:[太很挺蛮忒]|很{MASK}|比较|相当|实在|真|有点|有些)"

# Adjectives of one character say so much only with a degree before them; what may follow
# excludes words that begin alike (慢性病, 低保).
_BADLY: Final = (
    f"{_DEGREE}(?:慢(?![病性])|少(?![数年许量儿])|差(?![别异距额点不])|乱|低(?![保头收龄风])|"
    f"弱(?![势电])|旧|老套|难(?![得民免道])|烦|累(?![计积])|吃力|费劲|费事|折腾|拖沓|死板|被动|"
    f"尴尬|紧张|勉强)"
    "|(?:不(?:太|怎么|够|大|很|是很|是太)?|没有?(?:怎么)?)(?:扎实|给力|好使|顺手|省心|派上用场|"
    "像样|过硬|管用|够用|有用|起作用|及时|到位|顺畅|通畅|稳定|健全|清楚|规范|成熟|准确|完整|"
    "一致|统一|齐全|方便|灵光|灵活|满意|理想|积极|主动|靠谱)"
)


def _any_of(phrases: str) -> str:
    """Any of the phrases, tried only where one of them may begin, because they are many."""
    longest_first = sorted(phrases.split(), key=len, reverse=True)
    begins = "".join(sorted({phrase[0] for phrase in longest_first}))
    return f"(?=[{begins}])(?:{'|'.join(longest_first)})"


# Set phrases of spoken blame, which need no degree.
PLAINLY_BAD: Final = (
    _any_of(
        "没法比 一塌糊涂 一团糟 稀烂 烂尾 烂摊子 白搭 白费 鸡肋 花架子 空架子 空壳 空的 累赘 "
        "不靠谱 没谱 不顶用 不顶事 不中用 不起作用 不好使 不好用 难用 难看 难找 走过场 "
        "应付了事 形式大于内容 挂在墙上 说了不算 没下文 没有下文 没着落 没有着落 石沉大海 "
        "遥遥无期 不了了之 两张皮 两回事 头大 要命 没影 泡汤 瘫了 趴窝 崩了 乱套 打水漂 跑断腿 "
        "磨破嘴 扯皮 各搞一套 停用 停了 下线了 废了 荒废 顾不上 接不住 拖了后腿 拖后腿 "
        "杳无音信 开完就散 凑合 一言难尽 聊胜于无 形同 名存实亡 纸上谈兵 束之高阁 一纸空文 "
        "有名无实 吃灰 落灰 睡大觉 没回音 没动静 没人搭理 没人搭腔 杯水车薪 捉襟见肘 青黄不接 "
        "一拖再拖 雷声大 流于形式 各吹各的 各唱各的 做样子 应付差事 一盘散沙 爱答不理 爱理不理 "
        "无人问津 没戏 门都没有 等于零 早黄了 掉链子 拉胯 老掉牙 力不从心 不痛不痒 慢半拍 "
        "对不上号 各管各 半死不活 拖拖拉拉 磨磨蹭蹭 慢慢吞吞 稀稀拉拉 零零散散 马马虎虎 "
        "敷敷衍衍 断断续续 遮遮掩掩 凑凑合合 来气 窝火 闹心 糟心 干瞪眼"
    )
    + r"|"
    r"(?:^|(?<=[也就还都真]))(?:慢|乱|差)(?=[,。?!;]|$)|有(?:等于|跟|和)没有?|各\S{0,3}各的|"
    r"各(\S{1,2})有各\1的|三天两头(?:崩|坏|出|掉|卡|停|断|死)|"
    r"(?:[慢乱差烂难旧紧死散烦累粗僵]|麻烦)得(?:很|不得了|要命|要死|厉害|不行|没法)|"
    r"[卡管抠压]得(?:太|很)?死死?的?|都没(?<=(\S)都没)\2过|就(?:断|停|黄|散|废|瘫|凉)了"
)

# A bare 问题 blames what it is the problem of; 重要的问题 and 问题不大 do not.
BAD: Final = re.compile(
    _any_of(
        "不怎么样 不咋样 不咋地 不灵 够呛 参差不齐 良莠不齐 很差 太差 比较差 太低 偏低 很低 "
        "不高 太少 很少 较少 偏少 薄弱 太弱 滞后 缺位 缺失 空白 有限 不足 欠缺 不强 有问题 "
        "成问题 出问题 是问题 是个问题 是难题 头疼 麻烦 困难 太难 很难 混乱 太乱 很乱 乱七八糟 "
        "五花八门 形同虚设 走形式 摆设 跟不上 落后 老大难 打折扣 卡壳 卡住 卡在 糟糕 低下 脱节 "
        "太慢 很慢 慢得 太长 太死 太严 太多 繁琐 复杂 各不相同 各是各的 不一样 不统一 不一致 "
        "两码事 打架 缺"
    )
    + r"|不行(?!政)|没人(?:理|管|用|看|问)|差(?!不多|异|点|一点|别|旅|分|距|额|价|遣|使|错)|"
    r"较低(?!保)|(?<!问题)不大|(?:的|这个|这些|方面的)?(?:(?<!重要的)(?<!关键的)(?<!核心的)"
    r"(?<!另外一个)问题|难题|短板|瓶颈|痛点|堵点|难点|软肋|障碍)(?!不大|解决|没有|少|都)|"
    rf"{_BADLY}|{PLAINLY_BAD}"
)

# Opens what is talked of.
ABOUT: Final = re.compile(r"关于|有关|涉及|讨论|探讨|谈到|谈的是|处理的是|为什么|为何|针对")

BARE_PROBLEM: Final = re.compile(r"(?:的|这个|这些|方面的)?问题")
"""After one of ``ABOUT``, X的问题 is what is talked of, and blames nothing."""

# As _BADLY: an adjective with its degree, and not the words that begin alike (很好奇, 比较高层).
_WELL: Final = (
    rf"{_DEGREE}(?:好(?![几多些奇处像比歹])|快(?![就要递])|"
    rf"高(?![级层度校铁速新中危风考峰价领龄压])|强(?![制调迫行求])|顺(?![便带序])|足(?![球])|"
    rf"准(?![备许入])|全(?![部市省国体员都程是区县家民])|扎实|到位|及时|方便(?!面)|规范|管用|"
    rf"细(?![胞菌则])|稳|明显|清楚|灵|省心|省事|踏实)"
)

# Set phrases of spoken praise, which need no degree.
PLAINLY_GOOD: Final = (
    _any_of(
        "实时的 扎扎实实 靠谱 给力 好使 顺手 省心 省事 帮了大忙 帮大忙 立了功 派上用场 "
        "派上了用场 像样 有模有样 一目了然 立竿见影 过硬 跟得上 实打实 有声有色 井井有条 痛快 "
        "利索 麻利 爽快 没的说 杠杠的 雷打不动 说到做到 有求必应 随叫随到 一呼百应 井然有序 "
        "立等可取 呱呱叫 顶呱呱 挑不出毛病 一清二楚 绰绰有余 救了急 顶用 清清爽爽 明明白白 "
        "顺顺当当 妥妥当当 稳稳当当 踏踏实实 实实在在 利利索索 整整齐齐"
    )
    + r"|"
    r"还可以(?=[吧的,。]|$)|"
    r"(?:[稳快顺全细灵准齐勤]|好|清楚|方便|踏实|清爽)得(?:很|不得了|没话说)|"
    r"走在(?:了)?(?:最)?前"
)

# 没问题 and 不错 hold a negator and praise; they are kept when the masks are laid on.
GOOD: Final = re.compile(
    r"没有问题|没什么问题|没有什么问题|还好|还不错|不错|没问题|没毛病|没得说|没话说|"
    r"较高(?![级层度风])|顺畅|顺利|通畅|准确多|准多了|好多了|多了|齐全|齐了|完善了|健全|到位|"
    r"及时(?!间|雨)|明确了|很明确|很清楚|清清楚楚|统一了|通了|打通|提升|提高|改善|改进|稳定|"
    r"可以的|够用|管用|好用|有用|起作用|"
    rf"(?<![不没未难])(?:{_WELL}|{PLAINLY_GOOD})|"
    r"齐一|(?:相对|比较|高度|基本上?|大致|大体上?|已经|都)(?:一致|统一)(?!不|得了)|起了|发挥|"
    r"落地(?!检|签|窗|核酸)|见效|成熟|规范了|理顺|简化|精简|优化|少了|有保障|放心|方便"
)

# 不缺 and 不难 are praise at once, 不差多少 and 不慢待 are not: what follows is looked at.
NOT_BAD: Final = re.compile(
    r"(?:这一?块|这方面|方面|那边|这个|倒是?|都|也|还|就|其实|基本上?|一直|目前|现在|是|的|嘛|"
    r"呢)*(?:(?:没有?|不存在)(?:什么|啥|多大的?|太大的?|大的?)*(?:问题|毛病|障碍|难度|"
    r"困难)(?!就怪|才怪|是不可能)"
    r"|问题(?:都|也|倒)?不(?:太|是很)?大"
    r"|(?<![要能])不(?:能说|算是?|是很|是太|怎么|太|愁|会)?(?:缺|差(?!多)|慢|"
    r"难(?=[用弄搞定办学找懂,。?!;]|$)|复杂|麻烦|繁琐|落后|愁)(?!是不可能))"
)
"""接口没什么问题, 问题不大, 经费倒不缺, 不算差: a fault that is denied is praise."""

# A trouble named before the indicator lies in it: 问题就出在平台.
TROUBLED: Final = re.compile(
    r"(?:问题|难题|短板|瓶颈|痛点|堵点|难点|最大的困难|困难|麻烦|难|卡)(?:就|主要|"
    r"还是)?(?:出)?(?:是|在|就是)[^,。]{0,4}$|差在|输在|卡在|败在"
)

# Anything that speaks against a thing; asked where it matters only whether something does.
NEGATIVE: Final = re.compile(rf"{NEGATOR.pattern}|{COMPLEMENT.pattern}|{BAD.pattern}")
