"""The scope of negators behind an indicator, and what is needed rather than lacking."""

from __future__ import annotations

import re
from typing import Final

_BETWEEN: Final = (
    r"(?:这一?块|这方面|方面|这几年|从来?|每天|那是|一年到头|[一半](?:[次天分个家条回点]|分钱)|"
    r"一直|始终|都|就|也|倒|又|并|还|真|可|其实|"
    r"基本上?|几乎|"
    r"好像|本来|[断缺少停]是)*"
)
"""What may stand between an indicator and the negator of something else."""

NOT_LACKED: Final = re.compile(
    rf"{_BETWEEN}(?:(?:没有?|未)(?:怎么|曾)?(?:断|停|少|缺|落|漏|误|耽误|含糊|掉链子|掉线|"
    r"掉过(?:一次)?线|出过?(?:错|岔子|差错|乱子|毛病))(?=过|了|的|给(?!我)|[,。?!;\n]|$)|"
    r"(?<=[个分点天条家钱])(?:都|也)?不(?:差|少|落|漏|缺|断)(?=[,。?!;\n]|$))"
)
"""经费从来没断过: denied is that it ran out."""

_WHO: Final = (
    r"(?:(?:[我咱他你它](?:们|(?!们)))|这边|社区|街道|乡镇|村里|本地|基层|哪家|谁|区里|县里|"
    r"市里|省里|局里)"
)

NOT_OURS: Final = re.compile(
    rf"{_BETWEEN}(?:不是{_WHO}(?!想|要|需)[^,。?!;\n]{{1,6}}的|"
    rf"(?:不归|不由|轮不到|不关|不属于){_WHO}[^,。?!;\n]{{0,6}})"
)
"""标准又不归我们管, 平台不是我们订的: denied is whose it is, not that it is there."""

DOUBLE_AFTER: Final = re.compile(rf"{_BETWEEN}(?:不是|不能说|并非)(?:说)?(?:完全)?(?:没|不)")
"""培训也不是没搞过: two negators behind the indicator."""

WITHOUT: Final = re.compile(r"(?:没有?|没了|少了|缺了?|离了|离开了?|不靠)(?:这个|这样的|一个|个)?$")
"""Just before an indicator: what follows is said of the case that it is missing."""

_SO: Final = r"(?:的话|了|那|就|可|是|真|根本|绝对|肯定|也|都|,|怎么|哪|还)*"

NEEDED: Final = re.compile(rf"{_SO}(?:不行|不成|不可|行不通|(?<=怎么)行|(?<=哪)[行成])")
"""没有标准是不行的: it is asked for."""

NEEDED_AFTER: Final = re.compile(
    rf"{_BETWEEN}(?:不|没有?)[^,。?!;\n不没]{{1,4}}?(?:可|是|真|就|绝对|肯定)*(?:不行|不成|"
    rf"不可)(?!了)"
)
"""标准不统一不行: what its subject must come to."""

BARELY: Final = re.compile(r"(?:光|空|徒|白)有(?:了|一?个|一?套|这个|这么个)?[^,。?!;\n]{0,2}$")
"""Just before an indicator: it is there and no more (光有个制度，没几个人照着干)."""

IN_NAME: Final = re.compile(
    r"(?:名义上|表面上|纸面上|说起来|看着|看上去|听着|台账上)(?:是|倒是?|也)?有|说是说(?:有|建|开|"
    r"做|搞)"
)
"""Right behind an indicator: it is there in name."""

WHO_SAYS: Final = re.compile(r"谁说(?!了算|得清|的算)[^,。?!;\n]{0,6}$")
"""谁说没有平台？ The contrary is asserted."""

DEPENDED: Final = re.compile(
    r"(?![^。?!;\n]{0,6}(?:光|只|单|全)靠)[^。?!;\n]{0,10}?(?:[办干做搞弄玩转推走开展]不(?:成|了|"
    r"转|动|通|起来|下去)|没法[干办弄做]|"
    r"寸步难行|抓瞎|没辙|白搭)"
)
"""少了平台这事就办不成: what depends on it; whether it is there is not said."""

OPINION: Final = re.compile(r"不(?:觉得|认为|承认|相信)[^,。?!;\n]{0,6}$")
"""我可不觉得设备是短板: the negator denies what is thought."""

OUGHT: Final = re.compile(
    r"按理|照理|按说|照说|按道理|论理|本该|本应|本来就?(?:应该|该)|原本就?(?:应该|该)|应该是?(?:都|"
    r"也)?有"
)
"""按理说应该有，可没找着: what ought to be, taken back in the next clause."""
