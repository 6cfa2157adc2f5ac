"""Affirmation: a thing that is there, was built, is in use."""

from __future__ import annotations

import re
from typing import Final

# 有 alone says hardly anything (有点, 有的, 有时), so what it may not be followed by is listed.
AFFIRM: Final = re.compile(
    r"(?<!没)(?<!还没)(?<!为了)(?:有了|也有|都有|是有(?!不同)|已有|就有|还有(?!的)|确实有|有一?个|"
    r"有一?套|有专门|(?<![所公私国只再还])有(?!提|讲|谈|点|些|的|人|时|没有|关|必要|待|一|可能|"
    r"问题|两|"
    r"三|几|四|五|多少|好几|很多|许多|什么|哪|谁|限|别|利|效|趣|意|如|所)|建了|建成|建起|建立|"
    r"建好|成立|组建|设立|设了|出台|发布|颁布|印发|下发|发了|发过|制定|定了|订了|形成|实现|"
    r"做到|做好|达成|签了|签订|开了|开通|搭了|搭建|搭起|上了|上线|接了|接入|接通|用上|用了|"
    r"用的是|启用|开放于|公布于|公布在|"
    r"采用|推了|推出|推行|推动|统一了|完成|落实|纳入|配了|配备|配上|安排|专门(?!对|针对)|已经(?=$|"
    r"[^,。?!;有是在]{1,4}[到好成]|都)|"
    r"都是|实行|实施|给了|(?<!再)(?<!起码)(?<!至少)(?<!最少)(?<!赶紧)(?<!赶快)给我们|"
    r"(?<![请要])提供|保证|保障|靠着|依托|就是透过|就是通过|是透过|是通过|多亏|每年都|定期|开展了?|"
    r"举办|"
    r"组织(?=$|了|过|开展|各|大家|全|一次|我们|专|人)|幸亏|加强了|理清|明确了|列了|明确|尝到|"
    r"组织了|搞了|弄了|做了|派了|牵头|得益于|感谢)"
)

PLANNED: Final = re.compile(
    r"(?<![即必])将(?=[会在于])|预计|计划(?=在|于|[今明后]年|\d)|明年|后年|下半年|季度?会|才(?:会|"
    r"能|让|可以)"
)
"""Before an affirmation: it has not come about yet."""

# Topic first again: 平台去年就建了.
AFFIRMED_AFTER: Final = re.compile(
    r"^(?:里面|里头|上面|上头|这一?块|这方面|方面|早就|早|马上|当天|去年|前年|今年|"
    r"[一二三四五六七八九十\d]{1,3}月份?|国家|省里|市里|区里|的|都|也|就|全|基本上?|我们|"
    r"我|已经|现在|终于|倒是?|确实|肯定|是|很快|一直|每个?[季月年周天]度?)*(?:有了?(?!的|点|些|"
    r"问题|争议|"
    r"分歧|困难|矛盾|出入|差距|抱怨|意见|待|限|人(?!盯|管|守|跟|负责|维护|值))|放(?:下来|下去|"
    r"开)了|建了|建成|出台|"
    r"统一了|通了|开了|上了|成立|定下来|签了|做了|发了|下来了|上线|接通|落地|搞起来|建起来|"
    r"推开|配齐|挂到|挂出|公布了|装好|搞过|办了|有保障)"
)

# Up to the end of its clause: the member that the comma cuts off belongs to the same list.
LISTING: Final = re.compile(
    r"(?:明确|规定|确立|确定|提出|建立|出台|形成|落实|实现)了[^,。?!;\n]{2,10}$"
)
"""明确了A，B: a verb that reaches a member of its list which stands alone in the next clause."""

LISTED: Final = re.compile(r"(?:等等?|这些|的)?(?:原则|要求|机制|制度)?$")
"""What may stand behind a member of a list that fills its clause."""
