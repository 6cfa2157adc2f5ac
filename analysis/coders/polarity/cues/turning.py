"""Turning and hearsay: 但是, concessions, and what others are said to say."""

from __future__ import annotations

import re
from typing import Final

# Cuts the words before an indicator: what stands before 但 is said of something else.
CONTRAST: Final = re.compile(r"但是|但|可是|然而|不过")

# As CONTRAST, behind the indicator; 不过 there is 只 more often than 但.
CUT: Final = re.compile(r"但是|但|可是|然而")

# 可 before 以, 能, 用, 行 or 靠 is another word; 就是 turns only where it opens the clause.
BUT: Final = re.compile(
    r"^\s*(?:但是?|可是|可(?!以|能|用|行|靠)|而不是|而非|不过|然而|就是(?!说)|只是|只不过|"
    r"实际上|其实|结果|却|问题是)|实际上|但是|可是"
)

# 有是有, 虽然: grants a thing before it is taken back.
CONCESSION: Final = re.compile(
    r"倒是(?!不|没)|是[\u4e00-\u9fff]{1,2}了,|"
    r"(\S{1,4})是\1了?(?=[,，]|但|可|就|不过)|是(?:是有|有)的?[,，]|(?:办法|平台|"
    r"制度|标准|规定|机制|数据|文件|系统|要求|会)?(?:倒)?是有(?:的|[,，])|(?:^|"
    r"[^就都也还只先要总算])是有(?!一|点)|虽然|虽说|尽管|说是|名义上|表面上|按理说|理论上"
)

# Said by others, so not yet by the speaker.
REPORTED: Final = re.compile(
    r"他们(?:都|总|老|就|也)?(?:说|讲|觉得|认为)|领导(?:们)?(?:也|总|都)?(?:说|讲|要求)|有人说|"
    r"有人讲|(?:文件|材料|报告|宣传|新闻|汇报)(?:里|上|中)?(?:面)?(?:写|说|讲|报)|据说|"
    r"听说|上面说|上级说|对方说|人家说|局长说|厂商说|号称|口头上"
)

UNSURE_NEXT: Final = re.compile(
    r"(?:我们?|咱们?|反正|但是?|可|也|还|真|就|具体|到底)*(?:说不[好准清]|不清楚|不知道|没用过|"
    r"没见过|没听说|拿不准|"
    r"不好说|不确定|真假|不一定)"
)
"""Opens the next clause: 平台建没建起来，我还真说不好."""
SEEMING: Final = re.compile(r"好像|似乎|可能|大概|也许|估计|听说|据说")

# From here on somebody else is quoted, about themselves.
SAYS: Final = re.compile(r"[说讲](?=是|我们?|你们?|他们?)")
