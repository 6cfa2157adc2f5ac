"""What only looks like a cue: words that hold 不, 没, 别 or 非 and negate nothing."""

from __future__ import annotations

import re
from typing import Final


def _any(words: str) -> str:
    return "|".join(sorted((re.escape(word) for word in words.split()), key=len, reverse=True))


MASK: Final = "\u2423"
"""Stands for every character of what only looks like a cue (see ``PSEUDO``)."""

# Negators are sought as single characters, because speech has no spaces to tell words by;
# so every common word that merely holds one has to be named here.
PSEUDO: Final = re.compile(
    _any(
        "不断 不仅 不但 不光 不只 不单 不过 不少 不错 不久 不妨 不得了 不外乎 不由得 不如 "
        "不同的 不只是 不是只 不是光 不是说 不会说 不要说 不是第一次 不是只有 并不是只有 "
        "不只有 无论 无非 无锡 无线 无人机 无条件 未来 没准 没事 没错 "
        "没问题 没有问题 没什么问题 没有什么问题 没毛病 没得说 没话说 差不多 差一点 差别 "
        "差别的 有别于 要不是 要不然 不然 所有 特别 区别 个别 分别 别人 别的 级别 类别 识别 "
        "鉴别 判别 告别 离别 性别 组别 科别 立别 非常 非典 并非易事 莫非 除非 是非 非公 "
        "毫不犹豫 不好意思 不用说 不要紧 不瞒你说 不瞒您说 对不对 是不是 好不好 行不行 "
        "缺口数据 无纸化 不动产 不见面 无感 无接触 无症状 免费 避免不了 少不了 离不开 缺不了 "
        "不得不说 短缺物资 海难 灾难 避难 苦难 遇难 难民 分门别类 分门别列 不无关系 无证明 "
        "没想到 不知不觉 不一会 了不起 非好好 不动声色 不胜枚举 不到两 不到一 不到三 不到半"
    )
    + (
        r"|不管(?!(?:用|事)(?:[了的,。?!;]|$))|(?:不一定|未必)(?!(?:都|就|真)?(?:好用|管用|有用|"
        r"行|能|准|够|对))"
    )
    + (
        r"|不同(?!意|步|于|导致|造成|的话|啊|吧|呢|嘛|了|,)(?=[\u4e00-\u9fff]{2})|要不(?!要|得)|"
        r"(?:如何|怎么|怎样)(?:才能|去|来|具体|有效)?(?:建立|形成|实现|做到|落实|推动|提供|安排)"
    )
)
"""Contain a negator but negate nothing (masked before negators are sought)."""

# Masked only in part or not at all, because they decide by themselves.
KEPT: Final = frozenset(
    [
        "不错",
        "没有问题",
        "没什么问题",
        "没有什么问题",
        "没问题",
        "没毛病",
        "没得说",
        "没话说",
        "少不了",
        "离不开",
        "缺不了",
    ]
)
"""Praise and double negations that hold a negator: left as they are."""
DEGREES: Final = frozenset(["特别", "非常"])
"""Read as 很 and a mask: their 别 and 非 negate nothing, but the degree tells praise and blame."""
