"""Negation: what is not there, cannot be done, or is denied."""

from __future__ import annotations

import re
from typing import Final

# The longest come first: 没有 must not be read as 没 with 有 behind it, which affirms.
NEGATOR: Final = re.compile(
    r"没有|没得|没啥|没什么|没|并不|从来不|根本不|压根不|几乎不|不太|不怎么|不够|不会|不能|"
    r"不敢|不肯|不愿意?|不想|不给|不让|不用|不需要|用不着|没必要|不存在|不再|不是|不|未能|"
    r"尚未|未|无法|无|缺乏|缺少|欠缺|缺|谈不上|说不上|难以|很难|难|少有|极少|甚少|别|勿|非|零"
)

# Verb + 不 + result (打不通): what was tried and does not come off. 不上 before 级, 面 or 述
# belongs to the next word.
COMPLEMENT: Final = re.compile(
    r"[\u4e00-\u9fff]不(?:了|到|通|上(?!级|面|述)|来|起来|起|清|开|动|住|出来|出|下来|下去|下|"
    r"过来|过|齐|全|准|成|完|懂|着|拢|明白|清楚|进去|进来|及(?!时)|够)(?!不)"
)

# Verb + 得 + result (打得通): the affirmative twin of the complement.
POSSIBLE: Final = re.compile(
    r"[\u4e00-\u9fff](?:得(?:了|到|通|上|来|起来|起|清|开|动|住|出|齐|准|成|懂|着))"
)

# Two negators that affirm. The list is closed, because most pairs of negators in speech
# (没有，不行) do not: each denies a thing of its own.
DOUBLE: Final = re.compile(
    r"不是(?:说)?(?:没有|没|不|无)|不能说(?:是)?(?:没有|没|不)|并非(?:没有|不|无)|"
    r"并不是(?:没有|没|不)|没有(?:一个|哪个|谁|人|哪家)?不|无不|不可能(?:不|没有|没)|"
    r"(?<!能)不能(?:不|没有|没)|不得不|不会(?:不|没有|没)|不无|非[^,。]{1,6}不可|没(?:人|"
    r"哪个)不|少不了|离不开|缺不了"
)

# Opens the A of 不是A而是B when A itself is a negation: 不是没有平台，而是没人用.
DOUBLED: Final = re.compile(r"(?:说)?(?:没有|没|不|无)")

# What is denied lies between 不是 and the clause that says what is so instead.
NOT_A_BUT_B: Final = re.compile(
    r"(?:并)?不(?:是|在于|在|单是|只是因为)(?P<a>[^。?!;\n]{1,24}?)[,，](?:而是|而在于|是|"
    r"主要是|关键是|根本是|其实是|关键还是|主要还是|还是)"
)

# A denial without a B behind it; counts only with a trouble after the indicator (see TROUBLE).
DENIED: Final = re.compile(
    r"(?:并)?(?:不是|不在于|倒不是|也不是|不单是|不能说|谈不上)[^,。?!;\n]{0,8}$"
)

# 不是平台的问题 denies that the platform is the trouble, not that there is one.
TROUBLE: Final = re.compile(r"问题|原因|缘故|因为|事情|难题|关键")

# 不能推诿 asks that a trouble should not be; it does not say that there is none.
PROHIBITION: Final = re.compile(
    r"(?:不希望|不期望|不想看到|不愿看到|不能|不得|不许|不准|不可以?|不应该?|不该|禁止|严禁|别|"
    r"不要|杜绝|决不|绝不能|不可能再)"
    r"(?:再|让|搞|有|出现|发生|随便)?$"
)

# 没有人知道壁垒在哪: the negator denies that it is known, not the trouble.
COGNITION: Final = re.compile(
    r"^(?:有)?(?:人|哪个)?(?:能|会)?(?:说|写|讲|搞|弄|想|理|界定|明确|规定|划|分|知道|晓得|清楚|看)"
)

# The result of a complement (看不清壁垒), cut off from its 不.
SEEN_THROUGH: Final = re.compile(r"(?:清|明|懂|白|住|到)")

# The negator belongs to a clause before: 没有标准就是壁垒.
LINKED: Final = re.compile(r"就|是|因为|所以|都")

# The indicator is denied just behind itself, so a wish elsewhere does not ask for it.
OWN_NEGATION: Final = re.compile(r"(?:还|都|也|就|根本)?(?:没|不)")

# A short list, because inside an indicator only what surely denies may count; 没有问题 and the like
# do not.
BETWEEN_DENIED: Final = re.compile(
    r"(?<!有)(?:没(?:有(?!问题|什么|毛病|人?不|哪)|(?!有|问题|什么|话说|毛病|得说|多久|几|办法|"
    r"两|过))|未(?!来|必|成年|经|婚)|尚未|无法|难以|不能|不会|不肯|不愿意?|不给)"
)
"""Denies an indicator between its parts: 資料還沒有介接."""

# May stand between the parts of an indicator and ends what it names: 数据不再是摆设.
BETWEEN_ENDED: Final = re.compile(r"不再(?:是|像|有)?")
"""Cues that an indicator with a gap may enclose: 手续能不能再简化, 数据不再是摆设."""

# Chinese puts the topic first: 平台我们这边一直都没有. What may stand between is listed, so that
# the negator of another thing is not taken.
TRAILING: Final = re.compile(
    r"^(?:里头|压根儿|早就|一点儿?|一[次个天家份条分钱]+|这块儿|这块|这个|这一块|方面|这方面|"
    r"的|我们|他们|他|它|了|都|也|还|就|又|里|中|其实|根本|基本上?|一直|压根|从来|目前|"
    r"现在|到现在|并|始终|是|有点|一个|上面|里面|那边|这边)*(?:没有(?!的[\u4e00-\u9fff])|"
    r"没(?!有)|不(?!仅|但|过|断|错)|未|无|缺|难)"
)

# 难 and 缺 name a lack themselves, so they do not take a trouble away.
LACKING: Final = frozenset(["难", "很难", "难以", "别", "缺", "缺乏", "缺少", "少有"])
"""Negators that leave a trouble as it is: 难免推诿, 缺乏壁垒意识."""

IS_NOT: Final = frozenset(["不是", "并不"])
"""Negators that deny what is said next, which is seldom the indicator farther off."""

UNWILLING: Final = frozenset(["不想", "不愿", "不愿意"])
"""Who does not want a trouble may have it all the same: 谁也不想推诿."""
