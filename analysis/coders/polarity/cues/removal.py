"""Removal: a trouble that is broken, solved or gone."""

from __future__ import annotations

import re
from typing import Final

# Verbs whose object is a trouble; with a deficit word they turn it into something achieved.
REMOVAL: Final = re.compile(
    r"打破|破除|消除|消灭|解决|化解|克服|避免(?!不了)|杜绝|冲破|减少|减轻|打通|拆掉|拆除|清除|"
    r"扭转|缓解|摆脱|根治|铲除|破解|整治|治理好|突破|告别了|弥合|疏通|拆了|推倒|拔掉|去掉|砍掉|"
    r"扫清|捅破|根除|治治|治一治|管一管|治好"
)

# Before a removal verb: it has not come about.
STUCK: Final = re.compile(r"没有?|未|难以|很难|无法|不能|没能|还没|不是")

# Right behind the indicator, because 没有了 farther off is said of something else.
GONE: Final = re.compile(
    r"^(?:的|这种|这个|这些)?(?:问题|情况|现象)?(?:就|都|也|基本|基本上|已经|现在|这[两几]年|"
    r"后来|几乎|早就?|再也|慢慢|全)*(?:没有了|看不[到见]|见不[到着]|不见了|拆(?:干净)?了|拆干净|"
    r"没影|绝迹|不是(?:个|什么)?(?:问题|难事|事)|"
    r"没了|不存在|少了|少多了|消失|不多|打破|解决|"
    r"(?:并|倒|其实|实在|真的?)*(?:不(?:太|算太?|是很|是特别|是太|怎么|那么)?|没有?(?:那么|这么|多|"
    r"太|什么)?)"
    r"(?:大|多|重|高|严重|突出|明显)(?=[了啊吧嘛呢,。?!;\n]|的?$))"
)

# Sought only where the trouble fills its clause, so that what is gone can be nothing else.
REMOVED_NEXT: Final = re.compile(
    r"(?:打破|打通|消除|解决|化解|克服|消失|没有|没)了|没有?(?:再)?(?:出现|发生|遇到|碰到|"
    r"见)过?|不存在"
)
"""壁垒嘛，一下子就打破了: what became of a trouble, told in the clause after it."""

# 减少, 避免 and the like are said of good things too.
ACHIEVING: Final = frozenset(["解决", "克服", "化解", "破解", "缓解", "打通"])
"""Removal verbs that count with any indicator: 打通了接口."""
ALONE: Final = re.compile(
    r"(?:这一?块|这个|这种)?(?:的?(?:现象|情况|事情|问题|东西))?(?:嘛|呢|啊|呀|吧|么)?$"
)
"""What may stand between a trouble and the end of its clause when it stands there alone."""
